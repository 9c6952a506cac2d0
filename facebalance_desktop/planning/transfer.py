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
    def _planes(self) -> Array:
        """(4, 852, 3): what (x, y, 1) is multiplied with for the three barycentric coordinates and the depth there."""
        a, b, c = (self.corners[:, i, :2] for i in range(3))
        u, v = b - a, c - a
        area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
        area = np.where(np.abs(area) > 1e-6, area, np.inf)
        second = np.stack([v[:, 1], -v[:, 0], a[:, 1] * v[:, 0] - a[:, 0] * v[:, 1]], axis=1) / area[:, None]
        third = np.stack([-u[:, 1], u[:, 0], a[:, 0] * u[:, 1] - a[:, 1] * u[:, 0]], axis=1) / area[:, None]
        weights = np.stack([(0.0, 0.0, 1.0) - second - third, second, third])
        depth = (weights * self.corners[:, :, 2].T[:, :, None]).sum(axis=0)
        return np.concatenate([weights, depth[None]])

    @cached_property
    def _front(self) -> NDArray[np.bool_]:
        """(852,): the triangles that face the camera and have an area; none of the others ever holds a point."""
        a, b, c = (self.corners[:, i, :2] for i in range(3))
        area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
        return np.logical_and(np.abs(area) > 1e-6, self.facing > 0)

    @cached_property
    def _reach(self) -> tuple[Array, Array]:
        """The upright bounds of every triangle of the front."""
        low, high = self.corners[:, :, :2].min(axis=1), self.corners[:, :, :2].max(axis=1)
        low[~self._front] = np.inf
        return low, high

    @cached_property
    def _rim(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The edges of the front beyond which nothing faces the camera: triangle, and the place of the first corner."""
        front = np.flatnonzero(self.facing > 0)
        if not len(front):
            front = np.arange(len(self.corners))
        ends = np.stack([np.roll(triangles()[front], -step, axis=1)[:, :2] for step in range(3)], axis=1)
        keys = np.sort(ends, axis=2).reshape(-1, 2)
        _, place, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
        single = np.flatnonzero(count[np.ravel(place)] == 1)
        return front[single // 3], single % 3

    def _near(self, points: Array) -> tuple[NDArray[np.int64], Array, Array]:
        """The triangles near any of the points, each point's barycentric coordinates there (3, t, n), and its depth."""
        low, high = self._reach
        near = np.flatnonzero(((low <= points.max(axis=0)) & (high >= points.min(axis=0))).all(axis=1))
        known = self._planes[:, near] @ np.vstack([points.T, np.ones(len(points))])
        return near, known[:3], known[3]

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
        holds = (weights >= -1e-9).all(axis=0)
        inside = holds.any(axis=0)
        if inside.any():
            best = np.where(holds, depth, np.inf)[:, inside].argmin(axis=0)
            found[inside], own[inside] = near[best], weights[:, best, np.flatnonzero(inside)].T
        if not inside.all():
            found[~inside], own[~inside], away[~inside] = self._nearest(points[~inside])
        return found, own, away

    def _nearest(self, points: Array) -> tuple[NDArray[np.int64], Array, Array]:
        """The nearest places of the surface that faces the camera: triangles, coordinates and distances."""
        rim, first = self._rim
        second = (first + 1) % 3
        p, q = self.corners[rim, first, :2], self.corners[rim, second, :2]
        step = q - p
        square = np.maximum((step * step).sum(axis=1), 1e-12)
        from_p = points[:, None, :] - p
        along = np.clip((from_p[..., 0] * step[:, 0] + from_p[..., 1] * step[:, 1]) / square, 0.0, 1.0)
        gap = np.hypot(from_p[..., 0] - along * step[:, 0], from_p[..., 1] - along * step[:, 1])
        best, each = gap.argmin(axis=1), np.arange(len(points))
        weights = np.zeros((len(points), 3))
        weights[each, first[best]], weights[each, second[best]] = 1.0 - along[each, best], along[each, best]
        return rim[best], weights, gap[each, best]

    def covered(self, points: Array, depth: Array) -> NDArray[np.bool_]:
        """Whether a part of the face stands in front of each point, whose depth is given."""
        _, weights, other = self._near(points)
        holds = (weights >= 0.02).all(axis=0)
        return np.asarray((holds & (other < depth - BEHIND * self.iod)).any(axis=0))


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
    for triangle in np.unique(found[away > 0]).tolist():
        beside = (found == triangle) & (away > 0)
        feet = weights[beside] @ source.corners[triangle, :, :2]
        made[beside] += _turned(source, target, triangle, xy[beside] - feet)
    angles = np.minimum(target.outlook[found], source.outlook[found])
    hidden = (target.outlook[found] < TURNED_AWAY) | ((away == 0) & target.covered(made, places[:, 2]))
    doubtful = (angles < GRAZING) | (away > FAR_OUT * source.iod)
    sights: list[Sight] = [
        "hidden" if h else "doubtful" if d else "seen" for h, d in zip(hidden, doubtful, strict=True)
    ]
    return Carried(tuple((float(x), float(y)) for x, y in made), tuple(sights))


def _turned(source: Surface, target: Surface, triangle: int, steps: Array) -> Array:
    """Steps away from the mesh, turned and scaled as the surroundings of a triangle are from source to target."""
    around = _surroundings()[triangle]
    fit = fit_similarity(source.mesh[around, :2], target.mesh[around, :2])
    if fit is None:
        return steps
    return np.asarray(Similarity(fit.a, fit.b).points(steps))


def carry_by_similarity(source_to_target: Similarity, points: Sequence[Point]) -> Carried:
    """The points moved with the photo alone: what is left where a mesh is missing, so in doubt throughout."""
    made = tuple(source_to_target.point(point) for point in points)
    return Carried(made, tuple("doubtful" for _ in made))


def mirror(surface: Surface, points: Sequence[Point]) -> Carried:
    """The points on the other side of the same face in the same photo, in the same order."""
    return carry(surface.mirrored(), surface, [(-x, y) for x, y in points])
