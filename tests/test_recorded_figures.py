"""The pages of every template on made photos, as they were recorded: every size and distance of their layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from faces_posed import posed_photo
from plans_drawn import drawn_pair
from recorded import check
from test_recorded_drawings import narrow, visits

from facebalance_desktop.drawing.figure import Material, lay_out, midline_share, same_pages
from facebalance_desktop.drawing.figure_text import ClinicTexts
from facebalance_desktop.drawing.templates import FigureTemplate, templates
from facebalance_desktop.geometry import Rect
from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project

CLINIC = ClinicTexts("Example Clinic", "12 Example Street", "Results vary from person to person.", (300, 100))
CHANGED: Mapping[str, Mapping[str, object]] = {
    "side-by-side": {"has_match": True, "watermark": "Draft", "captions": "above", "dates": "intervals"},
    "wipe": {"page": "letter-landscape", "has_purpose": True},
    "overlay": {"background": "#eeeeee", "captions": "none", "margin": 11.0, "title": "A title"},
    "chart": {"measures": "told", "has_limits": True},
    "patient": {"framing": "eyes", "page": "1200x900"},
    "take-home": {"page": "a4-landscape"},
    "conference": {"framing": "nose", "has_plan": True},
    "board": {"framing": "face", "page": "a4-landscape", "dates": "intervals"},
    "series": {"framing": "clean", "limit": 2, "dates": "intervals", "page": "letter"},
    "three-up": {"has_limits": True, "framing": "face"},
    "plan": {"framing": "chin", "page": "letter-landscape", "has_amounts": True},
    "photo": {"framing": "whole", "captions": "above", "has_identifiers": True},
    "moving-wipe": {"framing": "lower-face", "page": "720x1280"},
}  # fmt: skip
"""What is asked beyond a template's own wishes, by its id."""


def figure(project: Project, template: FigureTemplate) -> object:
    pair = pair_of(project)
    assert pair is not None
    return lay_out(Material(project, pair, visible=Rect(300, 200, 600, 700), clinic=CLINIC), template, narrow)


@pytest.mark.parametrize("name", [item.id for item in templates().all])
def test_every_template_lays_its_page_out_as_recorded(name: str) -> None:
    template = templates().named(name)
    has_visits = template.layout in ("series", "board")
    project = visits() if has_visits else drawn_pair()
    check(f"figure-{name}", figure(project, template))
    if name in CHANGED:
        changed = replace(template, **CHANGED[name])  # type: ignore[arg-type]  # fields by name
        check(f"figure-{name}-changed", figure(replace(project, is_demonstration=True), changed))


def test_a_board_of_many_visits_lays_its_pages_out_as_recorded() -> None:
    first, second = drawn_pair().photos
    shots = [
        (f"20{10 + n}-03-0{1 + k}", view) for n in range(10) for k, view in enumerate(("frontal", "frontal-smile"))
    ]
    photos = [
        posed_photo(n, (first, second)[n % 2].face, view=view, view_by_hand=view, taken=f"{day}T09:00:00")
        for n, (day, view) in enumerate(shots)
    ]
    template = replace(templates().named("board"), page="a4", has_match=True)
    made = figure(add_photos(photos)(replace(drawn_pair(), photos=(), comparisons=())), template)
    check("figure-board-large", made)
    fit = replace(template, page="fit", has_match=False)
    many = add_photos(photos)(replace(drawn_pair(), photos=(), comparisons=(), guides=(), plan=Plan()))
    check("figure-board-large-fit", figure(many, fit))


def test_templates_of_the_same_pages_are_as_recorded() -> None:
    project = drawn_pair(annotations=(), guides=(), plan=Plan())
    pair = pair_of(project)
    assert pair is not None
    material, every = Material(project, pair), templates().all
    found = {one.id: [other.id for other in same_pages(material, one, every, narrow)] for one in every}
    check("same-pages", found)
    middle = {one.id: midline_share(project, pair, one) for one in every}
    check("midline-shares", middle)
