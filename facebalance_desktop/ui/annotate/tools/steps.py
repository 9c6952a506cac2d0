"""Draws what a few presses say: an injection point (one), a fan or an angle (three)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import FAN_STROKES, KINDS
from facebalance_desktop.planning.shapes import constrained, fan_lines
from facebalance_desktop.ui.annotate.tools.annotation_factory import draw, made, next_colour, pane_of
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost


class StepsTool(QObject):
    """Press by press on one photo; Backspace takes the last back, Esc gives up. Points go on until Esc."""

    finished = Signal(str)

    def __init__(self, kind: str, bench: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.bench = bench
        self._photo: str | None = None
        self._points: list[Point] = []
        self._hover: Point | None = None

    def press(self, press: Press) -> None:
        pane = self.bench.pane_at(press.at)
        if pane is None or (self._photo is not None and pane.side.photo.id != self._photo):
            return
        self._photo = pane.side.photo.id
        self._points.append(pane.page_to_photo(self._aim(press)))
        if len(self._points) < KINDS[self.kind].least:
            self.bench.refresh()
            return
        item = made(self.bench.session.project, self._photo, self.kind, self._points)
        self._photo, self._points, self._hover = None, [], None
        self.finished.emit(draw(self.bench, item))

    def _aim(self, press: Press) -> Point:
        pane = pane_of(self.bench, self._photo)
        if not press.is_constrained or pane is None or not self._points:
            return press.at
        return constrained(pane.photo_to_page.point(self._points[-1]), press.at)

    def move(self, press: Press) -> None:
        self._hover = self._aim(press)
        if self._points:
            self.bench.refresh()

    def release(self, press: Press) -> None:
        pass

    def double_press(self, press: Press) -> None:
        self.press(press)

    def cancel(self) -> None:
        self._photo, self._points, self._hover = None, [], None
        self.bench.refresh()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cancel()
            self.finished.emit("")
            return True
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._points:
            self._points.pop()
            self._photo = self._photo if self._points else None
            self.bench.refresh()
            return True
        return False

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def overlay(self) -> tuple[Drawing, ...]:
        pane = pane_of(self.bench, self._photo)
        if pane is None or not self._points:
            return ()
        stroke = Stroke(next_colour(self.bench.session.project, self.kind), 1.1)
        points = [pane.photo_to_page.point(point) for point in self._points]
        drawn: list[Drawing] = [Disc(point, 2.6, "#ffffff", 0.9, stroke) for point in points]
        path = points if self._hover is None else [*points, self._hover]
        if self.kind == "fan" and len(path) == 3:
            lines = fan_lines(path[0], path[1], path[2], FAN_STROKES)
            return (*(Line(line, stroke) for line in lines), *drawn)
        return Line(tuple(path), stroke), *drawn
