"""The viewport: zoom, place, mode and the after photo's own place. View state, never saved, never undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.drawing.framing import region_frame
from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.drawing.panes import MOST_GROWN, Pane, scrolled
from facebalance_desktop.drawing.scene import board_for, fitted, home, pane_frames, panes, whole_frame
from facebalance_desktop.drawing.view_options import SURROUND, Mode, ViewOptions
from facebalance_desktop.geometry import IDENTITY, Point, Rect, Similarity
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.photo_grids import Board
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session

READABLE = 1.6
"""Screen pixels a page point at which a label of 7.5 points is 12 px: labels have that size at every size of window."""
CLOSEST = 40.0
"""Screen pixels a reference pixel, at most."""


class CanvasGeometry(Protocol):
    """What the viewport asks of its canvas."""

    def page_size(self) -> tuple[float, float]: ...
    def unit(self) -> float:
        """Screen pixels (not device pixels) a page point."""
        ...

    def device_unit(self) -> float:
        """Device pixels a page point."""
        ...


class Viewport(QObject):
    """One canvas's view of the session's pair."""

    changed = Signal()
    moved = Signal()
    """The picture was moved or zoomed: what is sharp no longer lies in its place."""

    def __init__(self, session: Session, stage: CanvasGeometry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.stage = stage
        self.has_facts = False
        self.has_match = False
        self.is_moving = False
        self.has_signs = True
        """Whether what is schematic or in doubt is marked: for the surgeon, not before a patient."""
        self.label_scale = 1.0
        """How much larger than usual labels are: the program's size of text, a presentation."""
        self.surround = SURROUND
        """Colour round the photos, #rrggbb."""
        self.is_apart = False
        """Unlinked: what moves is the photo under the pointer alone."""
        self._view_options = ViewOptions()
        self._effective: tuple[tuple[object, ...], ViewOptions] | None = None
        """The view options in effect, asked for many times in a frame, and what they were made from."""

    @property
    def pair(self) -> Pair | None:
        return self.session.pair

    @property
    def wanted(self) -> ViewOptions:
        """The view options that were asked for, also while the pair cannot be shown so."""
        return self._view_options

    @property
    def view_options(self) -> ViewOptions:
        """The view options in effect: side by side where the mode has an obstacle."""
        mode = self._view_options.mode
        if self.obstacle is not None:
            mode = "side-by-side"
        text_scale = self.label_scale * READABLE / self.stage.unit()
        flags = self.has_facts, self.has_match, self.is_moving, self.has_signs
        key = (self._view_options, mode, text_scale, self.surround, flags)
        if self._effective is None or self._effective[0] != key:
            self._effective = key, self._made(mode, text_scale)
        return self._effective[1]

    def _made(self, mode: Mode, text_scale: float) -> ViewOptions:
        return replace(
            self._view_options,
            mode=mode,
            text_scale=text_scale,
            has_facts=self.has_facts,
            has_match=self.has_match,
            is_moving=self.is_moving,
            surround=self.surround,
            is_live=True,
            has_signs=self.has_signs,
        )

    @property
    def obstacle(self) -> str | None:
        """Why the mode that was asked for is not shown."""
        pair = self.pair
        return None if pair is None else obstacle(self.session.project, pair, self._view_options.mode)

    @property
    def board(self) -> Board | None:
        return board_for(self.session.project, self.view_options)

    @property
    def is_scrolled(self) -> bool:
        """Whether a board is shown: it has a place and size of its own."""
        shown = self.view_options
        return shown.mode == "board" and not shown.enlarged

    def set_view_options(self, view_options: ViewOptions) -> None:
        kept = replace(
            view_options, text_scale=1.0, has_facts=False, has_match=False, is_moving=False, surround=SURROUND,
            is_live=False, has_signs=True,
        )  # fmt: skip
        if kept == self._view_options:
            return
        before, self._view_options = self._view_options, kept
        if (before.centre, before.scale, before.offset) != (kept.centre, kept.scale, kept.offset):
            self.moved.emit()
        self.changed.emit()

    def toggle_values(self) -> None:
        """The figures of all guides on the picture, or those of the one that is pointed at alone."""
        self.set_view_options(replace(self._view_options, has_values=not self._view_options.has_values))

    def panes(self) -> tuple[Pane, ...]:
        pair = self.pair
        return () if pair is None else panes(pair, self.view_options, *self.stage.page_size(), self.board)

    # Place and zoom

    def placed(self) -> tuple[Point, float] | None:
        """Centre and scale as they are now, also while they follow the fit."""
        if self.pair is None:
            return None
        if self._view_options.centre is not None and self._view_options.scale is not None:
            return self._view_options.centre, self._view_options.scale
        return home(self.pair, self.view_options, *self.stage.page_size(), self.board)

    def _fitted(self, pair: Pair, frame: Rect) -> tuple[Point, float]:
        return fitted(pair, self.view_options, *self.stage.page_size(), frame, self.board)

    def frames(self) -> tuple[Rect, ...]:
        pair = self.pair
        return () if pair is None else pane_frames(pair, self.view_options, *self.stage.page_size(), self.board)

    def visible_frame(self) -> Rect:
        """The part of the reference frame that a pane shows now, in reference px."""
        placed = self.placed()
        if placed is None:
            return Rect(0, 0, 1, 1)
        (x, y), scale = placed
        pane = self.frames()[0]
        width, height = pane.width / scale, pane.height / scale
        return Rect(x - width / 2, y - height / 2, width, height)

    def show_frame(self, frame: Rect) -> None:
        """Fit a part of the reference frame into every pane."""
        if (pair := self.pair) is not None:
            centre, scale = self._fitted(pair, frame)
            self.set_view_options(replace(self._view_options, centre=centre, scale=scale))

    def fit_head(self) -> None:
        """The clinical frame: it follows the window's size and the pair."""
        self.set_view_options(
            replace(self._view_options, centre=None, scale=None, is_whole=False, scroll=0.0, grown=1.0)
        )

    def fit_whole(self) -> None:
        """All of the before photo, also where the after photo does not cover it."""
        if (pair := self.pair) is not None:
            centre, scale = self._fitted(pair, whole_frame(pair))
            self.set_view_options(replace(self._view_options, centre=centre, scale=scale, is_whole=True))

    def show_region(self, name: str) -> None:
        """A region preset in every pane."""
        pair = self.pair
        frame = None if pair is None else region_frame(pair, name)
        if frame is None:
            self.session.tell(tr("Regions need a face that was found; zoom with the wheel instead."))
        else:
            self.show_frame(frame)

    def show_actual_size(self) -> None:
        """One pixel of the before photo is one device pixel."""
        if (placed := self.placed()) is not None:
            self.set_view_options(replace(self._view_options, centre=placed[0], scale=1 / self.stage.device_unit()))

    def zoom(self, factor: float, at: Point | None = None) -> None:
        """Zoom by `factor`, keeping what is under `at` (page points) in its place."""
        pair, placed = self.pair, self.placed()
        if pair is None or placed is None:
            return
        if self.is_scrolled:
            grown = min(max(self._view_options.grown * factor, 1.0), MOST_GROWN)
            self.set_view_options(replace(self._view_options, grown=grown))
            return
        centre, scale = placed
        smallest = self._fitted(pair, whole_frame(pair))[1] / 4
        new = min(CLOSEST / self.stage.unit(), max(smallest, scale * factor))
        pane = self._frame_at(at)
        x, y = pane.centre if at is None else at
        dx, dy = x - pane.centre[0], y - pane.centre[1]
        moved = (centre[0] + dx / scale - dx / new, centre[1] + dy / scale - dy / new)
        self._move_to(moved, new, at)

    def pan(self, dx: float, dy: float, at: Point | None = None) -> None:
        """Move the picture by page points; while unlinked, the photo at `at` alone. A board is scrolled."""
        board = self.board if self.is_scrolled else None
        if board is not None:
            scroll = scrolled(board, self.view_options, *self.stage.page_size(), -dy)
            self.set_view_options(replace(self._view_options, scroll=scroll))
            return
        if (placed := self.placed()) is not None:
            (x, y), scale = placed
            self._move_to((x - dx / scale, y - dy / scale), scale, at)

    def _frame_at(self, at: Point | None) -> Rect:
        frames = self.frames()
        return next((frame for frame in frames if at is not None and frame.contains(at)), frames[0])

    def _move_to(self, centre: Point, scale: float, at: Point | None) -> None:
        """The new place for both photos, or while unlinked for the one at `at`: the after, unless `at` lies on the
        before's own pane."""
        if not self.is_apart or self.pair is None or self.pair.after is None:
            self.set_view_options(replace(self._view_options, centre=centre, scale=scale))
            return
        placed = self.placed()
        assert placed is not None
        frames = self.frames()
        own, other = (frame.centre for frame in (frames[0], frames[-1]))
        old, new = _to_page(*placed, other), _to_page(centre, scale, other)
        if own != other and at is not None and frames[0].contains(at):
            offset = self._view_options.offset.then(old).then(new.inverse())
            self.set_view_options(replace(self._view_options, centre=centre, scale=scale, offset=offset))
        else:
            offset = self._view_options.offset.then(new).then(old.inverse())
            self.set_view_options(replace(self._view_options, centre=placed[0], scale=placed[1], offset=offset))

    # Linked and unlinked

    def toggle_apart(self) -> None:
        """Unlink, move one, link again: what was moved stays where it is."""
        self.is_apart = not self.is_apart
        self.session.tell(
            tr("Unlinked: drag or zoom one photo by itself. Linking again keeps its place.")
            if self.is_apart
            else tr("Linked: both photos move together, each from where it is.")
        )
        self.changed.emit()

    def put_together(self) -> None:
        """Back to the alignment."""
        self.is_apart = False
        self.set_view_options(replace(self._view_options, offset=IDENTITY))
        self.changed.emit()


def _to_page(centre: Point, scale: float, middle: Point) -> Similarity:
    return Similarity(scale, 0.0, middle[0] - scale * centre[0], middle[1] - scale * centre[1])
