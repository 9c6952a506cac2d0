"""Figures of the facial expression, from the mesh with its depth: a small turn of the head changes them little."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.pose import reference_face, rigid_rotation
from facebalance_desktop.geometry import Array

CANTHI_TO_PUPILS = 63.0 / 88.9


def has_size(face: Face) -> bool:
    """Whether the outer canthi lie apart: without, nothing can be measured on the mesh."""
    return math.dist(face.mesh[33], face.mesh[263]) > 0


def expression(face: Face) -> Mapping[str, float]:
    """mouth-opening, mouth-width, mouth-corners (how far they stand above the middle of the lips), lid-aperture (mean
    of both), brow-height (mean over the pupils), in % of the pupil distance; the pupil distance is taken from the
    canthi so that the gaze does not enter. Empty where the canthi coincide: such a mesh has no size."""
    mesh: Array = np.array(face.mesh)
    if not has_size(face):
        return {}
    unit = float(np.linalg.norm(mesh[33] - mesh[263])) * CANTHI_TO_PUPILS / 100
    upright = mesh @ rigid_rotation(reference_face(), mesh)

    def apart(i: int, j: int) -> float:
        return float(np.linalg.norm(mesh[i] - mesh[j])) / unit

    return {
        "mouth-opening": apart(13, 14),
        "mouth-width": apart(61, 291),
        "mouth-corners": float(upright[[13, 14], 1].mean() - upright[[61, 291], 1].mean()) / unit,
        "lid-aperture": (apart(159, 145) + apart(386, 374)) / 2,
        "brow-height": (apart(105, 468) + apart(334, 473)) / 2,
    }
