"""The tool for showing: moves the picture and the wipe's divider, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Drawing
from facebalance_desktop.geometry import Point
from facebalance_desktop.ui.tools.tool import Bench, Press


class ViewingTool:
    """Drag near the divider to wipe, anywhere else to move."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._last: Point | None = None
        self._is_wiping = False

    def _is_on_divider(self, press: Press) -> bool:
        look = self.bench.look
        is_wipe = look.mode == "wipe" and len(self.bench.current_panes()) == 2
        return is_wipe and abs(press.at[0] - look.wipe * self.bench.page_size()[0]) <= press.reach * 3

    def press(self, press: Press) -> None:
        self._last, self._is_wiping = press.at, self._is_on_divider(press)

    def move(self, press: Press) -> None:
        if self._last is None:
            return
        dx, dy = press.at[0] - self._last[0], press.at[1] - self._last[1]
        self._last = press.at
        if self._is_wiping:
            look = self.bench.look
            wipe = min(1.0, max(0.0, look.wipe + dx / self.bench.page_size()[0]))
            self.bench.set_look(replace(look, wipe=wipe))
        else:
            self.bench.pan(dx, dy)

    def release(self, press: Press) -> None:
        self._last = None

    def double_press(self, press: Press) -> None:
        pass

    def cancel(self) -> None:
        self._last = None

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        return False

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.SplitHCursor if self._is_on_divider(press) else Qt.CursorShape.ArrowCursor

    def overlay(self) -> tuple[Drawing, ...]:
        return ()
