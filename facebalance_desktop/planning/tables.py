"""The tables a plan is made with: modalities, products, durations, sequence notes, cards and phrases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from facebalance_desktop import resources
from facebalance_desktop.resources import Row

EMERGENCY = "emergency-protocol"
NO_PROTOCOL = (
    "The clinic has not stored its own emergency protocol. It belongs in cards.toml in the clinic's folder, with the "
    f"id {EMERGENCY}, an approver and a review date."
)


@dataclass(frozen=True)
class Modality:
    """A kind of treatment; `result_check_weeks` is None until the clinic sets it."""

    id: str
    name: str
    sort: str
    colour: str
    source: str
    result_check_weeks: float | None = None


@dataclass(frozen=True)
class Product:
    """What can be used: `units` belong to it alone; `ml_each` gives the mL of one of a unit where the label does."""

    id: str
    name: str
    modality: str
    units: tuple[str, ...]
    source: str
    ml_each: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Duration:
    """How long an effect is published to last, in months."""

    id: str
    modality: str
    zones: tuple[str, ...]
    products: tuple[str, ...]
    months: tuple[float, float]
    source: str


@dataclass(frozen=True)
class Note:
    """What is published on the order of treatments."""

    id: str
    title: str
    text: str
    source: str


@dataclass(frozen=True)
class Card:
    """A static text on zones; approved only where the clinic named who and until when."""

    id: str
    title: str
    text: str
    source: str
    zones: tuple[str, ...] = ()
    approver: str = ""
    review_by: str = ""

    def standing(self, today: str) -> str:
        """Who approved it and until when, or that nobody did. `today` is ISO 8601."""
        if not self.approver or not self.review_by:
            return "Not approved by the clinic."
        if self.review_by < today:
            return f"Approved by {self.approver}; its review was due on {self.review_by}."
        return f"Approved by {self.approver}, to be reviewed by {self.review_by}."


@dataclass(frozen=True)
class Phrase:
    """Words offered for one aspect of an assessment."""

    id: str
    aspect: str
    text: str
    source: str


@dataclass(frozen=True)
class Tables:
    """All of them, and a sentence for each row that was left out."""

    modalities: tuple[Modality, ...]
    products: tuple[Product, ...]
    durations: tuple[Duration, ...]
    sequence: tuple[Note, ...]
    cards: tuple[Card, ...]
    phrases: tuple[Phrase, ...]
    problems: tuple[str, ...] = ()

    def modality(self, modality_id: str) -> Modality | None:
        return next((item for item in self.modalities if item.id == modality_id), None)

    def product(self, product_id: str) -> Product | None:
        return next((item for item in self.products if item.id == product_id), None)

    def products_of(self, modality_id: str) -> tuple[Product, ...]:
        return tuple(item for item in self.products if item.modality == modality_id)

    def duration(self, modality: str, zone: str, product: str) -> Duration | None:
        """The published duration that fits first; None where none does."""
        for item in self.durations:
            is_here = not item.zones or zone in item.zones
            if item.modality == modality and is_here and (not item.products or product in item.products):
                return item
        return None

    def cards_for(self, zones: frozenset[str]) -> tuple[Card, ...]:
        """The emergency protocol, the cards of these zones, then those of every zone."""
        own = [card for card in self.cards if card.id != EMERGENCY and zones & set(card.zones)]
        every = [card for card in self.cards if card.id != EMERGENCY and not card.zones]
        return (self.protocol, *own, *every)

    @property
    def protocol(self) -> Card:
        """The clinic's emergency protocol, or the sentence that there is none."""
        found = next((card for card in self.cards if card.id == EMERGENCY), None)
        return found or Card(EMERGENCY, "Emergency protocol of the clinic", NO_PROTOCOL, "")


def load_tables(clinic: Path | None = None) -> Tables:
    """Our tables with the clinic's rows in them; a wrong row is left out with its sentence."""
    read = {
        name: resources.table(name, clinic, make)
        for name, make in (
            ("modalities", _modality),
            ("products", _product),
            ("durations", _duration),
            ("sequence", _note),
            ("cards", _card),
            ("phrases", _phrase),
        )
    }
    durations = [_duration(row) for row in read["durations"].rows]
    return Tables(
        tuple(_modality(row) for row in read["modalities"].rows),
        tuple(_product(row) for row in read["products"].rows),
        tuple(sorted(durations, key=lambda item: (not item.products, not item.zones))),
        tuple(_note(row) for row in read["sequence"].rows),
        tuple(_card(row) for row in read["cards"].rows),
        tuple(_phrase(row) for row in read["phrases"].rows),
        tuple(problem for table in read.values() for problem in table.problems),
    )


def _words(row: Row, key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} must be text")
    return value


def _names(row: Row, key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} must be a list of words")
    return tuple(value)


def _number(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{key} must be a number")
    return float(value)


def _modality(row: Row) -> Modality:
    weeks = row.get("result_check_weeks")
    colour = _words(row, "colour")
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError("colour must be written like #8fd3ff")
    check = None if weeks is None else _number(weeks, "result_check_weeks")
    return Modality(row["id"], _words(row, "name"), _words(row, "sort"), colour, row["source"], check)


def _product(row: Row) -> Product:
    units = _names(row, "units")
    if not units:
        raise ValueError("units must name at least one unit")
    each = row.get("ml_each", {})
    if not isinstance(each, dict):
        raise ValueError("ml_each must be a table like { syringe = 1.0 }")
    held = {unit: _number(value, "ml_each") for unit, value in each.items()}
    return Product(row["id"], _words(row, "name"), _words(row, "modality"), units, row["source"], held)


def _duration(row: Row) -> Duration:
    months = _number(row["from"], "from"), _number(row["to"], "to")
    if months[0] > months[1]:
        raise ValueError("from must not be larger than to")
    zones, products = _names(row, "zones"), _names(row, "products")
    return Duration(row["id"], _words(row, "modality"), zones, products, months, row["source"])


def _note(row: Row) -> Note:
    return Note(row["id"], _words(row, "title"), _words(row, "text"), row["source"])


def _card(row: Row) -> Card:
    zones = _names(row, "zones")
    approver, review_by = str(row.get("approver", "")), str(row.get("review_by", ""))
    return Card(row["id"], _words(row, "title"), _words(row, "text"), row["source"], zones, approver, review_by)


def _phrase(row: Row) -> Phrase:
    return Phrase(row["id"], _words(row, "aspect"), _words(row, "text"), row["source"])
