"""Edges in the picture that named points lie on: lid margins, lip borders, nasal wings, the chin against the neck.

The mesh follows a local change of the face only in part. Where a point lies on an edge, the edge itself is looked for
along its normal, from the mesh's place; it is used only where it is clear: strong enough, and alone, which is to say
that neighbouring parts of the contour all find it at the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from facebalance_desktop import resources
from facebalance_desktop.faces import lids
from facebalance_desktop.faces.crops import Patch, photo_to_crop_of
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Array, Point
from facebalance_desktop.photos.opencv import cv2

Look = Literal["brighter", "darker", "border", "valley", "lid"]
WAYS: Mapping[str, tuple[float, float]] = {"up": (0, -1), "down": (0, 1), "right": (-1, 0), "left": (1, 0)}
"""Directions in the face's own frame (to image right along the pupils, down); right and left are the subject's."""
STEP = 0.5
"""Distance of the samples of a profile, px of the crop."""
FINE = 0.8
"""Smoothing of the crop, px."""
GRADIENT = 1.3
"""Spread of the derivative along the profile, px."""
STRIPS = 3
"""Parts of the contour that must agree."""
AGREED = 1.5
"""Furthest that the edge of a strip may lie from that of the whole, px."""
MOST_YAW = 25.0
"""Degrees of yaw beyond which the nose and cheek hide contours."""
CLOSED = 3.0
"""Opening of the mouth, % of the pupil distance, up to which the dark line between the lips is where they meet."""
PIXEL = 0.15
"""Standard deviation with which an edge is found between the px of the photo: small faces have larger px."""


@dataclass(frozen=True)
class EdgeKind:
    """A row of the table edges: how the edge of a named point is looked for. Lengths in % of the pupil distance:
    reach to both sides of where it should be, `half` of the contour looked at, `shift` from the edge outwards to where
    people place the point; standard deviations `repeat` between copies of a photo and `error` against people's points.
    `contrast` is the least strength, `alone` the most a second edge may have of it."""

    id: str
    contour: tuple[int, ...]
    way: str
    look: Look
    inwards: float
    outwards: float
    half: float
    contrast: float
    alone: float
    shift: float
    repeat: float
    error: float
    response: float


@dataclass(frozen=True)
class Edge:
    """An edge on a profile: `at` px from its middle, its `strength`, the next best one's share of it, and how far the
    strips lie apart (px, one standard deviation), None where they do not agree."""

    at: float
    strength: float
    second: float
    apart: float | None


@lru_cache(maxsize=1)
def edge_kinds() -> Mapping[str, EdgeKind]:
    """The named points that lie on an edge, by their id."""
    names = [field.name for field in fields(EdgeKind) if field.name != "contour"]
    rows = resources.table("edges").rows
    return {row["id"]: EdgeKind(contour=tuple(row["contour"]), **{name: row[name] for name in names}) for row in rows}


def on_edges(
    patch: Patch, mesh: Array, points: Mapping[str, Landmark], pose: Pose | None = None
) -> dict[str, Landmark]:
    """The points with those moved that lie on a clear edge of the patch: source `edge`, the edge's sigma and response.

    Across the edge the picture decides; along it the mesh's place stays. A point whose edge is not clear stays the
    mesh's, with what the mesh may be off the edge in its sigma.
    """
    made = dict(points)
    if pose is not None and abs(pose.yaw) > MOST_YAW:
        return made
    sight = Sight(patch, mesh)
    for kind in edge_kinds().values():
        if kind.id not in points:
            continue
        px = sight.iod / 100 / sight.to_crop.scale
        here = sight.to_crop.point(points[kind.id].xy)
        found = sight.clear(kind, here)
        if found is None or (kind.id == "sto" and sight.opening > CLOSED):
            continue
        x, y = sight.place(kind, here, found.at)
        repeat = float(np.hypot(kind.repeat * px, PIXEL))
        made[kind.id] = replace(
            points[kind.id],
            x=x,
            y=y,
            source="edge",
            sigma=round(float(np.hypot(kind.error * px, repeat)), 3),
            repeat=round(repeat, 3),
            response=kind.response,
        )
    return made


class Sight:
    """The crop of one face in CIE L*a*b* with its mesh: (478, 2) px of the crop."""

    def __init__(self, patch: Patch, mesh: Array) -> None:
        self.to_crop = photo_to_crop_of(mesh)
        crop = patch.crop(self.to_crop).astype(np.float32) / 255
        self._lab = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_RGB2LAB), (0, 0), FINE)
        self._mesh = self.to_crop.points(mesh[:, :2])
        across = self._mesh[473] - self._mesh[468]
        self.iod = float(np.linalg.norm(across)) or 1.0
        self._right = across / self.iod

    @property
    def opening(self) -> float:
        """Of the mouth, % of the pupil distance."""
        return 100 * float(np.linalg.norm(self._mesh[14] - self._mesh[13])) / self.iod

    def place(self, kind: EdgeKind, here: Point, at: float) -> tuple[float, float]:
        """The place of the point whose edge lies `at` px along the profile, in px of the photo."""
        middle, way = self._middle(kind, here)
        x, y = self.to_crop.inverse().point(tuple(middle + (at + kind.shift * self.iod / 100) * way))
        return round(x, 3), round(y, 3)

    def clear(self, kind: EdgeKind, here: Point) -> Edge | None:
        """The edge, None where there is none that is strong and alone."""
        found = self.edge(kind, here)
        if found is None or found.apart is None:
            return None
        return found if found.strength >= kind.contrast and found.second <= kind.alone else None

    def edge(self, kind: EdgeKind, here: Point) -> Edge | None:
        """The strongest edge within reach of where it should be for a point at `here`, px of the crop."""
        low, high = -kind.inwards * self.iod / 100, kind.outwards * self.iod / 100
        steps, profiles = self._profiles(kind, here, low - 8, high + 8)
        pull: Array | float = 0.0
        if kind.look == "lid":
            skinlike = self._skinlike(kind, here, profiles)
            if skinlike is None:
                return None
            profiles, pull = skinlike, lids.PULL * (100 * steps / self.iod) ** 2
        evidence = _evidence(kind.look, steps, profiles.mean(axis=0), low, high) - pull
        best = _peaks(steps, evidence, low, high)
        if not best:
            return None
        at, strength = best[0]
        strips = []
        for part in np.array_split(profiles, STRIPS):
            own = _peaks(steps, _evidence(kind.look, steps, part.mean(axis=0), low, high) - pull, low, high)
            strips.append(own[0][0] if own else np.inf)
        away = np.abs(np.array(strips) - at)
        apart = float(np.std(strips)) if bool((away <= AGREED).all()) else None
        return Edge(at, strength, best[1][1] / strength if len(best) > 1 else 0.0, apart)

    def _skinlike(self, kind: EdgeKind, here: Point, profiles: Array) -> Array | None:
        """(m, n, 1): how much each colour of (m, n, 3) profiles is the skin's of the lid; None where the lids hide the
        eyeball."""
        eyeball = lids.eyeball_colours(self._lab, self._mesh, kind.id[-1], self.iod)
        if eyeball is None:
            return None
        near, far = (share * self.iod / 100 for share in lids.SKIN)
        skin = self._profiles(kind, here, near, far)[1].reshape(-1, 3)
        return lids.skinlike(profiles, eyeball, skin)[..., None]

    def _middle(self, kind: EdgeKind, here: Point) -> tuple[Array, Array]:
        """Where the edge of a point at `here` should be and the unit vector outwards across it, in the crop."""
        right, down = self._right, np.array([-self._right[1], self._right[0]])
        x, y = WAYS[kind.way]
        way = x * right + y * down
        return np.array(here) - kind.shift * self.iod / 100 * way, way

    def _profiles(self, kind: EdgeKind, here: Point, low: float, high: float) -> tuple[Array, Array]:
        """(n,) steps across the edge and (m, n, 3) colours there, one row for each px along the mesh's contour."""
        middle, way = self._middle(kind, here)
        along = np.array([-way[1], way[0]])
        own = self._mesh[kind.contour[len(kind.contour) // 2]]
        beside = (self._mesh[list(kind.contour)] - own) @ np.column_stack([along, way])
        order = np.argsort(beside[:, 0])
        offsets = np.arange(-kind.half, kind.half + 0.01) * self.iod / 100
        bent = np.interp(offsets, beside[order, 0], beside[order, 1])
        steps = np.arange(low, high + STEP / 2, STEP)
        places = middle + offsets[:, None, None] * along + (steps[None, :, None] + bent[:, None, None]) * way
        x, y = (places[..., k].astype(np.float32) - np.float32(0.5) for k in (0, 1))
        colours = cv2.remap(self._lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return steps, np.asarray(colours, dtype=np.float64)


def _evidence(look: Look, steps: Array, profile: Array, low: float, high: float) -> Array:
    """How much an edge stands at each step of an (n, 3) profile: gain or loss of lightness outwards; gain along the
    change of colour from inside to outside; darkness of a narrow line. A lid's profile has one column."""
    if look == "lid":
        return _slope(profile[:, 0], lids.GRADIENT)
    if look == "border":
        inside = profile[(steps < low / 2) & (steps > 1.1 * low)].mean(axis=0)
        outside = profile[(steps > high / 2) & (steps < 1.1 * high)].mean(axis=0)
        change = outside - inside
        values = profile @ change / max(float(np.linalg.norm(change)), 1e-6)
    else:
        values = profile[:, 0]
    slope = -_slope(values) if look == "darker" else _slope(values)
    return _slope(slope) if look == "valley" else slope


def _slope(values: Array, spread: float = GRADIENT) -> Array:
    """Derivative of Gaussian, per px."""
    reach = int(4 * spread / STEP)
    x = np.arange(-reach, reach + 1) * STEP
    kernel = -x / spread**2 * np.exp(-(x**2) / (2 * spread**2)) / (np.sqrt(2 * np.pi) * spread) * STEP
    return np.asarray(np.convolve(np.pad(values, reach, mode="edge"), kernel, mode="valid"))


def _peaks(steps: Array, evidence: Array, low: float, high: float) -> list[tuple[float, float]]:
    """Place and strength of the local maxima between low and high, the strongest first, finer than a step."""
    inner = evidence[1:-1]
    is_peak = (inner >= evidence[:-2]) & (inner > evidence[2:]) & (inner > 0)
    is_peak &= (steps[1:-1] >= low) & (steps[1:-1] <= high)
    found = []
    for index in np.flatnonzero(is_peak) + 1:
        before, here, after = evidence[index - 1 : index + 2]
        bend = before - 2 * here + after
        found.append((float(steps[index] + STEP * (0.5 * (before - after) / bend if bend else 0.0)), float(here)))
    return sorted(found, key=lambda peak: -peak[1])
