"""What a plan adds up to: the ledger of amounts, the dates to look again. Nothing here judges or suggests an amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from facebalance_desktop.days import day_in, day_words, months_after
from facebalance_desktop.planning.tables import Duration, Tables
from facebalance_desktop.planning.treatments import State, Treatment, modality_words, place_words, product_words
from facebalance_desktop.planning.units import amount_in
from facebalance_desktop.translation import tr

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class LedgerEntry:
    """Amounts of one product in one place over all visits, in one unit, which no other entry shares.

    `amount` adds what was done here and elsewhere; `elsewhere` is the part done elsewhere or unknown where. `uncounted`
    counts treatments without an amount or whose syringe has no mL. `dates` are the known ones, in order.
    """

    region: str
    side: str
    product: str
    unit: str
    amount: float
    elsewhere: float
    uncounted: int
    dates: tuple[str, ...]

    @property
    def words(self) -> str:
        parts = [amount_in(self.amount, self.unit)] if self.amount else []
        if self.elsewhere:
            parts.append(tr("of which {elsewhere:g} elsewhere or at an unknown place", elsewhere=self.elsewhere))
        if self.uncounted:
            parts.append(tr("{uncounted} without a countable amount", uncounted=self.uncounted))
        return ", ".join(parts) or tr("nothing counted")


def counted(treatment: Treatment) -> tuple[float | None, str]:
    """The amount that counts and its unit: a syringe or vial counts by its mL alone, never by its number."""
    if treatment.unit in ("syringe", "vial"):
        if treatment.amount is None or treatment.ml_each is None:
            return None, "mL"
        return treatment.amount * treatment.ml_each, "mL"
    return treatment.amount, treatment.unit


def ledger(treatments: Iterable[Treatment], state: State = "done") -> tuple[LedgerEntry, ...]:
    """Cumulative amounts per place and product, in the order in which they first appear.

    What was done on both sides counts with its amount, that of each side, on the right and on the left.
    """
    rows: dict[Key, list[Treatment]] = {}
    for item in treatments:
        if item.state == state and item.modality != "no-treatment":
            _, unit = counted(item)
            for side in ("right", "left") if item.side == "both" else (item.side,):
                rows.setdefault((item.region, side, item.product or item.modality, unit), []).append(item)
    return tuple(_entry(key, items) for key, items in rows.items())


def _entry(key: Key, items: Sequence[Treatment]) -> LedgerEntry:
    amounts = [(counted(item)[0], item.where) for item in items]
    return LedgerEntry(
        *key,
        amount=round(sum(amount for amount, _ in amounts if amount is not None), 6),
        elsewhere=round(sum(amount for amount, where in amounts if amount is not None and where != "here"), 6),
        uncounted=sum(amount is None for amount, _ in amounts),
        dates=tuple(sorted(item.date for item in items if item.date)),
    )


def place_of(entry: LedgerEntry, treatments: Sequence[Treatment]) -> str:
    """Where the amounts of an entry are, in words: `Cheek, malar, right`."""
    kept = (item.region_name for item in treatments if item.region == entry.region and item.region_name)
    return place_words(Treatment("", region=entry.region, region_name=next(kept, ""), side=entry.side))


def product_of(entry: LedgerEntry, treatments: Sequence[Treatment], tables: Tables) -> str:
    """What an entry adds up, in words: the product or the modality, by the table or as its treatments have it."""
    named = tables.product(entry.product) or tables.modality(entry.product)
    if named is not None:
        return named.name
    kept = (item for item in treatments if entry.product in (item.product, item.modality))
    return next((product_words(item) or modality_words(item) for item in kept), "") or entry.product


@dataclass(frozen=True)
class Review:
    """When to look at one treatment again. `due` was typed for it; `result` follows from the clinic's own weeks.

    `effect` are the first and the last day of the published range of the effect: reassess from the first on. A day is
    None where that bound is not published; without a published duration there is no `effect` at all.
    """

    treatment: Treatment
    result: str | None
    due: str | None = None
    published: Duration | None = None
    effect: tuple[str | None, str | None] = (None, None)

    @property
    def source(self) -> str:
        return "" if self.published is None else self.published.sources

    @property
    def days(self) -> tuple[str, ...]:
        """All its days, that of the treatment first."""
        return tuple(day for day in (self.treatment.date, self.due, self.result, *self.effect) if day)


def reviews(treatments: Iterable[Treatment], tables: Tables) -> tuple[Review, ...]:
    """The dates of every treatment that was done and has a date, by date."""
    found = []
    for item in treatments:
        day = day_in(item.date)
        if item.state != "done" or day is None or item.modality == "no-treatment":
            continue
        modality = tables.modality(item.modality)
        weeks = None if modality is None else modality.result_check_weeks
        result = None if weeks is None else (day + timedelta(weeks=weeks)).isoformat()
        published = tables.duration(item.modality, item.region, item.product)
        first, last = (None, None) if published is None else published.months
        effect = (
            None if first is None else months_after(day, first).isoformat(),
            None if last is None else months_after(day, last).isoformat(),
        )
        found.append(Review(item, result, item.review, published, effect))
    return tuple(sorted(found, key=lambda review: review.treatment.date or ""))


METABOLISM = tr("Published ranges are wide, and individual metabolism differs; they are no promise and no schedule.")


def review_words(review: Review) -> str:
    """The dates in words; a range is never a promise, and without a source there is no date."""
    words = [tr("review on {due}", due=day_words(review.due))] if review.due else []
    if review.result:
        words.append(tr("result check {result}", result=day_words(review.result)))
    if review.published is not None:
        words.append(review.published.words)
        if review.effect[0] is not None:
            words.append(tr("reassess from {effect}", effect=day_words(review.effect[0])))
    else:
        words.append(tr("no published duration in the table"))
    if not review.due and review.effect[0] is None:
        words.append(tr("no review date was typed"))
    return "; ".join(words)
