"""Draws a zone in one stroke round it: steadied, simplified, closed when the pen is lifted."""

from __future__ import annotations

from facebalance_desktop.drawing.primitives import Drawing, Line, Stroke
from facebalance_desktop.geometry import bounds
from facebalance_desktop.planning.shapes import closed_from_stroke
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import made, next_colour
from facebalance_desktop.ui.annotate.tools.canvas_tool import StrokeTool
from facebalance_desktop.ui.annotate.tools.tool import Press

TOLERANCE = 1.6
"""Page points by which the finished edge may leave the hand's."""


class FreehandTool(StrokeTool):
    """The stroke's two ends are joined."""

    def release(self, press: Press) -> None:
        pane, photo, stroke = self.pane, self._photo, self._points
        self.cancel()
        if pane is None or photo is None or len(stroke) < 2:
            return
        scale = pane.photo_to_page.scale
        area = bounds(stroke)
        points = closed_from_stroke(stroke, TOLERANCE / scale)
        if len(points) < 3 or max(area.width, area.height) * scale < press.reach:
            self.host.session.tell(tr("That stroke closes no area; draw round the area in one go."))
            return
        self.draw(made(self.host.session.project, photo, "zone", points, "smooth"))

    def overlay(self) -> tuple[Drawing, ...]:
        pane = self.pane
        if pane is None or len(self._points) < 2:
            return ()
        stroke = Stroke(next_colour(self.host.session.project, "zone"), 1.3)
        return (Line(tuple(pane.photo_to_page.point(point) for point in self._points), stroke),)
