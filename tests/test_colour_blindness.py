"""Zones and guides that stand on one photo are told apart by colour with colour blindness, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from colour_difference import SIGHTS, as_seen, delta_e_2000, lab

from facebalance_desktop import resources
from facebalance_desktop.analysis.guides import COLOURS as GUIDES
from facebalance_desktop.drawing.text_colour import contrast
from facebalance_desktop.planning.annotations import COLOURS
from facebalance_desktop.ui.app.frame import USUAL_GUIDES

APART, NEVER_ALIKE = 10.0, 4.0
"""Delta E 2000 of what is often seen together, and of any two modalities."""
MOST_USED = (
    "ha-filler",
    "neuromodulator",
    "biostimulator",
    "autologous-fat",
    "skin-tightening",
    "laser-rf",
    "rhinoplasty",
    "facelift",
)
MODALITIES = {row["id"]: row["colour"] for row in resources.table("modalities").rows}
SHOWN_TOGETHER = {
    "usual": (*USUAL_GUIDES, "outline"),
    **{row["id"]: row["guides"] for row in resources.table("guide_sets").rows if row["guides"]},
    "canon": ("canon-thirds", "canon-fifths", "canon-half"),
    "thirds": ("thirds", "canon-thirds"),
    "fifths": ("fifths", "canon-fifths"),
    "lower third": ("lower-third", "canon-half"),
}


def alike(colours: Mapping[str, str], least: float, sight: str) -> list[str]:
    """The pairs that somebody with this sight sees less than `least` apart."""
    seen = {
        name: lab(as_seen(np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]), sight))
        for name, colour in colours.items()
    }
    apart = {pair: float(delta_e_2000(seen[pair[0]], seen[pair[1]])) for pair in combinations(colours, 2)}
    return [f"{first}, {second}: {value:.1f}" for (first, second), value in apart.items() if value < least]


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_most_used_modalities_are_told_apart(sight: str) -> None:
    assert alike({name: MODALITIES[name] for name in MOST_USED}, APART, sight) == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_modalities_look_the_same(sight: str) -> None:
    assert alike(MODALITIES, NEVER_ALIKE, sight) == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_zones_without_a_treatment_are_told_apart(sight: str) -> None:
    assert alike({str(number): colour for number, colour in enumerate(COLOURS)}, APART, sight) == []


@pytest.mark.parametrize("guides", SHOWN_TOGETHER.values(), ids=list(SHOWN_TOGETHER))
@pytest.mark.parametrize("sight", SIGHTS)
def test_guides_shown_together_are_told_apart(sight: str, guides: Sequence[str]) -> None:
    assert alike({name: GUIDES[name] for name in guides}, APART, sight) == []


def test_zones_are_readable_on_their_dark_edge() -> None:
    assert min(contrast(colour, "#10151b") for colour in (*MODALITIES.values(), *COLOURS)) >= 4.5


def test_the_simulation_leaves_white_and_maps_red_and_green_close() -> None:
    for sight in SIGHTS:
        assert as_seen(np.array([255, 255, 255]), sight) == pytest.approx(255, abs=0.2)
    assert alike({"red": "#c86464", "green": "#8a8a62"}, 10.0, "normal") == []
    assert len(alike({"red": "#c86464", "green": "#8a8a62"}, 10.0, "deutan")) == 1
