"""Named points moved from the mesh to where people set them, by what the picture shows round them.

The mesh lies off in the same way on most faces, and follows a local change of the face only in part. For each point of
resources/refinement.toml a linear rule reads the directions of the edges in a square about it (histograms of oriented
gradients, Dalal and Triggs 2005) and answers with the way to the point; twice, the second time from nearby (supervised
descent, Xiong and De la Torre 2013). The rules were learned from the hand-placed points of fourteen studio frontals
(tests/benchmarks/refinement.py), each square seen in both mirrorings, so that no side of the face is favoured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop import resources
from facebalance_desktop.faces.crops import CANTHI, EYES_TO_CANTHI, SIZE, Patch, photo_to_crop_of
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Array, Similarity
from facebalance_desktop.photos.opencv import cv2

FINE = 2.0
"""Scale of the picture that is read over that of the mesh's crop."""
UNIT = FINE * CANTHI / EYES_TO_CANTHI / 100
"""px of that picture for one per cent of the distance of the pupils."""
STARTS = ((0.0, 0.0), (2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0))
"""Places about the first guess from which the rule sets out, % of the pupil distance; their mean answer is taken."""
UNSURE = 2.0
"""Times the usual spread of the answers from which the rule is believed less, the mesh more."""
MOST_YAW = 25.0
"""Degrees of yaw beyond which no rule holds: all were learned from the front."""
TURNED = 10.0
"""Degrees of yaw at which the error has grown by the half of itself."""


@dataclass(frozen=True)
class Refinement:
    """A row of the table. `half` of the square in % of the pupil distance, its `size` in px; `share` of the rule's
    answer that is taken along x and y, the rest is the mesh with its mean error taken off; `error` against
    hand-placed points and `repeat` between copies of one photo, standard deviations per axis in % of the pupil
    distance; `calm`: the usual spread of the answers from several starts, %; `response`: see landmarks.toml. `across`:
    half of the square that tells the place along x, where a wider one tells it better."""

    id: str
    half: float
    size: int
    share: tuple[float, float]
    error: float
    repeat: float
    calm: float
    response: float | None
    near: float = 1.0
    across: float | None = None

    @property
    def wide(self) -> Refinement | None:
        """The row as it is read for the place along x alone; None where the same square tells both."""
        return None if self.across is None else replace(self, half=self.across, across=None)

    @property
    def sizes(self) -> tuple[float, float]:
        """How much larger the picture is seen in each step."""
        return 1.0, self.near


@dataclass(frozen=True)
class Rule:
    """What was learned of a point: the mesh's mean way to it (2,) in %, and for each step an (n + 1, 2) matrix from the
    n gradients and a one to the way in %; where a wider square tells the place along x, the rule of that square."""

    bias: Array
    steps: tuple[Array, ...]
    wide: Rule | None = None


@dataclass(frozen=True)
class Answer:
    """Where a point lies, px of the fine picture, and how far the answers from several starts spread, %."""

    place: Array
    spread: float


@lru_cache(maxsize=1)
def refinements() -> Mapping[str, Refinement]:
    """The rows by their id: a midline point's own, else without its side."""
    return {
        row["id"]: Refinement(
            row["id"],
            row["half"],
            row["size"],
            (row["share"][0], row["share"][1]),
            row["error"],
            row["repeat"],
            row["calm"],
            row.get("response"),
            row["near"],
            row.get("across"),
        )
        for row in resources.table("refinement").rows
    }


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """The learned rules by the ids of their rows."""
    with np.load(resources.path("refinement.npz")) as stored:
        made = {name: np.asarray(stored[name], dtype=np.float64) for name in stored.files}
    return {name: _stored_rule(made, name) for name in refinements()}


def _stored_rule(stored: Mapping[str, Array], name: str) -> Rule:
    wide = _stored_rule(stored, f"{name}.wide") if f"{name}.wide.bias" in stored else None
    steps = tuple(stored[key] for key in (f"{name}.first", f"{name}.second") if key in stored)
    return Rule(stored[f"{name}.bias"], steps, wide)


def refined(
    patch: Patch, mesh: Array, points: Mapping[str, Landmark], pose: Pose | None, known: Mapping[str, Rule]
) -> dict[str, Landmark]:
    """The points with those moved that a rule is known for; `mesh` (478, 3) and points in px of the photo.

    `patch` should hold the photo at `FINE` times the scale of the mesh's crop. A moved point has the error against
    people's points as its sigma, and apart from it how well it repeats.
    """
    made = dict(points)
    yaw = 0.0 if pose is None else abs(pose.yaw)
    if yaw > MOST_YAW:
        return made
    sight = Sight(patch, mesh)
    for name, point in points.items():
        row, side = row_of(name)
        if row is None or row.id not in known:
            continue
        answer = sight.answer(row, known[row.id], np.array(point.xy), side, 1 - (yaw / MOST_YAW) ** 2)
        x, y = sight.to_fine.inverse().point((float(answer.place[0]), float(answer.place[1])))
        px = UNIT / sight.to_fine.scale
        doubt = max(1.0, answer.spread / row.calm) ** 0.5
        repeat = float(np.hypot(row.repeat * px, PIXEL)) * doubt
        sigma = float(np.hypot(row.error * px * doubt * (1 + 0.5 * (yaw / TURNED) ** 2), repeat))
        made[name] = replace(
            point, x=round(x, 3), y=round(y, 3), sigma=round(sigma, 3), repeat=round(repeat, 3), response=row.response
        )
    return made


PIXEL = 0.15
"""Standard deviation with which a place is found between the px of the photo: small faces have larger px."""


def row_of(name: str) -> tuple[Refinement | None, str]:
    """The row of a named point and its side: r, l, or nothing for the midline."""
    if name.endswith(("_r", "_l")):
        return refinements().get(name[:-2]), name[-1]
    return refinements().get(name), ""


class Sight:
    """The lightness of one upright face, large enough for the rules: `to_fine` maps px of the photo to its px."""

    def __init__(self, patch: Patch, mesh: Array) -> None:
        self.to_fine = photo_to_crop_of(mesh).then(Similarity(FINE))
        crop = patch.crop(self.to_fine, round(SIZE * FINE))
        self.light = np.ascontiguousarray(cv2.cvtColor(crop, cv2.COLOR_RGB2LAB)[..., 0])  # else copied for each square

    def answer(self, row: Refinement, rule: Rule, start: Array, side: str, trust: float = 1.0) -> Answer:
        """The place of one point that the mesh has at `start`, px of the photo; `trust` in the rule, 0 to 1: the rest
        is the mesh's."""
        here = np.array(self.to_fine.point((float(start[0]), float(start[1]))))
        flips = (False, True) if side == "" else (side == "l",)
        ends = self._ends(row, rule, here, flips)
        middle, per_flip = ends.mean(axis=(0, 1)), ends.std(axis=1)
        if row.wide is not None and rule.wide is not None:
            middle[0] = self._ends(row.wide, rule.wide, here, flips)[..., 0].mean()
        plain = here + UNIT * np.mean([rule.bias * _mirror(flip) for flip in flips], axis=0)
        spread = float(np.sqrt((per_flip**2).mean())) / UNIT
        trust *= min(1.0, UNSURE * row.calm / max(spread, 1e-9)) ** 2
        return Answer(plain + trust * np.array(row.share) * (middle - plain), spread)

    def _ends(self, row: Refinement, rule: Rule, here: Array, flips: tuple[bool, ...]) -> Array:
        """(flips, starts, 2) answers of one square, px of the fine picture."""
        return np.array([[self._end(row, rule, here, flip, begin) for begin in STARTS] for flip in flips])

    def _end(self, row: Refinement, rule: Rule, here: Array, flip: bool, begin: tuple[float, float]) -> Array:
        at = here + UNIT * (rule.bias + begin) * _mirror(flip)
        for step, size in zip(rule.steps, row.sizes, strict=True):
            seen = gradients(self.light, at, row, flip, size=size)
            at = at + UNIT * (seen @ step[:-1] + step[-1]) * _mirror(flip)
        return np.asarray(at)


def _mirror(flip: bool) -> Array:
    return np.array([-1.0 if flip else 1.0, 1.0])


def gradients(
    light: NDArray[np.uint8], at: Array, row: Refinement, flip: bool, turn: float = 0.0, size: float = 1.0
) -> NDArray[np.float32]:
    """The oriented gradients (n,) of the square about `at` (px of the fine picture), read mirrored where `flip`; turned
    by `turn` radians and `size` times as large for learning."""
    scale = row.size / (2 * row.half * UNIT) * size
    c, s = np.cos(turn) * scale, np.sin(turn) * scale
    linear = np.array([[c, -s], [s, c]]) @ np.diag(_mirror(flip))
    shift = np.full(2, row.size / 2) - linear @ at + linear @ (0.5, 0.5) - 0.5
    square = cv2.warpAffine(
        light, np.column_stack([linear, shift]), (row.size, row.size), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(_histograms(row.size).compute(square), dtype=np.float32).ravel()


@lru_cache(maxsize=4)
def _histograms(size: int) -> Any:
    return cv2.HOGDescriptor((size, size), (16, 16), (8, 8), (8, 8), 9)
