"""How the annotations of a project appear on one photo: where they were drawn, and carried over from the other photos.

Pure functions of frozen values; what was carried is remembered by the identity of what it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.planning.annotations import Annotation, is_whole, outline
from facebalance_desktop.planning.templates import load_templates
from facebalance_desktop.planning.transfer import Carried, Sight, Surface, carry, carry_by_similarity, mirror
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.project.identity_cache import IdentityCache, IdentityDict, cached_by_identity
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.translation import other_side, tr

CARRIED_KINDS = frozenset({"zone", "point", "line", "fan", "arrow"})
"""A ruler and an angle would measure something else on another photo, and a note is read where it was written."""
EDGE_STEP = 0.12
"""Long straight edges get a corner after this share of the pupil distance before they are carried."""
REMEMBERED = 4000

NO_MESH = tr("carried with the photo alone, because one of the photos has no face mesh")
TURNED = tr("on a part of the face that is turned away here")
TREATED = tr("approximate: this part of the face was treated")


@dataclass(frozen=True)
class Appearance:
    """An annotation as it stands on one photo: `annotation` has its points in px of that photo.

    `original` is the record itself. `why` says what makes the place doubtful or approximate, empty where nothing does.
    """

    annotation: Annotation
    original: Annotation
    sight: Sight
    is_own: bool
    is_approximate: bool = False
    why: str = ""

    @property
    def is_sure(self) -> bool:
        return self.sight == "seen" and not self.is_approximate


@cached_by_identity
def surface_of(face: Face) -> Surface:
    """The mesh of a face for carrying places."""
    return Surface(np.asarray(face.mesh, dtype=np.float64))


def _carry(annotation: Annotation, source: Photo, target: Photo, onto: Similarity | None) -> Carried | None:
    if source.face is not None and target.face is not None:
        surface = surface_of(source.face)
        return carry(surface, surface_of(target.face), _points(annotation, EDGE_STEP * surface.iod))
    return None if onto is None else carry_by_similarity(onto, _points(annotation, None))


def _points(annotation: Annotation, step: float | None) -> tuple[Point, ...]:
    return outline(annotation, step) if annotation.is_zone else annotation.points


def appearances(project: Project, pair: Pair, photo: Photo) -> tuple[Appearance, ...]:
    """Every annotation that is shown and can be drawn on `photo`, from back to front."""
    done = frozenset(item.annotation for item in project.plan.treatments if item.state == "done")
    sources: dict[str, _Source] = {}
    found = []
    for item in project.annotations:
        source = sources.get(item.photo)
        if source is None:
            source = sources[item.photo] = _source_of(project, pair, photo, item.photo, done)
        entry = source.known.get(item)
        if entry is None:
            entry = source.known[item] = (_appearance(photo, item, item.id in done, source),)
        if entry[0] is not None:
            found.append(entry[0])
    return tuple(found)


@dataclass(frozen=True)
class _Source:
    """The photo that annotations were drawn on, how its px lie on the other photo where no meshes say so, what was
    treated there, and what became of each annotation, by its identity: the same as long as the faces are."""

    photo: Photo | None
    onto: Similarity | None
    treated: frozenset[str]
    known: IdentityDict[tuple[Appearance | None]]


def _source_of(project: Project, pair: Pair, photo: Photo, source_id: str, done: frozenset[str | None]) -> _Source:
    source = trusted_photo(project, source_id)
    treated = frozenset() if source is None else _treated(project, source, photo)
    has_meshes = source is not None and source.face is not None and photo.face is not None
    onto = None if source is None or has_meshes else _between(pair, source, photo)
    faces = None if source is None else source.face, photo.face
    known = _known.of(faces, (source_id, photo.id, source is None, onto, treated, done), IdentityDict)
    if len(known) > REMEMBERED:
        known.clear()
    return _Source(source, onto, treated, known)


def _appearance(photo: Photo, item: Annotation, is_done: bool, source: _Source) -> Appearance | None:
    """One annotation on the photo."""
    if not item.is_shown or not is_whole(item):
        return None
    if item.photo == photo.id:
        return _seen.of((item,), (), partial(Appearance, item, item, "seen", True))
    if source.photo is None or item.kind not in CARRIED_KINDS:
        return None
    return _there(item, source.photo, photo, source.onto, is_done, source.treated)


_known: IdentityCache[IdentityDict[tuple[Appearance | None]]] = IdentityCache(24)
"""By photo and all that says how others lie on it: what became of each annotation, by its identity."""
_seen: IdentityCache[Appearance] = IdentityCache(REMEMBERED)
_carried: IdentityCache[Appearance | None] = IdentityCache(REMEMBERED)


def _there(
    item: Annotation, source: Photo, photo: Photo, onto: Similarity | None, is_done: bool, treated: frozenset[str]
) -> Appearance | None:
    is_treated = is_done or (bool(treated) and _is_treated(item, treated))
    return _carried.of(
        (item, source.face, photo.face),
        (photo.id, onto, is_treated),
        lambda: _appear(item, source, photo, onto, is_treated),
    )


def _appear(
    item: Annotation, source: Photo, photo: Photo, onto: Similarity | None, is_treated: bool
) -> Appearance | None:
    """An annotation of another photo on this one; None where it is hidden or nothing says where it belongs."""
    made = _carry(item, source, photo, onto)
    if made is None or made.sight == "hidden":
        return None
    there = replace(item, points=made.points, shape="polygon" if item.is_zone else item.shape, photo=photo.id)
    reasons = [NO_MESH] if source.face is None or photo.face is None else []
    if not reasons and made.sight == "doubtful":
        reasons.append(TURNED)
    if is_treated:
        reasons.append(TREATED)
    return Appearance(there, item, made.sight, False, is_treated, "; ".join(reasons))


def _between(pair: Pair, source: Photo, target: Photo) -> Similarity | None:
    """How px of one photo lie on another by alignment, where both are in the pair."""
    first, second = pair.side_of(source.id), pair.side_of(target.id)
    if first is None or second is None:
        return None
    return first.to_reference.then(second.to_reference.inverse())


def _treated(project: Project, source: Photo, target: Photo) -> frozenset[str]:
    """The regions that a comparison of the two photos names as treated."""
    both = {source.id, target.id}
    joined = (item for item in project.comparisons if {item.before, item.after} == both)
    return frozenset(region for comparison in joined for region in comparison.treated)


def _is_treated(item: Annotation, treated: frozenset[str]) -> bool:
    """Whether it lies in one of the treated regions, as far as its template tells."""
    template = None if item.region is None else CLINIC.of(load_templates).by_id.get(item.region)
    regions = () if template is None else template.regions
    return any(name == region or name.startswith(f"{region}_") for name in treated for region in regions)


def mirrored(item: Annotation, photo: Photo, new_id: str) -> Annotation | None:
    """The same on the other side of the face, as a new annotation; None without a mesh."""
    if photo.face is None or item.kind not in CARRIED_KINDS:
        return None
    points = mirror(surface_of(photo.face), item.points)
    return replace(
        item,
        id=new_id,
        points=points.points,
        name=other_side(item.name),
        region=None if item.region is None else _other_id(item.region),
        group=None,
        is_locked=False,
    )


def _other_id(template: str) -> str:
    """`cheek-left` for `cheek-right`, and the other way round; of a zone in the middle its own."""
    for one, other in (("-right", "-left"), ("-left", "-right")):
        if template.endswith(one):
            return template.removesuffix(one) + other
    return template
