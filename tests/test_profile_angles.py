"""The error of an angle from those of its three points, against the angle itself."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from facebalance_desktop.analysis.guide_shapes import GuideBasis
from facebalance_desktop.analysis.profile_guides import angle_sigma

SIGMAS = {"g": 1.0, "n": 2.0, "prn": 0.5}
KIND = cast(Any, SimpleNamespace(points=("g", "n", "prn")))


def basis(places: dict[str, tuple[float, float]]) -> GuideBasis:
    points = {code: SimpleNamespace(xy=place) for code, place in places.items()}
    return cast(GuideBasis, SimpleNamespace(points=points, errors=SimpleNamespace(any_way=SIGMAS.get)))


def angle_of(places: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    first, last = places[0] - places[1], places[2] - places[1]
    return math.degrees(math.acos(first @ last / (np.linalg.norm(first) * np.linalg.norm(last))))


@pytest.mark.parametrize("degrees", [25.0, 90.0, 140.0])
def test_the_error_of_an_angle_is_what_moved_points_make_of_it(degrees: float) -> None:
    """Each point is moved a little along x and y (central differences): their errors add in squares."""
    end = 200 + 80 * math.cos(math.radians(degrees)), 300 + 80 * math.sin(math.radians(degrees))
    places = np.array([(320.0, 300.0), (200.0, 300.0), end])
    squares = 0.0
    for place, sigma in enumerate(SIGMAS.values()):
        for axis in (0, 1):
            moved = [places.copy(), places.copy()]
            moved[0][place, axis] += 1e-4
            moved[1][place, axis] -= 1e-4
            squares += (sigma * (angle_of(moved[0]) - angle_of(moved[1])) / 2e-4) ** 2
    told = basis(dict(zip(SIGMAS, map(tuple, places.tolist()), strict=True)))
    assert angle_sigma(KIND, told, degrees) == pytest.approx(math.sqrt(squares), rel=1e-4)


def test_an_angle_without_an_arm_or_an_error_has_none() -> None:
    assert angle_sigma(KIND, basis({"g": (5.0, 5.0), "n": (5.0, 5.0), "prn": (9.0, 9.0)}), 0.0) is None
    assert angle_sigma(KIND, basis({"g": (9.0, 9.0), "n": (5.0, 5.0), "prn": (5.0, 5.0)}), 0.0) is None
    unknown = cast(Any, SimpleNamespace(points=("g", "n", "pg")))
    assert angle_sigma(unknown, basis({"g": (9.0, 9.0), "n": (5.0, 5.0), "pg": (1.0, 5.0)}), 90.0) is None
