"""A board by keys: arrows move the choice, Enter enlarges the chosen photo, Enter or Esc goes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from canvases_made import made_canvas, pair_with_faces, set_mode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facebalance_desktop.drawing.primitives import Line
from facebalance_desktop.geometry import bounds
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.app.sheets import BY_HAND
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.widgets import inks

VIEWS = ("frontal", "frontal-smile")
Key = Qt.Key


def board_of_many(days: int) -> Project:
    """Two views on so many days; one cell is empty."""
    project = pair_with_faces()
    photos = [
        replace(
            project.photos[0],
            id=f"{number:032x}",
            taken=f"20{10 + number // 2:02d}-03-05T09:00:00",
            taken_source="exif",
            view=VIEWS[number % 2],
        )
        for number in range(2 * days)
    ]
    return replace(project, photos=tuple(photos[:-1]), comparisons=())


@pytest.fixture
def canvas(qapp: object) -> Iterator[Canvas]:
    made = made_canvas(board_of_many(3))
    set_mode(made, "board")
    yield made
    made.close()


def press(canvas: Canvas, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(canvas, key)


def ringed(canvas: Canvas) -> str | None:
    """The id of the photo that has a ring round it."""
    assert canvas.tool is not None
    rings = [one for one in canvas.tool.overlay() if isinstance(one, Line) and one.stroke.colour == inks.SELECTED]
    if not rings:
        return None
    (ring,) = rings
    (pane,) = [pane for pane in canvas.current_panes() if bounds(pane.seen.corners) == bounds(ring.points)]
    return pane.side.photo.id


def grid_of(canvas: Canvas) -> list[list[str | None]]:
    board = canvas.viewport.board
    assert board is not None
    return [[None if side is None else side.photo.id for side in row] for row in board.cells]


def test_arrows_move_the_choice_over_the_grid(canvas: Canvas) -> None:
    grid = grid_of(canvas)
    assert len(grid) == 2 and len(grid[0]) == 3 and ringed(canvas) is None
    press(canvas, Key.Key_Right)
    assert ringed(canvas) == grid[0][0]
    press(canvas, Key.Key_Right)
    assert ringed(canvas) == grid[0][1]
    press(canvas, Key.Key_Down)
    assert ringed(canvas) == grid[1][1]
    press(canvas, Key.Key_Down, Key.Key_Left)
    assert ringed(canvas) == grid[1][0]
    press(canvas, Key.Key_Left)
    assert ringed(canvas) == grid[0][2], "as it is read"
    assert grid[1][2] is None
    press(canvas, Key.Key_Down)
    assert ringed(canvas) == grid[1][1], "the nearest one"
    press(canvas, Key.Key_Up, Key.Key_Up, Key.Key_Left, Key.Key_Left)
    assert ringed(canvas) == grid[0][0]


def test_enter_enlarges_the_choice_and_goes_back_to_it(canvas: Canvas) -> None:
    grid = grid_of(canvas)
    press(canvas, Key.Key_Return)
    assert not canvas.view_options.enlarged, "nothing is chosen yet"
    press(canvas, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert canvas.view_options.enlarged == grid[0][1] and ringed(canvas) is None
    for back in (Key.Key_Escape, Key.Key_Return):
        press(canvas, back)
        assert ringed(canvas) == grid[0][1]
        press(canvas, Key.Key_Return)
        assert canvas.view_options.enlarged == grid[0][1]
    press(canvas, Key.Key_Escape, Key.Key_Escape)
    assert ringed(canvas) is None


def test_the_board_is_scrolled_to_the_choice_and_with_ctrl_as_before(qapp: object) -> None:
    canvas = made_canvas(board_of_many(12))
    set_mode(canvas, "board", grown=2.5)
    press(canvas, *[Key.Key_Right] * 23)
    last = ringed(canvas)
    board = canvas.viewport.board
    assert board is not None and last in {side.photo.id for side in board.sides} and canvas.view_options.scroll > 0
    (pane,) = [pane for pane in canvas.current_panes() if pane.side.photo.id == last]
    assert pane.frame.bottom <= canvas.page_size()[1] + 0.01
    press(canvas, *[Key.Key_Left] * 23)
    assert canvas.view_options.scroll == pytest.approx(0.0)
    assert ringed(canvas) == board.cells[0][0].photo.id if board.cells[0][0] is not None else False
    QTest.keyClick(canvas, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert canvas.view_options.scroll > 0
    canvas.close()


def test_in_other_modes_the_arrows_move_the_picture(canvas: Canvas) -> None:
    press(canvas, Key.Key_Right)
    set_mode(canvas, "side-by-side")
    before = canvas.visible_frame()
    press(canvas, Key.Key_Right)
    assert canvas.visible_frame() != before and ringed(canvas) is None


def test_the_table_of_keys_tells_it() -> None:
    assert any("board" in keys for keys, _ in BY_HAND)
