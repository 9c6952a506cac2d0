"""A photo that was levelled shows no slanted edge in its cell of the board."""

from __future__ import annotations

from dataclasses import replace

from faces_posed import frontal_pair

from facebalance_desktop.drawing.panes import board_panes
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.project.photo_grids import board_of

INWARDS = 1e-6


def test_each_cell_shows_an_upright_part_of_its_photo() -> None:
    project = frontal_pair()
    board = board_of(project)
    assert board is not None
    cells = tuple(
        tuple(
            None if side is None else replace(side, to_reference=side.to_reference.then(Similarity.of(rotation=5)))
            for side in row
        )
        for row in board.cells
    )
    found = board_panes(replace(board, cells=((cells[0][0], None),)), ViewOptions("board"), 1200.0, 800.0)
    assert found
    for pane in found:
        whole = Rect(0, 0, pane.side.photo.width, pane.side.photo.height).grown(1e-3)
        back = pane.photo_to_page.inverse()
        assert all(whole.contains(back.point(corner)) for corner in pane.seen.grown(-INWARDS).corners)
        photo = pane.side.photo.width * pane.side.photo.height * pane.photo_to_page.scale**2
        assert pane.seen.width * pane.seen.height > 0.6 * photo
        assert pane.clear == pane.seen
    untouched = board_panes(replace(board, cells=cells), ViewOptions("board", is_whole=True), 1200.0, 800.0)
    assert all(pane.seen == pane.frame for pane in untouched)
