"""Paints a zone with a round brush, or takes away from it with a round eraser."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Annotation, is_touched, outline
from facebalance_desktop.planning.shapes import brushed, erased
from facebalance_desktop.project.edits_annotations import add_annotations, change_annotation, remove_annotation
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import made, next_colour
from facebalance_desktop.ui.annotate.tools.canvas_tool import ENTER, StrokeTool
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks

SIZES = (4.0, 60.0)
"""Least and largest radius of the brush, in page points."""


class BrushTool(StrokeTool):
    """A stroke that begins in a zone goes on with it, elsewhere it begins a new one. `[` and `]` change the brush."""

    def __init__(self, is_eraser: bool, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(host, parent)
        self.is_eraser = is_eraser
        self.radius = 12.0

    def press(self, press: Press) -> None:
        self._hover = press.at
        super().press(press)

    def move(self, press: Press) -> None:
        self._hover = press.at
        super().move(press)
        self.host.refresh()

    def release(self, press: Press) -> None:
        pane, photo, stroke = self.pane, self._photo, self._points
        self._photo, self._points = None, []
        if pane is None or photo is None or not stroke:
            self.host.refresh()
            return
        project = self.host.session.project
        under = self._under(project, photo, stroke)
        if self.is_eraser:
            if under is None:
                self.host.session.tell(
                    tr("The eraser takes away from a zone: begin the stroke in one that is not locked.")
                )
                return
            self.host.session.do(tr("Erase from zone"), self._erasing(under, pane, stroke))
            self.finished.emit(under.id)
            return
        area = () if under is None else outline(under)
        parts = brushed(area, stroke, self.radius / pane.photo_to_page.scale)
        if not parts:
            return
        if under is not None:
            edit = change_annotation(under.id, points=_rounded(parts[0]), shape="polygon", is_schematic=False)
            self.host.session.do(tr("Brush on zone"), edit)
            self.finished.emit(under.id)
            return
        item = made(project, photo, "zone", parts[0])
        self.host.session.do(tr("Brush a zone"), add_annotations([item]))
        self.finished.emit(item.id)

    def _under(self, project: Project, photo: str, stroke: list[Point]) -> Annotation | None:
        """The foremost zone that the stroke touches, where it began first."""
        free = [item for item in reversed(project.annotations) if item.photo == photo and item.is_zone]
        free = [item for item in free if item.is_shown and not item.is_locked and len(item.points) >= 3]
        touched = stroke if self.is_eraser else stroke[:1]
        return next((item for at in touched for item in free if is_touched(item, at, 0.0)), None)

    def _erasing(self, under: Annotation, pane: Pane, stroke: list[Point]) -> Edit:
        """What is left of a zone; parts that fall away become zones of their own, nothing left deletes it."""
        parts = erased(outline(under), stroke, self.radius / pane.photo_to_page.scale)
        if not parts:
            return remove_annotation(under.id)
        rest = [replace(under, id=new_id(), points=_rounded(part), shape="polygon") for part in parts[1:]]

        def edit(project: Project) -> Project:
            project = change_annotation(under.id, points=_rounded(parts[0]), shape="polygon")(project)
            return add_annotations(rest)(project) if rest else project

        return edit

    def double_press(self, press: Press) -> None:
        self.press(press)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ENTER:
            self.end()
            return True
        steps = {Qt.Key.Key_BracketLeft: 0.8, Qt.Key.Key_BracketRight: 1.25}
        if key in steps:
            self.radius = min(SIZES[1], max(SIZES[0], self.radius * steps[key]))
            self.host.refresh()
            return True
        return super().key(key, modifiers)

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.BlankCursor if self.host.pane_at(press.at) else Qt.CursorShape.ArrowCursor

    def overlay(self) -> tuple[Drawing, ...]:
        drawn: list[Drawing] = []
        pane = self.pane
        colour = inks.INK if self.is_eraser else next_colour(self.host.session.project, "zone")
        if pane is not None and self._points:
            points = tuple(pane.photo_to_page.point(point) for point in self._points)
            if len(points) > 1:
                drawn.append(Line(points, Stroke(colour, 2 * self.radius, opacity=0.35, has_halo=False)))
        if self._hover is not None:
            drawn.append(Disc(self._hover, self.radius, colour, 0.06, Stroke(colour, 0.9)))
        return tuple(drawn)


def _rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple((round(x, 3), round(y, 3)) for x, y in points)
