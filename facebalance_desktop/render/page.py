"""A scene as a page of pixels: photos go straight into it, once; lines and text are painted over them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from facebalance_desktop.drawing.primitives import Picture, Scene
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.render.formats import NOTHING_WRITTEN
from facebalance_desktop.render.layers import Bytes, ExportLayers, Pyramids, resample_into
from facebalance_desktop.render.painter import Brush

LARGEST = 30_000
"""px: longer sides are refused before anything is allocated."""


def painted_page(scene: Scene, size: tuple[int, int], pyramids: Pyramids) -> Bytes:
    """The scene as (h, w, 3) sRGB; its photos are resampled once, to exactly these pixels. Raises Problem."""
    width, height = size
    if max(size) > LARGEST:
        raise Problem(f"The picture would be {width} x {height} px, more than {LARGEST}. {NOTHING_WRITTEN}")
    try:
        page = np.empty((height, width, 3), np.uint8)
    except MemoryError:
        raise Problem(f"There is not enough memory for a picture of {width} x {height} px. {NOTHING_WRITTEN}") from None
    image = QImage(page.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, width, height), QColor(scene.background))
        unit = max(size) / max(scene.width, scene.height)
        _PageBrush(painter, unit, pyramids, QColor(scene.background), page).draw(
            scene.items, QRect(0, 0, width, height)
        )
    finally:
        painter.end()
    return page


class _PageBrush(Brush):
    """Writes photos into the page's own memory instead of painting a copy of them."""

    def __init__(self, painter: QPainter, unit: float, pyramids: Pyramids, background: QColor, page: Bytes) -> None:
        super().__init__(painter, unit, ExportLayers(pyramids), background)
        self._pyramids = pyramids
        self._page = page

    def picture(self, item: Picture, area: QRect) -> None:
        pyramid: Pyramid | None = self._pyramids(item.sha256)
        if pyramid is None:
            raise RuntimeError("an export was painted before its photos were decoded")
        part = self._page[area.y() : area.y() + area.height(), area.x() : area.x() + area.width()]
        to_device = item.photo_to_page.then(Similarity(self.unit))
        resample_into(part, pyramid, to_device, area, self.background, is_fine=True)
