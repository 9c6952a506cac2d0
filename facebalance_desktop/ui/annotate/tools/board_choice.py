"""The photo of a board that the keys have chosen: arrows move the choice, Enter enlarges it and goes back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from facebalance_desktop.drawing.panes import HEADING, board_frames, scrolled
from facebalance_desktop.drawing.primitives import Drawing, Line, Stroke
from facebalance_desktop.drawing.scene import board_for
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.photo_grids import Board
from facebalance_desktop.ui.annotate.tools.canvas_tool import ENTER
from facebalance_desktop.ui.annotate.tools.tool import ToolHost
from facebalance_desktop.ui.widgets import inks

ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ACROSS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
RING, RIM = 2.4, 1.2
"""Page points at text scale 1: the line round the chosen photo, and its rim on either side."""


class BoardChoice:
    """View state: the id of the chosen photo; none until a key is pressed on a board."""

    def __init__(self, host: ToolHost) -> None:
        self.host = host
        self.chosen = ""

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """True when the key meant something to the board; with Ctrl the arrows still scroll it."""
        view_options = self.host.view_options
        if view_options.mode != "board" or modifiers & Qt.KeyboardModifier.ControlModifier:
            return False
        if view_options.enlarged:
            if key not in (*ENTER, Qt.Key.Key_Escape):
                return False
            self.chosen = view_options.enlarged
            self.host.set_view_options(replace(view_options, enlarged=""))
            return True
        board = board_for(self.host.session.project, view_options)
        return board is not None and self._key(key, board)

    def _key(self, key: Qt.Key, board: Board) -> bool:
        cells = self._cells(board)
        if key in ALONG or key in ACROSS:
            self.chosen = next_cell(cells, self.chosen, key)
            self._bring_into_sight(board, cells[self.chosen])
        elif self.chosen not in cells:
            return False
        elif key in ENTER:
            self.host.set_view_options(replace(self.host.view_options, enlarged=self.chosen))
        elif key == Qt.Key.Key_Escape:
            self.chosen = ""
        else:
            return False
        self.host.refresh()
        return True

    def _cells(self, board: Board) -> dict[str, Rect]:
        """Where each photo (its id) stands, page points, also outside the page; in the order of reading."""
        shown = self.host.view_options
        frames = board_frames(board, *self.host.page_size(), shown.text_scale, shown.scroll, shown.grown)
        pairs = [
            (place, side.photo.id)
            for sides, places in zip(board.cells, frames, strict=True)
            for side, place in zip(sides, places, strict=True)
            if side is not None
        ]
        return {photo: place for place, photo in sorted(pairs, key=lambda pair: (pair[0].y, pair[0].x))}

    def _bring_into_sight(self, board: Board, cell: Rect) -> None:
        """Scroll a board that is larger than the page as far as the chosen photo needs."""
        view_options, (width, height) = self.host.view_options, self.host.page_size()
        top = HEADING * view_options.text_scale
        by = cell.y - top if cell.y < top else max(cell.bottom - height, 0.0)
        if by:
            scroll = scrolled(board, view_options, width, height, by)
            self.host.set_view_options(replace(view_options, scroll=scroll))

    def overlay(self) -> tuple[Drawing, ...]:
        """A ring round the chosen photo, in page points."""
        view_options = self.host.view_options
        if view_options.mode != "board" or view_options.enlarged:
            return ()
        scale = view_options.line_scale
        strokes = Stroke(inks.PLATE, (RING + 2 * RIM) * scale), Stroke(inks.SELECTED, RING * scale)
        return tuple(
            Line(pane.seen.corners, stroke, is_closed=True)
            for pane in self.host.current_panes()
            if pane.side.photo.id == self.chosen
            for stroke in strokes
        )


def next_cell(cells: dict[str, Rect], chosen: str, key: Qt.Key) -> str:
    """The id of the photo that an arrow key leads to from the chosen one; at an end it stays.

    Left and Right follow the order of reading, Up and Down lead to the nearest photo of the next row. `cells` are in
    this order and not empty; without a choice the first one that is in sight is taken.
    """
    if chosen not in cells:
        return next((photo for photo, cell in cells.items() if cell.y >= 0), next(iter(cells)))
    photos, own = list(cells), cells[chosen]
    if key in ALONG:
        return photos[min(max(photos.index(chosen) + ALONG[key], 0), len(photos) - 1)]
    way = ACROSS[key]
    beyond = {photo: cell for photo, cell in cells.items() if (cell.y - own.y) * way > own.height / 2}
    if not beyond:
        return chosen
    return min(beyond, key=lambda photo: (abs(beyond[photo].y - own.y), abs(beyond[photo].x - own.x)))
