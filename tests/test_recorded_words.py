"""The words of plans, visits, changes and refusals, as they were recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faces_posed import frontal_pair
from plans_drawn import drawn_pair, plan
from recorded import check
from test_recorded_drawings import narrow, visits

from facebalance_desktop.comparison.change_rules import UNKNOWN, Change
from facebalance_desktop.drawing.blocks import Ink
from facebalance_desktop.drawing.change_words import change_words
from facebalance_desktop.drawing.plan_table import PlanWords, legend
from facebalance_desktop.drawing.show import show_of
from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.planning.ledger import ledger, review_words, reviews
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.templates import load_templates
from facebalance_desktop.planning.treatments import Plan, Treatment, amount_words, treatment_words
from facebalance_desktop.project.consent import refusal
from facebalance_desktop.project.model import Consent, Visit, new_project
from facebalance_desktop.project.treatment_places import zone_of_other_side, zones_of
from facebalance_desktop.project.visits import captions_of, interval_words, missing_views, proposed_pair, visits_of


def test_plans_add_up_as_recorded() -> None:
    done = plan().treatments[1]
    items = (
        *plan().treatments,
        replace(done, id="b", side="both", amount=5.0),
        replace(done, id="c", where="elsewhere"),
    )
    made: dict[str, object] = {
        "done": ledger(items),
        "planned": ledger(items, "planned"),
        "words": [entry.words for entry in (*ledger(items), *ledger([replace(done, amount=None)]))],
        "reviews": [(one.days, review_words(one)) for one in reviews(items, load_tables())],
        "treatments": [(amount_words(one), treatment_words(one)) for one in (*items, Treatment("x"))],
    }
    filler = replace(done, modality="ha-filler", region="lips", product="")
    for day in ("2024-01-31", "2023-11-30", "2024-02-29"):
        made[f"from {day}"] = [one.effect for one in reviews([replace(filler, date=day)], load_tables())]
    made["cards"] = [card.standing("2024-05-05") for card in load_tables().cards_for(frozenset({"lips"}))]
    check("plans", made)


def test_visits_are_told_as_recorded() -> None:
    project = replace(visits(), plan=plan())
    made: dict[str, object] = {
        "visits": [
            (one.date, one.source, one.role, [photo.name for photo in one.photos]) for one in visits_of(project)
        ],
        "pair": proposed_pair(project),
        "captions": [
            captions_of(project.photos, project.visits, project.plan, one.id, other.id)
            for one in project.photos
            for other in project.photos
            if one is not other
        ],
        "missing": [missing_views(one, ("frontal", "basal", "profile-left")) for one in visits_of(project)],
    }
    ends = (
        "2024-01-02",
        "2024-01-14",
        "2024-01-15",
        "2024-04-01",
        "2024-04-02",
        "2025-12-30",
        "2025-12-31",
        "2029-06-30",
    )
    made["intervals"] = [interval_words("2024-01-01", end) for end in ends]
    records = (Visit("v", "2023-06-11", date="2023-01-09"), Visit("w", "2023-01-10", role="after", prior="none"))
    moved = visits_of(replace(project, visits=records))
    made["corrected"] = [(one.day, one.date, one.source, one.role) for one in moved]
    check("visits", made)


MOVED = {
    "me": Change(0.3, 4.2, 0.5, "measured"),
    "ch_r": Change(-2.0, -0.04, 0.6, "measured"),
    "ch_l": Change(0.04, 0.03, 0.6, "measured"),
    "pg": Change(1.5, -0.4, 0.5, "measured"),
    "sn": Change(0.1, 0.1, 0.4, "within-error"),
    "prn": Change(0.0, 0.0, 0.9, "within-error"),
    "ac_r": UNKNOWN,
    "ac_l": UNKNOWN,
    "al_l": UNKNOWN,
}


@pytest.mark.parametrize("view", ["frontal", "oblique-left", "profile-right", "profile-left", None])
def test_what_moved_is_told_as_recorded(view: str | None) -> None:
    some = {code: change for code, change in MOVED.items() if change.status != "measured"}
    none = {code: change for code, change in MOVED.items() if change.status == "cannot-tell"}
    check(f"moved-{view}", [list(change_words(found, view).lines) for found in (MOVED, some, none)])


@pytest.mark.parametrize("use", ["record", "patient", "teaching"])
def test_uses_are_refused_as_recorded(use: str) -> None:
    first, second = frontal_pair().photos
    given = Consent("a", use, True, "photo", first.id)
    refused = Consent("b", use, False, "photo", first.id)
    whole = replace(given, scope="patient", of="")
    cases = {
        "nothing": (), "given": (given,), "refused": (refused,), "both": (refused, given), "then": (given, refused),
        "whole": (whole,), "whole but one": (whole, refused), "narrower": (refused, whole),
    }  # fmt: skip
    made = {}
    for name, consents in cases.items():
        project = replace(frontal_pair(), consents=consents)
        made[name] = [refusal(project, shown, use) for shown in ((first,), (second,), (first, second))]
    check(f"refusals-{use}", made)


def test_a_show_goes_through_the_steps_that_were_recorded() -> None:
    many = visits()
    day = (replace(photo, taken="2024-02-01T10:00:00") for photo in many.photos)
    made = {
        "pair": show_of(drawn_pair()),
        "goals": show_of(replace(drawn_pair(), assessment=Assessment(goals=" Softer. "))),
        "without a plan": show_of(drawn_pair(plan=Plan())),
        "alone": show_of(replace(frontal_pair(), comparisons=())),
        "nothing": show_of(new_project()),
        "visits": show_of(many),
        "one day": show_of(replace(many, photos=tuple(day))),
    }
    check("shows", made)


def test_treatments_concern_the_zones_that_were_recorded() -> None:
    project, known = drawn_pair(), load_templates()
    told = [
        *project.plan.treatments,
        Treatment("a", region="lips"),
        Treatment("b", region="own"),
        Treatment("c"),
        Treatment("d", region="lips", annotation="point"),
        Treatment("e", annotation="zone"),
        Treatment("f", annotation="arrow"),
    ]
    made: dict[str, object] = {item.id: zones_of(project, item, known) for item in told}
    left = replace(project.annotations[1], id="left", region="cheek-malar-left")
    right = replace(project.annotations[1], region="cheek-malar-right")
    for name, other in (
        ("other side", left),
        ("same side", replace(left, region="cheek-malar-right")),
        ("another zone", replace(left, region="chin")),
        ("another photo", replace(left, photo=project.photos[1].id)),
        ("hidden", replace(left, is_shown=False)),
        ("of no zone", replace(left, region=None)),
    ):
        found = zone_of_other_side(replace(project, annotations=(right, other)), right)
        made[name] = found and found.id
    check("treatment-places", made)


def test_the_legend_of_a_plan_goes_into_as_many_columns_as_fit() -> None:
    """Marks, words and cuts at three widths."""
    project = drawn_pair()
    words = PlanWords(project, tuple(item for item in project.annotations if item.is_treatable), True, True, True)
    made = {}
    for width in (150.0, 420.0, 900.0):
        block = legend(words, width, Ink(10.0, "#000000", "#555555", "#999999"), narrow)
        made[str(width)] = (block.width, block.height, block.cuts, list(block.items))
    check("legends", made)
