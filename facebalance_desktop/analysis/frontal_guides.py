"""Guides of a face from the front: thirds, midlines, horizontals, canthal tilt, fifths, and the drawing canons.

A maker is a function (kind, basis) -> FaceGuides; it draws what the points allow and says what is missing. Every figure
has its 95 % range: what the photo leaves open and how far points lie from human marks (analysis.precision).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.guide_shapes import (
    RANGE,
    FaceFrame,
    FaceGuides,
    GuideArc,
    GuideBasis,
    GuideLine,
    GuideNote,
    Points,
    are_sure,
    estimated_mark,
    face_frame,
    is_solid,
    lower_words,
    range_words,
    unit,
)
from facebalance_desktop.analysis.measure_formulas import value_of
from facebalance_desktop.analysis.posture import pitch_doubt, pitch_slopes, pitch_words
from facebalance_desktop.analysis.precision import PointErrors
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Point, distance, midpoint
from facebalance_desktop.translation import NO_BREAK, decimal, side_letter, tr

THIRDS = ("tr", "g", "sn", "me")
NAMES = {
    "tr": tr("Hairline (tr)"),
    "g": tr("Glabella (g)"),
    "sn": tr("Subnasale (sn)"),
    "me": tr("Menton (me)"),
    "sto": tr("Stomion (sto)"),
}


@dataclass(frozen=True)
class Thirds:
    """Heights tr-g, g-sn, sn-me in px and as per cents of tr-me, each with a 95 % half-range (None: unknown)."""

    lengths: tuple[float, ...]
    percents: tuple[float, ...]
    half_ranges: tuple[float | None, ...]
    is_estimated: bool


def thirds(points: Points, pose: Pose | None = None) -> Thirds | None:
    """Facial thirds by the patient's own points; None while a point or the frame is missing."""
    frame = face_frame(points)
    return None if frame is None else shares(points, frame, THIRDS, PointErrors.of(points), pose)


def shares(
    points: Points, frame: FaceFrame, codes: tuple[str, ...], errors: PointErrors, pose: Pose | None
) -> Thirds | None:
    """The heights between successive points as shares of the whole; None where a point is missing.

    Their ranges hold the points' errors along the face and what the nod of the head may add.
    """
    if any(code not in points for code in codes):
        return None
    heights = [frame.height(points[code].xy) for code in codes]
    total = heights[-1] - heights[0]
    if total <= 0:
        return None
    lengths = tuple(low - high for high, low in itertools.pairwise(heights))
    ends = (complex(0, heights[0]), complex(0, heights[-1]))
    percents = tuple(
        value_of("share", complex(0, high), complex(0, low), *ends) for high, low in itertools.pairwise(heights)
    )
    nods = [slope * pitch_doubt(pose) for slope in pitch_slopes(codes)]
    half = half_ranges(percents, total, [errors.down(code) for code in codes], nods)
    return Thirds(lengths, percents, half, not are_sure(points, *codes))


def half_ranges(
    percents: Sequence[float], total: float, sigmas: Sequence[float | None], others: Sequence[float] = ()
) -> tuple[float | None, ...]:
    """The 95 % half-ranges of shares p_i = d_i / (d_1 + ... + d_n), propagated to first order from the errors of the
    points between them; `others` are standard deviations of the shares, in per cent, that come on top."""
    half: list[float | None] = []
    for part, percent in enumerate(percents):
        if any(sigma is None for sigma in sigmas):
            half.append(None)
            continue
        slopes = [0.0] * len(sigmas)
        slopes[part] -= 1.0
        slopes[part + 1] += 1.0
        slopes[0] += percent / 100
        slopes[-1] -= percent / 100
        variance = sum((100 * slope * (sigma or 0.0) / total) ** 2 for slope, sigma in zip(slopes, sigmas, strict=True))
        half.append(RANGE * math.hypot(math.sqrt(variance), others[part] if others else 0.0))
    return tuple(half)


def tilt_to_pupils(points: Points, right: str, left: str) -> float | None:
    """Angle of the line from `right` to `left` against the pupil line in degrees, positive when the subject's left is
    lower; None while a point is missing."""
    frame = face_frame(points)
    if frame is None or right not in points or left not in points:
        return None
    return value_of("tilt", _in(frame, points[right].xy), _in(frame, points[left].xy))


def _in(frame: FaceFrame, point: Point) -> complex:
    """A point in the frame of the face, across + i down."""
    return complex(frame.aside(point), frame.height(point))


def tilt_sigma(basis: GuideBasis, right: str, left: str) -> float | None:
    """Standard deviation in degrees of a line's tilt against the pupil line; None where an error is not known."""
    own = basis.errors.between(right, left)
    width = distance(basis.points[right].xy, basis.points[left].xy)
    eyes = pupils_sigma(basis)
    if own is None or eyes is None or width == 0:
        return None
    return math.hypot(eyes, math.degrees(own / width))


def pupils_sigma(basis: GuideBasis) -> float | None:
    """Standard deviation in degrees of the direction of the pupil line."""
    if "p_r" in basis.points and "p_l" in basis.points:
        eyes = basis.errors.between("p_r", "p_l")
        return None if eyes is None else math.degrees(eyes / basis.face.iod)
    parts = [basis.errors.down(f"{end}_{side}") for end in ("en", "ex") for side in "rl"]
    if any(part is None for part in parts):
        return None
    return math.degrees(math.hypot(*(part or 0.0 for part in parts)) / 2 / basis.face.iod)


def _missing(kind: GuideKind, points: Points) -> tuple[str, ...]:
    absent = [point_name(code) for code in kind.points if code not in points]
    return (tr("{name}: place {absent} by hand.", name=kind.name, absent=", ".join(absent)),) if absent else ()


def _share_words(percent: float, half: float | None, is_estimated: bool) -> str:
    """`estimated 33 % ± 4`."""
    known = tr(", range not known") if half is None else f" ±{NO_BREAK}{max(half, 1):.0f}"
    told = f"{percent:.0f}{NO_BREAK}%{known}"
    return tr("estimated {told}", told=told) if is_estimated else told


def _heights(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """Lines across the face through points one below the other, and the shares between them."""
    points, frame, pose = basis.points, basis.face, basis.conditions.pose
    lines = []
    for code in kind.points:
        if code in points:
            sigma = basis.errors.down(code)
            lines.append(
                GuideLine(
                    kind.id,
                    points[code].xy,
                    frame.across,
                    NAMES.get(code, point_name(code)) + (tr(" by hand") if points[code].is_by_hand else ""),
                    (code,),
                    not is_solid(points[code]),
                    band=None if sigma is None else RANGE * sigma,
                )
            )
    figures = shares(points, frame, kind.points, basis.errors, pose)
    if figures is None:
        return FaceGuides(tuple(lines), (), _missing(kind, points))
    notes = []
    aside = frame.iod * (1.7 if kind.draw == "thirds" else 1.25)
    for part, (percent, half) in enumerate(zip(figures.percents, figures.half_ranges, strict=True)):
        top, bottom = (frame.height(points[code].xy) for code in kind.points[part : part + 2])
        text = _share_words(percent, half, figures.is_estimated)
        notes.append(GuideNote(kind.id, frame.at(aside, (top + bottom) / 2), text, figures.is_estimated))
    below = frame.height(points[kind.points[-1]].xy) + 0.16 * frame.iod
    notes.append(GuideNote(kind.id, frame.at(aside, below), pitch_words(pose), pose is None))
    return FaceGuides(tuple(lines), tuple(notes))


def _midline_pupils(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    frame = basis.face
    codes = kind.points if all(code in basis.points for code in kind.points) else ("en_r", "ex_r", "en_l", "ex_l")
    estimated = not are_sure(basis.points, *codes)
    label = tr("Midline, pupils{range}", range=range_words(pupils_sigma(basis)))
    band = _middle_band(basis, codes)
    return FaceGuides(
        (GuideLine(kind.id, frame.origin, frame.down, label, kind.points, estimated, is_vertical=True, band=band),)
    )


def _middle_band(basis: GuideBasis, codes: Sequence[str]) -> float | None:
    """The 95 % half-range in px of the middle of points on both sides."""
    sigmas = [basis.errors.across(code) for code in codes]
    if any(sigma is None for sigma in sigmas):
        return None
    return RANGE * math.hypot(*(sigma or 0.0 for sigma in sigmas)) / len(sigmas)


def _midline_canthi(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    if absent := _missing(kind, basis.points):
        return FaceGuides(missing=absent)
    right, left = (basis.points[code].xy for code in kind.points)
    across = unit(right, left)
    estimated = not are_sure(basis.points, *kind.points)
    through, down = midpoint(right, left), (-across[1], across[0])
    between, width = basis.errors.between(*kind.points), distance(right, left)
    sigma = None if between is None or width == 0 else math.degrees(between / width)
    label = tr("Midline, canthi{range}", range=range_words(sigma))
    band = _middle_band(basis, kind.points)
    return FaceGuides((GuideLine(kind.id, through, down, label, kind.points, estimated, is_vertical=True, band=band),))


def _midline_through(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """The line through two points, and to which side it leans from the perpendicular of the pupil line."""
    points, frame = basis.points, basis.face
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    top, low = (points[code].xy for code in kind.points)
    aside, length = frame.aside(low) - frame.aside(top), distance(top, low)
    lean = abs(math.degrees(math.asin(max(-1.0, min(1.0, aside / length))))) if length else 0.0
    side = tr("left") if aside > 0 else tr("right")
    ends, eyes = [basis.errors.across(code) for code in kind.points], pupils_sigma(basis)
    sigma = None
    if eyes is not None and length and not any(end is None for end in ends):
        sigma = math.hypot(eyes, math.degrees(math.hypot(*(end or 0.0 for end in ends)) / length))
    words = tr("Midline by hand") if kind.draw == "midline-hand" else tr("Midline n-sn")
    leans = (
        tr("straight 0.0°")
        if round(lean, 1) == 0
        else tr("lower end {lean:.1f}° to the patient's {side}", lean=lean, side=side)
    )
    label = f"{words}: {leans}{range_words(sigma)}"
    estimated = not are_sure(points, *kind.points)
    return FaceGuides((GuideLine(kind.id, top, unit(top, low), label, kind.points, estimated, is_vertical=True),))


def _tilt(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """The line through a right and a left point, with its tilt against the pupil line."""
    points = basis.points
    right, left = kind.points[-2:]
    tilt = tilt_to_pupils(points, right, left)
    if tilt is None:
        return FaceGuides(missing=_missing(kind, points))
    unsure = not are_sure(points, "p_r", "p_l", right, left)
    words = tr("Mouth") if kind.draw == "pupils-and-mouth" else kind.label
    text = f"{words}: {lower_words(tilt)}{range_words(tilt_sigma(basis, right, left))}{estimated_mark(unsure)}"
    p, q = points[right].xy, points[left].xy
    return FaceGuides((GuideLine(kind.id, midpoint(p, q), unit(p, q), text, (right, left), unsure),))


def _pupils_and_mouth(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    frame = basis.face
    unsure = not are_sure(basis.points, "p_r", "p_l")
    roll = (frame.roll + 180) % 360 - 180
    words = tr("Pupils: {lower}{range} in the photo", lower=lower_words(roll), range=range_words(pupils_sigma(basis)))
    pupils = GuideLine(kind.id, frame.origin, frame.across, words, ("p_r", "p_l"), unsure)
    mouth = _tilt(kind, basis)
    return FaceGuides((pupils, *mouth.lines), (), mouth.missing)


def _canthal_tilt(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """Each eye's inner to outer canthus against the pupil line."""
    points, frame = basis.points, basis.face
    lines: list[GuideLine] = []
    arcs: list[GuideArc] = []
    for side in "rl":
        inner, outer = f"en_{side}", f"ex_{side}"
        if inner not in points or outer not in points:
            continue
        p, q = points[inner].xy, points[outer].xy
        width = abs(frame.aside(q) - frame.aside(p))
        rise = value_of("rise", _in(frame, p), _in(frame, q))
        unsure = not are_sure(points, "p_r", "p_l", inner, outer)
        ends, eyes = [basis.errors.down(code) for code in (inner, outer)], pupils_sigma(basis)
        sigma = None
        if eyes is not None and width and not any(end is None for end in ends):
            sigma = math.hypot(eyes, math.degrees(math.hypot(*(end or 0.0 for end in ends)) / width))
        level = frame.at(frame.aside(q) * 1.25, frame.height(p))
        beyond = (p[0] + 1.5 * (q[0] - p[0]), p[1] + 1.5 * (q[1] - p[1]))
        size = abs(round(rise, 1))
        where = tr("level") if size == 0 else tr("outer higher") if rise > 0 else tr("outer lower")
        words = (
            f"{side_letter(side == 'r')} {where} {decimal(size, '.1f')}°{range_words(sigma)}{estimated_mark(unsure)}"
        )
        lines.append(GuideLine(kind.id, p, unit(p, q), "", (inner, outer), unsure, ends=(p, beyond)))
        arcs.append(GuideArc(kind.id, level, p, beyond, words, unsure))
    return FaceGuides(tuple(lines), (), _missing(kind, points), tuple(arcs))


def _fifths(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """Vertical lines through canthi and hand-placed borders, and the widths between them as shares."""
    points, frame = basis.points, basis.face
    borders = [code for code in ("border_r", "border_l") if code not in points or not points[code].is_by_hand]
    if borders or any(code not in points for code in kind.points):
        absent = [point_name(code) for code in kind.points if code not in points or code in borders]
        return FaceGuides(missing=(tr("Fifths: place {absent} by hand.", absent=", ".join(absent)),))
    asides = [frame.aside(points[code].xy) for code in kind.points]
    whole = asides[-1] - asides[0]
    unsure = not are_sure(points, *kind.points)
    lines = tuple(
        GuideLine(
            kind.id,
            points[code].xy,
            frame.down,
            EARS if code == "border_r" else "",
            (code,),
            not is_solid(points[code]),
            is_vertical=True,
        )
        for code in kind.points
    )
    if whole <= 0:
        return FaceGuides(lines)
    ends = complex(asides[0]), complex(asides[-1])
    percents = [value_of("across-share", complex(a), complex(b), *ends) for a, b in itertools.pairwise(asides)]
    half = half_ranges(percents, whole, [basis.errors.across(code) for code in kind.points])
    notes = tuple(
        GuideNote(
            kind.id,
            frame.at((a + b) / 2, -0.75 * frame.iod),
            (tr("est. ") if unsure else "") + _share_words(percent, own, False),
            unsure,
        )
        for (a, b), percent, own in zip(itertools.pairwise(asides), percents, half, strict=True)
    )
    return FaceGuides(lines, notes)


EARS = tr("Fifths, ears not counted")


def _canon_thirds(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    return _divided(kind, basis, (1 / 3, 2 / 3))


def _canon_half(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    return _divided(kind, basis, (1 / 3,))


def _divided(kind: GuideKind, basis: GuideBasis, places: tuple[float, ...]) -> FaceGuides:
    """Lines across the face at shares of the way between two points."""
    points, frame = basis.points, basis.face
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    top, bottom = (frame.height(points[code].xy) for code in kind.points)
    words = tr("{name} (canon)", name=kind.name)
    return FaceGuides(
        tuple(
            GuideLine(kind.id, frame.at(0.0, top + (bottom - top) * place), frame.across, words, kind.points, True)
            for place in places
        )
    )


def _canon_fifths(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """Five times the distance of the inner canthi, about their middle."""
    points, frame = basis.points, basis.face
    if absent := _missing(kind, points):
        return FaceGuides(missing=absent)
    right, left = frame.aside(points["en_r"].xy), frame.aside(points["en_l"].xy)
    width, middle = left - right, (left + right) / 2
    places = [middle + (part - 2.5) * width for part in range(6)]
    name = tr("{name} (canon)", name=kind.name)
    lines = (
        GuideLine(kind.id, frame.at(place, 0.0), frame.down, "" if part else name, kind.points, True, is_vertical=True)
        for part, place in enumerate(places)
    )
    return FaceGuides(tuple(lines))


Maker = Callable[[GuideKind, GuideBasis], FaceGuides]
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
