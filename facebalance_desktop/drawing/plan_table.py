"""The plan on a page: a table or a legend, zone after zone in the order of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facebalance_desktop.days import day_words
from facebalance_desktop.drawing.annotations import look_of
from facebalance_desktop.drawing.blocks import EMPTY, Block, Ink, Row, paragraph, shortened, stacked, table
from facebalance_desktop.drawing.primitives import Area, Drawing, Measure, Text
from facebalance_desktop.drawing.zone_numbers import numbers_of
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import (
    Treatment,
    amount_words,
    complication_words,
    modality_words,
    place_words,
    plane_words,
    product_words,
    technique_words,
)
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.treatment_places import zone_of_other_side
from facebalance_desktop.translation import tr

HEADING = (tr("Where"), tr("Treatment"), tr("Amount"), tr("Plane and technique"), tr("Session"), tr("State"))


@dataclass(frozen=True)
class PlanWords:
    """What a page may say of the plan: the drawings on its photos, and whether amounts, days and the record's own
    answers are told."""

    project: Project
    zones: tuple[Annotation, ...]
    has_amounts: bool
    has_days: bool
    is_record: bool


@dataclass(frozen=True)
class _Entry:
    """The zones of one number or two (both sides), and what is planned or done there."""

    numbers: tuple[int, ...]
    name: str
    zone: Annotation | None
    treatments: tuple[Treatment, ...]

    @property
    def words(self) -> str:
        name = self.name[:1].upper() + self.name[1:]
        return f"{', '.join(map(str, self.numbers))}  {name}" if self.numbers else name


def _entries(words: PlanWords) -> list[_Entry]:
    """Zones by their numbers, then what is planned without a drawing. The zone of the other side of a treatment on
    both sides stands with it."""
    project = words.project
    numbers = numbers_of(project.annotations)
    shown = [item for item in project.plan.treatments if item.is_shown]
    order = {session.id: number for number, session in enumerate(project.plan.sessions)}
    shown.sort(key=lambda item: (item.state == "done", order.get(item.session or "", len(order)), item.date or ""))
    drawn = {item.id: item for item in (*words.zones, *project.annotations) if item.id in numbers}
    entries: list[_Entry] = []
    taken: set[str] = set()
    own = {key: tuple(item for item in shown if item.annotation == key) for key in drawn}
    for key in sorted(drawn, key=lambda key: numbers[key]):
        zone = drawn[key]
        if key in taken or (not own[key] and zone not in words.zones):
            continue
        other = zone_of_other_side(project, zone) if all(item.side == "both" for item in own[key]) else None
        if own[key] and other is not None and not own.get(other.id):
            taken.add(other.id)
            both = (numbers[key], numbers[other.id]) if other.id in numbers else (numbers[key],)
            entries.append(_Entry(tuple(sorted(both)), place_words(own[key][0]), zone, own[key]))
        else:
            entries.append(_Entry((numbers[key],), zone.told or _place(own[key]) or tr("Zone"), zone, own[key]))
    entries = [entry for entry in entries if entry.zone is None or entry.zone.id not in taken]
    elsewhere: dict[str, list[Treatment]] = {}
    for item in shown:
        if item.annotation not in drawn:
            elsewhere.setdefault(place_words(item), []).append(item)
    return [*entries, *(_Entry((), name, None, tuple(items)) for name, items in elsewhere.items())]


def _place(treatments: Sequence[Treatment]) -> str:
    return place_words(treatments[0]) if treatments else ""


def plan_table(words: PlanWords, width: float, ink: Ink, measure: Measure) -> Block:
    """Every treatment that is shown, zone by zone: planned by session, then done; then the zones without one."""
    entries = _entries(words)
    rows = [
        Row(
            (entry.words, *_cells(words, item)),
            None if entry.zone is None else colour_of(words.project, entry.zone),
            _note(words, item),
        )
        for entry in entries
        for item in entry.treatments
    ]
    keep = [0] + [n for n in range(1, len(HEADING)) if any(row.cells[n] for row in rows)]
    kept = [replace(row, cells=tuple(row.cells[n] for n in keep)) for row in rows]
    made = table(tuple(HEADING[n] for n in keep), kept, width, ink, measure)
    bare = [entry.words for entry in entries if not entry.treatments]
    if not bare:
        return made
    rest = paragraph(
        tr("Zones without a treatment: {zones}.", zones="; ".join(bare)), width, ink.size, ink.quiet, measure
    )
    both = stacked((made, rest), ink.size * 0.4)
    return Block(both.width, both.height, both.items, both.cuts, made.head)


def _cells(words: PlanWords, item: Treatment) -> tuple[str, ...]:
    said = (plane_words(known(item.plane)), technique_words(known(item.technique)), item.gauge)
    plane = " · ".join(part for part in said if part)
    session = words.project.plan.session(item.session)
    return (
        treatment_name(item),
        amount_of(item) if words.has_amounts else "",
        plane,
        session.name if session is not None else "",
        tr("performed {day}", day=_day(item.date, words)).strip() if item.state == "done" else tr("planned"),
    )


def _note(words: PlanWords, item: Treatment) -> str:
    """What stands below the row of a treatment: its goal, and what the record says of it."""
    parts = (tr("Goal: {goal}", goal=item.goal) if item.goal else "", item.note, *(_done_words(words, item)))
    return " · ".join(part for part in parts if part)


def _done_words(words: PlanWords, item: Treatment) -> tuple[str, ...]:
    if item.state != "done":
        return ()
    lot = tr("lot {lot}", lot=item.lot) if item.lot else ""
    expiry = tr("expires {day}", day=day_words(item.expiry)) if item.expiry else ""
    elsewhere = tr("elsewhere") if item.where == "elsewhere" else ""
    review = tr("review on {review}", review=_day(item.review, words)) if _day(item.review, words) else ""
    kept = _record_words(item) if words.is_record else ()
    return (item.operator, lot, expiry, item.dilution, elsewhere, review, *kept)


def _record_words(item: Treatment) -> tuple[str, ...]:
    """What only the record's own pages say of a treatment that was done."""
    asked = (
        (tr("consent"), item.consent),
        (tr("history checked"), item.history),
        (tr("aftercare given"), item.aftercare),
    )
    answers = tuple(f"{what}: {answer}" for what, answer in asked if answer)
    anaesthetic = tr("anaesthetic: {anaesthetic}", anaesthetic=item.anaesthetic) if item.anaesthetic else ""
    went_wrong = tuple(tr("complication {told}", told=complication_words(one)) for one in item.complications)
    at = item.signed_at or ""
    signed_at = f"{day_words(at[:10])} {at[11:16]}".strip()
    signed = tr("signed by {signed_by}, {signed_at}", signed_by=item.signed_by, signed_at=signed_at)
    return (*answers, anaesthetic, *went_wrong, signed if item.is_signed else "")


def _day(day: str | None, words: PlanWords) -> str:
    return day_words(day) if day and words.has_days else ""


def legend(words: PlanWords, width: float, ink: Ink, measure: Measure) -> Block:
    """The zones' numbers, colours and names, and what is proposed there, in as many columns as there is room for."""
    entries = [entry for entry in _entries(words) if entry.zone is not None]
    texts = [_legend_words(words, entry) for entry in entries]
    if not entries:
        return EMPTY
    mark, size = 1.35 * ink.size, ink.size
    longest = max(measure(text, size, False).width for text in texts) + mark + 2 * size
    columns = max(1, min(int((width + 2 * size) / longest), 3, len(entries)))
    rows, column = -(-len(entries) // columns), (width + 2 * size) / columns
    items: list[Drawing] = []
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        assert entry.zone is not None
        x, y = column * (number // rows), size * 1.6 * (number % rows)
        top, side = y + size * 0.3, size * 0.85
        corners = ((x, top), (x + side, top), (x + side, top + side), (x, top + side))
        items.append(Area(corners, colour_of(words.project, entry.zone)))
        fit = shortened(text, column - mark - size, size, False, measure)
        items.append(Text(fit, (x + mark, y), size, ink.strong, has_halo=False))
    cuts = tuple(size * 1.6 * row for row in range(1, rows)) if columns == 1 else ()
    return Block(width, size * 1.6 * rows, tuple(items), cuts)


def _legend_words(words: PlanWords, entry: _Entry) -> str:
    planned = [item for item in entry.treatments if item.state == "planned"]
    said = [
        " ".join(part for part in (treatment_name(item), amount_of(item) if words.has_amounts else "") if part)
        for item in planned
    ]
    told = ", ".join(part for part in said if part)
    return f"{entry.words}: {told}" if told else entry.words


def colour_of(project: Project, zone: Annotation) -> str:
    """The colour in which a zone with its treatments is drawn."""
    shown = [item for item in project.plan.of_annotation(zone.id) if item.is_shown]
    return look_of(zone, shown, True)[0]


def treatment_name(item: Treatment) -> str:
    """Product and modality by name, as far as they were said; a product's name may hold the modality already."""
    product, modality = product_words(item) or item.product, modality_words(item) or item.modality
    parts = (product, "" if modality.casefold() in product.casefold() else modality)
    return " · ".join(part for part in parts if part)


def amount_of(item: Treatment) -> str:
    """The amount beside the product's name, which its unit need not say again."""
    product = product_words(item) or item.product
    said, of, named = amount_words(item).partition(" of ")
    if of and product and named.casefold().startswith(product.casefold()):
        return said + named[len(product) :]
    return said + of + named


def known(choice: str) -> str:
    return "" if choice == "not said" else choice
