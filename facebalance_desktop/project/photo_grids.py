"""More than two photos at once: the board of views and visits, and expressions beside rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.comparison.alignment import level
from facebalance_desktop.faces.views import VIEWS
from facebalance_desktop.geometry import IDENTITY, Rect, Similarity, fit_into
from facebalance_desktop.project.derived import (
    Side,
    alignment_of,
    cached_by_identity,
    centre_of,
    nudge_of,
    points_of,
)
from facebalance_desktop.project.model import Comparison, Photo, Project, Visit
from facebalance_desktop.project.visits import date_words, day_of, grouped, heading_of, view_of, view_words

__all__ = ["Board", "board_of", "date_words", "day_of", "movement_of", "view_of", "view_words"]


@dataclass(frozen=True)
class Board:
    """A grid of photos. `rows` and `columns` are its headings; a cell without a photo is None."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Side | None, ...], ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(side for row in self.cells for side in row if side is not None)


def board_of(project: Project) -> Board | None:
    """Views as rows, visits as columns; every row is aligned to its own earliest photo. None without photos."""
    return _board(project.photos, project.visits, project.comparisons) if project.photos else None


@cached_by_identity
def _board(photos: tuple[Photo, ...], visits: tuple[Visit, ...], comparisons: tuple[Comparison, ...]) -> Board:
    views = sorted({view_of(photo) for photo in photos}, key=_order_of_view)
    groups = grouped(photos, visits)
    kept: list[tuple[str, tuple[Side | None, ...]]] = []
    for view in views:
        found = [[photo for photo in group.photos if view_of(photo) == view] for group in groups]
        for number in range(max(len(cell) for cell in found)):
            row = [cell[number] if number < len(cell) else None for cell in found]
            reference = next(photo for photo in row if photo is not None)
            sides = tuple(None if photo is None else _laid(reference, photo, comparisons) for photo in row)
            kept.append((view_words(view), sides))
    columns = tuple(heading_of(group) for group in groups)
    return Board(tuple(name for name, _ in kept), columns, tuple(sides for _, sides in kept))


def movement_of(project: Project) -> Board | None:
    """Rest beside each expression, before above after, all aligned to the before at rest.

    Only like with like: both at rest are frontal, and an expression is shown when both days have it. None where there
    is nothing of the kind.
    """
    comparison = project.comparison
    if comparison is None:
        return None
    return _movement(project.photos, project.visits, comparison)


@cached_by_identity
def _movement(photos: tuple[Photo, ...], visits: tuple[Visit, ...], comparison: Comparison) -> Board | None:
    before, after = (
        next((photo for photo in photos if photo.id == key), None) for key in (comparison.before, comparison.after)
    )
    if before is None or after is None or {view_of(before), view_of(after)} != {"frontal"}:
        return None
    groups = grouped(photos, visits)
    own = [next(group for group in groups if photo in group.photos) for photo in (before, after)]
    if own[0] is own[1]:
        return None
    columns: list[tuple[str, Photo, Photo]] = []
    for view in VIEWS:
        if view.startswith("frontal-"):
            pair = [next((photo for photo in group.photos if view_of(photo) == view), None) for group in own]
            if pair[0] is not None and pair[1] is not None:
                columns.append((view, pair[0], pair[1]))
    if not columns:
        return None
    comparisons = (comparison,)
    first = (before, *(photo for _, photo, _ in columns))
    second = (after, *(photo for _, _, photo in columns))
    cells = tuple(
        tuple(replace(_laid(before, photo, comparisons), caption=caption) for photo in row)
        for caption, row in (("Before", first), ("After", second))
    )
    names = ("At rest", *(view_words(view).split(", ")[-1].capitalize() for view, _, _ in columns))
    return Board(("Before", "After"), names, cells)


def _laid(reference: Photo, photo: Photo, comparisons: tuple[Comparison, ...]) -> Side:
    """A photo in the levelled frame of another one; fitted by size where it cannot be aligned."""
    known = next((item for item in comparisons if (item.before, item.after) == (reference.id, photo.id)), None)
    comparison = known or Comparison("", reference.id, photo.id)
    levelling = level(points_of(reference)) if comparison.is_level else IDENTITY
    if photo is reference:
        return Side(photo, "", points_of(photo), levelling)
    alignment, _ = alignment_of(reference, photo, comparison)
    if alignment is None:
        onto: Similarity = fit_into(
            Rect(0, 0, photo.width, photo.height), Rect(0, 0, reference.width, reference.height)
        )
    else:
        onto = alignment.photo_to_reference
    onto = onto.then(nudge_of(comparison, centre_of(reference)))
    return Side(photo, "", points_of(photo), onto.then(levelling))


def _order_of_view(view: str | None) -> int:
    return VIEWS.index(view) if view in VIEWS else len(VIEWS)
