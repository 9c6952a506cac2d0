"""Edits of annotations: functions from a project to the next. What is locked or foreign is left as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Literal, Unpack

from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.shapes import with_corner, without_corner
from facebalance_desktop.project.changes import AnnotationChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project, new_id

COPIED_ASIDE = 0.012
"""How far from its original a copy lands, in long sides of the photo."""
WHILE_LOCKED = frozenset({"is_locked", "is_shown", "name"})
"""What may still be changed of a locked annotation."""

Rank = Literal["front", "back", "forward", "backward"]


def add_annotation(annotation: Annotation) -> Edit:
    return lambda project: replace(project, annotations=(*project.annotations, annotation))


def add_annotations(annotations: Sequence[Annotation]) -> Edit:
    return lambda project: replace(project, annotations=(*project.annotations, *annotations))


def _mapped(project: Project, ids: Collection[str], change: Callable[[Annotation], Annotation]) -> Project:
    items = tuple(change(item) if item.id in ids and not item.is_foreign else item for item in project.annotations)
    if all(new is old for new, old in zip(items, project.annotations, strict=True)):
        return project
    return replace(project, annotations=items)


def change_annotation(annotation_id: str, **changes: Unpack[AnnotationChanges]) -> Edit:
    """Replace fields of one annotation; nothing where it is gone, or locked and the change is of its shape or look."""
    return change_annotations((annotation_id,), **changes)


def change_annotations(ids: Collection[str], **changes: Unpack[AnnotationChanges]) -> Edit:
    """Replace the same fields of several annotations."""
    is_free = changes.keys() <= WHILE_LOCKED

    def change(item: Annotation) -> Annotation:
        return item if item.is_locked and not is_free else replace(item, **changes)

    return lambda project: _mapped(project, ids, change)


def remove_annotations(ids: Collection[str]) -> Edit:
    """Take annotations away; treatments planned there stay in the plan, without a drawing."""

    def edit(project: Project) -> Project:
        gone = {
            item.id for item in project.annotations if item.id in ids and not item.is_locked and not item.is_foreign
        }
        if not gone:
            return project
        treatments = tuple(
            replace(item, annotation=None) if item.annotation in gone else item for item in project.plan.treatments
        )
        return replace(
            project,
            annotations=tuple(item for item in project.annotations if item.id not in gone),
            plan=replace(project.plan, treatments=treatments),
        )

    return edit


def remove_annotation(annotation_id: str) -> Edit:
    return remove_annotations((annotation_id,))


def set_points(annotation_id: str, points: Sequence[Point]) -> Edit:
    return change_annotation(annotation_id, points=tuple(points))


def move_vertex(annotation_id: str, place: int, to: Point) -> Edit:
    """Move one point, in px of its photo. The centre of an ellipse takes the whole of it along."""

    def change(item: Annotation) -> Annotation:
        if item.is_locked or not 0 <= place < len(item.points):
            return item
        if item.shape == "ellipse" and place == 0:
            dx, dy = to[0] - item.points[0][0], to[1] - item.points[0][1]
            return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
        return replace(item, points=(*item.points[:place], to, *item.points[place + 1 :]))

    return lambda project: _mapped(project, (annotation_id,), change)


def move_annotations(ids: Collection[str], dx: float, dy: float) -> Edit:
    """Shift annotations by px of their photo."""

    def change(item: Annotation) -> Annotation:
        return item if item.is_locked else replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))

    return lambda project: _mapped(project, ids, change)


def add_vertex(annotation_id: str, at: Point) -> Edit:
    """A corner more on the edge of a zone, where it is nearest to `at`."""

    def change(item: Annotation) -> Annotation:
        if item.is_locked or not item.is_zone or item.shape == "ellipse" or len(item.points) < 3:
            return item
        return replace(item, points=with_corner(item.points, at)[0])

    return lambda project: _mapped(project, (annotation_id,), change)


def remove_vertex(annotation_id: str, place: int) -> Edit:
    """A corner of a zone fewer; the last three stay."""

    def change(item: Annotation) -> Annotation:
        if item.is_locked or not item.is_zone or item.shape == "ellipse":
            return item
        points = without_corner(item.points, place)
        return item if points == item.points else replace(item, points=points)

    return lambda project: _mapped(project, (annotation_id,), change)


def rank_annotation(annotation_id: str, rank: Rank) -> Edit:
    """Before or behind the others: later in the list is in front."""

    def edit(project: Project) -> Project:
        place = next((n for n, item in enumerate(project.annotations) if item.id == annotation_id), None)
        if place is None:
            return project
        last = len(project.annotations) - 1
        to = {"front": last, "back": 0, "forward": min(place + 1, last), "backward": max(place - 1, 0)}[rank]
        items = list(project.annotations)
        items.insert(to, items.pop(place))
        return project if to == place else replace(project, annotations=tuple(items))

    return edit


def copy_annotations(ids: Collection[str], copies: Collection[str]) -> Edit:
    """Copies of annotations with the ids `copies`, a little aside; a copied group is a group of its own."""

    def edit(project: Project) -> Project:
        chosen = [item for item in project.annotations if item.id in ids and not item.is_foreign]
        groups = {item.group: new_id() for item in chosen if item.group is not None}
        made = []
        for item, copy_id in zip(chosen, copies, strict=False):
            photo = project.photo(item.photo)
            aside = COPIED_ASIDE * (max(photo.width, photo.height) if photo is not None else 1000)
            points = tuple((x + aside, y + aside) for x, y in item.points)
            group = None if item.group is None else groups[item.group]
            made.append(replace(item, id=copy_id, points=points, group=group, is_locked=False))
        return replace(project, annotations=(*project.annotations, *made)) if made else project

    return edit


def group_annotations(ids: Collection[str], group: str | None) -> Edit:
    """Put annotations into one group, which is selected and moved as one, or out of theirs (None)."""
    return change_annotations(ids, group=group)


def with_group(project: Project, ids: Collection[str]) -> frozenset[str]:
    """The ids, and those of everything that is grouped with one of them."""
    groups = {item.group for item in project.annotations if item.id in ids and item.group is not None}
    return frozenset(ids) | {item.id for item in project.annotations if item.group in groups and item.group is not None}
