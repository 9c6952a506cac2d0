"""The legend of a plan stands above the letter of the side, also where the photo ends before its pane does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from plans_drawn import drawn_pair

from facebalance_desktop.drawing.annotations import legend
from facebalance_desktop.drawing.clean import overlap
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Clip, Disc, Drawing, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.annotation_transfer import Appearance
from facebalance_desktop.project.codec import as_bytes, from_json, loaded
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


def test_treatments_keep_their_colours_in_a_saved_project_and_both_colours_of_a_name_are_in_the_legend() -> None:
    project = replace(drawn_pair(), guides=())
    planned = replace(project.plan.treatments[0], modality="ha-filler", modality_name="HA filler")
    saved = replace(planned, colour="#8fd3ff", annotation="smooth")
    new = replace(planned, id="new", colour="#74e6ff", annotation="ellipse")
    project = from_json(loaded(as_bytes(replace(project, plan=replace(project.plan, treatments=(saved, new))))))
    assert [one.colour for one in project.plan.treatments] == ["#8fd3ff", "#74e6ff"]
    shown = [Appearance(one, one, "seen", True) for one in project.annotations if one.id in ("smooth", "ellipse")]
    drawn = legend(project.plan, shown, LIMIT, 1.0)
    assert [one.text for one in drawn if isinstance(one, Text)] == ["HA filler", "HA filler"]
    assert {one.colour for one in drawn if isinstance(one, Disc)} == {"#8fd3ff", "#74e6ff"}
