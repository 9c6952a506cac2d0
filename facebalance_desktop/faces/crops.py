"""Upright crops of fixed size: the same face always meets the mesh at the same size, place and roll."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.geometry import Array, Point, Similarity, distance, midpoint
from facebalance_desktop.photos.opencv import cv2

Pixels = NDArray[np.uint8]

SIZE = 512
"""Side of a crop in px."""
CANTHI = 150.0
"""Distance between the outer canthi in a crop, px (seen from the front)."""
EYES_AT: Point = (256.0, 205.0)
"""Where the midpoint of the outer canthi lies in a crop: the face is then in the middle."""
EYES_TO_CANTHI = 1.41
"""Distance of the outer canthi over the distance of the pupils: 88.9 mm over 63 mm (canonical face, adult mean)."""

STEADY_MEAN = (150.0, 120.0, 105.0)
STEADY_SPREAD = (45.0, 42.0, 40.0)
"""Mean and spread of red, green and blue that every face is brought to before the mesh looks at it."""


def photo_to_crop(right: Point, left: Point, canthi: float) -> Similarity:
    """The similarity that sets a face upright in a crop.

    `right` and `left` are points of the subject's right and left eye (outer canthi or eye centres) in px of the photo,
    `canthi` the distance of the outer canthi in px as seen from the front.
    """
    roll = math.degrees(math.atan2(left[1] - right[1], left[0] - right[0]))
    middle = midpoint(right, left)
    scale = CANTHI / max(canthi, 1e-6)
    return Similarity.of(-roll, scale, (EYES_AT[0] - middle[0], EYES_AT[1] - middle[1]), about=middle)


def photo_to_crop_of(mesh: Array) -> Similarity:
    """The same from a (478, 3) mesh in px; depth restores the canthal distance of a turned head."""
    right, left = mesh[33], mesh[263]
    canthi = float(np.linalg.norm(left - right))
    return photo_to_crop((float(right[0]), float(right[1])), (float(left[0]), float(left[1])), canthi)


@dataclass(frozen=True)
class Patch:
    """The part of a photo round one face, reduced so far that crops of it do not alias.

    `pixels` (h, w, 3); `photo_to_patch` maps px of the photo to px of the patch.
    """

    pixels: Pixels
    photo_to_patch: Similarity

    def crop(self, to_crop: Similarity, size: int = SIZE) -> Pixels:
        """`size` square px of the photo under `to_crop` (photo px to crop px), bilinear, edges repeated."""
        matrix = self.photo_to_patch.inverse().then(to_crop).to_cv2()
        flags, mode = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
        made = cv2.warpAffine(self.pixels, matrix, (size, size), flags=flags, borderMode=mode)
        return np.asarray(made, dtype=np.uint8)


def patch_of(pixels: Pixels, to_crop: Similarity, finest: float = 1.0, margin: float = 0.25) -> Patch:
    """Cut out of `pixels` (h, w, 3) what a crop under `to_crop` and its neighbours need.

    The patch has at most `finest` times the scale of the crop; `margin` is the room round the crop for shifted ones.
    """
    height, width = pixels.shape[:2]
    low, high = -margin * SIZE, (1 + margin) * SIZE
    corners = to_crop.inverse().points([(low, low), (high, low), (high, high), (low, high)])
    x0, y0 = (int(v) for v in np.clip(np.floor(corners.min(0)), 0, (max(width - 1, 0), max(height - 1, 0))))
    x1, y1 = (int(v) for v in np.clip(np.ceil(corners.max(0)), (x0 + 1, y0 + 1), (width, height)))
    cut = pixels[y0:y1, x0:x1]
    scale = min(1.0, to_crop.scale * finest)
    new = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
    if new != (x1 - x0, y1 - y0):
        # Equal factors on both axes keep the patch a similarity of the photo: the cut grows to whole px of the patch.
        cut = np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    else:
        scale = 1.0
        cut = np.ascontiguousarray(cut)
    return Patch(cut, Similarity(scale, 0.0, -x0 * scale, -y0 * scale))


def steadied(patch: Patch, to_crop: Similarity) -> Patch:
    """The same patch with the light taken out: each channel of the face at one mean and spread, lightly smoothed.

    The mesh answers to exposure, colour cast and noise; measured on copies of one photo with another cast, noise and
    compression this halves the distance between the two meshes (0.32 to 0.17 % of the pupil distance).
    """
    face = patch.crop(to_crop)[SIZE // 4 : 3 * SIZE // 4, SIZE // 4 : 3 * SIZE // 4].reshape(-1, 3).astype(np.float32)
    gain = np.array(STEADY_SPREAD, np.float32) / np.maximum(face.std(axis=0), 4.0)
    offset = np.array(STEADY_MEAN, np.float32) - gain * face.mean(axis=0)
    table = np.clip(np.arange(256, dtype=np.float32)[:, None] * gain + offset, 0, 255).astype(np.uint8)
    even = cv2.LUT(patch.pixels, table.reshape(1, 256, 3))
    blur = cv2.GaussianBlur(even, (0, 0), patch.photo_to_patch.scale / to_crop.scale)
    return Patch(np.asarray(blur, dtype=np.uint8), patch.photo_to_patch)


def reduced(pixels: Pixels, longest: int = 1500) -> tuple[Pixels, float]:
    """A copy whose longer side is at most `longest` px, and its scale."""
    scale = min(1.0, longest / max(pixels.shape[:2]))
    if scale == 1.0:
        return np.ascontiguousarray(pixels), 1.0
    made = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(made, dtype=np.uint8), scale


def jitters(count: int) -> tuple[Similarity, ...]:
    """`count` small moves of a crop: none, then shifts of up to 9 px, rolls of up to 3 degrees, scales of up to 5 %.

    A fixed sequence that fills the box evenly (additive recurrence of the four-dimensional golden ratio; Roberts 2018),
    so that the same photo always gives the same points.
    """
    ratio = 1.1673039782614187  # the real root of x^5 = x + 1
    steps = [ratio**-k for k in range(1, 5)]
    moves = [Similarity()]
    for index in range(1, count):
        dx, dy, roll, size = (2 * ((0.5 + index * step) % 1.0) - 1 for step in steps)
        moves.append(Similarity.of(3 * roll, 1 + 0.05 * size, (9 * dx, 9 * dy), about=EYES_AT))
    return tuple(moves)


def eyes_apart(right: Point, left: Point) -> float:
    """An estimate of the canthal distance from two eye centres, px."""
    return EYES_TO_CANTHI * distance(right, left)
