"""The tables a plan is made with: modalities, products, durations, sequence notes, cards and phrases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from facebalance_desktop import resources
from facebalance_desktop.days import day_words
from facebalance_desktop.planning.scales import GradingScale, Question, question_of, scale_of
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.resources import Row
from facebalance_desktop.translation import tr

EMERGENCY = "emergency-protocol"
NO_PROTOCOL = tr("The clinic has not stored its own emergency protocol.")


@dataclass(frozen=True)
class Modality:
    """A kind of treatment; `result_check_weeks` is None until the clinic sets it.

    `is_filler`: what is said of filler is said of it. `changes_skin_colour`: skin colour may be its outcome.
    """

    id: str
    name: str
    sort: str
    colour: str
    source: str
    result_check_weeks: float | None = None
    is_filler: bool = False
    changes_skin_colour: bool = False


@dataclass(frozen=True)
class Product:
    """What can be used: `units` belong to it alone; `ml_each` gives the mL of one of a unit where the label does.

    `search` holds other words under which it is looked for."""

    id: str
    name: str
    modality: str
    units: tuple[str, ...]
    source: str
    ml_each: Mapping[str, float] = field(default_factory=dict)
    search: tuple[str, ...] = ()

    @property
    def searched(self) -> str:
        """Everything under which it is found, in lower case."""
        return " ".join((self.name, *self.search)).lower()


@dataclass(frozen=True)
class Duration:
    """How long an effect is published to last, in months; a bound that is not published is None.

    `text` is what is published in words; `note`, of `note_source`, is said beside it.
    """

    id: str
    modality: str
    zones: tuple[str, ...]
    products: tuple[str, ...]
    months: tuple[float | None, float | None]
    source: str
    text: str = ""
    note: str = ""
    note_source: str = ""

    @property
    def words(self) -> str:
        """`effect published for 9 to 18 months; product may be present much longer`."""
        first, last = self.months
        if first is not None and last is not None:
            said = tr("effect published for {first:g} to {last:g} months", first=first, last=last)
        elif last is not None:
            said = tr("effect published for up to {last:g} months", last=last)
        elif first is not None:
            said = tr("effect published for {first:g} months and longer", first=first)
        else:
            return "; ".join(part for part in (tr("effect published as {words}", words=self.text), self.note) if part)
        return "; ".join(part for part in (said, self.text, self.note) if part)

    @property
    def sources(self) -> str:
        return "; ".join(part for part in (self.source, self.note_source) if part)


@dataclass(frozen=True)
class Note:
    """What is published on the order of treatments."""

    id: str
    title: str
    text: str
    source: str


@dataclass(frozen=True)
class Card:
    """A static text on zones; approved only where the clinic named who and until when.

    `is_on_filler`: it speaks of filler and fat, and is not shown for a treatment that is neither.
    """

    id: str
    title: str
    text: str
    source: str
    zones: tuple[str, ...] = ()
    approver: str = ""
    review_by: str = ""
    is_on_filler: bool = False

    def standing(self, today: str) -> str:
        """Who approved it and until when, or that it is not approved. `today` is ISO 8601."""
        if not self.approver or not self.review_by:
            return tr("Not approved by the clinic.")
        day = day_words(self.review_by)
        if self.review_by < today:
            return tr(
                "Approved by {approver}; its review was due on {review_by}.", approver=self.approver, review_by=day
            )
        return tr("Approved by {approver}, to be reviewed by {review_by}.", approver=self.approver, review_by=day)


@dataclass(frozen=True)
class Risk:
    """A risk that a surgeon can tick as discussed. Without `modalities` or `zones` it is offered for all of them."""

    id: str
    text: str
    source: str
    modalities: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()

    def fits(self, modality: str, zones: frozenset[str]) -> bool:
        """Whether it is offered for a treatment of this kind in these zones."""
        return (not self.modalities or modality in self.modalities) and (
            not self.zones or bool(zones & set(self.zones))
        )


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
    risks: tuple[Risk, ...] = ()
    scales: tuple[GradingScale, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[str, ...] = ()

    def modality(self, modality_id: str) -> Modality | None:
        return next((item for item in self.modalities if item.id == modality_id), None)

    def product(self, product_id: str) -> Product | None:
        return next((item for item in self.products if item.id == product_id), None)

    def products_of(self, modality_id: str) -> tuple[Product, ...]:
        return tuple(item for item in self.products if item.modality == modality_id)

    def units_for(self, modality_id: str, product_id: str) -> tuple[str, ...]:
        """The units of a product; as long as none is chosen, those of all products of the modality."""
        product = self.product(product_id)
        products = self.products_of(modality_id) if product is None else (product,)
        return tuple(dict.fromkeys(unit for one in products for unit in one.units))

    def ml_each_with(self, item: Treatment, product_id: str, unit: str) -> float | None:
        """The mL in one of `unit` with this product: what was typed stays, the former product's own value does not."""
        before, after = self.product(item.product), self.product(product_id)
        if item.ml_each is not None and (before is None or item.ml_each != before.ml_each.get(item.unit)):
            return item.ml_each
        return None if after is None else after.ml_each.get(unit)

    def duration(self, modality: str, zone: str, product: str) -> Duration | None:
        """The published duration that fits first; None where none does."""
        for item in self.durations:
            is_here = not item.zones or zone in item.zones
            if item.modality == modality and is_here and (not item.products or product in item.products):
                return item
        return None

    def is_colour_outcome(self, modality: str) -> bool:
        """Whether skin colour may be what the treatment is judged by."""
        found = self.modality(modality)
        return found is not None and found.changes_skin_colour

    def is_filler(self, modality: str) -> bool:
        """Whether what is said of filler is said of this kind of treatment; a kind that is not named may be one."""
        found = self.modality(modality)
        return not modality or (found is not None and found.is_filler)

    def cards_for(self, zones: frozenset[str], modalities: Collection[str] = ("",)) -> tuple[Card, ...]:
        """The emergency protocol, the cards of these zones, then those of every zone.

        What speaks of filler is left out where all the kinds of treatment are known and none is one.
        """
        has_filler = any(self.is_filler(modality) for modality in modalities)
        told = [card for card in self.cards if card.id != EMERGENCY and (has_filler or not card.is_on_filler)]
        own = [card for card in told if zones & set(card.zones)]
        every = [card for card in told if not card.zones]
        return (self.protocol, *own, *every)

    def risks_for(self, modality: str, zones: frozenset[str]) -> tuple[Risk, ...]:
        """The risks that are offered for a treatment."""
        return tuple(risk for risk in self.risks if risk.fits(modality, zones))

    @property
    def has_protocol(self) -> bool:
        """Whether the clinic has stored its own emergency protocol."""
        return any(card.id == EMERGENCY for card in self.cards)

    @property
    def protocol(self) -> Card:
        """The clinic's emergency protocol, or the sentence that there is none."""
        found = next((card for card in self.cards if card.id == EMERGENCY), None)
        return found or Card(EMERGENCY, tr("Emergency protocol of the clinic"), NO_PROTOCOL, "")


def load_tables(clinic: resources.ClinicFolder | None = None) -> Tables:
    """Our tables with the clinic's rows in them; a wrong row is left out with its sentence."""
    read = {name: resources.table(name, clinic, make) for name, make in MAKERS.items()}
    durations = [_duration(row) for row in read["durations"].rows]
    return Tables(
        tuple(_modality(row) for row in read["modalities"].rows),
        tuple(_product(row) for row in read["products"].rows),
        tuple(sorted(durations, key=lambda item: (not item.products, not item.zones))),
        tuple(_note(row) for row in read["sequence"].rows),
        tuple(_card(row) for row in read["cards"].rows),
        tuple(_phrase(row) for row in read["phrases"].rows),
        tuple(_risk(row) for row in read["risks"].rows),
        tuple(scale_of(row) for row in read["scales"].rows),
        tuple(question_of(row) for row in read["flags"].rows),
        tuple(problem for table in read.values() for problem in table.problems),
    )


def _words(row: Row, key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value:
        raise ValueError(tr("{key} must be text", key=key))
    return value


def _said(row: Row, key: str) -> str:
    return _words(row, key) if key in row else ""


def _flag(row: Row, key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(tr("{key} must be true or false", key=key))
    return value


def _names(row: Row, key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(tr("{key} must be a list of words", key=key))
    return tuple(value)


def _number(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(tr("{key} must be a number", key=key))
    return float(value)


def _modality(row: Row) -> Modality:
    weeks = row.get("result_check_weeks")
    colour = _words(row, "colour")
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(tr("colour must be written like #8fd3ff"))
    check = None if weeks is None else _number(weeks, "result_check_weeks")
    is_filler = _flag(row, "is_filler")
    changes = _flag(row, "changes_skin_colour")
    name, sort = _words(row, "name"), _words(row, "sort")
    return Modality(row["id"], name, sort, colour, row["source"], check, is_filler, changes)


def _product(row: Row) -> Product:
    units = _names(row, "units")
    if not units:
        raise ValueError(tr("units must name at least one unit"))
    each = row.get("ml_each", {})
    if not isinstance(each, dict):
        raise ValueError(tr("ml_each must be a table like { syringe = 1.0 }"))
    held = {unit: _number(value, "ml_each") for unit, value in each.items()}
    search = _names(row, "search")
    return Product(row["id"], _words(row, "name"), _words(row, "modality"), units, row["source"], held, search)


def _duration(row: Row) -> Duration:
    first, last = (None if key not in row else _number(row[key], key) for key in ("from", "to"))
    if first is not None and last is not None and first > last:
        raise ValueError(tr("from must not be larger than to"))
    text, note, note_source = (_said(row, key) for key in ("text", "note", "note_source"))
    if first is None and last is None and not text:
        raise ValueError(tr("a duration needs from, to or text"))
    if note and not note_source:
        raise ValueError(tr("a note needs its note_source"))
    zones, products = _names(row, "zones"), _names(row, "products")
    months = first, last
    return Duration(row["id"], _words(row, "modality"), zones, products, months, row["source"], text, note, note_source)


def _note(row: Row) -> Note:
    return Note(row["id"], _words(row, "title"), _words(row, "text"), row["source"])


def _card(row: Row) -> Card:
    zones = _names(row, "zones")
    approver, review_by = str(row.get("approver", "")), str(row.get("review_by", ""))
    title, text, is_on_filler = _words(row, "title"), _words(row, "text"), _flag(row, "is_on_filler")
    return Card(row["id"], title, text, row["source"], zones, approver, review_by, is_on_filler)


def _risk(row: Row) -> Risk:
    return Risk(row["id"], _words(row, "text"), row["source"], _names(row, "modalities"), _names(row, "zones"))


def _phrase(row: Row) -> Phrase:
    return Phrase(row["id"], _words(row, "aspect"), _words(row, "text"), row["source"])


MAKERS: Mapping[str, Callable[[Row], object]] = {
    "modalities": _modality,
    "products": _product,
    "durations": _duration,
    "sequence": _note,
    "cards": _card,
    "phrases": _phrase,
    "risks": _risk,
    "scales": scale_of,
    "flags": question_of,
}
"""What a row of each table becomes; raises for one that cannot be used."""
