"""The hairline at the midline: where skin ends and hair begins, searched above the glabella in an upright crop."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Patch, photo_to_crop_of
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Array, Point
from facebalance_desktop.photos.opencv import cv2

Evidence = Literal["edge", "covered", "none"]
"""edge: skin ends in hair; covered: hair or a hat lies on the forehead; none: no edge (bald, cut off, cropped)."""

STEP = 0.01
HEIGHTS = np.arange(0.30, 1.85, STEP)
"""Searched heights above the pupil line, in pupil distances."""
LOW = (HEIGHTS > 0.42) & (HEIGHTS < 0.68)
"""Those of the lower forehead."""
OFFSETS = np.linspace(-0.22, 0.22, 23)
"""Searched places beside the midline, in pupil distances."""
WINDOW = round(0.15 / STEP)
PRIOR, PRIOR_SPREAD, PRIOR_WEIGHT = 1.19, 0.16, 0.7
"""Height of the hairline: mean of 102 hand-placed studio frontals (1.188, sd 0.099), held loosely."""
BIAS = 0.035
"""People set the hairline this much above the colour edge, among the first hairs (median of 14 London frontals)."""
SOFTNESS, SHARPEST, SPREAD = 0.80, 0.034, 0.25
"""People set the hairline anywhere within the rise from skin to hair: its standard deviation over the rise's width, the
least with which the interval holds 97 % of the hand-placed ones in copies of the same fourteen (0.77 to 0.80 with each
person left out, of whom it then holds 96 %); the least width of theirs, in pupil distances; and the share of what the
heights beside the midline differ by."""
LEAST, HIGHEST, COVERED = 1.5, 1.55, 2.0
"""Least contrast of an edge; an edge higher than this is the head's outline; forehead unlike the cheeks is covered."""
BURNT, GLARE = 252, 0.2
"""Grey level from which the light was too much, and what the error grows by where all of a forehead is so."""
CHEEKS = (50, 280, 36, 266, 101, 330, 5, 195, 117, 346)
"""Mesh points on the skin of cheeks and nose."""
EXPOSED, DARK, MOST_GAIN = 0.45, 0.35, 4.0
"""What the cheeks are brought to in their brightest channel where an edge is looked for; what they are at least brought
to before the forehead is compared with them (the darkest skin of the fourteen has 0.38 in a good light); the most that
a photo is brightened for either."""
LEAST_SURE = 0.12
"""Standard deviation from which an edge tells less than the height of an average person's hairline does."""
CROWN = 0.15
"""An edge nearer to the top of the head than this, in pupil distances, is its outline against the background: bald."""
RIVAL = 0.9
"""Share of the strongest edge from which a lower one is the hairline: hair has edges of its own."""


@dataclass(frozen=True)
class Person:
    """How surely each pixel of a copy of the photo at `scale` shows a person: (h, w), 0 to 1."""

    mask: NDArray[np.float32]
    scale: float


@dataclass(frozen=True)
class Hairline:
    """`place` in px of the photo and `sigma` along the midline in px; both None where there is no edge."""

    evidence: Evidence
    place: Point | None = None
    sigma: float | None = None


def hairline(patch: Patch, mesh: Array, person: Person | None = None) -> Hairline:
    """Look for the hairline of the face `mesh` (478, 3), px of the photo, in a patch of the photo; `person` tells where
    the head ends.

    Each height is given its unlikeness to the skin of the lower forehead (CIE Lab, and texture; bright smooth glare
    does not count); the edge is where the unlikeness above exceeds that below most, in bundles of columns.
    """
    to_crop = photo_to_crop_of(mesh)
    crop = patch.crop(to_crop)
    places = to_crop.points(mesh[:, :2])
    smooth = cv2.GaussianBlur(crop, (0, 0), 1.2).astype(np.float32) / 255
    gain = 1 / max(_cheeks(smooth, places), 0.02)
    iod = to_crop.scale * float(np.linalg.norm(mesh[33] - mesh[263])) * 63.0 / 88.9
    pupils = (places[468] + places[473]) / 2
    up = (places[9] - places[2]) / float(np.linalg.norm(places[9] - places[2]))
    right = np.array([-up[1], up[0]])
    grid = pupils + iod * (HEIGHTS[:, None, None] * up + OFFSETS[None, :, None] * right)
    if _is_covered(_exposed(smooth, max(1.0, DARK * gain)), grid, places):
        return Hairline("covered")
    unlike = _unlikeness(_exposed(smooth, EXPOSED * gain), grid)
    crown = _crown(person, to_crop.inverse().points(pupils + iod * HEIGHTS[:, None] * up))
    found = [_edge(unlike[:, k - 2 : k + 3].mean(axis=1), crown - CROWN) for k in range(3, len(OFFSETS) - 3, 2)]
    heights, contrasts, rivals, widths = np.array(found).T
    height = float(np.percentile(heights, 60))
    top = to_crop.inverse().point(tuple((pupils + up * height * iod).tolist()))
    is_outside = top[1] < 0 or patch.photo_to_patch.point(top)[1] < 2
    if float(np.median(contrasts)) < LEAST or height > HIGHEST or is_outside:
        return Hairline("none")
    spread = 1.4826 * float(np.median(np.abs(heights - np.median(heights))))
    place = to_crop.inverse().point(tuple((pupils + up * (height + BIAS) * iod).tolist()))
    burnt = np.asarray(crop.max(axis=2) >= BURNT, dtype=np.float32)
    low = height + 0.1 > HEIGHTS
    share = float(_sampled(burnt, grid[low]).mean())
    soft = SOFTNESS * max(float(np.median(widths)), SHARPEST)
    doubt = math.hypot(soft, SPREAD * spread, float(np.median(rivals)), GLARE * share)
    if doubt > LEAST_SURE:
        return Hairline("none")
    return Hairline("edge", place, doubt * iod / to_crop.scale)


def trichion(seen: Hairline, guess: Landmark) -> Landmark:
    """The hairline's point: where it is seen, else the guess from the mesh; it says which (`extra`, key hairline)."""
    told = {"hairline": seen.evidence}
    if seen.place is None or seen.sigma is None:
        return replace(guess, extra=told)
    x, y = seen.place
    return Landmark(round(x, 3), round(y, 3), "estimated", round(seen.sigma, 3), extra=told)


def _crown(person: Person | None, places: Array) -> float:
    """The height at which the person ends above the face, in pupil distances; beyond all heights where unknown."""
    if person is None:
        return float(HEIGHTS[-1]) + 1.0
    at = places * person.scale - 0.5
    x, y = (at[:, k].astype(np.float32).reshape(-1, 1) for k in (0, 1))
    seen = cv2.remap(person.mask, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).ravel()
    outside = np.flatnonzero(seen < 0.5)
    return float(HEIGHTS[outside[0]]) if len(outside) else float(HEIGHTS[-1]) + 1.0


def _cheeks(picture: NDArray[np.float32], places: Array) -> float:
    """How light the brightest channel of the cheeks is, 0 to 1."""
    cheeks = np.array([_sampled(picture, places[i][None]) for i in CHEEKS]).reshape(-1, 3)
    return float(np.median(cheeks.max(axis=1)))


def _exposed(picture: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """The picture (h, w, 3), 0 to 1, in CIE Lab at another exposure. One exposure of all faces lets one limit hold for
    them: light skin and a photo taken too light have wider differences of colour than dark skin, and no surer edges."""
    shown = np.clip(picture * np.float32(min(gain, MOST_GAIN)), 0, 1)
    return np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2LAB), dtype=np.float32)


def _unlikeness(lab: NDArray[np.float32], grid: Array) -> Array:
    """(heights, offsets) unlikeness to the forehead's skin."""
    seen = _sampled(lab, grid)
    light = lab[..., 0]
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), 2.5))
    texture = np.asarray(cv2.GaussianBlur(fine, (0, 0), 2.5), dtype=np.float32)
    rough = _sampled(texture, grid)
    skin = seen[LOW].reshape(-1, 3)
    middle = np.median(skin, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(skin - middle), axis=0), (5.0, 2.0, 2.5))
    rougher = rough - float(np.median(rough[LOW]))
    is_glare = (seen[..., 0] > middle[0] + 1.5 * spread[0]) & (rougher < 1.2)
    colour = np.minimum(np.sqrt((((seen - middle) / spread) ** 2).sum(axis=-1)), 8.0)
    return np.asarray(np.where(is_glare, 1.0, colour) + np.clip(rougher, 0, 3))


def _is_covered(lab: NDArray[np.float32], grid: Array, places: Array) -> bool:
    """Whether the forehead is unlike the cheeks, which stay as light as they are: hair on light skin is told by it."""
    cheeks = np.array([_sampled(lab, places[i][None]) for i in CHEEKS])
    cheek = np.median(cheeks.reshape(-1, 3), axis=0)
    parts = (LOW, (HEIGHTS > 0.56) & (HEIGHTS < 0.74))  # a brim may lie across the upper part alone
    unlike = [(np.median(_sampled(lab, grid[rows]).reshape(-1, 3), axis=0) - cheek) / (12, 6, 7) for rows in parts]
    return bool(max(np.linalg.norm(part) for part in unlike) > COVERED)


def _sampled(picture: NDArray[np.float32], grid: Array) -> Array:
    at = (grid - 0.5).astype(np.float32)
    flat = at.reshape(at.shape[0], -1, 2)
    found = cv2.remap(picture, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.float64)


def _edge(unlike: Array, highest: float) -> tuple[float, float, float, float]:
    """Height and contrast of the hairline on a profile: the lowest rise nearly as strong as the strongest below
    `highest`, the prior included in the choice; how far other such rises lie from it, and how wide the rise itself is
    (standard deviations)."""
    total = np.concatenate([[0.0], np.cumsum(unlike)])
    rows = np.arange(WINDOW, len(HEIGHTS) - WINDOW)
    rise = (total[rows + WINDOW] - 2 * total[rows] + total[rows - WINDOW]) / WINDOW
    likely = rise - ((HEIGHTS[rows] - PRIOR) ** 2) / (2 * PRIOR_SPREAD**2) * 2 * PRIOR_WEIGHT
    likely[HEIGHTS[rows] > highest] = -np.inf
    best = int(np.argmax(likely))
    peaks = [k for k in range(1, len(rows) - 1) if likely[k - 1] <= likely[k] > likely[k + 1]]
    near = [k for k in peaks if likely[k] >= RIVAL * likely[best]] if likely[best] > 0 else []
    chosen = min(near, default=best)
    apart = [likely[k] / likely[best] * (HEIGHTS[rows[k]] - HEIGHTS[rows[chosen]]) / 2 for k in near]
    rival = float(np.linalg.norm(apart)) if apart else 0.0
    return float(HEIGHTS[rows[chosen]]), float(rise[chosen]), rival, _width(unlike, int(rows[chosen]))


def _width(unlike: Array, row: int) -> float:
    """Standard deviation of where a profile rises within a window to both sides of a row, in pupil distances."""
    steps = np.arange(-WINDOW, WINDOW) * STEP
    gains = np.maximum(np.diff(unlike[row - WINDOW : row + WINDOW + 1]), 0.0)
    total = float(gains.sum())
    if total <= 0:
        return float(steps.std())
    middle = float(gains @ steps) / total
    return math.sqrt(float(gains @ (steps - middle) ** 2) / total)
