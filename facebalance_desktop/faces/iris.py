"""The iris of each eye as a circle: fitted where the iris meets the white of the eye, seeded by the mesh.

The upper and the lower part of the limbus lie under the lids, so only its sides are read; a circle is accepted where
both sides show it. Elsewhere (closed or small eyes, glare, blur) the mesh's ring stands, with a wider error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels, patch_of
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Array, Point, Similarity, angle
from facebalance_desktop.photos.opencv import cv2

RADIUS = 40.0
"""Of the mesh's ring in the picture that is read, px."""
SIDE = 200
"""Side of that picture, px."""
MIDDLE = (SIDE / 2, SIDE / 2)
EYES: Mapping[str, tuple[int, tuple[int, ...], tuple[int, ...]]] = {
    "r": (468, (469, 470, 471, 472), (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)),
    "l": (473, (474, 475, 476, 477), (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)),
}
"""Mesh points of each eye: centre and ring of the iris, margin of the lids."""
WIDE = 50.0
"""Degrees to both sides of the horizontal in which the limbus is looked for."""
REACH = (0.72, 1.32)
"""Radii, over the mesh's, between which it is."""
STEPS, ANGLES = 61, 41
LEAST_RISE = 0.15
"""Gain of lightness over a fifth of the radius from which an angle shows the limbus, as a share of that between the
dark and the light of the eye."""
LEAST_RANGE = 8.0
"""Least difference of the dark and the light of an eye, CIE L*."""
BURNT = 250
"""Grey level of glare, which hides what lies under it."""
LEAST_SEEN = 7
"""Angles of each side that must show it, of ANGLES."""
ROUGH = 0.06
"""Most that these may lie off the circle, a root mean square over its radius."""
HEIGHT = 0.06
"""How far from the mesh's height, over the radius, the centre is expected (standard deviation): sides tell little."""
OPEN = 0.75
"""Least opening of the lids over the radius."""
RING = 0.965
"""The diameter of the limbus over that of the mesh's ring (hand-placed points of fourteen London frontals)."""
SEEN_ERROR, MESH_ERROR = 0.03, 0.05
"""Standard deviations of the diameter, as a share: of a fitted circle (0.029 against hand-placed points of the same),
and of the mesh's ring (0.029 there, more where an eye is narrow or hidden)."""


@dataclass(frozen=True)
class Iris:
    """Centre in px of the photo, diameter and its standard deviation in px, and whether the picture shows it: where it
    does not, all are the mesh's."""

    centre: Point
    diameter: float
    sigma: float
    is_seen: bool

    def as_json(self) -> dict[str, Any]:
        x, y = (round(value, 2) for value in self.centre)
        return {
            "x": x, "y": y, "diameter": round(self.diameter, 2), "sigma": round(self.sigma, 3), "seen": self.is_seen
        }  # fmt: skip


def irises(pixels: Pixels, mesh: Array) -> Mapping[str, Iris]:
    """The irises of the subject's right (`r`) and left (`l`) eye in `pixels` (h, w, 3), by the mesh (478, 3) in px."""
    return {side: _iris(pixels, mesh[:, :2], *kind) for side, kind in EYES.items()}


def iris_diameter(face: Face) -> tuple[float, float] | None:
    """The diameter of the iris in px and its standard deviation: the mean of the eyes that show it, else of the mesh's
    rings; None where the mesh has none."""
    told = face.extra.get("irises")
    eyes = list(told.values()) if isinstance(told, Mapping) else []
    kept = [eye for eye in eyes if eye.get("seen")] or eyes
    if not kept:
        rings = [kind[1] for kind in EYES.values()]
        wide = RING * sum(math.dist(face.xy[ring[0]], face.xy[ring[2]]) for ring in rings) / len(rings)
        return (wide, MESH_ERROR * wide) if wide > 0 else None
    diameter, sigma = (sum(float(eye[key]) for eye in kept) / len(kept) for key in ("diameter", "sigma"))
    return (diameter, sigma) if diameter > 0 else None


def _iris(pixels: Pixels, mesh: Array, centre: int, ring: tuple[int, ...], lids: tuple[int, ...]) -> Iris:
    radius = float(np.linalg.norm(mesh[ring[0]] - mesh[ring[2]])) / 2
    wide = 2 * RING * radius
    plain = Iris((float(mesh[centre, 0]), float(mesh[centre, 1])), wide, MESH_ERROR * wide, False)
    opening = float(np.linalg.norm(mesh[lids[4]] - mesh[lids[12]]))
    if radius < 3.0 or opening < OPEN * radius:
        return plain
    roll = angle(tuple(mesh[468]), tuple(mesh[473]))
    here = plain.centre
    shift = (MIDDLE[0] - here[0], MIDDLE[1] - here[1])
    to_eye = Similarity.of(-roll, RADIUS / radius, shift, about=here)
    crop = patch_of(pixels, to_eye, margin=0.0).crop(to_eye)[:SIDE, :SIDE]
    circle = _circle(np.ascontiguousarray(crop), to_eye.points(mesh[list(lids)]))
    if circle is None:
        return plain
    x, y, size, rough = circle
    error = math.hypot(SEEN_ERROR, rough / math.sqrt(LEAST_SEEN))
    place = to_eye.inverse().point((x, y))
    diameter = 2 * size / to_eye.scale
    return Iris(place, diameter, error * diameter, True)


def _circle(crop: NDArray[np.uint8], lids: Array) -> tuple[float, float, float, float] | None:
    """Centre and radius of the limbus in px of the crop, and the share of the radius that its places lie off it."""
    light = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2LAB)[..., 0], dtype=np.float32) * (100 / 255)
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), 0.03 * RADIUS))
    glare = np.asarray(crop.min(axis=2) >= BURNT, dtype=np.uint8)
    hidden = np.ones((SIDE, SIDE), np.uint8)
    cv2.fillPoly(hidden, [np.round(lids).astype(np.int32)], (0,))
    dark, bright = np.percentile(light[hidden == 0], (10, 90)) if (hidden == 0).any() else (0.0, 0.0)
    if bright - dark < LEAST_RANGE:
        return None
    light = (light - np.float32(dark)) / np.float32(bright - dark)
    hidden = np.maximum(hidden, cv2.dilate(glare, np.ones((5, 5), np.uint8)))
    x, y, size = *MIDDLE, RADIUS
    rough = 1.0
    for _ in range(3):
        places, sides = _limbus(light, hidden, (x, y), size)
        if min((sides < 0).sum(), (sides > 0).sum()) < LEAST_SEEN:
            return None
        x, y, size, away = _fitted(places, (x, y), size)
        kept = np.abs(away) < 2 * ROUGH * size
        if min((sides[kept] < 0).sum(), (sides[kept] > 0).sum()) < LEAST_SEEN:
            return None
        rough = float(np.sqrt((away[kept] ** 2).mean())) / size
    is_near = abs(size / RADIUS - 1) < 0.22 and math.hypot(x - MIDDLE[0], y - MIDDLE[1]) < 0.3 * RADIUS
    return (x, y, size, rough) if rough <= ROUGH and is_near else None


def _limbus(
    light: NDArray[np.float32], hidden: NDArray[np.uint8], centre: tuple[float, float], size: float
) -> tuple[Array, Array]:
    """(n, 2) places where lightness rises most outwards, and at which side (n,) each lies: -1 image left, 1 right."""
    turn = np.radians(np.linspace(-WIDE, WIDE, ANGLES))
    radii = np.linspace(*REACH, STEPS) * size
    found, sides = [], []
    for side in (-1.0, 1.0):
        ways = np.column_stack([side * np.cos(turn), np.sin(turn)])
        at = np.array(centre) + radii[None, :, None] * ways[:, None]
        px, py = ((at[..., k] - 0.5).astype(np.float32) for k in (0, 1))
        seen = cv2.remap(light, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.remap(hidden, px, py, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=(1,))
        window = max(1, round(0.1 * size / (radii[1] - radii[0])))
        total = np.cumsum(np.pad(np.asarray(seen, dtype=np.float64), ((0, 0), (1, 0))), axis=1)
        middle = np.arange(window, STEPS - window + 1)
        rise = (total[:, middle + window] - 2 * total[:, middle] + total[:, middle - window]) / window
        best = rise.argmax(axis=1)
        rows = np.arange(ANGLES)
        is_seen = (rise[rows, best] >= LEAST_RISE) & (best > 0) & (best < len(middle) - 1)
        is_seen &= np.asarray(cover)[rows, np.minimum(middle[best], STEPS - 1)] == 0
        for row in np.flatnonzero(is_seen):
            low, here, high = rise[row, best[row] - 1 : best[row] + 2]
            bend = low - 2 * here + high
            step = middle[best[row]] - 0.5 + (0.5 * (low - high) / bend if bend else 0.0)
            found.append(np.array(centre) + (radii[0] + step * (radii[1] - radii[0])) * ways[row])
            sides.append(side)
    return np.array(found).reshape(-1, 2), np.array(sides)


def _fitted(places: Array, start: tuple[float, float], size: float) -> tuple[float, float, float, Array]:
    """Centre, radius and how far the places lie off; outliers count less, the height is held near the mesh's."""
    x, y = start
    away = np.zeros(len(places))
    for _ in range(8):
        way = places - (x, y)
        reach = np.hypot(*way.T)
        away = reach - size
        weight = 1.0 / np.maximum(1.0, np.abs(away) / (0.03 * RADIUS))
        held = len(places) * (0.03 / HEIGHT) ** 2 / 4
        made = np.column_stack([way[:, 0] / reach, way[:, 1] / reach, np.ones(len(places))])
        left = (made * weight[:, None]).T @ made + np.diag([0.0, held, 0.0])
        right = (made * weight[:, None]).T @ away + (0.0, held * (MIDDLE[1] - y), 0.0)
        dx, dy, more = np.linalg.solve(left, right)
        x, y, size = x + float(dx), y + float(dy), size + float(more)
    return x, y, size, away
