"""Names that a project stored in one language are told whole in another, and what a surgeon typed stays as it is."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from sources import ROOT

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.stored_names import told_name
from facebalance_desktop.planning.treatments import Treatment, modality_words, place_words, product_words
from facebalance_desktop.translation import other_side

SAYS = """
import json, sys
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.assessment import Assessment, Flag
from facebalance_desktop.planning.assessment_text import lines_of
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Treatment, modality_words, place_words, product_words
def treatment(region):
    return Treatment("", region="cheek-malar", region_name=region, side="left", modality="ha-filler",
                     modality_name="HA filler", product="ha-unnamed", product_name="HA filler, brand not listed")
question = load_tables().questions[0]
told = {
    "places": [place_words(treatment(name)) for name in ("Cheek, malar", "Wange, malar", "Our own cheek", "")],
    "kind": [modality_words(treatment("")), product_words(treatment(""))],
    "zones": [Annotation("", "", name, region=region).told for name, region in (
        ("Cheek, malar, right", "cheek-malar-right"), ("Pommette, droite", "cheek-malar-right"),
        ("Right", "cheek-malar-right"), ("Cheek, malar, right", None), ("Chin", "chin"), ("Chin", "no-such-zone"))],
    "asked": lines_of(Assessment(flags=(Flag(question.id, "yes", "said so", sys.argv[1]),))),
}
print(json.dumps(told))
"""


def told_in(language: str, home: Path) -> dict[str, Any]:
    environment = {**os.environ, "FACEBALANCE_LANGUAGE": language, "FACEBALANCE_HOME": str(home)}
    command = [sys.executable, "-c", SAYS, "Asked otherwise"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_name_of_our_tables_is_told_in_the_language_that_is_spoken(home: Path) -> None:
    german = told_in("de", home)
    assert german["places"] == ["Wange, malar, links"] * 2 + ["Our own cheek, links", "cheek-malar, links"]
    assert german["kind"] == ["HA-Filler", "HA-Filler, Marke nicht in der Liste"]
    assert german["zones"][0] == "Wange, malar, rechts" and german["zones"][4] == "Kinn"
    assert told_in("fr", home)["places"][:2] == told_in("fr", home)["places"][:1] * 2


def test_what_was_typed_stays_as_it_is(home: Path) -> None:
    zones = told_in("de", home)["zones"]
    assert zones[1:4] == ["Pommette, droite", "Right", "Cheek, malar, right"] and zones[5] == "Chin"


def test_an_answer_is_told_in_the_language_and_its_question_as_it_was_asked(home: Path) -> None:
    assert told_in("de", home)["asked"] == {"Asked otherwise": "ja; said so"}


def test_a_name_in_another_language_is_told_in_english_and_is_stored_as_it_was() -> None:
    item = Treatment("", region="cheek-malar", region_name="Wange, malar", side="left", modality_name="HA-Filler")
    assert place_words(item) == "Cheek, malar, left"
    assert item.region_name == "Wange, malar"
    assert modality_words(item) == "HA-Filler", "no modality of the table"
    assert product_words(item) == ""
    assert Annotation("", "", "Wange, malar, rechts", region="cheek-malar-right").told == "Cheek, malar, right"


class Typed(str):
    """A text that tells when nothing remembers it any more."""


@pytest.mark.parametrize("row_id", ["cheek-malar-right", "no-such-zone"])
def test_what_was_typed_as_a_name_is_remembered_by_nothing(row_id: str) -> None:
    name = Typed("Erika's scar")
    assert told_name("zones", row_id, name) == name
    seen = weakref.ref(name)
    del name
    gc.collect()
    assert seen() is None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Cheek, malar, right", "Cheek, malar, left"),
        ("My zone left", "My zone right"),
        ("Wange, malar, rechts", "Wange, malar, links"),
        ("Mejilla, malar, lado izquierdo", "Mejilla, malar, lado derecho"),
        ("Pommette, droite", "Pommette, gauche"),
        ("Bright", "Bright"),
        ("Chin", "Chin"),
    ],
)
def test_a_mirrored_zone_has_the_name_of_the_other_side_in_every_language(name: str, other: str) -> None:
    assert (other_side(name), other_side(other)) == (other, name)
