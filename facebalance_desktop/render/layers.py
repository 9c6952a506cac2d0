"""Photos resampled into layers of device pixels, by one rule for screen and export."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from facebalance_desktop.drawing.primitives import Picture
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid

Bytes = NDArray[np.uint8]
Pyramids = Callable[[str], Pyramid | None]
"""The decoded photo of a SHA-256, or None while it is not there yet."""

WAITING = "#2a313a"


class Layers(Protocol):
    """Where a painter gets its photos from."""

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        """The picture's part in `area` (device px) as an image of exactly that size."""
        ...


def resampled(pyramid: Pyramid, photo_to_device: Similarity, area: QRect, background: QColor, is_fine: bool) -> QImage:
    """Draw the level that is at most twice too large, bilinear; cubic where `is_fine` and the photo is enlarged."""
    image = QImage(area.width(), area.height(), QImage.Format.Format_RGB32)
    photo_height, photo_width = pyramid.levels[0].shape[:2]
    level = pyramid.level_for(photo_to_device.scale)
    height, width = level.shape[:2]
    to_photo = np.diag([photo_width / width, photo_height / height, 1.0])
    to_device = np.vstack([photo_to_device.then(Similarity(tx=-area.x(), ty=-area.y())).matrix, (0, 0, 1)])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    matrix = (np.linalg.inv(half) @ to_device @ to_photo @ half)[:2]
    is_enlarged = photo_to_device.scale > 1.0
    warped = cv2.warpAffine(
        level,
        matrix,
        (area.width(), area.height()),
        flags=cv2.INTER_CUBIC if is_fine or is_enlarged else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(background.red(), background.green(), background.blue()),
    )
    target: Bytes = np.frombuffer(image.bits(), np.uint8).reshape(area.height(), area.width(), 4)
    cv2.cvtColor(warped, cv2.COLOR_RGB2BGRA, dst=target)
    return image


def _flat(area: QRect, colour: str) -> QImage:
    image = QImage(area.width(), area.height(), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


class ExportLayers:
    """Resamples to the exact device pixels, without a cache; an export waits until every photo is decoded."""

    def __init__(self, pyramids: Pyramids) -> None:
        self._pyramids = pyramids

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        pyramid = self._pyramids(picture.sha256)
        if pyramid is None:
            raise RuntimeError("an export was painted before its photos were decoded")
        return resampled(pyramid, photo_to_device, area, background, is_fine=True)


class ScreenLayers:
    """Resamples to the screen's pixels and keeps the latest layers, so that a repaint is a copy."""

    def __init__(self, pyramids: Pyramids, kept: int = 6) -> None:
        self._pyramids = pyramids
        self._kept = kept
        self._layers: OrderedDict[tuple[object, ...], QImage] = OrderedDict()

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        pyramid = self._pyramids(picture.sha256)
        if pyramid is None:
            return _flat(area, WAITING)
        key = (picture.sha256, id(pyramid), photo_to_device, area.getRect(), background.rgb())
        if key not in self._layers:
            self._layers[key] = resampled(pyramid, photo_to_device, area, background, is_fine=False)
            while len(self._layers) > self._kept:
                self._layers.popitem(last=False)
        self._layers.move_to_end(key)
        return self._layers[key]


class FlatLayers:
    """One colour instead of every photo: what tests compare screen and export by."""

    def __init__(self, colour: str = "#808080") -> None:
        self._colour = colour

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        return _flat(area, self._colour)
