"""Annotations as drawings on the page: areas, points, arrows, notes, rulers and angles, and the legend of a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

from facebalance_desktop.drawing.annotation_labels import name_all
from facebalance_desktop.drawing.guide_drawings import TEXT, DrawingPlace
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Mark, Stroke, Text
from facebalance_desktop.geometry import Point, Rect, Similarity, angle, distance
from facebalance_desktop.planning.annotations import POINT_RADIUS, Annotation, outline, strokes
from facebalance_desktop.planning.treatments import Plan, Treatment, modality_words
from facebalance_desktop.project.annotation_transfer import Appearance
from facebalance_desktop.project.identity_cache import IdentityCache, IdentityDict

DONE_OPACITY, DONE_WIDTH = 0.52, 2.0
"""What was done is drawn fuller and with a broader edge than what is planned; dashed means: its place is in doubt."""
HEAD = 6.0
"""Length of an arrow's head in points."""
TICK = 3.0


def annotation_drawings(
    found: Sequence[Appearance], plan: Plan, place: DrawingPlace, iod: float | None
) -> tuple[Drawing, ...]:
    """What is drawn, back to front; names and figures are placed through the place's labels, the front one first.

    `iod` is the photo's pupil distance in px, None where unknown: rulers say per cent of it.
    """
    drawn: list[Drawing] = []
    treated = _by_annotation(plan)
    known = _plain.of((), (place.photo_to_page,), IdentityDict)
    if len(known) > REMEMBERED:
        known.clear()
    for appearance in found:
        if own := treated.get(appearance.original.id):
            drawn.extend(_shape(appearance, own, place.photo_to_page))
            continue
        shape = known.get(appearance)
        if shape is None:
            shape = known[appearance] = _shape(appearance, (), place.photo_to_page)
        drawn.extend(shape)
    leaders = name_all(found, treated, place, iod)
    return (*leaders, *drawn)


REMEMBERED = 4000
_shapes: IdentityCache[tuple[Drawing, ...]] = IdentityCache(REMEMBERED)
_plain: IdentityCache[IdentityDict[tuple[Drawing, ...]]] = IdentityCache(16)
"""By place on the page: the drawings of what has no treatment, by the identity of the appearance."""


def _by_annotation(plan: Plan) -> dict[str, tuple[Treatment, ...]]:
    found: dict[str, tuple[Treatment, ...]] = {}
    for item in plan.treatments:
        if item.annotation is not None and item.is_shown:
            found[item.annotation] = (*found.get(item.annotation, ()), item)
    return found


def look_of(item: Annotation, treatments: Sequence[Treatment], is_sure: bool) -> tuple[str, float, float, bool]:
    """Colour, width of the edge, opacity of the area, and whether the edge is dashed."""
    colour = next((one.colour for one in reversed(treatments) if one.colour), item.colour)
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
    if item.kind == "stroke":
        return (Line(points, stroke),)
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


def legend(plan: Plan, shown: Sequence[Appearance], frame: Rect, text_scale: float) -> tuple[Drawing, ...]:
    """The colours of the modalities that are drawn, as a column in the lower left corner of `frame`; a modality with
    two colours, because the table changed in between, stands there with both."""
    treated = _by_annotation(plan)
    colours = {
        (modality_words(item), item.colour): None
        for appearance in shown
        for item in treated.get(appearance.original.id, ())
        if item.modality_name and item.colour  # without one its zone has the colour that it was drawn in
    }
    size = TEXT * text_scale
    drawn: list[Drawing] = []
    for n, (name, colour) in enumerate(reversed(colours)):
        x, y = frame.x + size, frame.bottom - size * 3.2 - n * size * 1.9  # above the letter of the side
        drawn.append(Text(name, (x + size * 1.6, y), size, "#ffffff", "left", "middle"))
        drawn.append(Mark((x + size * 0.6, y), size * 0.5, colour, 1.0, Stroke("#10151b", 0.7)))
    return tuple(drawn)
