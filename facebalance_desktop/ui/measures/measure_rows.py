"""The rows of the list of measures: what is told, in which order, under which headings; pure values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import Difference, digits, withheld_briefly
from facebalance_desktop.analysis.measure_kinds import GROUPS, MeasureKind
from facebalance_desktop.analysis.measures import Reading, needs_words
from facebalance_desktop.analysis.movement import Excursion
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.drawing.measure_drawings import signed, unit_words, value_words
from facebalance_desktop.project.movements import VisitMovements, earlier_amounts
from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.translation import NO_BREAK, decimal, tr

RowOrder = Literal["region", "size"]
RowStyle = Literal["heading", "beyond", "within", "value", "unconfirmed", "withheld"]
BEYOND, WITHIN, WITHHELD = tr("Beyond the detectable change"), tr("Within the error"), tr("Not measurable")


@dataclass(frozen=True)
class MeasureRow:
    """One row. `figure` stands at the right, `words` below or beside the name. Of a difference `low`, `middle`, `high`
    and `least` (the detectable change) are in shares of what observers notice or of the detectable change, so that all
    rows have one axis; None where nothing is drawn."""

    id: str
    name: str
    look: RowStyle
    figure: str = ""
    words: str = ""
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    is_pinned: bool = False


OTHER_VIEW = tr("need frontal photos or profiles")
LENGTHS = (tr("% iod"), tr("% se-me"), "mm")
"""Units that stand above the list, in the choice of the unit, and not in every row."""


def short_unit(unit: str) -> str:
    """What stands behind a figure in a row."""
    return "" if unit in LENGTHS else unit_words(unit)


def group_name(group: str) -> str:
    return GROUPS.get(group, group)


def matches(kind: MeasureKind, text: str, group: str) -> bool:
    """Whether the search and the chosen region let a measure through."""
    if group and kind.group != group:
        return False
    words = without_accents(f"{kind.name} {kind.id} {kind.definition} {group_name(kind.group)}")
    return all(part in words for part in without_accents(text).split())


def reading_rows(
    found: Iterable[Reading], scale: Scale | None, pinned: Sequence[str], view: str | None
) -> tuple[MeasureRow, ...]:
    """The values of one photo by region; measures of another view are left out, withheld ones say why."""
    rows: list[MeasureRow] = []
    readings = tuple(found)
    group = ""
    for reading in readings:
        if reading.status == "view" and view is not None:
            continue
        if reading.kind.group != group:
            group = reading.kind.group
            rows.append(MeasureRow("", group_name(group), "heading"))
        look: RowStyle = "withheld" if reading.value is None else "unconfirmed" if reading.status != "ok" else "value"
        figure = value_words(reading, scale).removeprefix(tr("unconfirmed "))
        for unit in LENGTHS:
            figure = figure.removesuffix(unit_words(unit))
        told = needs_words(reading) if look in ("withheld", "unconfirmed") else reading.side_words
        rows.append(MeasureRow(reading.id, reading.kind.name, look, figure, told, is_pinned=reading.id in pinned))
    if readings and not rows:
        rows = [MeasureRow("", WITHHELD, "heading"), MeasureRow("", tr("All measures"), "withheld", words=OTHER_VIEW)]
    return tuple(rows)


def difference_rows(
    found: Iterable[Difference], scale: Scale | None, pinned: Sequence[str], order: RowOrder, view: str | None
) -> tuple[MeasureRow, ...]:
    """Differences: the ones that are told first, then those within the error, then what is not measurable."""
    every = tuple(found)
    known = [item for item in every if item.status != "view" or view is None]
    told = [item for item in known if item.value is not None]
    beyond = [item for item in told if item.is_beyond]
    within = [item for item in told if not item.is_beyond]
    if order == "size":
        beyond.sort(key=lambda item: -share_of(item))
        within.sort(key=lambda item: -share_of(item))
    rows: list[MeasureRow] = []
    for name, items, look in ((BEYOND, beyond, "beyond"), (WITHIN, within, "within")):
        if items:
            rows.append(MeasureRow("", name, "heading", str(len(items))))
            rows.extend(
                _difference_row(item, scale, pinned, "beyond" if look == "beyond" else "within") for item in items
            )
    if every and not known:
        rows += [MeasureRow("", WITHHELD, "heading"), MeasureRow("", tr("All measures"), "withheld", words=OTHER_VIEW)]
    withheld = [item for item in known if item.value is None]
    if withheld:
        rows.append(MeasureRow("", WITHHELD, "heading", str(len(withheld))))
        for item in withheld:
            row = MeasureRow(
                item.id, item.kind.name, "withheld", words=withheld_briefly(item), is_pinned=item.id in pinned
            )
            rows.append(row)
    return tuple(rows)


def share_of(item: Difference) -> float:
    """The size of a difference in detectable changes."""
    if item.value is None or not item.detectable:
        return 0.0
    return abs(item.value) / item.detectable


def _difference_row(item: Difference, scale: Scale | None, pinned: Sequence[str], look: RowStyle) -> MeasureRow:
    value, detectable, unit = item.value or 0.0, item.detectable or 0.0, item.kind.unit
    mm = None if scale is None else scale.difference(item)
    if mm is not None:
        value, detectable, unit = mm[0], RANGE * mm[1], "mm"
    places = digits(detectable)
    figure = f"{signed(value, places)} ±{NO_BREAK}{decimal(detectable, f'.{places}f')}{short_unit(unit)}"
    words = tr("unconfirmed") if item.status == "unconfirmed" else ""
    words = ", ".join(part for part in (words, item.coarse_words) if part)
    by = item.detectable or 1.0
    middle = (item.value or 0.0) / by
    return MeasureRow(item.id, item.kind.name, look, figure, words, middle - 1, middle, middle + 1, item.id in pinned)


def movement_rows(now: VisitMovements | None, earlier: VisitMovements | None) -> tuple[MeasureRow, ...]:
    """Each movement with both sides, what the sides differ by, and what is missing."""
    if now is None:
        return ()
    rows: list[MeasureRow] = []
    for item in now.movements:
        rows.append(MeasureRow("", item.kind.name, "heading"))
        further = earlier_amounts(item, earlier)
        for name, side in ((tr("Right"), item.right), (tr("Left"), item.left)):
            rows.append(_side_row(name, side, further.get(side.side)))
        if item.difference is not None and item.sigma is not None:
            half = RANGE * item.sigma
            figure = f"{signed(item.difference, digits(half))} ±{NO_BREAK}{decimal(half, f'.{digits(half)}f')}"
            alike = (
                ""
                if item.symmetry is None
                else tr("; the lesser side moves {symmetry:.0f} % of the other", symmetry=item.symmetry)
            )
            rows.append(MeasureRow("", tr("Right minus left"), "value", figure, item.words + alike))
    for told in now.missing:
        name, why = told.rsplit(": ", 1)
        rows.append(MeasureRow("", name, "withheld", words=why))
    return tuple(rows)


def _side_row(name: str, side: Excursion, further: tuple[float, float] | None) -> MeasureRow:
    if side.amount is None or side.sigma is None:
        needs = ", ".join(point_name(need) if side.status == "needs-point" else need for need in side.needs)
        return MeasureRow("", name, "withheld", words=tr("needs {needs}", needs=needs))
    half = RANGE * side.sigma
    words = side.way or tr("within the error")
    if further is not None:
        more, error = further[0], RANGE * further[1]
        told = "" if abs(more) > error else tr(", within the error")
        words += tr(
            "; against the earlier visit {signed} ± {error:.{digits}f}{told}",
            signed=signed(more, digits(error)),
            digits=digits(error),
            error=error,
            told=told,
        )
    form = f".{digits(half)}f"
    return MeasureRow("", name, "value", f"{decimal(side.amount, form)} ±{NO_BREAK}{decimal(half, form)}", words)
