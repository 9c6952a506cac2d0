"""Fingers on the bench: one works like the pointer with a wider reach, two move and zoom the picture."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent

from facebalance_desktop.ui.annotate.tools.tool import Press, Tool
from facebalance_desktop.ui.viewer.viewport import Viewport

FINGER = 22.0
"""How near a finger must come to a handle, in screen pixels: half of 44."""
TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class Touched(Protocol):
    """The canvas as fingers see it; places in screen pixels."""

    tool: Tool | None
    viewport: Viewport

    def press_at(self, at: QPointF, reach: float) -> Press: ...


class Touch:
    """Follows the fingers between begin and end."""

    def __init__(self, canvas: Touched) -> None:
        self.canvas = canvas
        self._pinch: tuple[QPointF, float] | None = None
        self._is_pressed = False

    def take(self, event: QEvent) -> bool:
        """Act on a touch or trackpad gesture; False for any other event."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return False
            self._drag_and_zoom(QPointF(0, 0), math.exp(event.value()), event.position())
            return True
        if event.type() not in TOUCHES or not isinstance(event, QTouchEvent):
            return False
        fingers = [point for point in event.points() if point.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel:
            self._leave(None)
        elif len(fingers) >= 2:
            self._two(fingers[0].position(), fingers[1].position())
        elif len(fingers) == 1 and self._pinch is None:
            self._one(fingers[0].position())
        elif not fingers:
            self._leave(event.points()[0].position() if event.points() else None)
        event.accept()
        return True

    def _one(self, at: QPointF) -> None:
        tool = self.canvas.tool
        if tool is not None:
            act = tool.move if self._is_pressed else tool.press
            act(self.canvas.press_at(at, FINGER))
        self._is_pressed = True

    def _two(self, first: QPointF, second: QPointF) -> None:
        pinch = self._pinch
        self._leave(None)
        middle = (first + second) / 2
        length = math.hypot(second.x() - first.x(), second.y() - first.y())
        if pinch is not None:
            before, apart = pinch
            self._drag_and_zoom(middle - before, length / apart if apart > 0 else 1.0, middle)
        self._pinch = middle, length

    def _leave(self, at: QPointF | None) -> None:
        """The last finger went up at `at`, or what was begun is given up."""
        if self._is_pressed and self.canvas.tool is not None:
            press = Press((-1e6, -1e6), 0.0) if at is None else self.canvas.press_at(at, FINGER)
            self.canvas.tool.release(press)
        self._is_pressed = False
        self._pinch = None

    def _drag_and_zoom(self, by: QPointF, factor: float, at: QPointF) -> None:
        press, step = self.canvas.press_at(at, FINGER), self.canvas.press_at(by, FINGER)
        self.canvas.viewport.pan(*step.at, press.at)
        if factor != 1.0:
            self.canvas.viewport.zoom(factor, press.at)
