"""More than two photos at once: the board of views and visits, and expressions beside rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from facebalance_desktop.comparison.alignment import level
from facebalance_desktop.faces.views import VIEWS, view_words
from facebalance_desktop.geometry import IDENTITY, Rect, Similarity, fit_into
from facebalance_desktop.project.derived import (
    Side,
    alignment_of,
    centre_of,
    nudge_of,
    points_of,
)
from facebalance_desktop.project.face_trust import with_trusted_faces
from facebalance_desktop.project.identity_cache import IdentityCache, cached_by_identity
from facebalance_desktop.project.model import Comparison, Photo, Project, Visit
from facebalance_desktop.project.visits import (
    Group,
    date_words,
    day_of,
    expression_words,
    grouped,
    heading_of,
    view_of,
)
from facebalance_desktop.translation import tr

__all__ = ["Board", "board_of", "date_words", "day_of", "movement_of", "view_of", "view_words"]


_LAID: IdentityCache[Side] = IdentityCache(1024)
"""More than a board has cells: what is learned of one photo lays the others no second time."""


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
    photos = with_trusted_faces(project).photos
    return _board(photos, project.visits, project.comparisons) if photos else None


def board_ahead(project: Project) -> Iterator[None]:
    """Lay the photos of the board one at a time, a millisecond each: `board_of` then finds them laid."""
    photos = with_trusted_faces(project).photos
    yield
    for _, row in _rows_of_views(photos, project.visits) if photos else ():
        reference = _first(row)
        for photo in row:
            if photo is not None:
                _laid(reference, photo, project.comparisons)
                yield


@cached_by_identity
def _board(photos: tuple[Photo, ...], visits: tuple[Visit, ...], comparisons: tuple[Comparison, ...]) -> Board:
    kept: list[tuple[str, tuple[Side | None, ...]]] = []
    for view, row in _rows_of_views(photos, visits):
        reference = _first(row)
        sides = tuple(None if photo is None else _laid(reference, photo, comparisons) for photo in row)
        kept.append((view_words(view), sides))
    columns = tuple(heading_of(group) for group in grouped(photos, visits))
    return Board(tuple(name for name, _ in kept), columns, tuple(sides for _, sides in kept))


_Row = Sequence[Photo | None]


def _rows_of_views(photos: tuple[Photo, ...], visits: tuple[Visit, ...]) -> Iterator[tuple[str | None, _Row]]:
    """Each view with its photos, one place for each visit; as many rows of a view as a visit has photos of it."""
    groups = grouped(photos, visits)
    for view in sorted({view_of(photo) for photo in photos}, key=_order_of_view):
        found = [[photo for photo in group.photos if view_of(photo) == view] for group in groups]
        for number in range(max(len(cell) for cell in found)):
            yield view, [cell[number] if number < len(cell) else None for cell in found]


def _first(row: _Row) -> Photo:
    """What the others of a row are laid on."""
    return next(photo for photo in row if photo is not None)


def movement_of(project: Project) -> Board | None:
    """Rest beside each expression, all aligned to the first photo of the pair.

    Of two visits that both have an expression, before above after; of one visit a single row. Only like with like: the
    photos are from the front, each row begins at rest. None where there is nothing of the kind.
    """
    if not project.photos:
        return None
    comparison = project.comparison or Comparison("", project.photos[0].id, project.photos[0].id)
    return _movement(with_trusted_faces(project).photos, project.visits, comparison)


@cached_by_identity
def _movement(photos: tuple[Photo, ...], visits: tuple[Visit, ...], comparison: Comparison) -> Board | None:
    before, after = (
        next((photo for photo in photos if photo.id == key), None) for key in (comparison.before, comparison.after)
    )
    if before is None or after is None or not all((view_of(p) or "").startswith("frontal") for p in (before, after)):
        return None
    groups = grouped(photos, visits)
    own = [next(group for group in groups if photo in group.photos) for photo in (before, after)]
    rows = [_expressions(group, (before, after)) for group in own]
    if own[0] is not own[1] and view_of(before) == view_of(after) == "frontal":
        both = [view for view in rows[0] if view in rows[1]]
        if len(both) > 1:
            return _rows(comparison, before, [(tr("Before"), rows[0]), (tr("After"), rows[1])], both)
    for group, row in zip(reversed(own), reversed(rows), strict=True):
        if len(row) > 1 and "frontal" in row:
            return _rows(comparison, before, [(heading_of(group), row)], list(row))
    return None


def _expressions(group: Group, shown: tuple[Photo, Photo]) -> dict[str, Photo]:
    """The photos of a visit from the front by view, rest first; of several of a view the pair's comes first."""
    found: dict[str, Photo] = {}
    for view in VIEWS:
        same = [photo for photo in group.photos if view_of(photo) == view]
        if view.startswith("frontal") and same:
            found[view] = next((photo for photo in same if photo in shown), same[0])
    return found


def _rows(
    comparison: Comparison, reference: Photo, rows: Sequence[tuple[str, Mapping[str, Photo]]], views: Sequence[str]
) -> Board:
    cells = tuple(
        tuple(replace(_laid(reference, photos[view], (comparison,)), caption=name) for view in views)
        for name, photos in rows
    )
    return Board(tuple(name for name, _ in rows), tuple(expression_words(view) for view in views), cells)


def _laid(reference: Photo, photo: Photo, comparisons: tuple[Comparison, ...]) -> Side:
    """A photo in the levelled frame of another one; fitted by size where it cannot be aligned."""
    known = next((item for item in comparisons if (item.before, item.after) == (reference.id, photo.id)), None)
    return _LAID.of((reference, photo, known), (), lambda: _laid_by(reference, photo, known))


def _laid_by(reference: Photo, photo: Photo, known: Comparison | None) -> Side:
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
