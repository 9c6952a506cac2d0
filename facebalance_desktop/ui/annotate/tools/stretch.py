"""Draws what a drag from one end to the other says: ellipse, injection line, arrow, ruler, note with its leader."""

from __future__ import annotations

from PySide6.QtCore import QObject

from facebalance_desktop.comparison.alignment import pupil_distance
from facebalance_desktop.drawing.annotation_labels import measured
from facebalance_desktop.drawing.annotations import arrow_head
from facebalance_desktop.drawing.primitives import Area, Drawing, Line, Stroke, Text
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.planning.shapes import constrained, ellipse
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import made, next_colour
from facebalance_desktop.ui.annotate.tools.canvas_tool import CanvasTool
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks


class StretchTool(CanvasTool):
    """Press, drag, release; Shift keeps to steps of 15 degrees, or makes the ellipse a circle."""

    is_dragged = True

    def __init__(self, kind: str, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(host, parent)
        self.kind = kind
        self._start: Point = (0.0, 0.0)
        self._end: Point = (0.0, 0.0)

    def press(self, press: Press) -> None:
        pane = self.host.pane_at(press.at)
        if pane is not None:
            self._photo = pane.side.photo.id
            self._start = self._end = pane.page_to_photo(press.at)
            self.host.refresh()

    def move(self, press: Press) -> None:
        pane = self.pane
        if pane is not None:
            self._end = self._aimed(pane, press)
            self.host.refresh()

    def _aimed(self, pane: Pane, press: Press) -> Point:
        if not press.is_constrained:
            return pane.page_to_photo(press.at)
        start = pane.photo_to_page.point(self._start)
        if self.kind != "ellipse":
            return pane.page_to_photo(constrained(start, press.at))
        side = max(abs(press.at[0] - start[0]), abs(press.at[1] - start[1]))
        across = side if press.at[0] >= start[0] else -side
        down = side if press.at[1] >= start[1] else -side
        return pane.page_to_photo((start[0] + across, start[1] + down))

    def release(self, press: Press) -> None:
        pane, photo = self.pane, self._photo
        if pane is None or photo is None:
            return
        self._end = self._aimed(pane, press)
        points = self._ends(pane)
        length = distance(self._start, self._end) * pane.photo_to_page.scale
        if length < press.reach * 0.6:
            self.cancel()
            self.host.session.tell(tr("Press, drag and release to draw it."))
            return
        project = self.host.session.project
        if self.kind == "ellipse":
            item = made(project, photo, "zone", points, "ellipse")
        else:
            item = made(project, photo, self.kind, points)
        self.draw(item)

    def _ends(self, pane: Pane) -> tuple[Point, ...]:
        """The points of the record, px: an ellipse fills the frame between the two ends, level on the page."""
        if self.kind != "ellipse":
            return self._start, self._end
        (x1, y1), (x2, y2) = pane.photo_to_page.point(self._start), pane.photo_to_page.point(self._end)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        return pane.page_to_photo((x, y)), pane.page_to_photo((x2, y)), pane.page_to_photo((x, y2))

    def overlay(self) -> tuple[Drawing, ...]:
        pane = self.pane
        if pane is None:
            return ()
        project = self.host.session.project
        stroke = Stroke(next_colour(project, "zone" if self.kind == "ellipse" else self.kind), 1.1)
        points = tuple(pane.photo_to_page.point(point) for point in self._ends(pane))
        if self.kind == "ellipse":
            edge = ellipse(*points)
            return Area(edge, stroke.colour, 0.2), Line(edge, stroke, is_closed=True)
        drawn: list[Drawing] = [Line(points, stroke)]
        if self.kind == "arrow":
            drawn.append(Line(arrow_head(points[0], points[1]), stroke))
        if self.kind == "ruler":
            item = made(project, pane.side.photo.id, "ruler", (self._start, self._end))
            words = measured(item, pupil_distance(pane.side.points))
            at = (points[1][0], points[1][1] - 8)
            drawn.append(
                Text(words, at, 7.5 * self.host.view_options.text_scale, inks.INK, "centre", "bottom", box=inks.PLATE)
            )
        return tuple(drawn)
