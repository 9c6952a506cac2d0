"""Draws a zone corner by corner: Enter or a double click ends, Esc gives up, Backspace takes the last corner back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Stroke
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.planning.shapes import constrained
from facebalance_desktop.ui.annotate.tools.annotation_factory import draw, made, next_colour, pane_of
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost


class PolygonTool(QObject):
    """A zone under way is view state; it becomes an edit when it is closed. Shift keeps to steps of 15 degrees."""

    finished = Signal(str)
    """The id of the zone that was just drawn; empty when it was given up."""

    def __init__(self, bench: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self._photo: str | None = None
        self._points: list[Point] = []
        self._hover: Point | None = None

    @property
    def is_drawing(self) -> bool:
        return bool(self._points)

    def _aim(self, press: Press) -> Point:
        """Where the press means, in page points."""
        pane = pane_of(self.bench, self._photo)
        if not press.is_constrained or pane is None or not self._points:
            return press.at
        return constrained(pane.photo_to_page.point(self._points[-1]), press.at)

    def press(self, press: Press) -> None:
        pane = self.bench.pane_at(press.at)
        if pane is None or (self._photo is not None and pane.side.photo.id != self._photo):
            return
        if len(self._points) >= 3:
            first = pane.photo_to_page.point(self._points[0])
            if distance(first, press.at) <= press.reach:
                self._finish()
                return
        at = self._aim(press)
        self._photo = pane.side.photo.id
        point = pane.page_to_photo(at)
        if not self._points or distance(point, self._points[-1]) * pane.photo_to_page.scale > 1.0:
            self._points.append(point)
        self._hover = at
        self.bench.refresh()

    def move(self, press: Press) -> None:
        self._hover = self._aim(press)
        if self._points:
            self.bench.refresh()

    def release(self, press: Press) -> None:
        pass

    def double_press(self, press: Press) -> None:
        self._finish()

    def cancel(self) -> None:
        self._photo, self._points, self._hover = None, [], None
        self.bench.refresh()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Escape:
            self.cancel()
            self.finished.emit("")
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
            return True
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._points:
            self._points.pop()
            if not self._points:
                self._photo = None
            self.bench.refresh()
            return True
        return False

    def _finish(self) -> None:
        if len(self._points) < 3 or self._photo is None:
            self.bench.session.tell("A zone needs at least three points; click round it, then press Enter.")
            return
        item = made(self.bench.session.project, self._photo, "zone", self._points)
        self.cancel()
        self.finished.emit(draw(self.bench, item))

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def overlay(self) -> tuple[Drawing, ...]:
        pane = pane_of(self.bench, self._photo)
        if pane is None or not self._points:
            return ()
        points = tuple(pane.photo_to_page.point(point) for point in self._points)
        path = points if self._hover is None else (*points, self._hover)
        stroke = Stroke(next_colour(self.bench.session.project, "zone"), 1.1)
        drawn: list[Drawing] = [Line(path, stroke)]
        if len(path) >= 3:
            drawn.insert(0, Area(path, stroke.colour, 0.2))
        drawn.extend(Disc(point, 2.6, "#ffffff", 0.9, stroke) for point in points)
        return tuple(drawn)
