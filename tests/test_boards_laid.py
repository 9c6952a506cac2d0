"""How the photos of a board are laid: each by its own comparison, the face kept whole, no cell higher than the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from projects_made import made_pair

from facebalance_desktop.drawing.clean import ABOVE, ACROSS, BELOW, core_of
from facebalance_desktop.drawing.panes import HEADING, board_frames
from facebalance_desktop.geometry import IDENTITY, Similarity, distance, midpoint
from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.model import Comparison, Nudge, Photo
from facebalance_desktop.project.photo_grids import Board, board_of


def side_of(photo: Photo, to_reference: Similarity = IDENTITY) -> Side:
    assert photo.face is not None
    return Side(photo, "", photo.face.points, to_reference)


@pytest.mark.parametrize(("nudged", "other"), [("m", "z"), ("z", "m")])
def test_a_photo_of_a_board_is_shifted_by_its_own_comparison_and_by_no_other(nudged: str, other: str) -> None:
    project = made_pair()
    before, after = project.photos
    before = replace(before, id="f", taken="2026-01-01T10:00:00")
    second = replace(after, id=nudged, sha256="b" * 64, taken="2026-02-01T10:00:00")
    third = replace(after, id=other, sha256="c" * 64, taken="2026-03-01T10:00:00")
    plain = replace(project, photos=(before, second, third), comparisons=())
    by_hand = Comparison("c", "f", nudged, nudge=Nudge(dx=30.0, dy=-20.0))

    def laid(of: Board | None) -> dict[str, Similarity]:
        assert of is not None
        return {side.photo.id: side.to_reference for side in of.sides}

    without, moved = laid(board_of(plain)), laid(board_of(replace(plain, comparisons=(by_hand,))))
    assert moved[other] == without[other]
    before_at, now_at = (each[nudged].point((100.0, 100.0)) for each in (without, moved))
    assert distance(before_at, now_at) == pytest.approx(distance((0.0, 0.0), (30.0, -20.0)))


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_the_core_of_a_face_lies_about_its_pupils_and_has_its_size(scale: float) -> None:
    photo = made_pair().photos[0]
    move = Similarity.of(rotation=0, scale=scale, shift=(40.0, -15.0), about=(0.0, 0.0))
    core = core_of(side_of(photo, move))
    assert core is not None and photo.face is not None
    pupils = [move.point(photo.face.points[name].xy) for name in ("p_r", "p_l")]
    (x, y), iod = midpoint(*pupils), distance(*pupils)
    assert (core.width, core.height) == pytest.approx((ACROSS * iod, (ABOVE + BELOW) * iod))
    assert (core.x + core.width / 2, core.y + ABOVE * iod) == pytest.approx((x, y))
    assert core_of(replace(side_of(photo), points={})) is None


def test_cells_that_are_scrolled_are_no_higher_than_the_page() -> None:
    side = side_of(made_pair().photos[0])
    board = Board(("Front",), ("A", "B", "C"), ((side, side, side),))
    low, high = (board_frames(board, 800.0, height, 1.0, grown=3.0) for height in (120.0, 4000.0))
    assert {cell.height for row in low for cell in row} == {120.0 - HEADING}
    assert all(cell.height == pytest.approx(cell.width * 5.8 / 4.4) for row in high for cell in row)
