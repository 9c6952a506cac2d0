"""Named points moved by rules: which square of the picture tells which axis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from facebalance_desktop.faces.crops import Patch
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.refinement import UNIT, Refinement, Rule, Sight, gradients, refinements, rules
from facebalance_desktop.geometry import Similarity


@pytest.fixture
def sight() -> Sight:
    pixels = np.random.default_rng(2).integers(0, 255, (800, 800, 3), np.uint8)
    return Sight(Patch(pixels, Similarity()), np.array(reference_face()) * 2.0 + (400.0, 350.0, 0.0))


def always(row: Refinement, sight: Sight, x: float, y: float) -> Rule:
    """A rule whose first step goes (x, y) % whatever it sees, and whose second stays."""
    count = len(gradients(sight.light, np.array([300.0, 300.0]), row, False))
    go, stay = np.zeros((count + 1, 2)), np.zeros((count + 1, 2))
    go[-1] = x, y
    return Rule(np.zeros(2), (go, stay))


def test_a_wider_square_tells_the_place_across_alone(sight: Sight) -> None:
    row = replace(refinements()["al"], share=(1.0, 1.0), calm=10.0, across=40.0)
    assert row.wide is not None and row.wide.half == 40.0 and row.wide.wide is None
    narrow, wide = always(row, sight, 1.0, 2.0), always(row, sight, 5.0, 7.0)
    start = np.array([400.0, 400.0])
    here = np.array(sight.to_fine.point((400.0, 400.0)))
    both = sight.answer(row, replace(narrow, wide=wide), start, "l")
    alone = sight.answer(replace(row, across=None), narrow, start, "l")
    assert (both.place - here) / UNIT == pytest.approx([-5.0, 2.0])
    assert (alone.place - here) / UNIT == pytest.approx([-1.0, 2.0])
    assert both.spread == alone.spread


def test_every_wider_square_has_its_rule() -> None:
    for name, row in refinements().items():
        assert (rules()[name].wide is not None) == (row.across is not None)
        assert row.across is None or row.across > row.half
