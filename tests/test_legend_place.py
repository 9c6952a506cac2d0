"""The legend of a plan stands above the letter of the side, also where the photo ends before its pane does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from plans_drawn import drawn_pair

from facebalance_desktop.drawing.clean import overlap
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Clip, Drawing, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.derived import pair_of

LIMIT = Rect(290.0, 200.0, 600.0, 800.0)
"""What is shown of the photos, in px of the before photo."""


def narrow(text: str, size: float, is_bold: bool) -> TextSize:
    return TextSize(len(text) * size * 0.5, size * 1.07, size * 0.29)


def texts(items: Sequence[Drawing]) -> Iterator[Text]:
    for item in items:
        if isinstance(item, Clip | Sheet):
            yield from texts(item.items)
        elif isinstance(item, Text):
            yield item


@pytest.mark.parametrize("scale", [0.25, 0.6])
def test_the_legend_and_the_letters_never_touch(scale: float) -> None:
    project = replace(drawn_pair(), guides=())
    pair = pair_of(project)
    assert pair is not None
    scene = compose(
        project, pair, ViewOptions(centre=(590.0, 600.0), scale=scale, limit=LIMIT), (1200.0, 1000.0), narrow
    )
    found = list(texts(scene.items))
    letters = [plate(item, narrow) for item in found if item.text in ("R", "L")]
    words = {one.modality_name for one in project.plan.treatments}
    names = [plate(item, narrow) for item in found if item.text in words]
    assert letters and len(names) == len(words)
    assert not [letter for letter in letters for name in names if overlap(letter, name)]
    lowest = max(name.bottom for name in names)
    first = min(letters, key=lambda letter: letter.x)
    assert -1 < first.y - lowest < 12


def test_what_has_no_colour_of_its_own_is_in_no_legend() -> None:
    project = replace(drawn_pair(), guides=())
    treatments = tuple(replace(one, colour="") for one in project.plan.treatments)
    project = replace(project, plan=replace(project.plan, treatments=treatments))
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions(), (1200.0, 1000.0), narrow)
    words = {one.modality_name for one in treatments}
    assert words
    assert not [item for item in texts(scene.items) if item.text in words], "its zone has the colour it was drawn in"
