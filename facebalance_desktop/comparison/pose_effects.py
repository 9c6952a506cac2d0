"""What a turned head or a stretched photo alone would do to the points of an average face."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.landmarks import Face, Pose
from facebalance_desktop.faces.pose import RIGID, reference_face
from facebalance_desktop.faces.projection import rotation, seen
from facebalance_desktop.geometry import Array, fit_similarity

EYES = (468, 473, 33, 133, 362, 263)


def faked(before: Pose, after: Pose) -> Mapping[str, float]:
    """How far each named point moves by the turn alone once the eyes are aligned, % of the pupil distance."""
    one, other = seen(before), seen(after)
    fit = fit_similarity(other[list(EYES)], one[list(EYES)])
    if fit is None:
        return {}
    away = fit.points(other) - one
    unit = float(np.linalg.norm(one[473] - one[468]))
    names, shares = _named()
    sizes = 100 * np.linalg.norm(shares @ away, axis=1) / unit
    return dict(zip(names, sizes.tolist(), strict=True))


@lru_cache(maxsize=1)
def _named() -> tuple[tuple[str, ...], Array]:
    """The ids of the named points that the mesh has, and (n, 478) the share of each mesh point in them."""
    kinds = [kind for kind in point_kinds().values() if kind.mesh]
    shares = np.zeros((len(kinds), len(reference_face())))
    for row, kind in enumerate(kinds):
        shares[row, list(kind.mesh)] = 1 / len(kind.mesh)
    return tuple(kind.id for kind in kinds), shares


def stretch(one: Face, other: Face) -> float:
    """How unequally two photos scale a face, at least 1: what an affine fit keeps after the turn is taken out.

    1 where a face has no extent, as in a project file of another program: nothing can be said of it.
    """
    made = [_widths(face) for face in (one, other)]
    if min(made) <= 0:
        return 1.0
    ratio = made[0] / made[1]
    return max(ratio, 1 / ratio)


def _widths(face: Face) -> float:
    """Height over width of the face against the reference face at the same pose."""
    points = list(RIGID)
    xy = face.xy[points]
    model = reference_face()[points]
    turned = model if face.pose is None else model @ rotation(face.pose).T
    design = np.column_stack([turned[:, :2], np.ones(len(points))])
    linear = np.linalg.lstsq(design, xy, rcond=None)[0][:2]
    if face.pose is None:
        return _ratio(np.linalg.norm(linear[1]), np.linalg.norm(linear[0]))
    roll = math.radians(face.pose.roll)
    right, down = np.array([math.cos(roll), math.sin(roll)]), np.array([-math.sin(roll), math.cos(roll)])
    return _ratio(np.linalg.norm(down @ linear), np.linalg.norm(right @ linear))


def _ratio(height: np.floating[Any], width: np.floating[Any]) -> float:
    """0 where there is no width to hold the height against."""
    return float(height) / float(width) if width > 0 else 0.0
