"""Guides and zones of one photo as drawings on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facebalance_desktop.analysis.guides import COLOURS, FaceFrame, FaceGuides, GuideLine
from facebalance_desktop.drawing.labels import Labels
from facebalance_desktop.drawing.primitives import Area, Drawing, Line, Stroke, Text
from facebalance_desktop.geometry import Point, Rect, Similarity, bounds, clip_line
from facebalance_desktop.project.model import Zone

GUIDE_WIDTH = 0.9
ZONE_WIDTH = 1.1
ZONE_OPACITY = 0.28
TEXT = 7.5


def guide_segment(
    line: GuideLine, face: FaceFrame, photo_to_page: Similarity, pane: Rect
) -> tuple[Point, Point] | None:
    """The visible piece of a guide line in page points: as long as the face is worth it, cut at the pane."""
    region = bounds(
        photo_to_page.point(face.at(across, down))
        for across, down in (
            (face.region.x, face.region.y),
            (face.region.right, face.region.y),
            (face.region.right, face.region.bottom),
            (face.region.x, face.region.bottom),
        )
    )
    x, y = max(region.x, pane.x), max(region.y, pane.y)
    frame = Rect(x, y, min(region.right, pane.right) - x, min(region.bottom, pane.bottom) - y)
    if frame.width <= 0 or frame.height <= 0:
        return None
    start = photo_to_page.point(line.through)
    end = photo_to_page.point((line.through[0] + line.direction[0], line.through[1] + line.direction[1]))
    length = photo_to_page.scale
    return clip_line(start, ((end[0] - start[0]) / length, (end[1] - start[1]) / length), frame)


def guide_drawings(
    guides: FaceGuides, face: FaceFrame, photo_to_page: Similarity, pane: Rect, labels: Labels, text_scale: float
) -> tuple[Drawing, ...]:
    """The guides' lines; their labels and figures are placed through `labels`."""
    drawn: list[Drawing] = []
    size = TEXT * text_scale
    for line in guides.lines:
        ends = guide_segment(line, face, photo_to_page, pane)
        if ends is None:
            continue
        colour = COLOURS[line.guide]
        drawn.append(Line(ends, Stroke(colour, GUIDE_WIDTH, line.is_estimated)))
        left, right = sorted(ends)
        if line.is_vertical:
            top = min(ends, key=lambda end: end[1])
            text = Text(line.label, (top[0], top[1] + size), size, colour, "centre", "top", box="#10151b")
            labels.place(text, [(0.0, step * size * 1.9) for step in range(6)])
            continue
        name = line.label + (" estimated" if line.guide == "thirds" and line.is_estimated else "")
        text = Text(name, (left[0] + size * 0.6, left[1] - size * 0.45), size, colour, "left", "bottom", box="#10151b")
        shifts = [(0.0, 0.0), (0.0, size * 2.2), (0.0, -size * 1.9), (0.0, size * 4.1), (0.0, -size * 3.8)]
        if not labels.place(text, shifts):
            labels.place(replace(text, at=(right[0] - size * 0.6, text.at[1]), align="right"), shifts)
    for note in guides.notes:
        at = photo_to_page.point(note.at)
        if pane.contains(at):
            text = Text(note.text, at, size, COLOURS[note.guide], "centre", "middle", is_bold=True, box="#10151b")
            labels.place(text, [(0.0, 0.0), (0.0, size * 1.6), (0.0, -size * 1.6), (-size * 5, 0.0)])
    return tuple(drawn)


def zone_drawings(
    zones: Sequence[Zone], photo_to_page: Similarity, pane: Rect, labels: Labels, text_scale: float
) -> tuple[Drawing, ...]:
    """Zones as translucent areas with an edge and their name in the middle."""
    drawn: list[Drawing] = []
    for zone in zones:
        if not zone.is_shown or len(zone.points) < 3:
            continue
        outline = tuple(photo_to_page.point(point) for point in zone.points)
        drawn.append(Area(outline, zone.colour, ZONE_OPACITY))
        drawn.append(Line(outline, Stroke(zone.colour, ZONE_WIDTH), is_closed=True))
        middle = bounds(outline).centre
        if zone.name and pane.contains(middle):
            size = TEXT * text_scale
            text = Text(zone.name, middle, size, "#ffffff", "centre", "middle", is_bold=True, box="#10151b")
            labels.place(text, [(0.0, 0.0), (0.0, size * 2), (0.0, -size * 2)])
    return tuple(drawn)
