"""A population's values as a distribution, with the patient's value and its range on the same axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from facebalance_desktop.analysis.norms import TITLE, Norm
from facebalance_desktop.translation import NO_BREAK, decimal
from facebalance_desktop.ui.widgets.safe_events import safe_override

HEIGHT, REACH, STEPS = 92, 3.5, 70
"""Of the plot in px; how many standard deviations the axis shows at least; points of the curve."""


@dataclass(frozen=True)
class NormValue:
    """The patient's value in the norm's unit, with half of its 95 % range."""

    norm: Norm
    value: float
    half: float


class NormPlot(QWidget):
    """Hidden without a value; no part of it is coloured as good or bad."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: NormValue | None = None
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(TITLE)
        self.hide()

    def show_value(self, shown: NormValue | None) -> None:
        """Draw a value beside its population's, or hide."""
        self.shown = shown
        self.setVisible(shown is not None)
        self.update()

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            self._paint(painter, self.shown)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, shown: NormValue) -> None:
        norm, ink = shown.norm, self.palette().color(QPalette.ColorRole.Text)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        line = self.fontMetrics().height()
        area = QRectF(6, line + 2, self.width() - 12, self.height() - 2 * line - 6)
        reach = max(REACH, (abs(shown.value - norm.mean) + shown.half) / norm.sd + 0.3)

        def at(value: float) -> float:
            return area.center().x() + (value - norm.mean) / norm.sd / reach * area.width() / 2

        curve = [
            QPointF(at(norm.mean + z * norm.sd), area.bottom() - math.exp(-z * z / 2) * area.height())
            for z in (reach * (2 * step / STEPS - 1) for step in range(STEPS + 1))
        ]
        ground = QColor(ink)
        ground.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(QPolygonF([QPointF(area.left(), area.bottom()), *curve, area.bottomRight()]))
        painter.setPen(QPen(quiet, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        for z in (-2, -1, 0, 1, 2):
            x, figure = at(norm.mean + z * norm.sd), decimal(norm.mean + z * norm.sd, ".1f")
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            painter.drawText(QRectF(x - 30, area.bottom() + 3, 60, line), Qt.AlignmentFlag.AlignCenter, figure)
        painter.setPen(QPen(ink, 1.6))
        middle, x = area.top() + 4, at(shown.value)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, middle))
        low, high = at(shown.value - shown.half), at(shown.value + shown.half)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
        words = QRectF(min(max(x - 60, 0), self.width() - 120), 0, 120, line)
        figures = f"{decimal(shown.value, '.1f')} ±{NO_BREAK}{decimal(shown.half, '.1f')}{NO_BREAK}{norm.unit}"
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, figures)
