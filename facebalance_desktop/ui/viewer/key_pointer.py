"""The pointer of a tool that is moved by keys: arrows aim, Space presses."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.ui.annotate.tools.tool import HIT_RADIUS, Press, Tool
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets import inks

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
STEP, FINE, COARSE = 10.0, 1.0, 80.0
"""Screen pixels of an arrow key, with Shift, with Ctrl."""
INNER, OUTER = 4.0, 16.0
"""Screen pixels from the middle of the cross to the ends of its four lines."""


class Aimed(Protocol):
    """The canvas as keys see it; places in screen pixels."""

    tool: Tool | None
    viewport: Viewport

    def width(self) -> int: ...
    def height(self) -> int: ...
    def unit(self) -> float: ...
    def refresh(self) -> None: ...
    def press_at(self, at: QPointF, reach: float, is_constrained: bool = False) -> Press: ...


class KeyPointer:
    """A cross in the photo while a tool is in hand that is aimed; it goes when the mouse moves or the tool ends."""

    def __init__(self, canvas: Aimed) -> None:
        self.canvas = canvas
        self._tool: Tool | None = None
        self._at: Point | None = None
        self._is_down = False

    @property
    def at(self) -> Point | None:
        """Where it stands, in screen pixels; None while no key has moved it for the chosen tool."""
        return self._at if self._tool is self.canvas.tool else None

    def hide(self) -> None:
        """The mouse aims now, or a tool was chosen."""
        self._at, self._is_down = None, False

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, is_repeated: bool = False) -> bool:
        """Move or press, by Space that is held once; False where the key means nothing to the chosen tool."""
        tool, frames = self.canvas.tool, self.canvas.viewport.frames()
        if tool is None or not tool.is_aimed or not frames or (key not in ARROWS and key != Qt.Key.Key_Space):
            return False
        if is_repeated and key == Qt.Key.Key_Space:
            return True
        at = self.at
        if at is None:
            self._tool, self._is_down = tool, False
            at = self._middle(frames[0])
        elif key in ARROWS:
            at = self._moved(at, ARROWS[key], modifiers)
        self._at = at
        tool.move(self._press(at))
        if key == Qt.Key.Key_Space:
            self._press_or_release(tool, self._press(at))
        self.canvas.refresh()
        return True

    def _press_or_release(self, tool: Tool, press: Press) -> None:
        """A tool that is dragged takes a second press for the end of its way."""
        is_first = not self._is_down
        self._is_down = tool.is_dragged and is_first
        if is_first:
            tool.press(press)
        if not self._is_down:
            tool.release(press)

    def _middle(self, frame: Rect) -> Point:
        unit = self.canvas.unit()
        return frame.centre[0] * unit, frame.centre[1] * unit

    def _moved(self, at: Point, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> Point:
        step = STEP
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step = FINE
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            step = COARSE
        x, y = at[0] + way[0] * step, at[1] + way[1] * step
        return min(max(x, 0.0), self.canvas.width() - 1.0), min(max(y, 0.0), self.canvas.height() - 1.0)

    def _press(self, at: Point) -> Press:
        return self.canvas.press_at(QPointF(*at), HIT_RADIUS)

    def drawings(self) -> tuple[Drawing, ...]:
        """The cross, in page points."""
        if self.at is None:
            return ()
        unit = self.canvas.unit()
        x, y = self.at[0] / unit, self.at[1] / unit
        near, far = INNER / unit, OUTER / unit
        stroke = Stroke(inks.INK, 1.1)
        ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
        lines = (Line(((x + near * a, y + near * b), (x + far * a, y + far * b)), stroke) for a, b in ways)
        middle = Disc((x, y), near / 2, inks.SELECTED if self._is_down else inks.INK, 0.9, Stroke(inks.PLATE, 0.8))
        return (*lines, middle)
