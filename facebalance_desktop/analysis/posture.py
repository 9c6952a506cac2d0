"""What a nod of the head adds to vertical shares: part of their range, told beside them."""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np

from facebalance_desktop.faces.anthropometry import TRICHION_HEIGHT, point_kinds
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.projection import projected
from facebalance_desktop.geometry import Array
from facebalance_desktop.translation import tr

POSTURE = 3.8
"""Standard deviation of pitch in degrees: posture and its estimate over fourteen London studio frontals."""
STEP = 2.5


def pitch_doubt(pose: Pose | None) -> float:
    """Standard deviation of the nod that a share may carry, degrees; a larger nod of the photo counts itself."""
    return POSTURE if pose is None else max(POSTURE, abs(pose.pitch))


@lru_cache(maxsize=16)
def pitch_slopes(codes: tuple[str, ...]) -> tuple[float, ...]:
    """Per cent that each share between successive points of the average face gains by a degree of chin down; zeros
    where a point is not in the mesh."""
    on_mesh = {"tr", *(kind.id for kind in point_kinds().values() if kind.mesh)}
    if not on_mesh.issuperset(codes):
        return (0.0,) * (len(codes) - 1)
    places = np.array([_place(code) for code in codes])
    low, high = (_percents(projected(places, Pose(0.0, pitch, 0.0))[:, 1]) for pitch in (-STEP, STEP))
    return tuple((after - before) / (2 * STEP) for before, after in zip(low, high, strict=True))


def pitch_words(pose: Pose | None) -> str:
    """`chin 4° up`; `head level` within half a degree."""
    if pose is None:
        return tr("head pitch not known")
    if abs(pose.pitch) < 0.5:
        return tr("head pitch 0°")
    return tr("chin {pitch:.0f}° {words}", pitch=abs(pose.pitch), words=tr("down") if pose.pitch > 0 else tr("up"))


def _place(code: str) -> Array:
    """(3,) of a named point on the reference face; the hairline beyond the mesh's upper edge."""
    face = reference_face()
    if code != "tr":
        return np.asarray(face[list(point_kinds()[code].mesh)].mean(axis=0))
    pupils = face[[468, 473]]
    height = float(pupils[:, 1].mean()) - TRICHION_HEIGHT * float(np.linalg.norm(pupils[1] - pupils[0]))
    way = face[10] - face[151]
    return np.asarray(face[10] + way * (height - face[10, 1]) / way[1])


def _percents(heights: Array) -> list[float]:
    whole = float(heights[-1] - heights[0])
    return [100 * float(low - high) / whole for high, low in itertools.pairwise(heights)]
