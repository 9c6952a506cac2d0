"""What a guide, a measure or a reason of the photo match is, in words out of its table, with the source of the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.measure_kinds import MeasureKind
from facebalance_desktop.comparison.comparability import GRADE_WORDS, GRADES, Reason
from facebalance_desktop.translation import tr

UNITS = {
    "% iod": tr("% of the pupil distance"),
    "% se-me": tr("% of the distance from sellion to menton"),
    "deg": tr("degrees"),
}
VIEWS = {"frontal": tr("It needs a photo from the front."), "profile": tr("It needs a profile."), "any": ""}
WITHOUT_ROW: Mapping[str, str] = {
    "view": tr("Only photos of one view can be compared, and a face must be found in both or both be aligned by hand."),
    "mirror": tr(
        "What makes the two sides of the face differ is compared between the photos; in a mirror image it is "
        "exchanged. Source: own, on mirrored copies and on pairs lit from different sides."
    ),
}
"""Reasons that no row of the table decides."""
BY_EYE = tr(
    "No algorithm sees this. Tick it when you have seen that it is the same in both photos; until then it is listed as "
    "not checked."
)


def sentence(words: str) -> str:
    """The words with a full stop."""
    words = words.strip()
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def source_told(source: str) -> str:
    return tr("Source: {source}", source=sentence(source))


def points_words(codes: Iterable[str]) -> str:
    """`On hairline (tr), right pupil (p r).`; empty for no points."""
    named = ", ".join(f"{point_name(code)} ({code.replace('_', ' ')})" for code in codes)
    return tr("On {points}.", points=named) if named else ""


def guide_told(kind: GuideKind) -> str:
    """What a guide shows, on which points, what it needs, and its source."""
    parts = (sentence(kind.tip), points_words(kind.points), VIEWS[kind.view], source_told(kind.source))
    return " ".join(part for part in parts if part)


def measure_told(kind: MeasureKind) -> str:
    """What a measure is, on which points, in which unit, what must be said with it, and its source."""
    parts = (
        sentence(kind.definition),
        tr("In {unit}.", unit=UNITS.get(kind.unit, kind.unit)) if kind.unit != "ratio" else tr("A ratio."),
        points_words(kind.codes),
        VIEWS[kind.view],
        sentence(kind.weak),
        source_told(kind.source),
    )
    return " ".join(part for part in parts if part)


def limits_told(row: Mapping[str, Any]) -> str:
    """`With care from 2, poor from 5, not comparable from 20 (degrees).`"""
    listed = [(GRADE_WORDS[grade], row[grade]) for grade in GRADES if grade in row]
    if row.get("below"):
        known = ", ".join(tr("{grade} up to {limit:g}", grade=grade, limit=limit) for grade, limit in listed)
    else:
        known = ", ".join(tr("{grade} from {limit:g}", grade=grade, limit=limit) for grade, limit in listed)
    return f"{known[:1].upper()}{known[1:]} ({row['unit']})."


def reason_told(reason: Reason, table: Mapping[str, Mapping[str, Any]]) -> str:
    """From which difference the reason is given, how large it is here, and the source of the limits."""
    row = table.get(reason.row)
    if row is None:
        return WITHOUT_ROW.get(reason.what, "")
    return f"{limits_told(row)} {source_told(str(row['source']))}"
