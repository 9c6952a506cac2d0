"""One recent patient on the start page: picture, name, last visit, what is due."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from facebalance_desktop.days import moment_words
from facebalance_desktop.project.recent import Recent
from facebalance_desktop.project.recent_facts import RecentFacts
from facebalance_desktop.render.saved_state import saved_state
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.patient_chip import age_of
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.icons import draw_icon
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

WIDTH, HEIGHT, PICTURE = 237, 308, 226
"""Pixels at 100 %: a card, and the picture at its head."""


class PatientCard(QWidget):
    """A click or Enter opens the project; hidden, it shows the ID alone."""

    opened = Signal(str)

    def __init__(self, entry: Recent, is_hidden: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._is_hidden = is_hidden
        self._facts: RecentFacts | None = None
        self._pixmap = QPixmap()
        keep_fitted(self, lambda: self.setFixedSize(scaled(WIDTH), scaled(PICTURE) + scaled(HEIGHT - PICTURE)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def show_facts(self, facts: RecentFacts) -> None:
        self._facts = facts
        if facts.preview:
            self._pixmap.loadFromData(facts.preview)
        self._describe()
        self.update()

    @property
    def title(self) -> str:
        entry = self.entry
        if self._is_hidden:
            return entry.id or tr("Patient without an ID")
        return entry.name or entry.id or entry.path.stem

    @property
    def lines(self) -> tuple[str, str]:
        """The last visit and what is due."""
        facts = self._facts
        if facts is not None and facts.is_missing:
            return tr("File not found"), ""
        return (
            ("", "")
            if facts is None
            else (facts.last_visit or tr("No visit with a date"), facts.due or tr("No date set"))
        )

    def _describe(self) -> None:
        self.setAccessibleName(", ".join((self.title, *(line for line in self.lines if line))))
        path = self.title if self._is_hidden else str(self.entry.path)
        opened = moment_words(self.entry.opened)
        self.setToolTip(plain(tr("{path}\nOpened {opened}", path=path, opened=opened) if opened else path))

    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(str(self.entry.path))

    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(str(self.entry.path))
        else:
            super().keyPressEvent(event)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme.tokens()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 8, 8)
        painter.fillPath(shape, QColor(colours.card))
        with saved_state(painter):
            painter.setClipPath(shape)
            self._paint_picture(painter, QRectF(frame.x(), frame.y(), frame.width(), scaled(PICTURE)))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.line), 2 if self.hasFocus() else 1))
        painter.drawPath(shape)
        self._paint_words(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        colours = theme.tokens()
        painter.fillRect(place, QColor(colours.surround))
        if self._is_hidden or self._pixmap.isNull():
            side = 32.0
            square = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
            draw_icon(painter, "eye-off" if self._is_hidden else "photo", square, colours.t2)
            return
        width, height = self._pixmap.width(), self._pixmap.height()
        share = min(width / place.width(), height / place.height())
        w, h = place.width() * share, place.height() * share
        painter.drawPixmap(place, self._pixmap, QRectF((width - w) / 2, (height - h) / 2, w, h))

    def _paint_words(self, painter: QPainter) -> None:
        colours = theme.tokens()
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setBold(True)
        small.setPixelSize(scaled(12))
        left, right = 13.0, self.width() - 26.0
        y = scaled(PICTURE) + scaled(8)
        age = None if self._is_hidden else age_of(self.entry.birth_date, date.today())
        number = "" if self._is_hidden or not self.entry.name else self.entry.id
        facts = " · ".join(part for part in ("" if age is None else str(age), number) if part)
        painter.setFont(small)
        painter.setPen(QColor(colours.t2))
        row = QRectF(left, y, right, scaled(20))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, facts)
        taken = painter.fontMetrics().horizontalAdvance(facts) + 8 if facts else 0
        painter.setFont(bold)
        painter.setPen(QColor(colours.t1))
        name = painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, int(right - taken))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(small)
        is_late = self._facts is not None and self._facts.is_overdue
        for number_of_line, (words, colour) in enumerate(
            zip(self.lines, (colours.t2, colours.warn if is_late else colours.t1), strict=True), start=1
        ):
            line = row.translated(0, number_of_line * scaled(21))
            if number_of_line == 2 and words and words != tr("No date set"):
                square = QRectF(left, line.center().y() - 7, 14, 14)
                draw_icon(painter, "warn" if is_late else "clock", square, colour)
                line.adjust(18, 0, 0, 0)
            painter.setPen(QColor(colour if words != tr("No date set") else colours.t2))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
