"""The sign of a photo match, which differs in shape as well as in colour, and when a pair only waits for its points."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from facebalance_desktop.comparison.comparability import Grade
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.safe_events import safe_override

NOT_ALIGNED = tr("Not aligned yet")
HOW = tr("Profiles: align on two points (J)")
SIDE = 10
"""Pixels of the sign."""


class GradeSign(QWidget):
    """The sign of one grade; None: a ring."""

    def __init__(self) -> None:
        super().__init__()
        self._grade: Grade | None = None
        self.setFixedSize(QSize(SIDE + 2, SIDE + 2))

    def show_grade(self, grade: Grade | None) -> None:
        if grade != self._grade:
            self._grade = grade
            self.update()

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, self._grade, QRectF(1, 1, SIDE, SIDE))
        painter.end()


def paint_sign(painter: QPainter, grade: Grade | None, square: QRectF) -> None:
    """Circle: good; triangle: with care, or poor; octagon: not comparable; ring: for the eye to judge, or not known."""
    colours = theme.tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    if grade == "good":
        painter.setBrush(QBrush(QColor(colours.good)))
        painter.drawEllipse(square)
    elif grade in ("care", "poor"):
        painter.setBrush(QBrush(QColor(colours.warn)))
        top = QPointF(square.center().x(), square.top())
        painter.drawPolygon(QPolygonF([top, square.bottomRight(), square.bottomLeft()]))
    elif grade == "refused":
        painter.setBrush(QBrush(QColor(colours.bad)))
        cut = 0.3 * square.width()
        left, top_y, right, bottom = square.left(), square.top(), square.right(), square.bottom()
        corners = ((left + cut, top_y), (right - cut, top_y), (right, top_y + cut), (right, bottom - cut),
                   (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top_y + cut))  # fmt: skip
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(colours.t2))
        painter.drawEllipse(square.adjusted(1, 1, -1, -1))


def is_unaligned_profile(pair: Pair) -> bool:
    """A pair of profiles that only lacks its two points."""
    views = [side.photo.view_by_hand or side.photo.view or "" for side in pair.sides]
    return pair.alignment is None and len(views) == 2 and all(view.startswith("profile-") for view in views)
