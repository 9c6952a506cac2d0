"""The curve of a measure over the visits, its band and the treatments on the time axis; loaded when first needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facebalance_desktop.drawing.measure_drawings import unit_words
from facebalance_desktop.project.measure_course import Course
from facebalance_desktop.project.visits import MONTHS
from facebalance_desktop.ui.widgets.safe_events import safe_override

HEIGHT = 190
BAND_OPACITY = 36


class VisitCurve(QWidget):
    """Empty and hidden until there is a course; its plot is made the first time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._draw: Callable[[Course], None] | None = None
        self._clear: Callable[[], object] | None = None
        self.course: Course | None = None
        self.hide()

    def show_course(self, course: Course | None) -> None:
        """Draw a course, or hide."""
        self.setVisible(course is not None)
        if course is None or course == self.course:
            self.course = course
            return
        self.course = course
        if self._draw is None:
            self._draw = self._made_plot()
        self._draw(course)

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to be deleted: what pyqtgraph drew has to go first, else the process ends."""
        if event.type() == QEvent.Type.DeferredDelete and self._clear is not None:
            clear, self._clear, self._draw = self._clear, None, None
            clear()
        return False

    def _made_plot(self) -> Callable[[Course], None]:
        import pyqtgraph

        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.Text)
        band = QColor(ink)
        band.setAlpha(BAND_OPACITY)
        plot = pyqtgraph.PlotWidget(self, background=palette.color(QPalette.ColorRole.Base))
        plot.setFixedHeight(HEIGHT)
        plot.setAccessibleName("Course over the visits")
        plot.setMenuEnabled(False)
        plot.hideButtons()
        for name in ("left", "bottom"):
            plot.getAxis(name).setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            plot.getAxis(name).setTextPen(ink)
        plot.getAxis("bottom").setStyle(hideOverlappingLabels=False)
        plot.getAxis("bottom").setHeight(2 * self.fontMetrics().height())
        self._column.addWidget(plot)
        self._clear = plot.clear
        self.window().installEventFilter(self)

        def draw(course: Course) -> None:
            plot.clear()
            days = [seconds(value.day) for value in course.values]
            edges = [
                pyqtgraph.PlotCurveItem(days, [getattr(value, end) for value in course.values], pen=None)
                for end in ("low", "high")
            ]
            for edge in edges:
                plot.addItem(edge)
            plot.addItem(pyqtgraph.FillBetweenItem(*edges, brush=band))
            pen = pyqtgraph.mkPen(ink, width=1.5)
            plot.plot(
                days, [value.value for value in course.values], pen=pen, symbol="o", symbolSize=6, symbolBrush=ink
            )
            dashed = pyqtgraph.mkPen(ink, style=Qt.PenStyle.DashLine)
            for day, words in course.treatments:
                options = {"position": 0.98, "color": ink, "rotateAxis": (1, 0), "anchors": [(1, 1), (1, 1)]}
                line = pyqtgraph.InfiniteLine(seconds(day), angle=90, pen=dashed, label=words, labelOpts=options)
                plot.addItem(line)
            plot.setLabel("left", f"{course.name},{unit_words(course.unit)}".rstrip(","), color=ink.name())
            plot.getAxis("bottom").setTicks([[(seconds(day), month_words(day)) for day in labelled(course)]])
            plot.enableAutoRange()
            plot.setXRange(days[0], days[-1], padding=0.14)

        return draw


def labelled(course: Course) -> tuple[date, ...]:
    """The visits that are named on the axis: the first, the middle and the last, so that names stand apart."""
    days = [value.day for value in course.values]
    return days[0], days[len(days) // 2], days[-1]


def month_words(day: date) -> str:
    """`Mar 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def seconds(day: date) -> float:
    """Noon of a day as the time axis counts."""
    return datetime.combine(day, time(12), UTC).timestamp()
