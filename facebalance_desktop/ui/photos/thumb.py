"""One place of the row of photos: a photo with its view, or a view that the visit still lacks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QWidget

from facebalance_desktop.project.memory import cached_by_value
from facebalance_desktop.project.model import Photo
from facebalance_desktop.render.saved_state import saved_state
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import inks, theme
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.theme import scaled

TALL, LOW = QSize(72, 88), QSize(60, 72)
BEFORE, AFTER = tr("B"), tr("A")
RADIUS = 4.0
HALO = 2
"""Pixels of the dark rim round the words."""
PHOTO_MIME = "application/x-facebalance-photo"
"""What a dragged photo of the project carries: its id."""


class Thumb(QWidget):
    """A click shows the details, a double click compares the photo as after, a drag makes it before or after.

    What takes long, its small picture and the facts of its tool tip, is asked for once it is seen or pointed at.
    """

    chosen = Signal(str)
    taken = Signal(str)
    menu_wanted = Signal(str, QPoint)
    seen = Signal(str)
    """It was painted without its picture."""

    def __init__(self, photo: Photo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo = photo
        self.words = ""
        self.place = ""
        """B or A where the photo is compared, else empty."""
        self._pixmap: QPixmap | None = None
        self._tip: Callable[[], str] | None = None
        self._pressed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_photo(self, photo: Photo, words: str, place: str, tip: Callable[[], str]) -> None:
        self._tip = tip
        self.photo = photo
        if (words, place) == (self.words, self.place):
            return
        self.words, self.place = words, place
        part = {BEFORE: tr(", before"), AFTER: tr(", after")}.get(place, "")
        self.setAccessibleName(f"{words}{part}")
        self.update()

    def _tell_facts(self) -> None:
        """Make the tool tip, which a screen reader reads as well."""
        if self._tip is not None:
            self.setToolTip(plain(self._tip()))
            self._tip = None

    @safe_override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._tell_facts()
        super().enterEvent(event)

    @safe_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._tell_facts()
        super().focusInEvent(event)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        self._pixmap = pixmap
        self.update()

    @property
    def has_pixmap(self) -> bool:
        return self._pixmap is not None

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme.tokens()
        inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        shape = QPainterPath()
        shape.addRoundedRect(inside, RADIUS, RADIUS)
        with saved_state(painter):
            painter.setClipPath(shape)
            painter.fillPath(shape, QColor(colours.card))
            if self._pixmap is not None:
                painter.drawPixmap(inside, self._pixmap, covering(self._pixmap, inside))
        font = QFont(self.font())
        font.setPixelSize(scaled(11))
        painter.setFont(font)
        place = inside.adjusted(4, 0, -2, -3)
        made = halo_text(self.words, font.toString(), int(place.width()), self.devicePixelRatioF())
        top = place.bottom() + HALO - made.deviceIndependentSize().height()
        painter.drawPixmap(QPointF(place.left() - HALO, top), made)
        if self.place or self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 1, RADIUS + 1)
        if self.place:
            font.setBold(True)
            width = max(16.0, QFontMetrics(font).horizontalAdvance(self.place) + 6)
            plate = QRectF(inside.left() + 3, inside.top() + 3, width, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(inks.TAG))
            painter.drawRoundedRect(plate, 3, 3)
            painter.setFont(font)
            painter.setPen(QColor(inks.INK))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self.place)
        painter.end()
        if self._pixmap is None:
            self.seen.emit(self.photo.id)

    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.chosen.emit(self.photo.id)
        elif event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(self.photo.id, event.globalPosition().toPoint())

    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        away = (event.position().toPoint() - self._pressed).manhattanLength()
        if away >= QApplication.startDragDistance():
            self._pressed = None
            self._start_drag()

    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    @safe_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.taken.emit(self.photo.id)

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.photo.id)
        elif event.key() == Qt.Key.Key_Space:
            self.chosen.emit(self.photo.id)
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_wanted.emit(self.photo.id, self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def _start_drag(self) -> None:
        data = QMimeData()
        data.setData(PHOTO_MIME, QByteArray(self.photo.id.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)


class MissingPlace(QWidget):
    """A view that the latest visit lacks: a dashed place with the head as the camera should see it."""

    def __init__(self, view: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._words = words
        self.setToolTip(plain(tr("{words} is missing in this visit", words=words)))
        self.setAccessibleName(tr("{words}, missing", words=words))

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        pen = QPen(QColor(colours.edge), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), RADIUS, RADIUS)
        painter.setPen(QPen(QColor(colours.t2), 1.5))
        middle = QPointF(self.width() / 2, self.height() * 0.42)
        painter.drawEllipse(middle, 7, 7)
        dx, dy = nose_of(self._view)
        painter.setBrush(QColor(colours.t2))
        painter.drawEllipse(middle + QPointF(9 * dx, 9 * dy), 1.5, 1.5)
        font = QFont(self.font())
        font.setPixelSize(scaled(11))
        painter.setFont(font)
        below = QRectF(2, self.height() * 0.62, self.width() - 4, self.height() * 0.3)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._words)
        painter.end()


def nose_of(view: str) -> tuple[float, float]:
    """Where the nose points in a head seen from above: down is to the camera, x to the picture's right."""
    if view.startswith("profile-"):
        return (1.0, 0.0) if view.endswith("right") else (-1.0, 0.0)
    if view.startswith("oblique-"):
        return (0.7, 0.7) if view.endswith("right") else (-0.7, 0.7)
    return (0.0, 1.0) if view != "basal" else (0.0, 0.6)


def covering(pixmap: QPixmap, place: QRectF) -> QRectF:
    """The middle part of a picture that fills a place, in the picture's own pixels."""
    width, height = pixmap.width(), pixmap.height()
    share = min(width / place.width(), height / place.height())
    w, h = place.width() * share, place.height() * share
    return QRectF((width - w) / 2, (height - h) * 0.4, w, h)


@cached_by_value(256)
def halo_text(words: str, font: str, width: int, density: float) -> QPixmap:
    """White text with a dark rim, readable on light and dark skin, at most `width` wide, at so many pixels a unit;
    its rim stands `HALO` out on every side. `font` as QFont.toString says it."""
    used = QFont()
    used.fromString(font)
    metrics = QFontMetrics(used)
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    path = QPainterPath()
    path.addText(QPointF(HALO, metrics.ascent() + HALO), used, words)
    full = QSize(width + 2 * HALO, metrics.height() + 2 * HALO)
    made = QPixmap(full * density)
    made.setDevicePixelRatio(density)
    made.fill(Qt.GlobalColor.transparent)
    pen = QPen(QColor(0, 0, 0, 204), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(inks.INK))
    painter.end()
    return made
