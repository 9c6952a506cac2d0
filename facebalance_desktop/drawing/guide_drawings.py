"""Guides and zones of one photo as drawings on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_shapes import estimated_mark, range_words
from facebalance_desktop.analysis.guides import COLOURS, FaceGuides, GuideArc, GuideLine
from facebalance_desktop.drawing.labels import PLATE_X, Labels
from facebalance_desktop.drawing.primitives import Align, Area, Drawing, Line, Stroke, Text
from facebalance_desktop.drawing.text_colour import for_words
from facebalance_desktop.geometry import Point, Rect, Similarity, clip_line
from facebalance_desktop.project.memory import cached_by_value
from facebalance_desktop.project.model import GuideState

GUIDE_WIDTH = 0.9
BAND_OPACITY = 0.16
TEXT = 7.5
PLATE = "#10151b"


@dataclass(frozen=True)
class DrawingPlace:
    """Where the drawings of one photo go: how its px become page points, its frame, its labels, the size of text.

    `is_live`: names stand in the margin, figures only with `has_values`; `has_signs`: what is schematic is marked.
    `is_right`: labels of horizontal lines stand at the right edge (the after photo of a wipe). `numbers`: what stands
    beside a drawing in place of its name, by its id, nothing for others; None: its name. `middle` is the middle of the
    pupils in page points.
    """

    photo_to_page: Similarity
    frame: Rect
    labels: Labels
    text_scale: float
    is_right: bool = False
    numbers: Mapping[str, int] | None = None
    middle: Point | None = None
    is_live: bool = False
    has_values: bool = True
    has_signs: bool = True

    @property
    def size(self) -> float:
        return TEXT * self.text_scale


def guide_segment(
    line: GuideLine, extent: Sequence[Point], photo_to_page: Similarity, pane: Rect
) -> tuple[Point, Point] | None:
    """The visible piece of a guide line in page points: as long as `extent` (photo px), cut at the pane."""
    if line.ends is not None:
        start, end = (photo_to_page.point(end) for end in line.ends)
        direction = (end[0] - start[0], end[1] - start[1])
        cut = clip_line(start, direction, pane)
        return None if cut is None else _within(start, end, cut)
    frame = _worthwhile(tuple(extent), photo_to_page, pane)
    if frame.width <= 0 or frame.height <= 0:
        return None
    start = photo_to_page.point(line.through)
    end = photo_to_page.point((line.through[0] + line.direction[0], line.through[1] + line.direction[1]))
    length = photo_to_page.scale
    return clip_line(start, ((end[0] - start[0]) / length, (end[1] - start[1]) / length), frame)


@cached_by_value(16)
def _worthwhile(extent: tuple[Point, ...], photo_to_page: Similarity, pane: Rect) -> Rect:
    """Where endless lines are drawn: the part of the pane round the extent, the same for all lines of a face."""
    corners = [photo_to_page.point(corner) for corner in extent]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x, y = max(min(xs), pane.x), max(min(ys), pane.y)
    return Rect(x, y, min(max(xs), pane.right) - x, min(max(ys), pane.bottom) - y)


def _within(start: Point, end: Point, cut: tuple[Point, Point]) -> tuple[Point, Point] | None:
    """The part of the segment that lies within `cut`, a longer piece of the same line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    if square == 0:
        return None
    low, high = (((x - start[0]) * dx + (y - start[1]) * dy) / square for x, y in cut)
    low, high = max(0.0, min(low, high)), min(1.0, max(low, high))
    if low >= high:
        return None
    return (start[0] + low * dx, start[1] + low * dy), (start[0] + high * dx, start[1] + high * dy)


def guide_drawings(guides: FaceGuides, place: DrawingPlace, states: Mapping[str, GuideState]) -> tuple[Drawing, ...]:
    """The guides' lines; their labels and figures are placed through the place's labels."""
    bands: list[Drawing] = []
    drawn: list[Drawing] = []
    for line in guides.lines:
        ends = guide_segment(line, guides.extent, place.photo_to_page, place.frame)
        if ends is None:
            continue
        colour, width = look_of(line.guide, states)
        if line.band is not None:
            bands.append(_band(ends, line.band * place.photo_to_page.scale, colour))
        drawn.append(Line(ends, Stroke(colour, width, line.is_estimated)))
        if line.label:
            _label(line, ends, place, colour)
    for arc in guides.arcs:
        drawn.extend(_arc(arc, place, *look_of(arc.guide, states)))
    size = place.size
    for note in guides.notes if place.has_values else ():
        at = place.photo_to_page.point(note.at)
        if place.frame.contains(at):
            colour = look_of(note.guide, states)[0]
            text = Text(note.text, at, size, for_words(colour), "centre", "middle", is_bold=True)
            shifts = [(0.0, 0.0), (0.0, size * 1.9), (0.0, -size * 1.9), (-size * 5, 0.0)]
            place.labels.place(text, shifts, may_lie_on_face=True)
    return (*bands, *drawn)


def look_of(guide: str, states: Mapping[str, GuideState]) -> tuple[str, float]:
    """Colour and width of a guide: what the user chose, else the table's."""
    state = states.get(guide)
    colour = COLOURS.get(guide, "#ffffff")
    if state is None:
        return colour, GUIDE_WIDTH
    return state.colour or colour, state.width or GUIDE_WIDTH


def _band(ends: tuple[Point, Point], half: float, colour: str) -> Area:
    """The 95 % range round a line."""
    (x1, y1), (x2, y2) = ends
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = -(y2 - y1) / length * half, (x2 - x1) / length * half
    return Area(((x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)), colour, BAND_OPACITY)


def _label(line: GuideLine, ends: tuple[Point, Point], place: DrawingPlace, colour: str) -> None:
    size = place.size
    left, right = sorted(ends)
    words = line.label if place.has_values else name_of(line)
    if line.is_vertical:
        top = min(ends, key=lambda end: end[1])
        beside = (top[0] + size * 0.8, top[1] + size) if place.is_live else (top[0], top[1] + size)
        text = Text(words, beside, size, for_words(colour), "left" if place.is_live else "centre", "top")
        place.labels.place(text, [(0.0, step * size * 1.9) for step in range(6)])
        return
    name = words + estimated_mark(line.guide in ("thirds", "lower-third") and line.is_estimated)
    shifts = [(0.0, 0.0), (0.0, size * 2.2), (0.0, -size * 1.9), (0.0, size * 4.1), (0.0, -size * 3.8)]
    frame = place.labels.frame
    for is_right in (place.is_right,) if place.is_live else (place.is_right, not place.is_right):
        x, y = (right[0] - size * 0.6, right[1]) if is_right else (left[0] + size * 0.6, left[1])
        if place.is_live:
            x = frame.right - size * PLATE_X if is_right else frame.x + size * PLATE_X
        align: Align = "right" if is_right else "left"
        text = Text(name, (x, y - size * 0.45), size, for_words(colour), align, "bottom")
        if place.labels.place(text, shifts):
            return


def name_of(line: GuideLine) -> str:
    """A guide's name without its figures: `Mouth` of `Mouth: left lower 2.0° ± 1.3°`."""
    return re.split(r": | ±\s", line.label, maxsplit=1)[0].removesuffix(range_words(None))


def _arc(arc: GuideArc, place: DrawingPlace, colour: str, width: float) -> tuple[Drawing, ...]:
    """The arc of an angle and its figure, on the side to which the angle opens."""
    start, vertex, end = (place.photo_to_page.point(point) for point in (arc.start, arc.vertex, arc.end))
    first = math.atan2(start[1] - vertex[1], start[0] - vertex[0])
    turn = (math.atan2(end[1] - vertex[1], end[0] - vertex[0]) - first + math.pi) % (2 * math.pi) - math.pi
    radius = 0.6 * min(math.dist(start, vertex), math.dist(end, vertex))
    if radius <= 0 or not place.frame.contains(vertex):
        return ()
    steps = 24
    points = tuple(
        (
            vertex[0] + radius * math.cos(first + turn * step / steps),
            vertex[1] + radius * math.sin(first + turn * step / steps),
        )
        for step in range(steps + 1)
    )
    size = place.size
    middle = first + turn / 2
    away = max(radius, 0.0) + size * 1.6
    at = (vertex[0] + away * math.cos(middle), vertex[1] + away * math.sin(middle))
    text = Text(arc.label, at, size, for_words(colour), "left" if math.cos(middle) >= 0 else "right", "middle")
    if place.has_values:
        shifts = [(0.0, step * size) for step in (0.0, 1.9, -1.9, 3.8, -3.8)]
        shifts += [(step * size * math.cos(middle), step * size * math.sin(middle)) for step in (2.5, 5.0)]
        place.labels.place(text, shifts, may_lie_on_face=True)
    return (Line(points, Stroke(colour, width, arc.is_estimated)),)
