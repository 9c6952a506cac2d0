"""Loupe and navigator of one canvas: whether they are shown, and what a press on the navigator does."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Drawing
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.ui.viewer.loupe import (
    loupe_drawings,
    navigator_drawings,
    navigator_frame,
    reference_to_navigator,
)

UNFIT: frozenset[str] = frozenset({"board", "mirrored", "movement"})
"""Modes without a navigator: they show more than one place, or no part of a whole."""


class OverlayHost(Protocol):
    """The canvas as its small pictures see it."""

    @property
    def view_options(self) -> ViewOptions: ...
    def set_view_options(self, view_options: ViewOptions) -> None: ...
    def current_panes(self) -> tuple[Pane, ...]: ...
    def page_size(self) -> tuple[float, float]: ...
    def visible_frame(self) -> Rect: ...
    def refresh(self) -> None: ...


class Overlays:
    """View state of the loupe and the navigator."""

    def __init__(self, canvas: OverlayHost) -> None:
        self.canvas = canvas
        self.has_loupe = False
        self.has_navigator = False
        self.loupe_on: str | None = None
        """The id of the photo whose point is being dragged: its loupe shows without being asked for."""
        self._at: Point | None = None
        self._is_held = False

    @property
    def page(self) -> Rect:
        return Rect(0, 0, *self.canvas.page_size())

    def toggle_loupe(self) -> None:
        self.has_loupe = not self.has_loupe
        self.canvas.refresh()

    def toggle_navigator(self) -> None:
        self.has_navigator = not self.has_navigator
        self.canvas.refresh()

    def point_at(self, at: Point | None) -> None:
        self._at = at
        if self.has_loupe or self.loupe_on is not None:
            self.canvas.refresh()

    def follow_point(self, photo: str | None, at: Point | None) -> None:
        """A point of this photo is being dragged, None: no longer."""
        self.loupe_on = photo
        if at is not None:
            self._at = at
        self.canvas.refresh()

    def drawings(self) -> tuple[Drawing, ...]:
        panes = self.canvas.current_panes() if self.has_loupe or self.has_navigator or self.loupe_on else ()
        if not panes:
            return ()
        view_options = self.canvas.view_options
        drawn: tuple[Drawing, ...] = ()
        if self.has_navigator and view_options.mode not in UNFIT:
            drawn = navigator_drawings(panes[0], self.canvas.visible_frame(), self.page, view_options.text_scale)
        if self._at is not None and (self.has_loupe or self.loupe_on is not None):
            only = None if self.has_loupe else self.loupe_on
            drawn = (*drawn, *loupe_drawings(panes, self._at, self.page, view_options.text_scale, only))
        return drawn

    def take_press(self, at: Point) -> bool:
        """A press on the navigator shows that place; False elsewhere."""
        view_options = self.canvas.view_options
        if not self.has_navigator or view_options.mode in UNFIT or not self.canvas.current_panes():
            return False
        self._is_held = navigator_frame(self.page, view_options.text_scale).contains(at)
        return self.take_move(at)

    def take_move(self, at: Point) -> bool:
        if not self._is_held:
            return False
        view_options, visible = self.canvas.view_options, self.canvas.visible_frame()
        pane = self.canvas.current_panes()[0]
        centre = reference_to_navigator(pane, self.page, view_options.text_scale).inverse().point(at)
        scale = view_options.scale
        if scale is None:
            scale = pane.frame.width / visible.width
        self.canvas.set_view_options(replace(view_options, centre=centre, scale=scale))
        return True

    def take_release(self) -> bool:
        was_held, self._is_held = self._is_held, False
        return was_held
