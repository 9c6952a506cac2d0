"""Photo match: whether two photos may be compared, and what each difference between them would fake."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from facebalance_desktop import resources
from facebalance_desktop.comparison.expression import expression, has_size
from facebalance_desktop.comparison.gaze import gaze_difference
from facebalance_desktop.comparison.pose_effects import faked, stretch
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.faces.views import view_words
from facebalance_desktop.translation import filled, in_sentence, tr

Grade = Literal["good", "care", "eye", "poor", "refused"]
"""eye: pose, expression or light is not known, so that the program cannot say good."""
TABLE = "comparability"
GRADES: tuple[Grade, ...] = ("good", "care", "eye", "poor", "refused")
GRADE_WORDS: Mapping[Grade, str] = {
    "good": tr("good"),
    "care": tr("with care"),
    "eye": tr("not measured"),
    "poor": tr("poor"),
    "refused": tr("not comparable"),
}
NEVER_CHECKED: Mapping[str, str] = {
    "make-up": tr("Make-up was not checked."),
    "hair": tr("Hair style and beard were not checked."),
    "glasses": tr("Glasses and jewellery were not checked."),
    "clothing": tr("Clothing and background were not checked."),
    "tan": tr("A tan was not checked."),
    "posture": tr("Sitting or lying was not checked."),
    "weight": tr("A change of body weight was not checked."),
    "swelling": tr("Swelling was not checked."),
    "neck-posture": tr("Neck posture was not checked: jaw and neck need it."),
}
NEEDED = ("pose", "expression", "light")
"""What must have been checked before a match is called good."""
SWELLING = "swelling:"
"""Begins the id of the row of one kind of treatment."""
MIRRORED = -0.9
"""Correlation of what makes the sides of the face differ below which one photo is a mirror image of the other: a
mirrored copy gives -1.00, real pairs lit from different sides down to -0.78."""


PITCH_STRETCH = 0.004
"""What a degree of pitch may add to the apparent stretch: the mesh follows a nod only in part."""


@dataclass(frozen=True)
class PhotoConditions:
    """One photo as the comparison sees it: its points (hand-placed ones in their place), face, facts and view."""

    points: Mapping[str, Landmark] = field(default_factory=dict)
    face: Face | None = None
    light: Mapping[str, float] | None = None
    view: str | None = None
    subject_distance: float | None = None
    focal_length: float | None = None
    focal_length_35: float | None = None
    camera: str | None = None


@dataclass(frozen=True)
class TreatmentSince:
    """A treatment on record and the whole days from it to the photo that was taken sooner after it."""

    modality: str
    name: str
    days: int


@dataclass(frozen=True)
class Reason:
    """One difference: figures of both photos (null where it has only a difference), its grade, one plain sentence.

    `row` is the row of the table whose limits decided; empty where none did."""

    what: str
    before: float | None
    after: float | None
    difference: float | None
    unit: str
    grade: Grade
    sentence: str
    row: str = ""

    def as_json(self) -> dict[str, Any]:
        figures = {"before": self.before, "after": self.after, "difference": self.difference}
        shown = {name: None if v is None else round(v, 3) for name, v in figures.items()}
        return {"what": self.what, **shown, "unit": self.unit, "grade": self.grade, "sentence": self.sentence}


@dataclass(frozen=True)
class Comparability:
    """The gravest grade, its reasons (gravest first), and what was not checked: id and sentence."""

    grade: Grade
    reasons: tuple[Reason, ...]
    unchecked: Mapping[str, str]

    @property
    def is_refused(self) -> bool:
        """Wipe, overlay, difference and numbers are withheld; side by side always works."""
        return self.grade == "refused"

    def as_json(self) -> dict[str, Any]:
        reasons = [reason.as_json() for reason in self.reasons]
        return {"grade": self.grade, "reasons": reasons, "unchecked": list(self.unchecked)}


def limits(clinic: Path | None = None) -> Mapping[str, Mapping[str, Any]]:
    """The rows of the threshold table by id."""
    return limits_of(resources.table(TABLE, clinic).rows)


@lru_cache(maxsize=1)
def own_limits() -> Mapping[str, Mapping[str, Any]]:
    """Those of the program: parsed once, for the window asks after every edit of a pair."""
    return limits()


def comparability(
    before: PhotoConditions,
    after: PhotoConditions,
    *,
    treatments: Sequence[TreatmentSince] = (),
    is_by_hand: bool = False,
    is_movement: bool = False,
    ticked: Collection[str] = (),
    table: Mapping[str, Mapping[str, Any]] | None = None,
) -> Comparability:
    """Judge a pair. `ticked` holds the ids of unchecked things that a human found equal; `table` the limits;
    `treatments` those that the photos may still show; `is_by_hand`: a human laid the photos over each other, which
    needs no face to be found. A pair is good only where pose, expression and light were checked. `is_movement`: rest
    beside an expression, which is what is looked at and not a fault of the match."""
    check = _Check(before, after, own_limits() if table is None else table, is_by_hand)
    expressions = () if is_movement else check.expressions()
    found = [*check.views(), *check.poses(), *check.sizes(), *expressions, *check.lights(), *check.shapes()]
    swollen, past = check.swelling(treatments)
    unchecked = {**NEVER_CHECKED, **({"swelling": past} if past else {}), **check.missing()}
    if swollen:
        found += swollen
        unchecked.pop("swelling")
    if is_movement:
        unchecked.pop("expression", None)
    reasons = sorted(found, key=lambda reason: -GRADES.index(reason.grade))
    grade: Grade = reasons[0].grade if reasons else "good"
    if not unchecked.keys().isdisjoint(NEEDED):
        grade = max(grade, "eye", key=GRADES.index)
    return Comparability(grade, tuple(reasons), {k: v for k, v in unchecked.items() if k not in ticked})


@dataclass(frozen=True)
class _Check:
    one: PhotoConditions
    other: PhotoConditions
    table: Mapping[str, Mapping[str, Any]]
    is_by_hand: bool = False

    def graded(self, row_id: str, size: float) -> Grade:
        """How grave a difference of `size` is by the table."""
        row = self.table.get(row_id, {})
        is_below = row.get("below", False)
        grade: Grade = "good"
        for name in GRADES[1:]:
            limit = row.get(name)
            if limit is not None and (size <= limit if is_below else size >= limit):
                grade = name
        return grade

    def reason(
        self,
        row_id: str,
        size: float,
        before: float | None = None,
        after: float | None = None,
        what: str = "",
        **words: float | str,
    ) -> Iterator[Reason]:
        """A reason where the table finds `size` worth one. The difference told is after minus before, else `size`."""
        grade = self.graded(row_id, size)
        if grade == "good":
            return
        row = self.table[row_id]
        difference = size if before is None or after is None else after - before
        sentence = filled(str(row["sentence"]), size=size, before=before, after=after, **words)
        yield Reason(what or row_id, before, after, difference, str(row["unit"]), grade, sentence, row_id)

    @property
    def faces(self) -> tuple[Face, Face] | None:
        one, other = self.one.face, self.other.face
        return None if one is None or other is None else (one, other)

    def views(self) -> Iterator[Reason]:
        one, other = self.one, self.other
        for shot, name in ((one, tr("before")), (other, tr("after"))):
            if shot.face is None and not shot.points:
                words = tr("No face was found in the {name} photo, so nothing can be said of the match.", name=name)
                if self.is_by_hand:
                    words = tr(
                        "Aligned by hand: no face was found in the {name} photo, so the match was not measured; "
                        "compare by eye.",
                        name=name,
                    )
                yield Reason("view", None, None, None, "", "eye" if self.is_by_hand else "refused", words)
                break
        if one.view and other.view and _aspect(one.view) != _aspect(other.view):
            first, second = in_sentence(view_words(one.view)), in_sentence(view_words(other.view))
            words = tr("Different views: before {view}; after {view2}.", view=first, view2=second)
            yield Reason("view", None, None, None, "", "refused", words)

    def poses(self) -> Iterator[Reason]:
        if self.faces is None or self.faces[0].pose is None or self.faces[1].pose is None:
            return
        one, other = self.faces[0].pose, self.faces[1].pose
        yaw, pitch = other.yaw - one.yaw, other.pitch - one.pitch
        nose = faked(one, replace(one, yaw=other.yaw))["prn"]
        if all(view is None or _aspect(view) == "frontal" for view in (self.one.view, self.other.view)):
            yield from self.reason(
                "symmetry", max(abs(one.yaw), abs(other.yaw)), one.yaw, other.yaw, **_turns(one, other)
            )
        side = tr("right") if yaw > 0 else tr("left")
        yield from self.reason("yaw", abs(yaw), one.yaw, other.yaw, nose=nose, side=side)
        nodded = faked(one, replace(one, pitch=other.pitch))
        lower = tr("lower") if pitch > 0 else tr("higher")
        nose, lip = nodded["prn"], nodded["ls"]
        yield from self.reason("pitch", abs(pitch), one.pitch, other.pitch, nose=nose, lip=lip, lower=lower)
        roll = abs((other.roll - one.roll + 45) % 90 - 45)  # quarter turns are the camera's
        yield from self.reason("roll", roll, one.roll, other.roll)

    def sizes(self) -> Iterator[Reason]:
        near, far = self.one.subject_distance, self.other.subject_distance
        if near and far:
            yield from self.reason("distance", max(near, far) / min(near, far), near, far)
        if (lenses := self.lenses()) is not None:
            short, long, kind = *lenses[:2], lenses[2]
            yield from self.reason("focal-length", max(short, long) / min(short, long), short, long, kind=kind)
        if self.faces is not None:
            one, other = (face.iod for face in self.faces)
            low, high = min(one, other), max(one, other)
            small = tr("before") if one < other else tr("after")
            yield from self.reason("scale", high / max(low, 1e-6), one, other, small=small)
            yield from self.reason("resolution", low, one, other, what="scale", small=small)

    def lenses(self) -> tuple[float, float, str] | None:
        """Both focal lengths in mm and of which kind: as on 35 mm film, or of the same camera; None where unknown."""
        one, other = self.one, self.other
        if one.focal_length_35 and other.focal_length_35:
            return one.focal_length_35, other.focal_length_35, tr("35 mm equivalent")
        if one.camera and one.camera == other.camera and one.focal_length and other.focal_length:
            return one.focal_length, other.focal_length, tr("the same camera")
        return None

    def swelling(self, treatments: Sequence[TreatmentSince]) -> tuple[list[Reason], str | None]:
        """A reason for each treatment within the days of its kind; a sentence for the latest one past them."""
        found: list[Reason] = []
        past: list[TreatmentSince] = []
        for item in treatments:
            row_id = f"{SWELLING}{item.modality}"
            row_id = row_id if row_id in self.table else "swelling"
            reasons = list(self.reason(row_id, item.days, what="swelling", name=item.name))
            found += reasons
            past += [] if reasons else [item]
        latest = min(past, key=lambda item: item.days, default=None)
        if latest is None:
            return found, None
        return found, tr(
            "Swelling was not checked: {days} days since {name}, past the days of its swelling.",
            days=latest.days,
            name=latest.name,
        )

    def expressions(self) -> Iterator[Reason]:
        if self.faces is None:
            return
        one, other = (expression(face) for face in self.faces)
        for row_id, before in one.items():
            if row_id not in other:
                continue
            by = other[row_id] - before
            more, wider, higher = MORE if by > 0 else LESS
            words = {"more": more, "wider": wider, "higher": higher}
            yield from self.reason(row_id, abs(by), before, other[row_id], what="expression", **words)
        gaze = gaze_difference(self.one.points, self.other.points)
        if gaze is not None:
            yield from self.reason("gaze", gaze)

    def lights(self) -> Iterator[Reason]:
        if self.one.light is None or self.other.light is None:
            return
        one, other = self.one.light, self.other.light
        by = other["lightness"] - one["lightness"]
        brighter = tr("brighter") if by > 0 else tr("darker")
        yield from self.reason("exposure", abs(by), one["lightness"], other["lightness"], brighter=brighter)
        if not _is_grey(one) and not _is_grey(other):
            cast = math.hypot(other["a"] - one["a"], other["b"] - one["b"])
            yield from self.reason("white-balance", cast)
        turn = math.hypot(other["light_x"] - one["light_x"], other["light_y"] - one["light_y"])
        yield from self.reason("light-direction", turn)
        fine = one["sharpness"], other["sharpness"]
        share = min(fine) / max(*fine, 1e-6)
        soft = tr("after") if fine[1] < fine[0] else tr("before")
        yield from self.reason("sharpness", share, *fine, soft=soft, share=100 * share)
        blocks = one["blockiness"], other["blockiness"]
        hard = tr("after") if blocks[1] >= blocks[0] else tr("before")
        yield from self.reason("compression", max(blocks), *blocks, hard=hard)

    def shapes(self) -> Iterator[Reason]:
        if self.faces is None:
            return
        one, other = self.faces
        tilt = 0.0 if one.pose is None or other.pose is None else abs(one.pose.pitch - other.pose.pitch)
        yield from self.reason("stretched", max(1.0, stretch(one, other) - PITCH_STRETCH * tilt))
        sides = [face.extra.get("asymmetry") for face in self.faces]
        if sides[0] and sides[1] and len(sides[0]) == len(sides[1]):
            alike = float(np.corrcoef(np.array(sides[0], float), np.array(sides[1], float))[0, 1])
            if alike < MIRRORED:
                words = tr("One photo is a mirror image of the other: right and left are exchanged.")
                yield Reason("mirror", None, None, alike, tr("correlation of the sides"), "refused", words)

    def missing(self) -> Mapping[str, str]:
        """What could not be checked on this pair; unknown never counts as equal."""
        made: dict[str, str] = {}
        if self.faces is None:
            made["pose"] = tr("Head pose was not checked: a face was not found in both photos.")
        elif any(face.pose is None for face in self.faces):
            made["pose"] = tr("Head pose was not checked: it is not known for both photos.")
        if self.faces is None:
            made["expression"] = tr("The expression was not checked: a face was not found in both photos.")
        elif not all(has_size(face) for face in self.faces):
            made["expression"] = tr("The expression was not checked: the size of a face is not known.")
        if not (self.one.subject_distance and self.other.subject_distance):
            size = 1.0 if self.faces is None else self.faces[1].iod / self.faces[0].iod
            times = "" if f"{size:.1f}" == "1.0" else tr(": the head is {size:.1f} times as large", size=size)
            made["distance"] = tr("The camera's distance is unknown{times}.", times=times)
        if self.lenses() is None:
            made["focal-length"] = tr("The focal lengths are not known for both photos, so the lens was not checked.")
        if self.one.light is None or self.other.light is None:
            made["light"] = tr("Light, colour and sharpness were not checked.")
        elif _is_grey(self.one.light) or _is_grey(self.other.light):
            made["white-balance"] = tr("A photo is black and white: colours were not checked.")
        if self.one.view is None or self.other.view is None:
            made["view"] = tr("The view was not checked: it is not known for both photos.")
        return made


def _aspect(view: str) -> str:
    """What of a view the pose of the head decides: frontal whatever the expression, turned views with their side."""
    return "frontal" if view.startswith("frontal") else view


def _turns(one: Pose, other: Pose) -> Mapping[str, str]:
    """`4 degrees to image left` for both heads."""

    def words(pose: Pose) -> str:
        side = tr("right") if pose.yaw > 0 else tr("left")
        return tr("{yaw:.0f} degrees towards the {side} of the image", yaw=abs(pose.yaw), side=side)

    return {"first": words(one), "second": words(other)}


MORE = (tr("more"), tr("wider"), tr("higher"))
LESS = (tr("less"), tr("narrower"), tr("lower"))
WORDS = ("side", "lower", "small", "more", "wider", "higher", "brighter", "soft", "hard", "name", "kind")
FIGURES = ("size", "before", "after", "nose", "lip", "share")


def check_row(row: Mapping[str, Any]) -> None:
    """Raises ValueError or KeyError for a row that cannot be used."""
    if row.get("hidden"):
        return
    if row["id"] not in own_limits() and not row["id"].startswith(SWELLING):
        raise ValueError(tr("there is no limit {row}", row=row["id"]))
    for grade in GRADES[1:]:
        value = row.get(grade, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(tr("{grade} must be a number", grade=grade))
    sample = {**dict.fromkeys((*WORDS, "first", "second"), "x"), **dict.fromkeys(FIGURES, 1.0)}
    try:
        str(row["unit"]) and str(row["sentence"]).format(**sample)
    except (IndexError, ValueError, KeyError) as error:
        raise ValueError(tr("the sentence cannot be filled in ({error})", error=error)) from None


def limits_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """The rows by id."""
    return {row["id"]: row for row in rows}


def _is_grey(light: Mapping[str, float]) -> bool:
    return math.hypot(light["a"], light["b"]) < 1.5
