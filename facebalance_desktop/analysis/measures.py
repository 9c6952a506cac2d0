"""The measures of one face: values with two errors kept apart, or why there is none.

`repeat` is what another photo of the unchanged face would give differently, `place` how far the points may lie from
where a human puts them; standard deviations in the unit of the measure, propagated to first order from the points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.analysis.guide_shapes import RANGE, is_solid, is_sure
from facebalance_desktop.analysis.measure_errors import Budget, Errors, own_errors
from facebalance_desktop.analysis.measure_formulas import Complex
from facebalance_desktop.analysis.measure_kinds import MeasureKind, MeasureTable, own_measures
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Array
from facebalance_desktop.translation import tr

Status = Literal["ok", "needs-point", "unconfirmed", "view", "pose", "response", "not-applicable"]
NEEDED: Mapping[str, str] = {"frontal": tr("a frontal photo"), "profile": tr("a profile")}
MOST_YAW = 3.0
"""Degrees of yaw in a photo above which midline and left-right measures are withheld: 5.9 move the nose tip by 7 %."""
STEP = 1e-4
"""Of the numeric derivative, in % of the pupil distance or of se-me."""
PUPILS = ("p_r", "p_l")
HEIGHT = ("se", "me")
CANTHI = {"p_r": ("ex_r", "en_r"), "p_l": ("en_l", "ex_l")}


@dataclass(frozen=True)
class MeasuredFace:
    """What a photo tells of a face: its points (px, hand-placed ones in place), view and head pose."""

    points: Mapping[str, Landmark]
    view: str | None = None
    pose: Pose | None = None


@dataclass(frozen=True)
class Reading:
    """One measure of one face. `value` is null where it is withheld; `needs` are the points or the condition that is
    missing, `codes` the named points of the photo that it stands on."""

    kind: MeasureKind
    status: Status
    value: float | None = None
    budget: Budget | None = None
    needs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.kind.id

    @property
    def repeat(self) -> float | None:
        """What another photo of the unchanged face would give differently."""
        return None if self.budget is None else math.hypot(self.budget.repeat, self.budget.expression / math.sqrt(2))

    @property
    def place(self) -> float | None:
        """How far the points may lie from where a human puts them, about the bias."""
        return None if self.budget is None else self.budget.place

    @property
    def sigma(self) -> float | None:
        """The larger of the two: what was measured against human marks contains what a repeat changes."""
        return None if self.budget is None else max(self.budget.repeat, self.budget.place)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the value by human marks lies with 95 %: the value less its bias."""
        if self.value is None or self.budget is None or self.sigma is None:
            return None
        middle = self.value - self.budget.bias
        return middle - RANGE * self.sigma, middle + RANGE * self.sigma

    @property
    def side_words(self) -> str:
        """What the sign says of the patient's sides: `right higher`, or that the sides cannot be told apart."""
        formula = self.kind.formula
        if self.value is None or self.value == 0 or not formula.more:
            return ""
        if self.interval is not None and self.interval[0] <= 0 <= self.interval[1] and self.kind.gates == ("yaw",):
            return tr("no side larger than the error")
        return formula.more if self.value > 0 else formula.less

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "value": rounded(self.value),
            "unit": self.kind.unit,
            "sigma": rounded(self.sigma),
            "repeat": rounded(self.repeat),
            "place": rounded(self.place),
            "bias": None if self.budget is None else rounded(self.budget.bias),
            "interval": None if self.interval is None else [rounded(end) for end in self.interval],
            "side": self.side_words,
            "status": self.status,
            "needs": list(self.needs),
        }


def rounded(value: float | None) -> float | None:
    """To the fourth place: for JSON and tables."""
    return None if value is None else round(value, 4) + 0.0


def measure(
    face: MeasuredFace, table: MeasureTable | None = None, errors: Errors | None = None
) -> Mapping[str, Reading]:
    """Every measure of the table for one face, in the order of the table."""
    known = own_errors() if errors is None else errors
    frames: dict[str, _Frame | None] = {}
    made: dict[str, Reading] = {}
    for kind in (own_measures() if table is None else table).kinds.values():
        if kind.view not in frames:
            frames[kind.view] = _frame(face, kind.view)
        made[kind.id] = _reading(kind, face, frames[kind.view], known)
    return made


def is_measurable(view: str | None, wanted: Literal["frontal", "profile"]) -> bool:
    """Whether a measure of this kind of view can stand on a photo of `view`; an unknown view is not withheld."""
    return view is None or view.startswith(wanted)


@dataclass(frozen=True)
class _Frame:
    """The points in units of the frame, upright enough for its axes: across (in profile ahead) and down."""

    at: Mapping[str, complex]
    unit: float
    """px of one unit."""
    scaled_by: tuple[str, ...]
    """The points that make the unit."""
    framed_by: tuple[tuple[str, ...], ...]
    """The points, or middles of two, that make the axes; none in profile."""


def _reading(kind: MeasureKind, face: MeasuredFace, frame: _Frame | None, errors: Errors) -> Reading:
    if not is_measurable(face.view, kind.view):
        return Reading(kind, "view", needs=(NEEDED[kind.view],))
    codes = _codes(kind, face.points)
    extra = () if frame is None else _extra(kind, frame)
    lacking = [code for code in codes if code not in face.points]
    lacking += [
        code for code in _resolved(kind.by_hand, face.points) if code not in lacking and not _is_sure(face, code)
    ]
    if frame is None or (kind.formula.needs == "unit" and not extra):
        lacking += [code for code in (PUPILS if kind.view == "frontal" else HEIGHT) if code not in face.points]
    if lacking or frame is None:
        return Reading(kind, "needs-point", needs=tuple(dict.fromkeys(lacking)))
    if "yaw" in kind.gates and (face.pose is None or abs(face.pose.yaw) > MOST_YAW):
        turn = (
            tr("the head's turn known")
            if face.pose is None
            else tr("a head turned by at most {most_yaw:g}°", most_yaw=MOST_YAW)
        )
        return Reading(kind, "pose", needs=(turn,))
    value, slopes = _value(kind, codes, extra, frame)
    if not math.isfinite(value) or not np.isfinite(list(slopes.values())).all():
        return Reading(kind, "not-applicable", needs=(tr("points that lie apart"),))
    budget = errors.of(kind, face.points, slopes, frame.unit)
    doubtful = _doubtful(kind, face)
    return Reading(kind, "unconfirmed" if doubtful else "ok", value, budget, doubtful, codes)


def _doubtful(kind: MeasureKind, face: MeasuredFace) -> tuple[str, ...]:
    """Points that a hand has to set or confirm before the measure stands: those the table names, population guesses,
    and in profile whatever the mesh alone says."""
    asked = set(_resolved(kind.confirm, face.points))
    found = []
    for code in _codes(kind, face.points):
        point = face.points[code]
        guessed = point.source == "estimated" or (kind.view == "profile" and not is_solid(point))
        if (code in asked or guessed) and not is_sure(point):
            found.append(code)
    return tuple(found)


def _is_sure(face: MeasuredFace, code: str) -> bool:
    return code in face.points and is_sure(face.points[code])


def _resolved(codes: tuple[str, ...], points: Mapping[str, Landmark]) -> tuple[str, ...]:
    """In profile a paired point goes without its side: the visible one is meant."""
    return tuple(next((name for name in (code, f"{code}_r", f"{code}_l") if name in points), code) for code in codes)


def _codes(kind: MeasureKind, points: Mapping[str, Landmark]) -> tuple[str, ...]:
    return _resolved(kind.codes, points) if kind.view == "profile" else kind.codes


def _extra(kind: MeasureKind, frame: _Frame) -> tuple[str, ...]:
    """The points besides its own that a measure rests on."""
    if kind.formula.needs == "frame":
        return tuple(code for group in frame.framed_by for code in group)
    return frame.scaled_by if kind.formula.needs == "unit" else ()


def _frame(face: MeasuredFace, view: str) -> _Frame | None:
    """The face's frame from the front, its turned and scaled points in profile; None where it lacks the pupils."""
    raw = {code: complex(point.x, point.y) for code, point in face.points.items()}
    if view == "profile":
        if facing(face) == "left":
            raw = {code: -z.conjugate() for code, z in raw.items()}
        has_unit = all(code in raw for code in HEIGHT)
        unit = abs(raw["se"] - raw["me"]) / 100 if has_unit else 1.0
        return _Frame({code: z / (unit or 1.0) for code, z in raw.items()}, unit, HEIGHT if has_unit else (), ())
    ends = []
    for code in PUPILS:
        ends.append((code,) if code in raw else CANTHI[code])
    if any(code not in raw for group in ends for code in group):
        return None
    right, left = (sum(raw[code] for code in group) / len(group) for group in ends)
    if right == left:
        return None
    by = 100 / (left - right)
    at = {code: (z - (right + left) / 2) * by for code, z in raw.items()}
    groups = tuple(ends)
    return _Frame(at, 1 / abs(by), tuple(code for group in groups for code in group), groups)


def facing(face: MeasuredFace) -> Literal["right", "left"]:
    """Whither a profile looks, as seen upright: by its points (the nose tip stands ahead of the line from the nose's
    root to the chin, however the photo is rolled), else by its view."""
    points = face.points
    top = next((points[code] for code in ("se", "n", "g") if code in points), None)
    low = next((points[code] for code in ("me", "pg", "sn") if code in points), None)
    if top is not None and low is not None and "prn" in points:
        tip = points["prn"]
        side = (low.x - top.x) * (tip.y - top.y) - (low.y - top.y) * (tip.x - top.x)
        if side != 0:
            return "right" if side < 0 else "left"
    return "left" if face.view == "profile-left" else "right"


def _value(
    kind: MeasureKind, codes: tuple[str, ...], extra: tuple[str, ...], frame: _Frame
) -> tuple[float, dict[str, tuple[float, float]]]:
    """The value and its slopes by each point, by central differences."""
    names = list(dict.fromkeys((*codes, *extra)))
    base = np.array([frame.at[name] for name in names], dtype=np.complex128)
    count = len(names)
    steps = np.concatenate([np.eye(count), -np.eye(count), 1j * np.eye(count), -1j * np.eye(count)]) * STEP
    variants = np.vstack([base, base + steps])
    with np.errstate(all="ignore"):
        values = kind.formula.compute(_columns(kind, codes, names, _reframed(kind, variants, names, frame)))
        right, left, down, up = values[1:].reshape(4, count)
        if kind.unit == "deg":
            right, left, down, up = (_near(side, values[0]) for side in (right, left, down, up))
        slopes = zip((right - left) / (2 * STEP), (down - up) / (2 * STEP), strict=True)
    return float(values[0]), {name: (float(x), float(y)) for name, (x, y) in zip(names, slopes, strict=True)}


def _near(values: Array, value: float) -> Array:
    """Angles told within half a turn of `value`."""
    return np.asarray((values - value + 180) % 360 - 180 + value)


def _reframed(kind: MeasureKind, z: Complex, names: list[str], frame: _Frame) -> Complex:
    """The variants in the frame that each of them makes."""
    if kind.formula.needs == "nothing":
        return z
    if not frame.framed_by:
        top, low = (z[:, names.index(code)] for code in HEIGHT)
        return np.asarray(z * (100 / np.abs(top - low))[:, None])
    ends = [z[:, [names.index(code) for code in group]].mean(axis=1) for group in frame.framed_by]
    middle, by = (ends[0] + ends[1]) / 2, 100 / (ends[1] - ends[0])
    return np.asarray((z - middle[:, None]) * by[:, None])


def _columns(kind: MeasureKind, codes: tuple[str, ...], names: list[str], z: Complex) -> Complex:
    """The points of the formula: one column a token."""
    place = dict(zip(kind.codes, codes, strict=True))
    columns = [z[:, [names.index(place[code]) for code in token.split("+")]].mean(axis=1) for token in kind.points]
    return np.stack(columns, axis=1)


def needs_words(reading: Reading) -> str:
    """What a withheld or unconfirmed measure needs, for reading."""
    words = [point_name(need) if reading.status in ("needs-point", "unconfirmed") else need for need in reading.needs]
    match reading.status:
        case "needs-point":
            return tr("Place {words} by hand.", words=", ".join(words))
        case "unconfirmed":
            return tr("Confirm or correct {words}.", words=", ".join(words))
        case "ok":
            return ""
        case _:
            return tr("Needs {words}.", words=", ".join(words))
