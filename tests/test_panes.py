"""Where photos stand on the page in every mode, and where their words stand on them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from projects_made import made_pair, made_photo

from facebalance_desktop.drawing.captions import (
    heading_drawings,
    place_captions,
    place_half_captions,
)
from facebalance_desktop.drawing.clean import core_of, overlap
from facebalance_desktop.drawing.labels import PLATE_X, Labels, plate
from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.drawing.panes import (
    GAP,
    HEADING,
    LEAST_ACROSS,
    board_frames,
    clean_frame,
    grid,
    pane_frames,
    panes,
    scrolled,
)
from facebalance_desktop.drawing.primitives import Text
from facebalance_desktop.drawing.text_colour import contrast
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.drawing.view_options import MODES, Mode, ViewOptions
from facebalance_desktop.geometry import Rect, Similarity, bounds
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.photo_grids import Board

PAGE = Rect(0.0, 0.0, 800.0, 600.0)
SHAPES = [(800.0, 600.0), (600.0, 800.0), (300.0, 900.0)]


def narrow(text: str, size: float, is_bold: bool) -> TextSize:
    """Words that find room over every column."""
    return TextSize(1.0, size, 0.0)


def measure(text: str, size: float, is_bold: bool) -> TextSize:
    """Letters of one width, as high as those of the bundled font."""
    return TextSize(len(text) * size * 0.5, size * 1.07, size * 0.29)


@pytest.fixture(scope="module")
def project() -> Project:
    return pair_with_faces()


@pytest.fixture(scope="module")
def pair(project: Project) -> Pair:
    found = pair_of(project)
    assert found is not None and found.after is not None and found.alignment is not None
    return found


def board(pair: Pair, rows: int, columns: int) -> Board:
    cells = tuple(tuple(pair.sides[(row + column) % 2] for column in range(columns)) for row in range(rows))
    return Board(tuple(f"Row {n}" for n in range(rows)), tuple(f"Visit {n}" for n in range(columns)), cells)


def tile(frames: tuple[Rect, ...], area: Rect) -> None:
    """Equal frames fill the area in rows and columns, `GAP` apart, and none lies on another."""
    lefts, tops = (sorted({round(getattr(frame, name), 6) for frame in frames}) for name in "xy")
    assert {(round(frame.width, 6), round(frame.height, 6)) for frame in frames} == {
        (round(frames[0].width, 6), round(frames[0].height, 6))
    }
    for starts, size, low, high in (
        (lefts, frames[0].width, area.x, area.right),
        (tops, frames[0].height, area.y, area.bottom),
    ):
        assert starts[0] == pytest.approx(low)
        assert starts[-1] + size == pytest.approx(high)
        for one, other in itertools.pairwise(starts):
            assert other - one - size == pytest.approx(GAP)
    assert len({(round(frame.x, 6), round(frame.y, 6)) for frame in frames}) == len(frames)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_a_grid_fills_the_page_with_equal_frames(count: int, width: float, height: float) -> None:
    page = Rect(5.0, 7.0, width, height)
    tile(grid(count, page), page)
    rows = grid(count, page, rows=1)
    tile(rows, page)
    assert len({frame.y for frame in rows}) == 1
    tried = [grid(count, page, rows=n)[0] for n in range(1, count + 1)]
    heads = [min(frame.width / 4.4, frame.height / 5.8) for frame in tried]
    chosen = grid(count, page)[0]
    assert min(chosen.width / 4.4, chosen.height / 5.8) == max(heads)


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_the_photos_of_each_mode_share_the_page(pair: Pair, width: float, height: float) -> None:
    page = Rect(0.0, 0.0, width, height)
    both = pane_frames(pair, ViewOptions("side-by-side"), width, height)
    tile(both, page)
    assert (both[0].y == both[1].y) == (width >= height)
    for mode in ("wipe", "overlay", "blink", "difference"):
        assert pane_frames(pair, ViewOptions(mode), width, height) == (page, page)
    assert len(pane_frames(pair, ViewOptions("mirrored"), width, height)) == 4
    tile(pane_frames(pair, ViewOptions("mirrored"), width, height), page)
    alone = replace(pair, after=None)
    assert pane_frames(alone, ViewOptions("wipe"), width, height) == (page,)
    moves = board(pair, 2, 3)
    frames = pane_frames(pair, ViewOptions("movement"), width, height, moves)
    assert len(frames) == 6
    tile(frames, page)
    assert len({frame.y for frame in frames}) == 2  # a row for each visit


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (2, 3), (3, 2), (6, 2)])
@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_a_board_fills_the_page_below_its_headings(pair: Pair, rows: int, columns: int, scale: float) -> None:
    made = board_frames(board(pair, rows, columns), 800.0, 600.0, scale)
    assert [len(row) for row in made] == [columns] * rows
    every = [frame for row in made for frame in row]
    assert min(frame.y for frame in every) == pytest.approx(HEADING * scale)
    assert max(frame.bottom for frame in every) == pytest.approx(600.0)
    assert min(frame.x for frame in every) == 0.0
    assert max(frame.right for frame in every) == pytest.approx(800.0)
    assert not any(overlap(one, other) for n, one in enumerate(every) for other in every[:n])
    by_left: dict[float, list[Rect]] = {}
    for frame in every:
        by_left.setdefault(round(frame.x, 6), []).append(frame)
    for column in by_left.values():
        for upper, lower in itertools.pairwise(column):
            assert lower.y - upper.bottom == pytest.approx(GAP)
    for row in made:
        assert len({frame.y for frame in row}) == 1
        for one, other in itertools.pairwise(row):
            assert other.x - one.right == pytest.approx(GAP)
    options = ViewOptions("board", text_scale=scale)
    headings = heading_drawings(board(pair, rows, columns), options, 800.0, 600.0, narrow)
    blocks = len(by_left) // columns
    assert len(headings) == columns * blocks
    for text in headings:
        assert isinstance(text, Text)
        box = plate(text, measure)
        assert text.at[1] == pytest.approx(HEADING * scale / 2)
        assert text.at[1] + text.size / 2 < HEADING * scale
        assert any(abs(frame.centre[0] - text.at[0]) < 1e-6 for frame in made[0] + made[-1])
        assert box.width > 0
    assert heading_drawings(board(pair, rows, columns), replace(options, enlarged="x"), 800.0, 600.0, narrow) == ()


@pytest.mark.parametrize("surround", ["#2b2b2b", "#f2f2f2", "#ffffff"])
def test_the_headings_of_a_board_are_read_on_every_surround(surround: str) -> None:
    pair = pair_of(pair_with_faces())
    assert pair is not None
    options = ViewOptions("board", surround=surround)
    headings = heading_drawings(board(pair, 1, 2), options, 800.0, 600.0, narrow)
    assert headings
    for text in headings:
        assert isinstance(text, Text)
        assert contrast(text.colour, surround) >= 4.5
        assert text.has_halo is (surround == "#2b2b2b"), "a dark halo on a light page is a smear"


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in ("movement", "board")])
def test_a_press_means_the_photo_that_is_in_front(pair: Pair, mode: Mode) -> None:
    made = panes(pair, ViewOptions(mode, fade=0.8, is_blinked=True), 800.0, 600.0)
    middles = [pane.seen.centre for pane in made]
    reached = [[pane.contains(at) for pane in made] for at in middles]
    match mode:
        case "side-by-side" | "wipe":
            assert reached == [[True, False], [False, True]]
        case "overlay" | "blink":
            assert reached == [[False, True], [False, True]]
        case _:  # halves and differences are looked at, not pressed
            assert not any(map(any, reached))


def large_pair() -> Pair:
    """Two photos of 800 x 900 px whose common part holds the face."""
    onto = Similarity.of(rotation=5, scale=1.1, shift=(30.0, -20.0), about=(400.0, 450.0))
    start = Similarity(tx=200.0, ty=250.0)
    photos = [
        made_photo(name, move, width=800, height=900)
        for name, move in (("before.jpg", start), ("after.jpg", start.then(onto)))
    ]
    found = pair_of(add_photos(photos)(new_project()))
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["side-by-side", "wipe", "overlay"])
@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_what_is_seen_is_what_both_photos_cover_as_far_as_the_pane_has_room(
    mode: Mode, width: float, height: float
) -> None:
    pair, options = large_pair(), ViewOptions(mode)
    clean = clean_frame(pair, options)
    assert clean is not None
    for pane in panes(pair, options, width, height):
        to_reference = pane.side.to_reference.inverse().then(pane.photo_to_page).inverse()
        shown = bounds(to_reference.point(corner) for corner in pane.clear.corners)
        assert overlap(pane.frame, pane.clear) == pane.clear
        for size, full, low, high, start, end in (
            (pane.clear.width, pane.frame.width, shown.x, shown.right, clean.x, clean.right),
            (pane.clear.height, pane.frame.height, shown.y, shown.bottom, clean.y, clean.bottom),
        ):
            assert start - 1e-6 <= low < high <= end + 1e-6
            assert size == pytest.approx(full) or (low, high) == pytest.approx((start, end))
        core = core_of(pair.before)
        assert core is not None
        assert shown.x <= core.x and core.right <= shown.right  # the whole face, hairline to chin
        assert shown.y <= core.y + 1e-6 and core.bottom <= shown.bottom + 1e-6


@pytest.mark.parametrize("mode", ["side-by-side", "wipe"])
@pytest.mark.parametrize("at", [(0.0, 0.0), (800.0, 900.0), (100.0, 800.0)])
def test_a_view_that_was_moved_away_still_shows_no_edge_of_a_photo(mode: Mode, at: tuple[float, float]) -> None:
    pair = large_pair()
    options = ViewOptions(mode, centre=at, scale=1.3)
    clean = clean_frame(pair, options)
    assert clean is not None
    for pane in panes(pair, options, 800.0, 600.0):
        to_reference = pane.side.to_reference.inverse().then(pane.photo_to_page).inverse()
        shown = bounds(to_reference.point(corner) for corner in pane.clear.corners)
        assert shown.x >= clean.x - 1e-6 and shown.right <= clean.right + 1e-6
        assert shown.y >= clean.y - 1e-6 and shown.bottom <= clean.bottom + 1e-6


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(("width", "height"), SHAPES[:2])
def test_captions_and_sides_stand_in_the_corners_of_their_photo(
    pair: Pair, scale: float, width: float, height: float
) -> None:
    options = ViewOptions("side-by-side", text_scale=scale, has_facts=True)
    for pane in panes(pair, options, width, height):
        labels = Labels(pane.clear, measure)
        place_captions(pane, options, labels)
        line = [text for text in labels.texts if text.text not in ("R", "L")]
        assert any(text.text.startswith(pane.side.caption) for text in line)
        sides = {text.text: plate(text, measure) for text in labels.texts if text.text in ("R", "L")}
        size, boxes = line[0].size, [plate(text, measure) for text in line]
        box = Rect(min(one.x for one in boxes), boxes[0].y, 0.0, 0.0)
        box = replace(box, width=max(one.right for one in boxes) - box.x, height=boxes[0].height)
        assert pane.clear.y < box.y < pane.clear.y + size
        is_outer_right = pane.side.caption == "After"
        near = pane.clear.right - box.right if is_outer_right else box.x - pane.clear.x
        assert 0 < near < size
        for name, is_left in (("R", True), ("L", False)):  # the subject's right is at image left
            corner = sides[name]
            assert 0 < (corner.x - pane.clear.x if is_left else pane.clear.right - corner.right) < size
            assert 0 < pane.clear.bottom - corner.bottom < size


@pytest.mark.parametrize("angle", [80.0, -80.0, 0.0])
def test_the_captions_of_a_slanting_wipe_stand_on_their_own_part(pair: Pair, angle: float) -> None:
    options = ViewOptions("wipe", wipe_angle=angle, has_sides=False)
    for pane in panes(pair, options, 800.0, 600.0):
        labels = Labels(pane.clear, measure)
        place_captions(pane, options, labels)
        for text in labels.texts:
            box = plate(text, measure)
            is_low = box.centre[1] > pane.clear.centre[1]
            is_lower_part = pane.seen.centre[1] > pane.clear.centre[1] + 1
            assert is_low == (abs(angle) > 45 and is_lower_part)
            edge = pane.clear.bottom - box.bottom if is_low else box.y - pane.clear.y
            assert 0 < edge < 2 * text.size


@pytest.mark.parametrize("inset", [0.0, 9.0])
def test_the_parts_of_a_caption_stand_beside_each_other_in_small_letters(pair: Pair, inset: float) -> None:
    """On a wide screen letters are small against the page, whose edge no label comes near."""
    dated = replace(pair.before, photo=replace(pair.before.photo, taken="2024-03-12T10:00:00", taken_source="exif"))
    options = ViewOptions("side-by-side", text_scale=0.36, has_facts=True)
    for pane in panes(replace(pair, before=dated), options, 800.0, 450.0):
        frame = pane.clear
        inside = Rect(frame.x + inset, frame.y + inset, frame.width - 2 * inset, frame.height - 2 * inset)
        labels = Labels(inside, measure)
        place_captions(pane, options, labels)
        line = [text for text in labels.texts if len(text.text) > 1]
        for one, other in itertools.pairwise(sorted(line, key=lambda text: plate(text, measure).x)):
            gap = plate(other, measure).x - plate(one, measure).right
            assert gap == pytest.approx(-2 * PLATE_X * one.size, abs=1e-6)
        assert len(line) >= (2 if pane.side.photo.taken else 1)


def test_mirrored_halves_say_whose_sides_they_show(pair: Pair) -> None:
    options = ViewOptions("mirrored")
    shown = [pane for pane in panes(pair, options, 800.0, 600.0) if not pane.is_flipped]
    assert [pane.title for pane in shown] == ["Before, R + R", "Before, L + L", "After, R + R", "After, L + L"]
    for pane in shown:
        labels = Labels(pane.frame, measure)
        place_half_captions(pane, options, labels)
        title, *letters = labels.texts
        box = plate(title, measure)
        assert 0 < box.x - pane.frame.x < title.size
        assert 0 < box.y - pane.frame.y < title.size
        assert [letter.text for letter in letters] == [pane.title[-1]] * 2
        left, right = (plate(letter, measure) for letter in letters)
        assert 0 < left.x - pane.frame.x < title.size
        assert 0 < pane.frame.right - right.right < title.size
        for corner in (left, right):
            assert 0 < pane.frame.bottom - corner.bottom < title.size
        bare = Labels(pane.frame, measure)
        place_half_captions(pane, replace(options, has_sides=False), bare)
        assert [text.text for text in bare.texts] == [pane.title]


def test_a_board_is_offered_from_two_photos_on() -> None:
    two = made_pair()
    found = pair_of(two)
    assert found is not None
    assert obstacle(two, found, "board") is None
    one = add_photos([made_photo("only.jpg")])(new_project())
    alone = pair_of(one)
    assert alone is not None
    assert obstacle(one, alone, "board") == "A board needs more than one photo."
    assert obstacle(one, alone, "side-by-side") is None


def test_many_visits_keep_a_readable_size_on_screen_and_are_scrolled(pair: Pair) -> None:
    many, page = board(pair, 2, 24), (800.0, 600.0)
    options = ViewOptions("board")
    rows = board_frames(many, *page, 1.0)
    assert all(frame.width >= LEAST_ACROSS for row in rows for frame in row)
    assert max(frame.right for row in rows for frame in row) <= 800.0
    assert max(frame.bottom for row in rows for frame in row) > 600.0
    end = scrolled(many, options, *page, 1e6)
    assert end > 0 and scrolled(many, replace(options, scroll=end), *page, 50.0) == pytest.approx(end)
    assert scrolled(many, replace(options, scroll=end), *page, -1e6) == pytest.approx(0.0)
    last = board_frames(many, *page, 1.0, scroll=end)
    assert max(frame.bottom for row in last for frame in row) == pytest.approx(600.0)
    headings = heading_drawings(many, options, *page, narrow)
    assert len(headings) == 24
    larger = board_frames(many, *page, 1.0, grown=2.0)
    assert larger[0][0].width > 1.5 * rows[0][0].width
    assert scrolled(board(pair, 2, 3), options, *page, 100.0) == 0.0
