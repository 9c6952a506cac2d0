"""Annotations as drawings on the page: areas, points, arrows, notes, rulers and angles, and the legend of a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

from facebalance_desktop.drawing.faces import PLATE, TEXT, Place
from facebalance_desktop.drawing.primitives import Align, Area, Disc, Drawing, Line, Stroke, Text
from facebalance_desktop.geometry import Point, Rect, Similarity, angle, bounds, distance, midpoint
from facebalance_desktop.planning.annotations import POINT_RADIUS, Annotation, outline, strokes
from facebalance_desktop.planning.shapes import area_centre
from facebalance_desktop.planning.templates import SCHEMATIC
from facebalance_desktop.planning.treatments import Plan, Treatment
from facebalance_desktop.project.carrying import Appearance
from facebalance_desktop.project.memory import Memory

DONE_OPACITY, DONE_WIDTH = 0.52, 2.0
"""What was done is drawn fuller and with a broader edge than what is planned; dashed means: its place is in doubt."""
HEAD = 6.0
"""Length of an arrow's head in points."""
NOTE_SHARE = 44
"""Letters in a line of a note."""
TICK = 3.0


def annotation_drawings(
    found: Sequence[Appearance], plan: Plan, place: Place, iod: float | None
) -> tuple[Drawing, ...]:
    """What is drawn, back to front; names and figures are placed through the place's labels, the front one first.

    `iod` is the photo's pupil distance in px, None where unknown: rulers say per cent of it.
    """
    drawn: list[Drawing] = []
    treated = _by_annotation(plan)
    for appearance in found:
        drawn.extend(_shape(appearance, treated.get(appearance.original.id, ()), place.photo_to_page))
    for appearance in reversed(found):
        _label(appearance, treated.get(appearance.original.id, ()), place, iod)
    return tuple(drawn)


_shapes: Memory[tuple[Drawing, ...]] = Memory(4000)


def _by_annotation(plan: Plan) -> dict[str, tuple[Treatment, ...]]:
    found: dict[str, tuple[Treatment, ...]] = {}
    for item in plan.treatments:
        if item.annotation is not None and item.is_shown:
            found[item.annotation] = (*found.get(item.annotation, ()), item)
    return found


def look_of(item: Annotation, treatments: Sequence[Treatment], is_sure: bool) -> tuple[str, float, float, bool]:
    """Colour, width of the edge, opacity of the area, and whether the edge is dashed."""
    colour = treatments[-1].colour if treatments else item.colour
    if any(treatment.state == "done" for treatment in treatments):
        return colour, max(item.width, DONE_WIDTH), max(item.opacity, DONE_OPACITY), not is_sure
    return colour, item.width, item.opacity, not is_sure


def _shape(appearance: Appearance, treatments: Sequence[Treatment], to_page: Similarity) -> tuple[Drawing, ...]:
    made_from = (appearance, *treatments)
    return _shapes.of(made_from, (to_page,), lambda: _made(appearance, treatments, to_page))


def _made(appearance: Appearance, treatments: Sequence[Treatment], to_page: Similarity) -> tuple[Drawing, ...]:
    item, sight = appearance.annotation, appearance.sight
    colour, width, opacity, is_dashed = look_of(item, treatments, sight == "seen")
    stroke = Stroke(colour, width, is_dashed)
    if item.is_zone:
        edge = tuple(to_page.point(point) for point in outline(item))
        if len(edge) < 3:
            return ()
        return Area(edge, colour, opacity), Line(edge, stroke, is_closed=True)
    points = tuple(to_page.point(point) for point in item.points)
    if item.kind == "point":
        return (Disc(points[0], POINT_RADIUS, colour, max(opacity, 0.75), Stroke("#10151b", 0.9)),)
    pieces = [(to_page.point(p), to_page.point(q)) for p, q in strokes(item)]
    drawn: list[Drawing] = [Line(piece, stroke) for piece in pieces]
    if item.kind == "arrow" and pieces:
        drawn.append(Line(arrow_head(*pieces[0]), stroke))
    elif item.kind == "ruler" and pieces:
        drawn.extend(Line(tick, stroke) for tick in _ticks(*pieces[0]))
    elif item.kind in ("line", "fan", "note") and pieces:
        drawn.append(Disc(points[0], 2.0, colour, 1.0, Stroke("#10151b", 0.7)))
    elif item.kind == "angle" and len(points) == 3:
        drawn.append(Line(arc(points[1], points[0], points[2]), stroke))
    return tuple(drawn)


def arrow_head(start: Point, end: Point) -> tuple[Point, ...]:
    turn = math.atan2(end[1] - start[1], end[0] - start[0])
    size = min(HEAD, distance(start, end) * 0.6)
    left, right = (
        (end[0] - size * math.cos(turn + side), end[1] - size * math.sin(turn + side)) for side in (0.45, -0.45)
    )
    return left, end, right


def _ticks(start: Point, end: Point) -> tuple[tuple[Point, Point], ...]:
    length = max(distance(start, end), 1e-9)
    dx, dy = -(end[1] - start[1]) / length * TICK, (end[0] - start[0]) / length * TICK
    return tuple(((x - dx, y - dy), (x + dx, y + dy)) for x, y in (start, end))


def arc(vertex: Point, start: Point, end: Point) -> tuple[Point, ...]:
    """The arc between the two legs of an angle, on its inner side."""
    radius = 0.35 * min(distance(vertex, start), distance(vertex, end))
    first = math.radians(angle(vertex, start))
    turn = (math.radians(angle(vertex, end)) - first + math.pi) % (2 * math.pi) - math.pi
    return tuple(
        (vertex[0] + radius * math.cos(first + turn * k / 16), vertex[1] + radius * math.sin(first + turn * k / 16))
        for k in range(17)
    )


def measured(item: Annotation, iod: float | None) -> str:
    """What a ruler or an angle says: per cent of the pupil distance, or degrees."""
    if item.kind == "ruler" and len(item.points) == 2:
        length = distance(item.points[0], item.points[1])
        return f"{length:.0f} px" if not iod else f"{100 * length / iod:.1f} % of the pupil distance"
    if item.kind == "angle" and len(item.points) == 3:
        first, vertex, second = item.points
        turn = abs((angle(vertex, first) - angle(vertex, second) + 180) % 360 - 180)
        return f"{turn:.1f}°"
    return ""


def label_words(appearance: Appearance, treatments: Sequence[Treatment], iod: float | None) -> str:
    """The words beside an annotation: its name, what it measures, and what is doubtful about its place."""
    item = appearance.annotation
    words = [item.name] if item.name else []
    if item.kind in ("ruler", "angle"):
        words.append(measured(item, iod))
    if treatments:
        states = {treatment.state for treatment in treatments}
        words.append(" and ".join(state for state in ("planned", "done") if state in states))
    if appearance.original.is_schematic:
        words.append(SCHEMATIC)
    if appearance.is_approximate:
        words.append("approximate")
    elif appearance.sight == "doubtful":
        words.append("place in doubt")
    return " · ".join(word for word in words if word)


def _label(appearance: Appearance, treatments: Sequence[Treatment], place: Place, iod: float | None) -> None:
    item, size = appearance.annotation, place.size
    if item.kind == "note":
        _note(item, place)
        return
    words = label_words(appearance, treatments, iod)
    at = _anchor(item, place.photo_to_page)
    if not words or not place.frame.contains(at):
        return
    text = Text(words, at, size, "#ffffff", "centre", "middle", is_bold=bool(treatments), box=PLATE)
    shifts = [(0.0, 0.0), (0.0, size * 2), (0.0, -size * 2), (0.0, size * 4), (0.0, -size * 4)]
    if not item.is_zone:
        shifts = [(0.0, size * 1.5), (0.0, -size * 1.5), *shifts[3:]]
    place.labels.place(text, shifts)


def _anchor(item: Annotation, to_page: Similarity) -> Point:
    """Where the name of an annotation stands, on the page."""
    if item.is_zone:
        return to_page.point(area_centre(outline(item)))
    if item.kind == "angle":
        return to_page.point(item.points[1])
    if len(item.points) >= 2:
        return to_page.point(midpoint(item.points[0], item.points[1]))
    return to_page.point(item.points[0])


def note_lines(text: str) -> tuple[str, ...]:
    """A note in lines of at most NOTE_SHARE letters, broken between words."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > NOTE_SHARE:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return tuple(line for line in lines if line)


def _note(item: Annotation, place: Place) -> None:
    if len(item.points) < 2:
        return
    tip, at = (place.photo_to_page.point(point) for point in item.points)
    size = place.size
    align: Align = "left" if at[0] >= tip[0] else "right"
    lines = note_lines(item.text) or ("Empty note",)
    for n, line in enumerate(lines):
        spot = (at[0], at[1] + (n - (len(lines) - 1) / 2) * size * 1.55)
        if place.frame.contains(at):
            place.labels.place(Text(line, spot, size, "#ffffff", align, "middle", box=PLATE, box_opacity=0.8))


def legend(plan: Plan, shown: Sequence[Appearance], frame: Rect, text_scale: float) -> tuple[Drawing, ...]:
    """The colours of the modalities that are drawn, as a column in the lower left corner of `frame`."""
    treated = _by_annotation(plan)
    colours = {
        item.modality_name: item.colour
        for appearance in shown
        for item in treated.get(appearance.original.id, ())
        if item.modality_name
    }
    size = TEXT * text_scale
    drawn: list[Drawing] = []
    for n, (name, colour) in enumerate(reversed(colours.items())):
        x, y = frame.x + size, frame.bottom - size * 1.6 - n * size * 1.9
        drawn.append(Text(name, (x + size * 1.6, y), size, "#ffffff", "left", "middle", box=PLATE))
        drawn.append(Disc((x + size * 0.6, y), size * 0.5, colour, 1.0, Stroke("#10151b", 0.7)))
    return tuple(drawn)


def extent_on_page(item: Annotation, to_page: Similarity) -> Rect:
    """The frame round an annotation on the page."""
    return bounds(to_page.point(point) for point in (outline(item) if item.is_zone else item.points))
