"""Days stand in words wherever a person reads them; `--json` and CSV keep ISO 8601."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from projects_made import made_pair

from facebalance_desktop.cli.main import main
from facebalance_desktop.cli.report import info_words
from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.planning.assessment_text import heading_of
from facebalance_desktop.planning.ledger import review_words, reviews
from facebalance_desktop.planning.tables import Card, load_tables
from facebalance_desktop.planning.treatments import Complication, PlanSession, Treatment, complication_words
from facebalance_desktop.project.document_lock import Holder
from facebalance_desktop.project.edits_assessment import Authorship, change_assessment
from facebalance_desktop.project.edits_plan import add_session, add_treatment
from facebalance_desktop.project.model import Project, Visit
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.work import JobContext

ISO = re.compile(r"\d{4}-\d\d-\d\d")
DONE = Treatment(
    "d", "done", region="lips", region_name="Lips", side="middle", modality="ha-filler", modality_name="HA filler",
    product="ha-unnamed", product_name="HA", amount=0.5, unit="mL", date="2026-11-27", lot="X9", expiry="2028-01-31",
    review="2027-02-01", complications=(Complication("bruise", "2026-11-28"),), signed_by="Dr A",
    signed_at="2026-11-27T10:05:00+01:00",
)  # fmt: skip


def dated() -> Project:
    """A pair whose visits, plan and assessment have dates."""
    project = replace(made_pair(), comparisons=())
    first = project.photos[0]
    project = replace(
        project,
        photos=(replace(first, taken="2026-11-26T09:00:00", taken_source="exif"), *project.photos[1:]),
        visits=(Visit("v", "2026-11-26", date="2026-11-27"),),
    )
    project = add_session(PlanSession("s", "First", date="2026-11-27"))(project)
    project = add_treatment(replace(DONE, session="s"))(project)
    return change_assessment(Authorship("2026-11-26", "2026-11-29", "Dr A"), goals="Look rested")(project)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    project = replace(dated(), photos=())
    return save_project(JobContext(), project, tmp_path / "a.facebalance", Originals(tmp_path / "originals")).path


@pytest.mark.parametrize("command", ["plan", "info", "lots"])
def test_a_command_tells_days_in_words_and_json_in_iso(
    command: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["lots", "X9", str(path.parent)] if command == "lots" else [command, str(path)]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert not ISO.search(told), told
    if command != "info":  # without its photos the project has no visit
        assert "27 Nov 2026" in told
        assert main([*asked, "--json"]) == 0
        assert "2026-11-27" in json.dumps(json.loads(capsys.readouterr().out))


def test_a_visit_of_info_has_its_day_in_words() -> None:
    told = info_words("a.facebalance", dated())
    assert "27 Nov 2026" in told and not ISO.search(told)


def test_the_table_for_spreadsheets_keeps_iso(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(path), "--csv"]) == 0
    told = capsys.readouterr().out
    assert "2026-11-27," in told and "2026-11-28: bruise" in told and "Nov" not in told


def test_the_sentences_of_a_plan_have_days_in_words() -> None:
    (review,) = reviews([DONE], load_tables())
    assert review_words(review).startswith("review on 1 Feb 2027; ")
    assert "reassess from 27 Mar 2027" in review_words(review)
    checked = review_words(replace(review, result="2026-12-11"))
    assert "result check 11 Dec 2026" in checked and not ISO.search(checked)
    assert complication_words(DONE.complications[0]) == "28 Nov 2026: bruise"


def test_an_assessment_and_a_card_have_days_in_words() -> None:
    whole = Assessment(date="2026-11-27", author="Dr A", changed="2026-11-28", superseded="2026-12-01")
    assert heading_of(whole) == "written 27 Nov 2026 by Dr A, changed 28 Nov 2026, replaced 1 Dec 2026"
    card = Card("nose", "Nose", "text", "clinic", (), "Dr A", "2026-11-27")
    assert card.standing("2026-12-01") == "Approved by Dr A; its review was due on 27 Nov 2026."
    assert card.standing("2026-11-27") == "Approved by Dr A, to be reviewed by 27 Nov 2026."


def test_who_has_a_project_open_since_another_day() -> None:
    long_ago = datetime(2026, 3, 2, 10, 14, tzinfo=UTC).astimezone()
    holder = Holder("RECEPTION-2", "anna", 1, long_ago.isoformat(), "token")
    assert holder.words == f"open on RECEPTION-2 by anna since 2 Mar 2026, {long_ago:%H:%M}"
