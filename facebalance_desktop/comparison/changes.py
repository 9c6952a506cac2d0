"""What changed between two photos, point by point: measured, within its error, or beyond what two photos can tell.

The mesh alone does not see surgery: it reports a small share of a moved chin. So the skin of the before photo is
followed into the aligned after photo, and the mesh is asked only for points that it answers for (their response).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from facebalance_desktop.comparison.alignment import Alignment, level, pupil_distance
from facebalance_desktop.comparison.flow import Follower, Move
from facebalance_desktop.comparison.pose_effects import faked
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.crops import Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.edges import EdgeKind, edge_kinds
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose, own_errors
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
NOT_SKIN = frozenset({"tr", "ft_r", "ft_l"})
"""Points at the hair: no skin to follow, no mesh point; only hands place them."""
MOST_TURN = 8.0
"""Degrees of yaw or pitch between the photos from which no automatic point is told: parallax is larger than surgery."""
MOST_MOVE = 25.0
"""A larger move, % of the pupil distance, is a mistake of the following, not a change."""
TURN_SHARE = 1.3
"""Standard deviation of what a turn moves, over what it moves in an average face: noses differ."""
POSE_ERROR = 0.5
"""Standard deviation of the difference of two poses, degrees (copies of one photo)."""


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


@dataclass(frozen=True)
class View:
    """One photo of the pair: upright pixels (h, w, 3), the face found in it, its points (hand-placed ones in place)."""

    pixels: Pixels
    face: Face
    points: Mapping[str, Landmark]


def changes(before: View, after: View, alignment: Alignment) -> Mapping[str, Change]:
    """The change of every named point from `before`, the reference, to `after`."""
    iod = pupil_distance(before.points) or before.face.iod
    turn = level(before.points)
    to_crop = photo_to_crop_of(np.array(before.face.mesh))
    after_to_crop = alignment.photo_to_reference.then(to_crop)
    one = patch_of(before.pixels, to_crop).crop(to_crop)
    other = patch_of(after.pixels, after_to_crop).crop(after_to_crop)
    follower = Follower(one, other)
    unit = 100 / (iod * to_crop.scale)
    crop_to_level = Similarity.of(turn.rotation - to_crop.rotation)
    shaken = _shaken(before.face.pose, after.face.pose)
    is_turned = _turn(before.face.pose, after.face.pose) > MOST_TURN
    made: dict[str, Change] = {}
    for name in point_kinds():
        here, there = before.points.get(name), after.points.get(name)
        if here is None or there is None:
            made[name] = UNKNOWN
            continue
        by_points = np.array(alignment.photo_to_reference.point(there.xy)) - np.array(here.xy)
        by_points = 100 / iod * Similarity.of(turn.rotation).points(by_points)[0]
        fixed = math.hypot((alignment.uncertainty or 1.0) / 2.45, shaken.get(name, POSE_ERROR))
        if here.is_by_hand and there.is_by_hand:
            made[name] = _told(by_points, math.hypot(fixed, _own(here, there, iod, after.face.iod)))
            continue
        if is_turned or name in NOT_SKIN:
            made[name] = UNKNOWN
            continue
        followed = _followed(follower.at(to_crop.point(here.xy)), crop_to_level, unit)
        own = _own(here, there, iod, after.face.iod)
        if here.source == there.source == "edge" and followed is not None:
            made[name] = _across(followed, by_points, own, edge_kinds()[name], fixed)
        else:
            made[name] = _judged(followed, by_points, own, _response(here, there), fixed)
    return made


def _response(here: Landmark, there: Landmark) -> float | None:
    """The share of a local change that both points show, None where it is not known of one."""
    if here.response is None or there.response is None:
        return None
    return min(here.response, there.response)


def _own(here: Landmark, there: Landmark, iod: float, after_iod: float) -> float:
    """Standard deviation of the difference of two points per axis, %; 0.6 for one placed by hand."""
    sigmas = (
        0.6 if sigma is None else 100 * sigma / unit
        for sigma, unit in zip(own_errors(here, there), (iod, after_iod), strict=True)
    )
    return math.hypot(*sigmas)


def _followed(move: Move | None, crop_to_level: Similarity, unit: float) -> tuple[Array, float] | None:
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


def _judged(
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
    return _told(by, math.hypot(fixed, float(weights.sum() ** -0.5)))


def _across(followed: tuple[Array, float], by_points: Array, own: float, kind: EdgeKind, fixed: float) -> Change:
    """The followed move of a point that lies on a clear edge in both photos. Across the edge, the edge's own move: skin
    is followed in squares, which smooth a narrow move such as a lid's. Cannot tell where the two contradict."""
    by, sigma = followed
    axis = 1 if kind.way in ("up", "down") else 0
    moved = float(by_points[axis]) / kind.response
    sure = math.hypot(own / kind.response, EDGE_SHARE * abs(moved))
    if abs(moved - float(by[axis])) > CERTAIN * math.hypot(sigma, sure):
        return UNKNOWN
    told = by.copy()
    told[axis] = moved
    return _told(told, math.hypot(fixed, max(sigma, sure)))


def _told(by: Array, sigma: float) -> Change:
    """A displacement in % with its sigma, and what may be said of it."""
    if float(np.hypot(*by)) > MOST_MOVE:
        return UNKNOWN
    status: Status = "within-error"
    if float(np.hypot(*by)) > CERTAIN * sigma:
        status = "measured"
    elif sigma > LIMIT:
        status = "cannot-tell"
    return Change(float(by[0]), float(by[1]), sigma, status)


def _shaken(before: Pose | None, after: Pose | None) -> Mapping[str, float]:
    """What the turn between the photos, and the error with which it is known, may move each point by, %."""
    if before is None or after is None:
        return {}
    turned = faked(before, replace(after, roll=before.roll))
    error = faked(before, replace(before, yaw=before.yaw + POSE_ERROR, pitch=before.pitch + POSE_ERROR))
    return {name: math.hypot(TURN_SHARE * turned[name], error[name]) for name in turned}


def _turn(before: Pose | None, after: Pose | None) -> float:
    if before is None or after is None:
        return 0.0
    return max(abs(after.yaw - before.yaw), abs(after.pitch - before.pitch))
