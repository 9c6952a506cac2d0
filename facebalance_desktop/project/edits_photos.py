"""Edits of photos, their points and their comparison: functions from a project to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Unpack

from facebalance_desktop.faces.views import VIEWS
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.changes import ComparisonChanges, PhotoChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Comparison, Nudge, Patient, Photo, PointRecord, Project, new_id, now
from facebalance_desktop.project.name_order import stages_by_name
from facebalance_desktop.project.visits import proposed_pair, view_of

PROPOSAL = "proposal"
"""Who chose the photos of a comparison that no human chose."""


def set_patient(patient: Patient) -> Edit:
    return lambda project: replace(project, patient=patient)


def add_photos(photos: Sequence[Photo], order: Sequence[str] = (), likely: tuple[str, str] | None = None) -> Edit:
    """Add photos whose bytes the project does not have yet; a comparison begins with the earliest and the latest.

    `order` are the ids of photos that come bit by bit, in the order in which they stand at the end, after all others.
    `likely` are the ids of two that are shown in place of those, as the pair is probably made of them.
    """
    places = {photo_id: place for place, photo_id in enumerate(order)}

    def edit(project: Project) -> Project:
        known = {photo.sha256 for photo in project.photos}
        fresh = {photo.sha256: photo for photo in reversed(photos) if photo.sha256 not in known}
        together = sorted((*project.photos, *reversed(fresh.values())), key=lambda photo: places.get(photo.id, -1))
        made = _with_comparison(replace(project, photos=tuple(together)))
        return made if likely is None else _with_likely(made, *likely)

    return edit


def _with_comparison(project: Project) -> Project:
    if project.comparison is not None or len(project.photos) < 2:
        return propose(project)
    before, after = _in_order(*_outer(project.photos))
    comparison = Comparison(new_id(), before.id, after.id, by=PROPOSAL)
    return propose(replace(project, comparisons=(*project.comparisons, comparison)))


def propose(project: Project) -> Project:
    """Compare the earliest and the latest photo of one view, unless a human chose the pair or worked on it.

    Two photos alone are compared whatever they show, by the camera's time or as they came; of more, only like with
    like, once all are analysed.
    """
    shown = project.comparison
    if shown is not None and (len(project.photos) == 2 or not is_open_to_proposals(shown)):
        return project
    pair = proposed_pair(project)
    is_open = len(project.photos) > 2 and any(photo.faces is None for photo in project.photos)
    if is_open and pair is not None and _view(project, pair[0]) != VIEWS[0]:
        return project  # the first view's photos may still be on their way: no pair that goes again a moment later
    if pair is None and len(project.photos) > 2 and not is_open:
        return project if shown is None else replace(project, comparisons=project.comparisons[:-1])
    if pair is None or (shown is not None and pair == (shown.before, shown.after)):
        return project
    if shown is None:
        return replace(project, comparisons=(*project.comparisons, Comparison(new_id(), *pair, by=PROPOSAL)))
    return replace(project, comparisons=(*project.comparisons[:-1], replace(shown, before=pair[0], after=pair[1])))


def _with_likely(project: Project, before: str, after: str) -> Project:
    """With these two shown, which are probably the pair, until that is known: not in place of two photos of one view,
    nor where a human chose."""
    shown = project.comparison
    is_open = shown is not None and is_open_to_proposals(shown) and proposed_pair(project) is None
    if shown is None or not is_open or None in (project.photo(before), project.photo(after)):
        return project
    return replace(project, comparisons=(*project.comparisons[:-1], replace(shown, before=before, after=after)))


def _view(project: Project, photo_id: str) -> str | None:
    photo = project.photo(photo_id)
    return None if photo is None else view_of(photo)


def is_open_to_proposals(comparison: Comparison) -> bool:
    """Whether only the program chose these two and no work was done on them."""
    is_touched = comparison.nudge or comparison.anchors or comparison.treated or comparison.is_locked
    return comparison.by == PROPOSAL and not is_touched


def _outer(photos: Sequence[Photo]) -> tuple[Photo, Photo]:
    """The earliest and the latest, by the camera's time where all have one, else by the names of the files, else the
    first two."""
    if stages := stages_by_name(photos):
        return min(photos, key=lambda photo: stages[photo.id]), max(photos, key=lambda photo: stages[photo.id])
    if any(not photo.taken or photo.taken_source not in ("exif", "xmp") for photo in photos):
        return photos[0], photos[1]
    by_time = sorted(photos, key=lambda photo: (photo.taken or "")[:19])
    return (photos[0], photos[1]) if len(photos) == 2 else (by_time[0], by_time[-1])


def _in_order(first: Photo, second: Photo) -> tuple[Photo, Photo]:
    """By the camera's time where both have one, else as they came."""
    times = [photo.taken if photo.taken_source in ("exif", "xmp") else None for photo in (first, second)]
    if times[0] and times[1] and times[1][:19] < times[0][:19]:
        return second, first
    return first, second


def remove_photo(photo_id: str) -> Edit:
    """Take a photo out of the project with its comparisons and zones; undo brings all of it back."""

    def edit(project: Project) -> Project:
        return _with_comparison(
            replace(
                project,
                photos=tuple(photo for photo in project.photos if photo.id != photo_id),
                comparisons=tuple(item for item in project.comparisons if photo_id not in (item.before, item.after)),
                annotations=tuple(item for item in project.annotations if item.photo != photo_id),
            )
        )

    return edit


def map_photo(photo_id: str, change: Callable[[Photo], Photo]) -> Edit:
    """Put what `change` makes of one photo in its place; nothing where the photo is gone."""

    def edit(project: Project) -> Project:
        if project.photo(photo_id) is None:
            return project
        photos = tuple(change(photo) if photo.id == photo_id else photo for photo in project.photos)
        return replace(project, photos=photos)

    return edit


def change_photo(photo_id: str, **changes: Unpack[PhotoChanges]) -> Edit:
    """Replace fields of one photo; nothing where the photo is gone."""
    return map_photo(photo_id, lambda photo: replace(photo, **changes))


def set_point(photo_id: str, code: str, xy: Point) -> Edit:
    """A named point dragged or placed by hand."""

    def edit(project: Project) -> Project:
        photo = project.photo(photo_id)
        if photo is None:
            return project
        found = photo.face is not None and code in photo.face.points
        record = PointRecord(code, round(xy[0], 3), round(xy[1], 3), "edited" if found else "placed", now())
        return change_photo(photo_id, points=(*_other_points(photo, code), record))(project)

    return edit


def confirm_point(photo_id: str, code: str, xy: Point) -> Edit:
    """A point looked at and kept where it is: from now on it stays there."""

    def edit(project: Project) -> Project:
        photo = project.photo(photo_id)
        if photo is None or any(item.code == code for item in photo.points):
            return project
        record = PointRecord(code, round(xy[0], 3), round(xy[1], 3), "confirmed", now())
        return change_photo(photo_id, points=(*photo.points, record))(project)

    return edit


def reset_point(photo_id: str, code: str) -> Edit:
    """Back to what the algorithm found."""

    def edit(project: Project) -> Project:
        photo = project.photo(photo_id)
        return project if photo is None else change_photo(photo_id, points=_other_points(photo, code))(project)

    return edit


def _other_points(photo: Photo, code: str) -> tuple[PointRecord, ...]:
    return tuple(item for item in photo.points if item.code != code)


def compare_photos(before: str, after: str) -> Edit:
    """Compare two photos; a comparison of the same two is taken up again with its nudge."""

    def edit(project: Project) -> Project:
        same = next((item for item in project.comparisons if (item.before, item.after) == (before, after)), None)
        others = tuple(item for item in project.comparisons if item is not same)
        chosen = Comparison(new_id(), before, after) if same is None else replace(same, by="")
        return replace(project, comparisons=(*others, chosen))

    return edit


def change_comparison(comparison_id: str, **changes: Unpack[ComparisonChanges]) -> Edit:
    """Replace fields of one comparison; nothing where it is gone."""

    def edit(project: Project) -> Project:
        return replace(
            project,
            comparisons=tuple(
                replace(item, **changes) if item.id == comparison_id else item for item in project.comparisons
            ),
        )

    return edit


def nudge_comparison(
    comparison_id: str, dx: float = 0.0, dy: float = 0.0, rotation: float = 0.0, scale: float = 1.0
) -> Edit:
    """Add a small shift (reference px), turn (degrees) and scale (factor) to the nudge by hand."""

    def edit(project: Project) -> Project:
        comparison = next((item for item in project.comparisons if item.id == comparison_id), None)
        if comparison is None:
            return project
        old = comparison.nudge or Nudge()
        nudge = replace(
            old,
            dx=round(old.dx + dx, 4),
            dy=round(old.dy + dy, 4),
            rotation=round(old.rotation + rotation, 4),
            scale=round(old.scale * scale, 6),
            at=now(),
        )
        return change_comparison(comparison_id, nudge=nudge)(project)

    return edit


def clear_nudge(comparison_id: str) -> Edit:
    return change_comparison(comparison_id, nudge=None)
