"""The curve of a measure over the visits, with its band and the treatments as marks on the time axis."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from facebalance_desktop.analysis.measure_differences import digits
from facebalance_desktop.days import MONTHS
from facebalance_desktop.drawing.measure_drawings import signed, unit_words
from facebalance_desktop.project.measure_course import Course
from facebalance_desktop.render.saved_state import saved_state
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.safe_events import safe_override

HEIGHT, BAND_OPACITY, TICKS = 190, 36, 4


class VisitCurve(QWidget):
    """Hidden until there is a course."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: Course | None = None
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Course over the visits"))
        self.hide()

    def show_course(self, course: Course | None) -> None:
        """Draw a course, or hide."""
        self.course = course
        self.setVisible(course is not None)
        self.update()

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.course is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            _CoursePainter(self, self.course).draw(painter)
        finally:
            painter.end()


class _CoursePainter:
    """The places of one course on its widget."""

    def __init__(self, widget: QWidget, course: Course) -> None:
        self.course = course
        self.ink = widget.palette().color(QPalette.ColorRole.Text)
        self.quiet = widget.palette().color(QPalette.ColorRole.PlaceholderText)
        self.metrics = widget.fontMetrics()
        self.line = self.metrics.height()
        self.low = min(value.low for value in course.values)
        self.high = max(value.high for value in course.values)
        self.places = digits((self.high - self.low) / TICKS)
        left = max(self.metrics.horizontalAdvance(text) for _, text in self.ticks()) + 8
        self.area = QRectF(left, self.line + 6, widget.width() - left - 8, HEIGHT - 2 * self.line - 14)
        days = [value.day for value in course.values] + [day for day, _ in course.treatments]
        self.first, self.last = min(days), max(days)

    def ticks(self) -> list[tuple[float, str]]:
        """Values of the upright axis and their words."""
        step = (self.high - self.low) / TICKS
        values = [self.low + number * step for number in range(TICKS + 1)]
        return [(value, signed(value, self.places, False)) for value in values]

    def at(self, day: date, value: float) -> QPointF:
        days = max((self.last - self.first).days, 1)
        across = 0.06 + 0.88 * (day - self.first).days / days
        up = (value - self.low) / max(self.high - self.low, 1e-9)
        return QPointF(self.area.left() + across * self.area.width(), self.area.bottom() - up * self.area.height())

    def draw(self, painter: QPainter) -> None:
        self._paint_axes(painter)
        values = self.course.values
        band = QColor(self.ink)
        band.setAlpha(BAND_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        upper = [self.at(value.day, value.high) for value in values]
        lower = [self.at(value.day, value.low) for value in reversed(values)]
        painter.drawPolygon(QPolygonF([*upper, *lower]))
        self._paint_treatments(painter)
        places = [self.at(value.day, value.value) for value in values]
        painter.setPen(QPen(self.ink, 1.5))
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(self.ink)
        for place in places:
            painter.drawEllipse(place, 3, 3)

    def _paint_axes(self, painter: QPainter) -> None:
        align, area = Qt.AlignmentFlag, self.area
        title = f"{self.course.name},{unit_words(self.course.unit)}".rstrip(",")
        painter.setPen(self.ink)
        painter.drawText(QRectF(0, 0, area.right(), self.line), align.AlignLeft | align.AlignVCenter, title)
        painter.setPen(self.quiet)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        for value, words in self.ticks():
            y = self.at(self.first, value).y()
            box = QRectF(0, y - self.line / 2, area.left() - 5, self.line)
            painter.drawText(box, align.AlignRight | align.AlignVCenter, words)
        for day in labelled(self.course):
            x, words = self.at(day, self.low).x(), month_words(day)
            width = self.metrics.horizontalAdvance(words) + 4
            box = QRectF(min(max(x - width / 2, 0), area.right() + 8 - width), area.bottom() + 4, width, self.line)
            painter.drawText(box, align.AlignCenter, words)

    def _paint_treatments(self, painter: QPainter) -> None:
        """Each as an upright dashed line with its words along it."""
        for day, words in self.course.treatments:
            x = self.at(day, self.low).x()
            painter.setPen(QPen(self.ink, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
            with saved_state(painter):
                painter.setPen(self.ink)
                painter.translate(x - 3, self.area.bottom() - 4)
                painter.rotate(-90)
                cut = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(self.area.height()) - 8)
                painter.drawText(QPointF(0, 0), cut)


def labelled(course: Course) -> tuple[date, ...]:
    """The visits that are named on the axis: the first, the middle and the last, so that names stand apart."""
    days = [value.day for value in course.values]
    return days[0], days[len(days) // 2], days[-1]


def month_words(day: date) -> str:
    """`Mar 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"
