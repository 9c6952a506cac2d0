"""Edits of guides, zones and export records: functions from a project to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from facebalance_desktop.geometry import Point
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import ExportRecord, GuideState, Project, Zone


def show_guide(guide_id: str, is_shown: bool) -> Edit:
    def edit(project: Project) -> Project:
        known = next((state for state in project.guides if state.id == guide_id), None)
        if known is None:
            return replace(project, guides=(*project.guides, GuideState(guide_id, is_shown)))
        changed = tuple(replace(state, is_shown=is_shown) if state is known else state for state in project.guides)
        return replace(project, guides=changed)

    return edit


def add_zone(zone: Zone) -> Edit:
    return lambda project: replace(project, annotations=(*project.annotations, zone))


def change_zone(zone_id: str, **changes: Any) -> Edit:
    """Replace fields of one zone; nothing where it is gone."""

    def edit(project: Project) -> Project:
        return replace(
            project,
            annotations=tuple(replace(item, **changes) if item.id == zone_id else item for item in project.annotations),
        )

    return edit


def remove_zone(zone_id: str) -> Edit:
    def edit(project: Project) -> Project:
        return replace(project, annotations=tuple(item for item in project.annotations if item.id != zone_id))

    return edit


def move_vertex(zone_id: str, place: int, to: Point) -> Edit:
    """Move the vertex at `place` of a zone's outline, in px of its photo."""

    def edit(project: Project) -> Project:
        zone = next((item for item in project.annotations if item.id == zone_id), None)
        if zone is None or not 0 <= place < len(zone.points):
            return project
        points = (*zone.points[:place], to, *zone.points[place + 1 :])
        return change_zone(zone_id, points=points)(project)

    return edit


def move_zone(zone_id: str, points: Sequence[Point]) -> Edit:
    return change_zone(zone_id, points=tuple(points))


def record_export(record: ExportRecord) -> Edit:
    return lambda project: replace(project, exports=(*project.exports, record))
