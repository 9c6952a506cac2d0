"""The named anthropometric points of a mesh (resources/landmarks.toml)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop import resources
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.faces.views import FRONTAL_YAW
from facebalance_desktop.geometry import Array

Trust = Literal["A", "B", "C"]


@dataclass(frozen=True)
class PointKind:
    """A row of the table: what a named point is and where the mesh has it."""

    id: str
    name: str
    mesh: tuple[int, ...]
    kind: Literal["automatic", "estimated"]
    trust: Trust
    spread: float
    response: float | None
    definition: str
    source: str

    @property
    def mirrored(self) -> str:
        """The id of the same point on the other side of the face; itself for a midline point."""
        if self.id.endswith("_r"):
            return self.id[:-2] + "_l"
        return self.id[:-2] + "_r" if self.id.endswith("_l") else self.id


SPREAD_TO_SIGMA = 0.27
"""Standard deviation of the median over the spread of single looks (0.34 for fourteen independent normal ones): of the
whole mesh; each named point has its own in the table."""
TRICHION_HEIGHT = 1.188
"""Hairline above the pupil line in pupil distances: mean of 102 hand-placed studio frontals."""
TRICHION_SIGMA = 0.12
"""Its standard deviation (0.099) with room for pose."""
GUESS_SIGMA = 0.06
"""Standard deviation of the other estimated points in pupil distances: operators disagree by about 4 mm there."""


@lru_cache(maxsize=1)
def point_kinds() -> Mapping[str, PointKind]:
    """Every named point by its id, in the order of the table."""
    return {
        row["id"]: PointKind(
            row["id"],
            row["name"],
            tuple(row["mesh"]),
            row["kind"],
            row["trust"],
            row["spread"],
            row.get("response"),
            row["definition"],
            row["source"],
        )
        for row in resources.table("landmarks").rows
    }


@lru_cache(maxsize=1)
def _on_mesh() -> tuple[tuple[PointKind, ...], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The kinds that the mesh has, their mesh points in a row, where each begins there and how many it has."""
    kinds = tuple(kind for kind in point_kinds().values() if kind.mesh)
    counts = np.array([len(kind.mesh) for kind in kinds], dtype=np.intp)
    indices = np.array([index for kind in kinds for index in kind.mesh], dtype=np.intp)
    return kinds, indices, np.cumsum(counts) - counts, counts


def named_points(mesh: Array, sigma: Array | None) -> Mapping[str, Landmark]:
    """The named points of a (478, 3) mesh in px, with its (478,) sigma in px or None.

    A point over several mesh points takes their mean and the larger sigma, each with its own share of the spread;
    estimated points have at least the spread with which people place them.
    """
    iod = float(np.linalg.norm(mesh[473, :2] - mesh[468, :2]))
    kinds, indices, starts, counts = _on_mesh()
    places = (np.add.reduceat(mesh[indices, :2], starts, axis=0) / counts[:, None]).tolist()
    largest = None if sigma is None else np.maximum.reduceat(sigma[indices], starts).tolist()
    points: dict[str, Landmark] = {}
    for number, (kind, (x, y)) in enumerate(zip(kinds, places, strict=True)):
        own = None if largest is None else largest[number] * kind.spread / SPREAD_TO_SIGMA
        if kind.kind == "estimated":
            own = math.hypot(own or 0.0, GUESS_SIGMA * iod)
        own = None if own is None else round(own, 3)
        points[kind.id] = Landmark(x, y, kind.kind, own, kind.response)
    points["tr"] = estimated_trichion(mesh)
    return {name: points[name] for name in point_kinds()}


def hidden_estimated(points: Mapping[str, Landmark], pose: Pose) -> dict[str, Landmark]:
    """The points with those of a turned head's far side as estimates: behind the nose the mesh only guesses them."""
    if abs(pose.yaw) < FRONTAL_YAW:
        return dict(points)
    far = "_l" if pose.yaw > 0 else "_r"
    iod = float(np.hypot(points["p_r"].x - points["p_l"].x, points["p_r"].y - points["p_l"].y))
    made = dict(points)
    for name, point in points.items():
        if name.endswith(far):
            sigma = round(float(np.hypot(point.sigma or 0.0, GUESS_SIGMA * iod)), 3)
            made[name] = replace(point, source="estimated", sigma=sigma, repeat=point.repeated)
    return made


def from_mesh(points: Mapping[str, Landmark], face: Face) -> Mapping[str, Landmark]:
    """The points with automatic ones where the mesh alone has them: two versions of this program share the mesh, not
    what they make of it. Points that a human set or kept stay."""
    return on_mesh(points, face, {name for name, point in points.items() if point.is_judged})


def on_mesh(points: Mapping[str, Landmark], face: Face, kept: Collection[str]) -> Mapping[str, Landmark]:
    """The points with all but the `kept` ones where the mesh of the face has them."""
    plain = named_points(face.xyz, None if face.sigma is None else np.array(face.sigma))
    return {name: plain[name] if name in plain and name not in kept else point for name, point in points.items()}


def estimated_trichion(mesh: Array) -> Landmark:
    """The hairline of an average person: along the facial midline, from the pupils upwards.

    The length is the depth-restored pupil distance, so that a turned head does not lower the hairline.
    """
    pupils = (mesh[468] + mesh[473]) / 2
    length = float(np.linalg.norm(mesh[33] - mesh[263])) * 63.0 / 88.9
    up = mesh[9, :2] - mesh[2, :2]
    up = up / max(float(np.linalg.norm(up)), 1e-9)
    x, y = pupils[:2] + TRICHION_HEIGHT * length * up
    return Landmark(float(x), float(y), "estimated", round(TRICHION_SIGMA * length, 3))
