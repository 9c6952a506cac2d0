"""What lies under the pointer: a pure function of the panes and the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facebalance_desktop.analysis.guides import face_guides
from facebalance_desktop.drawing.guide_drawings import guide_segment
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point, distance, distance_to_segment
from facebalance_desktop.planning.annotations import is_touched
from facebalance_desktop.project.annotation_transfer import appearances
from facebalance_desktop.project.derived import conditions_of, pair_of
from facebalance_desktop.project.guide_points import shown_codes
from facebalance_desktop.project.model import Project


@dataclass(frozen=True)
class PointHit:
    """A named point of a photo, by its handle or by a guide line through it."""

    photo: str
    code: str
    is_line: bool = False


@dataclass(frozen=True)
class VertexHit:
    """A point of the selected annotation, by its handle."""

    zone: str
    place: int


@dataclass(frozen=True)
class ZoneHit:
    """An annotation of any kind."""

    zone: str


Hit = PointHit | VertexHit | ZoneHit

DRAGGED = ("thirds", "lower-third")
"""Guides whose lines can be dragged, each with its point."""


def hit(project: Project, panes: Sequence[Pane], at: Point, reach: float, selected_zone: str | None) -> Hit | None:
    """The topmost thing within `reach` page points of `at`: vertices, then points, then zones, then guide lines."""
    for pane in reversed(panes):
        if not pane.contains(at):
            continue
        found = (
            _vertex(project, pane, at, reach, selected_zone)
            or _point(project, pane, at, reach)
            or _annotation(project, pane, at, reach)
            or _line(project, pane, at, reach)
        )
        if found is not None:
            return found
    return None


def _vertex(project: Project, pane: Pane, at: Point, reach: float, selected: str | None) -> VertexHit | None:
    item = project.annotation(selected)
    if item is None or item.photo != pane.side.photo.id or not item.is_shown or item.is_locked:
        return None
    near = [(distance(pane.photo_to_page.point(point), at), place) for place, point in enumerate(item.points)]
    best = min(near, default=None)
    return None if best is None or best[0] > reach else VertexHit(item.id, best[1])


def _point(project: Project, pane: Pane, at: Point, reach: float) -> PointHit | None:
    near = [
        (distance(pane.photo_to_page.point(pane.side.points[code].xy), at), code)
        for code in shown_codes(project, pane.side)
        if code in pane.side.points
    ]
    best = min(near, default=None)
    return None if best is None or best[0] > reach else PointHit(pane.side.photo.id, best[1])


def _annotation(project: Project, pane: Pane, at: Point, reach: float) -> ZoneHit | None:
    """The foremost annotation there, be it drawn on this photo or carried over to it."""
    pair = pair_of(project)
    if pair is None or pane.is_flipped:
        return None
    inside, far = pane.page_to_photo(at), reach / pane.photo_to_page.scale
    for found in reversed(appearances(project, pair, pane.side.photo)):
        if is_touched(found.annotation, inside, far):
            return ZoneHit(found.original.id)
    return None


def _line(project: Project, pane: Pane, at: Point, reach: float) -> PointHit | None:
    shown = frozenset(guide for guide in DRAGGED if project.is_guide_shown(guide))
    guides = face_guides(pane.side.points, shown, conditions_of(pane.side.photo))
    for line in guides.lines:
        ends = guide_segment(line, guides.extent, pane.photo_to_page, pane.frame)
        if ends is not None and distance_to_segment(at, *ends) <= reach * 0.6:
            return PointHit(pane.side.photo.id, line.points[0], is_line=True)
    return None
