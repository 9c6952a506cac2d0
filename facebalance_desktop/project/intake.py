"""Bytes to a Photo and what is found in it: the jobs that worker processes run, used by window and command line."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.days import moment_of
from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.crops import reduced
from facebalance_desktop.faces.detection import Detection, find_face, person_in
from facebalance_desktop.faces.expressions import expression_of
from facebalance_desktop.faces.landmarks import Face, FoundPoints
from facebalance_desktop.faces.models import warm_up
from facebalance_desktop.faces.profile import outline_points
from facebalance_desktop.faces.silhouette import EAR_ROLL, ear_view, profile_view
from facebalance_desktop.faces.symmetry import symmetry
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos import messages
from facebalance_desktop.photos.decode import check_start, decode, read_facts
from facebalance_desktop.photos.facts import Facts, Pixels, with_file_date
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.edits_photos import map_photo, propose
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import Photo, new_id
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

DECODE_LIMIT, DETECT_LIMIT = 20.0, 10.0
"""Seconds that reading one photo and finding its face may take, once the models are loaded."""
START = 256 * 1024
"""Bytes that tell a file's format."""
THUMBNAIL = 320
"""px: long side of the small picture of a photo."""
DOUBTFUL_YAW = 50.0
PROFILES = ("profile-right", "profile-left")
PROFILE = tr("Profiles: align on two points (J).")
NO_OUTLINE = tr(
    "The outline of this profile cannot be followed: hair, clothes or the background hide it. "
    "Place its points by hand (Ctrl+P); align on two of them (J)."
)


class PhotoBytes(Protocol):
    """Where original bytes are read from; a value that can travel to a worker."""

    def read(self, sha256: str) -> bytes: ...


class PhotoStore(PhotoBytes, Protocol):
    """Where original bytes are kept as they come in."""

    def keep(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256."""
        ...


@dataclass(frozen=True)
class Analysis:
    """What was found in one photo: a fact. `sentence` says why there is no face."""

    faces: int
    face: Face | None
    sentence: str | None
    centres: tuple[Point, ...] = ()
    view: str | None = None
    light: Mapping[str, float] | None = None
    outline: FoundPoints | None = None


@dataclass(frozen=True)
class Incoming:
    """A photo that was read, with what its one reduced decode gives: a thumbnail and, where asked for, a first look;
    and how symmetrical it is (faces.symmetry)."""

    photo: Photo
    thumbnail: Pixels
    first_look: Pyramid | None = None
    symmetry: float = 0.0


@dataclass(frozen=True)
class OpenedPhoto:
    """What one whole decode gives: the pixels for the screen, and what was found in them."""

    pyramid: Pyramid
    analysis: Analysis


def take_in(context: JobContext, path: Path, keeper: PhotoStore, look: int | None = None) -> Incoming:
    """Read a photo's file, check that it is a whole one, and keep its bytes. Raises Problem with a sentence of it.

    With `look`, a first look of that long side (px) comes along.
    """
    context.report(0, 2, tr("Reading {name}", name=path.name))
    data, changed = read_file(path)
    return _incoming(context, data, path.name, keeper, changed, look)


def take_in_bytes(context: JobContext, data: bytes, name: str, keeper: PhotoStore, look: int | None = None) -> Incoming:
    """The same for a photo that came without a file, from the clipboard."""
    context.report(0, 2, tr("Reading {name}", name=name))
    return _incoming(context, data, name, keeper, None, look)


def _incoming(
    context: JobContext, data: bytes, name: str, keeper: PhotoStore, changed: datetime | None, look: int | None
) -> Incoming:
    facts = read_facts(data, name)
    if facts.format != "JPEG":  # which alone is decoded small from the beginning
        context.await_room(decoded_bytes(facts))
    pixels = decode(data, name, look or THUMBNAIL).pixels
    photo = photo_of(data, name, keeper, changed)
    first_look = None if look is None else Pyramid.of(reduced(pixels, look)[0], (photo.width, photo.height))
    thumbnail = reduced(pixels, THUMBNAIL)[0]
    return Incoming(photo, thumbnail, first_look, symmetry(thumbnail))


def read_file(path: Path) -> tuple[bytes, datetime]:
    """A photo's bytes and its file's own date; what is no photo, or too large for one, is not read. Raises Problem."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device has no end
            raise messages.no_file(path.name)
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if found.st_size > LIMITS.photo_bytes:
                raise messages.too_many_bytes(path.name, found.st_size, LIMITS.photo_bytes)
            check_start(file.read(START), path.name)
            file.seek(0)
            return file.read(), moment_of(found.st_mtime).astimezone()
    except OSError as error:
        raise Problem(
            tr("{name} could not be read: {reason}. Nothing was changed.", name=path.name, reason=reason(error))
        ) from None


def photo_of(data: bytes, name: str, keeper: PhotoStore, changed: datetime | None = None) -> Photo:
    """The record of a photo that came as bytes; the bytes are kept."""
    facts = read_facts(data, name)
    if changed is not None:
        facts = with_file_date(facts, changed)
    return Photo(
        id=new_id(),
        name=name,
        sha256=keeper.keep(data),
        size=len(data),
        width=facts.width,
        height=facts.height,
        format=facts.format,
        profile=facts.profile,
        images=facts.images,
        taken=facts.taken,
        taken_source=facts.taken_source,
        camera=facts.camera,
        lens=facts.lens,
        focal_length=facts.focal_length,
        focal_length_35=facts.focal_length_35,
        subject_distance=facts.subject_distance,
        notes=facts.notes,
    )


def decode_pyramid(
    context: JobContext, source: PhotoBytes, sha256: str, name: str, max_side: int | None = None
) -> Pyramid:
    """The photo's upright sRGB pixels at halving sizes, from `max_side` px on where not all are needed. Raises Problem
    for a damaged photo."""
    context.report(0, 1, tr("Opening {name}", name=name))
    data = source.read(sha256)
    if max_side is None:
        return _whole(context, data, name)
    facts = read_facts(data, name)
    small = reduced(decode(data, name, max_side).pixels, max_side)[0]
    return Pyramid.of(small, (facts.width, facts.height), context.shared)


def _whole(context: JobContext, data: bytes, name: str) -> Pyramid:
    """A photo's pixels, decoded where the other side will look at them, if that can be."""
    facts = read_facts(data, name)
    return Pyramid.read((facts.width, facts.height), lambda into: decode(data, name, into=into).pixels, context.shared)


def decode_for_page(context: JobContext, source: PhotoBytes, sha256: str, name: str, side: int) -> Pyramid:
    """The photo's pixels for an export that needs no more than `side` px of its long side: the very levels of the whole
    photo. Raises Problem for a damaged photo."""
    context.report(0, 1, tr("Opening {name}", name=name))
    return Pyramid.of(decode(source.read(sha256), name).pixels).from_side(side)


def decoded_bytes(photo: Photo | Facts) -> int:
    """What the photo's pixels take in memory."""
    return 3 * photo.width * photo.height


def load_thumbnail(context: JobContext, source: PhotoBytes, sha256: str, name: str) -> Pixels:
    """A thumbnail of a kept photo. Raises Problem for a damaged photo."""
    context.report(0, 1, tr("Opening {name}", name=name))
    return thumbnail_of(source.read(sha256), name)


def thumbnail_of(data: bytes, name: str) -> Pixels:
    """The photo small, (h, w, 3) upright sRGB, its long side `THUMBNAIL` px at most. Raises Problem if damaged."""
    return reduced(decode(data, name, THUMBNAIL).pixels, THUMBNAIL)[0]


def analyse(
    context: JobContext,
    source: PhotoBytes,
    sha256: str,
    name: str,
    near: Point | None = None,
    by_hand: str | None = None,
) -> Analysis:
    """Find the face in a kept photo; `near` (px) picks one of several, `by_hand` is the view a human set. Raises
    Problem for a damaged photo."""
    context.report(0, 1, tr("Looking for the face in {name}", name=name))
    context.load(warm_up)
    return analysis_of(source.read(sha256), name, near, by_hand)


def open_photo(
    context: JobContext, source: PhotoBytes, sha256: str, name: str, near: Point | None, by_hand: str | None = None
) -> OpenedPhoto:
    """Decode a kept photo once, for the screen and for the search for its face. Raises Problem if it is damaged."""
    context.report(0, 1, tr("Looking for the face in {name}", name=name))
    context.load(warm_up)
    return _opened(context, source.read(sha256), name, near, by_hand)


def _opened(context: JobContext, data: bytes, name: str, near: Point | None, by_hand: str | None) -> OpenedPhoto:
    """A function of its own, begun when the models are loaded: MediaPipe keeps the error of an optional library that is
    not there, and with it for ever the frames that loaded it, with all that they hold by then."""
    pyramid = _whole(context, data, name)
    return OpenedPhoto(pyramid, analysis_in(pyramid.levels[0], near, by_hand))


def analysis_of(data: bytes, name: str, near: Point | None = None, by_hand: str | None = None) -> Analysis:
    return analysis_in(decode(data, name).pixels, near, by_hand)


def analysis_in(pixels: Pixels, near: Point | None = None, by_hand: str | None = None) -> Analysis:
    """The face in the upright (h, w, 3) sRGB of a photo, and the outline of a profile, which `by_hand` may call it."""
    found = find_face(pixels, near)
    person = cache(lambda: person_in(pixels))
    view = _view_in(pixels, found, person)
    if view in PROFILES:
        outline = outline_points(pixels, person(), view)
        return Analysis(found.faces, None, PROFILE if outline else NO_OUTLINE, found.centres, view, outline=outline)
    outline, sentence = None, found.sentence
    if by_hand in PROFILES:
        outline = outline_points(pixels, person(), by_hand)
        if found.face is None:
            sentence = PROFILE if outline else NO_OUTLINE
    return Analysis(found.faces, found.face, sentence, found.centres, view, found.light, outline)


def _view_in(pixels: Pixels, found: Detection, person: Callable[[], NDArray[np.float32]]) -> str | None:
    """The proposed view: by the mesh and its expression, or by the outline where there is no mesh or one turned so far
    that it may be none: a mesh laid on a profile reads as 58 degrees, on 45-degree obliques as 33 to 46. A mesh that is
    small and turned in the picture may lie on the ear of a profile."""
    if found.face is None:
        return profile_view(person()) if found.faces == 0 else None
    view = proposed_view(found.face.pose)
    if found.face.pose is not None and abs(found.face.pose.yaw) > DOUBTFUL_YAW:
        side = "right" if found.face.pose.yaw > 0 else "left"
        return f"profile-{side}" if profile_view(person()) == f"profile-{side}" else view
    if abs(0.0 if found.face.pose is None else found.face.pose.roll) > EAR_ROLL:
        profile = ear_view(found.face, person(), len(pixels))
        if profile is not None:
            return profile
    expression = expression_of(found.face) if view == "frontal" else None
    return view if expression is None else f"{view}-{expression}"


def stand_by(context: JobContext) -> None:
    """Photos are about to be asked for: a worker that runs this has begun, with what decoding takes."""


def warm(context: JobContext) -> None:
    """Load the face models before the first photo is there."""
    context.load(warm_up)


def learned(photo: Photo, found: Analysis) -> Photo:
    """The photo with what was found in it; points that a human set stay as they are."""
    return replace(
        photo,
        faces=found.faces,
        face=found.face,
        face_problem=found.sentence,
        face_centres=found.centres,
        view=found.view,
        light=found.light,
        outline=found.outline,
    )


def learn_analysis(photo_id: str, found: Analysis, near: Point | None = None) -> Edit:
    """The fact as an edit of whatever the project is by then, or nothing: the photo is gone, or another face than the
    one at `near` is asked for in it."""
    return _learn(photo_id, near, lambda photo: learned(photo, found))


def learn_problem(photo_id: str, sentence: str, near: Point | None = None) -> Edit:
    """The photo could not be analysed; it still opens where its pixels can be read."""

    def change(photo: Photo) -> Photo:
        return replace(photo, faces=0, face=None, face_problem=sentence, view=None, light=None, outline=None)

    return _learn(photo_id, near, change)


def _learn(photo_id: str, near: Point | None, change: Callable[[Photo], Photo]) -> Edit:
    learn = map_photo(photo_id, lambda photo: change(photo) if photo.face_near == near else photo)
    return lambda project: propose(learn(project))
