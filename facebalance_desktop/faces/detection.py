"""Finds the face in a photo: candidates on a reduced copy, then the mesh on upright crops of the full photo.

The only module that knows mediapipe, which it imports inside the functions that need it: the import takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.anthropometry import SPREAD_TO_SIGMA, hidden_estimated, named_points
from facebalance_desktop.faces.crops import (
    EYES_AT,
    SIZE,
    Patch,
    Pixels,
    eyes_apart,
    jitters,
    patch_of,
    photo_to_crop,
    photo_to_crop_of,
    reduced,
    steadied,
)
from facebalance_desktop.faces.edges import on_edges
from facebalance_desktop.faces.hairline import Person, hairline, trichion
from facebalance_desktop.faces.iris import irises
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.light import asymmetry_of, light_of
from facebalance_desktop.faces.pose import mirror_indices, pose_of
from facebalance_desktop.faces.refinement import FINE, refined, rules
from facebalance_desktop.faces.tracing import traced
from facebalance_desktop.geometry import Array, Point, Similarity, distance, midpoint
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.translation import tr

BY = "mediapipe-face-mesh"
VERSION = "0.10.21/8"
"""Version of the models and, after the stroke, of what this program does with them."""
DOUBTFUL = 0.025
DISAGREEMENT = 0.07
"""Looks at an upright face differ by 0.002 to 0.007 of its pupil distance (median over the mesh), at one seen upside
down by more than 0.018, at one of twice its height by 0.056, at cats, masks and profiles by more than 0.08."""
SMALL = 0.12
"""Canthal distance over the longer side of the photo below which there may be more faces than the first look found."""
LOOKS = 14
"""Jittered crops whose median is the mesh, every second one mirrored."""
NO_FACE = tr("No face was found in this photo. It can still be shown, and aligned by two points placed by hand (J).")


@dataclass(frozen=True)
class Detection:
    """What was found: the number of faces, the chosen one, or a sentence that says why there is none.

    `centres` holds the midpoint between the eyes of every face in px of the upright photo, the largest face first; with
    several faces and no choice `face` is None and the user picks a centre. `light` holds the facts of faces.light.
    """

    faces: int
    face: Face | None
    sentence: str | None
    centres: tuple[Point, ...] = ()
    light: Mapping[str, float] | None = None


@dataclass(frozen=True)
class _Candidate:
    right: Point
    left: Point

    @property
    def centre(self) -> Point:
        return midpoint(self.right, self.left)

    @property
    def size(self) -> float:
        return distance(self.right, self.left)


@lru_cache(maxsize=1)
def _finders() -> tuple[Any, ...]:
    """Face detectors for near (within 2 m) and far faces."""
    from mediapipe.python.solutions.face_detection import FaceDetection

    return tuple(FaceDetection(model_selection=m, min_detection_confidence=0.5) for m in (0, 1))


@lru_cache(maxsize=1)
def _mesher() -> Any:
    from mediapipe.python.solutions.face_mesh import FaceMesh

    return FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.4)


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    from mediapipe.python.solutions.selfie_segmentation import SelfieSegmentation

    return SelfieSegmentation(model_selection=0)


def warm_up() -> None:
    """Load the models; a worker calls it before the first photo is there."""
    _finders()
    _mesher()
    _segmenter()


def person_in(pixels: Pixels) -> NDArray[np.float32]:
    """How surely each pixel of a copy, 256 px on its longer side, shows a person: (h, w), 0 to 1."""
    copy, _ = reduced(pixels, 256)
    return np.asarray(_segmenter().process(copy).segmentation_mask, dtype=np.float32)


def shows_face(pixels: Pixels) -> bool:
    """Whether a quick look sees a face as large as those of a clinic's photos. Whose it is plays no part."""
    return bool(_candidates(reduced(pixels, 640)[0]))


def find_face(pixels: Pixels, near: Point | None = None) -> Detection:
    """Find the face in `pixels` (h, w, 3), upright sRGB 8-bit.

    With several faces the one nearest to `near` (px of the upright photo) is taken; without `near` one is taken only
    when it is at least 2.5 times as large as the next.
    """
    copy, scale = reduced(pixels)
    found = _meshes(copy, scale)
    centres = tuple(_centre(mesh) for mesh in found)
    if not found:
        return Detection(0, None, NO_FACE)
    if near is not None:
        chosen = min(range(len(found)), key=lambda i: distance(centres[i], near))
    elif len(found) == 1 or _size(found[0]) >= 2.5 * _size(found[1]):
        chosen = 0
    else:
        sentence = tr("{count} faces were found in this photo. Pick the one to work with.", count=len(found))
        return Detection(len(found), None, sentence, centres)
    reading = _readings_of(pixels, found[chosen], LOOKS)
    if reading.disagreement > DISAGREEMENT:
        return Detection(0, None, NO_FACE)
    patch = patch_of(pixels, photo_to_crop_of(reading.mesh))
    face = _face(pixels, patch, reading, person_in(copy))
    return Detection(len(found), face, None, centres, light_of(pixels, face, patch))


@dataclass(frozen=True)
class _CropReading:
    """The median (478, 3) mesh of several looks and their spread per point and axis (478,), px of the photo."""

    mesh: Array
    spread: Array
    disagreement: float


def _readings_of(pixels: Pixels, mesh: Array, count: int, turn: float = 0.0) -> _CropReading:
    """Look `count` times at the face of a first `mesh`, its upright crop turned by `turn` degrees."""
    upright = photo_to_crop_of(mesh).then(Similarity.of(turn, about=EYES_AT if turn == 0 else (SIZE / 2, SIZE / 2)))
    patch = steadied(patch_of(pixels, upright), upright)
    looks = []
    for index, move in enumerate(jitters(count)):
        to_crop = upright.then(move)
        seen = _mesh_in(patch.crop(to_crop), to_crop, is_flipped=index % 2 == 1)
        if seen is not None:
            looks.append(seen)
    if 2 * len(looks) <= count:
        return _CropReading(mesh, np.full(len(mesh), _size(mesh)), 1.0)
    stack = np.array(looks)
    middle = np.median(stack, axis=0)
    away = 1.4826 * np.median(np.abs(stack - middle)[:, :, :2], axis=0)
    spread = np.sqrt((away**2).mean(axis=1))
    pupils = float(np.linalg.norm(middle[473, :2] - middle[468, :2]))
    return _CropReading(middle, spread, float(np.median(spread)) / max(pupils, 1e-6))


def _upright_reading(pixels: Pixels, mesh: Array) -> _CropReading:
    """A few looks; where they disagree the first mesh may lie upside down in the face, so quarter turns are tried."""
    best = _readings_of(pixels, mesh, 5)
    if best.disagreement <= DOUBTFUL:
        return best
    for turn in (180.0, 90.0, 270.0):
        other = _readings_of(pixels, mesh, 5, turn)
        if other.disagreement < best.disagreement:
            # Once more from its own crop, now upright.
            best = min(other, _readings_of(pixels, other.mesh, 5), key=lambda reading: reading.disagreement)
    return best


def _face(pixels: Pixels, patch: Patch, reading: _CropReading, person: NDArray[np.float32]) -> Face:
    """The fact of one face: mesh, sigma, named points with the hairline where one is seen, pose."""
    mesh = np.round(reading.mesh, 3)
    sigma = SPREAD_TO_SIGMA * reading.spread
    seen = hairline(patch, mesh, Person(person, person.shape[0] / pixels.shape[0]))
    pose = pose_of(mesh)
    fine = patch_of(pixels, photo_to_crop_of(mesh), finest=FINE)
    points = on_edges(patch, mesh, refined(fine, mesh, named_points(mesh, sigma), pose, rules()), pose)
    points["tr"] = trichion(seen, points["tr"])
    points = hidden_estimated(points, pose)
    face = Face(
        mesh=tuple((float(x), float(y), float(z)) for x, y, z in mesh),
        sigma=tuple(float(s) for s in np.round(sigma, 3)),
        points=points,
        pose=pose,
        by=BY,
        version=VERSION,
    )
    told = {
        "asymmetry": asymmetry_of(patch, face),
        "hairline": seen.evidence,
        "contours": traced(patch, mesh, pose),
        "irises": {side: iris.as_json() for side, iris in irises(pixels, mesh).items()},
    }
    return replace(face, extra=told)


def _mesh_in(crop: Pixels, to_crop: Similarity, is_flipped: bool = False) -> Array | None:
    """The (478, 3) mesh that one look at a crop finds, in px of the photo.

    Every second look sees the crop mirrored and is mirrored back: the model treats the sides alike only on average.
    """
    answer = _mesher().process(cv2.flip(crop, 1) if is_flipped else crop)
    if not answer.multi_face_landmarks:
        return None
    marks = answer.multi_face_landmarks[0].landmark
    xyz = np.array([(m.x, m.y, m.z) for m in marks], dtype=np.float64) * SIZE
    if is_flipped:
        xyz[:, 0] = SIZE - xyz[:, 0]
        xyz = xyz[list(mirror_indices())]
    xy = to_crop.inverse().points(xyz[:, :2])
    return np.column_stack([xy, xyz[:, 2] / to_crop.scale])


def _meshes(copy: Pixels, scale: float) -> list[Array]:
    """One (478, 3) mesh for each face, px of the photo, the largest first; found on a reduced copy."""
    found: list[Array] = []
    for candidates in _looks(copy):
        for candidate in candidates:
            mesh = _confirmed(copy, candidate)
            if mesh is None or any(_is_same(mesh, other) for other in found):
                continue
            reading = _upright_reading(copy, mesh)
            if reading.disagreement <= DISAGREEMENT and not any(_is_same(reading.mesh, other) for other in found):
                found.append(reading.mesh)
        if any(_size(mesh) >= SMALL * max(copy.shape[:2]) for mesh in found):
            break
    return sorted((mesh / scale for mesh in found), key=_size, reverse=True)


def _confirmed(copy: Pixels, candidate: _Candidate) -> Array | None:
    """The mesh at a candidate, looked at twice; None where the mesh finds no face there. All in px of the copy."""
    to_crop = photo_to_crop(candidate.right, candidate.left, eyes_apart(candidate.right, candidate.left))
    mesh: Array | None = None
    for _ in range(2):
        mesh = _mesh_in(patch_of(copy, to_crop).crop(to_crop), to_crop)
        if mesh is None:
            return None
        to_crop = photo_to_crop_of(mesh)
    assert mesh is not None
    return mesh if distance(_centre(mesh), candidate.centre) < _size(mesh) else None


def _looks(copy: Pixels) -> Iterator[list[_Candidate]]:
    """Candidates in px of the copy: as it is, turned by quarters, then in overlapping parts for small faces."""
    yield _candidates(copy)
    height, width = copy.shape[:2]
    codes = (cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)
    backs = (
        Similarity(-1.0, 0.0, width, height),
        Similarity(0.0, -1.0, 0.0, height),
        Similarity(0.0, 1.0, width, 0.0),
    )
    for code, back in zip(codes, backs, strict=True):
        turned = np.asarray(cv2.rotate(copy, code), dtype=np.uint8)
        yield [_Candidate(back.point(c.right), back.point(c.left)) for c in _candidates(turned)]
    for parts in (2, 3):
        side_x, side_y = 1.4 * width / parts, 1.4 * height / parts
        found = []
        for row in range(parts):
            for column in range(parts):
                x = int(column * (width - side_x) / (parts - 1))
                y = int(row * (height - side_y) / (parts - 1))
                part = np.ascontiguousarray(copy[y : y + int(side_y), x : x + int(side_x)])
                move = Similarity(tx=x, ty=y)
                found += [_Candidate(move.point(c.right), move.point(c.left)) for c in _candidates(part)]
        yield found


def _candidates(picture: Pixels) -> list[_Candidate]:
    """Faces that either detector sees in a picture, each once, in its px."""
    height, width = picture.shape[:2]
    if min(height, width) < 8:
        return []
    found: list[_Candidate] = []
    for finder in _finders():
        for seen in finder.process(picture).detections or ():
            eyes = seen.location_data.relative_keypoints[:2]
            right, left = ((eye.x * width, eye.y * height) for eye in eyes)
            candidate = _Candidate(right, left)
            if not any(distance(candidate.centre, c.centre) < max(c.size, candidate.size) for c in found):
                found.append(candidate)
    return found


def _centre(mesh: Array) -> Point:
    x, y = (mesh[33, :2] + mesh[263, :2]) / 2
    return float(x), float(y)


def _size(mesh: Array) -> float:
    """Distance of the outer canthi in px, depth included."""
    return float(np.linalg.norm(mesh[33] - mesh[263]))


def _is_same(mesh: Array, other: Array) -> bool:
    return distance(_centre(mesh), _centre(other)) < 0.5 * max(_size(mesh), _size(other))
