"""What the tools that draw or place something share: one photo, the points so far, cancelling, and the pointer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Disc, Drawing, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.shapes import constrained
from facebalance_desktop.ui.annotate.tools.annotation_factory import draw, pane_of
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAKE_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
STROKE_STEP = 0.8
"""Page points between two points of a stroke."""
CORNER = 2.6
"""Radius of a corner under way, in page points."""


class CanvasTool(QObject):
    """What is under way is view state, in px of the one photo it lies on; it becomes an edit when it is complete."""

    finished = Signal(str)
    """The id of the annotation that was just drawn or changed; empty when the tool ends without one."""

    def __init__(self, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self._photo: str | None = None
        self._points: list[Point] = []
        self._hover: Point | None = None

    is_dragged = False
    is_aimed = True

    @property
    def is_drawing(self) -> bool:
        return bool(self._points)

    @property
    def pane(self) -> Pane | None:
        """The pane of the photo on which something is under way."""
        return pane_of(self.host, self._photo)

    def press(self, press: Press) -> None:
        """Does nothing unless the tool overrides it; the same holds for the next four."""

    def move(self, press: Press) -> None: ...

    def release(self, press: Press) -> None: ...

    def double_press(self, press: Press) -> None: ...

    def overlay(self) -> tuple[Drawing, ...]:
        return ()

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def cancel(self) -> None:
        """Cancel what is under way."""
        self._photo, self._points, self._hover = None, [], None
        self.host.refresh()

    def end(self) -> None:
        """Cancel what is under way and end the tool."""
        self.cancel()
        self.finished.emit("")

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Escape:
            self.end()
            return True
        return False

    def draw(self, item: Annotation) -> None:
        """Put a complete annotation into the project."""
        self.cancel()
        self.finished.emit(draw(self.host, item))


class ClickTool(CanvasTool):
    """Point by point on one photo; Shift keeps to steps of 15 degrees, Backspace takes the last point back."""

    def aim(self, press: Press) -> Point:
        """Where the press means, in page points."""
        pane = self.pane
        if not press.is_constrained or pane is None or not self._points:
            return press.at
        return constrained(pane.photo_to_page.point(self._points[-1]), press.at)

    def pane_for(self, press: Press) -> Pane | None:
        """The pane that was pressed, unless something is under way on another photo."""
        pane = self.host.pane_at(press.at)
        return None if pane is None or self._photo not in (None, pane.side.photo.id) else pane

    def move(self, press: Press) -> None:
        self._hover = self.aim(press)
        if self._points:
            self.host.refresh()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in TAKE_BACK and self._points:
            self._points.pop()
            self._photo = self._photo if self._points else None
            self.host.refresh()
            return True
        return super().key(key, modifiers)

    def on_page(self, pane: Pane) -> tuple[Point, ...]:
        """The points so far, in page points."""
        return tuple(pane.photo_to_page.point(point) for point in self._points)

    def corners(self, pane: Pane, stroke: Stroke) -> list[Drawing]:
        """A disc on each point so far."""
        radius = CORNER * self.host.view_options.line_scale
        return [Disc(point, radius, inks.INK, 0.9, stroke) for point in self.on_page(pane)]


class StrokeTool(CanvasTool):
    """One stroke from press to release; the points of the stroke are px of its photo."""

    is_dragged = True

    def press(self, press: Press) -> None:
        pane = self.host.pane_at(press.at)
        if pane is not None:
            self._photo, self._points = pane.side.photo.id, [pane.page_to_photo(press.at)]
        self.host.refresh()

    def move(self, press: Press) -> None:
        pane = self.pane
        if pane is not None and self._points:
            point = pane.page_to_photo(press.at)
            if distance(point, self._points[-1]) * pane.photo_to_page.scale >= STROKE_STEP:
                self._points.append(point)
                self.host.refresh()
