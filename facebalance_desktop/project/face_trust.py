"""Which found faces are used: an ear, or a mesh that contradicts what a human said of the photo, counts as no face.

The rule is applied where photos are taken out of a project for framing, alignment, guides, boards, shows and exports.
The stored facts stay as they are, so that another view by hand or other photos of the sitting bring a face back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from facebalance_desktop.faces.landmarks import Face, Pose
from facebalance_desktop.faces.views import FRONTAL_YAW, TILTED
from facebalance_desktop.project.identity_cache import cached_by_identity
from facebalance_desktop.project.model import Photo, Project, Visit
from facebalance_desktop.project.visits import grouped
from facebalance_desktop.translation import tr

MOST_ROLL = 60.0
"""Degrees between the roll of a face and those of the other photos of its sitting."""
LEAST_SIZE = 0.45
"""Share of the size of the sitting's other faces below which a face may be an ear: an ear is about a third as high as
the mesh of a face."""
LEAST_OTHERS = 2
"""Other faces of the sitting that it takes to doubt one: of two that differ it is not known which is wrong."""
MOST_FRONTAL_YAW = 50.0
"""Degrees of yaw beyond which a mesh is none of a frontal view: obliques of 45 degrees read as 33 to 46."""

_AGAIN = tr("Points placed by hand are kept; Edit > Find the faces again repeats the search.")
VIEW = tr("What was found contradicts the view set by hand and is not used. {again}", again=_AGAIN)
ROLL = tr(
    "What was found is turned by over 60 degrees against the other photos of the sitting and is not used. Set "
    "the view by hand if it is the face. {again}",
    again=_AGAIN,
)
SIZE = tr(
    "What was found is far smaller than the faces of the sitting's other photos, as an ear "
    "would be, and is not used. Set the view by hand if it is the face. {again}",
    again=_AGAIN,
)


@dataclass(frozen=True)
class _FaceFacts:
    """Roll (degrees, None where unknown) and size of a face: the longer side of its box over that of the photo."""

    roll: float | None
    size: float


def face_doubts(project: Project) -> Mapping[str, str]:
    """By photo id, why the face that was found in it is not used."""
    return _doubts(project.photos, project.visits)


def with_trusted_faces(project: Project) -> Project:
    """The project to draw from: a face that is not used is taken out with the light measured on it, and
    `face_problem` says why. The very same project where there is none."""
    doubts = face_doubts(project)
    return replace(project, photos=_without(project.photos, doubts)) if doubts else project


def trusted_photo(project: Project, photo_id: str) -> Photo | None:
    """The same for one photo; None where it is gone."""
    return with_trusted_faces(project).photo(photo_id)


@cached_by_identity
def _without(photos: tuple[Photo, ...], doubts: Mapping[str, str]) -> tuple[Photo, ...]:
    return tuple(_faceless(photo, doubts[photo.id]) if photo.id in doubts else photo for photo in photos)


@cached_by_identity
def _faceless(photo: Photo, doubt: str) -> Photo:
    return replace(photo, face=None, face_problem=doubt, light=None)


@cached_by_identity
def _doubts(photos: tuple[Photo, ...], visits: tuple[Visit, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for group in grouped(photos, visits):
        found |= _doubts_in(group.photos)
    return found


def _doubts_in(sitting: Sequence[Photo]) -> dict[str, str]:
    """A view set by hand decides alone: what agrees with it is the face. All others are held against the sitting."""
    found: dict[str, str] = {}
    facts: dict[str, _FaceFacts] = {}
    for photo in sitting:
        if photo.face is None:
            continue
        if photo.view_by_hand is not None and _contradicts(photo.view_by_hand, photo.face.pose):
            found[photo.id] = VIEW
        else:
            facts[photo.id] = _facts_of(photo, photo.face)
    by_hand = {photo.id for photo in sitting if photo.view_by_hand is not None}
    for photo_id, doubt in zip(facts, _doubts_beside_others(tuple(facts.values())), strict=True):
        if doubt is not None and photo_id not in by_hand:
            found[photo_id] = doubt
    return found


def _doubts_beside_others(faces: Sequence[_FaceFacts]) -> list[str | None]:
    """Of each face of a sitting why it is none beside most of the others, a sentence; None where it may be one."""
    others = len(faces) - 1
    if others < LEAST_OTHERS or _are_alike(faces):
        return [None] * len(faces)
    rolls = np.array([np.nan if face.roll is None else face.roll for face in faces])
    sizes = np.array([face.size for face in faces])
    between = np.abs((rolls[:, np.newaxis] - rolls + 180.0) % 360.0 - 180.0)
    turned = 2 * np.count_nonzero(between > MOST_ROLL, axis=1) > others
    small = 2 * np.count_nonzero(sizes[:, np.newaxis] < LEAST_SIZE * sizes, axis=1) > others
    return [ROLL if turned[place] else SIZE if small[place] else None for place in range(len(faces))]


def _are_alike(faces: Sequence[_FaceFacts]) -> bool:
    """Whether no two of them can differ by as much as a doubt needs; so it is in nearly every sitting."""
    rolls, sizes = [face.roll for face in faces if face.roll is not None], [face.size for face in faces]
    return min(sizes) >= LEAST_SIZE * max(sizes) and (not rolls or max(rolls) - min(rolls) <= MOST_ROLL)


def _facts_of(photo: Photo, face: Face) -> _FaceFacts:
    return _FaceFacts(None if face.pose is None else face.pose.roll, face.extent / max(photo.width, photo.height, 1))


def _contradicts(view: str, pose: Pose | None) -> bool:
    """Whether a mesh of this pose can be none of a photo that shows `view`; in profile no mesh is a face's."""
    kind, _, side = view.partition("-")
    if kind == "profile":
        return True
    if pose is None:
        return False
    if kind == "frontal":
        return abs(pose.yaw) > MOST_FRONTAL_YAW
    if kind == "oblique":
        return (pose.yaw if side == "left" else -pose.yaw) >= FRONTAL_YAW
    return (view == "basal" and pose.pitch >= TILTED) or (view == "cephalic" and pose.pitch <= -TILTED)
