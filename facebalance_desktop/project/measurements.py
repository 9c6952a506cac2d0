"""What follows from the project for the measures: readings of its photos, differences of its pairs, their scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import Difference, difference
from facebalance_desktop.analysis.measure_errors import Errors
from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.analysis.measures import MeasuredFace, Reading, measure
from facebalance_desktop.analysis.scale import Scale, ScaleChoice, scale_of
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.project.assessments import assessed_visits
from facebalance_desktop.project.clinic_rules import MEASURES, POINT_ERRORS
from facebalance_desktop.project.derived import Pair, match_of, points_beside, points_of
from facebalance_desktop.project.identity_cache import cached_by_identity
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import tr

PROFILE_UNIT = tr("In profile: per cent of the distance from sellion to menton.")
PLUMB = ("plumb_top", "plumb_low")
COMPARABLE = tr("photos that can be compared (see the photo match)")


@cached_by_identity
def measured_face(photo: Photo) -> MeasuredFace:
    """The face as it is measured: found points overruled by what a human said, the view, the pose.

    Where a human declared that the camera stood plumb, the photo's own upright is the true vertical.
    """
    return _measured(photo, points_of(photo))


@cached_by_identity
def measured_beside(photo: Photo, other: Photo) -> MeasuredFace:
    """The face as it is measured against another photo's: with the points that the versions of both found alike."""
    points = points_beside(photo, other)
    return measured_face(photo) if points is points_of(photo) else _measured(photo, points)


def _measured(photo: Photo, points: Mapping[str, Landmark]) -> MeasuredFace:
    if photo.is_plumb and not any(code in points for code in PLUMB):
        ends = ((photo.width / 2, 0.0), (photo.width / 2, float(photo.height)))
        declared = {code: Landmark(*end, "placed", None, 1.0, True) for code, end in zip(PLUMB, ends, strict=True)}
        points = {**points, **declared}
    return MeasuredFace(points, view_of(photo), None if photo.face is None else photo.face.pose)


def readings_of(photo: Photo, table: MeasureTable) -> Mapping[str, Reading]:
    """Every measure of the table on the photo, in its order, with the clinic's errors."""
    return _readings(photo, table, POINT_ERRORS.value)


@cached_by_identity
def _readings(photo: Photo, table: MeasureTable, errors: Errors) -> Mapping[str, Reading]:
    return measure(measured_face(photo), table, errors)


def readings_beside(photo: Photo, other: Photo, table: MeasureTable) -> Mapping[str, Reading]:
    """Every measure of the table on the photo, as it is measured against another one."""
    return _readings_beside(photo, other, table, POINT_ERRORS.value)


def _readings_beside(photo: Photo, other: Photo, table: MeasureTable, errors: Errors) -> Mapping[str, Reading]:
    face = measured_beside(photo, other)
    return _readings(photo, table, errors) if face is measured_face(photo) else measure(face, table, errors)


def differences_of(before: Photo, after: Photo, table: MeasureTable) -> Mapping[str, Difference]:
    """Every measure of the table, after less before; all withheld where the photo match refuses the pair."""
    return _differences(before, after, table, POINT_ERRORS.value)


@cached_by_identity
def _differences(before: Photo, after: Photo, table: MeasureTable, errors: Errors) -> Mapping[str, Difference]:
    faces = measured_beside(before, after), measured_beside(after, before)
    one, other = _readings_beside(before, after, table, errors), _readings_beside(after, before, table, errors)
    found = {name: difference(*faces, one[name], other[name]) for name in table.kinds}
    if match_of(before, after).is_refused:
        return {name: _withheld(item) for name, item in found.items()}
    return found


def _withheld(item: Difference) -> Difference:
    if item.value is None:
        return item
    return Difference(item.before, item.after, "not-applicable", needs=(COMPARABLE,))


def choice_of(project: Project) -> ScaleChoice:
    """Where this patient's mm come from."""
    return ScaleChoice(project.measures.scale, project.measures.mm)


def described(project: Project) -> tuple[str, str]:
    """Sex and ancestry as they were last written, empty where they were not."""
    written = [visit.assessment for visit in reversed(assessed_visits(project))]
    sex = next((item.sex for item in written if item.sex), "")
    return sex, next((item.ancestry for item in written if item.ancestry), "")


def pinned_on(project: Project, photo: Photo) -> tuple[tuple[Reading, ...], Scale | None]:
    """The pinned measures of a photo that have a value, and its scale; only these are computed."""
    found = readings_of(photo, pinned_table(table_in_use(), project.measures.pinned))
    scale = scale_on(photo, choice_of(project))
    known = tuple(reading for reading in found.values() if reading.value is not None)
    return known, scale if isinstance(scale, Scale) else None


def measured_on(project: Project, photo: Photo, measure_id: str) -> tuple[Reading | None, Scale | None]:
    """One measure of a photo, and its scale."""
    scale = scale_on(photo, choice_of(project))
    reading = readings_of(photo, table_in_use()).get(measure_id)
    return reading, scale if isinstance(scale, Scale) else None


@cached_by_identity
def pinned_table(table: MeasureTable, pinned: tuple[str, ...]) -> MeasureTable:
    """The rows of these measures alone, in their order."""
    return MeasureTable({name: table.kinds[name] for name in pinned if name in table.kinds})


def table_in_use() -> MeasureTable:
    """Our measures with the clinic's."""
    return MEASURES.value


def scale_on(photo: Photo, choice: ScaleChoice) -> Scale | str | None:
    """The scale of a photo; None where none is wished, a sentence where it cannot be had."""
    return scale_of(measured_face(photo), photo.face, choice)


@dataclass(frozen=True)
class PairMeasures:
    """What a pair gives, or a single photo: readings of both photos, their differences, one scale, and a sentence that
    says where mm come from or why there is none."""

    pair: Pair | None = None
    before: Mapping[str, Reading] = field(default_factory=dict)
    after: Mapping[str, Reading] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    scale: Scale | None = None
    sentence: str = ""


def measures_of(project: Project, pair: Pair | None, table: MeasureTable) -> PairMeasures:
    """What a pair, or a single photo, gives by the table."""
    if pair is None or pair.before.photo.faces is None:
        return PairMeasures(pair, sentence=tr("The photo is still being analysed."))
    choice = choice_of(project)
    before = readings_of(pair.before.photo, table)
    if pair.after is None or pair.after.photo.faces is None:
        scale = scale_on(pair.before.photo, choice)
        known = scale if isinstance(scale, Scale) else None
        return PairMeasures(pair, before, {}, {}, known, scale_words(scale, view_of(pair.before.photo)))
    photos = pair.before.photo, pair.after.photo
    scale = scale_of_pair(*photos, choice)
    found = differences_of(*photos, table)
    known = scale if isinstance(scale, Scale) else None
    words = scale_words(scale, view_of(photos[0]))
    return PairMeasures(pair, before, readings_of(photos[1], table), found, known, words)


def scale_words(scale: Scale | str | None, view: str | None) -> str:
    """Where mm come from and their error, or why there are none; what a profile's per cents are of."""
    if isinstance(scale, Scale):
        return tr("mm by {words}; ± {share:.1f} % of every length.", words=scale.words, share=100 * RANGE * scale.share)
    return scale or (PROFILE_UNIT if (view or "").startswith("profile") else "")


def scale_of_pair(before: Photo, after: Photo, choice: ScaleChoice) -> Scale | str | None:
    """One scale for both photos: what is between people cancels within a patient, so their mean holds for both."""
    one, other = scale_on(before, choice), scale_on(after, choice)
    if isinstance(one, Scale) and isinstance(other, Scale):
        return replace(one, mm=(one.mm + other.mm) / 2, share=max(one.share, other.share))
    return one if not isinstance(one, Scale) else other
