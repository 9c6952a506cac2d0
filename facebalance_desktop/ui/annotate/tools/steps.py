"""Draws what a few presses say: an injection point (one), a fan or an angle (three)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from facebalance_desktop.drawing.primitives import Drawing, Line, Stroke
from facebalance_desktop.planning.annotations import FAN_STROKES, KINDS
from facebalance_desktop.planning.shapes import fan_lines
from facebalance_desktop.ui.annotate.tools.annotation_factory import made, next_colour
from facebalance_desktop.ui.annotate.tools.canvas_tool import ENTER, ClickTool
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost


class StepsTool(ClickTool):
    """Complete as soon as its kind has all its points; Enter ends like Esc."""

    def __init__(self, kind: str, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(host, parent)
        self.kind = kind

    def press(self, press: Press) -> None:
        pane = self.pane_for(press)
        if pane is None:
            return
        at = pane.page_to_photo(self.aim(press))
        self._photo = pane.side.photo.id
        self._points.append(at)
        if len(self._points) < KINDS[self.kind].least:
            self.host.refresh()
            return
        self.draw(made(self.host.session.project, self._photo, self.kind, self._points))

    def double_press(self, press: Press) -> None:
        self.press(press)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ENTER:
            self.end()
            return True
        return super().key(key, modifiers)

    def overlay(self) -> tuple[Drawing, ...]:
        pane = self.pane
        if pane is None or not self._points:
            return ()
        stroke = Stroke(next_colour(self.host.session.project, self.kind), 1.1)
        points = self.on_page(pane)
        drawn = self.corners(pane, stroke)
        path = points if self._hover is None else (*points, self._hover)
        if self.kind == "fan" and len(path) == 3:
            lines = fan_lines(path[0], path[1], path[2], FAN_STROKES)
            return (*(Line(line, stroke) for line in lines), *drawn)
        return Line(path, stroke), *drawn
