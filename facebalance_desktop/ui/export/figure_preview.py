"""A figure as it will be written, reduced: laid out and painted by the export itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from facebalance_desktop.drawing.figure import Figure
from facebalance_desktop.drawing.primitives import Scene
from facebalance_desktop.render.export import size_of
from facebalance_desktop.render.layers import PixelArray, Pyramids
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.buttons import icon_button
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

EDGE = 14
"""px of background round the page."""


class FigurePreview(QWidget):
    """Shows one page of a figure as large as it fits; words where it cannot be shown yet."""

    turned = Signal(int, int)
    """(the page that is shown, from 1; how many there are), or (0, 0) where there is none."""
    resized = Signal()
    """It is shown at another size, for which the photos may be too small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(QSize(420, 340))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Preview of the page"))
        self._figure: Figure | None = None
        self._pyramids: Pyramids = lambda _: None
        self._words = ""
        self._page = 0
        self._pixels: PixelArray | None = None
        self.image: QImage | None = None

    def show_figure(self, figure: Figure, pyramids: Pyramids) -> None:
        self._figure, self._pyramids, self._words = figure, pyramids, ""
        self._page = min(self._page, len(figure.pages) - 1)
        self._paint_page()

    def unit(self, page: Scene) -> float:
        """Device px a point at which this page is shown."""
        room = QSize(self.width() - 2 * EDGE, self.height() - 2 * EDGE) * self.devicePixelRatioF()
        return min(room.width() / page.width, room.height() / page.height)

    def show_words(self, words: str) -> None:
        self._figure, self.image, self._words = None, None, words
        self.turned.emit(0, 0)
        self.update()

    def turn_by(self, pages: int) -> None:
        """Show another page; at the first and the last one it stays."""
        if self._figure is not None:
            self._page = max(0, min(self._page + pages, len(self._figure.pages) - 1))
            self._paint_page()

    def _paint_page(self) -> None:
        figure = self._figure
        if figure is None:
            return
        self.turned.emit(self._page + 1, len(figure.pages))
        ratio = self.devicePixelRatioF()
        page = figure.pages[self._page]
        long_side = min(max(round(self.unit(page) * max(page.width, page.height)), 40), max(figure.size))
        size = size_of(figure, long_side)
        self._pixels = painted_page(page, size, self._pyramids)  # the image below shows this memory
        self.image = QImage(self._pixels.data, *size, 3 * size[0], QImage.Format.Format_RGB888)
        self.image.setDevicePixelRatio(ratio)
        self.update()

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().surround))
        if self.image is not None:
            size = self.image.deviceIndependentSize().toSize()
            at = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
            painter.drawImage(at, self.image)
        elif self._words:
            painter.setPen(QColor(theme.tokens().t2))
            inner = self.rect().adjusted(40, 40, -40, -40)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._paint_page()
        self.resized.emit()


class PageTurner(QWidget):
    """Back and forward through the pages of a preview; hidden where there is only one."""

    def __init__(self, preview: FigurePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = icon_button("chev-l", tr("The previous page"))
        self.forward = icon_button("chev-r", tr("The next page"))
        self.words = Label()
        self.back.clicked.connect(lambda: preview.turn_by(-1))
        self.forward.clicked.connect(lambda: preview.turn_by(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for widget in (self.back, self.words, self.forward):
            row.addWidget(widget)
        row.addStretch(1)
        preview.turned.connect(self._show)
        self.hide()

    def _show(self, page: int, of: int) -> None:
        self.setVisible(of > 1)
        self.words.setText(tr("Page {page} of {of}", page=page, of=of))
        self.back.setEnabled(page > 1)
        self.forward.setEnabled(page < of)
