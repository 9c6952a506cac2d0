"""What facial balancing is (first section of the clinical reference), statement by statement."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from facebalance_desktop import resources
from facebalance_desktop.analysis.guides import GUIDES
from facebalance_desktop.faces.views import VIEWS
from facebalance_desktop.planning.assessment import ASPECTS, REGIONS, Assessment
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.templates import load_templates

TABLES = load_tables()


def test_it_judges_the_whole_face_and_how_features_relate_before_one_feature() -> None:
    order = [key for key, _ in REGIONS]
    single = [order.index(key) for key in ("nose", "lips", "chin-jaw", "eyes")]
    for first in ("whole-face", "chin-to-nose", "cheeks-to-eyes", "lips-to-lower-face"):
        assert order.index(first) < min(single)
    assert {"support", "volume", "skin", "asymmetry"} <= {aspect for aspect, _ in ASPECTS}
    assert {"thirds", "midline"} <= {guide for guide, _ in GUIDES}
    assert "The whole face before one feature" in [note.title for note in TABLES.sequence]


def test_it_is_never_formulaic_and_never_a_score() -> None:
    names = {item.name for item in fields(Assessment)}
    assert not names & {"score", "ideal", "beauty", "rating"}
    for table in ("scales", "measures", "guides"):
        told = " ".join(row["name"].lower() for row in resources.table(table).rows if "name" in row)
        assert not any(word in told for word in ("beauty", "ideal", "attractive", "golden")), table


def test_goals_sex_ancestry_age_and_natural_asymmetry_count() -> None:
    assert {"goals", "sex", "ancestry", "age"} <= {item.name for item in fields(Assessment)}
    assert dict(ASPECTS)["asymmetry"].endswith("on the first photos here")


def test_movement_and_laxity_are_judged_too() -> None:
    assert {"movement", "laxity"} <= {aspect for aspect, _ in ASPECTS}
    assert {"frontal-smile", "frontal-brow-raise", "frontal-frown", "frontal-eyes-closed"} <= set(VIEWS)
    assert {"laxity", "jowl", "neck"} <= {scale.id for scale in TABLES.scales}


def test_every_treatment_and_site_that_it_names_can_be_planned() -> None:
    kinds = {item.id for item in TABLES.modalities}
    assert {
        "ha-filler", "neuromodulator", "biostimulator", "allograft-fat", "autologous-fat", "implant", "facelift",
        "skin-tightening", "rhinoplasty",
    } <= kinds  # fmt: skip
    zones = set(load_templates().zones)
    assert {"cheek-malar", "chin", "jawline", "temple", "nasolabial-fold", "lips", "brow", "dao", "lower-face"} <= zones
    assert any("renuva" in item.searched for item in TABLES.products)


def test_opposite_opinions_on_the_order_stand_with_their_sources_and_none_is_a_rule() -> None:
    notes = {note.id: note for note in TABLES.sequence}
    assert "before fillers" in notes["tightening-first"].text and "filler and neuromodulator come first" in (
        notes["light-after"].text
    )
    assert all(note.source for note in TABLES.sequence)
    used = [
        path.name
        for path in Path(resources.__file__).parent.rglob("*.py")
        if ".sequence" in path.read_text("utf-8") and path.name != "tables.py"
    ]
    assert used == ["plan_overview.py"], "the notes are shown and compared with nothing"


def test_the_under_eye_is_very_risky_with_filler_and_with_fat() -> None:
    for modality in ("ha-filler", "autologous-fat", "allograft-fat"):
        cards = {card.id: card for card in TABLES.cards_for(frozenset({"tear-trough"}), (modality,))}
        for word in ("very risky", "filler and with fat", "blindness", "central artery", "lumps", "nodules"):
            assert word in cards["under-eye"].text


def test_durations_are_the_published_ones_and_mobile_areas_keep_shorter() -> None:
    def months(modality: str, zone: str = "") -> tuple[float | None, float | None]:
        found = TABLES.duration(modality, zone, "")
        assert found is not None
        return found.months

    assert months("ha-filler") == (9, 18)
    assert months("neuromodulator") == (3, 6)
    assert months("biostimulator") == (None, 24)
    assert (months("ha-filler", "lips")[0] or 0) < (months("ha-filler", "cheek-malar")[0] or 0)
    for zone in ("perioral", "lower-face"):
        found = TABLES.duration("ha-filler", zone, "")
        assert found is not None and "shorter" in found.words


def test_it_is_not_one_procedure() -> None:
    """Reassessment has its own record beside the first (see test_assessments), and an outcome is graded."""
    assert {"visit", "date", "author", "superseded"} <= {item.name for item in fields(Assessment)}
    assert "gais" in {scale.id for scale in TABLES.scales if scale.use == "outcome"}
