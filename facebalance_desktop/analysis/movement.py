"""How far a face moves from rest to an expression, side by side, and whether both sides do alike.

An excursion is a point's way in the frame of the canthi, in % of the distance between the middles of the eyes' canthi,
which is the pupil distance within a per cent. Its error holds both points, both frames, what the turn between the
photos fakes, and the share of a move that an automatic point does not answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from facebalance_desktop import resources
from facebalance_desktop.analysis.guide_kinds import hand_point
from facebalance_desktop.analysis.guide_shapes import RANGE, is_sure
from facebalance_desktop.analysis.measure_errors import OPERATOR, UNKNOWN, Errors, base_of, own_errors
from facebalance_desktop.analysis.measures import MeasuredFace
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.projection import seen
from facebalance_desktop.translation import tr

Side = Literal["right", "left"]
Status = Literal["ok", "needs-point", "view", "pose"]
SIDES: Mapping[Side, str] = {"right": "_r", "left": "_l"}
EYES = (("ex_r", "en_r"), ("en_l", "ex_l"))
OF_THE_REST = (tr("a frontal photo at rest"), tr("the turn of the head in the photo at rest"))
OF_THE_EXPRESSION = (tr("a frontal photo of the expression"), tr("the turn of the head in the photo of the expression"))
MOST_TURN = 3.0
"""Degrees of yaw or pitch between rest and movement above which nothing is told: a turn moves the lower face too."""
POSE_ERROR, TURN_SHARE = 0.5, 1.3
"""As for differences of measures."""
UNANSWERED = 0.5
"""Standard deviation of what an automatic point misses of a move, over the share that it does not answer."""
WAYS = (
    tr("out"), tr("down and out"), tr("down"), tr("down and in"), tr("in"), tr("up and in"), tr("up"), tr("up and out"),
)  # fmt: skip


@dataclass(frozen=True)
class MovementKind:
    """A row of the table; `point` has `_s` for the side."""

    id: str
    name: str
    view: str
    point: str
    definition: str
    source: str

    def code(self, side: Side) -> str:
        return self.point.removesuffix("_s") + SIDES[side]


@dataclass(frozen=True)
class Excursion:
    """The way of one side's point, outwards from the midline and down, % of the pupil distance; `sigma` per axis.

    Null where it is withheld, with what is missing in `needs`.
    """

    side: Side
    status: Status
    out: float | None = None
    down: float | None = None
    sigma: float | None = None
    needs: tuple[str, ...] = ()

    @property
    def amount(self) -> float | None:
        return None if self.out is None or self.down is None else math.hypot(self.out, self.down)

    @property
    def way(self) -> str:
        """The direction in words; empty where the move is within its error."""
        if self.amount is None or self.out is None or self.down is None or self.amount <= RANGE * (self.sigma or 0.0):
            return ""
        return WAYS[round(math.degrees(math.atan2(self.down, self.out)) / 45) % 8]


@dataclass(frozen=True)
class Movement:
    """Both sides of one movement. `difference` is the right's amount less the left's, with its `sigma`."""

    kind: MovementKind
    right: Excursion
    left: Excursion

    @property
    def difference(self) -> float | None:
        one, other = self.right.amount, self.left.amount
        return None if one is None or other is None else one - other

    @property
    def sigma(self) -> float | None:
        if self.right.sigma is None or self.left.sigma is None:
            return None
        return math.hypot(self.right.sigma, self.left.sigma)

    @property
    def symmetry(self) -> float | None:
        """The smaller amount as a share of the larger, %; None where neither side moved beyond its error."""
        one, other = self.right.amount, self.left.amount
        if one is None or other is None or not (self.right.way or self.left.way):
            return None
        return 100 * min(one, other) / max(one, other)

    @property
    def words(self) -> str:
        """Which side moves further, or that the sides cannot be told apart."""
        if self.difference is None or self.sigma is None:
            return ""
        if abs(self.difference) <= RANGE * self.sigma:
            return tr("the sides differ by less than the error")
        return tr("{words} moves further", words=tr("right") if self.difference > 0 else tr("left"))


TABLE = "movements"


def movement_kinds(rows: Iterable[resources.Row]) -> tuple[MovementKind, ...]:
    """The movements of the table's rows, in their order."""
    return tuple(kind_of(row) for row in rows)


@lru_cache(maxsize=1)
def own_movements() -> tuple[MovementKind, ...]:
    """Those of the program."""
    return movement_kinds(resources.table(TABLE).rows)


def movement(kind: MovementKind, rest: MeasuredFace, moved: MeasuredFace, errors: Errors | None = None) -> Movement:
    """The movement of both sides between two photos of one visit."""
    known = own_errors() if errors is None else errors
    return Movement(kind, *(excursion(kind, side, rest, moved, known) for side in SIDES))


def excursion(kind: MovementKind, side: Side, rest: MeasuredFace, moved: MeasuredFace, errors: Errors) -> Excursion:
    """The way of one side's point, or why it is not told."""
    for face, frontal, turn in ((rest, *OF_THE_REST), (moved, *OF_THE_EXPRESSION)):
        if not (face.view or "").startswith("frontal"):
            return Excursion(side, "view", needs=(frontal,))
        if face.pose is None:
            return Excursion(side, "pose", needs=(turn,))
    code = kind.code(side)
    wanted = (code, *(point for eye in EYES for point in eye))
    lacking = tuple(point for point in wanted if point not in rest.points or point not in moved.points)
    if lacking:
        return Excursion(side, "needs-point", needs=lacking)
    assert rest.pose is not None and moved.pose is not None
    if max(abs(moved.pose.yaw - rest.pose.yaw), abs(moved.pose.pitch - rest.pose.pitch)) > MOST_TURN:
        return Excursion(
            side, "pose", needs=(tr("heads turned and nodding alike within {most_turn:g}°", most_turn=MOST_TURN),)
        )
    way = _place(moved, code) - _place(rest, code)
    outwards = -1.0 if side == "right" else 1.0
    sigma = _error(code, way, rest, moved, errors)
    return Excursion(side, "ok", outwards * way.real, way.imag, sigma)


def _place(face: MeasuredFace, code: str) -> complex:
    """A point in the frame of the canthi."""
    right, left = _eyes(face.points)
    return (complex(*face.points[code].xy) - (right + left) / 2) * 100 / (left - right)


def _eyes(points: Mapping[str, Landmark]) -> tuple[complex, complex]:
    middles = [sum((complex(*points[code].xy) for code in eye), 0j) / 2 for eye in EYES]
    return middles[0], middles[1]


def _error(code: str, way: complex, rest: MeasuredFace, moved: MeasuredFace, errors: Errors) -> float:
    """Standard deviation per axis, in % of the pupil distance."""
    variance = 0.0
    for face in (rest, moved):
        right, left = _eyes(face.points)
        unit = abs(left - right) / 100 or 1.0
        lever = abs(_place(face, code)) / 100
        variance += _sigma(code, face, unit, errors) ** 2
        for eye in EYES:  # the frame: two middles of two points each, turned and scaled by what they are off
            for point in eye:
                variance += (0.25 + lever**2 / 2) * _sigma(point, face, unit, errors) ** 2 / 2
    assert rest.pose is not None and moved.pose is not None
    faked = _average(code, moved.pose) - _average(code, rest.pose)
    shaken = _average(code, Pose(rest.pose.yaw + POSE_ERROR, rest.pose.pitch + POSE_ERROR, 0.0))
    variance += (TURN_SHARE * abs(faked)) ** 2 / 2 + abs(shaken - _average(code, rest.pose)) ** 2 / 2
    deaf = max(_unanswered(face.points[code]) for face in (rest, moved))
    return math.sqrt(variance + (UNANSWERED * deaf * abs(way)) ** 2)


def _sigma(code: str, face: MeasuredFace, unit: float, errors: Errors) -> float:
    """What another photo would give differently, per axis."""
    point, known = face.points[code], errors.points.get(base_of(code))
    if point.is_by_hand:
        return OPERATOR if known is None else known.operator
    return UNKNOWN if point.repeated is None else point.repeated / unit


def _unanswered(point: Landmark) -> float:
    return 0.0 if is_sure(point) else 1.0 - (point.response or 0.0)


def _average(code: str, pose: Pose) -> complex:
    """The point on the average face at a pose; the middle where the mesh has no such point."""
    return _average_place(code, pose.yaw, pose.pitch)


@lru_cache(maxsize=512)
def _average_place(code: str, yaw: float, pitch: float) -> complex:
    kinds = point_kinds()
    if code not in kinds or not kinds[code].mesh:
        return 0j
    xy = seen(Pose(yaw, pitch, 0.0))
    places = {}
    for name in (code, *(point for eye in EYES for point in eye)):
        x, y = xy[list(kinds[name].mesh)].mean(axis=0)
        places[name] = Landmark(float(x), float(y), "placed")
    return _place(MeasuredFace(places), code)


def against(now: Movement, earlier: Movement, side: Side) -> tuple[float, float] | None:
    """How much further a side moves than at an earlier visit, with the standard deviation; None where either is not
    told."""
    one, other = (getattr(item, side) for item in (now, earlier))
    if one.amount is None or other.amount is None or one.sigma is None or other.sigma is None:
        return None
    return one.amount - other.amount, math.hypot(one.sigma, other.sigma)


def kind_of(row: resources.Row) -> MovementKind:
    """Raises ValueError or KeyError for a row that cannot be used."""
    texts = {key: row[key] for key in ("name", "view", "point", "definition")}
    for key, value in texts.items():
        if not isinstance(value, str) or not value:
            raise ValueError(tr("{key} must be text", key=key))
    if not texts["view"].startswith("frontal-"):
        raise ValueError(tr("view must be one of the frontal expressions"))
    if not texts["point"].endswith("_s") or not hand_point(texts["point"][:-1] + "r", False).definition:
        raise ValueError(tr("there is no paired point {texts}; write for example ch_s", texts=texts["point"]))
    return MovementKind(row["id"], texts["name"], texts["view"], texts["point"], texts["definition"], row["source"])
