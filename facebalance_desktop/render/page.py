"""A scene as a page of pixels: photos go straight into it, once; lines and text are painted over them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from facebalance_desktop.drawing.primitives import Picture, Scene
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.render.formats import NOTHING_WRITTEN
from facebalance_desktop.render.layers import (
    ExportLayers,
    Layers,
    PixelArray,
    Pyramids,
    resample_into,
)
from facebalance_desktop.render.painter import Brush
from facebalance_desktop.translation import tr

LARGEST = 30_000
"""px: longer sides are refused before anything is allocated."""


def painted_page(scene: Scene, size: tuple[int, int], pyramids: Pyramids) -> PixelArray:
    """The scene as (h, w, 3) sRGB; its photos are resampled once, to exactly these pixels. Raises Problem."""
    width, height = size
    if max(size) > LARGEST:
        raise Problem(
            tr(
                "The picture would be {width} x {height} px, more than {largest}. {nothing_written}",
                width=width,
                height=height,
                largest=LARGEST,
                nothing_written=NOTHING_WRITTEN,
            )
        )
    try:
        page = np.empty((height, width, 3), np.uint8)
    except MemoryError:
        raise Problem(
            tr(
                "There is not enough memory for a picture of {width} x {height} px. {nothing_written}",
                width=width,
                height=height,
                nothing_written=NOTHING_WRITTEN,
            )
        ) from None
    image = QImage(page.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, width, height), QColor(scene.background))
        unit = max(size) / max(scene.width, scene.height)
        layers = _PageLayers(pyramids)
        brush = _PageBrush(painter, unit, layers, QColor(scene.background), page)
        brush.draw(scene.items, QRect(0, 0, width, height))
    finally:
        painter.end()
    return page


class _PageLayers(ExportLayers):
    def fill(self, part: PixelArray, item: Picture, to_device: Similarity, area: QRect, background: QColor) -> None:
        """Resample straight into a part of the page, (h, w, 3) that stands for `area`."""
        resample_into(part, self.pyramid(item), to_device, area, background, True, item.is_flipped)


class _PageBrush(Brush):
    """Writes photos into the page's own memory instead of painting a copy of them."""

    def __init__(
        self, painter: QPainter, unit: float, layers: Layers, background: QColor, page: PixelArray | None = None
    ) -> None:
        super().__init__(painter, unit, layers, background)
        self._page = page

    def picture(self, item: Picture, area: QRect) -> None:
        clip = self.painter.clipRegion() if self.painter.hasClipping() else None
        is_upright = clip is None or clip.rectCount() == 1
        if (
            self._page is None
            or not is_upright
            or self.painter.opacity() < 1
            or not isinstance(self.layers, _PageLayers)
        ):
            super().picture(item, area)
            return
        seen = area if clip is None else clip.boundingRect().intersected(area)
        if not seen.isEmpty():
            part = self._page[seen.y() : seen.y() + seen.height(), seen.x() : seen.x() + seen.width()]
            self.layers.fill(part, item, item.photo_to_page.then(Similarity(self.unit)), seen, self.background)
