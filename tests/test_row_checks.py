"""Rows of tables that are refused, each with the sentence that says what is wrong with it, and rows that stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from facebalance_desktop import resources
from facebalance_desktop.analysis import guide_sets, measure_errors, measure_kinds, norms
from facebalance_desktop.comparison import comparability
from facebalance_desktop.drawing import templates as figures
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning import scales, tables
from facebalance_desktop.planning import templates as zones
from facebalance_desktop.planning.own_zones import keep_zone

Row = Mapping[str, Any]
MEASURE = {
    "id": "own", "name": "Own", "group": "own", "definition": "It.", "kind": "distance", "unit": "% iod",
    "view": "frontal", "points": ["n", "sn"], "source": "ours",
}  # fmt: skip
NORM = {
    "measure": "mouth-width", "sex": "male", "ancestry": "European", "n": "3", "mean": 5, "sd": 1.5, "unit": "mm",
    "source": "ours",
}  # fmt: skip
ZONE = {"id": "z", "name": "Z", "side": "pair", "part": "p", "outline": [1, [2, 0.1, 0.2], 477], "source": "ours"}
SCALE = {"id": "s", "name": "S", "use": "outcome", "grades": ["a", "b"], "source": "ours"}
MODALITY = {"id": "m", "name": "M", "sort": "injection", "colour": "#8fd3ff", "source": "ours"}
PRODUCT = {"id": "p", "name": "P", "modality": "m", "units": ["mL"], "source": "ours"}
LIMIT = {"id": "yaw", "unit": "degrees", "sentence": "{size:.0f}", "source": "ours"}
FIGURE = {"id": "f", "name": "F", "source": "ours"}
ERROR = {"id": "point:sn", "source": "ours"}
CASES: Mapping[str, tuple[Callable[[Any], object], Row, tuple[tuple[Row, str], ...]]] = {
    "measure": (
        measure_kinds.check_row,
        MEASURE,
        (
            ({}, ""),
            ({"name": ""}, "name must be text"),
            ({"group": 3}, "group must be text"),
            ({"kind": "guess"}, "no formula guess"),
            ({"kind": 3}, "no formula 3"),
            ({"unit": "mm"}, "has the unit % iod or % se-me, not mm"),
            ({"unit": "% se-me"}, "a frontal measure cannot have the unit % se-me"),
            ({"unit": "% se-me", "view": "profile"}, ""),
            ({"view": "profile"}, "a profile measure cannot have the unit % iod"),
            ({"view": "basal"}, "view must be frontal or profile"),
            ({"points": "n"}, "points must be a list of texts"),
            ({"points": ["n", ""]}, "points must be a list of texts"),
            ({"gates": "yaw"}, "gates must be a list of texts"),
            ({"gates": ["yaw", "pitch"]}, ""),
            ({"gates": ["roll"]}, "gates are yaw and pitch"),
            ({"points": ["n"]}, "takes 2 points, not 1"),
            ({"points": ["n", "sn", "ls"]}, "takes 2 points, not 3"),
            ({"points": ["n", "nowhere"]}, "there is no point nowhere"),
            ({"confirm": ["nowhere"]}, "there is no point nowhere"),
            ({"by_hand": ["nowhere"]}, "there is no point nowhere"),
            ({"kind": "reflection", "points": []}, "takes an even number of points, not 0"),
            ({"kind": "reflection", "points": ["n", "sn", "ls"]}, "takes an even number of points, not 3"),
            ({"kind": "reflection", "points": ["n", "sn", "ls", "sto"]}, ""),
            ({"noticed": {"mm": 0, "source": "x"}}, "a number of mm or deg above 0"),
            ({"noticed": {"mm": True, "source": "x"}}, "a number of mm or deg above 0"),
            ({"noticed": {"deg": 0.5, "source": "x"}}, ""),
            ({"hidden": True, "name": 3}, ""),
        ),
    ),
    "measure error": (
        measure_errors.check_row,
        ERROR,
        (
            ({"bias": [0.5, -1], "spread": [1, 2], "expression": 0, "operator": 0.1}, ""),
            ({"id": "sn"}, "must begin with point: or measure:"),
            ({"bias": [0.5, "x"]}, "bias must be a number"),
            ({"expression": True}, "expression must be a number"),
            ({"expression": -0.1}, "expression must not be negative"),
            ({"spread": [1, -1]}, "spread must not be negative"),
            ({"spread": 1.0}, "spread must be two numbers"),
            ({"expression": [1.0]}, "expression must be one number"),
            ({"id": "measure:x", "bias": -1.0, "spread": 0.5}, ""),
            ({"id": "measure:x", "bias": [1.0, 2.0]}, "bias must be one number"),
        ),
    ),
    "norm": (
        norms.norm_of_row,
        NORM,
        (
            ({"age": 25, "method": "scan"}, ""),
            ({"mean": True}, "mean must be a number"),
            ({"sd": "1"}, "sd must be a number"),
            ({"sd": 0}, "sd must be above 0"),
            ({"sd": -1}, "sd must be above 0"),
            ({"unit": "cm"}, "unit must be mm, deg, % or ratio"),
        ),
    ),
    "set of guides": (
        guide_sets.check_row,
        {"name": "S", "guides": []},
        (({}, ""), ({"name": 1}, "a set needs"), ({"guides": "x"}, "a set needs"), ({"hidden": True, "name": 1}, "")),
    ),
    "limit": (
        comparability.check_row,
        LIMIT,
        (
            ({"care": 1, "poor": 2.5}, ""),
            ({"id": "swelling:own"}, ""),
            ({"id": "own"}, "there is no limit own"),
            ({"poor": True}, "poor must be a number"),
            ({"refused": "5"}, "refused must be a number"),
            ({"sentence": "{size"}, "cannot be filled in"),
            ({"sentence": "{own}"}, "cannot be filled in"),
            ({"sentence": "{0}"}, "cannot be filled in"),
            ({"hidden": True, "id": "own"}, ""),
        ),
    ),
    "zone": (
        zones.check_row,
        ZONE,
        (
            ({}, ""),
            ({"side": "midline"}, ""),
            ({"side": "both"}, 'side must be "pair" or "midline"'),
            ({"name": 1}, "name and part must be text"),
            ({"part": 1}, "name and part must be text"),
            ({"outline": [1, 2]}, "three corners"),
            ({"outline": [0, 2, 477]}, ""),
            ({"outline": [-1, 2, 3]}, "from 0 to 477"),
            ({"outline": [478, 2, 3]}, "from 0 to 477"),
            ({"outline": ["1", 2, 3]}, "from 0 to 477"),
        ),
    ),
    "scale": (
        scales.scale_of,
        SCALE,
        (
            ({"sides": True}, ""),
            ({"grades": ["a"]}, "at least two grades"),
            ({"grades": ["a", ""]}, "at least two grades"),
            ({"grades": "ab"}, "at least two grades"),
            ({"use": "other"}, "use must be one of assessment, outcome"),
            ({"sides": 1}, "sides must be true or false"),
            ({"name": ""}, "name must be text"),
        ),
    ),
    "modality": (
        tables.MAKERS["modalities"],
        MODALITY,
        (
            ({"result_check_weeks": 0}, ""),
            ({"result_check_weeks": -1}, "result_check_weeks must be a number"),
            ({"result_check_weeks": True}, "result_check_weeks must be a number"),
            ({"colour": "#8fd3f"}, "colour must be written"),
            ({"colour": "#8fd3fff"}, "colour must be written"),
            ({"colour": "08fd3ff"}, "colour must be written"),
            ({"is_filler": 1}, "is_filler must be true or false"),
            ({"sort": ""}, "sort must be text"),
        ),
    ),
    "product": (
        tables.MAKERS["products"],
        PRODUCT,
        (
            ({"ml_each": {"mL": 1}, "search": ["x"]}, ""),
            ({"units": []}, "at least one unit"),
            ({"units": [1]}, "units must be a list of words"),
            ({"ml_each": 1}, "ml_each must be a table"),
            ({"ml_each": {"mL": -1}}, "ml_each must be a number"),
            ({"search": "x"}, "search must be a list of words"),
        ),
    ),
    "figure": (
        figures.template_of,
        FIGURE,
        (
            ({"page": "1920x1080", "margin": 0, "text_size": 24, "limit": 60}, ""),
            ({"page": "10x10"}, ""),
            ({"page": "9x10"}, "page must be fit"),
            ({"page": "a3"}, "page must be fit"),
            ({"background": "#12345"}, "background must be a colour"),
            ({"layout": "heap"}, "layout must be one of pair, wipe"),
            ({"has_plan": 1}, "has_plan must be true or false"),
            ({"title": 1}, "title must be text in quotes"),
            ({"margin": -1}, "margin must be a number from 0 to 120"),
            ({"margin": 120.5}, "margin must be a number from 0 to 120"),
            ({"spacing": True}, "spacing must be a number from 0 to 60"),
            ({"text_size": 4.9}, "text_size must be a number from 9 to 24"),
            ({"text_size": 24.5}, "text_size must be a number from 9 to 24"),
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "changes", "words"), [(kind, *case) for kind, (_, _, cases) in CASES.items() for case in cases]
)
def test_a_row_stands_or_says_what_is_wrong_with_it(kind: str, changes: Row, words: str) -> None:
    check, row, _ = CASES[kind]
    if not words:
        check({**row, **changes})
    else:
        with pytest.raises(ValueError, match=re.escape(words)):
            check({**row, **changes})


def test_what_rows_of_figures_become() -> None:
    assert figures.template_of({**FIGURE, "text_size": 5}).text_size == 9.0  # what earlier versions allowed
    assert figures.template_of({**FIGURE, "text_size": 10}).text_size == 10.0
    assert figures.template_of({**FIGURE, "page": "1920 X 1080"}).pixels == (1920, 1080)
    assert figures.template_of(FIGURE).pixels is None
    for background, is_dark in (("#7f7f7f", True), ("#818181", False), ("#ff0000", True), ("#00ff00", False)):
        assert figures.template_of({**FIGURE, "background": background}).is_dark is is_dark, background
    every = {"has_zones": True, "has_plan": True, "has_legend": True}
    for left_out, is_numbered in (("", True), ("has_plan", True), ("has_legend", True), ("has_zones", False)):
        row = {key: value for key, value in every.items() if key != left_out}
        assert figures.template_of({**FIGURE, **row}).is_numbered is is_numbered
    assert figures.row_of(figures.template_of({**FIGURE, "margin": 3})) == {**FIGURE, "margin": 3.0}
    assert figures.id_of(" Before/after, small ") == "before-after-small" and figures.id_of("?") == "template"
    assert [figures.paper_name(page, "letter") for page in ("a4", "letter-landscape", "fit")] == [
        "a4",
        "letter",
        "letter",
    ]


def test_a_hidden_row_is_true_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "guide_sets.toml").write_text('[[row]]\nid = "own"\nhidden = 1\nsource = "x"\n', "utf-8")
    (problem,) = resources.table("guide_sets", tmp_path, guide_sets.check_row).problems
    assert "hidden must be true or false" in problem


def test_a_zone_of_the_clinic_has_three_corners(tmp_path: Path) -> None:
    corners = ((-10.0, 60.0), (-20.0, 70.0), (-12.0, 80.0))
    with pytest.raises(Problem, match="at least three corners"):
        keep_zone(tmp_path, "Two", corners[:2], zones.frontal())
    assert not list(tmp_path.iterdir())
    kept = keep_zone(tmp_path, "Three", corners, zones.frontal())
    assert {"clinic-three-right", "clinic-three-left"} <= zones.load_templates(kept.parent).by_id.keys()
