"""What changed between two photos of one face, measure by measure, and whether it can be known.

A difference carries three errors: `repeat` of the points, `pose` (what the turn between the photos fakes on an average
face, and the error with which it is known) and `expression` (what was left between really different exposures of
unchanged faces). The detectable change is 1.96 times all three: these photos cannot show a smaller one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.analysis.guide_shapes import RANGE, SOLID, is_sure
from facebalance_desktop.analysis.measure_errors import Errors
from facebalance_desktop.analysis.measure_kinds import MeasureKind, MeasureTable, own_measures
from facebalance_desktop.analysis.measures import MeasuredFace, Reading, Status, measure, needs_words, rounded
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.projection import seen
from facebalance_desktop.translation import NO_BREAK, begun_small, decimal, tr

MOST_PITCH = 3.0
"""Degrees of difference in pitch above which thirds, nose and lip heights are withheld: 5 move the nose tip by 6 %."""
TURN_SHARE = 1.3
"""Standard deviation of what a turn fakes, over what it fakes on an average face: noses differ."""
POSE_ERROR = 0.5
"""Standard deviation of the difference of two poses, degrees (copies of one photo)."""
LEAST_TURN, SHAPE_SHARE = 0.1, 0.7
"""From when a corrected value is told, in sigma; and the standard deviation of what correcting by the average face
leaves, as a share of the correction (benchmark section tilted)."""
LEAST_MISSED = 0.1
"""Least share of a change that an automatic point is taken to miss (one standard deviation)."""
MM_PER_IOD = 63.0
"""The pupil distance that figures in mm are converted with where no scale is known."""
CHANCE = 0.05
SHARP = 0.5
"""A detectable change is sharp up to this share of what observers notice."""
COARSE = tr("coarser than what observers notice")
COARSER_THAN_HALF = tr("coarser than half of what observers notice")
FRONT_ONLY = tr("A photo from the front shows neither projection nor volume.")
PUPILS = ("p_r", "p_l")


@dataclass(frozen=True)
class Difference:
    """One measure of two photos: after less before, with its errors as standard deviations in its unit.

    Null where it is withheld, with what is missing in `needs`."""

    before: Reading
    after: Reading
    status: Status
    value: float | None = None
    repeat: float | None = None
    pose: float | None = None
    expression: float | None = None
    needs: tuple[str, ...] = ()
    unanswered: float = 0.0
    """Standard deviation of what the points miss of a change, as a share of it."""
    turn: float | None = None
    """What the turn between the photos adds on the average face."""

    @property
    def kind(self) -> MeasureKind:
        return self.before.kind

    @property
    def id(self) -> str:
        return self.kind.id

    @property
    def sigma(self) -> float | None:
        if self.repeat is None:
            return None
        return math.hypot(self.repeat, self.pose or 0.0, self.expression or 0.0)

    @property
    def detectable(self) -> float | None:
        """The smallest change that two such photos show with 95 %."""
        return None if self.sigma is None else RANGE * self.sigma

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the change lies with 95 %: wider than the detectable change by what automatic points miss of a move."""
        if self.value is None or self.detectable is None:
            return None
        half = math.hypot(self.detectable, RANGE * self.unanswered * self.value)
        return self.value - half, self.value + half

    @property
    def corrected(self) -> tuple[float, float] | None:
        """The value less what the turn adds on the average face, and half of its wider 95 % range.

        On tilted and oblique photos of unchanged faces it is nearer to none than the raw value
        (tests/benchmarks/measures.py, section tilted); it stands only beside it, where the turn adds a tenth of sigma.
        """
        if self.value is None or self.turn is None or self.sigma is None or abs(self.turn) < LEAST_TURN * self.sigma:
            return None
        return self.value - self.turn, RANGE * math.hypot(self.sigma, SHAPE_SHARE * self.turn)

    @property
    def is_beyond(self) -> bool:
        """Whether the difference is larger than the detectable change."""
        return self.value is not None and self.detectable is not None and abs(self.value) > self.detectable

    @property
    def noticed(self) -> float | None:
        """What observers notice, in the unit of the measure; None where no figure is known."""
        return noticed_size(self.kind)

    @property
    def coarse_words(self) -> str:
        """That these photos cannot show what observers notice, or hardly: empty where they can well."""
        if self.noticed is None or self.detectable is None or self.detectable <= SHARP * self.noticed:
            return ""
        return COARSE if self.detectable > self.noticed else COARSER_THAN_HALF

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "value": rounded(self.value),
            "unit": self.kind.unit,
            "sigma": rounded(self.sigma),
            "repeat": rounded(self.repeat),
            "pose": rounded(self.pose),
            "expression": rounded(self.expression),
            "interval": None if self.interval is None else [rounded(end) for end in self.interval],
            "detectable": rounded(self.detectable),
            "pose_corrected": None if self.corrected is None else _corrected_json(*self.corrected),
            "beyond": None if self.value is None else self.is_beyond,
            "coarse": self.coarse_words,
            "before": rounded(self.before.value),
            "after": rounded(self.after.value),
            "status": self.status,
            "needs": list(self.needs),
        }


def _corrected_json(value: float, half: float) -> dict[str, Any]:
    return {"value": rounded(value), "interval": [rounded(value - half), rounded(value + half)]}


def noticed_size(kind: MeasureKind) -> float | None:
    """What observers notice, in the unit of the measure: mm as per cent of a pupil distance of 63 mm."""
    if kind.noticed is None:
        return None
    return kind.noticed.size if kind.noticed.unit == "deg" else 100 * kind.noticed.size / MM_PER_IOD


def differences(
    before: MeasuredFace,
    after: MeasuredFace,
    table: MeasureTable | None = None,
    errors: Errors | None = None,
) -> Mapping[str, Difference]:
    """The difference of every measure of the table, in its order."""
    known = own_measures() if table is None else table
    one, other = measure(before, known, errors), measure(after, known, errors)
    return {name: difference(before, after, one[name], other[name]) for name in known.kinds}


def difference(before: MeasuredFace, after: MeasuredFace, one: Reading, other: Reading) -> Difference:
    """The difference of one measure, or why it is withheld."""
    for reading in sorted((one, other), key=lambda reading: reading.status != "view"):
        if reading.value is None:
            return Difference(one, other, reading.status, needs=reading.needs)
    kind = one.kind
    if "pitch" in kind.gates:
        nods = None if before.pose is None or after.pose is None else abs(after.pose.pitch - before.pose.pitch)
        if nods is None or nods > MOST_PITCH:
            needs = (
                tr("heads whose nod is known")
                if nods is None
                else tr("heads that nod alike within {most_pitch:g}°", most_pitch=MOST_PITCH)
            )
            return Difference(one, other, "pose", needs=(needs,))
    deaf = [code for code in one.codes if not _answers(before, code)]
    deaf += [code for code in other.codes if not _answers(after, code) and code not in deaf]
    deaf += [code for code in one.codes if code not in deaf and is_found_otherwise(before, after, code)]
    if deaf:
        return Difference(one, other, "response", needs=tuple(deaf))
    if one.value is None or other.value is None or one.budget is None or other.budget is None:
        return Difference(one, other, "not-applicable")
    value = other.value - one.value
    if kind.unit == "deg":
        value = (value + 180) % 360 - 180
    repeat = math.hypot(one.budget.repeat, other.budget.repeat)
    expression = math.hypot(one.budget.expression, other.budget.expression) / math.sqrt(2)
    doubtful = tuple(dict.fromkeys((*one.needs, *other.needs)))
    status: Status = "unconfirmed" if doubtful else "ok"
    turn, pose = _pose_effect(kind, before.pose, after.pose)
    missed = max((_missed(face.points[code]) for face, at in ((before, one), (after, other)) for code in at.codes))
    return Difference(one, other, status, value, repeat, pose, expression, doubtful, missed, turn)


def _answers(face: MeasuredFace, code: str) -> bool:
    """Whether a point shows a local change: set or seen by a human, or on an edge. No treatment moves the irises."""
    point = face.points[code]
    return code in PUPILS or is_sure(point) or (point.response or 0.0) >= SOLID


def is_found_otherwise(before: MeasuredFace, after: MeasuredFace, code: str) -> bool:
    """Whether a point lies on an edge in one photo and where a rule puts it in the other: their difference is that of
    two ways of finding it, and a large change is what loses an edge."""
    one, other = before.points.get(code), after.points.get(code)
    if one is None or other is None or code in PUPILS or is_sure(one) or is_sure(other):
        return False
    return (one.source == "edge") != (other.source == "edge")


def _missed(point: Landmark) -> float:
    """What an automatic point misses of a local change, as a share: its response is a median over people."""
    return 0.0 if is_sure(point) else max(LEAST_MISSED, 1.0 - (point.response or 0.0))


def _pose_effect(kind: MeasureKind, before: Pose | None, after: Pose | None) -> tuple[float | None, float | None]:
    """What the turn between the photos adds on the average face, and the error that it makes; None where a pose or a
    point of the average face is missing."""
    if before is None or after is None or kind.view != "frontal":
        return None, None
    values = [
        average_value(kind, pose.yaw + turn, pose.pitch + nod)
        for pose, turn, nod in (
            (before, 0.0, 0.0),
            (after, 0.0, 0.0),
            (before, POSE_ERROR, 0.0),
            (before, 0.0, POSE_ERROR),
        )
    ]
    if any(value is None for value in values):
        return None, None
    here, there, wide, tall = (value or 0.0 for value in values)
    return there - here, math.hypot(TURN_SHARE * (there - here), wide - here, tall - here)


@lru_cache(maxsize=4096)
def average_value(kind: MeasureKind, yaw: float, pitch: float) -> float | None:
    """A measure on the average face at a pose."""
    return measure(_average(yaw, pitch), MeasureTable({kind.id: kind}))[kind.id].value


@lru_cache(maxsize=64)
def _average(yaw: float, pitch: float) -> MeasuredFace:
    """The average face at a pose: the named points of the mesh."""
    xy = seen(Pose(yaw, pitch, 0.0))
    points = {}
    for code, kind in point_kinds().items():
        if kind.mesh:
            x, y = xy[list(kind.mesh)].mean(axis=0)
            points[code] = Landmark(float(x), float(y), "placed")
    return MeasuredFace(points, "frontal", Pose(0.0, 0.0, 0.0))


def summary(found: Iterable[Difference], is_frontal: bool = True) -> tuple[str, ...]:
    """What must be said of many measures together, in sentences."""
    told = [item for item in found if item.value is not None]
    if not told:
        return (tr("No difference is measurable in these two photos."),)
    beyond = sum(item.is_beyond for item in told)
    by_chance = CHANCE * len(told)
    few = tr("fewer than 1") if by_chance < 1 else tr("about {by_chance:.0f}", by_chance=by_chance)
    words = [
        tr(
            "{beyond} of {count} differences are larger than the detectable change; by chance alone {few} "
            "would be expected.",
            beyond=beyond,
            count=len(told),
            few=few,
        )
    ]
    coarse = sum(item.coarse_words == COARSE for item in told)
    if coarse:
        words.append(
            tr("For {coarse} of them the detectable change is coarser than what observers notice.", coarse=coarse)
        )
    return (*words, *((FRONT_ONLY,) if is_frontal else ()))


def difference_words(item: Difference) -> str:
    """`larger by 3.2 % iod, beyond the detectable change of 1.9`; never `no change` without that figure."""
    if item.value is None or item.detectable is None:
        return withheld_words(item)
    unit = item.kind.unit
    places = digits(item.detectable)
    detectable = decimal(item.detectable, f".{places}f")
    size = f"{decimal(item.value, f'+.{places}f')}{NO_BREAK}{unit}"
    told = tr("beyond the detectable change of") if item.is_beyond else tr("within measurement error: detectable is")
    coarse = f"; {item.coarse_words}" if item.coarse_words else ""
    return f"{size}, {told} {detectable}{NO_BREAK}{unit}{coarse}"


def digits(error: float) -> int:
    """Decimals worth writing beside an error."""
    return 0 if error >= 10 else 1 if error >= 0.2 else 2


def withheld_briefly(item: Difference) -> str:
    """The same for a row: what is to be done, or the reason."""
    if item.status == "response":
        return tr("set or confirm {names}", names=", ".join(point_name(code) for code in item.needs))
    words = withheld_words(item).removeprefix(tr("Withheld: ")).rstrip(".")
    return begun_small(words)


def withheld_words(item: Difference) -> str:
    """Why a difference is withheld."""
    if item.status == "response":
        names = ", ".join(point_name(code) for code in item.needs)
        return tr(
            "Withheld: {names} would not show a local change; set or confirm them by hand on both photos.", names=names
        )
    reading = item.before if item.before.value is None else item.after
    if reading.value is None:
        return needs_words(reading)
    return tr("Withheld: needs {needs}.", needs=", ".join(item.needs))
