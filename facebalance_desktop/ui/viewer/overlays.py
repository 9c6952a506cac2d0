"""What lies over one canvas: loupe, navigator and the measure that is hovered over."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from facebalance_desktop.drawing.guide_drawings import TEXT, DrawingPlace
from facebalance_desktop.drawing.guide_hover import guide_words_at
from facebalance_desktop.drawing.labels import Labels
from facebalance_desktop.drawing.measure_drawings import hovered_drawings
from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Clip, Drawing, Text
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.viewer.loupe import (
    loupe_drawings,
    navigator_drawings,
    navigator_frame,
    reference_to_navigator,
)
from facebalance_desktop.ui.widgets import inks

REACH = 4.0
"""Points at text scale 1: how near to a guide the pointer is on it."""
UNFIT: frozenset[str] = frozenset({"board", "mirrored", "movement"})
"""Modes without a navigator: they show more than one place, or no part of a whole."""


class OverlayHost(Protocol):
    """The canvas as its small pictures see it."""

    @property
    def view_options(self) -> ViewOptions: ...
    @property
    def session(self) -> Session: ...
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
        self._measure = ""
        self._pointed = ""
        self._pointed_in: tuple[Project | None, ViewOptions] = None, ViewOptions()
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

    def point_at(self, at: Point | None, is_pressed: bool = False) -> None:
        """The pointer is here, or nowhere; pressed, it moves something and asks for no words."""
        self._at = at
        words = "" if at is None or is_pressed else self._words_at(at)
        self._pointed_in = self.canvas.session.project, self.canvas.view_options
        if self.has_loupe or self.loupe_on is not None or words != self._pointed:
            self._pointed = words
            self.canvas.refresh()

    def _words_at(self, at: Point) -> str:
        """What the guide under the pointer says, where its figures are not on the picture already."""
        pair, view_options = self.canvas.session.pair, self.canvas.view_options
        if pair is None or view_options.has_values or view_options.mode in UNFIT or view_options.mode == "difference":
            return ""
        pane = next((pane for pane in self.canvas.current_panes() if pane.contains(at)), None)
        reach = REACH * view_options.text_scale
        return "" if pane is None else guide_words_at(self.canvas.session.project, pair, pane, at, reach)

    def _pointed_words(self) -> tuple[Drawing, ...]:
        """The words of the guide under the pointer, just above it."""
        if self._at is None or not self._pointed:
            return ()
        project, view_options = self._pointed_in
        if project is not self.canvas.session.project or replace(view_options, is_moving=False) != replace(
            self.canvas.view_options, is_moving=False
        ):
            return ()  # something else lies under the pointer by now
        size = TEXT * self.canvas.view_options.text_scale
        text = Text(
            self._pointed, (self._at[0], self._at[1] - size), size, inks.INK, "centre", "bottom", box=inks.PLATE
        )
        labels = Labels(self.page.grown(-4), fonts.measure)
        labels.place(text, [(0.0, 0.0), (0.0, 3 * size)])
        return tuple(labels.texts)

    def follow_point(self, photo: str | None, at: Point | None) -> None:
        """A point of this photo is being dragged, None: no longer."""
        self.loupe_on = photo
        if at is not None:
            self._at = at
        self.canvas.refresh()

    def show_measure(self, measure_id: str) -> None:
        """Draw the lines of a measure on every photo; empty: none."""
        if measure_id != self._measure:
            self._measure = measure_id
            self.canvas.refresh()

    def _measured(self) -> tuple[Drawing, ...]:
        """The measure that is hovered over, unless it is pinned and drawn already."""
        project = self.canvas.session.project
        if not self._measure or self._measure in project.measures.pinned:
            return ()
        drawn: list[Drawing] = []
        for pane in self.canvas.current_panes():
            labels = Labels(pane.frame.grown(-4), fonts.measure)
            place = DrawingPlace(pane.photo_to_page, pane.frame, labels, self.canvas.view_options.text_scale)
            drawn.append(Clip(pane.shape, hovered_drawings(project, self._measure, pane.side, place)))
            drawn.extend(labels.texts)
        return tuple(drawn)

    def drawings(self) -> tuple[Drawing, ...]:
        """Everything that lies over the picture."""
        return (*self._measured(), *self._pointed_words(), *self._small_pictures())

    def _small_pictures(self) -> tuple[Drawing, ...]:
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
