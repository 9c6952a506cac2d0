"""The tool for showing: moves the picture and the wipe's divider, and changes nothing."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Drawing
from facebalance_desktop.drawing.view_options import ViewOptions, divider, divider_knob, span
from facebalance_desktop.geometry import Point, Rect, distance
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost


class Divider:
    """The wipe's divider under the pointer: dragged it wipes, with Shift it turns."""

    def __init__(self, host: ToolHost) -> None:
        self.host = host

    @property
    def is_shown(self) -> bool:
        return self.host.view_options.mode == "wipe" and len(self.host.current_panes()) == 2

    @property
    def page(self) -> Rect:
        return Rect(0, 0, *self.host.page_size())

    def is_on_knob(self, press: Press) -> bool:
        return (
            self.is_shown and distance(divider_knob(self.host.view_options, self.page), press.at) <= press.reach * 2.5
        )

    def is_near(self, press: Press) -> bool:
        if not self.is_shown:
            return False
        (nx, ny), reach = divider(self.host.view_options, self.page)
        return abs(press.at[0] * nx + press.at[1] * ny - reach) <= press.reach * 1.4

    def drag(self, press: Press, last: Point) -> None:
        view_options = self.host.view_options
        if press.is_constrained:
            self.host.set_view_options(turned(view_options, self.page, press.at))
            return
        nx, ny = view_options.normal
        low, high = span(self.page, view_options.normal)
        along = (press.at[0] - last[0]) * nx + (press.at[1] - last[1]) * ny
        self.host.set_view_options(
            replace(view_options, wipe=min(1.0, max(0.0, view_options.wipe + along / (high - low))))
        )

    def cursor(self) -> Qt.CursorShape:
        nx, ny = self.host.view_options.normal
        return Qt.CursorShape.SplitHCursor if nx >= abs(ny) else Qt.CursorShape.SplitVCursor


def turned(view_options: ViewOptions, page: Rect, to: Point) -> ViewOptions:
    """The divider turned about the middle of the page so that it points to `to`, in steps of 5 degrees."""
    x, y = page.centre
    steep = math.degrees(math.atan2(to[0] - x, -(to[1] - y)))
    angle = 5.0 * round(steep / 5.0)
    while angle > 90:
        angle -= 180
    while angle <= -90:
        angle += 180
    return replace(view_options, wipe_angle=angle, wipe=0.5)


def enlarged(host: ToolHost, press: Press) -> bool:
    """A press on a board enlarges the photo there, another one goes back; False in any other mode."""
    view_options = host.view_options
    if view_options.mode != "board":
        return False
    pane = host.pane_at(press.at)
    photo = "" if view_options.enlarged or pane is None else pane.side.photo.id
    host.set_view_options(replace(view_options, enlarged=photo))
    return True


class ViewingTool:
    """Drag near the divider to wipe, anywhere else to move."""

    is_dragged = True
    is_aimed = False

    def __init__(self, host: ToolHost) -> None:
        self.host = host
        self.divider = Divider(host)
        self._last: Point | None = None
        self._start: Point | None = None
        self._is_wiping = False

    def press(self, press: Press) -> None:
        if enlarged(self.host, press):
            return
        self._last = self._start = press.at
        self._is_wiping = self.divider.is_near(press) or self.divider.is_on_knob(press)

    def move(self, press: Press) -> None:
        if self._last is None:
            return
        last, self._last = self._last, press.at
        if self._is_wiping:
            self.divider.drag(press, last)
        else:
            self.host.pan(press.at[0] - last[0], press.at[1] - last[1], self._start)

    def release(self, press: Press) -> None:
        self._last = None

    def double_press(self, press: Press) -> None:
        pass

    def cancel(self) -> None:
        self._last = None

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        return False

    def cursor(self, press: Press) -> Qt.CursorShape:
        is_near = self.divider.is_near(press) or self.divider.is_on_knob(press)
        return self.divider.cursor() if is_near else Qt.CursorShape.ArrowCursor

    def overlay(self) -> tuple[Drawing, ...]:
        return ()
