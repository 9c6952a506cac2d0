"""The front outline of a head in profile, from the forehead to the neck, found in the picture to a part of a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

WORK = 1024
"""px: longer side of the copy on which the outline is first drawn."""
REACH = (0.016, 0.008)
"""How far to both sides of the outline its edge is looked for, in each of two rounds, over the longer side."""
SAMPLES = 33
FAINT = 12.0
"""Least difference of skin and background (CIE L*a*b*) of a visible edge."""


@dataclass(frozen=True)
class Outline:
    """(n, 2) px of the photo about `step` apart, from the top of the head along the face to the lower edge, mirrored
    where the nose points to image left (`is_mirrored`: x stands for width - x), and whether the edge was seen (n,)."""

    places: Array
    seen: NDArray[np.bool_]
    step: float
    width: int
    is_mirrored: bool

    def photo_place(self, x: float, y: float) -> tuple[float, float]:
        return (self.width - x if self.is_mirrored else x), y


def front_outline(pixels: Pixels, person: NDArray[np.float32], view: str) -> Outline | None:
    """The outline of the face in a `profile-right` (nose to image right) or `profile-left` photo `pixels` (h, w, 3).

    `person` (h', w'): how surely each pixel of a small copy shows a person. None where there is no single outline.
    """
    is_mirrored = view == "profile-left"
    if is_mirrored:
        pixels, person = pixels[:, ::-1], np.ascontiguousarray(person[:, ::-1])
    height, width = pixels.shape[:2]
    scale = min(1.0, WORK / max(height, width))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    fine = cv2.GaussianBlur(cv2.resize(person, size, interpolation=cv2.INTER_CUBIC), (0, 0), 2.0)
    rough = _front(np.asarray(fine > 0.5, dtype=np.uint8))
    if rough is None or len(rough) < 200:
        return None
    places = (rough + 0.5) * (width / size[0], height / size[1])
    step = 1.0 / scale
    seen = np.ones(len(places), dtype=bool)
    for reach in REACH:
        places = _even(_smooth(places, 2.0), step)
        places, seen = _on_edge(pixels, places, reach * max(height, width))
    return Outline(_smooth(places, 1.0), seen, step, width, is_mirrored)


def _front(mask: NDArray[np.uint8]) -> Array | None:
    """Integer px of the largest piece's contour from its highest point along its right side to its lowest row."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)[:, 0].astype(np.float64)
    if cv2.contourArea(contour.astype(np.float32), oriented=True) < 0:
        contour = contour[::-1]  # clockwise as seen: from the top along the right side
    contour = np.roll(contour, -int(np.argmin(contour[:, 1])), axis=0)
    low = np.flatnonzero(contour[:, 1] >= contour[:, 1].max() - 1)
    edge = np.flatnonzero(contour[:, 0] >= mask.shape[1] - 2)
    end = min([int(low[0]), *(int(i) for i in edge[:1])])
    return contour[:end] if end else None


def _even(places: Array, step: float) -> Array:
    """The same line with points `step` apart."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    at = np.arange(0.0, along[-1], step)
    return np.asarray(np.column_stack([np.interp(at, along, places[:, k]) for k in (0, 1)]), dtype=np.float64)


def _smooth(places: Array, spread: float) -> Array:
    made = cv2.GaussianBlur(
        places.reshape(-1, 1, 2), (1, 0), sigmaX=0.1, sigmaY=spread, borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(made, dtype=np.float64).reshape(-1, 2)


def normals(places: Array) -> Array:
    """(n, 2) unit vectors outwards of a line that runs down with the outside at its right."""
    along = np.gradient(_smooth(places, 2.0), axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return np.column_stack([along[:, 1], -along[:, 0]])


def _on_edge(pixels: Pixels, places: Array, reach: float) -> tuple[Array, NDArray[np.bool_]]:
    """Each place moved along its normal to where the colour is halfway between inside and outside."""
    out = normals(places)
    steps = np.linspace(-reach, reach, SAMPLES)
    at = places[:, None] + steps[None, :, None] * out[:, None] - 0.5
    x0, y0 = np.maximum(np.floor(at.min(axis=(0, 1))).astype(int) - 1, 0)
    x1, y1 = np.ceil(at.max(axis=(0, 1))).astype(int) + 2
    part = np.ascontiguousarray(pixels[y0:y1, x0:x1])
    x, y = ((at[..., k] - (x0, y0)[k]).astype(np.float32) for k in (0, 1))
    colours = cv2.remap(part, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    lab = np.asarray(cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float64)
    quarter = SAMPLES // 4
    inside, outside = lab[:, :quarter].mean(axis=1), lab[:, -quarter:].mean(axis=1)
    change = outside - inside
    size = np.linalg.norm(change, axis=1)
    share = ((lab - inside[:, None]) * change[:, None]).sum(axis=2) / np.maximum(size, 1e-6)[:, None] ** 2
    crossing = (share[:, :-1] < 0.5) & (share[:, 1:] >= 0.5)
    nearest = np.where(crossing, np.abs(steps[:-1] + steps[1:])[None], np.inf).argmin(axis=1)
    rows = np.arange(len(places))
    low, high = share[rows, nearest], share[rows, nearest + 1]
    seen = (size >= FAINT) & crossing[rows, nearest]
    part_of = np.clip((0.5 - low) / np.maximum(high - low, 1e-6), 0, 1)
    away = np.where(seen, steps[nearest] + part_of * (steps[1] - steps[0]), 0.0)
    if seen.any():
        away = np.interp(rows, rows[seen], away[seen])
    away = np.asarray(cv2.medianBlur(away.astype(np.float32).reshape(-1, 1), 5)).ravel()
    moved = np.asarray(places + away.astype(np.float64)[:, None] * out, dtype=np.float64)
    return moved, np.asarray(seen, dtype=np.bool_)
