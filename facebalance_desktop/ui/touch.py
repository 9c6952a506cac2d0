"""Fingers on the bench: one works like the pointer with a wider reach, two move and zoom the picture."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent

FINGER = 22.0
"""How near a finger must come to a handle, in screen pixels: half of 44."""
TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class Touched(Protocol):
    """What fingers do to a canvas; places in screen pixels."""

    def finger_press(self, at: QPointF, reach: float) -> None: ...
    def finger_move(self, at: QPointF, reach: float) -> None: ...
    def finger_release(self, at: QPointF, reach: float) -> None: ...
    def finger_cancel(self) -> None: ...
    def drag_and_zoom(self, by: QPointF, factor: float, at: QPointF) -> None: ...


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
            self.canvas.drag_and_zoom(QPointF(0, 0), math.exp(event.value()), event.position())
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
        if self._is_pressed:
            self.canvas.finger_move(at, FINGER)
        else:
            self._is_pressed = True
            self.canvas.finger_press(at, FINGER)

    def _two(self, first: QPointF, second: QPointF) -> None:
        if self._is_pressed:
            self.canvas.finger_cancel()
            self._is_pressed = False
        middle = (first + second) / 2
        length = math.hypot(second.x() - first.x(), second.y() - first.y())
        if self._pinch is not None:
            before, apart = self._pinch
            self.canvas.drag_and_zoom(middle - before, length / apart if apart > 0 else 1.0, middle)
        self._pinch = middle, length

    def _leave(self, at: QPointF | None) -> None:
        if self._is_pressed:
            if at is None:
                self.canvas.finger_cancel()
            else:
                self.canvas.finger_release(at, FINGER)
        self._is_pressed = False
        self._pinch = None
