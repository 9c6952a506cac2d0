"""Measures as JSON and as a table, each with its definition, its errors and what made it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from facebalance_desktop import __version__
from facebalance_desktop.analysis.measure_differences import Difference, summary, withheld_words
from facebalance_desktop.analysis.measures import Reading, needs_words, rounded
from facebalance_desktop.analysis.scale import Scale

LIBRARIES = ("mediapipe", "opencv-contrib-python", "numpy")
READING_COLUMNS = (
    "photo", "view", "id", "name", "value", "unit", "repeat", "place", "bias", "low", "high", "mm", "mm_sigma",
    "status", "needs", "definition", "source",
)  # fmt: skip
DIFFERENCE_COLUMNS = (
    "before", "after", "id", "name", "before_value", "after_value", "difference", "unit", "repeat", "pose",
    "expression", "low", "high", "detectable", "beyond", "mm", "mm_sigma", "status", "needs", "definition", "source",
)  # fmt: skip
MADE_BY = "made_by"


def made_by() -> Mapping[str, str]:
    """The program and the libraries that a value rests on, with their versions."""
    return {"FaceBalance Desktop": __version__, **{name: version(name) for name in LIBRARIES}}


def scale_json(scale: Scale | str | None) -> dict[str, Any] | None:
    """Where mm come from, None where there are none."""
    if not isinstance(scale, Scale):
        return None
    return {"mm_per_per_cent": rounded(scale.mm), "error_share": rounded(scale.share), "from": scale.words}


def photo_json(
    name: str, view: str | None, found: Mapping[str, Reading], scale: Scale | str | None = None
) -> dict[str, Any]:
    """One photo's measures as one JSON object."""
    items = []
    for reading in found.values():
        item = {**reading.as_json(), "name": reading.kind.name, "definition": reading.kind.definition}
        items.append({**item, "source": reading.kind.source, **_mm(scale, reading)})
    return {"photo": name, "view": view, "measures": items, "scale": scale_json(scale), MADE_BY: dict(made_by())}


def pair_json(
    names: tuple[str, str],
    view: str | None,
    found: Mapping[str, Difference],
    scale: Scale | str | None = None,
) -> dict[str, Any]:
    """The differences of two photos as one JSON object."""
    items = []
    for item in found.values():
        told = {**item.as_json(), "name": item.kind.name, "definition": item.kind.definition}
        items.append({**told, "source": item.kind.source, **_mm(scale, item)})
    is_frontal = not (view or "").startswith("profile")
    return {
        "before": names[0],
        "after": names[1],
        "view": view,
        "measures": items,
        "summary": list(summary(found.values(), is_frontal)),
        "scale": scale_json(scale),
        MADE_BY: dict(made_by()),
    }


def _mm(scale: Scale | str | None, item: Reading | Difference) -> dict[str, Any]:
    """Value and standard deviation in mm where a scale is known."""
    if not isinstance(scale, Scale):
        return {}
    mm = scale.reading(item) if isinstance(item, Reading) else scale.difference(item)
    return {} if mm is None else {"mm": rounded(mm[0]), "mm_sigma": rounded(mm[1])}


def readings_csv(rows: Sequence[tuple[dict[str, Any], Mapping[str, Reading]]]) -> str:
    """A line a measure of each photo (its JSON object and its readings), with a heading and what made them."""
    lines = []
    for told, found in rows:
        for item, reading in zip(told["measures"], found.values(), strict=True):
            low, high = item["interval"] or (None, None)
            extra = {"photo": told["photo"], "view": told["view"], "low": low, "high": high}
            lines.append({**item, **extra, "needs": needs_words(reading)})
    return _csv(READING_COLUMNS, lines)


def differences_csv(told: Mapping[str, Any], found: Mapping[str, Difference]) -> str:
    """A line a measure of the pair."""
    lines = []
    for item, difference in zip(told["measures"], found.values(), strict=True):
        low, high = item["interval"] or (None, None)
        values = {"before_value": item["before"], "after_value": item["after"], "difference": item["value"]}
        needs = withheld_words(difference) if difference.value is None else ""
        names = {"before": told["before"], "after": told["after"]}
        lines.append({**item, **values, **names, "low": low, "high": high, "needs": needs})
    return _csv(DIFFERENCE_COLUMNS, lines)


def _csv(columns: tuple[str, ...], lines: Sequence[Mapping[str, Any]]) -> str:
    made = "; ".join(f"{name} {number}" for name, number in made_by().items())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*columns, MADE_BY))
    for line in lines:
        writer.writerow((*(harmless(line.get(column)) for column in columns), made))
    return text.getvalue()


def harmless(value: object) -> object:
    """Text that a spreadsheet would take for a formula is kept as text; numbers stay numbers, null an empty cell."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value[:1] in ("=", "+", "@", "-", "\t") else value
