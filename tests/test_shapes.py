"""The shapes of annotations: smooth edges, strokes of a hand, brushes, corners."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from facebalance_desktop.geometry import Point, Rect, bounds, distance, is_inside
from facebalance_desktop.planning.annotations import Annotation, outline, strokes
from facebalance_desktop.planning.places import BOTTOM, LEFT, RIGHT, TOP, mask_of
from facebalance_desktop.planning.shapes import (
    area_centre,
    brushed,
    closed_from_stroke,
    erased,
    fan_lines,
    smooth,
    steadied,
    with_corner,
    without_corner,
)

SQUARE = ((10.0, 10.0), (110.0, 10.0), (110.0, 110.0), (10.0, 110.0))


def ring(count: int, radius: float, middle: Point = (0.0, 0.0)) -> list[Point]:
    turns = [2 * math.pi * k / count for k in range(count)]
    return [(middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)) for turn in turns]


def near(box: Rect, wanted: tuple[float, float, float, float], within: float) -> None:
    assert (box.x, box.y, box.right, box.bottom) == pytest.approx(wanted, abs=within)


def test_a_smooth_edge_through_points_of_a_circle_is_nearly_that_circle() -> None:
    edge = smooth(ring(10, 100.0))
    assert all(abs(distance(point, (0.0, 0.0)) - 100.0) < 0.4 for point in edge)
    steps = [distance(p, q) for p, q in zip(edge, (*edge[1:], edge[0]), strict=True)]
    assert max(steps) < 1.2 * min(steps)  # no piece is jumped over
    assert smooth(SQUARE[:2]) == SQUARE[:2]


def test_a_smooth_edge_has_no_corner() -> None:
    edge = np.array(smooth(((0.0, 0.0), (90.0, 20.0), (60.0, 120.0), (-40.0, 60.0))))
    way = np.roll(edge, -1, axis=0) - edge
    turn = np.diff(np.unwrap(np.arctan2(way[:, 1], way[:, 0])))
    assert np.abs(turn).max() < math.radians(60)  # the corners themselves turn by up to 115 degrees


def test_a_steadied_stroke_keeps_its_ends_and_its_way_and_loses_its_tremor() -> None:
    straight = [(2.0 * k, 3.0 * k) for k in range(8)]
    assert np.allclose(steadied(straight), straight)
    trembling = [(10.0 * k, 100.0 + (1.0 if k % 2 else -1.0)) for k in range(12)]
    calm = steadied(trembling)
    assert (calm[0], calm[-1]) == (trembling[0], trembling[-1])
    assert [x for x, _ in calm] == pytest.approx([x for x, _ in trembling])
    assert max(abs(y - 100.0) for _, y in calm[2:-2]) == pytest.approx(1 / 9)  # a third in each of two passes


def test_a_round_that_overlaps_its_beginning_is_closed_without_a_double_corner() -> None:
    turns = np.linspace(0, 2 * np.pi + 0.08, 150)
    stroke = [(100 + 60 * float(np.cos(t)), 100 + 60 * float(np.sin(t))) for t in turns]
    for tolerance in (0.5, 1.5, 3.0):
        corners = closed_from_stroke(stroke, tolerance)
        gap, sides = (
            distance(corners[0], corners[-1]),
            [distance(p, q) for p, q in pairwise(corners)],
        )
        assert gap >= 3 * tolerance
        assert gap < 2.5 * max(sides)  # nor is a piece of the round lost
    assert closed_from_stroke([(0.0, 0.0), (50.0, 1.0), (0.0, 2.0)], 20.0)[0] == (0.0, 0.0)


def test_a_fan_goes_from_its_first_to_its_last_end_by_equal_steps() -> None:
    lines = fan_lines((5.0, 5.0), (25.0, 5.0), (5.0, 45.0), 5)
    assert all(start == (5.0, 5.0) for start, _ in lines)
    assert lines[0][1] == pytest.approx((25.0, 5.0))
    assert lines[-1][1] == pytest.approx((5.0, 45.0))
    assert [distance(*line) for line in lines] == pytest.approx([20.0, 25.0, 30.0, 35.0, 40.0])
    # Across image left, where the angle jumps by a whole turn, it takes the short way.
    ends = [end for _, end in fan_lines((0.0, 0.0), (-10.0, 1.0), (-10.0, -1.0), 3)]
    assert ends[1] == pytest.approx((-math.hypot(10, 1), 0.0), abs=1e-9)


@pytest.mark.parametrize("shift", [(0.0, 0.0), (3000.0, -700.0)])
@pytest.mark.parametrize("size", [0.2, 1.0, 40.0])
def test_a_brush_paints_where_it_goes_and_nowhere_else(shift: Point, size: float) -> None:
    def at(x: float, y: float) -> Point:
        return shift[0] + size * x, shift[1] + size * y

    def box(x: float, y: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (*at(x, y), *at(right, bottom))

    square = [at(*corner) for corner in SQUARE]
    (dot,) = brushed((), [at(50.0, 50.0)], 12.0 * size)
    near(bounds(dot), box(38.0, 38.0, 62.0, 62.0), 1.6 * size)
    (wider,) = brushed(square, [at(110.0, 60.0), at(160.0, 60.0)], 10.0 * size)
    near(bounds(wider), box(10.0, 10.0, 170.0, 110.0), 1.6 * size)
    assert is_inside(at(140.0, 60.0), wider)
    assert not is_inside(at(140.0, 80.0), wider)
    large, small = erased(square, [at(80.0, 0.0), at(80.0, 120.0)], 8.0 * size)
    near(bounds(large), box(10.0, 10.0, 72.0, 110.0), 1.6 * size)
    near(bounds(small), box(88.0, 10.0, 110.0, 110.0), 1.6 * size)
    (same,) = erased(square, [at(200.0, 200.0)], 8.0 * size)
    near(bounds(same), box(10.0, 10.0, 110.0, 110.0), 1.6 * size)
    assert 4 <= len(same) <= 8  # an edge that was not touched stays straight


def test_corners_are_added_on_the_nearest_edge_and_removed_down_to_three() -> None:
    more, place = with_corner(SQUARE, (60.0, 14.0))
    assert (place, more[place], without_corner(more, place)) == (1, (60.0, 14.0), SQUARE)
    more, place = with_corner(SQUARE, (13.0, 60.0))
    assert (place, more) == (4, (*SQUARE, (13.0, 60.0)))
    assert without_corner(SQUARE, 0) == SQUARE[1:]
    assert without_corner(SQUARE, 3) == SQUARE[:3]
    assert without_corner(SQUARE[:3], 1) == SQUARE[:3]
    for place in (-1, 4):
        assert without_corner(SQUARE, place) == SQUARE


def test_the_centre_of_an_area_by_worked_examples() -> None:
    assert area_centre(SQUARE) == pytest.approx((60.0, 60.0))
    assert area_centre(SQUARE[::-1]) == pytest.approx((60.0, 60.0))
    assert area_centre(((0.0, 0.0), (30.0, 0.0), (0.0, 60.0))) == pytest.approx((10.0, 20.0))
    # An L of three squares of 10: the mean of their centres.
    corners = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (10.0, 10.0), (10.0, 20.0), (0.0, 20.0))
    assert area_centre(corners) == pytest.approx((25 / 3, 25 / 3))
    thin = ((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (39.0, 40.0), (39.0, 1.0), (0.0, 1.0))
    assert area_centre(thin) == pytest.approx((158 / 6, 82 / 6))  # its centre of gravity lies outside it
    assert area_centre(((0.0, 0.0), (10.0, 10.0), (20.0, 20.0))) == (10.0, 10.0)


def test_long_edges_get_corners_at_even_steps() -> None:
    item = Annotation("a", "p", points=((0.0, 0.0), (100.0, 0.0), (100.0, 40.0)))
    edge = outline(item, 10.0)
    assert set(item.points) <= set(edge)
    steps = [distance(p, q) for p, q in zip(edge, (*edge[1:], edge[0]), strict=True)]
    assert steps[:14] == pytest.approx([10.0] * 14)
    assert steps[14:] == pytest.approx([math.hypot(100, 40) / 11] * 11)
    assert outline(item) == item.points
    assert outline(Annotation("a", "p", points=((0.0, 0.0), (100.0, 0.0))), 50.0) == (
        (0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (50.0, 0.0),
    )  # fmt: skip


def test_the_pieces_of_what_is_no_area_by_its_kind() -> None:
    a, b, c = (0.0, 0.0), (10.0, 0.0), (0.0, 20.0)
    for kind in ("line", "arrow", "ruler", "note"):
        assert strokes(Annotation("x", "p", points=(a, b), kind=kind)) == ((a, b),)
        assert strokes(Annotation("x", "p", points=(a,), kind=kind)) == ()
        assert strokes(Annotation("x", "p", points=(a, b, c), kind=kind)) == ()
    assert strokes(Annotation("x", "p", points=(a, b, c), kind="angle")) == ((b, a), (b, c))
    assert strokes(Annotation("x", "p", points=(a, b, c), kind="stroke")) == ((a, b), (b, c))
    fan = strokes(Annotation("x", "p", points=(c, a, b), kind="fan"))
    assert all(start == c for start, _ in fan)
    assert fan[0][1] == pytest.approx(a)
    assert fan[-1][1] == pytest.approx(b)
    assert strokes(Annotation("x", "p", points=(c, a), kind="fan")) == ()


mm = st.tuples(st.floats(LEFT - 8, RIGHT + 8), st.floats(TOP - 8, BOTTOM + 8))


@given(st.lists(mm, min_size=3, max_size=7))
@settings(max_examples=25, deadline=None)
def test_a_mask_holds_the_squares_whose_middle_lies_inside(corners: list[Point]) -> None:
    mask = mask_of(corners)
    assert mask.shape == (BOTTOM - TOP, RIGHT - LEFT)
    rng = np.random.default_rng(1)
    for row, column in zip(rng.integers(0, mask.shape[0], 60), rng.integers(0, mask.shape[1], 60), strict=True):
        middle = (float(column) + LEFT + 0.5, float(row) + TOP + 0.5)
        assume(all(abs(middle[1] - y) > 1e-9 for _, y in corners))
        assert bool(mask[row, column]) == is_inside(middle, corners)
    assert not mask_of(corners[:2]).any()
