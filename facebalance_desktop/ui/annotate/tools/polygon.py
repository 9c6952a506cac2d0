"""Draws a zone corner by corner: Enter or a double click ends, Esc cancels, Backspace takes the last corner back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Area, Drawing, Line, Stroke
from facebalance_desktop.geometry import distance
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import made, next_colour
from facebalance_desktop.ui.annotate.tools.canvas_tool import ENTER, ClickTool
from facebalance_desktop.ui.annotate.tools.tool import Press


class PolygonTool(ClickTool):
    """A press on the first corner closes the zone, too."""

    def press(self, press: Press) -> None:
        pane = self.pane_for(press)
        if pane is None:
            return
        if len(self._points) >= 3 and distance(self.on_page(pane)[0], press.at) <= press.reach:
            self._finish()
            return
        at = self.aim(press)
        self._photo = pane.side.photo.id
        point = pane.page_to_photo(at)
        if not self._points or distance(point, self._points[-1]) * pane.photo_to_page.scale > 1.0:
            self._points.append(point)
        self._hover = at
        self.host.refresh()

    def double_press(self, press: Press) -> None:
        self._finish()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ENTER:
            self._finish()
            return True
        return super().key(key, modifiers)

    def _finish(self) -> None:
        if len(self._points) < 3 or self._photo is None:
            self.host.session.tell(tr("A zone needs at least three points; click round it, then press Enter."))
            return
        self.draw(made(self.host.session.project, self._photo, "zone", self._points))

    def overlay(self) -> tuple[Drawing, ...]:
        pane = self.pane
        if pane is None or not self._points:
            return ()
        points = self.on_page(pane)
        path = points if self._hover is None else (*points, self._hover)
        stroke = Stroke(next_colour(self.host.session.project, "zone"), 1.1)
        drawn: list[Drawing] = [Line(path, stroke)]
        if len(path) >= 3:
            drawn.insert(0, Area(path, stroke.colour, 0.2))
        return (*drawn, *self.corners(pane, stroke))
