"""Finds the face in a photo: candidates on a reduced copy, then the mesh on upright crops of the full photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.anthropometry import SPREAD_TO_SIGMA, hidden_estimated, named_points
from facebalance_desktop.faces.candidates import candidates_in, looks
from facebalance_desktop.faces.crops import Patch, Pixels, patch_of, photo_to_crop_of, reduced
from facebalance_desktop.faces.edges import on_edges
from facebalance_desktop.faces.hairline import Person, hairline, trichion
from facebalance_desktop.faces.iris import irises
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.light import asymmetry_of, light_of
from facebalance_desktop.faces.models import finders, mesher, segmenter
from facebalance_desktop.faces.pose import pose_of
from facebalance_desktop.faces.readings import (
    DISAGREEMENT,
    CropReading,
    centre_of,
    confirmed,
    is_same,
    reading_of,
    size_of,
    upright_reading,
)
from facebalance_desktop.faces.refinement import FINE, refined, rules
from facebalance_desktop.faces.tracing import traced
from facebalance_desktop.geometry import Array, Point, distance
from facebalance_desktop.translation import tr

BY = "mediapipe-face-mesh"
VERSION = "0.10.21/8"
"""Version of the models and, after the stroke, of what this program does with them."""
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


def person_in(pixels: Pixels) -> NDArray[np.float32]:
    """How surely each pixel of a copy, 256 px on its longer side, shows a person: (h, w), 0 to 1."""
    copy, _ = reduced(pixels, 256)
    return np.asarray(segmenter().process(copy).segmentation_mask, dtype=np.float32)


def shows_face(pixels: Pixels) -> bool:
    """Whether a quick look sees a face as large as those of a clinic's photos. Whose it is plays no part."""
    return bool(candidates_in(reduced(pixels, 640)[0], finders()))


def find_face(pixels: Pixels, near: Point | None = None) -> Detection:
    """Find the face in `pixels` (h, w, 3), upright sRGB 8-bit.

    With several faces the one nearest to `near` (px of the upright photo) is taken; without `near` one is taken only
    when it is at least 2.5 times as large as the next.
    """
    copy, scale = reduced(pixels)
    found = _meshes(copy, scale)
    centres = tuple(centre_of(mesh) for mesh in found)
    if not found:
        return Detection(0, None, NO_FACE)
    if near is not None:
        chosen = min(range(len(found)), key=lambda i: distance(centres[i], near))
    elif len(found) == 1 or size_of(found[0]) >= 2.5 * size_of(found[1]):
        chosen = 0
    else:
        sentence = tr("{count} faces were found in this photo. Pick the one to work with.", count=len(found))
        return Detection(len(found), None, sentence, centres)
    reading = reading_of(pixels, found[chosen], LOOKS, mesher())
    if reading.disagreement > DISAGREEMENT:
        return Detection(0, None, NO_FACE)
    patch = patch_of(pixels, photo_to_crop_of(reading.mesh))
    face = face_of(pixels, patch, reading, person_in(copy))
    return Detection(len(found), face, None, centres, light_of(pixels, face, patch))


def face_of(pixels: Pixels, patch: Patch, reading: CropReading, person: NDArray[np.float32]) -> Face:
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


def _meshes(copy: Pixels, scale: float) -> list[Array]:
    """One (478, 3) mesh for each face, px of the photo, the largest first; found on a reduced copy."""
    found: list[Array] = []
    for candidates in looks(copy, finders()):
        for candidate in candidates:
            mesh = confirmed(copy, candidate, mesher())
            if mesh is None or any(is_same(mesh, other) for other in found):
                continue
            reading = upright_reading(copy, mesh, mesher())
            if reading.disagreement <= DISAGREEMENT and not any(is_same(reading.mesh, other) for other in found):
                found.append(reading.mesh)
        if any(size_of(mesh) >= SMALL * max(copy.shape[:2]) for mesh in found):
            break
    return sorted((mesh / scale for mesh in found), key=size_of, reverse=True)
