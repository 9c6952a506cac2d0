"""The record of what was seen and wished at one visit, before anything is planned and when it is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from facebalance_desktop.planning.treatments import Answer
from facebalance_desktop.translation import tr

Rater = Literal["clinician", "patient"]

REGIONS = (
    ("whole-face", tr("Whole face")),
    ("chin-to-nose", tr("Chin to nose")),
    ("cheeks-to-eyes", tr("Cheeks to eyes")),
    ("lips-to-lower-face", tr("Lips to lower face")),
    ("upper-third", tr("Upper third")),
    ("middle-third", tr("Middle third")),
    ("lower-third", tr("Lower third")),
    ("nose", tr("Nose")),
    ("lips", tr("Lips")),
    ("chin-jaw", tr("Chin and jaw")),
    ("neck", tr("Neck")),
    ("eyes", tr("Eyes")),
)
"""The whole and how features relate to each other come before single features."""
ASPECTS = (
    ("support", tr("Skeletal support")),
    ("volume", tr("Volume")),
    ("laxity", tr("Laxity")),
    ("skin", tr("Skin")),
    ("movement", tr("Movement")),
    ("asymmetry", tr("Asymmetry on the first photos here")),
    ("asymmetry_right", tr("Patient's right side")),
    ("asymmetry_left", tr("Patient's left side")),
)
SURGERY = (("open", tr("open to surgery")), ("not-open", tr("not open to surgery")), ("undecided", tr("undecided")))


@dataclass(frozen=True)
class RegionNote:
    """Short notes on one region, aspect by aspect, and the photos they were seen on."""

    region: str
    support: str = ""
    volume: str = ""
    laxity: str = ""
    skin: str = ""
    movement: str = ""
    asymmetry: str = ""
    asymmetry_right: str = ""
    asymmetry_left: str = ""
    photos: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.photos and not any(getattr(self, aspect) for aspect, _ in ASPECTS)


@dataclass(frozen=True)
class AdvisedAgainst:
    """What was advised against, and why."""

    what: str
    why: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """A grade on a scale of the clinic's table, in the words it then had. `side` is right, left or empty.

    An outcome says `by` whom it was graded; for anything else that is the clinician.
    """

    scale: str
    grade: str
    scale_name: str = ""
    side: str = ""
    by: Rater = "clinician"
    source: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Flag:
    """An answer to one question of the table of flags, with a note; `name` is the question as it was asked."""

    id: str
    answer: Answer = ""
    note: str = ""
    name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """The patient's goals in their own words and what was seen at one visit.

    Sex, age and ancestry are only what was written.

    `visit` is the day of the visit it belongs to (None in records of earlier versions: the first), `date` the day it
    was written, `changed` that of the latest change. A record that a later day's change took the place of says on which
    day: `superseded`; it is never changed again. Days are ISO 8601.
    """

    goals: str = ""
    sex: str = ""
    age: int | None = None
    ancestry: str = ""
    notes: tuple[RegionNote, ...] = ()
    advised_against: tuple[AdvisedAgainst, ...] = ()
    visit: str | None = None
    date: str | None = None
    changed: str | None = None
    author: str = ""
    superseded: str | None = None
    skin: str = ""
    grades: tuple[Grade, ...] = ()
    flags: tuple[Flag, ...] = ()
    surgery: Literal["", "open", "not-open", "undecided"] = ""
    expectations: Answer = ""
    expectations_note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def note(self, region: str) -> RegionNote:
        """The note on a region, empty where nothing was written."""
        return next((item for item in self.notes if item.region == region), RegionNote(region))

    def flag(self, flag_id: str) -> Flag:
        """The answer to a question, empty where it was not asked."""
        return next((item for item in self.flags if item.id == flag_id), Flag(flag_id))

    def grade(self, scale: str, side: str = "", by: Rater = "clinician") -> Grade | None:
        """The grade on a scale; None where it was not graded."""
        return next((item for item in self.grades if (item.scale, item.side, item.by) == (scale, side, by)), None)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written yet."""
        return all(getattr(self, name) == blank for name, blank in _BLANK.items())


_ABOUT = {"visit", "date", "changed", "author", "superseded"}
_BLANK = {item.name: getattr(Assessment(), item.name) for item in fields(Assessment) if item.name not in _ABOUT}
"""What an assessment holds before anything was written."""
