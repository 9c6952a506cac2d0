"""The handles of the selected drawing by keys: Tab steps through them, arrows move the chosen one, Esc leaves it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Disc, Drawing, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import pane_of
from facebalance_desktop.ui.annotate.tools.annotation_selection import AnnotationSelection
from facebalance_desktop.ui.annotate.tools.hits import Hit, VertexHit, ZoneHit
from facebalance_desktop.ui.annotate.tools.tool import ToolHost
from facebalance_desktop.ui.widgets import inks

STEPS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
WAYS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
FAR = 10.0
"""Px of the photo that an arrow key moves a handle with Shift; without it one."""
CHOSEN = 5.0
"""Radius of the chosen handle, in page points at line scale 1."""


class Selecting(Protocol):
    """The tool whose selection is stepped through."""

    host: ToolHost
    selection: AnnotationSelection
    selected: Hit | None

    def select(self, found: Hit | None) -> None: ...


class HandleSteps:
    """Which handle is chosen is the tool's selection: a `VertexHit` while there is one."""

    def __init__(self, tool: Selecting) -> None:
        self._tool = tool

    @property
    def shown(self) -> tuple[Annotation, Pane] | None:
        """The drawing whose handles are shown, and the pane they lie on."""
        item = self._tool.host.session.project.annotation(self._tool.selection.current)
        if item is None or item.is_foreign or item.is_locked or not item.is_shown:
            return None
        pane = pane_of(self._tool.host, item.photo)
        return None if pane is None else (item, pane)

    @property
    def place(self) -> int | None:
        """Which of its points is chosen."""
        found, shown = self._tool.selected, self.shown
        if not isinstance(found, VertexHit) or shown is None or found.zone != shown[0].id:
            return None
        return found.place if found.place < len(shown[0].points) else None

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Move the chosen handle by a px of its photo, with Shift by ten; Esc leaves it."""
        shown, place = self.shown, self.place
        if shown is None or place is None:
            return False
        item, _ = shown
        if key == Qt.Key.Key_Escape:
            self._tool.select(ZoneHit(item.id))
            return True
        if key not in WAYS:
            return False
        size = FAR if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        (x, y), (dx, dy) = item.points[place], WAYS[key]
        self._tool.selection.reshape(item.id, place, (x + dx * size, y + dy * size))
        return True

    def step(self, key: Qt.Key) -> bool | None:
        """Choose the next handle, or the one before; False: the keyboard leaves the photo, None: there is none."""
        shown, place = self.shown, self.place
        if shown is None:
            return None
        item, _ = shown
        if place is None:
            wanted = 0 if key == Qt.Key.Key_Tab else -1
            is_left = key == Qt.Key.Key_Backtab
        else:
            wanted = place + STEPS[key]
            is_left = wanted == len(item.points)
        self._tool.select(VertexHit(item.id, wanted) if 0 <= wanted < len(item.points) else ZoneHit(item.id))
        return not is_left

    def words(self) -> str:
        """What the keys do with the selected drawing; empty without one."""
        shown, place = self.shown, self.place
        if shown is None:
            return ""
        if place is None:
            return tr("Arrow keys move it, Tab chooses a corner or end")
        count = len(shown[0].points)
        return tr("Corner or end {number} of {count}: arrow keys move it, Esc leaves it", number=place + 1, count=count)

    def overlay(self) -> tuple[Drawing, ...]:
        """The chosen handle, larger than the others and with a rim."""
        shown, place = self.shown, self.place
        if shown is None or place is None:
            return ()
        item, pane = shown
        scale = self._tool.host.view_options.line_scale
        at = pane.photo_to_page.point(item.points[place])
        rim = Disc(at, CHOSEN * scale, inks.PLATE, 0.9, Stroke(inks.SELECTED, 1.6 * scale))
        return (rim, Disc(at, 2.4 * scale, inks.SELECTED, 1.0)) if pane.contains(at) else ()
