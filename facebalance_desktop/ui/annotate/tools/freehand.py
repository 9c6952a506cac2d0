"""Draws a zone in one stroke round it: steadied, simplified, closed when the pen is lifted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Drawing, Line, Stroke
from facebalance_desktop.geometry import Point, bounds, distance
from facebalance_desktop.planning.shapes import closed_from_stroke
from facebalance_desktop.ui.annotate.tools.annotation_factory import draw, made, next_colour, pane_of
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost

TOLERANCE = 1.6
"""Page points by which the finished edge may leave the hand's."""


class FreehandTool(QObject):
    """The stroke under way is view state, in px of its photo."""

    finished = Signal(str)

    def __init__(self, bench: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self._photo: str | None = None
        self._stroke: list[Point] = []

    def press(self, press: Press) -> None:
        pane = self.bench.pane_at(press.at)
        if pane is not None:
            self._photo, self._stroke = pane.side.photo.id, [pane.page_to_photo(press.at)]
            self.bench.refresh()

    def move(self, press: Press) -> None:
        pane = pane_of(self.bench, self._photo)
        if pane is None or not self._stroke:
            return
        point = pane.page_to_photo(press.at)
        if distance(point, self._stroke[-1]) * pane.photo_to_page.scale >= 0.8:
            self._stroke.append(point)
            self.bench.refresh()

    def release(self, press: Press) -> None:
        pane, photo, stroke = pane_of(self.bench, self._photo), self._photo, self._stroke
        self.cancel()
        if pane is None or photo is None or len(stroke) < 2:
            return
        scale = pane.photo_to_page.scale
        area = bounds(stroke)
        points = closed_from_stroke(stroke, TOLERANCE / scale)
        if len(points) < 3 or max(area.width, area.height) * scale < press.reach:
            self.bench.session.tell("That stroke closes no area; draw round the area in one go.")
            return
        self.finished.emit(draw(self.bench, made(self.bench.session.project, photo, "zone", points, "smooth")))

    def double_press(self, press: Press) -> None:
        pass

    def cancel(self) -> None:
        self._photo, self._stroke = None, []
        self.bench.refresh()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Escape:
            self.cancel()
            self.finished.emit("")
            return True
        return False

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def overlay(self) -> tuple[Drawing, ...]:
        pane = pane_of(self.bench, self._photo)
        if pane is None or len(self._stroke) < 2:
            return ()
        stroke = Stroke(next_colour(self.bench.session.project, "zone"), 1.3)
        return (Line(tuple(pane.photo_to_page.point(point) for point in self._stroke), stroke),)
