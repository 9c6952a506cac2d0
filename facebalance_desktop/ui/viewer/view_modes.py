"""Choosing how the pair is viewed: modes, their amounts, the divider's turn, the next photo of a series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, cast

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.drawing.view_options import Mode
from facebalance_desktop.project.edits_photos import compare_photos
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.photo_grids import view_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.viewer.amounts import AMOUNTS
from facebalance_desktop.ui.viewer.blinking import Blinking
from facebalance_desktop.ui.viewer.viewport import Viewport

TURN = 45.0


class ViewModes(QObject):
    """Acts on the open viewports: the main window's first, then the presentation's."""

    changed = Signal(str)

    def __init__(
        self,
        session: Session,
        viewports: Callable[[], Sequence[Viewport]],
        blinking: Blinking,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._viewports = viewports
        self._blinking = blinking

    @property
    def _own(self) -> Viewport:
        return self._viewports()[0]

    def set_mode(self, mode: str) -> None:
        """Place and zoom stay. Where the pair cannot be shown so, a sentence says why and side by side is offered."""
        pair = self._session.pair
        why = None if pair is None else obstacle(self._session.project, pair, cast(Mode, mode))
        if why is not None:
            self._session.tell(why)
        else:
            for viewport in self._viewports():
                viewport.set_view_options(
                    replace(viewport.wanted, mode=cast(Mode, mode), is_blinked=False, enlarged="")
                )
        self.changed.emit(self._own.view_options.mode)

    def step(self, steps: int) -> None:
        """Less (-1) or more (1) of the present mode's amount."""
        amount = AMOUNTS.get(self._own.view_options.mode)
        if amount is not None:
            value = amount.value(self._own, self._blinking) + steps * amount.step
            for viewport in self._viewports():
                amount.set(viewport, self._blinking, value)

    def turn_divider(self) -> None:
        """The divider turns by 45 degrees: upright, slanting, level, slanting the other way."""
        for viewport in self._viewports():
            angle = viewport.wanted.wipe_angle + TURN
            viewport.set_view_options(replace(viewport.wanted, wipe_angle=angle - 180 if angle > 90 else angle))

    def show_next(self, steps: int, place: Literal["before", "after"] = "after") -> None:
        """Let the next (or previous) photo of the same view, by date, take this place; the other photo stays."""
        comparison = self._session.project.comparison
        pair = self._session.pair
        if comparison is None or pair is None or pair.after is None:
            return
        moved, kept = comparison.after, comparison.before
        if place == "before":
            moved, kept = kept, moved
        view = next(view_of(side.photo) for side in pair.sides if side.photo.id == moved)
        series = [photo for photo in self._session.project.photos if view_of(photo) == view and photo.id != kept]
        series.sort(key=_when)
        wanted = next((n for n, photo in enumerate(series) if photo.id == moved), -1) + steps
        if not 0 <= wanted < len(series):
            self._session.tell(tr("There is no further photo of this view in that direction."))
            return
        shown = (series[wanted].id, kept) if place == "before" else (kept, series[wanted].id)
        self._session.do(tr("Step through the series"), compare_photos(*shown))


def _when(photo: Photo) -> str:
    return photo.taken or "9999"
