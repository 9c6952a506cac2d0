"""Guides of one face as lines in the pixels of its photo: thirds, midline, horizontals, and a drawing canon.

The frame of a face is its pupil line (x axis, from the subject's right pupil to the left) and the perpendicular through
the middle of the pupils (Emotrics' midline, Guarin et al. 2018). Lines through points that nobody has confirmed are
estimated: drawn dashed, their figures with a range.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point, Rect, angle, midpoint

GUIDES: tuple[tuple[str, str], ...] = (
    ("thirds", "Facial thirds"),
    ("midline", "Facial midline"),
    ("horizontals", "Horizontals"),
    ("canon-thirds", "Equal thirds (canon)"),
)
"""Id and name of each guide, in the order of the panel."""

COLOURS: Mapping[str, str] = {
    "thirds": "#7fd6ff",
    "midline": "#ffd166",
    "horizontals": "#b9f18c",
    "canon-thirds": "#e6b8ff",
}

THIRDS = ("tr", "g", "sn", "me")
NAMES = {"tr": "Hairline (tr)", "g": "Glabella (g)", "sn": "Subnasale (sn)", "me": "Menton (me)"}
RANGE = 1.96
"""Half-width of a 95 % range in standard deviations."""


@dataclass(frozen=True)
class GuideLine:
    """An endless line through `through` along `direction` (unit vector), photo px; it rests on `points` (codes)."""

    guide: str
    through: Point
    direction: Point
    label: str
    points: tuple[str, ...]
    is_estimated: bool
    is_vertical: bool = False


@dataclass(frozen=True)
class GuideNote:
    """A figure shown at a place of the face, photo px."""

    guide: str
    at: Point
    text: str
    is_estimated: bool


@dataclass(frozen=True)
class FaceGuides:
    """All lines and figures of the guides asked for; `missing` says in a sentence what could not be drawn and why."""

    lines: tuple[GuideLine, ...] = ()
    notes: tuple[GuideNote, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class FaceFrame:
    """Middle of the pupils, unit vectors along the pupil line (to image right) and down the face, and iod, in px."""

    origin: Point
    across: Point
    down: Point
    iod: float

    def height(self, point: Point) -> float:
        """How far down the face a point lies, px."""
        return (point[0] - self.origin[0]) * self.down[0] + (point[1] - self.origin[1]) * self.down[1]

    def at(self, across: float, down: float) -> Point:
        return (
            self.origin[0] + across * self.across[0] + down * self.down[0],
            self.origin[1] + across * self.across[1] + down * self.down[1],
        )

    @property
    def region(self) -> Rect:
        """Where the lines are worth drawing, px in the frame (across, down) relative to the origin."""
        return Rect(-1.6 * self.iod, -2.2 * self.iod, 3.2 * self.iod, 4.6 * self.iod)


def face_frame(points: Mapping[str, Landmark]) -> FaceFrame | None:
    """The frame of a face by its pupils, or by the middles of its lids' corners where a pupil is missing."""
    ends: list[Point] = []
    for side in "rl":
        if f"p_{side}" in points:
            ends.append(points[f"p_{side}"].xy)
        elif f"en_{side}" in points and f"ex_{side}" in points:
            ends.append(midpoint(points[f"en_{side}"].xy, points[f"ex_{side}"].xy))
    if len(ends) < 2:
        return None
    (x1, y1), (x2, y2) = ends
    iod = math.hypot(x2 - x1, y2 - y1)
    if iod == 0:
        return None
    across = ((x2 - x1) / iod, (y2 - y1) / iod)
    return FaceFrame(midpoint(*ends), across, (-across[1], across[0]), iod)


def is_sure(point: Landmark) -> bool:
    """Whether a human has confirmed, corrected or placed the point."""
    return point.is_by_hand or point.is_confirmed


@dataclass(frozen=True)
class Thirds:
    """Heights tr-g, g-sn, sn-me in px and as per cents of tr-me, each with a 95 % half-range (None: unknown)."""

    lengths: tuple[float, float, float]
    percents: tuple[float, float, float]
    half_ranges: tuple[float | None, float | None, float | None]
    is_estimated: bool


def thirds(points: Mapping[str, Landmark]) -> Thirds | None:
    """Facial thirds by the patient's own points; None while a point or the frame is missing.

    The range of p_i = d_i / (d_1 + d_2 + d_3) is propagated to first order from the points' sigmas along the face.
    """
    frame = face_frame(points)
    if frame is None or any(code not in points for code in THIRDS):
        return None
    heights = [frame.height(points[code].xy) for code in THIRDS]
    total = heights[3] - heights[0]
    if total <= 0:
        return None
    lengths = (heights[1] - heights[0], heights[2] - heights[1], heights[3] - heights[2])
    percents = tuple(100 * length / total for length in lengths)
    sigmas = [points[code].sigma for code in THIRDS]
    half: list[float | None] = []
    for part in range(3):
        if any(sigma is None for sigma in sigmas):
            half.append(None)
            continue
        share = percents[part] / 100
        slopes = [0.0] * 4
        slopes[part] -= 1.0
        slopes[part + 1] += 1.0
        slopes[0] += share
        slopes[3] -= share
        variance = sum((slope * (sigma or 0.0) / total) ** 2 for slope, sigma in zip(slopes, sigmas, strict=True))
        half.append(100 * RANGE * math.sqrt(variance))
    estimated = not all(is_sure(points[code]) for code in THIRDS)
    first, second, third = percents
    return Thirds(lengths, (first, second, third), (half[0], half[1], half[2]), estimated)


def tilt_to_pupils(points: Mapping[str, Landmark], right: str, left: str) -> float | None:
    """Angle of the line from `right` to `left` against the pupil line in degrees, positive when the subject's left is
    lower; None while a point is missing."""
    frame = face_frame(points)
    if frame is None or right not in points or left not in points:
        return None
    own = angle(points[right].xy, points[left].xy)
    pupils = math.degrees(math.atan2(frame.across[1], frame.across[0]))
    return (own - pupils + 180) % 360 - 180


def face_guides(points: Mapping[str, Landmark], shown: frozenset[str]) -> FaceGuides:
    """The lines and figures of the guides in `shown` for one face, in px of its photo."""
    if not shown:
        return FaceGuides()
    frame = face_frame(points)
    if frame is None:
        return FaceGuides(missing=("The guides need both pupils; place them by hand.",))
    parts = [make(points, frame) for guide, make in _MAKERS.items() if guide in shown]
    return FaceGuides(
        tuple(line for part in parts for line in part.lines),
        tuple(note for part in parts for note in part.notes),
        tuple(sentence for part in parts for sentence in part.missing),
    )


def _thirds_guide(points: Mapping[str, Landmark], frame: FaceFrame) -> FaceGuides:
    lines = tuple(
        GuideLine("thirds", points[code].xy, frame.across, NAMES[code], (code,), not is_sure(points[code]))
        for code in THIRDS
        if code in points
    )
    absent = [NAMES[code] for code in THIRDS if code not in points]
    missing = (f"Thirds need {', '.join(absent)}: place by hand.",) if absent else ()
    figures = thirds(points)
    if figures is None:
        return FaceGuides(lines, (), missing)
    notes = []
    for part, (percent, half) in enumerate(zip(figures.percents, figures.half_ranges, strict=True)):
        top, bottom = (frame.height(points[code].xy) for code in THIRDS[part : part + 2])
        text = f"{percent:.0f} %"
        if figures.is_estimated:
            text = f"estimated {percent:.0f} %" if half is None else f"estimated {percent:.0f} % ± {max(half, 1):.0f}"
        notes.append(
            GuideNote("thirds", frame.at(frame.region.right * 0.9, (top + bottom) / 2), text, figures.is_estimated)
        )
    return FaceGuides(lines, tuple(notes), missing)


def _midline_guide(points: Mapping[str, Landmark], frame: FaceFrame) -> FaceGuides:
    codes = tuple(code for code in ("p_r", "p_l") if code in points)
    estimated = not all(is_sure(points[code]) for code in codes)
    label = "Midline, perpendicular to pupils"
    return FaceGuides((GuideLine("midline", frame.origin, frame.down, label, codes, estimated, is_vertical=True),))


def _horizontals_guide(points: Mapping[str, Landmark], frame: FaceFrame) -> FaceGuides:
    roll = math.degrees(math.atan2(frame.across[1], frame.across[0]))
    codes = tuple(code for code in ("p_r", "p_l") if code in points)
    unsure = not all(is_sure(points[code]) for code in codes)
    lines = [
        GuideLine("horizontals", frame.origin, frame.across, f"Pupils: head/camera roll {roll:+.1f}°", codes, unsure)
    ]
    tilt = tilt_to_pupils(points, "ch_r", "ch_l")
    if tilt is None:
        return FaceGuides(tuple(lines), (), ("The mouth line needs both mouth corners: place them by hand.",))
    right, left = points["ch_r"], points["ch_l"]
    own = math.radians(angle(right.xy, left.xy))
    unsure = unsure or not (is_sure(right) and is_sure(left))
    text = f"Mouth corners {tilt:+.1f}° to pupils" + (_tilt_range(points, frame) if unsure else "")
    lines.append(
        GuideLine(
            "horizontals", midpoint(right.xy, left.xy), (math.cos(own), math.sin(own)), text, ("ch_r", "ch_l"), unsure
        )
    )
    return FaceGuides(tuple(lines))


def _tilt_range(points: Mapping[str, Landmark], frame: FaceFrame) -> str:
    """The 95 % range of the mouth's tilt against the pupil line, from the four points' sigmas."""
    sigmas = [points[code].sigma if code in points else None for code in ("p_r", "p_l", "ch_r", "ch_l")]
    width = math.hypot(*(a - b for a, b in zip(points["ch_r"].xy, points["ch_l"].xy, strict=True)))
    if any(sigma is None for sigma in sigmas) or width == 0:
        return ", estimated"
    eyes = math.hypot(sigmas[0] or 0, sigmas[1] or 0) / frame.iod
    mouth = math.hypot(sigmas[2] or 0, sigmas[3] or 0) / width
    return f", estimated ± {max(0.1, math.degrees(RANGE * math.hypot(eyes, mouth))):.1f}°"


def _canon_guide(points: Mapping[str, Landmark], frame: FaceFrame) -> FaceGuides:
    if "tr" not in points or "me" not in points:
        return FaceGuides(missing=("Equal thirds need the hairline and the menton: place them by hand.",))
    top, bottom = frame.height(points["tr"].xy), frame.height(points["me"].xy)
    lines = tuple(
        GuideLine(
            "canon-thirds",
            frame.at(0.0, top + (bottom - top) * part / 3),
            frame.across,
            "drawing canon, not a target",
            ("tr", "me"),
            True,
        )
        for part in (1, 2)
    )
    return FaceGuides(lines)


_MAKERS: Mapping[str, Callable[[Mapping[str, Landmark], FaceFrame], FaceGuides]] = {
    "thirds": _thirds_guide,
    "midline": _midline_guide,
    "horizontals": _horizontals_guide,
    "canon-thirds": _canon_guide,
}
