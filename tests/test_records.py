"""What the records of treatments say and keep: sides, dates with their sources, cards, the done record, lots."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from projects_made import made_pair

from facebalance_desktop.cli.main import main
from facebalance_desktop.planning.ledger import METABOLISM, ledger, review_words, reviews
from facebalance_desktop.planning.tables import EMERGENCY, load_tables
from facebalance_desktop.planning.treatments import (
    PLANES,
    Complication,
    DiscussedRisk,
    Treatment,
    amount_words,
    complication_words,
    done_from,
    place_words,
)
from facebalance_desktop.project import edits_plan
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.work import JobContext

TABLES = load_tables()
DONE = Treatment(
    "d", "done", region="lips", region_name="Lips", side="middle", modality="ha-filler", modality_name="HA filler",
    product="ha-unnamed", product_name="HA", amount=0.5, unit="mL", date="2026-02-01", lot="AB-12 34",
)  # fmt: skip


def test_both_sides_count_on_each_side() -> None:
    both = replace(DONE, side="both", amount=0.5)
    right = replace(DONE, side="right", amount=0.2)
    found = {entry.side: entry for entry in ledger([both, right])}
    assert {side: entry.amount for side, entry in found.items()} == {"right": 0.7, "left": 0.5}
    assert amount_words(both) == "0.5 mL each side"
    assert place_words(both) == "Lips, both sides"


def test_planes_and_products() -> None:
    assert {"SMAS", "sub-SMAS", "submucosal"} <= set(PLANES)
    (renuva,) = [item for item in TABLES.products if "renuva" in item.searched]
    assert (renuva.id, renuva.modality) == ("allograft-adipose", "allograft-fat")
    recent = {"daxibotulinumtoxina", "letibotulinumtoxina", "relabotulinumtoxina", "ha-volux", "ha-eyelight", "pdlla"}
    assert recent <= {item.id for item in TABLES.products}


def test_a_clinic_adds_its_own_product(tmp_path: Path) -> None:
    row = '[[row]]\nid = "ours"\nname = "Ours"\nmodality = "ha-filler"\nunits = ["mL"]\nsource = "clinic"\n'
    (tmp_path / "products.toml").write_text(row + 'search = ["brand"]\n')
    assert load_tables(tmp_path).product("ours").searched == "ours brand"  # type: ignore[union-attr]  # just put there


def of(modality: str, region: str = "", **changes: object) -> Treatment:
    item = replace(DONE, modality=modality, region=region, product="")
    return replace(item, **changes)  # type: ignore[arg-type]  # the caller names real fields


def test_without_a_published_lower_bound_there_is_no_date() -> None:
    (review,) = reviews([of("biostimulator")], TABLES)
    assert review.effect == (None, "2028-02-01")
    assert "effect published for up to 24 months" in review_words(review)
    assert "reassess from" not in review_words(review)
    assert "no review date was typed" in review_words(review)
    assert review.source


@pytest.mark.parametrize("modality", ["autologous-fat", "allograft-fat", "skin-tightening", "implant", "facelift"])
def test_fat_tightening_implants_and_lifts_have_a_typed_review_date(modality: str) -> None:
    (blank,) = reviews([of(modality)], TABLES)
    assert (blank.published, blank.effect, blank.due) == (None, (None, None), None)
    assert review_words(blank) == "no published duration in the table; no review date was typed"
    (typed,) = reviews([of(modality, review="2026-08-01")], TABLES)
    assert review_words(typed).startswith("review on 1 Aug 2026")
    assert typed.days == ("2026-02-01", "2026-08-01")


def test_hyaluronic_acid_says_effect_and_presence_with_their_sources() -> None:
    for item in TABLES.durations:
        if item.modality == "ha-filler":
            assert "product may be present much longer" in item.words
            assert "PMC11250456" in item.sources
    (general,) = reviews([of("ha-filler")], TABLES)
    assert "effect published for 9 to 18 months; product may be present much longer" in review_words(general)


def test_jawline_and_cheek_keep_longer_lips_and_perioral_shorter() -> None:
    def first(zone: str) -> float | None:
        found = TABLES.duration("ha-filler", zone, "")
        assert found is not None
        return found.months[0]

    assert first("jawline") == first("cheek-malar") == 12
    assert first("lips") == 4
    for zone in ("perioral", "lower-face", "mentalis", "dao"):
        found = TABLES.duration("ha-filler", zone, "")
        assert found is not None and found.months == (None, None)
        assert "shorter" in found.words
    jaw = TABLES.duration("ha-filler", "jawline", "")
    assert jaw is not None and "longer" in jaw.text


def test_individual_metabolism_is_said() -> None:
    assert "individual metabolism differs" in METABOLISM


def test_a_clinic_s_duration_needs_something_published(tmp_path: Path) -> None:
    head = '[[row]]\nid = "x"\nmodality = "implant"\nsource = "clinic"\n'
    (tmp_path / "durations.toml").write_text(head)
    (problem,) = load_tables(tmp_path).problems
    assert "a duration needs from, to or text" in problem
    (tmp_path / "durations.toml").write_text(head + 'from = 2\nnote = "n"\n')
    (problem,) = load_tables(tmp_path).problems
    assert "note_source" in problem


def test_every_filler_zone_has_the_words_that_save_sight() -> None:
    for zone in ("lips", "chin", "cheek-malar", "temple", "tear-trough", "jawline", "nasolabial-fold"):
        for modality in ("ha-filler", "autologous-fat", "allograft-fat", "biostimulator", ""):
            cards = {card.id: card for card in TABLES.cards_for(frozenset({zone}), (modality,))}
            assert "Check vision before and after; stop at a change of vision, at blanching" in cards["occlusion"].text
    occlusion = next(card for card in TABLES.cards if card.id == "occlusion")
    assert "fat" in occlusion.title and "acts on hyaluronic acid alone" in occlusion.text
    under = next(card for card in TABLES.cards if card.id == "under-eye")
    assert "with filler and with fat alike: blindness" in under.text and "FDA" in under.text


def test_cards_of_neck_and_of_what_is_no_filler() -> None:
    neck = TABLES.cards_for(frozenset({"submental", "platysma"}), ("neuromodulator",))
    assert [card.id for card in neck] == [EMERGENCY, "submental", "platysma"]
    assert "swallowing" in neck[1].text and "swallowing" in neck[2].text


def test_done_begins_without_consent_signature_and_complication() -> None:
    risk = DiscussedRisk("vessel", "Filler in a vessel", "FDA")
    full = replace(
        DONE, state="planned", consent="yes", history="yes", anaesthetic="cream", aftercare="yes", review="2026-05-01",
        complications=(Complication("bruise"),), signed_by="A", signed_at="2026-02-01T10:00:00+00:00", risks=(risk,),
    )  # fmt: skip
    blank = done_from(full, "n")
    assert (blank.consent, blank.history, blank.anaesthetic, blank.aftercare) == ("", "", "", "")
    assert (blank.complications, blank.signed_by, blank.signed_at, blank.review) == ((), "", None, None)
    assert blank.risks == (risk,)


def recorded() -> Project:
    return edits_plan.add_treatment(DONE)(new_project())


def test_a_signed_record_is_closed_but_for_what_happens_later() -> None:
    project = edits_plan.sign_treatment("d", " Dr A ", "2026-02-01T10:00:00+00:00")(recorded())
    (item,) = project.plan.treatments
    assert (item.signed_by, item.signed_at, item.is_signed) == ("Dr A", "2026-02-01T10:00:00+00:00", True)
    assert edits_plan.change_treatment("d", amount=9.0, lot="")(project) == project
    assert edits_plan.remove_treatment("d")(project) == project
    bruise = Complication("bruise", "2026-02-03", "observed", "gone after a week")
    later = edits_plan.add_complication("d", bruise)(project)
    assert later.plan.treatments[0].complications == (bruise,)
    assert later.plan.treatments[0].signed_by == "Dr A"
    assert complication_words(bruise) == "3 Feb 2026: bruise; observed; gone after a week"
    assert edits_plan.remove_complication("d", 0)(later) == project
    opened = edits_plan.open_signature("d")(project)
    assert edits_plan.change_treatment("d", amount=9.0)(opened).plan.treatments[0].amount == 9.0
    assert edits_plan.sign_treatment("d", "  ", "2026")(opened) == opened


def test_the_whole_done_record_and_its_unknown_keys_survive() -> None:
    project = edits_plan.change_treatment(
        "d", consent="yes", history="no", anaesthetic="cream", aftercare="yes", review="2026-09-01",
        complications=(Complication("bruise", "2026-02-03", "observed", "gone", extra={"later": 1}),),
        risks=(DiscussedRisk("vessel", "Filler in a vessel", "FDA", extra={"later": 2}),),
    )(recorded())  # fmt: skip
    again = from_json(json.loads(json.dumps(to_json(project))))
    assert again == project
    assert again.plan.treatments[0].complications[0].extra == {"later": 1}


def test_a_record_of_an_earlier_version_opens() -> None:
    value = to_json(recorded())
    for key in ("risks", "review", "consent", "history", "anaesthetic", "aftercare", "complications", "signed_by"):
        del value["plan"]["treatments"][0][key]
    assert from_json(value).plan.treatments == (DONE,)


def test_the_command_lots_searches_every_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def put(name: str, patient: str, *treatments: Treatment) -> None:
        project = set_patient(Patient(patient, f"{patient}-1"))(made_pair())
        project = replace(project, photos=(), comparisons=())
        for item in treatments:
            project = edits_plan.add_treatment(item)(project)
        path = tmp_path / "clinic" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_project(JobContext(), project, path, Originals(tmp_path / "originals"))

    put("a.facebalance", "Ada", DONE, replace(DONE, id="e", lot="other"))
    put("sub/b.facebalance", "Bea", replace(DONE, lot="ab1234", side="both"))
    put("c.facebalance", "Cy", replace(DONE, state="planned"))
    folder = str(tmp_path / "clinic")
    assert main(["lots", "ab 12-34", folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "Ada-1, Ada: 1 Feb 2026: Lips: HA, 0.5 mL, lot AB-12 34" in lines[0]
    assert "Lips, both sides: HA, 0.5 mL each side, lot ab1234" in lines[1]
    assert main(["lots", "AB1234", folder, "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["patient"]["name"] for line in found] == ["Ada", "Bea"]
    assert main(["lots", "nothing", folder]) == 0
    assert capsys.readouterr().out == "Lot nothing was not found as performed in 3 projects.\n"


def test_the_command_lots_tells_what_it_could_not_search(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.facebalance").write_bytes(b"no zip")
    assert main(["lots", "X1", str(tmp_path)]) == 3
    told = capsys.readouterr()
    assert "broken.facebalance is not a FaceBalance project" in told.err
    assert main(["lots", "...", str(tmp_path)]) == 3
    assert "letters or digits" in capsys.readouterr().err
    assert main(["lots", "X1", str(tmp_path / "none")]) == 3
    assert "There is no folder" in capsys.readouterr().err
