"""The plan: records, ledger, dates, tables, and the commands that print it."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from projects_made import FACE, made_pair, made_photo

from facebalance_desktop.cli.main import main
from facebalance_desktop.planning.annotations import KINDS, Annotation
from facebalance_desktop.planning.assessment import Flag, Grade
from facebalance_desktop.planning.ledger import ledger, review_words, reviews
from facebalance_desktop.planning.own_cards import begin_cards
from facebalance_desktop.planning.tables import EMERGENCY, load_tables
from facebalance_desktop.planning.treatments import Complication, DiscussedRisk, PlanSession, Treatment, done_from
from facebalance_desktop.project import edits_annotations, edits_assessment, edits_drawing, edits_photos, edits_plan
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.edits_assessment import Authorship
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.history import Edit, History
from facebalance_desktop.project.model import Patient, Project, new_id
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.work import JobContext

PLANNED = Treatment(
    "t",
    region="lips",
    side="middle",
    region_name="Lips",
    modality="ha-filler",
    modality_name="HA filler",
    product="ha-unnamed",
    product_name="HA",
    amount=0.6,
    unit="mL",
    plane="subdermal",
    technique="cannula",
    gauge="25 G",
    goal="softer edge",
    session="s",
    lot="L1",
    expiry="2027-01-01",
    dilution="none",
    date="2026-01-01",
    operator="A",
)


def test_done_begins_blank_where_it_has_to_be_typed() -> None:
    done = done_from(PLANNED, "d")
    assert (done.state, done.planned, done.id) == ("done", "t", "d")
    assert (done.amount, done.lot, done.expiry, done.dilution, done.date) == (None, "", None, "", None)
    assert (done.region, done.product, done.technique, done.goal) == ("lips", "ha-unnamed", "cannula", "softer edge")
    assert Treatment("x").amount is None


def test_the_ledger_adds_within_a_product_and_a_place_only() -> None:
    done = replace(PLANNED, state="done", amount=0.5)
    other = replace(done, product="caha", amount=1.0)
    left = replace(done, side="left")
    elsewhere = replace(done, where="elsewhere", amount=0.25, date=None)
    found = ledger([done, other, left, elsewhere, PLANNED, replace(done, date="2025-06-01", amount=None)])
    assert [(entry.side, entry.product, entry.amount, entry.elsewhere) for entry in found] == [
        ("middle", "ha-unnamed", 0.75, 0.25),
        ("middle", "caha", 1.0, 0.0),
        ("left", "ha-unnamed", 0.5, 0.0),
    ]
    assert found[0].uncounted == 1
    assert found[0].dates == ("2025-06-01", "2026-01-01")
    units = ledger([replace(done, unit="U of a"), replace(done, unit="U of b")])
    assert len(units) == 2


def test_a_syringe_counts_with_its_ml_alone() -> None:
    syringe = replace(PLANNED, state="done", unit="syringe", amount=2.0)
    (without,) = ledger([syringe])
    assert (without.amount, without.uncounted, without.unit) == (0.0, 1, "mL")
    (counted,) = ledger([replace(syringe, ml_each=0.55), replace(PLANNED, state="done", amount=0.4)])
    assert counted.amount == pytest.approx(1.5)
    assert counted.uncounted == 0


def test_two_dates_the_clinic_s_and_the_published_range(tmp_path: Path) -> None:
    done = replace(PLANNED, state="done", date="2026-01-31")
    (review,) = reviews([done, PLANNED], load_tables())
    assert review.result is None
    assert review.effect == ("2026-05-31", "2026-09-30")
    assert "effect published for 4 to 8 months; product may be present much longer" in review_words(review)
    assert "PMC11250456" in review.source
    row = '[[row]]\nid = "ha-filler"\nname = "HA"\nsort = "injection"\ncolour = "#8fd3ff"\nsource = "ours"\n'
    (tmp_path / "modalities.toml").write_text(row + "result_check_weeks = 2\n")
    (ours,) = reviews([done], load_tables(tmp_path))
    assert ours.result == "2026-02-14"


def test_every_row_of_the_tables_has_a_source_and_no_amount_stands_in_them() -> None:
    tables = load_tables()
    assert tables.problems == ()
    sources = [
        *(row.source for row in tables.modalities),
        *(row.source for row in tables.products),
        *(row.source for row in tables.durations),
        *(row.source for row in tables.sequence),
        *(row.source for row in tables.cards),
        *(row.source for row in tables.phrases),
    ]
    assert all(sources)
    assert not any("GCK" in source for source in sources)
    names = {item.id for item in tables.modalities}
    assert {"ha-filler", "neuromodulator", "facelift", "genioplasty", "no-treatment", "other"} <= names
    assert {item.modality for item in tables.products} | {item.modality for item in tables.durations} <= names
    assert not any(item.result_check_weeks for item in tables.modalities)
    assert not any(item.ml_each for item in tables.products)


def test_cards_stand_with_who_approved_them_and_the_protocol_comes_first(tmp_path: Path) -> None:
    tables = load_tables()
    cards = tables.cards_for(frozenset({"glabella"}))
    assert [card.id for card in cards] == [EMERGENCY, "glabella", "occlusion"]
    assert "has not stored its own" in cards[0].text
    assert cards[1].standing("2026-01-01") == "Not approved by the clinic."
    (tmp_path / "cards.toml").write_text(
        f'[[row]]\nid = "{EMERGENCY}"\ntitle = "Our protocol"\ntext = "Ring 1."\nsource = "clinic"\n'
        'approver = "Dr A"\nreview_by = "2026-06-01"\n\n[[row]]\nid = "nose"\ntitle = 5\n'
    )
    own = load_tables(tmp_path)
    assert own.protocol.text == "Ring 1."
    assert "review was due" in own.protocol.standing("2026-07-01")
    assert "to be reviewed by" in own.protocol.standing("2026-05-01")
    assert len(own.problems) == 1
    assert "line 9" in own.problems[0]


def test_treatments_outlive_their_drawing_and_their_session() -> None:
    project = made_pair()
    item = Annotation(new_id(), project.photos[0].id, "Chin", "#ffffff", ((0.0, 0.0), (9.0, 0.0), (4.0, 9.0)))
    project = edits_annotations.add_annotation(item)(project)
    project = edits_plan.add_session(PlanSession("s", "First"))(project)
    project = edits_plan.add_treatment(replace(PLANNED, annotation=item.id))(project)
    project = edits_annotations.remove_annotation(item.id)(project)
    assert project.plan.treatments[0].annotation is None
    project = edits_plan.remove_session("s")(project)
    assert project.plan.treatments[0].session is None


@pytest.mark.parametrize("gone", ["a", "m", "z"])
def test_a_session_is_taken_away_and_no_other(gone: str) -> None:
    project = made_pair()
    for name in ("m", "z", "a"):
        project = edits_plan.add_session(PlanSession(name, f"Session {name}"))(project)
    left = [session.id for session in edits_plan.remove_session(gone)(project).plan.sessions]
    assert left == [name for name in ("m", "z", "a") if name != gone]


def planned_project(tmp_path: Path) -> Path:
    project = edits_photos.add_photos([made_photo("a.jpg"), made_photo("b.jpg")])(made_pair())
    project = replace(project, photos=(), comparisons=())
    project = edits_assessment.change_assessment(goals='softer, "still me"', age=41)(project)
    project = edits_assessment.note_region("lips", volume="less volume than on earlier photos")(project)
    project = edits_plan.add_session(PlanSession("s", "First", date="2026-02-01"))(project)
    project = edits_plan.add_treatment(replace(PLANNED, note="=2+2"))(project)
    project = edits_plan.copy_to_done("t", "d")(project)
    project = edits_plan.change_treatment("d", amount=0.5, date="2026-02-01", lot="X9")(project)
    path = tmp_path / "plan.facebalance"
    save_project(JobContext(), project, path, Originals(tmp_path / "originals"))
    return path


def test_the_command_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = planned_project(tmp_path)
    assert main(["plan", str(path), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["assessment"]["goals"] == 'softer, "still me"'
    assert [item["state"] for item in value["treatments"]] == ["planned", "done"]
    assert value["ledger"][0]["amount"] == 0.5
    assert value["reviews"][0]["reassess_from"] == "2026-06-01"
    assert main(["plan", str(path), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["state"] for row in rows] == ["planned", "done"]
    assert rows[0]["note"] == "'=2+2"
    assert rows[1]["lot"] == "X9"
    assert main(["plan", str(path)]) == 0
    assert "performed: Lips: HA, 0.5 mL, 1 Feb 2026" in capsys.readouterr().out


def test_the_command_zones(tmp_path: Path, hopper_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "zone.json"
    assert main(["zones", str(hopper_path), "--template", "cheek-malar-right", "-o", str(out)]) == 0
    value = json.loads(out.read_text())
    assert (value["zone"], value["mark"]) == ("cheek-malar-right", "schematic, adjust")
    assert all(0 < x < value["width"] / 2 + 60 and 0 < y < value["height"] for x, y in value["points"])
    capsys.readouterr()
    assert main(["zones", str(hopper_path), "--template", "cheek-malar-right", "-o", str(out)]) == 3
    assert main(["zones", str(hopper_path), "--template", "elbow", "-o", str(tmp_path / "x.png")]) == 3
    assert "There is no zone called elbow" in capsys.readouterr().err


def record_edit(chance: random.Random, treatments: list[str]) -> Edit:
    """Any edit of a done record, an assessment or a consent."""
    days = ["2026-01-01", "2026-01-02", "2026-02-01"]
    written = Authorship(chance.choice(["2026-01-01", "", None]), chance.choice(days), chance.choice(["", "Dr A"]))
    options: list[Callable[[], Edit]] = [
        lambda: edits_plan.sign_treatment(treatments[-1], "Dr A", "2026-02-01T10:00:00+00:00"),
        lambda: edits_plan.open_signature(treatments[-1]),
        lambda: edits_plan.add_complication(treatments[-1], Complication("bruise", None, "ä", "b")),
        lambda: edits_plan.remove_complication(treatments[-1], 0),
        lambda: edits_plan.tick_risk(treatments[0], DiscussedRisk("r", "words", "s"), chance.random() < 0.7),
        lambda: edits_assessment.change_assessment(written, goals=chance.choice(["p", "q"]), surgery="open"),
        lambda: edits_assessment.set_grade(Grade("s", chance.choice(["", "1", "2"]), side="left"), written),
        lambda: edits_assessment.answer_flag(Flag("f", chance.choice(["", "yes", "no"])), written),
        lambda: set_consent("marketing", chance.choice([True, False, None]), note=chance.choice(["", "n"])),
    ]
    return chance.choice(options)()


def random_edit(chance: random.Random, project: Project) -> Edit:
    """Any edit that the window could make of this project."""
    photo = chance.choice(project.photos).id if project.photos else "none"
    marks = [item.id for item in project.annotations] or ["none"]
    plan = project.plan
    treatments, sessions = [t.id for t in plan.treatments] or ["none"], [s.id for s in plan.sessions] or ["none"]
    comparison = project.comparisons[0].id if project.comparisons else "none"

    def place() -> tuple[float, float]:
        return round(chance.uniform(0, 400), 3), round(chance.uniform(0, 400), 3)

    def drawn() -> Annotation:
        kind = chance.choice(list(KINDS.values()))
        corners = tuple(place() for _ in range(kind.most or chance.randint(3, 9)))
        return Annotation(new_id(), photo, chance.choice(["", "Löwe", "a b"]), "#8fd3ff", corners, kind.id)

    some = tuple(chance.sample(marks, min(len(marks), 3)))
    options: list[Callable[[], Edit]] = [
        lambda: edits_photos.set_patient(Patient(chance.choice(["A", "Ä", ""]))),
        lambda: edits_photos.set_point(photo, chance.choice(sorted(FACE)), place()),
        lambda: edits_photos.reset_point(photo, chance.choice(sorted(FACE))),
        lambda: edits_photos.nudge_comparison(comparison, dx=chance.uniform(-3, 3)),
        lambda: edits_drawing.show_guide(chance.choice(["thirds", "midline"]), chance.random() < 0.5),
        *[lambda: edits_annotations.add_annotation(drawn())] * 3,
        lambda: edits_annotations.move_annotations(some, chance.uniform(-9, 9), chance.uniform(-9, 9)),
        lambda: edits_annotations.move_vertex(some[0], chance.randint(0, 9), place()),
        lambda: edits_annotations.add_vertex(some[0], place()),
        lambda: edits_annotations.remove_vertex(some[0], chance.randint(0, 9)),
        lambda: edits_annotations.change_annotations(some, is_locked=chance.random() < 0.3, is_shown=True),
        lambda: edits_annotations.rank_annotation(some[0], chance.choice(["front", "back", "forward", "backward"])),
        lambda: edits_annotations.copy_annotations(some, [new_id() for _ in some]),
        lambda: edits_annotations.group_annotations(some, chance.choice([None, "g"])),
        lambda: edits_annotations.remove_annotations(some[:1]),
        lambda: edits_assessment.change_assessment(goals=chance.choice(["x", "y"]), age=chance.choice([None, 30])),
        lambda: edits_assessment.note_region("nose", skin=chance.choice(["", "even"]), photos=(photo,)),
        lambda: edits_assessment.advise_against("a", "b"),
        lambda: edits_assessment.drop_advice(0),
        lambda: edits_plan.add_session(PlanSession(new_id(), "S", chance.choice([None, 2.0]))),
        lambda: edits_plan.change_session(sessions[0], date="2026-01-01"),
        lambda: edits_plan.move_session(sessions[-1], 0),
        lambda: edits_plan.remove_session(sessions[0]),
        lambda: edits_plan.add_treatment(replace(PLANNED, id=new_id(), annotation=some[0], session=sessions[0])),
        lambda: edits_plan.copy_to_done(treatments[0], new_id()),
        lambda: edits_plan.move_treatment(treatments[-1], sessions[-1], treatments[0]),
        lambda: edits_plan.change_treatment(treatments[-1], amount=chance.choice([None, 0.5])),
        lambda: edits_plan.remove_treatment(treatments[0]),
        *[lambda: record_edit(chance, treatments)] * 4,
    ]
    if chance.random() < 0.01:
        return edits_photos.remove_photo(photo)
    return chance.choice(options)()


@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_edits_undone_redone_and_saved(seed: int) -> None:
    chance = random.Random(seed)
    start = made_pair()
    history = History(start)
    for _ in range(200):
        history = history.done("edit", random_edit(chance, history.present))
    end, back = history.present, history
    while back.past:
        back = back.undone()
    assert back.present == start
    while back.future:
        back = back.redone()
    assert back.present == end
    assert from_json(json.loads(json.dumps(to_json(end), allow_nan=False))) == end


def test_the_clinic_s_cards_begin_with_an_example_that_only_needs_its_signs_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    path = begin_cards(folder)
    assert not load_tables(folder).has_protocol and load_tables(folder).problems == ()
    text = path.read_text(encoding="utf-8")
    head, rows = text.split("# [[row]]")
    path.write_text(head + ("# [[row]]" + rows).replace("# ", ""), encoding="utf-8")
    tables = load_tables(folder)
    assert tables.has_protocol and tables.problems == () and "who is called" in tables.protocol.text
    assert begin_cards(folder) == path and load_tables(folder).has_protocol  # what is there is left as it is
