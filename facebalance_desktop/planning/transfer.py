"""Places on a face carried to another photo of the same face, through the triangles of the two meshes.

Inside the mesh a place keeps its barycentric coordinates in its triangle (piecewise affine). Outside, it moves with the
similarity of the nearest triangle and its neighbours. Only places move; no pixel of a photo is ever warped by this.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop import resources
from facebalance_desktop.faces.pose import mirror_indices
from facebalance_desktop.geometry import Array, Point, Similarity, fit_similarity

Sight = Literal["seen", "doubtful", "hidden"]
"""How well the surface round a place can be seen: fully, at a grazing angle, or not at all."""

GRAZING = 0.42
"""Cosine between the surface and the view below which a place is doubtful (65 degrees)."""
TURNED_AWAY = 0.10
"""Below this the surface is turned away: hidden."""
BEHIND = 0.06
"""A place lies behind another part of the face when that part is nearer by this share of the pupil distance."""
FAR_OUT = 0.75
"""Beyond this share of the pupil distance outside the mesh a place is doubtful."""


@lru_cache(maxsize=1)
def triangles() -> NDArray[np.int64]:
    """(852, 3) mesh indices, clockwise as seen on a frontal photo (resources/mesh.json, which says how it was made)."""
    made = json.loads(resources.path("mesh.json").read_text(encoding="utf-8"))["triangles"]
    found = np.array(made, dtype=np.int64)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=1)
def _surroundings() -> tuple[NDArray[np.int64], ...]:
    """For each triangle the mesh points of all triangles that share a corner with it."""
    corners = triangles()
    touching: dict[int, set[int]] = {}
    for triangle in corners.tolist():
        for corner in triangle:
            touching.setdefault(corner, set()).update(triangle)
    return tuple(np.array(sorted(set().union(*(touching[i] for i in one)))) for one in corners.tolist())


@dataclass(frozen=True, eq=False)
class Surface:
    """The mesh of one face in one photo: (478, 3), px of the upright photo, z on the scale of x, smaller is nearer."""

    mesh: Array

    @cached_property
    def corners(self) -> Array:
        """(852, 3, 3): the corners of every triangle."""
        return np.asarray(self.mesh[triangles()], dtype=np.float64)

    @cached_property
    def facing(self) -> Array:
        """(852,): cosine between each triangle and the view; 1 faces the camera, below 0 is turned away."""
        a, b, c = self.corners[:, 0], self.corners[:, 1], self.corners[:, 2]
        normal = np.cross(b - a, c - a)
        return np.asarray(normal[:, 2] / np.maximum(np.linalg.norm(normal, axis=1), 1e-12))

    @cached_property
    def outlook(self) -> Array:
        """(852,): the same of the surface round each triangle, so that a crease of the lips or the nose is no edge."""
        a, b, c = self.corners[:, 0], self.corners[:, 1], self.corners[:, 2]
        normal = np.cross(b - a, c - a)
        for _ in range(2):
            at_points = np.zeros_like(self.mesh)
            for corner in range(3):
                np.add.at(at_points, triangles()[:, corner], normal)
            normal = at_points[triangles()].sum(axis=1)
        return np.asarray(normal[:, 2] / np.maximum(np.linalg.norm(normal, axis=1), 1e-12))

    @cached_property
    def iod(self) -> float:
        """Distance between the outer lid corners over 1.41: the pupil distance that a turned head does not shorten."""
        return float(np.linalg.norm(self.mesh[33] - self.mesh[263])) * 63.0 / 88.9

    @cached_property
    def _inverse(self) -> tuple[Array, NDArray[np.bool_]]:
        """Matrices from px to barycentric coordinates of every triangle, and which triangles have an area."""
        a, b, c = (self.corners[:, i, :2] for i in range(3))
        u, v = b - a, c - a
        area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
        solid = np.abs(area) > 1e-6
        area = np.where(solid, area, 1.0)
        inverse = np.stack([np.stack([v[:, 1], -v[:, 0]], 1), np.stack([-u[:, 1], u[:, 0]], 1)], 1)
        return inverse / area[:, None, None], solid

    @cached_property
    def _reach(self) -> tuple[Array, Array]:
        """The upright bounds of every triangle that faces the camera; none of the others ever holds a point."""
        low, high = self.corners[:, :, :2].min(axis=1), self.corners[:, :, :2].max(axis=1)
        low[~np.logical_and(self._inverse[1], self.facing > 0)] = np.inf
        return low, high

    def _near(self, points: Array) -> tuple[NDArray[np.int64], Array, Array]:
        """The triangles near any of the points, each point's barycentric coordinates there (n, t, 3), and its depth."""
        low, high = self._reach
        near = np.flatnonzero(((low <= points.max(axis=0)) & (high >= points.min(axis=0))).all(axis=1))
        step = points[:, None, :] - self.corners[None, near, 0, :2]
        local = np.einsum("tij,ntj->nti", self._inverse[0][near], step)
        weights = np.concatenate([1.0 - local.sum(axis=2, keepdims=True), local], axis=2)
        return near, weights, np.einsum("nti,ti->nt", weights, self.corners[near, :, 2])

    def mirrored(self) -> Surface:
        """The same face in the photo flipped about x = 0, with right and left exchanged."""
        return Surface(np.asarray(self.mesh[list(mirror_indices())] * (-1.0, 1.0, 1.0)))

    def locate(self, points: Array) -> tuple[NDArray[np.int64], Array, Array]:
        """For each point its triangle, its barycentric coordinates there, and how far outside the mesh it lies (px).

        Where the mesh folds over itself the triangle nearest to the camera is taken. A point outside gets the nearest
        triangle that faces the camera, and the coordinates of the nearest point of it.
        """
        near, weights, depth = self._near(points)
        found, own, away = np.zeros(len(points), np.int64), np.zeros((len(points), 3)), np.zeros(len(points))
        holds = (weights >= -1e-9).all(axis=2)
        inside = holds.any(axis=1) if len(near) else np.zeros(len(points), np.bool_)
        if inside.any():
            best = np.where(holds, depth, np.inf)[inside].argmin(axis=1)
            found[inside], own[inside] = near[best], weights[inside, best]
        for n in np.flatnonzero(~inside):
            found[n], own[n], away[n] = self._nearest(points[n])
        return found, own, away

    def _nearest(self, point: Array) -> tuple[int, Array, float]:
        """The nearest place of the surface that faces the camera: triangle, coordinates and distance."""
        front = np.flatnonzero(self.facing > 0)
        if not len(front):
            front = np.arange(len(self.corners))
        best: tuple[int, Array, float] = (int(front[0]), np.array([1.0, 0.0, 0.0]), np.inf)
        for i, j in ((0, 1), (1, 2), (2, 0)):
            p, q = self.corners[front, i, :2], self.corners[front, j, :2]
            step = q - p
            square = np.maximum((step * step).sum(axis=1), 1e-12)
            along = np.clip(((point - p) * step).sum(axis=1) / square, 0.0, 1.0)
            gap = np.linalg.norm(p + along[:, None] * step - point, axis=1)
            k = int(gap.argmin())
            if gap[k] < best[2]:
                weights = np.zeros(3)
                weights[i], weights[j] = 1.0 - along[k], along[k]
                best = int(front[k]), weights, float(gap[k])
        return best

    def covered(self, points: Array, depth: Array) -> NDArray[np.bool_]:
        """Whether a part of the face stands in front of each point, whose depth is given."""
        _, weights, other = self._near(points)
        holds = (weights >= 0.02).all(axis=2)
        return np.asarray((holds & (other < (depth - BEHIND * self.iod)[:, None])).any(axis=1))


@dataclass(frozen=True)
class Carried:
    """Points as they lie on another photo (px), and how well each can be seen there."""

    points: tuple[Point, ...]
    sights: tuple[Sight, ...]

    @property
    def sight(self) -> Sight:
        """Of the whole: hidden when more than a third of it is, doubtful when any of it is in doubt."""
        hidden = sum(sight == "hidden" for sight in self.sights)
        if not self.sights or hidden > len(self.sights) / 3:
            return "hidden"
        return "seen" if all(sight == "seen" for sight in self.sights) else "doubtful"


def carry(source: Surface, target: Surface, points: Sequence[Point]) -> Carried:
    """The points of `source`'s photo (px) on `target`'s photo."""
    if not points:
        return Carried((), ())
    xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    found, weights, away = source.locate(xy)
    places = np.einsum("ni,nij->nj", weights, target.corners[found])
    made = places[:, :2].copy()
    for n in np.flatnonzero(away > 0):
        foot = np.einsum("i,ij->j", weights[n], source.corners[found[n], :, :2])
        made[n] += _turned(source, target, int(found[n]), xy[n] - foot)
    angles = np.minimum(target.outlook[found], source.outlook[found])
    hidden = (target.outlook[found] < TURNED_AWAY) | ((away == 0) & target.covered(made, places[:, 2]))
    doubtful = (angles < GRAZING) | (away > FAR_OUT * source.iod)
    sights: list[Sight] = [
        "hidden" if h else "doubtful" if d else "seen" for h, d in zip(hidden, doubtful, strict=True)
    ]
    return Carried(tuple((float(x), float(y)) for x, y in made), tuple(sights))


def _turned(source: Surface, target: Surface, triangle: int, step: Array) -> Array:
    """A step away from the mesh, turned and scaled as the surroundings of a triangle are from source to target."""
    around = _surroundings()[triangle]
    fit = fit_similarity(source.mesh[around, :2], target.mesh[around, :2])
    if fit is None:
        return step
    return np.asarray(Similarity(fit.a, fit.b).points(step)[0])


def carry_by_similarity(source_to_target: Similarity, points: Sequence[Point]) -> Carried:
    """The points moved with the photo alone: what is left where a mesh is missing, so in doubt throughout."""
    made = tuple(source_to_target.point(point) for point in points)
    return Carried(made, tuple("doubtful" for _ in made))


def mirror(surface: Surface, points: Sequence[Point]) -> Carried:
    """The points on the other side of the same face in the same photo, in the same order."""
    return carry(surface.mirrored(), surface, [(-x, y) for x, y in points])
