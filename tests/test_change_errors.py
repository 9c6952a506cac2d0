"""The error of a change that was followed on the skin, by hand-computed examples."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from facebalance_desktop.comparison.change_rules import (
    UNKNOWN,
    Change,
    across_edge,
    difference_error,
    followed_move,
    told,
    weighed,
)
from facebalance_desktop.comparison.flow import Move
from facebalance_desktop.faces.edges import edge_kinds
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Similarity

UNIT = 0.5
"""Per cent of the pupil distance a px."""
QUARTER = Similarity.of(90.0)


@pytest.mark.parametrize(
    ("move", "by", "sigma"),
    [
        (Move(0.0, 0.0, 0.0, 1.0, 0.0), (0.0, 0.0), 0.30),
        (Move(10.0, 0.0, 0.0, 1.0, 0.0), (0.0, 5.0), math.hypot(0.30, 0.12 * 5)),
        (Move(6.0, 8.0, 0.0, 0.9, 0.0), (-4.0, 3.0), math.sqrt(0.30**2 + (0.52 * 5) ** 2 + 0.15**2)),
        (Move(0.0, 0.0, 4.0, 1.0, 0.0), (0.0, 0.0), math.sqrt(0.30**2 + 2.0**2 / 2)),
        (Move(0.0, 0.0, 0.0, 1.0, 3.0), (0.0, 0.0), math.hypot(0.30, 1.5)),
        (Move(0.0, 0.0, 6.0, 0.55, 4.0), (0.0, 0.0), math.sqrt(0.30**2 + 4.5 + 0.675**2 + 4.0)),
    ],
)
def test_what_was_followed_has_an_error_of_five_parts(move: Move, by: tuple[float, float], sigma: float) -> None:
    found = followed_move(move, QUARTER, UNIT)
    assert found is not None
    assert found[0].tolist() == pytest.approx(list(by))
    assert found[1] == pytest.approx(sigma)


@pytest.mark.parametrize("move", [None, Move(0, 0, 0, 0.549, 0), Move(0, 0, 6.01, 1.0, 0), Move(0, 0, 0, 1.0, 4.01)])
def test_skin_that_was_not_followed_says_nothing(move: Move | None) -> None:
    assert followed_move(move, QUARTER, UNIT) is None


def test_errors_of_two_points_in_per_cent_of_their_own_pupil_distance() -> None:
    one, other = Landmark(0, 0, "automatic", 3.0, repeat=1.5), Landmark(0, 0, "automatic", 4.0)
    assert difference_error(one, other, 200.0, 100.0) == pytest.approx(math.hypot(0.75, 4.0))
    assert difference_error(replace(one, source="edited"), other, 200.0, 100.0) == pytest.approx(math.hypot(1.5, 4.0))
    assert difference_error(Landmark(0, 0, "placed"), Landmark(0, 0, "placed"), 9.0, 9.0) == pytest.approx(0.6 * 2**0.5)


def array(x: float, y: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([x, y])


def test_skin_and_points_are_weighed_by_their_errors_and_must_agree() -> None:
    skin = (array(3.0, 0.0), 1.0)
    assert weighed(None, array(1.0, 0.0), 0.5, None, 0.2) == UNKNOWN
    assert weighed(None, array(1.0, 0.0), 0.5, 0.69, 0.2) == UNKNOWN
    alone = weighed(skin, array(9.0, 0.0), 0.5, 0.69, 0.75)
    assert (alone.dx, alone.dy, alone.sigma) == pytest.approx((3.0, 0.0, 1.25))
    by_points = weighed(None, array(3.2, 0.0), 0.4, 0.8, 0.3)  # 4 with hypot(0.5, 0.4 * 3.2)
    assert by_points.dx == pytest.approx(4.0)
    assert by_points.sigma == pytest.approx(math.hypot(0.3, 0.5, 1.28))
    own = math.hypot(0.5, 1.28)
    both = weighed(skin, array(3.2, 0.0), 0.4, 0.8, 0.0)
    assert both.dx == pytest.approx((3.0 + 4.0 / own**2) / (1 + 1 / own**2))
    assert both.sigma == pytest.approx((1 + 1 / own**2) ** -0.5)
    assert weighed((array(-3.0, 0.0), 1.0), array(3.2, 0.0), 0.4, 0.8, 0.0) == UNKNOWN


def test_an_edge_decides_across_and_the_skin_along() -> None:
    kind = edge_kinds()["ls"]
    assert kind.way in ("up", "down")
    skin = (array(0.5, 2.0), 0.6)
    found = across_edge(skin, array(9.0, 3.0 * kind.response), 0.4 * kind.response, kind, 0.8)
    assert found.dx == pytest.approx(0.5) and found.dy == pytest.approx(3.0)
    assert found.sigma == pytest.approx(math.hypot(0.8, 0.6))  # the larger of the skin's and the edge's, 0.5
    sharper = across_edge((skin[0], 0.1), array(9.0, 3.0 * kind.response), 0.4 * kind.response, kind, 0.8)
    assert sharper.sigma == pytest.approx(math.hypot(0.8, 0.5))
    assert across_edge(skin, array(0.0, 6.0 * kind.response), 0.0, kind, 0.8) == UNKNOWN
    sideways = edge_kinds()["al_l"]
    found = across_edge(skin, array(1.0 * sideways.response, 9.0), 0.1, sideways, 0.0)
    assert found.dx == pytest.approx(1.0) and found.dy == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("size", "sigma", "status"),
    [
        (2.44, 1.0, "within-error"), (2.46, 1.0, "measured"), (0.0, 2.0, "within-error"), (0.0, 2.01, "cannot-tell"),
        (24.99, 3.0, "measured"),
    ],
)  # fmt: skip
def test_what_may_be_said_of_a_change(size: float, sigma: float, status: str) -> None:
    found = told(array(0.6 * size, -0.8 * size), sigma)
    assert found == Change(pytest.approx(0.6 * size), pytest.approx(-0.8 * size), sigma, status)  # type: ignore[arg-type]  # approximations
    assert found.detectable == (None if status == "cannot-tell" else pytest.approx(2.45 * sigma))
    assert told(array(20.0, 15.01), sigma) == UNKNOWN
