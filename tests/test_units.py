"""Amounts with their units: in words of the language, and as they are typed there."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_translation import spoken

from facebalance_desktop.planning.units import amount_in, unit_words
from facebalance_desktop.ui.widgets.fields import read_amount, read_amount_of


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        (0.5, "mL", "0.5 mL"),
        (1, "syringe", "1 syringe"),
        (0.5, "syringe", "0.5 syringe"),
        (1.5, "syringe", "1.5 syringes"),
        (2, "pass", "2 passes"),
        (20, "U of onabotulinumtoxinA", "20 U of onabotulinumtoxinA"),
        (3, "our unit", "3 our unit"),
        (3, "", "3"),
    ],
)
def test_an_amount_in_words(amount: float, unit: str, told: str) -> None:
    assert amount_in(amount, unit) == told
    assert read_amount_of(told, (unit,) if unit else ()) == (amount, unit, None)


def test_a_unit_that_no_table_of_ours_has_stays_as_it_is_written() -> None:
    assert [unit_words(unit) for unit in ("syringe", "drop", "")] == ["syringe", "drop", ""]


@pytest.mark.parametrize("typed", ["1,000", "12,500", "999,000", " 1,000 "])
def test_a_comma_that_may_group_thousands_is_asked_about(typed: str) -> None:
    amount, problem = read_amount(typed)
    assert amount is None and problem is not None and problem.startswith(f"Write {typed.strip().replace(',', '')} or ")
    assert read_amount_of(f"{typed} mL", ("mL",))[0] is None


@pytest.mark.parametrize(
    ("typed", "amount"), [("1.000", 1.0), ("0,125", 0.125), ("1,25", 1.25), ("1,0000", 1.0), ("1000", 1000.0)]
)
def test_a_sign_that_can_only_part_decimals_is_read(typed: str, amount: float) -> None:
    assert read_amount(typed) == (amount, None)


GERMAN = """
from facebalance_desktop.planning.units import amount_in, unit_words
from facebalance_desktop.ui.widgets.fields import read_amount, read_amount_of
units = ("U of onabotulinumtoxinA", "syringe")
print(unit_words("syringe"), amount_in(2, "syringe"), amount_in(20, units[0]), sep="/")
print(read_amount_of("2 Spritzen", units), read_amount_of("2 syringe", units), read_amount_of("20 E", units))
print(read_amount_of("20 U", units), read_amount("1,000"), read_amount("1.000"), read_amount("0.125"))
"""


def test_german_names_the_units_and_asks_about_its_own_sign_of_thousands(home: Path) -> None:
    assert spoken("de", home, GERMAN) == [
        "Spritze/2 Spritzen/20 E onabotulinumtoxinA",
        "(2.0, 'syringe', None) (2.0, 'syringe', None) (20.0, 'U of onabotulinumtoxinA', None)",
        "(20.0, 'U of onabotulinumtoxinA', None) (1.0, None) "
        "(None, 'Schreiben Sie 1000 oder 1: 1.000 kann beides heißen.') (0.125, None)",
    ]
