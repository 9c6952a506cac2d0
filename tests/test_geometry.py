"""Similarities and polygons."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facebalance_desktop.geometry import (
    IDENTITY,
    Rect,
    Similarity,
    angle,
    bounds,
    clip_line,
    distance_to_segment,
    fit_into,
    fit_similarity,
    is_inside,
)

coordinate = st.floats(-2000, 2000)
similarity = st.builds(
    Similarity.of,
    rotation=st.floats(-180, 180),
    scale=st.floats(0.1, 10),
    shift=st.tuples(coordinate, coordinate),
    about=st.tuples(coordinate, coordinate),
)


@given(similarity, similarity, st.tuples(coordinate, coordinate))
def test_then_is_one_after_the_other_and_inverse_undoes(p: Similarity, q: Similarity, at: tuple[float, float]) -> None:
    assert p.then(q).point(at) == pytest.approx(q.point(p.point(at)), abs=1e-5)
    assert p.then(p.inverse()).point(at) == pytest.approx(at, abs=1e-5)


@given(similarity)
def test_cv2_convention_is_half_a_pixel_away_and_comes_back(p: Similarity) -> None:
    there = p.to_cv2() @ np.array([0.0, 0.0, 1.0])
    assert tuple(there + 0.5) == pytest.approx(p.point((0.5, 0.5)), abs=1e-6)
    assert Similarity.from_cv2(p.to_cv2()).point((7, 9)) == pytest.approx(p.point((7, 9)), abs=1e-5)


@given(similarity)
def test_fit_finds_the_similarity_again(p: Similarity) -> None:
    source = np.array([(0.0, 0.0), (100.0, 3.0), (40.0, 80.0), (-20.0, 60.0)])
    found = fit_similarity(source, p.points(source))
    assert found is not None
    assert found.points(source) == pytest.approx(p.points(source), abs=1e-5)


def test_fit_never_mirrors_and_says_when_it_is_not_determined() -> None:
    source = np.array([(0.0, 0.0), (10.0, 0.0), (5.0, 8.0)])
    mirrored = source * (-1, 1)
    found = fit_similarity(source, mirrored)
    assert found is None or np.linalg.det([[found.a, -found.b], [found.b, found.a]]) > 0
    assert fit_similarity([(1, 1)], [(2, 2)]) is None
    assert fit_similarity([(1, 1), (1, 1)], [(2, 2), (3, 3)]) is None


def test_rotation_is_clockwise_as_seen() -> None:
    assert Similarity.of(rotation=90).point((1, 0)) == pytest.approx((0, 1))
    assert angle((0, 0), (0, 5)) == pytest.approx(90)
    assert Similarity.of(rotation=30, scale=2).rotation == pytest.approx(30)


def test_rectangles_lines_and_polygons() -> None:
    frame = Rect(0, 0, 100, 50)
    assert fit_into(Rect(0, 0, 10, 10), frame).scale == pytest.approx(5)
    assert clip_line((50, 25), (1, 0), frame) == ((0, 25), (100, 25))
    assert clip_line((50, 60), (1, 0), frame) is None
    assert is_inside((5, 5), [(0, 0), (10, 0), (10, 10), (0, 10)])
    assert not is_inside((15, 5), [(0, 0), (10, 0), (10, 10), (0, 10)])
    assert distance_to_segment((5, 3), (0, 0), (10, 0)) == pytest.approx(3)
    assert distance_to_segment((13, 4), (0, 0), (10, 0)) == pytest.approx(5)
    assert bounds([(1, 2), (5, -2)]) == Rect(1, -2, 4, 4)
    assert math.isclose(IDENTITY.scale, 1)
