"""Fingers on the canvas: one works like the pointer with a wider reach, two move and zoom the picture."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent

from facebalance_desktop.ui.annotate.tools.tool import Press, Tool
from facebalance_desktop.ui.viewer.viewport import Viewport

FINGER = 22.0
"""How near a finger must come to a handle, in screen pixels: half of 44."""
SLIP = 6.0
"""Screen pixels that a finger may move until it drags: until then a second one may still come down."""
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
        self._start: QPointF | None = None
        """Where the one finger came down."""
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
            self._give_up()
        elif len(fingers) >= 2:
            self._two(fingers[0].position(), fingers[1].position())
        elif len(fingers) == 1 and self._pinch is None:
            self._one(fingers[0].position())
        elif not fingers and event.points():
            self._lift(event.points()[0].position())
        event.accept()
        return True

    def _one(self, at: QPointF) -> None:
        """A tool that draws by dragging is pressed once the finger moves; for one that is clicked the finger aims."""
        tool = self.canvas.tool
        if self._start is None:
            self._start = at
        if tool is None:
            return
        if not self._is_pressed and tool.is_dragged and _apart(at, self._start) > SLIP:
            tool.press(self.canvas.press_at(self._start, FINGER))
            self._is_pressed = True
        if self._is_pressed or not tool.is_dragged:
            tool.move(self.canvas.press_at(at, FINGER))

    def _two(self, first: QPointF, second: QPointF) -> None:
        pinch = self._pinch
        self._give_up()
        middle = (first + second) / 2
        length = _apart(first, second)
        if pinch is not None:
            before, apart = pinch
            self._drag_and_zoom(middle - before, length / apart if apart > 0 else 1.0, middle)
        self._pinch = middle, length

    def _give_up(self) -> None:
        """What the finger began is no part of the drawing."""
        if self._is_pressed and self.canvas.tool is not None:
            self.canvas.tool.cancel()
        self._is_pressed, self._start, self._pinch = False, None, None

    def _lift(self, at: QPointF) -> None:
        """The last finger went up."""
        tool = self.canvas.tool
        if tool is not None and self._start is not None:
            if not self._is_pressed:
                tool.press(self.canvas.press_at(self._start if tool.is_dragged else at, FINGER))
            tool.release(self.canvas.press_at(at, FINGER))
        self._is_pressed, self._start, self._pinch = False, None, None

    def _drag_and_zoom(self, by: QPointF, factor: float, at: QPointF) -> None:
        press, step = self.canvas.press_at(at, FINGER), self.canvas.press_at(by, FINGER)
        self.canvas.viewport.pan(*step.at, press.at)
        if factor != 1.0:
            self.canvas.viewport.zoom(factor, press.at)


def _apart(first: QPointF, second: QPointF) -> float:
    return math.hypot(second.x() - first.x(), second.y() - first.y())
