"""What may be changed in a record, by name and type: the keywords of the edits that replace fields.

The id of a record and what it does not know (`extra`) never change; a test holds these tables to the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Shape
from facebalance_desktop.planning.assessment import AdvisedAgainst, Flag, Grade, RegionNote
from facebalance_desktop.planning.treatments import Answer, Complication, DiscussedRisk, State, Where
from facebalance_desktop.project.model import Nudge, PointRecord


class MeasureChanges(TypedDict, total=False):
    """Fields of a MeasureSettings."""

    pinned: tuple[str, ...]
    scale: Literal["none", "length", "pupils", "iris"]
    mm: float | None
    has_norms: bool


class TreatmentChanges(TypedDict, total=False):
    """Fields of a Treatment."""

    state: State
    region: str
    side: str
    annotation: str | None
    region_name: str
    modality: str
    modality_name: str
    colour: str
    product: str
    product_name: str
    amount: float | None
    unit: str
    ml_each: float | None
    plane: str
    technique: str
    gauge: str
    goal: str
    session: str | None
    planned: str | None
    where: Where
    date: str | None
    operator: str
    lot: str
    expiry: str | None
    dilution: str
    note: str
    is_shown: bool
    risks: tuple[DiscussedRisk, ...]
    review: str | None
    consent: Answer
    history: Answer
    anaesthetic: str
    aftercare: Answer
    complications: tuple[Complication, ...]
    signed_by: str
    signed_at: str | None


class SessionChanges(TypedDict, total=False):
    """Fields of a PlanSession."""

    name: str
    weeks_after: float | None
    date: str | None
    note: str


class AnnotationChanges(TypedDict, total=False):
    """Fields of an Annotation."""

    photo: str
    name: str
    colour: str
    points: tuple[Point, ...]
    kind: str
    shape: Shape
    text: str
    region: str | None
    is_schematic: bool
    is_shown: bool
    is_locked: bool
    group: str | None
    width: float
    opacity: float


class VisitChanges(TypedDict, total=False):
    """Fields of a Visit."""

    photos: tuple[str, ...]
    date: str | None
    role: Literal["before", "between", "after"] | None
    prior: Literal["", "none", "unknown"]


class PhotoChanges(TypedDict, total=False):
    """Fields of a Photo."""

    name: str
    sha256: str
    size: int
    width: int
    height: int
    format: str
    profile: str
    images: int
    taken: str | None
    taken_source: str | None
    camera: str | None
    lens: str | None
    focal_length: float | None
    focal_length_35: float | None
    subject_distance: float | None
    notes: tuple[str, ...]
    faces: int | None
    face: Face | None
    face_problem: str | None
    face_centres: tuple[Point, ...]
    face_near: Point | None
    points: tuple[PointRecord, ...]
    view: str | None
    view_by_hand: str | None
    light: Mapping[str, float] | None
    is_plumb: bool


class ComparisonChanges(TypedDict, total=False):
    """Fields of a Comparison."""

    before: str
    after: str
    on: str
    is_level: bool
    treated: tuple[str, ...]
    anchors: tuple[tuple[Point, Point], ...]
    nudge: Nudge | None
    is_locked: bool
    checked: tuple[str, ...]
    by: str


class GuideChanges(TypedDict, total=False):
    """Fields of a GuideState."""

    is_shown: bool
    colour: str | None
    width: float | None


class AssessmentChanges(TypedDict, total=False):
    """Fields of an Assessment."""

    goals: str
    sex: str
    age: int | None
    ancestry: str
    notes: tuple[RegionNote, ...]
    advised_against: tuple[AdvisedAgainst, ...]
    visit: str | None
    date: str | None
    changed: str | None
    author: str
    superseded: str | None
    skin: str
    grades: tuple[Grade, ...]
    flags: tuple[Flag, ...]
    surgery: Literal["", "open", "not-open", "undecided"]
    expectations: Answer
    expectations_note: str


class RegionNoteChanges(TypedDict, total=False):
    """Fields of a RegionNote."""

    support: str
    volume: str
    laxity: str
    skin: str
    movement: str
    asymmetry: str
    asymmetry_right: str
    asymmetry_left: str
    photos: tuple[str, ...]
