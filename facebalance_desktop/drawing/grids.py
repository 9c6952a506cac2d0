"""Where the photos of a figure stand: equal cells in rows and columns, with room for the words above them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from facebalance_desktop.drawing.blocks import LEADING
from facebalance_desktop.drawing.crops import Cell, widest
from facebalance_desktop.drawing.subjects import Subjects
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.geometry import Rect

BESIDE = 1.25
"""How many times as large two photos must be below each other to stand so."""


@dataclass(frozen=True)
class Places:
    """Frames of the cells in their order, in points from the grid's top left corner."""

    width: float
    height: float
    frames: tuple[Rect, ...]
    columns: int


@dataclass(frozen=True)
class Grid:
    """Equal cells. `cell` is what one shows, in reference px; `above` the points kept over each row for words.

    `widest` is the shape, width by height, up to which a cell takes the width that is left beside it.
    """

    cells: tuple[Cell, ...]
    columns: int
    is_free: bool
    cell: tuple[float, float]
    spacing: float
    above: float
    top: float
    widest: float

    def scale(self, places: Places) -> float:
        """Points a reference px."""
        frame = places.frames[0]
        return min(frame.width / self.cell[0], frame.height / self.cell[1])

    def places(self, width: float, height: float | None) -> Places:
        """Cells as large as they fit; without a height the width alone decides."""
        if height is None or not self.is_free:
            return self._with(self.columns, width, height)
        tried = [self._with(columns, width, height) for columns in range(1, len(self.cells) + 1)]
        best = max(tried, key=self.scale)
        return tried[-1] if len(tried) == 2 and BESIDE * self.scale(tried[-1]) > self.scale(best) else best

    def _with(self, columns: int, width: float, height: float | None) -> Places:
        rows = -(-len(self.cells) // columns)
        across = (width - (columns - 1) * self.spacing) / columns
        aspect = self.cell[0] / self.cell[1]
        fixed = self.top + rows * self.above + (rows - 1) * self.spacing
        down = across / aspect
        if height is not None and rows * down + fixed > height:
            down = max((height - fixed) / rows, 1.0)
            across = min(across, down * max(aspect, self.widest))
        used = columns * across + (columns - 1) * self.spacing
        left = (width - used) / 2
        frames = tuple(
            Rect(
                left + (number % columns) * (across + self.spacing),
                self.top + self.above + (number // columns) * (down + self.above + self.spacing),
                across,
                down,
            )
            for number in range(len(self.cells))
        )
        return Places(width, rows * down + fixed, frames, columns)


def grid_of(subjects: Subjects, template: FigureTemplate, top: float) -> Grid:
    """The grid of a figure's photos, `top` points high above its rows. A board keeps its rows and columns; others find
    theirs."""
    cells = subjects.cells
    frames = [cell.frame for cell in cells]
    tallest = max(frames, key=lambda frame: frame.height / frame.width)
    size = template.text_size
    lines = 0
    if template.captions == "above":
        lines = max((bool(cell.title) + bool(cell.facts) for cell in cells), default=0)
    is_board = bool(subjects.column_names)
    count = len(cells)
    # Beside each other as long as that keeps a page's shape, as the screen does.
    columns = len(subjects.rows[0]) if is_board else count if count <= 4 else math.ceil(math.sqrt(1.6 * count))
    return Grid(
        cells,
        columns,
        is_free=not is_board and template.page != "fit",
        cell=(tallest.width, tallest.height),
        spacing=template.spacing,
        above=(1.0 if is_board else lines) * size * LEADING + (size * 0.35 if lines or is_board else 0.0),
        top=top,
        widest=widest(cells),
    )
