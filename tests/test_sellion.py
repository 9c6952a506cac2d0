"""Sellion among the hollows above the nose: the deepest, and of those alike the one at its usual place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from profiles_drawn import FACE, outline

from facebalance_desktop.faces.profile import profile_points

WIDTH = 6.0
"""How wide a drawn hollow is, px (one standard deviation)."""
TOP, TIP, CHIN = (np.array(FACE[code]) for code in ("g", "prn", "pg"))


def height_at(share: float) -> float:
    """The row on the straight line from glabella to nose tip at a share of the way from nose tip to pogonion."""
    way, along = CHIN - TIP, TOP - TIP
    return float((TIP + along * share * (way @ way) / (along @ way))[1])


def sellion_with(*hollows: tuple[float, float]) -> float:
    """The row of sellion on a profile that is straight from glabella to nose tip but for (share, depth in px) each."""
    drawn = outline(without=("se",))
    places = drawn.places.copy()
    for share, depth in hollows:
        places[:, 0] -= depth * np.exp(-(((places[:, 1] - height_at(share)) / WIDTH) ** 2) / 2) * (places[:, 0] > 950)
    found = profile_points(replace(drawn, places=places))
    assert found, "the points lie in their order"
    return found["se"].y


@pytest.mark.parametrize(
    ("hollows", "share"),
    [
        (((-0.35, 14.0),), -0.35),
        (((-0.53, 14.0),), -0.53),
        (((-0.43, 14.0), (-0.32, 14.0)), -0.43),
        (((-0.43, 14.0), (-0.56, 14.0)), -0.43),
        (((-0.43, 14.0), (-0.56, 20.0)), -0.43),  # of lashes
        (((-0.43, 14.0), (-0.32, 20.0)), -0.43),
        (((-0.40, 10.0), (-0.50, 20.0)), -0.50),
        (((-0.48, 9.0), (-0.40, 24.0)), -0.40),
    ],
)  # fmt: skip
def test_sellion_lies_in_the_deepest_hollow_near_its_usual_place(
    hollows: tuple[tuple[float, float], ...], share: float
) -> None:
    assert sellion_with(*hollows) == pytest.approx(height_at(share), abs=WIDTH)
