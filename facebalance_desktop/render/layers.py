"""Photos resampled into layers of device pixels, by one rule for screen and export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from facebalance_desktop.comparison.light_match import Shift, shifted
from facebalance_desktop.drawing.primitives import Picture
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid

PixelArray = NDArray[np.uint8]
Pyramids = Callable[[str], Pyramid | None]
"""The decoded photo of a SHA-256, or None while it is not there yet."""

WAITING = "#333333"


class Layers(Protocol):
    """Where a painter gets its photos from."""

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        """The picture's part in `area` (device px) as an image of exactly that size."""
        ...


def resampled(
    pyramid: Pyramid,
    photo_to_device: Similarity,
    area: QRect,
    background: QColor,
    is_fine: bool,
    is_flipped: bool = False,
    shift: Shift | None = None,
) -> QImage:
    """Draw the level that is at most twice too large, bilinear; cubic where `is_fine` or the photo is enlarged.

    `shift` is added to the photo's L*, a* and b*, not to what lies round it.
    """
    image = QImage(area.width(), area.height(), QImage.Format.Format_RGB32)
    warped = np.empty((area.height(), area.width(), 3), np.uint8)
    resample_into(warped, pyramid, photo_to_device, area, background, is_fine, is_flipped)
    if shift is not None:
        np.copyto(warped, shifted(warped, shift), where=_covered(pyramid, photo_to_device, area, is_flipped))
    target: PixelArray = np.frombuffer(image.bits(), np.uint8).reshape(area.height(), area.width(), 4)
    cv2.cvtColor(warped, cv2.COLOR_RGB2BGRA, dst=target)
    return image


def resample_into(
    target: PixelArray,
    pyramid: Pyramid,
    photo_to_device: Similarity,
    area: QRect,
    background: QColor,
    is_fine: bool,
    is_flipped: bool = False,
) -> None:
    """Fill `target`, (h, w, 3) sRGB standing for `area` (device px). A photo that only moves by whole px is copied.

    `is_flipped`: the photo is flipped left to right within its width before it is moved.
    """
    onto = photo_to_device.then(Similarity(tx=-area.x(), ty=-area.y()))
    colour = (background.red(), background.green(), background.blue())
    if is_fine and not is_flipped and pyramid.is_whole and is_copy(onto):
        _copy(target, pyramid.levels[0], round(onto.tx), round(onto.ty), colour)
        return
    level, matrix = _level_onto(pyramid, photo_to_device, area, is_flipped)
    is_enlarged = photo_to_device.scale > 1.0
    cv2.warpAffine(
        level,
        matrix,
        (area.width(), area.height()),
        dst=target,
        flags=cv2.INTER_CUBIC if is_fine or is_enlarged else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=colour,
    )


def _level_onto(
    pyramid: Pyramid, photo_to_device: Similarity, area: QRect, is_flipped: bool
) -> tuple[PixelArray, NDArray[np.float64]]:
    """The level to draw from, and (2, 3) that maps its pixels (integer centres) to those of `area`."""
    photo_width, photo_height = pyramid.size
    level = pyramid.level_for(photo_to_device.scale)
    height, width = level.shape[:2]
    across, down = photo_width / width, photo_height / height
    onto = photo_to_device.then(Similarity(tx=-area.x(), ty=-area.y()))
    a, b, tx, ty = onto.a, onto.b, onto.tx, onto.ty
    if is_flipped:
        across, tx, ty = -across, tx + a * photo_width, ty + b * photo_width
    rows = (a * across, -b * down, tx), (b * across, a * down, ty)
    return level, np.array([(x, y, shift + (x + y) / 2 - 0.5) for x, y, shift in rows])  # half px: integer centres


def _covered(pyramid: Pyramid, photo_to_device: Similarity, area: QRect, is_flipped: bool) -> NDArray[np.bool_]:
    """(h, w, 1): which pixels of `area` the photo covers."""
    level, matrix = _level_onto(pyramid, photo_to_device, area, is_flipped)
    inside = np.ones(level.shape[:2], np.uint8)
    size = area.width(), area.height()
    return np.asarray(cv2.warpAffine(inside, matrix, size, flags=cv2.INTER_NEAREST), dtype=np.bool_)[:, :, None]


def is_copy(onto: Similarity) -> bool:
    """Whether pixels land on pixels: no rotation, no scale, a shift by whole px (to a thousandth)."""
    shifts = (abs(onto.tx - round(onto.tx)), abs(onto.ty - round(onto.ty)))
    return max(abs(onto.a - 1), abs(onto.b)) < 1e-7 and max(shifts) < 1e-3


def _copy(target: PixelArray, photo: PixelArray, x: int, y: int, colour: tuple[int, int, int]) -> None:
    (height, width), (photo_height, photo_width) = target.shape[:2], photo.shape[:2]
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + photo_width, width), min(y + photo_height, height)
    if right <= left or bottom <= top:
        target[:] = colour
        return
    for gap in (target[:top], target[bottom:], target[top:bottom, :left], target[top:bottom, right:]):
        gap[:] = colour
    target[top:bottom, left:right] = photo[top - y : bottom - y, left - x : right - x]


def flat(area: QRect, colour: str) -> QImage:
    image = QImage(area.width(), area.height(), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


class ExportLayers:
    """Resamples to the exact device pixels, without a cache; an export waits until every photo is decoded."""

    def __init__(self, pyramids: Pyramids) -> None:
        self._pyramids = pyramids

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        return resampled(self.pyramid(picture), photo_to_device, area, background, True, picture.is_flipped)

    def pyramid(self, picture: Picture) -> Pyramid:
        pyramid = self._pyramids(picture.sha256)
        if pyramid is None:
            raise RuntimeError("an export was painted before its photos were decoded")
        return pyramid


class FlatLayers:
    """One colour instead of every photo: what tests compare screen and export by."""

    def __init__(self, colour: str = "#808080") -> None:
        self._colour = colour

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        return flat(area, self._colour)
