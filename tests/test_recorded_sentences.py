"""Sentences and tables that follow from a project, as recorded: guides, measures, public use, warnings."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from faces_posed import frontal_pair, posed_face, posed_photo
from plans_drawn import PINNED, drawn_pair, plan, profiles
from recorded import check
from test_recorded_drawings import narrow, visits

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.measure_differences import withheld_words
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.comparison.comparability import own_limits
from facebalance_desktop.drawing.explanations import guide_told, limits_told, measure_told, reason_told
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.guide_hover import guide_words_at
from facebalance_desktop.drawing.guide_words import guide_words
from facebalance_desktop.drawing.measure_tables import limits
from facebalance_desktop.drawing.panes import panes
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.text_page import text_page
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Plan, PlanSession
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.guide_points import missing_points, shown_codes
from facebalance_desktop.project.match_warnings import match_warning, print_warning, shown_warning
from facebalance_desktop.project.measure_course import course_of
from facebalance_desktop.project.measure_report import differences_csv, harmless, pair_json, photo_json, readings_csv
from facebalance_desktop.project.measurements import measures_of
from facebalance_desktop.project.model import MeasureSettings, Project
from facebalance_desktop.project.publication import description, publication_refusal
from facebalance_desktop.project.reading_order import times_of
from facebalance_desktop.project.recent_facts import next_due
from facebalance_desktop.work import JobContext


def pair_in(project: Project) -> Pair:
    pair = pair_of(project)
    assert pair is not None
    return pair


def alone() -> Project:
    return drawn_pair(photos=frontal_pair().photos[:1], comparisons=())


# Guides


def test_guides_say_what_they_lack_as_recorded() -> None:
    made: dict[str, object] = {}
    for name, project in {"pair": drawn_pair(), "profiles": profiles(), "alone": alone()}.items():
        pair = pair_in(project)
        words = guide_words(project, pair.sides)
        made[name] = (words.missing, words.withheld, words.told)
        made[f"{name}, points"] = [(shown_codes(project, side), missing_points(project, side)) for side in pair.sides]
    made["explained"] = [guide_told(kind) for kind in guide_kinds().values()]
    check("guide-words", made)


def test_a_guide_under_the_pointer_is_named_as_recorded() -> None:
    project = drawn_pair()
    pair = pair_in(project)
    options = ViewOptions("side-by-side")
    made = {
        f"pane {n}": [
            guide_words_at(project, pair, pane, (pane.frame.x + x, pane.frame.y + y), reach)
            for x in range(20, 400, 60)
            for y in range(20, 500, 40)
            for reach in (3.0,)
        ]
        for n, pane in enumerate(panes(pair, options, 792.0, 495.0))
    }
    check("guide-hover", made)


# Measures


def test_reports_of_measures_are_as_recorded() -> None:
    project = drawn_pair(measures=MeasureSettings(PINNED, "pupils", 62.0))
    pair = pair_in(project)
    found = measures_of(project, pair, own_measures())
    names = ("IMG_1.JPG", "IMG_2.JPG")
    told = photo_json(names[0], "frontal", found.before, found.scale)
    both = pair_json(names, "frontal", found.differences, found.scale)
    made: dict[str, object] = {
        "photo": [list(item.values())[1:14] for item in told["measures"]],
        "pair": [list(item.values())[1:12] for item in both["measures"]],
        "scale": told["scale"],
        "summary": both["summary"],
        "withheld": sorted({withheld_words(item) for item in found.differences.values() if item.value is None}),
    }
    for name, text in (
        ("readings", readings_csv([(told, found.before)])),
        ("differences", differences_csv(both, found.differences)),
    ):
        rows = list(csv.reader(io.StringIO(text)))
        made[f"{name}, heading"] = rows[0]
        made[name] = [row[:15] for row in rows[1::6]]
    check("measure-reports", made)
    assert [harmless(one) for one in ("=1", "+1", "@x", "-x", "\tx", "x=", "", None, -1.5)] == [
        "'=1", "'+1", "'@x", "'-x", "'\tx", "x=", "", "", -1.5,
    ]  # fmt: skip


@pytest.mark.parametrize("scale", ["none", "pupils", "iris"])
def test_pages_of_measures_are_as_recorded(scale: str) -> None:
    made: dict[str, object] = {}
    settings = MeasureSettings(PINNED[:2], scale, 62.0)  # type: ignore[arg-type]  # one of the choices
    for name, project in {"pair": drawn_pair(), "alone": alone(), "profiles": profiles()}.items():
        project = replace(project, measures=settings, guides=(), annotations=(), plan=Plan())
        pair = pair_in(project)
        template = replace(templates().named("measures"), measures="told", has_limits=True, page="a4")
        made[name] = lay_out(Material(project, pair), template, narrow).pages[-1]
        made[f"{name}, limits"] = limits(project, pair)
    check(f"measure-pages-{scale}", made)


def test_the_course_of_a_measure_is_as_recorded() -> None:
    project = replace(visits(), plan=plan())
    table = own_measures()
    made = {
        f"{name}, {view}": course_of(project, table, name, view)
        for name in ("mouth-width", "none", "nasolabial-angle")
        for view in ("frontal", "profile-left")
    }
    made["two visits"] = course_of(replace(project, photos=project.photos[:4]), table, "mouth-width", "frontal")
    check("courses", made)


def test_explanations_are_as_recorded() -> None:
    table = own_limits()
    match = pair_in(frontal_pair()).match
    assert match is not None
    made = {
        "measures": [measure_told(kind) for kind in list(own_measures().kinds.values())[::5]],
        "limits": [limits_told(row) for row in table.values()],
        "reasons": [reason_told(reason, table) for reason in match.reasons],
        "without a row": [
            reason_told(replace(match.reasons[0], row="", what=what), table) for what in ("view", "mirror", "x")
        ],
    }
    check("explanations", made)


# What is shown to others


def turned() -> Project:
    """A pair whose later photo is turned too far to be compared."""
    project = frontal_pair()
    face = posed_face(Pose(14.0, 2.0, 3.0))
    return replace(project, photos=(project.photos[0], replace(project.photos[1], face=face)))


def test_public_uses_and_warnings_are_as_recorded() -> None:
    good = frontal_pair()
    equal = replace(good.photos[1], face=good.photos[0].face, light=good.photos[0].light)
    alike = replace(good, photos=(good.photos[0], equal))
    match = pair_in(alike).match
    assert match is not None
    checked = replace(alike.comparisons[0], checked=tuple(match.unchecked))
    done = plan().treatments[1]
    projects = {
        "alike": alike,
        "checked": replace(alike, comparisons=(checked,)),
        "checked and done": replace(alike, comparisons=(checked,), plan=Plan((), (done,))),
        "done before": replace(alike, comparisons=(checked,), plan=Plan((), (replace(done, date="2024-01-01"),))),
        "done later": replace(alike, comparisons=(checked,), plan=Plan((), (replace(done, date="2024-09-01"),))),
        "turned": turned(),
        "not looked at": replace(alike, photos=(alike.photos[0], replace(alike.photos[1], faces=None))),
        "demonstration": replace(turned(), is_demonstration=True),
    }
    made: dict[str, object] = {}
    for name, project in projects.items():
        pair = pair_in(project)
        ids = [photo.id for photo in project.photos]
        made[name] = {
            "publication": [
                publication_refusal(project, pair, project.photos, use, words)
                for use, words in (("publication", " "), ("marketing", "Results vary."), ("teaching", ""))
            ],
            "first alone": publication_refusal(project, pair, project.photos[:1], "publication", "x"),
            "description": description(project, project.photos),
            "description of the last": description(project, project.photos[1:]),
            "warnings": (
                match_warning(pair.match),
                print_warning(pair, ids),
                print_warning(pair, ids[:1]),
                shown_warning(pair, project),
                shown_warning(pair, project, [(ids[1], ids[0]), ("nobody", ids[0])]),
            ),
        }
    check("public-uses", made)


def test_pages_of_words_take_the_largest_type_that_fits() -> None:
    words = "Softer cheeks and a rested look."
    made = [text_page(words * count, (792.0, 495.0), narrow) for count in (1, 6, 12, 40, 90)]
    check("text-pages", made)


# What comes next


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2024, 1, 1), ("Second, 1 Mar 2024", False)),
        (date(2024, 3, 1), ("Second, 1 Mar 2024", False)),
        (date(2024, 3, 2), ("Result check, 1 Jun 2024", False)),
        (date(2024, 6, 1), ("Result check, 1 Jun 2024", False)),
        (date(2024, 6, 2), ("Result check overdue, 1 Jun 2024", True)),
    ],
)
def test_what_is_due_next_or_overdue(today: date, told: tuple[str, bool]) -> None:
    done = replace(plan().treatments[1], session="first")
    sessions = (PlanSession("first", "First", date="2024-02-01"), PlanSession("second", "Second", date="2024-03-01"))
    assert next_due(Plan(sessions, (done,)), load_tables(), today) == told
    assert next_due(Plan(), load_tables(), today) == ("", False)


def test_files_are_dated_by_their_camera_and_else_by_themselves(tmp_path: Path, hopper_path: Path) -> None:
    plain, none = tmp_path / "a.txt", tmp_path / "none.jpg"
    plain.write_bytes(b"text")
    os.utime(plain, (1_700_000_000, 1_700_000_000))
    dated = times_of(JobContext(), (plain, none, hopper_path))
    assert dated[0] is not None and dated[0].startswith("2023-11-1") and dated[1] is None and dated[2] is not None


def test_the_photo_that_is_alone_has_no_warning() -> None:
    pair = pair_in(alone())
    assert match_warning(pair.match) is None and print_warning(pair, [pair.before.photo.id]) is None
    assert description(alone(), [posed_photo(9, None, taken=None)]) == ""
