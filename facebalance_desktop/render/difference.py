"""How two images differ as the eye sees it: CIEDE2000 over sRGB, in whole images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from facebalance_desktop.drawing.ramp import ramp_rgb
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.opencv import cv2

Values = NDArray[np.float32]
PixelArray = NDArray[np.uint8]

SOFT = 1.2
"""px: the blur before comparing, so that grain and resampling are not taken for change."""
STRIP = 64
"""Rows at a time: the many steps of the formula then stay in the processor's cache."""


def lab(rgb: PixelArray) -> Values:
    """CIE L*a*b* (D65) of an (h, w, 3) sRGB image, float32."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), dtype=np.float32)


def ciede2000(first: Values, second: Values) -> Values:
    """CIEDE2000 of two (h, w, 3) Lab images (Sharma, Wu and Dalal 2005), float32 (h, w)."""
    parts = [_strip(first[y : y + STRIP], second[y : y + STRIP]) for y in range(0, len(first), STRIP)]
    return np.concatenate(parts) if parts else np.zeros(first.shape[:2], np.float32)


def _strip(first: Values, second: Values) -> Values:
    l1, a1, b1 = (np.ascontiguousarray(first[..., i]) for i in range(3))
    l2, a2, b2 = (np.ascontiguousarray(second[..., i]) for i in range(3))
    mean = (cv2.magnitude(a1, b1) + cv2.magnitude(a2, b2)) * np.float32(0.5)
    seventh = (mean * mean * mean) ** 2 * mean
    stretch = np.float32(1.5) - np.float32(0.5) * np.sqrt(seventh / (seventh + np.float32(25.0**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, h1, c2, h2 = np.hypot(a1, b1), np.arctan2(b1, a1), np.hypot(a2, b2), np.arctan2(b2, a2)
    turn = h2 - h1
    pi = np.float32(np.pi)
    turn = np.where(turn > pi, turn - 2 * pi, np.where(turn < -pi, turn + 2 * pi, turn))
    product = c1 * c2
    d_h = 2 * np.sqrt(product) * np.sin(turn / 2)
    middle = h1 + turn / 2
    middle = np.where(product == 0, h1 + h2, middle)
    l_mean, c_mean = (l1 + l2) / 2 - 50, (c1 + c2) / 2
    t = (
        1
        - np.float32(0.17) * np.cos(middle - np.float32(np.pi / 6))
        + np.float32(0.24) * np.cos(2 * middle)
        + np.float32(0.32) * np.cos(3 * middle + np.float32(np.radians(6)))
        - np.float32(0.20) * np.cos(4 * middle - np.float32(np.radians(63)))
    )
    s_l = 1 + np.float32(0.015) * l_mean * l_mean / np.sqrt(20 + l_mean * l_mean)
    s_c, s_h = 1 + np.float32(0.045) * c_mean, 1 + np.float32(0.015) * c_mean * t
    blue = np.degrees(middle) % 360
    swing = np.float32(np.radians(60)) * np.exp(-(((blue - 275) / 25) ** 2))
    seventh = (c_mean * c_mean * c_mean) ** 2 * c_mean
    r_t = -2 * np.sqrt(seventh / (seventh + np.float32(25.0**7))) * np.sin(swing)
    p_l, p_c, p_h = (l2 - l1) / s_l, (c2 - c1) / s_c, d_h / s_h
    square = p_l * p_l + p_c * p_c + p_h * p_h + r_t * p_c * p_h
    return np.asarray(np.sqrt(np.maximum(square, 0)), dtype=np.float32)


def shown(before: QImage, after: QImage, photos: Sequence[Sequence[Point]], threshold: float, most: float) -> QImage:
    """A dimmed grey picture of the before image with the differences above `threshold` in colour; both RGB32, same
    size. `photos` are the corners of the photos in px: outside one of them nothing is compared."""
    first, second = _rgb(before), _rgb(after)
    away = ciede2000(lab(_softened(first)), lab(_softened(second)))
    for corners in photos:
        inside = np.zeros(away.shape, np.uint8)
        middle = np.mean(corners, axis=0)
        shrunk = middle + (np.array(corners) - middle) * (1 - 4 * SOFT / max(np.ptp(corners, axis=0).max(), 1.0))
        cv2.fillConvexPoly(inside, np.round(np.clip(shrunk, -20_000, 20_000)).astype(np.int32), (1.0,))
        away = away * inside
    grey = cv2.cvtColor(first, cv2.COLOR_RGB2GRAY)
    dimmed = np.asarray(grey.astype(np.float32) * 0.62 + 34, np.float32)
    share = np.clip((away - threshold) / max(most - threshold, 1e-6), 0, 1)
    table = np.array([ramp_rgb(step / 255) for step in range(256)], np.float32)
    colours = table[(share * 255).astype(np.uint8)]
    weight = np.clip((away - threshold) / 2 + 0.35, 0, 0.85)[..., None] * (away > threshold)[..., None]
    mixed = dimmed[..., None] * (1 - weight) + colours * weight
    height, width = away.shape
    image = QImage(width, height, QImage.Format.Format_RGB32)
    target: PixelArray = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(np.ascontiguousarray(mixed.astype(np.uint8)), cv2.COLOR_RGB2BGRA, dst=target)
    return image


def _rgb(image: QImage) -> PixelArray:
    rows: PixelArray = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return np.asarray(cv2.cvtColor(rows[:, : image.width()], cv2.COLOR_BGRA2RGB), dtype=np.uint8)


def _softened(rgb: PixelArray) -> PixelArray:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), SOFT), dtype=np.uint8)
