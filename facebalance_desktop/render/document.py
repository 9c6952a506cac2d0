"""A figure as a PDF: photos at their own resolution, lines as vectors, text that can be selected."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter

from facebalance_desktop.drawing.figure import Figure
from facebalance_desktop.drawing.primitives import Picture, Scene, Text
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.project.model import PROGRAM
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import ExportLayers, Layers, Pyramids
from facebalance_desktop.render.painter import Brush, text_colour, text_halo
from facebalance_desktop.render.saved_state import saved_state

DATES = re.compile(rb"/(?:CreationDate|ModDate) ?\(D:\d{14}[^()]{0,10}\)")
SHARPEST = 600 / 72
"""px a point: photos finer than this are reduced to it, which no printer resolves."""


def document(figure: Figure, pyramids: Pyramids, packet: bytes) -> bytes:
    """The pages as PDF bytes, with the XMP `packet` and no other metadata than the program's name."""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(target)
    writer.setCreator(PROGRAM)
    writer.setTitle("")
    writer.setResolution(round(72 * resolution(figure)))
    writer.setDocumentXmpMetadata(QByteArray(packet))
    painter = QPainter()
    try:
        for number, page in enumerate(figure.pages):
            layout = QPageLayout(_page_size(page), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
            writer.setPageLayout(layout)
            if number == 0:
                painter.begin(writer)
            else:
                writer.newPage()
            paint_vectors(painter, page, writer, pyramids)
    finally:
        painter.end()
    return _undated(bytes(target.data().data()))


def _undated(data: bytes) -> bytes:
    """Without the moment of writing, which Qt always notes; the captions carry dates. Every byte keeps its place."""
    return DATES.sub(lambda found: b" " * len(found[0]), data)


def resolution(figure: Figure) -> float:
    """px a point for the photos of a document: their own, within reason."""
    return min(max(figure.unit, 300 / 72), SHARPEST)


def _page_size(page: Scene) -> QPageSize:
    return QPageSize(QSizeF(page.width, page.height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)


def paint_vectors(painter: QPainter, page: Scene, device: QPaintDevice, pyramids: Pyramids) -> None:
    """Paint a page on a device that keeps lines and text as such: a PDF or a printer; as large as it fits."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, False)
    unit = min(device.width() / page.width, device.height() / page.height)
    width, height = math.ceil(page.width * unit - 1e-6), math.ceil(page.height * unit - 1e-6)
    painter.fillRect(QRectF(0, 0, width, height), QColor(page.background))
    brush = _VectorBrush(painter, unit, ExportLayers(pyramids), QColor(page.background))
    brush.draw(page.items, QRect(0, 0, width, height))


class _VectorBrush(Brush):
    """Text as text; photos once, at the device's pixels."""

    def __init__(self, painter: QPainter, unit: float, layers: Layers, background: QColor) -> None:
        super().__init__(painter, unit, layers, background)

    def text(self, item: Text) -> None:
        if not item.text:
            return
        if item.box is not None:
            self.text_plate(item)
        font = QFont(fonts.family())
        font.setPixelSize(max(1, round(item.size * self.unit)))
        font.setBold(item.is_bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        fonts.separate_letters(font)
        self.painter.setFont(font)
        x, y = self.text_start(item)
        if item.box is None and item.has_halo:
            self._halo(item)
        self.painter.setPen(text_colour(item))
        self.painter.drawText(QPointF(x, y), item.text)

    def _halo(self, item: Text) -> None:
        """The dark edge of text on a photo, as a stroke under the text itself."""
        x, y = self.text_start(item)
        factor = item.size * self.unit / fonts.EM
        with saved_state(self.painter):
            self.painter.translate(x, y)
            self.painter.scale(factor, factor)
            self.painter.strokePath(fonts.outline(item.text, item.is_bold), text_halo(fonts.EM))

    def picture(self, item: Picture, area: QRect) -> None:
        """A photo as a picture of no more px than it has, stretched over its place."""
        to_device = item.photo_to_page.then(Similarity(self.unit))
        factor = min(1.0, 1.0 / max(to_device.scale, 1e-9))
        width, height = max(1, round(area.width() * factor)), max(1, round(area.height() * factor))
        fx = width / area.width()
        shift = Similarity(tx=-area.x(), ty=-area.y()).then(Similarity(fx))
        image: QImage = self.layers.layer(item, to_device.then(shift), QRect(0, 0, width, height), self.background)
        self.painter.drawImage(QRectF(area), image, QRectF(0, 0, width, height))
