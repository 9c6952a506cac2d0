"""Clean frames: no edge or wedge of a photo is shown, the head keeps its size, the whole photo is one key away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from canvases_made import pair_with_faces
from hypothesis import given
from hypothesis import strategies as st

from facebalance_desktop.drawing.clean import core_of, holds, overlap, shared_by, shared_rect, within
from facebalance_desktop.drawing.panes import clean_frame
from facebalance_desktop.drawing.scene import head_frame, home, panes
from facebalance_desktop.drawing.view_options import Mode, ViewOptions
from facebalance_desktop.geometry import Point, Rect, Similarity, bounds
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.photo_grids import Board

SIZE = (792.0, 446.0)
MODES_OF_A_PAIR: tuple[Mode, ...] = ("side-by-side", "wipe", "overlay", "blink")


def pair() -> Pair:
    made = pair_of(pair_with_faces())
    assert made is not None and made.after is not None
    return made


def larger(made: Pair, by: float = 3.0) -> Pair:
    """The same faces in the middle of photos that are so many times as wide and high."""
    sides = []
    for side in made.sides:
        width, height = side.photo.width, side.photo.height
        dx, dy = (by - 1) / 2 * width, (by - 1) / 2 * height
        photo = replace(side.photo, width=round(by * width), height=round(by * height))
        points = {code: replace(mark, x=mark.x + dx, y=mark.y + dy) for code, mark in side.points.items()}
        sides.append(
            replace(side, photo=photo, points=points, to_reference=Similarity(tx=-dx, ty=-dy).then(side.to_reference))
        )
    return replace(made, before=sides[0], after=sides[1])


def covers(outline: Sequence[Point], area: Rect) -> bool:
    """Whether a convex outline holds every corner."""
    signs = set()
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        for x, y in area.corners:
            away = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            if abs(away) > 1e-3 * (abs(x2 - x1) + abs(y2 - y1)):
                signs.add(away > 0)
    return len(signs) <= 1


@given(st.floats(-20, 20), st.floats(0.7, 1.4), st.floats(-80, 80), st.floats(-80, 80))
def test_the_rectangle_lies_within_both_photos(rotation: float, scale: float, dx: float, dy: float) -> None:
    whole = Rect(0, 0, 600, 800)
    onto = Similarity.of(rotation=rotation, scale=scale, shift=(dx, dy), about=whole.centre)
    outlines = [list(whole.corners), [onto.point(corner) for corner in whole.corners]]
    start = overlap(bounds(outlines[0]), bounds(outlines[1]))
    assert start is not None
    found = within(start, outlines)
    assert found is not None
    assert all(covers(outline, found) for outline in outlines)
    assert found.width * found.height > 0.25 * start.width * start.height


def test_every_pane_shows_only_what_both_photos_cover() -> None:
    made = larger(pair())
    clean = shared_rect(made)
    assert clean is not None
    core = core_of(made.before)
    assert core is not None and holds(clean, core)
    for mode in MODES_OF_A_PAIR:
        for pane in panes(made, ViewOptions(mode), *SIZE):
            outline = [
                pane.photo_to_page.point(p) for p in Rect(0, 0, pane.side.photo.width, pane.side.photo.height).corners
            ]
            assert covers(outline, pane.seen), mode


def test_a_head_that_both_photos_cover_keeps_its_clinical_size() -> None:
    made = larger(pair(), 5.0)
    head = head_frame(made)
    (x, y), scale = home(made, ViewOptions(), *SIZE)
    pane = panes(made, ViewOptions(), *SIZE)[0].frame
    assert scale == pytest.approx(min(pane.width / head.width, pane.height / head.height))
    assert (x, y) == pytest.approx(head.centre)


def test_one_wide_pane_is_filled_as_long_as_the_face_stays_in_it() -> None:
    made = larger(pair())
    side, wipe = (home(made, ViewOptions(mode), *SIZE)[1] for mode in ("side-by-side", "wipe"))
    core = core_of(made.before)
    assert core is not None
    assert wipe > side
    assert wipe * core.width <= SIZE[0] * 1.001 and wipe * core.height <= SIZE[1] * 1.001


def test_the_whole_photo_is_not_cropped() -> None:
    made = larger(pair())
    cropped, whole = (panes(made, ViewOptions(is_whole=is_whole), *SIZE)[0] for is_whole in (False, True))
    assert whole.seen == whole.frame
    assert cropped.clear == cropped.seen


def test_photos_that_do_not_share_the_face_are_shown_as_they_are() -> None:
    made = pair()
    assert made.after is not None
    aside = replace(made.after, to_reference=made.after.to_reference.then(Similarity(tx=5000.0)))
    assert shared_rect(replace(made, after=aside)) is None


def test_a_movement_shows_only_what_all_its_photos_cover() -> None:
    made = larger(pair())
    board = cast(Board, SimpleNamespace(sides=list(made.sides)))
    clean = clean_frame(made, ViewOptions("movement"), board)
    assert clean is not None and clean == shared_rect(made)
    assert clean_frame(made, ViewOptions("movement", is_whole=True), board) is None
    turned = replace(made.before, to_reference=Similarity.of(40.0, 0.5, (0.0, 0.0), (900.0, 0.0)))
    assert shared_by((made.before, turned)) is None, "the face would be cut"
