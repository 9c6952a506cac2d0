"""Head pose from a mesh: the rotation that lays the reference face (resources/reference_face.json) on it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from facebalance_desktop import resources
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Array

RIGID = (
    33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 9, 8, 151, 10, 127, 356, 234, 454, 162, 389, 116, 345, 117, 346, 118,
    347, 122, 351, 196, 419, 54, 284, 103, 332, 67, 297, 109, 338, 21, 251, 227, 447, 143, 372, 2,
)  # fmt: skip
"""Mesh points that expression hardly moves: canthi, nose, forehead, temples, cheekbones."""


@lru_cache(maxsize=1)
def _reference() -> Mapping[str, Any]:
    made: Mapping[str, Any] = json.loads(resources.path("reference_face.json").read_text(encoding="utf-8"))
    return made


@lru_cache(maxsize=1)
def reference_face() -> Array:
    """(478, 3): x to image right, y down, z away from the camera, origin between the outer canthi, 88.9 apart."""
    xyz = np.array(_reference()["xyz"], dtype=np.float64)
    xyz.setflags(write=False)
    return xyz


@lru_cache(maxsize=1)
def mirror_indices() -> tuple[int, ...]:
    """For each mesh point the index of the same point on the other side of the face."""
    return tuple(_reference()["mirror"])


def rigid_rotation(source: Array, target: Array) -> Array:
    """The 3 x 3 rotation R with R @ source ~ target over the rigid points, scale and shift left out (Kabsch 1976)."""
    p, q = source[list(RIGID)], target[list(RIGID)]
    u, _, vt = np.linalg.svd((p - p.mean(axis=0)).T @ (q - q.mean(axis=0)))
    sign = np.sign(np.linalg.det(vt.T @ u.T))
    return np.asarray(vt.T @ np.diag([1.0, 1.0, sign]) @ u.T)


def pose_of(mesh: Array) -> Pose:
    """Yaw, pitch and roll in degrees of a (478, 3) mesh in px.

    The rotation is read as roll in the picture plane after pitch after yaw, so that rolling a photo changes roll alone
    and flipping it negates yaw and roll. Pitch counts from the mean pitch of studio frontals.
    """
    r = rigid_rotation(reference_face(), mesh)
    # R = Rz(roll) Rx(pitch) Ry(yaw); the nose points along -z.
    pitch = math.asin(max(-1.0, min(1.0, float(r[2, 1]))))
    yaw = math.atan2(float(-r[2, 0]), float(r[2, 2]))
    roll = math.atan2(float(-r[0, 1]), float(r[1, 1]))
    return Pose(-math.degrees(yaw), math.degrees(pitch), math.degrees(roll))
