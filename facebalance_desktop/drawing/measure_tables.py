"""Measures on an exported page: a table with their intervals, and what the photos cannot say; neutral words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import (
    COARSE,
    COARSER_THAN_HALF,
    Difference,
    digits,
    summary,
    withheld_briefly,
)
from facebalance_desktop.analysis.measures import Reading, Status, needs_words
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.drawing.blocks import EMPTY, Block, Ink, Row, paragraph, stacked, table
from facebalance_desktop.drawing.measure_drawings import signed, unit_words, value_words
from facebalance_desktop.drawing.primitives import Measure
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.project.derived import Pair, version_words
from facebalance_desktop.project.measurements import PairMeasures, measures_of, table_in_use
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import NO_BREAK, decimal, tr

MOST_TOLD = 8
"""Rows of a table that shows only what is pinned or changed most."""
PAIR_HEADING = (tr("Measure"), tr("Before"), tr("After"), tr("Difference"), tr("Detectable"), tr("Remark"))
PHOTO_HEADING = (tr("Measure"), tr("Value"), tr("Repeat"), tr("Place"), tr("Remark"))
COARSE_SIGNS = {COARSE: tr("coarse"), COARSER_THAN_HALF: tr("rather coarse")}
COARSE_MEANS = tr("Coarse: the detectable change exceeds what observers notice; rather coarse: half of it.")
RANGES = tr("± and ranges in brackets: 95 %. Descriptions, neither targets nor a diagnosis.")
REASONS: Mapping[Status, str] = {
    "needs-point": tr("need points that must be placed by hand"),
    "unconfirmed": tr("rest on points that are not confirmed"),
    "view": tr("belong to another view"),
    "pose": tr("would be distorted by the turn of the head"),
    "response": tr("rest on points that would not show a local change"),
    "not-applicable": tr("do not apply to these photos"),
}


def measures_table(
    project: Project, pair: Pair, template: FigureTemplate, width: float, ink: Ink, measure: Measure
) -> Block:
    """The measures that the template asks for; empty for none."""
    if template.measures == "none":
        return EMPTY
    found = measures_of(project, pair, table_in_use())
    if found.differences:
        items = _chosen(found, project.measures.pinned) if template.measures == "told" else _of_view(found)
        rows = [_pair_row(item, found) for item in items]
        return table(PAIR_HEADING, rows, width, ink, measure)
    readings = [item for item in found.before.values() if item.status != "view"]
    if template.measures == "told":
        pinned = project.measures.pinned
        readings = [item for item in readings if item.id in pinned] or [r for r in readings if r.status == "ok"]
        readings = readings[:MOST_TOLD]
    return table(PHOTO_HEADING, [_photo_row(item, found.scale) for item in readings], width, ink, measure)


def _of_view(found: PairMeasures) -> list[Difference]:
    return [item for item in found.differences.values() if item.status != "view"]


def _chosen(found: PairMeasures, pinned: Sequence[str]) -> list[Difference]:
    """The pinned ones, then those with the largest change in detectable changes."""
    known = _of_view(found)
    first = [item for item in known if item.id in pinned]
    told = [item for item in known if item.value is not None and item.id not in pinned]
    told.sort(key=lambda item: -abs(item.value or 0.0) / (item.detectable or 1.0))
    return [*first, *told][: max(MOST_TOLD, len(first))]


def _pair_row(item: Difference, found: PairMeasures) -> Row:
    before, after = (_value(reading, found.scale) for reading in (item.before, item.after))
    if item.value is None or item.detectable is None:
        return Row((item.kind.name, before, after, "", "", withheld_briefly(item)))
    value, detectable, unit = item.value, item.detectable, unit_words(item.kind.unit)
    if found.scale is not None and (mm := found.scale.difference(item)) is not None:
        value, detectable, unit = mm[0], RANGE * mm[1], unit_words("mm")
    places = digits(detectable)
    said = tr("beyond the detectable change") if item.is_beyond else tr("within the error")
    if item.status == "unconfirmed":
        said += tr(", unconfirmed")
    if item.coarse_words:
        said += f", {COARSE_SIGNS[item.coarse_words]}"
    difference = f"{signed(value, places)}{unit}"
    return Row((item.kind.name, before, after, difference, decimal(detectable, f".{places}f") + unit, said))


def _value(reading: Reading, scale: Scale | None) -> str:
    return value_words(reading, scale).removeprefix(tr("unconfirmed "))


def _photo_row(reading: Reading, scale: Scale | None) -> Row:
    if reading.value is None or reading.repeat is None or reading.place is None:
        return Row((reading.kind.name, "", "", "", needs_words(reading)))
    unit = unit_words(reading.kind.unit)
    errors = (RANGE * size for size in (reading.repeat, reading.place))
    repeat, place = (f"±{NO_BREAK}{decimal(half, f'.{digits(half)}f')}{unit}" for half in errors)
    said = needs_words(reading) if reading.status == "unconfirmed" else reading.kind.weak
    return Row((reading.kind.name, _value(reading, scale), repeat, place, said))


def limits_block(project: Project, pair: Pair, width: float, ink: Ink, measure: Measure) -> Block:
    """What cannot be said from these photos, in sentences under a heading."""
    heading = paragraph(tr("What these photos cannot say"), width, ink.size, ink.strong, measure, is_bold=True)
    words = " ".join(limits(project, pair))
    return stacked((heading, paragraph(words, width, ink.size, ink.strong, measure)), ink.size * 0.2)


def limits(project: Project, pair: Pair) -> tuple[str, ...]:
    """What is withheld and why, what chance does, where mm come from."""
    found = measures_of(project, pair, table_in_use())
    view = view_of(pair.before.photo) or ""
    said = [words for words in (version_words(pair),) if words]
    if found.differences:
        said += summary(found.differences.values(), not view.startswith("profile"))
        states = Counter(item.status for item in found.differences.values() if item.value is None)
    else:
        states = Counter(item.status for item in found.before.values() if item.value is None)
    reasons = [f"{count} {REASONS[state]}" for state, count in states.items() if state in REASONS and state != "view"]
    if reasons:
        said.append(tr("Withheld measures: {reasons}.", reasons="; ".join(reasons)))
    if project.measures.scale == "none":
        said.append(tr("No scale: lengths are per cent of the pupil distance (in profile of sellion to menton)."))
    elif found.sentence:
        said.append(found.sentence)
    if any(item.coarse_words for item in found.differences.values()):
        said.append(COARSE_MEANS)
    return (*said, RANGES)
