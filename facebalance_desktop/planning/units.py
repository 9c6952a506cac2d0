"""Units of amounts in words; ids stay as the tables have them, and a clinic's own unit stays as it is written."""

from __future__ import annotations

from facebalance_desktop.translation import LANGUAGE, decimal, tr, tr_plural

OF_A_DRUG = "U of "
"""How the id of a unit begins that belongs to one drug alone."""


def unit_words(unit: str) -> str:
    """`syringe`, `U of onabotulinumtoxinA`."""
    if unit.startswith(OF_A_DRUG):
        return tr("U of {drug}", drug=unit.removeprefix(OF_A_DRUG))
    named = {
        "syringe": tr("syringe"),
        "vial": tr("vial"),
        "line": tr("line"),
        "pass": tr("pass"),
        "piece": tr("piece"),
        "thread": tr("thread"),
    }
    return named.get(unit, unit)


def amount_in(amount: float, unit: str) -> str:
    """`1.2 mL`, `2 syringes`; the number alone without a unit."""
    told = decimal(amount, "g")
    count = 1 if amount <= 1 or (LANGUAGE == "fr" and amount < 2) else 2
    counted = {
        "syringe": tr_plural("{amount} syringe", "{amount} syringes", count, amount=told),
        "vial": tr_plural("{amount} vial", "{amount} vials", count, amount=told),
        "line": tr_plural("{amount} line", "{amount} lines", count, amount=told),
        "pass": tr_plural("{amount} pass", "{amount} passes", count, amount=told),
        "piece": tr_plural("{amount} piece", "{amount} pieces", count, amount=told),
        "thread": tr_plural("{amount} thread", "{amount} threads", count, amount=told),
    }
    return counted.get(unit) or f"{told} {unit_words(unit)}".strip()
