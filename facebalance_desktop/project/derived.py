"""What follows from the project: effective points, the pair that is shown and how its photos lie on each other.

Pure functions of frozen values, cached by identity; nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from facebalance_desktop.analysis.guide_gate import Conditions
from facebalance_desktop.comparison.alignment import METHODS, Alignment, NoAlignment, align, level
from facebalance_desktop.comparison.comparability import (
    Comparability,
    PhotoConditions,
    TreatmentSince,
    comparability,
)
from facebalance_desktop.comparison.hand_changes import STEADY, by_hand
from facebalance_desktop.faces.anthropometry import from_mesh
from facebalance_desktop.faces.landmarks import Landmark, Source
from facebalance_desktop.geometry import IDENTITY, Point, Rect, Similarity, fit_into
from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.project.clinic_rules import LIMITS, POINT_ERRORS
from facebalance_desktop.project.face_trust import with_trusted_faces
from facebalance_desktop.project.identity_cache import IdentityCache, cached_by_identity
from facebalance_desktop.project.model import Comparison, Photo, Project, Visit
from facebalance_desktop.project.visits import captions_of, movement_captions, treatments_since, view_of
from facebalance_desktop.translation import tr

PROFILES = tr(
    "Profiles are aligned on porion and sellion, placed by hand on both, or on two points of your choice (J)."
)
ANALYSED = (tr("The before photo is still being analysed."), tr("The after photo is still being analysed."))
TWO_VERSIONS = tr(
    "Two versions of this program found the faces of these photos; only points that both find alike are compared. "
    "Edit > Find the faces again repeats the search; points placed by hand are kept."
)
NOT_ALIGNED = (tr("The before photo could not be aligned: {why}"), tr("The after photo could not be aligned: {why}"))


@cached_by_identity
def points_of(photo: Photo) -> Mapping[str, Landmark]:
    """The photo's named points: what was found, overruled by what a human said. px of the upright photo."""
    points = dict(photo.face.points) if photo.face is not None else {}
    if photo.face is None and photo.outline is not None and (view_of(photo) or "").startswith("profile-"):
        points = dict(photo.outline.points)
    for record in photo.points:
        found = points.get(record.code)
        if record.kind == "confirmed" and found is not None:
            points[record.code] = replace(found, x=record.x, y=record.y, is_confirmed=True)
        else:
            source: Source = "edited" if record.kind == "edited" else "placed"
            points[record.code] = Landmark(record.x, record.y, source, None, 1.0, is_confirmed=True)
    return points


@cached_by_identity
def points_beside(photo: Photo, other: Photo) -> Mapping[str, Landmark]:
    """The photo's named points for a comparison with another one: where another version of this program looked at that
    one, both have them where the mesh alone has them."""
    points = points_of(photo)
    if photo.face is None or other.face is None or photo.face.version == other.face.version:
        return points
    return from_mesh(points, photo.face)


def version_words(pair: Pair) -> str:
    """Why fewer points are compared where two versions of this program found the faces; empty where one did."""
    photos = [side.photo for side in pair.sides]
    versions = {photo.face.version for photo in photos if photo.face is not None}
    return TWO_VERSIONS if len(versions) > 1 else ""


@dataclass(frozen=True)
class Side:
    """One photo of the pair, its points, and how its px lie in the (levelled) reference frame.

    `caption` is its part, Before or After; `title` what is known of it instead: `6 weeks after rhinoplasty`.
    """

    photo: Photo
    caption: str
    points: Mapping[str, Landmark]
    to_reference: Similarity
    is_mirrored: bool = False
    title: str = ""


@dataclass(frozen=True)
class Pair:
    """The compared photos. `after` is None for a single photo. `alignment` is what the algorithm says (photo px to
    reference photo px, before levelling and nudge); None with `problem` where the photos could not be aligned."""

    before: Side
    after: Side | None
    alignment: Alignment | None
    problem: str | None
    comparison: Comparison | None = None
    treatments: tuple[TreatmentSince, ...] = ()
    """What was done before a photo of the pair, and how many days before."""
    is_movement: bool = False
    """Rest beside an expression of one visit."""

    @cached_property
    def match(self) -> Comparability | None:
        """Whether the photos can be compared, and why not; None while one has not been looked at."""
        if self.after is None or None in (self.before.photo.faces, self.after.photo.faces):
            return None
        ticked = () if self.comparison is None else self.comparison.checked
        is_by_hand = self.comparison is not None and bool(self.comparison.anchors)
        return match_of(self.before.photo, self.after.photo, ticked, self.treatments, is_by_hand, self.is_movement)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        return (self.before,) if self.after is None else (self.before, self.after)

    @property
    def is_nudged(self) -> bool:
        """Whether the after photo was moved by hand from where the alignment lays it."""
        return self.comparison is not None and self.comparison.nudge is not None

    def side_of(self, photo_id: str) -> Side | None:
        return next((side for side in self.sides if side.photo.id == photo_id), None)


def conditions_of(photo: Photo, is_alone: bool = False) -> Conditions:
    """What decides which guides a photo carries; `is_alone`: it lies on no before."""
    pose = None if photo.face is None else photo.face.pose
    upright = tr("Photo's vertical") if is_alone else tr("Before vertical")
    return Conditions(view_of(photo), pose, photo.is_plumb, upright, POINT_ERRORS.value)


def shot_of(photo: Photo, other: Photo) -> PhotoConditions:
    """The photo as the photo match sees it beside another one."""
    view = photo.view_by_hand or photo.view
    distance, focal, film = photo.subject_distance, photo.focal_length, photo.focal_length_35
    return PhotoConditions(
        points_beside(photo, other), photo.face, photo.light, view, distance, focal, film, photo.camera
    )


def match_of(
    before: Photo,
    after: Photo,
    ticked: tuple[str, ...] = (),
    treatments: tuple[TreatmentSince, ...] = (),
    is_by_hand: bool = False,
    is_movement: bool = False,
) -> Comparability:
    """Whether the two can be compared, by the clinic's limits; `ticked` are the unchecked things that a human found
    equal, `treatments` what was done before, `is_by_hand`: laid over each other by points of a human, `is_movement`:
    rest beside an expression."""
    return _match_of(before, after, ticked, treatments, is_by_hand, is_movement, LIMITS.value)


@cached_by_identity
def _match_of(
    before: Photo,
    after: Photo,
    ticked: tuple[str, ...],
    treatments: tuple[TreatmentSince, ...],
    is_by_hand: bool,
    is_movement: bool,
    table: Mapping[str, Mapping[str, Any]],
) -> Comparability:
    one, other = shot_of(before, after), shot_of(after, before)
    return comparability(
        one,
        other,
        treatments=treatments,
        is_by_hand=is_by_hand,
        is_movement=is_movement,
        ticked=ticked,
        table=table,
    )


_pairs: IdentityCache[Pair | None] = IdentityCache(8)


def pair_of(project: Project) -> Pair | None:
    """The pair that is shown, or the only photo; None for a project without photos. Faces that are not used
    are not in it. Asked for thirty times in a step of a drag."""
    return _pairs.of((project,), (), lambda: _pair_of(project))


def _pair_of(project: Project) -> Pair | None:
    project = with_trusted_faces(project)
    comparison = project.comparison
    if comparison is None:
        return _single(project.photos[0]) if project.photos else None
    before, after = project.photo(comparison.before), project.photo(comparison.after)
    if before is None or after is None:
        return _single(project.photos[0]) if project.photos else None
    return _titled(_pair(before, after, comparison), project.photos, project.visits, project.plan)


@cached_by_identity
def _single(photo: Photo) -> Pair:
    points = points_of(photo)
    return Pair(Side(photo, "", points, level(points)), None, None, None)


@cached_by_identity
def _pair(before: Photo, after: Photo, comparison: Comparison) -> Pair:
    before_points, after_points = points_of(before), points_of(after)
    levelling = level(before_points) if comparison.is_level else IDENTITY
    alignment, problem = alignment_of(before, after, comparison)
    if alignment is None:
        onto = fit_into(Rect(0, 0, after.width, after.height), Rect(0, 0, before.width, before.height))
    else:
        onto = alignment.photo_to_reference
    onto = onto.then(nudge_of(comparison, centre_of(before)))
    return Pair(
        Side(before, tr("Before"), before_points, levelling),
        Side(after, tr("After"), after_points, onto.then(levelling)),
        alignment,
        problem,
        comparison,
    )


@cached_by_identity
def _titled(pair: Pair, photos: tuple[Photo, ...], visits: tuple[Visit, ...], plan: Plan) -> Pair:
    """The pair with what follows from its visits and treatments: captions, and what was done how long ago; the same
    where nothing does."""
    second = pair.after
    if second is None:
        return pair
    before, after = captions_of(photos, visits, plan, pair.before.photo.id, second.photo.id)
    done = treatments_since(photos, visits, plan, (pair.before.photo.id, second.photo.id))
    if done:
        pair = replace(pair, treatments=done)
    if movement_captions(photos, visits, pair.before.photo.id, second.photo.id) is not None:
        pair = replace(pair, is_movement=True)
    if (before, after) == (tr("Before"), tr("After")):
        return pair
    return replace(pair, before=replace(pair.before, title=before), after=replace(second, title=after))


Computed = tuple[Alignment | None, str | None]
_alignments: IdentityCache[Computed] = IdentityCache(64)


def alignment_of(before: Photo, after: Photo, comparison: Comparison) -> Computed:
    """The computed alignment of after onto before, or None and the sentence that says why there is none; the same for
    every nudge and tick."""
    how = (comparison.on, comparison.anchors, comparison.treated)
    return _alignments.of((before, after), how, lambda: _alignment_of(before, after, comparison))


def _alignment_of(before: Photo, after: Photo, comparison: Comparison) -> Computed:
    if comparison.on not in METHODS:
        return None, tr(
            "This pair is aligned by a method of a newer version of the program ({method}); choose another "
            "below “Align on”, or open the project with that version.",
            method=comparison.on,
        )
    for photo, place in ((before, 0), (after, 1)):
        if photo.faces is None and not comparison.anchors:
            return None, ANALYSED[place]
        if photo.face is None and not (photo.points or comparison.anchors or are_profiles(before, after)):
            return None, NOT_ALIGNED[place].format(why=photo.face_problem or tr("No face was found."))
    if comparison.anchors:
        reference = {f"anchor-{n}": Landmark(*pair[0], "placed") for n, pair in enumerate(comparison.anchors)}
        photo_points = {f"anchor-{n}": Landmark(*pair[1], "placed") for n, pair in enumerate(comparison.anchors)}
        found = align(reference, photo_points, "points")
    elif are_profiles(before, after):
        steady = [_steady(photo) for photo in (before, after)]
        found = align(steady[0], steady[1], "points") or NoAlignment(PROFILES)
    else:
        found = align(
            points_beside(before, after),
            points_beside(after, before),
            comparison.on,
            treated=comparison.treated,
            reference_face=before.face,
            photo_face=after.face,
        )
    return (found, None) if isinstance(found, Alignment) else (None, found.sentence)


def _steady(photo: Photo) -> Mapping[str, Landmark]:
    """The points that a profile is laid on: those that a human placed or accepted."""
    accepted = by_hand(points_of(photo))
    return {code: replace(accepted[code], source="edited", sigma=None) for code in STEADY if code in accepted}


def are_profiles(before: Photo, after: Photo) -> bool:
    """Whether both show a profile, from the same side."""
    view = view_of(before)
    return view is not None and view.startswith("profile-") and view == view_of(after)


def centre_of(photo: Photo) -> Point:
    """The middle of the pupils, or of the photo: what a nudge turns about, px."""
    points = points_of(photo)
    if "p_r" in points and "p_l" in points:
        (x1, y1), (x2, y2) = points["p_r"].xy, points["p_l"].xy
        return (x1 + x2) / 2, (y1 + y2) / 2
    return photo.width / 2, photo.height / 2


def nudge_of(comparison: Comparison, centre: Point) -> Similarity:
    """The shift by hand in px of the reference photo."""
    nudge = comparison.nudge
    if nudge is None:
        return IDENTITY
    return Similarity.of(nudge.rotation, nudge.scale, (nudge.dx, nudge.dy), about=centre)
