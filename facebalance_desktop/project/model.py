"""The frozen Project: the only truth. Facts and human decisions are stored here; what follows from them is computed.

Every record keeps keys it does not know in `extra`, so that a project written by a later version loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from facebalance_desktop import __version__
from facebalance_desktop.faces.landmarks import Face, FoundPoints
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.translation import tr

FORMAT = 1
PROGRAM = tr("FaceBalance Desktop {version}", version=__version__)

Extra = Mapping[str, Any]


def new_id() -> str:
    """A fresh id: uuid4 hex, made by the edit that creates a record, never reused."""
    return uuid4().hex


def now() -> str:
    """The present moment, ISO 8601 with offset."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True)
class Patient:
    """Whose photos these are; every part optional. `birth_date` is ISO 8601 (YYYY-MM-DD)."""

    name: str = ""
    id: str = ""
    birth_date: str | None = None
    extra: Extra = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return bool(self.name or self.id or self.birth_date)


@dataclass(frozen=True)
class PointRecord:
    """A human's word on one named point, in px of the upright photo; it outranks whatever an algorithm finds.

    `kind`: edited (an automatic point corrected), placed (nothing stood there), confirmed (looked at and kept).
    """

    code: str
    x: float
    y: float
    kind: Literal["edited", "placed", "confirmed"]
    at: str
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Photo:
    """The record of one photo: what its file says, what was found in it, what a human said of it.

    `faces` is None until the photo was analysed, then how many were found; `face_problem` says why `face` is None.
    `view_by_hand` outranks `view`. `face_near` is the place of the face that was picked by hand, in px. `is_plumb`: a
    human declared that the camera stood plumb, so that the photo's own vertical is the true one. `outline` holds the
    points found on the outline of a profile, which has no face.
    """

    id: str
    name: str
    sha256: str
    size: int
    width: int
    height: int
    format: str
    profile: str
    images: int = 1
    taken: str | None = None
    taken_source: str | None = None
    camera: str | None = None
    lens: str | None = None
    focal_length: float | None = None
    focal_length_35: float | None = None
    subject_distance: float | None = None
    notes: tuple[str, ...] = ()
    faces: int | None = None
    face: Face | None = None
    face_problem: str | None = None
    face_centres: tuple[Point, ...] = ()
    face_near: Point | None = None
    points: tuple[PointRecord, ...] = ()
    view: str | None = None
    view_by_hand: str | None = None
    light: Mapping[str, float] | None = None
    is_plumb: bool = False
    outline: FoundPoints | None = None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Nudge:
    """A shift by hand of the after photo, applied after the alignment and outranking it.

    `dx`, `dy` px of the reference photo, `rotation` degrees, `scale` a factor, about the middle of the before's face.
    """

    dx: float = 0.0
    dy: float = 0.0
    rotation: float = 0.0
    scale: float = 1.0
    at: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Two photos held side against side; `before` is the reference.

    `on` names what the alignment rests on. `anchors` are the two hand-placed pairs of a two-point alignment: before
    point, after point, each in px of its own photo. `treated` are the region ids that do not vote. `checked` are the
    things no algorithm checks that a human found equal. A locked comparison takes no nudge.
    `by` is "proposal" while only the program chose the photos.
    """

    id: str
    before: str
    after: str
    on: str = "eyes"
    is_level: bool = True
    treated: tuple[str, ...] = ()
    anchors: tuple[tuple[Point, Point], ...] = ()
    nudge: Nudge | None = None
    is_locked: bool = False
    checked: tuple[str, ...] = ()
    by: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """What a human said of one visit; photos form visits by their capture day without it.

    `day` is the capture day whose photos it speaks of ("" for photos without one), `photos` were put here by hand.
    `date` (YYYY-MM-DD) corrects the day. `role` outranks the computed one; `prior` says whether the patient had
    treatments before that are not recorded: "none", "unknown", or "" where it was not asked.
    """

    id: str
    day: str = ""
    photos: tuple[str, ...] = ()
    date: str | None = None
    role: Literal["before", "between", "after"] | None = None
    prior: Literal["", "none", "unknown"] = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class GuideState:
    """Whether one guide of the guide table is shown, and how."""

    id: str
    is_shown: bool
    colour: str | None = None
    width: float | None = None
    """Page points; None, like the colour: the table's."""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class MeasureSettings:
    """How the measures of this patient are shown: the ids `pinned` on the photos, where mm come from, reference values.

    `mm` is the typed pupil distance, or the length between the two points that were placed for the scale.
    """

    pinned: tuple[str, ...] = ()
    scale: Literal["none", "length", "pupils", "iris"] = "none"
    mm: float | None = None
    has_norms: bool = False
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a record, such as a signed form: its bytes are kept like those of photos.

    `format` is PDF or the name of a photo's format; `at` when it was attached.
    """

    id: str
    name: str
    sha256: str
    size: int
    format: str
    at: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Consent:
    """What the patient agreed to, or refused, for one use of the photos.

    `scope` says for what: the patient as a whole, one visit or one photo; `of` is the visit's day or id, or the photo's
    id. The narrower scope outranks the wider, of the same scope the later record. `date` is ISO 8601 (YYYY-MM-DD).
    """

    id: str
    use: str
    is_given: bool
    scope: Literal["patient", "visit", "photo"] = "patient"
    of: str = ""
    date: str | None = None
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Original:
    """Bytes that the project's file holds: how many, and what they are in words."""

    size: int
    words: str


@dataclass(frozen=True)
class ExportRecord:
    """That a figure left the project: which photos, for which use, in which form, when."""

    id: str
    photos: tuple[str, ...]
    form: str
    at: str
    use: str = "record"
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """All that is known and decided about one patient's photos."""

    id: str
    format: int = FORMAT
    program: str = PROGRAM
    created: str = ""
    is_demonstration: bool = False
    patient: Patient = field(default_factory=Patient)
    photos: tuple[Photo, ...] = ()
    visits: tuple[Visit, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    guides: tuple[GuideState, ...] = ()
    measures: MeasureSettings = field(default_factory=MeasureSettings)
    annotations: tuple[Annotation, ...] = ()
    assessment: Assessment = field(default_factory=Assessment)
    assessments: tuple[Assessment, ...] = ()
    plan: Plan = field(default_factory=Plan)
    consents: tuple[Consent, ...] = ()
    exports: tuple[ExportRecord, ...] = ()
    extra: Extra = field(default_factory=dict)

    def photo(self, photo_id: str) -> Photo | None:
        return next((photo for photo in self.photos if photo.id == photo_id), None)

    def annotation(self, annotation_id: str | None) -> Annotation | None:
        return next((item for item in self.annotations if item.id == annotation_id), None)

    @property
    def originals(self) -> Mapping[str, Original]:
        """By SHA-256 all bytes that belong to it: those of photos and of signed forms."""
        forms = (item for consent in self.consents for item in consent.attachments)
        return {form.sha256: Original(form.size, tr("the signed form {name}", name=form.name)) for form in forms} | {
            photo.sha256: Original(photo.size, tr("the photo {name}", name=photo.name)) for photo in self.photos
        }

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that is shown: the latest."""
        return self.comparisons[-1] if self.comparisons else None

    def is_guide_shown(self, guide_id: str) -> bool:
        return any(state.is_shown for state in self.guides if state.id == guide_id)


def new_project() -> Project:
    """An empty project with a fresh id."""
    return Project(id=new_id(), created=now())
