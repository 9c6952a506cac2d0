"""What the canvas asks of a tool, and what a tool may ask of the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Drawing
from facebalance_desktop.drawing.scene import Pane, ViewOptions
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.ui.open_project.session import Session

HIT_RADIUS = 9.0
"""How near a press must come to a handle, in screen pixels."""


@dataclass(frozen=True)
class Press:
    """Where the pointer is, in page points, and what is held. `reach` is the hit radius in page points."""

    at: Point
    reach: float
    is_constrained: bool = False


class ToolHost(Protocol):
    """The canvas as tools see it."""

    session: Session

    @property
    def pair(self) -> Pair | None: ...
    @property
    def view_options(self) -> ViewOptions: ...
    def set_view_options(self, view_options: ViewOptions) -> None: ...
    def current_panes(self) -> tuple[Pane, ...]: ...
    def pane_at(self, at: Point) -> Pane | None: ...
    def page_size(self) -> tuple[float, float]: ...
    def pan(self, dx: float, dy: float, at: Point | None = None) -> None: ...
    def refresh(self) -> None: ...
    def follow_point(self, photo: str | None, at: Point | None) -> None: ...


class Tool(Protocol):
    """Gets presses in page points; `overlay` is painted over the scene and is no part of it."""

    @property
    def is_dragged(self) -> bool:
        """Whether it acts from press to release; else a press alone means something, once it is aimed."""
        ...

    @property
    def is_aimed(self) -> bool:
        """Whether the arrow keys aim it, so that Space presses; else they move what is selected, or the picture."""
        ...

    def press(self, press: Press) -> None: ...
    def move(self, press: Press) -> None: ...
    def release(self, press: Press) -> None: ...
    def double_press(self, press: Press) -> None: ...
    def cancel(self) -> None:
        """Cancel what is under way, as if it had never begun."""
        ...

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """True when the key meant something to the tool."""
        ...

    def cursor(self, press: Press) -> Qt.CursorShape: ...
    def overlay(self) -> tuple[Drawing, ...]: ...
