"""What may be said of one point's change: how the moves of skin, edge and mesh are weighed, and their error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from facebalance_desktop.comparison.flow import Move
from facebalance_desktop.faces.edges import EdgeKind
from facebalance_desktop.faces.landmarks import Landmark, own_errors
from facebalance_desktop.geometry import Array, Similarity

Status = Literal["measured", "within-error", "cannot-tell"]
CERTAIN = 2.45
"""95 % of a two-dimensional normal error lie within this many standard deviations per axis."""
LIMIT = 2.0
"""A point whose sigma exceeds this per cent of the pupil distance is not said to be unchanged."""
LEAST_LIKENESS, MOST_BACK = 0.55, 3.0
"""Skin is followed where it looks alike after the move (correlation) and the way back ends near (% of iod)."""
MOST_SPREAD = 2.0
"""Skin round a point that goes apart by more than this (% of iod, one standard deviation) was not followed."""
FLOW_FLOOR, FLOW_SHARE = 0.30, 0.12
"""Error of following copies with a known displacement, in %: where nothing moved, and as a share of the move."""
UNLIKE_SHARE = 4.0
"""What skin that looks less alike adds to that share: copies have a likeness of 0.98, other exposures 0.8 to 0.97."""
EDGE_SHARE = 0.1
"""Error of an edge that is clear in both photos, as a share of its move."""
RESPONSIVE = 0.7
"""Least response with which the mesh may speak for a point."""
MOST_MOVE = 25.0
"""A larger move, % of the pupil distance, is a mistake of the following, not a change."""


@dataclass(frozen=True)
class Change:
    """The displacement of one point in the levelled reference frame, % of the reference's pupil distance (x to image
    right, y down), with `sigma` per axis; all null where nothing can be told."""

    dx: float | None
    dy: float | None
    sigma: float | None
    status: Status

    @property
    def detectable(self) -> float | None:
        """The least displacement of this point that could have been seen with 95 % certainty; None: not even that."""
        return None if self.sigma is None or self.status == "cannot-tell" else CERTAIN * self.sigma

    def as_json(self) -> dict[str, Any]:
        figures = {"dx": self.dx, "dy": self.dy, "sigma": self.sigma, "detectable": self.detectable}
        return {**{k: None if v is None else round(v, 3) for k, v in figures.items()}, "status": self.status}


UNKNOWN = Change(None, None, None, "cannot-tell")


def difference_error(here: Landmark, there: Landmark, iod: float, after_iod: float) -> float:
    """Standard deviation of the difference of two points per axis, %; 0.6 for one placed by hand."""
    sigmas = (
        0.6 if sigma is None else 100 * sigma / unit
        for sigma, unit in zip(own_errors(here, there), (iod, after_iod), strict=True)
    )
    return math.hypot(*sigmas)


def followed_move(move: Move | None, crop_to_level: Similarity, unit: float) -> tuple[Array, float] | None:
    """The move of the skin in % and its sigma, None where the skin could not be followed."""
    if move is None or move.likeness < LEAST_LIKENESS:
        return None
    if move.back * unit > MOST_BACK or move.spread * unit > MOST_SPREAD:
        return None
    by = crop_to_level.points([(move.dx * unit, move.dy * unit)])[0]
    size = float(np.hypot(*by))
    doubt = (1 - move.likeness) * 1.5
    share = FLOW_SHARE + UNLIKE_SHARE * (1 - move.likeness)
    sigma = math.sqrt(FLOW_FLOOR**2 + (share * size) ** 2 + (move.back * unit) ** 2 / 2 + doubt**2)
    return by, math.hypot(sigma, move.spread * unit)


def weighed(
    followed: tuple[Array, float] | None, by_points: Array, own: float, response: float | None, fixed: float
) -> Change:
    """The followed move; where the mesh answers for the point, the mean of both weighted by certainty."""
    answers = []
    if followed is not None:
        answers.append(followed)
    if response is not None and response >= RESPONSIVE:
        size = float(np.hypot(*by_points))
        answers.append((by_points / response, math.hypot(own / response, (0.2 + (1 - response)) * size)))
    if not answers:
        return UNKNOWN
    if len(answers) == 2:
        apart = float(np.hypot(*(answers[0][0] - answers[1][0])))
        if apart > CERTAIN * math.hypot(answers[0][1], answers[1][1]):
            return UNKNOWN
    weights = np.array([1 / sigma**2 for _, sigma in answers])
    by = np.average([by for by, _ in answers], axis=0, weights=weights)
    return told(by, math.hypot(fixed, float(weights.sum() ** -0.5)))


def across_edge(followed: tuple[Array, float], by_points: Array, own: float, kind: EdgeKind, fixed: float) -> Change:
    """The followed move of a point that lies on a clear edge in both photos. Across the edge, the edge's own move: skin
    is followed in squares, which smooth a narrow move such as a lid's. Cannot tell where the two contradict."""
    by, sigma = followed
    axis = 1 if kind.way in ("up", "down") else 0
    moved = float(by_points[axis]) / kind.response
    sure = math.hypot(own / kind.response, EDGE_SHARE * abs(moved))
    if abs(moved - float(by[axis])) > CERTAIN * math.hypot(sigma, sure):
        return UNKNOWN
    edge = by.copy()
    edge[axis] = moved
    return told(edge, math.hypot(fixed, max(sigma, sure)))


def told(by: Array, sigma: float) -> Change:
    """A displacement in % with its sigma, and what may be said of it."""
    if float(np.hypot(*by)) > MOST_MOVE:
        return UNKNOWN
    status: Status = "within-error"
    if float(np.hypot(*by)) > CERTAIN * sigma:
        status = "measured"
    elif sigma > LIMIT:
        status = "cannot-tell"
    return Change(float(by[0]), float(by[1]), sigma, status)
