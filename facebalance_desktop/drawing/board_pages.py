"""A board on as many pages as keep its photos readable: parts of its visits below each other, headings over each."""

from __future__ import annotations

import math
from dataclasses import dataclass

from facebalance_desktop.drawing.blocks import LEADING, wrapped
from facebalance_desktop.drawing.grids import Grid
from facebalance_desktop.drawing.primitives import Measure
from facebalance_desktop.drawing.subjects import Subjects
from facebalance_desktop.drawing.text_size import words_of
from facebalance_desktop.geometry import Rect

LEAST_CELL = 28 / 25.4 * 72
"""Points: the least width of a photo on a board, 28 mm on paper."""
STEPS = 8
"""How many widths are tried between the widest photos that stand beside each other and the least."""


@dataclass(frozen=True)
class BoardPart:
    """Some rows and columns of a board with their places, in points from the top left corner of the page's room."""

    subjects: Subjects
    frames: tuple[Rect, ...]


def least_cell(subjects: Subjects, size: float, measure: Measure) -> float:
    """Points: the least width of a board's photos, wide enough for every word of the headings in this text size."""
    words = [word for name in subjects.column_names for word in words_of(name)]
    return max([LEAST_CELL, *(math.ceil(measure(word, size, True).width) for word in words)])


def heading_height(subjects: Subjects, size: float, measure: Measure) -> float:
    """Points above the rows of a board that hold its column headings whole, in lines as wide as the least photo."""
    least = least_cell(subjects, size, measure)
    lines = max(len(wrapped(name, least, size, True, measure)) for name in subjects.column_names)
    return (lines + 0.3) * size * LEADING if lines else 0.0


def board_pages(
    subjects: Subjects, grid: Grid, width: float, height: float, least: float
) -> tuple[tuple[BoardPart, ...], ...]:
    """The parts of a board page by page, on pages with this room in points: with photos of at least this width as few
    pages and as few visits parted between two pages as possible, then the largest photos."""
    aspect = grid.cell[0] / grid.cell[1]
    highest = max(height - grid.top - grid.above, 1.0)
    most = max(1, min(len(subjects.column_names), int((width + grid.spacing) / (least + grid.spacing))))
    best: tuple[tuple[int, float], list[list[_Place]], tuple[float, float], int] | None = None
    for columns in range(most, 0, -1):
        widest = min((width - (columns - 1) * grid.spacing) / columns, highest * aspect)
        for step in range(STEPS + 1):
            across = widest + min(least - widest, 0.0) * step / STEPS
            cell = across, across / aspect
            for is_whole in (False, True):
                pages = _flowed(subjects, grid, columns, cell[1], height, is_whole)
                rank = len(pages) + sum(map(len, pages)) - -(-len(subjects.column_names) // columns), -across
                if best is None or rank < best[0]:
                    best = rank, pages, cell, columns
    assert best is not None
    _, pages, cell, columns = best
    left = (width - columns * cell[0] - (columns - 1) * grid.spacing) / 2
    return tuple(tuple(_part(subjects, grid, place, columns, cell, left) for place in page) for page in pages)


@dataclass(frozen=True)
class _Place:
    """From which column on, which rows, and how far down a page."""

    column: int
    first: int
    end: int
    y: float


def _flowed(
    subjects: Subjects, grid: Grid, columns: int, down: float, height: float, is_whole: bool
) -> list[list[_Place]]:
    """Part after part of so many columns. One that does not fit goes on on the next page, or with `is_whole` begins
    there if it fits there."""
    row, rows = grid.above + down + grid.spacing, len(subjects.rows)

    def fitting(room: float) -> int:
        return int((room - grid.top + grid.spacing + 1e-6) / row)

    least = rows if is_whole and rows <= fitting(height) else 1
    pages: list[list[_Place]] = [[]]
    y = 0.0
    for column in range(0, len(subjects.column_names), columns):
        first = 0
        while first < rows:
            room = fitting(height - y)
            if room < least and pages[-1]:
                pages.append([])
                y = 0.0
                continue
            end = min(rows, first + max(room, 1))
            pages[-1].append(_Place(column, first, end, y))
            y += grid.top + (end - first) * row + grid.spacing
            first = end
    return pages


def _part(
    subjects: Subjects, grid: Grid, place: _Place, columns: int, cell: tuple[float, float], left: float
) -> BoardPart:
    names = subjects.column_names[place.column : place.column + columns]
    rows = tuple(row[place.column : place.column + columns] for row in subjects.rows[place.first : place.end])
    across, down = cell
    top = place.y + grid.top + grid.above
    frames = tuple(
        Rect(left + column * (across + grid.spacing), top + row * (down + grid.above + grid.spacing), across, down)
        for row in range(len(rows))
        for column in range(len(names))
    )
    return BoardPart(Subjects(rows, subjects.row_names[place.first : place.end], names), frames)
