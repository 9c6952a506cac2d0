"""The mesh of one face from several looks at its upright crop, and how far the looks agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facebalance_desktop.faces.candidates import Candidate
from facebalance_desktop.faces.crops import (
    SIZE,
    Pixels,
    eyes_apart,
    jitters,
    patch_of,
    photo_to_crop,
    photo_to_crop_of,
    steadied,
)
from facebalance_desktop.faces.models import Model
from facebalance_desktop.faces.pose import mirror_indices
from facebalance_desktop.geometry import Array, Point, Similarity, distance

DOUBTFUL = 0.025
DISAGREEMENT = 0.07
"""Looks at an upright face differ by 0.002 to 0.007 of its pupil distance (median over the mesh), at one seen upside
down by more than 0.018, at one of twice its height by 0.056, at cats, masks and profiles by more than 0.08."""


@dataclass(frozen=True)
class CropReading:
    """The median (478, 3) mesh of several looks and their spread per point and axis (478,), px of the photo."""

    mesh: Array
    spread: Array
    disagreement: float


def reading_of(pixels: Pixels, mesh: Array, count: int, mesher: Model, turn: float = 0.0) -> CropReading:
    """Look `count` times at the face of a first `mesh`, its upright crop turned by `turn` degrees."""
    upright = photo_to_crop_of(mesh).then(Similarity.of(turn, about=(SIZE / 2, SIZE / 2)))
    patch = steadied(patch_of(pixels, upright), upright)
    looks = []
    for index, move in enumerate(jitters(count)):
        to_crop = upright.then(move)
        seen = mesh_in(patch.crop(to_crop), to_crop, mesher, is_flipped=index % 2 == 1)
        if seen is not None:
            looks.append(seen)
    if 2 * len(looks) <= count:
        return CropReading(mesh, np.full(len(mesh), size_of(mesh)), 1.0)
    stack = np.array(looks)
    middle = np.median(stack, axis=0)
    away = 1.4826 * np.median(np.abs(stack - middle)[:, :, :2], axis=0)
    spread = np.sqrt((away**2).mean(axis=1))
    pupils = float(np.linalg.norm(middle[473, :2] - middle[468, :2]))
    return CropReading(middle, spread, float(np.median(spread)) / max(pupils, 1e-6))


def upright_reading(pixels: Pixels, mesh: Array, mesher: Model) -> CropReading:
    """A few looks; where they disagree the first mesh may lie upside down in the face, so quarter turns are tried."""
    best = reading_of(pixels, mesh, 5, mesher)
    if best.disagreement <= DOUBTFUL:
        return best
    for turn in (180.0, 90.0, 270.0):
        other = reading_of(pixels, mesh, 5, mesher, turn)
        if other.disagreement < best.disagreement:
            # Once more from its own crop, now upright.
            best = min(other, reading_of(pixels, other.mesh, 5, mesher), key=lambda reading: reading.disagreement)
    return best


def mesh_in(crop: Pixels, to_crop: Similarity, mesher: Model, is_flipped: bool = False) -> Array | None:
    """The (478, 3) mesh that one look at a crop finds, in px of the photo.

    Every second look sees the crop mirrored and is mirrored back: the model treats the sides alike only on average.
    """
    answer = mesher.process(np.ascontiguousarray(crop[:, ::-1]) if is_flipped else crop)
    if not answer.multi_face_landmarks:
        return None
    marks = answer.multi_face_landmarks[0].landmark
    xyz = np.array([(m.x, m.y, m.z) for m in marks], dtype=np.float64) * SIZE
    if is_flipped:
        xyz[:, 0] = SIZE - xyz[:, 0]
        xyz = xyz[list(mirror_indices())]
    xy = to_crop.inverse().points(xyz[:, :2])
    return np.column_stack([xy, xyz[:, 2] / to_crop.scale])


def confirmed(copy: Pixels, candidate: Candidate, mesher: Model) -> Array | None:
    """The mesh at a candidate, looked at twice; None where the mesh finds no face there. All in px of the copy."""
    to_crop = photo_to_crop(candidate.right, candidate.left, eyes_apart(candidate.right, candidate.left))
    mesh: Array | None = None
    for _ in range(2):
        mesh = mesh_in(patch_of(copy, to_crop).crop(to_crop), to_crop, mesher)
        if mesh is None:
            return None
        to_crop = photo_to_crop_of(mesh)
    assert mesh is not None
    return mesh if distance(centre_of(mesh), candidate.centre) < size_of(mesh) else None


def centre_of(mesh: Array) -> Point:
    """The midpoint between the outer canthi, px."""
    x, y = (mesh[33, :2] + mesh[263, :2]) / 2
    return float(x), float(y)


def size_of(mesh: Array) -> float:
    """Distance of the outer canthi in px, depth included."""
    return float(np.linalg.norm(mesh[33] - mesh[263]))


def is_same(mesh: Array, other: Array) -> bool:
    """Whether two meshes are of one face."""
    return distance(centre_of(mesh), centre_of(other)) < 0.5 * max(size_of(mesh), size_of(other))
