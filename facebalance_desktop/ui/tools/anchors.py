"""Two-point alignment by hand: the same two places clicked in both photos. It works without any face."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Disc, Drawing, Stroke, Text
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.project.edits_photos import change_comparison
from facebalance_desktop.ui.tools.tool import Bench, Press

COLOURS = ("#ffd166", "#7fd6ff")
APART = 10.0
"""px: two places nearer than this do not determine an alignment."""


class AnchorTool(QObject):
    """Two clicks in the before photo and the same two in the after photo, in any order of photos."""

    finished = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self._placed: dict[str, list[Point]] = {}

    @property
    def words(self) -> str:
        """What to do next."""
        pair = self.bench.pair
        if pair is None or pair.after is None:
            return "Two photos are needed to align by two points."
        for number in range(2):
            for side in pair.sides:
                if len(self._placed.get(side.photo.id, [])) <= number:
                    which = "the first place" if number == 0 else "a second place, far from the first,"
                    return f"Click {which} in the {side.caption.lower()} photo; Esc gives up."
        return ""

    def press(self, press: Press) -> None:
        pane = self.bench.pane_at(press.at)
        if pane is None:
            return
        placed = self._placed.setdefault(pane.side.photo.id, [])
        point = pane.page_to_photo(press.at)
        if len(placed) == 2 or (placed and distance(placed[0], point) < APART):
            return
        placed.append((round(point[0], 3), round(point[1], 3)))
        self.bench.refresh()
        self._finish_when_complete()

    def _finish_when_complete(self) -> None:
        pair = self.bench.pair
        if pair is None or pair.after is None or pair.comparison is None:
            return
        before, after = (self._placed.get(side.photo.id, []) for side in pair.sides)
        if len(before) < 2 or len(after) < 2:
            self.bench.session.tell(self.words)
            return
        anchors = tuple(zip(before, after, strict=True))
        self.bench.session.do(
            "Align by two points", change_comparison(pair.comparison.id, anchors=anchors, on="points", nudge=None)
        )
        self._placed.clear()
        self.finished.emit()

    def move(self, press: Press) -> None:
        pass

    def release(self, press: Press) -> None:
        pass

    def double_press(self, press: Press) -> None:
        pass

    def cancel(self) -> None:
        self._placed.clear()
        self.bench.refresh()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Escape:
            self.cancel()
            self.finished.emit()
            return True
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._placed:
            placed = max(self._placed.values(), key=len)
            if placed:
                placed.pop()
            self.bench.refresh()
            return True
        return False

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def overlay(self) -> tuple[Drawing, ...]:
        drawn: list[Drawing] = []
        for pane in self.bench.current_panes():
            for number, point in enumerate(self._placed.get(pane.side.photo.id, [])):
                at = pane.photo_to_page.point(point)
                drawn.append(Disc(at, 3.4, COLOURS[number], 0.9, Stroke("#10151b", 0.8)))
                drawn.append(Text(str(number + 1), (at[0] + 7, at[1]), 9, COLOURS[number], "left", "middle", True))
        return tuple(drawn)
