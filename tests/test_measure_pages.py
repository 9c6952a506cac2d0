"""The page of measures and the visit report: every figure with its interval, why others are missing, neutral words."""

from __future__ import annotations

import re

import pytest
from figures_made import figure_of, words_of
from test_measures_panel import edged_pair

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.edits_drawing import change_measures, pin_measure
from facebalance_desktop.project.edits_photos import set_point
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.measurements import table_in_use
from facebalance_desktop.project.model import Project, new_id

JUDGING = ("beaut", "ideal", "better", "worse", "improv", "attractive", "normal", "abnormal", "golden", "harmon")


@pytest.fixture(scope="module")
def changed() -> Project:
    """Wider at the left mouth corner after, with something planned."""
    project = edged_pair()
    after = project.photos[1]
    assert after.face is not None
    x, y = after.face.points["ch_l"].xy
    item = Treatment(new_id(), "planned", region="lips", region_name="Lips", modality_name="Filler")
    return add_treatment(item)(set_point(after.id, "ch_l", (x + 20, y))(project))


def test_the_visit_report_is_one_page_of_photos_measures_plan_and_limits(changed: Project) -> None:
    figure = figure_of(changed, "visit-report")
    assert len(figure.pages) == 1
    words = words_of(figure).replace("\n", " ")
    assert "Mouth width" in words and "beyond the detectable change" in words and "within the error" in words
    assert "Filler" in words and "What these photos cannot say" in words
    assert "chance alone" in words and "neither projection nor volume" in words
    assert "No scale" in words and "neither targets" in words


def test_pinned_measures_come_first_in_the_report(changed: Project) -> None:
    words = words_of(figure_of(pin_measure("philtrum-height", True)(changed), "visit-report")).split("\n")
    table = words[words.index("Measure") :]
    assert table[6] == "Philtrum height", "the first row under the heading of six columns"


def test_the_page_of_measures_has_every_one_of_this_view(changed: Project) -> None:
    figure = figure_of(changed, "measures")
    words = words_of(figure).replace("\n", " ")
    for kind in table_in_use().kinds.values():
        if kind.view == "frontal":
            assert kind.name in words, kind.id
    assert len(figure.pages) > 1


@pytest.mark.parametrize("name", ["measures", "visit-report"])
def test_the_words_do_not_judge(changed: Project, name: str) -> None:
    words = words_of(figure_of(changed, name)).lower()
    assert not [word for word in JUDGING if re.search(rf"\b{word}", words)]


def test_mm_say_where_they_come_from(changed: Project) -> None:
    words = words_of(figure_of(change_measures(scale="pupils", mm=62.5)(changed), "visit-report"))
    assert " mm" in words and "62.5 mm" in words.replace("\n", " ")


def test_other_templates_show_no_measures(changed: Project) -> None:
    assert "Mouth width" not in words_of(figure_of(pin_measure("mouth-width", True)(changed), "patient"))
