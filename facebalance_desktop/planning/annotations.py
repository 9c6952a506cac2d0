"""The records of what is drawn on a photo: zones, injection points, arrows, notes, rulers; what each kind can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from facebalance_desktop.geometry import Point, Rect, bounds, distance, distance_to_segment, is_inside
from facebalance_desktop.planning.shapes import ellipse, fan_lines, smooth
from facebalance_desktop.planning.stored_names import told_name
from facebalance_desktop.translation import tr

Shape = Literal["polygon", "smooth", "ellipse"]

COLOURS = ("#cb8ab6", "#74e6ff", "#ffe300", "#b0e9a9", "#c09cf7", "#feb669")
"""Colours in the order they are offered; each can be told from skin of any shade beside the dark edge, and from the
others with colour blindness."""


@dataclass(frozen=True)
class Kind:
    """What a kind of annotation is: its name, how few points it has, how many at most, and whether it is an area.

    `colour` is the one it is offered in, calmer than a zone's; empty for the next of COLOURS.
    """

    id: str
    name: str
    least: int
    most: int | None
    is_area: bool = False
    is_treatable: bool = False
    colour: str = ""


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("zone", tr("Zone"), 3, None, is_area=True, is_treatable=True),
        Kind("point", tr("Injection point"), 1, 1, is_treatable=True),
        Kind("line", tr("Injection line"), 2, 2, is_treatable=True),
        Kind("fan", tr("Fan"), 3, 3, is_treatable=True),
        Kind("arrow", tr("Arrow"), 2, 2, colour="#ffffff"),
        Kind("note", tr("Note"), 2, 2, colour="#ffffff"),
        Kind("ruler", tr("Ruler"), 2, 2, colour="#9fe8ff"),
        Kind("angle", tr("Angle"), 3, 3, colour="#9fe8ff"),
        Kind("stroke", tr("Pen stroke"), 2, None),
    )
}
FAN_STROKES = 5
POINT_RADIUS = 3.4
"""Of an injection point, in page points."""


@dataclass(frozen=True)
class Annotation:
    """One drawing on a photo; `points` are px of the upright photo it was drawn on.

    zone: corners, or with `shape` ellipse its centre and the ends of its two half axes. point: one place. line, arrow,
    ruler: start and end. fan: entry, first and last stroke's end. note: what it points at, where its text stands.
    angle: first leg, vertex, second leg. stroke: a run of the pen.
    A kind that this version does not know keeps its whole record in `extra`.
    """

    id: str
    photo: str
    name: str = ""
    colour: str = COLOURS[0]
    points: tuple[Point, ...] = ()
    kind: str = "zone"
    shape: Shape = "polygon"
    text: str = ""
    region: str | None = None
    is_schematic: bool = False
    is_shown: bool = True
    is_locked: bool = False
    group: str | None = None
    width: float = 1.1
    opacity: float = 0.28
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def edge(self) -> tuple[Point, ...]:
        """The edge of a zone as a closed run of corners."""
        if self.shape == "ellipse" and len(self.points) == 3:
            return ellipse(*self.points)
        return smooth(self.points) if self.shape == "smooth" else self.points

    @property
    def told(self) -> str:
        """Its name in words: of a zone of the table in the language that is spoken, else as it was typed."""
        return told_name("zones", self.region, self.name) if self.region else self.name

    @property
    def is_foreign(self) -> bool:
        """Of a kind that only another version of the program knows: kept, never drawn or changed."""
        return self.kind not in KINDS

    @property
    def is_zone(self) -> bool:
        return self.kind == "zone"

    @property
    def is_treatable(self) -> bool:
        """Whether a treatment can be planned here."""
        return not self.is_foreign and KINDS[self.kind].is_treatable

    @staticmethod
    def foreign(value: Mapping[str, Any]) -> Annotation | None:
        """The record of an unknown kind, with all of it in `extra`; None for a kind that is known."""
        kind = value.get("kind", "zone")
        if not isinstance(kind, str) or kind in KINDS:
            return None  # what is no text is refused with the record
        photo = value.get("photo")
        return Annotation(
            str(value.get("id", "")),
            photo if isinstance(photo, str) else "",
            kind=kind,
            extra=dict(value),
        )


def outline(annotation: Annotation, step: float | None = None) -> tuple[Point, ...]:
    """The edge of a zone as a closed run of corners; `step` px adds corners on long straight edges."""
    points = annotation.edge
    if step is None or points is not annotation.points or len(points) < 2:
        return points
    made: list[Point] = []
    for p, q in zip(points, (*points[1:], points[0]), strict=True):
        count = max(1, round(distance(p, q) / step))
        made.extend((p[0] + (q[0] - p[0]) * k / count, p[1] + (q[1] - p[1]) * k / count) for k in range(count))
    return tuple(made)


def strokes(annotation: Annotation) -> tuple[tuple[Point, Point], ...]:
    """The straight pieces of what is no area: of a line, a fan, an arrow, a leader, a ruler, an angle or a stroke."""
    points = annotation.points
    match annotation.kind:
        case "line" | "arrow" | "ruler" | "note" if len(points) == 2:
            return ((points[0], points[1]),)
        case "fan" if len(points) == 3:
            return fan_lines(points[0], points[1], points[2], FAN_STROKES)
        case "stroke":
            return tuple(pairwise(points))
        case "angle" if len(points) == 3:
            return (points[1], points[0]), (points[1], points[2])
    return ()


def extent(annotation: Annotation) -> Rect | None:
    """The smallest upright frame round it, px; None without points."""
    points = outline(annotation) if annotation.is_zone else annotation.points
    return bounds(points) if points else None


def is_touched(annotation: Annotation, at: Point, reach: float) -> bool:
    """Whether a press at `at` (px of its photo) means it; `reach` in px."""
    if not is_whole(annotation):
        return False
    if annotation.is_zone:
        return is_inside(at, outline(annotation))
    if annotation.kind == "point":
        return distance(at, annotation.points[0]) <= reach
    return any(distance_to_segment(at, p, q) <= reach * 0.7 for p, q in strokes(annotation)) or (
        annotation.kind == "note" and distance(at, annotation.points[1]) <= reach * 2
    )


def is_whole(annotation: Annotation) -> bool:
    """Whether it has as many points as its kind needs."""
    if annotation.is_foreign:
        return False
    kind = KINDS[annotation.kind]
    return len(annotation.points) >= kind.least and (kind.most is None or len(annotation.points) <= kind.most)
