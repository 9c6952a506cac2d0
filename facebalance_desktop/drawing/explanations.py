"""What a guide, a measure or a reason of the photo match is, in words out of its table, with the source of the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.measure_kinds import MeasureKind
from facebalance_desktop.comparison.comparability import GRADE_WORDS, GRADES, SWELLING, Reason
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.translation import tr

UNITS = {
    "% iod": tr("% of the pupil distance"),
    "% se-me": tr("% of the distance from sellion to menton"),
    "deg": tr("degrees"),
}
LIMIT_UNITS = {
    "degrees": tr("degrees"),
    "times": tr("times"),
    "share": tr("share"),
    "px between the pupils": tr("px between the pupils"),
    "% of the pupil distance": tr("% of the pupil distance"),
    "share of the lid fissure": tr("share of the lid fissure"),
    "difference of a* and b*": tr("difference of a* and b*"),
    "change of log luminance over 50 mm of face": tr("change of log luminance over 50 mm of face"),
    "steps at the JPEG grid": tr("steps at the JPEG grid"),
    "days since treatment": tr("days since treatment"),
}
"""The units of the photo match as they are read; another one, of a clinic's row, stays as it is written."""
REASONS = {
    "view": tr("View"),
    "mirror": tr("Mirror image"),
    "yaw": tr("Turn of the head"),
    "symmetry": tr("Symmetry"),
    "pitch": tr("Nod of the head"),
    "roll": tr("Turn of the photo"),
    "scale": tr("Scale"),
    "resolution": tr("Size of the face"),
    "distance": tr("Distance of the camera"),
    "focal-length": tr("Focal length"),
    "mouth-opening": tr("Mouth opening"),
    "mouth-width": tr("Mouth width"),
    "mouth-corners": tr("Mouth corners"),
    "lid-aperture": tr("Lid aperture"),
    "brow-height": tr("Brow height"),
    "gaze": tr("Gaze"),
    "exposure": tr("Exposure"),
    "white-balance": tr("White balance"),
    "light-direction": tr("Light direction"),
    "sharpness": tr("Sharpness"),
    "compression": tr("Compression"),
    "stretched": tr("Stretched photo"),
    "swelling": tr("Swelling"),
}
"""Names of the reasons by the rows of their limits."""
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
    return f"{known[:1].upper()}{known[1:]} ({LIMIT_UNITS.get(row['unit'], row['unit'])})."


def reason_name(row_id: str) -> str:
    """`Gaze`, `Swelling after treatment: HA filler`; `Swelling` where no table names the treatment."""
    kind = row_id.removeprefix(SWELLING)
    if kind == row_id:
        return REASONS.get(row_id, row_id)
    treatment = CLINIC.of(load_tables).modality(kind)
    return (
        REASONS["swelling"]
        if treatment is None
        else tr("Swelling after treatment: {treatment}", treatment=treatment.name)
    )


def reason_told(reason: Reason, limits: Mapping[str, Mapping[str, Any]]) -> str:
    """From which difference the reason is given, how large it is here, and the source of the limits."""
    row = limits.get(reason.row)
    if row is None:
        return WITHOUT_ROW.get(reason.what, "")
    return f"{limits_told(row)} {source_told(str(row['source']))}"
