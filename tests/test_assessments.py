"""An assessment for each visit: nothing written is overwritten, old projects open, visits stand side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from projects_made import made_photo

from facebalance_desktop.cli.main import main
from facebalance_desktop.planning.assessment import ASPECTS, REGIONS, Assessment, Flag, Grade
from facebalance_desktop.planning.assessment_text import beside, heading_of, lines_of
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.project.assessments import assessed_visits, assessment_of, baseline_visit
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.edits_assessment import (
    Authorship,
    advise_against,
    answer_flag,
    change_assessment,
    note_region,
    set_grade,
)
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.history import History
from facebalance_desktop.project.measurements import described
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.work import JobContext

FIRST, SECOND = "2026-01-20", "2026-03-03"
AT_FIRST = Authorship(FIRST, "2026-01-20", "Dr A")
AT_SECOND = Authorship(SECOND, "2026-03-03", "Dr B")
TABLES = load_tables()


def two_visits() -> Project:
    photos = [made_photo(f"{day}.jpg", taken=f"{day}T09:00:00", taken_source="exif") for day in (FIRST, SECOND)]
    return add_photos(photos)(new_project())


def assessed() -> Project:
    project = change_assessment(AT_FIRST, goals="Look rested", skin="fine lines")(two_visits())
    project = set_grade(Grade("jowl", "2: moderate", "Jowl", "right"), AT_FIRST)(project)
    project = note_region("lips", AT_FIRST, asymmetry_right="corner lower")(project)
    project = change_assessment(AT_SECOND, goals="Keep it so", skin="fine lines")(project)
    return set_grade(Grade("gais", "2: much improved", "GAIS", by="patient"), AT_SECOND)(project)


def test_each_visit_has_its_own_dated_and_signed_assessment() -> None:
    project = assessed()
    one, other = assessment_of(project, FIRST), assessment_of(project, SECOND)
    assert (one.goals, one.date, one.author, one.visit) == ("Look rested", "2026-01-20", "Dr A", FIRST)
    assert (other.goals, other.date, other.author, other.visit) == ("Keep it so", "2026-03-03", "Dr B", SECOND)
    assert project.assessment is one
    assert [visit.is_baseline for visit in assessed_visits(project)] == [True, False]
    assert heading_of(one) == "written 20 Jan 2026 by Dr A"


def test_the_baseline_is_never_overwritten() -> None:
    project = assessed()
    later = change_assessment(Authorship(FIRST, "2026-06-01", "Dr C"), goals="Something else")(project)
    assert later.assessment.goals == "Something else"
    assert (later.assessment.date, later.assessment.changed, later.assessment.author) == (
        "2026-01-20", "2026-06-01", "Dr C",
    )  # fmt: skip
    (visit, _) = assessed_visits(later)
    (kept,) = visit.earlier
    assert replace(kept, superseded=None) == project.assessment
    assert kept.superseded == "2026-06-01"
    again = change_assessment(Authorship(FIRST, "2026-06-01", "Dr C"), goals="Once more")(later)
    assert assessed_visits(again)[0].earlier == (kept,)
    third = change_assessment(Authorship(SECOND, "2026-06-02"), goals="Third")(again)
    assert [item.goals for item in assessed_visits(third)[1].earlier] == ["Keep it so"]
    assert assessment_of(third, SECOND).author == "Dr B"


def test_an_earlier_record_of_no_visit_belongs_to_the_baseline_alone() -> None:
    project = assessed()
    old = Assessment(goals="Of an older file", date="2025-12-01", superseded="2026-01-01")
    (first, second) = assessed_visits(replace(project, assessments=(*project.assessments, old)))
    assert (first.earlier, second.earlier) == ((old,), ())
    before = replace(
        project, assessments=(*project.assessments, old, Assessment(visit="2025-11-05", goals="Before all"))
    )
    assert [(visit.day, old in visit.earlier) for visit in assessed_visits(before)] == [
        ("2025-11-05", False), (FIRST, True), (SECOND, False),
    ]  # fmt: skip


def test_what_a_correction_took_the_place_of_is_not_what_holds() -> None:
    project = change_assessment(AT_FIRST, sex="male")(two_visits())
    corrected = change_assessment(Authorship(FIRST, "2026-06-01"), sex="female")(project)
    assert described(corrected) == ("female", "")


def test_on_one_day_a_record_is_written_freely_and_undone() -> None:
    history = History(two_visits())
    for words in ("L", "Lo", "Look"):
        history = history.done("goals", change_assessment(AT_FIRST, goals=words))
    assert history.present.assessments == ()
    assert history.present.assessment.goals == "Look"
    while history.past:
        history = history.undone()
    assert history.present.assessment.is_blank


def test_a_project_of_an_earlier_version_opens_with_its_assessment_as_the_baseline() -> None:
    value = to_json(two_visits())
    del value["assessments"]
    value["assessment"] = {
        "goals": "Look rested", "sex": "", "age": 41, "ancestry": "", "later": 1, "advised_against": [],
        "notes": [{"region": "lips", "volume": "kept", "photos": []}],
    }  # fmt: skip
    project = from_json(value)
    assert baseline_visit(project) == FIRST
    (first, second) = assessed_visits(project)
    assert (first.is_baseline, first.assessment.goals, first.assessment.age) == (True, "Look rested", 41)
    assert second.assessment.is_blank
    assert first.assessment.note("lips").volume == "kept"
    written = change_assessment(AT_SECOND, goals="Now")(project)
    assert written.assessment == project.assessment
    changed = change_assessment(Authorship(FIRST, "2026-06-01"), goals="Other")(project)
    assert changed.assessment.extra == {"later": 1}
    assert (changed.assessments[0].goals, changed.assessments[0].visit) == ("Look rested", FIRST)


def test_the_kept_sample_of_the_format_opens_with_its_baseline(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "projects" / "format-1.facebalance"
    project = open_project(sample).project
    visits = assessed_visits(project)
    assert visits[0].is_baseline
    written = change_assessment(Authorship(visits[0].day, "2026-01-20"), goals="Look rested")(project)
    assert from_json(json.loads(json.dumps(to_json(written)))) == written


def test_everything_survives_writing_and_reading() -> None:
    project = answer_flag(Flag("herpes", "yes", "lips, in winter", "Herpes"), AT_FIRST)(assessed())
    project = change_assessment(AT_FIRST, surgery="not-open", expectations="yes", expectations_note="slow")(project)
    project = advise_against("lips", "too soon", AT_SECOND)(project)
    project = change_assessment(Authorship(FIRST, "2026-09-09"), goals="Later")(project)
    value = to_json(project)
    value["assessments"][0]["flags"] = [{"id": "x", "answer": "", "note": "", "name": "", "later": 3}]
    again = from_json(json.loads(json.dumps(value)))
    assert again.assessments[0].flags[0].extra == {"later": 3}
    assert from_json(json.loads(json.dumps(to_json(project)))) == project


def test_grades_and_flags_are_taken_back() -> None:
    project = set_grade(Grade("jowl", "", "Jowl", "right"), AT_FIRST)(assessed())
    assert project.assessment.grade("jowl", "right") is None
    noted = answer_flag(Flag("herpes", "no", "", "Herpes"), AT_FIRST)(project)
    assert noted.assessment.flag("herpes").answer == "no"
    assert answer_flag(Flag("herpes", "", "", "Herpes"), AT_FIRST)(noted).assessment.flags == ()
    assert answer_flag(Flag("keloid"), AT_FIRST)(project) is project


def test_the_tables_hold_what_an_assessment_needs() -> None:
    scales = {scale.id: scale for scale in TABLES.scales}
    wanted = {"fitzpatrick", "glogau", "laxity", "jowl", "neck", "brow-ptosis", "lid-ptosis", "facial-nerve"}
    assert wanted | {"dental-occlusion", "gais"} <= set(scales)
    assert all(scale.source for scale in TABLES.scales)
    assert scales["jowl"].has_sides and scales["facial-nerve"].has_sides
    assert scales["gais"].use == "outcome" and len(scales["gais"].grades) == 5
    assert [question.id for question in TABLES.questions] == [
        "anticoagulant", "allergy", "autoimmune", "herpes", "keloid", "pregnancy", "earlier-filler",
        "permanent-filler", "dental-work", "body-image",
    ]  # fmt: skip


def test_a_clinic_defines_its_own_outcome_scale(tmp_path: Path) -> None:
    (tmp_path / "scales.toml").write_text(
        '[[row]]\nid = "ours"\nname = "Ours"\nuse = "outcome"\ngrades = ["a", "b"]\nsource = "clinic"\n\n'
        '[[row]]\nid = "bad"\nname = "Bad"\nuse = "beauty"\ngrades = ["a", "b"]\nsource = "clinic"\n'
    )
    own = load_tables(tmp_path)
    assert [scale.grades for scale in own.scales if scale.id == "ours"] == [("a", "b")]
    assert own.problems == (
        "scales.toml, line 8: use must be one of assessment, outcome; this row is left out and the others are used.",
    )


def test_asymmetry_is_said_of_the_first_photos_and_by_side() -> None:
    names = dict(ASPECTS)
    assert names["asymmetry"] == "Asymmetry on the first photos here"
    assert not any("before any treatment" in phrase.text for phrase in TABLES.phrases)
    lines = lines_of(assessed().assessment)
    assert lines["Lips: patient's right side"] == "corner lower"


def test_the_whole_face_and_relations_come_before_single_features() -> None:
    assert [key for key, _ in REGIONS][:4] == ["whole-face", "chin-to-nose", "cheeks-to-eyes", "lips-to-lower-face"]
    assert {aspect for aspect, _ in ASPECTS} >= {"support", "volume", "laxity", "skin", "movement"}


def test_two_visits_side_by_side() -> None:
    project = assessed()
    rows = {row.name: row for row in beside([visit.assessment for visit in assessed_visits(project)])}
    assert rows["Goals"].texts == ("Look rested", "Keep it so")
    assert rows["Goals"].differs
    assert not rows["Skin"].differs
    assert rows["GAIS, says the patient"].texts == ("", "2: much improved")
    assert next(iter(rows)) == "Goals"
    assert beside([Assessment(), Assessment()]) == ()


def test_the_command_plan_tells_each_visit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.facebalance"
    project = replace(assessed(), photos=(), comparisons=())
    save_project(JobContext(), project, path, Originals(tmp_path / "originals"))
    assert main(["plan", str(path)]) == 0
    told = capsys.readouterr().out
    assert "Assessment of 20 Jan 2026 (baseline), written 20 Jan 2026 by Dr A" in told
    assert "  Jowl, right: 2: moderate" in told
    assert "Assessment of 3 Mar 2026, written 3 Mar 2026 by Dr B" in told
    assert main(["plan", str(path), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert [item["visit"] for item in value["assessments"]] == [FIRST, SECOND]
    assert [item["baseline"] for item in value["assessments"]] == [True, False]
