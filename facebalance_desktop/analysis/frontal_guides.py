"""Guides of a face from the front: thirds, midlines, horizontals, canthal tilt, fifths, and the drawing canons.

A maker is a function (kind, points, frame) -> FaceGuides; it draws what the points allow and says what is missing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.guide_shapes import (
    RANGE,
    FaceFrame,
    FaceGuides,
    GuideArc,
    GuideLine,
    GuideNote,
    Points,
    are_sure,
    degrees_words,
    face_frame,
    is_solid,
    is_sure,
    unit,
)
from facebalance_desktop.geometry import angle, distance, midpoint

THIRDS = ("tr", "g", "sn", "me")
NAMES = {
    "tr": "Hairline (tr)",
    "g": "Glabella (g)",
    "sn": "Subnasale (sn)",
    "me": "Menton (me)",
    "sto": "Stomion (sto)",
}
CANON = "canon"


@dataclass(frozen=True)
class Thirds:
    """Heights tr-g, g-sn, sn-me in px and as per cents of tr-me, each with a 95 % half-range (None: unknown)."""

    lengths: tuple[float, ...]
    percents: tuple[float, ...]
    half_ranges: tuple[float | None, ...]
    is_estimated: bool


def thirds(points: Points) -> Thirds | None:
    """Facial thirds by the patient's own points; None while a point or the frame is missing."""
    frame = face_frame(points)
    return None if frame is None else shares(points, frame, THIRDS)


def shares(points: Points, frame: FaceFrame, codes: tuple[str, ...]) -> Thirds | None:
    """The heights between successive points as shares of the whole; None where a point is missing.

    The range of p_i = d_i / (d_1 + ... + d_n) is propagated to first order from the points' sigmas along the face.
    """
    if any(code not in points for code in codes):
        return None
    heights = [frame.height(points[code].xy) for code in codes]
    total = heights[-1] - heights[0]
    if total <= 0:
        return None
    lengths = tuple(low - high for high, low in itertools.pairwise(heights))
    percents = tuple(100 * length / total for length in lengths)
    sigmas = [points[code].sigma for code in codes]
    half: list[float | None] = []
    for part, percent in enumerate(percents):
        if any(sigma is None for sigma in sigmas):
            half.append(None)
            continue
        slopes = [0.0] * len(codes)
        slopes[part] -= 1.0
        slopes[part + 1] += 1.0
        slopes[0] += percent / 100
        slopes[-1] -= percent / 100
        variance = sum((slope * (sigma or 0.0) / total) ** 2 for slope, sigma in zip(slopes, sigmas, strict=True))
        half.append(100 * RANGE * math.sqrt(variance))
    return Thirds(lengths, percents, tuple(half), not are_sure(points, *codes))


def tilt_to_pupils(points: Points, right: str, left: str) -> float | None:
    """Angle of the line from `right` to `left` against the pupil line in degrees, positive when the subject's left is
    lower; None while a point is missing."""
    frame = face_frame(points)
    if frame is None or right not in points or left not in points:
        return None
    own = angle(points[right].xy, points[left].xy)
    return (own - frame.roll + 180) % 360 - 180


def _missing(kind: GuideKind, points: Points) -> tuple[str, ...]:
    absent = [point_name(code) for code in kind.points if code not in points]
    return (f"{kind.name}: place {', '.join(absent)} by hand.",) if absent else ()


def _heights(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """Lines across the face through points one below the other, and the shares between them."""
    lines = []
    for code in kind.points:
        if code in points:
            sigma = points[code].sigma
            lines.append(
                GuideLine(
                    kind.id,
                    points[code].xy,
                    frame.across,
                    NAMES.get(code, point_name(code)) + (" by hand" if points[code].is_by_hand else ""),
                    (code,),
                    not is_solid(points[code]),
                    band=None if sigma is None or is_sure(points[code]) else RANGE * sigma,
                )
            )
    figures = shares(points, frame, kind.points)
    if figures is None:
        return FaceGuides(tuple(lines), (), _missing(kind, points))
    notes = []
    aside = frame.iod * (1.7 if kind.draw == "thirds" else 1.25)
    for part, (percent, half) in enumerate(zip(figures.percents, figures.half_ranges, strict=True)):
        top, bottom = (frame.height(points[code].xy) for code in kind.points[part : part + 2])
        text = f"{percent:.0f} %"
        if figures.is_estimated:
            text = f"estimated {percent:.0f} %" if half is None else f"estimated {percent:.0f} % ± {max(half, 1):.0f}"
        notes.append(GuideNote(kind.id, frame.at(aside, (top + bottom) / 2), text, figures.is_estimated))
    return FaceGuides(tuple(lines), tuple(notes))


def _midline_pupils(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    estimated = not are_sure(points, *kind.points)
    line = GuideLine(kind.id, frame.origin, frame.down, "Midline, pupils", kind.points, estimated, is_vertical=True)
    return FaceGuides((line,))


def _midline_canthi(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    right, left = (points[code].xy for code in kind.points)
    across = unit(right, left)
    estimated = not are_sure(points, *kind.points)
    through, down = midpoint(right, left), (-across[1], across[0])
    return FaceGuides((GuideLine(kind.id, through, down, "Midline, canthi", kind.points, estimated, is_vertical=True),))


def _midline_through(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """The line through two points, with its angle to the perpendicular of the pupil line."""
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    top, low = (points[code].xy for code in kind.points)
    lean = (angle(top, low) - frame.roll - 90 + 180) % 360 - 180
    words = "Midline by hand" if kind.draw == "midline-hand" else "Midline n-sn"
    estimated = not are_sure(points, *kind.points)
    label = f"{words} {degrees_words(lean)}"
    return FaceGuides((GuideLine(kind.id, top, unit(top, low), label, kind.points, estimated, is_vertical=True),))


def _tilt(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """The line through a right and a left point, with its tilt against the pupil line."""
    right, left = kind.points[-2:]
    tilt = tilt_to_pupils(points, right, left)
    if tilt is None:
        return FaceGuides(missing=_missing(kind, points))
    unsure = not are_sure(points, "p_r", "p_l", right, left)
    words = "Mouth" if kind.draw == "pupils-and-mouth" else kind.label
    text = f"{words} {degrees_words(tilt)}" + (tilt_range(points, frame, right, left) if unsure else "")
    p, q = points[right].xy, points[left].xy
    return FaceGuides((GuideLine(kind.id, midpoint(p, q), unit(p, q), text, (right, left), unsure),))


def _pupils_and_mouth(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    unsure = not are_sure(points, "p_r", "p_l")
    words = f"Pupils, roll {degrees_words(frame.roll)}"
    pupils = GuideLine(kind.id, frame.origin, frame.across, words, ("p_r", "p_l"), unsure)
    mouth = _tilt(kind, points, frame)
    return FaceGuides((pupils, *mouth.lines), (), mouth.missing)


def tilt_range(points: Points, frame: FaceFrame, right: str, left: str) -> str:
    """The 95 % range of a line's tilt against the pupil line, from the four points' sigmas."""
    sigmas = [points[code].sigma if code in points else None for code in ("p_r", "p_l", right, left)]
    width = distance(points[right].xy, points[left].xy)
    if any(sigma is None for sigma in sigmas) or width == 0:
        return " est."
    eyes = math.hypot(sigmas[0] or 0, sigmas[1] or 0) / frame.iod
    own = math.hypot(sigmas[2] or 0, sigmas[3] or 0) / width
    return f" ± {max(0.1, math.degrees(RANGE * math.hypot(eyes, own))):.1f}° est."


def _canthal_tilt(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """Each eye's inner to outer canthus against the pupil line: positive when the outer one is higher."""
    lines: list[GuideLine] = []
    arcs: list[GuideArc] = []
    for side in "rl":
        inner, outer = f"en_{side}", f"ex_{side}"
        if inner not in points or outer not in points:
            continue
        p, q = points[inner].xy, points[outer].xy
        rise = math.degrees(math.atan2(frame.height(p) - frame.height(q), abs(frame.aside(q) - frame.aside(p))))
        unsure = not are_sure(points, "p_r", "p_l", inner, outer)
        level = frame.at(frame.aside(q) * 1.25, frame.height(p))
        beyond = (p[0] + 1.5 * (q[0] - p[0]), p[1] + 1.5 * (q[1] - p[1]))
        words = f"{side.upper()} {degrees_words(rise)}" + (" est." if unsure else "")
        lines.append(GuideLine(kind.id, p, unit(p, q), "", (inner, outer), unsure, ends=(p, beyond)))
        arcs.append(GuideArc(kind.id, level, p, beyond, words, unsure))
    return FaceGuides(tuple(lines), (), _missing(kind, points), tuple(arcs))


def _fifths(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """Vertical lines through canthi and hand-placed borders, and the widths between them as shares."""
    borders = [code for code in ("border_r", "border_l") if code not in points or not points[code].is_by_hand]
    if borders or any(code not in points for code in kind.points):
        absent = [point_name(code) for code in kind.points if code not in points or code in borders]
        return FaceGuides(missing=(f"Fifths: place {', '.join(absent)} by hand.",))
    asides = [frame.aside(points[code].xy) for code in kind.points]
    whole = asides[-1] - asides[0]
    unsure = not are_sure(points, *kind.points)
    lines = tuple(
        GuideLine(kind.id, points[code].xy, frame.down, "", (code,), not is_solid(points[code]), is_vertical=True)
        for code in kind.points
    )
    if whole <= 0:
        return FaceGuides(lines)
    notes = tuple(
        GuideNote(
            kind.id,
            frame.at((a + b) / 2, -0.75 * frame.iod),
            ("est. " if unsure else "") + f"{100 * (b - a) / whole:.0f} %",
            unsure,
        )
        for a, b in itertools.pairwise(asides)
    )
    return FaceGuides(lines, notes)


def _canon_thirds(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    return _divided(kind, points, frame, (1 / 3, 2 / 3))


def _canon_half(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    return _divided(kind, points, frame, (1 / 3,))


def _divided(kind: GuideKind, points: Points, frame: FaceFrame, places: tuple[float, ...]) -> FaceGuides:
    """Lines across the face at shares of the way between two points."""
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    top, bottom = (frame.height(points[code].xy) for code in kind.points)
    words = f"{kind.name} ({CANON})"
    return FaceGuides(
        tuple(
            GuideLine(kind.id, frame.at(0.0, top + (bottom - top) * place), frame.across, words, kind.points, True)
            for place in places
        )
    )


def _canon_fifths(kind: GuideKind, points: Points, frame: FaceFrame) -> FaceGuides:
    """Five times the distance of the inner canthi, about their middle."""
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    right, left = frame.aside(points["en_r"].xy), frame.aside(points["en_l"].xy)
    width, middle = left - right, (left + right) / 2
    places = [middle + (part - 2.5) * width for part in range(6)]
    return FaceGuides(
        tuple(
            GuideLine(
                kind.id,
                frame.at(place, 0.0),
                frame.down,
                f"{kind.name} ({CANON})" if part == 0 else "",
                kind.points,
                True,
                is_vertical=True,
            )
            for part, place in enumerate(places)
        )
    )


Maker = Callable[[GuideKind, Points, FaceFrame], FaceGuides]
MAKERS: Mapping[str, Maker] = {
    "thirds": _heights,
    "lower-third": _heights,
    "midline-pupils": _midline_pupils,
    "midline-canthi": _midline_canthi,
    "midline-nose": _midline_through,
    "midline-hand": _midline_through,
    "pupils-and-mouth": _pupils_and_mouth,
    "tilt": _tilt,
    "canthal-tilt": _canthal_tilt,
    "fifths": _fifths,
    "canon-thirds": _canon_thirds,
    "canon-half": _canon_half,
    "canon-fifths": _canon_fifths,
}
"""By the `draw` of the table."""
