"""Photos on a figure: each composed as on the screen, then put in its place on the page."""

from __future__ import annotations

from dataclasses import replace

from facebalance_desktop.drawing.blocks import moved
from facebalance_desktop.drawing.captions import CAPTION, LETTERS
from facebalance_desktop.drawing.crops import Cell
from facebalance_desktop.drawing.primitives import Clip, Drawing, Line, Measure, Segments, Sheet, page_of
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.templates import LEAST_TEXT, FigureTemplate
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.model import Project

LARGEST_TEXT = 0.045
"""Of words on a photo, in shares of its smaller side."""


def shown_parts(project: Project, template: FigureTemplate) -> Project:
    """The project with only what the template lets through to its photos."""
    if not template.has_guides:
        project = replace(project, guides=(), measures=replace(project.measures, pinned=()))
    if not template.has_zones:
        project = replace(project, annotations=())
    return replace(project, is_demonstration=False)


def panel(
    project: Project, pair: Pair, cell: Cell, template: FigureTemplate, width: float, height: float, measure: Measure
) -> tuple[Drawing, ...]:
    """One photo as a panel of this size, its top left corner at (0, 0). `project` holds what is to be seen.

    A photo of the pair is composed with the other one behind it, so that what is carried between them is there.
    """
    if cell.side is None:
        return ()
    words = " · ".join(part for part in (cell.title, cell.facts) if part) if template.captions == "inside" else ""
    own = replace(cell.side, caption=words, title="")
    is_after = pair.after is not None and cell.side.photo.id == pair.after.photo.id
    shown, view_options = Pair(own, None, None, None), ViewOptions()
    if is_after:
        shown, view_options = replace(pair, after=own), ViewOptions("blink", is_blinked=True)
    elif pair.after is not None and cell.side.photo.id == pair.before.photo.id:
        shown, view_options = replace(pair, before=own), ViewOptions("blink")
    if template.layout != "pair":
        view_options = replace(view_options, limit=cell.limit)
    return pair_block(project, shown, view_options, cell.frame, template, width, height, measure)


def pair_block(
    project: Project,
    pair: Pair,
    view_options: ViewOptions,
    frame: Rect,
    template: FigureTemplate,
    width: float,
    height: float,
    measure: Measure,
) -> tuple[Drawing, ...]:
    """The composed pair in one block of this size, `frame` (reference px) as large as it fits."""
    page_width, page_height = page_of(width, height)
    factor = width / page_width
    size = max(min(template.text_size, LARGEST_TEXT * min(width, height)), LEAST_TEXT / LETTERS)
    placed = replace(
        view_options,
        centre=frame.centre,
        scale=min(width / frame.width, height / frame.height) / factor,
        text_scale=size / CAPTION / factor,
        is_moving=False,
        is_whole=template.framing == "whole",
        has_handle=False,
        has_sides=template.has_sides,
        is_numbered=template.is_numbered,
    )
    scene = compose(project, pair, placed, (page_width, page_height), measure)
    return moved(scene.items, Similarity(factor))


def has_dashes(items: tuple[Drawing, ...]) -> bool:
    """Whether an estimated line is drawn anywhere."""
    for item in items:
        if isinstance(item, Clip | Sheet) and has_dashes(item.items):
            return True
        if isinstance(item, Line | Segments) and item.stroke.is_dashed:
            return True
    return False


def sides_of(pair: Pair, template: FigureTemplate, cells: tuple[Cell, ...]) -> tuple[Side, ...]:
    """Every photo that the figure shows."""
    if template.layout in ("wipe", "overlay"):
        return pair.sides
    return tuple(cell.side for cell in cells if cell.side is not None)
