"""Edits of visits and views: functions from a project to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from facebalance_desktop.geometry import Point
from facebalance_desktop.project.changes import VisitChanges
from facebalance_desktop.project.edits_photos import change_photo, propose
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project, Visit, new_id


def change_visit(day: str, **changes: Unpack[VisitChanges]) -> Edit:
    """Replace what was said of the visit of one capture day ("" for photos without one)."""

    def edit(project: Project) -> Project:
        known = next((visit for visit in project.visits if visit.day == day), None)
        changed = replace(known or Visit(new_id(), day), **changes)
        if changed == known:
            return project
        if known is None:
            return propose(replace(project, visits=(*project.visits, changed)))
        visits = tuple(changed if visit is known else visit for visit in project.visits)
        return propose(replace(project, visits=visits))

    return edit


def move_to_visit(photo_id: str, day: str | None) -> Edit:
    """Put a photo into the visit of another day by hand; None: back to that of its own date."""

    def edit(project: Project) -> Project:
        visits = tuple(
            replace(visit, photos=tuple(item for item in visit.photos if item != photo_id)) for visit in project.visits
        )
        if day is None:
            return propose(replace(project, visits=visits))
        known = next((visit for visit in visits if visit.day == day), None)
        there = (*(known.photos if known is not None else ()), photo_id)
        return propose(change_visit(day, photos=there)(replace(project, visits=visits)))

    return edit


def set_view(photo_id: str, view: str | None) -> Edit:
    """A view said by hand; None goes back to the proposed one."""
    return lambda project: propose(change_photo(photo_id, view_by_hand=view)(project))


def choose_face(photo_id: str, centre: Point) -> Edit:
    """Work with the face nearest to `centre` (px of the photo): it is looked for anew."""
    return change_photo(photo_id, face_near=centre, faces=None, face=None, face_problem=None)
