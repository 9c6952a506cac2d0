"""Two-point alignment by hand: the same two places clicked in both photos. It works without any face."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from facebalance_desktop.drawing.blocks import wrapped
from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Disc, Drawing, Stroke, Text
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.project.edits_photos import change_comparison
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.render import fonts
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.canvas_tool import TAKE_BACK, CanvasTool
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks

COLOURS = (inks.FIRST, inks.SECOND)
WORDS = (tr("Click a first place here"), tr("Click a second place here, far from the first"))
PROFILE_WORDS = tr("In profile: tragus, then outer eye corner or forehead")
KEYS = tr("The same place in both photos; Esc cancels")
APART = 10.0
"""px: two places nearer than this do not determine an alignment."""


class AnchorTool(CanvasTool):
    """Two clicks in the before photo and the same two in the after photo, in any order of photos."""

    def __init__(self, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(host, parent)
        self._placed: dict[str, list[Point]] = {}

    @property
    def wanted(self) -> tuple[str, int] | None:
        """The photo's id and the number of the place that is asked for."""
        pair = self.host.pair
        for number in range(2):
            for side in () if pair is None or pair.after is None else pair.sides:
                if len(self._placed.get(side.photo.id, [])) <= number:
                    return side.photo.id, number
        return None

    def press(self, press: Press) -> None:
        pane = self.host.pane_at(press.at)
        if pane is None:
            return
        placed = self._placed.setdefault(pane.side.photo.id, [])
        point = pane.page_to_photo(press.at)
        if len(placed) == 2 or (placed and distance(placed[0], point) < APART):
            return
        placed.append((round(point[0], 3), round(point[1], 3)))
        self.host.refresh()
        self._finish_when_complete()

    def _finish_when_complete(self) -> None:
        pair = self.host.pair
        if pair is None or pair.after is None or pair.comparison is None:
            return
        before, after = (self._placed.get(side.photo.id, []) for side in pair.sides)
        if len(before) < 2 or len(after) < 2:
            return
        anchors = tuple(zip(before, after, strict=True))
        self.host.session.do(
            tr("Align by two points"), change_comparison(pair.comparison.id, anchors=anchors, on="points", nudge=None)
        )
        self._placed.clear()
        self.finished.emit("")

    def cancel(self) -> None:
        self._placed.clear()
        super().cancel()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in TAKE_BACK and self._placed:
            placed = max(self._placed.values(), key=len)
            if placed:
                placed.pop()
            self.host.refresh()
            return True
        return super().key(key, modifiers)

    def overlay(self) -> tuple[Drawing, ...]:
        drawn: list[Drawing] = []
        for pane in self.host.current_panes():
            for number, point in enumerate(self._placed.get(pane.side.photo.id, [])):
                at = pane.photo_to_page.point(point)
                drawn.append(
                    Disc(at, 3.4 * self.host.view_options.line_scale, COLOURS[number], 0.9, Stroke(inks.PLATE, 0.8))
                )
                drawn.append(Text(str(number + 1), (at[0] + 7, at[1]), 9, COLOURS[number], "left", "middle", True))
            if self.wanted is not None and self.wanted[0] == pane.side.photo.id:
                drawn.extend(self._instruction(pane, self.wanted[1]))
        return tuple(drawn)

    def _instruction(self, pane: Pane, number: int) -> list[Drawing]:
        """What to do next, in the upper middle of the photo where the click belongs."""
        scale = self.host.view_options.text_scale
        size = 8.5 * scale
        lines: list[tuple[str, float, str]] = [(WORDS[number], size, COLOURS[number]), (KEYS, 0.85 * size, inks.INK)]
        if (view_of(pane.side.photo) or "").startswith("profile"):
            lines.insert(1, (PROFILE_WORDS, 0.85 * size, inks.INK))
        drawn: list[Drawing] = []
        y = pane.frame.y + 34 * scale
        for text, height, colour in lines:
            for line in wrapped(text, 0.8 * pane.frame.width, height, True, fonts.measure):
                at = (pane.frame.centre[0], y)
                drawn.append(Text(line, at, height, colour, "centre", "top", True, inks.PLATE, 0.85))
                y += 1.8 * height
        return drawn
