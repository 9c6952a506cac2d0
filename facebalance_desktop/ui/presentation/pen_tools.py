"""The tools of a presentation: moving the picture, a pen that is kept only when asked, a spotlight, the black-out."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Area, Drawing, Line, Stroke, Text
from facebalance_desktop.geometry import Point
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.annotate.tools.viewing import ViewingTool
from facebalance_desktop.ui.widgets import inks

PEN = Stroke(inks.PEN, 2.4)
SPOT = 0.16
"""Radius of the spotlight in shares of the page's long side."""
DIMMED = 0.78


class PenTool(ViewingTool):
    """Looks like the viewing tool until the pen or the spotlight is taken."""

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self.has_pen = False
        self.has_spotlight = False
        self.is_black = False
        self.strokes: list[tuple[Point, ...]] = []
        self._spot: Point | None = None
        self._is_drawing = False

    def toggle_pen(self) -> None:
        self.has_pen = not self.has_pen
        self.host.refresh()

    def toggle_spotlight(self) -> None:
        self.has_spotlight = not self.has_spotlight
        self.host.refresh()

    def toggle_black(self) -> None:
        self.is_black = not self.is_black
        self.host.refresh()

    def wipe_pen(self) -> None:
        """Take every stroke away."""
        self.strokes.clear()
        self.host.refresh()

    def press(self, press: Press) -> None:
        if not self.has_pen:
            super().press(press)
            return
        self._is_drawing = True
        self.strokes.append((press.at,))

    def move(self, press: Press) -> None:
        self._spot = press.at
        if self._is_drawing:
            self.strokes[-1] = (*self.strokes[-1], press.at)
        elif not self.has_pen:
            super().move(press)
        if self._is_drawing or self.has_spotlight:
            self.host.refresh()

    def release(self, press: Press) -> None:
        self._is_drawing = False
        super().release(press)

    def cancel(self) -> None:
        if self._is_drawing:
            self._is_drawing = False
            self.strokes.pop()
            self.host.refresh()
        super().cancel()

    def cursor(self, press: Press) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor if self.has_pen else super().cursor(press)

    def overlay(self) -> tuple[Drawing, ...]:
        width, height = self.host.page_size()
        page = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        if self.is_black:
            return (Area(page, inks.BLACK),)
        drawn: list[Drawing] = []
        if name := self.host.session.project.patient.name:  # empty unless it may be shown
            size = 9 * self.host.view_options.text_scale
            drawn.append(Text(name, (width / 2, size), size, inks.INK, "centre", "top", box=inks.PLATE))
        drawn += [Line(stroke, PEN) for stroke in self.strokes if len(stroke) > 1]
        if self.has_spotlight:
            drawn.append(
                Area(_round_hole(page, self._spot or (width / 2, height / 2), SPOT * width), inks.BLACK, DIMMED)
            )
        return tuple(drawn)


def _round_hole(page: tuple[Point, ...], centre: Point, radius: float) -> tuple[Point, ...]:
    """The page without a disc, as one polygon with a seam (filled by the even-odd rule)."""
    x, y = centre
    ring = [
        (x + radius * math.cos(math.tau * step / 72), y + radius * math.sin(math.tau * step / 72)) for step in range(73)
    ]
    return (*page, page[0], *ring, page[0])
