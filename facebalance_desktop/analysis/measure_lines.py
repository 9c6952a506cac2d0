"""The lines of a measure on its photo: what is measured, and what it is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_shapes import FaceFrame, face_frame
from facebalance_desktop.analysis.measure_kinds import MeasureKind
from facebalance_desktop.analysis.measures import Reading
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point, midpoint

Segment = tuple[Point, Point]
TICK = 0.05
"""Half length of the ticks at the ends of a height, in pupil distances."""


@dataclass(frozen=True)
class MeasureLines:
    """Segments in px of the photo: `drawn` are the measured ones, `against` what they are measured from; `at` is where
    the value stands."""

    drawn: tuple[Segment, ...]
    against: tuple[Segment, ...]
    at: Point


def measure_lines(reading: Reading, points: Mapping[str, Landmark]) -> MeasureLines | None:
    """The lines of a measure that has its points; None for one that has not."""
    kind = reading.kind
    if any(code not in points for code in reading.codes) or not reading.codes:
        return None
    place = dict(zip(kind.codes, reading.codes, strict=True))
    ends = tuple(_middle([points[place[code]].xy for code in token.split("+")]) for token in kind.points)
    frame = face_frame(points) if kind.view == "frontal" else None
    maker = MAKERS.get(kind.kind)
    if maker is None or (kind.view == "frontal" and frame is None):
        return None
    drawn, against = maker(kind, ends, frame or FaceFrame((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), 1.0))
    last = drawn[-1]
    return MeasureLines(drawn, against, midpoint(*last))


def _middle(points: list[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


Made = tuple[tuple[Segment, ...], tuple[Segment, ...]]
Maker = Callable[[MeasureKind, tuple[Point, ...], FaceFrame], Made]


def _height(one: Point, other: Point, frame: FaceFrame) -> tuple[Segment, ...]:
    """Down the face from one height to the other, with a tick at each."""
    aside = (frame.aside(one) + frame.aside(other)) / 2
    tick = TICK * frame.iod
    high, low = frame.height(one), frame.height(other)
    ticks = tuple((frame.at(aside - tick, at), frame.at(aside + tick, at)) for at in (high, low))
    return (*ticks, (frame.at(aside, high), frame.at(aside, low)))


def _heights(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    pairs = [_height(one, other, frame) for one, other in _pairs(ends)]
    if kind.kind == "share":
        return pairs[0], pairs[1]
    return tuple(segment for pair in reversed(pairs) for segment in pair), ()


def _across(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """Widths at the height of the eyes."""

    def width(one: Point, other: Point) -> Segment:
        return frame.at(frame.aside(one), 0.0), frame.at(frame.aside(other), 0.0)

    pairs = _pairs(ends)
    return (width(*pairs[0]),), (width(*pairs[1]),)


def _joined(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """Lines between the points, two by two; of a ratio the second is what the first is measured against."""
    pairs = _pairs(ends)
    return (pairs[:1], pairs[1:]) if kind.kind in ("ratio", "plumb-tilt") else (pairs, ())


def _tilted(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """The line, and the level one through its first end."""
    pairs = _pairs(ends)
    level = tuple((one, frame.at(frame.aside(other), frame.height(one))) for one, other in pairs)
    return pairs, level


def _leaning(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    top, low = ends
    return ((top, low),), ((top, frame.at(frame.aside(top), frame.height(low))),)


def _asides(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """From the midline to each point."""
    heights = [frame.height(end) for end in ends]
    drawn = tuple((frame.at(0.0, height), end) for end, height in zip(ends, heights, strict=True))
    return drawn, ((frame.at(0.0, 0.0), frame.at(0.0, max(heights))),)


def _angle(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    return ((ends[1], ends[0]), (ends[1], ends[2])), ()


def _two_lines(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    return ((ends[2], ends[3]),), ((ends[0], ends[1]),)


def _from_line(start: Point, end: Point, of: Point) -> Segment:
    """The perpendicular from the line through two points to a third."""
    foot = _foot(start, end, of)
    return foot, of


def _foot(start: Point, end: Point, of: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy or 1.0
    share = ((of[0] - start[0]) * dx + (of[1] - start[1]) * dy) / square
    return start[0] + share * dx, start[1] + share * dy


def _ahead(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    return (_from_line(ends[0], ends[1], ends[2]),), ((ends[0], ends[1]),)


def _ahead_of_plumb(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """From the parallel to the declared vertical through the third point."""
    top, low, at, of = ends
    along = (low[0] - top[0], low[1] - top[1])
    drawn = _from_line(at, (at[0] + along[0], at[1] + along[1]), of)
    return (drawn,), ((at, drawn[0]),)


def _meridian(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    """From the perpendicular to the Frankfort horizontal through the third point."""
    po, orbit, at, of = ends
    down = (-(orbit[1] - po[1]), orbit[0] - po[0])
    drawn = _from_line(at, (at[0] + down[0], at[1] + down[1]), of)
    return (drawn,), ((po, orbit), (at, drawn[0]))


def _goode(kind: MeasureKind, ends: tuple[Point, ...], frame: FaceFrame) -> Made:
    crease, tip, nasion, po, orbit = ends
    along = (orbit[0] - po[0], orbit[1] - po[1])
    reach = _foot(crease, (crease[0] + along[0], crease[1] + along[1]), tip)
    return ((crease, reach),), ((nasion, tip), (po, orbit))


def _pairs(ends: tuple[Point, ...]) -> tuple[Segment, ...]:
    return tuple((ends[n], ends[n + 1]) for n in range(0, len(ends) - 1, 2))


MAKERS: Mapping[str, Maker] = {
    "height": _heights,
    "share": _heights,
    "height-ratio": _heights,
    "difference": _heights,
    "across-share": _across,
    "distance": _joined,
    "ratio": _joined,
    "asymmetry": _joined,
    "reflection": _joined,
    "plumb-tilt": _joined,
    "tilt": _tilted,
    "level": _tilted,
    "rise": _tilted,
    "rise-difference": _tilted,
    "lean": _leaning,
    "aside": _asides,
    "lateral": _asides,
    "angle": _angle,
    "bend": _angle,
    "lines": _two_lines,
    "ahead": _ahead,
    "plumb-ahead": _ahead_of_plumb,
    "meridian": _meridian,
    "goode": _goode,
}
"""By the formula; a test holds that every formula has its lines."""
