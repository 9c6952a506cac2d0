"""An exported page: photos framed alike, with the words, tables and labels that a template asks for.

`lay_out` is a pure function from a project and a template to pages in points; a painter gives them their pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.drawing.blocks import EMPTY, LEADING, Block, Ink, flowed, moved, shortened, stacked, wrapped
from facebalance_desktop.drawing.board_pages import board_pages, heading_height, least_cell
from facebalance_desktop.drawing.captions import letters
from facebalance_desktop.drawing.crops import Cell
from facebalance_desktop.drawing.figure_text import ClinicTexts, FigureText, footer_of, header_of, mark_of, tables_of
from facebalance_desktop.drawing.grids import Grid, Places, grid_of
from facebalance_desktop.drawing.panels import has_dashes, pair_block, panel, shown_parts, sides_of
from facebalance_desktop.drawing.primitives import PAGE_SIDE, Drawing, Line, Measure, Scene, Sheet, Stroke, Text
from facebalance_desktop.drawing.subjects import Subjects, frame_of, subjects_of, transposed
from facebalance_desktop.drawing.templates import PAPERS, FigureTemplate
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Point, Rect, Similarity, bounds
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.model import Project

PRINT = 300 / 72
"""px a point: the least that a sheet of paper gets."""
FINE_PRINT, MANY = 600 / 72, 4
"""px a point: the most that a sheet with more than so many photos gets; more is not visible on paper."""
LEAST_PHOTOS, PHOTOS = 0.45, 0.7
"""Shares of a sheet's height that photos keep: where all tables then stand on it, and where some go on later."""
LEAST_ON_ONE = 0.25
"""Share of the height of a page as large as its photos that they keep; else tables stand on others."""
BESIDE = 0.46
"""Share of a wide sheet that the photo of a plan takes, its table beside it."""
WIDE = 0.75
"""Height by width of the pages of a board, or of tables, too large for one page as large as its photos."""


@dataclass(frozen=True)
class Material:
    """What a figure is made of: the project, the pair that is shown, the view options, and the clinic's texts.

    `visible` is the part of the reference frame that is shown on the screen, in reference px.
    """

    project: Project
    pair: Pair
    view_options: ViewOptions = field(default_factory=ViewOptions)
    visible: Rect | None = None
    clinic: ClinicTexts = field(default_factory=ClinicTexts)


@dataclass(frozen=True)
class Figure:
    """Pages in points. At `unit` px a point no pixel of the before photo is reduced; on paper a point is 1/72 inch."""

    pages: tuple[Scene, ...]
    unit: float
    is_paper: bool
    sides: tuple[Side, ...]

    @property
    def size(self) -> tuple[int, int]:
        """px of a page at full resolution."""
        return round(self.pages[0].width * self.unit), round(self.pages[0].height * self.unit)


@dataclass(frozen=True)
class _Layout:
    """What stays the same while pages are laid out. `board` are the subjects with visits as columns on every page."""

    material: Material
    template: FigureTemplate
    subjects: Subjects
    board: Subjects
    grid: Grid
    measure: Measure
    ink: Ink
    words: FigureText
    is_estimated: bool

    @property
    def is_superimposed(self) -> bool:
        return self.template.layout in ("wipe", "overlay")

    @property
    def is_beside(self) -> bool:
        width, height = _sheet(self.template) or (1, 1)
        return self.template.layout == "plan" and width > height


def ink_of(template: FigureTemplate) -> Ink:
    size = template.text_size
    if template.is_dark:
        return Ink(size, "#f2f4f6", "#a9b3be", "#3a444f")
    return Ink(size, "#1c2127", "#5d6873", "#d5d9dd")


def lay_out(material: Material, template: FigureTemplate, measure: Measure) -> Figure:
    """The pages of a figure. Colours are the photos' own: what the screen alone matches is no part of it."""
    material = replace(material, view_options=replace(material.view_options, is_light_matched=False))
    subjects = subjects_of(material.project, material.pair, template, material.visible)
    if template.layout in ("wipe", "overlay"):
        frame = frame_of(material.project, material.pair, template.framing, material.visible)
        subjects = Subjects(((Cell(material.pair.before, frame),),))
    size, board = _sheet(template), subjects
    if subjects.column_names and size is not None:
        many_rows, is_wide = len(subjects.row_names) > len(subjects.column_names), size[0] > size[1]
        subjects = transposed(subjects) if many_rows == is_wide else subjects
    words = FigureText(material.project, material.pair, template, material.clinic, subjects)
    top = heading_height(subjects, template.text_size, measure) if subjects.column_names else 0.0
    grid = grid_of(subjects, template, top)
    seen = shown_parts(material.project, template)
    first = subjects.cells[0]
    is_estimated = template.has_guides and has_dashes(panel(seen, material.pair, first, template, 400, 400, measure))
    layout = _Layout(material, template, subjects, board, grid, measure, ink_of(template), words, is_estimated)
    return _fitted(layout) if size is None else _filled(layout, *size)


def same_pages(
    material: Material, template: FigureTemplate, others: Sequence[FigureTemplate], measure: Measure
) -> tuple[FigureTemplate, ...]:
    """Those of the other templates that make the very same pages of this project."""

    def kind(one: FigureTemplate) -> tuple[object, ...]:
        return one.page, one.background, one.measures, one.is_moving

    alike = [other for other in others if other.id != template.id and kind(other) == kind(template)]
    if not alike:
        return ()
    own = lay_out(material, template, measure).pages
    return tuple(other for other in alike if lay_out(material, other, measure).pages == own)


def midline_share(project: Project, pair: Pair, template: FigureTemplate) -> float:
    """Where a wipe's divider goes through the middle of the face, as a share of the frame; a half without one."""
    face = face_frame(pair.before.points)
    if face is None:
        return 0.5
    frame = frame_of(project, pair, template.framing, None)
    x, _ = pair.before.to_reference.point(face.origin)
    return min(0.95, max(0.05, (x - frame.x) / frame.width))


def _sheet(template: FigureTemplate) -> tuple[float, float] | None:
    """Width and height in points of a page that has a size of its own."""
    if template.page in PAPERS:
        return PAPERS[template.page][1]
    if template.pixels is not None:
        unit = max(template.pixels) / PAGE_SIDE
        return template.pixels[0] / unit, template.pixels[1] / unit
    return None


def _figure(layout: _Layout, pages: tuple[Scene, ...], unit: float, is_paper: bool = False) -> Figure:
    sides = sides_of(layout.material.pair, layout.template, layout.subjects.cells)
    return Figure(pages, unit, is_paper, tuple({side.photo.id: side for side in sides}.values()))


# Pages that follow their photos


def _fitted(layout: _Layout) -> Figure:
    """A page as large as its photos at full size; its long side is PAGE_SIDE points, its photos begin on whole px."""
    grid, margin = layout.grid, layout.template.margin
    width = PAGE_SIDE
    for _ in range(24):
        inner = width - 2 * margin
        header, footer = _around(layout, inner)
        photos = grid.places(inner, None).height
        height = 2 * margin + _taken(layout, header) + photos + _taken(layout, footer)
        if photos < LEAST_ON_ONE * height:
            return _filled(layout, PAGE_SIDE, PAGE_SIDE * WIDE)
        if abs(max(width, height) - PAGE_SIDE) < 1e-6:
            break
        width *= PAGE_SIDE / max(width, height)
    if _is_small(layout, grid.places(inner, None)):
        return _filled(layout, PAGE_SIDE, PAGE_SIDE * WIDE)
    unit = 1 / grid.scale(grid.places(inner, None))

    def whole(value: float) -> float:
        return round(value * unit) / unit

    header, footer = _around(layout, inner)
    top = whole(margin + _taken(layout, header))
    places = grid.places(inner, None)
    cell = round(grid.cell[0]) / unit, round(grid.cell[1]) / unit
    frames = tuple(Rect(whole(margin + f.x), whole(top + f.y), *cell) for f in places.frames)
    foot = max(frame.bottom for frame in frames) + layout.template.spacing
    right = max(max(frame.right for frame in frames) + margin, margin + inner if header.height or footer.height else 0)
    height = whole(foot - layout.template.spacing + _taken(layout, footer) + margin)
    width = whole(right)
    items = (
        *moved(header.items, Similarity(tx=margin, ty=margin)),
        *_photos(layout, frames, places.columns),
        *moved(footer.items, Similarity(tx=max(margin, 6.0), ty=foot)),
    )
    return _figure(layout, (_page(layout, width, height, items, frames),), unit)


def _around(layout: _Layout, width: float) -> tuple[Block, Block]:
    """What stands above and below the photos of a page without a size of its own."""
    header = header_of(layout.words, width, layout.ink, layout.measure)
    tables = tables_of(layout.words, width, layout.ink, layout.measure)
    footer = footer_of(layout.words, width, layout.ink, layout.measure, layout.is_estimated)
    return header, stacked((*tables, footer), layout.template.spacing * 0.7)


def _taken(layout: _Layout, block: Block) -> float:
    return block.height + layout.template.spacing if block.height else 0.0


# Pages of a given size


def _filled(layout: _Layout, width: float, height: float) -> Figure:
    """A sheet of paper or a picture of exact px: photos as large as the words leave room for."""
    template, grid, margin = layout.template, layout.grid, layout.template.margin
    inner = width - 2 * margin
    header = header_of(layout.words, inner, layout.ink, layout.measure)
    footer = footer_of(layout.words, inner, layout.ink, layout.measure, layout.is_estimated)
    top = margin + _taken(layout, header)
    room = height - margin - top - _taken(layout, footer)
    later: list[Block] = []
    mark = mark_of(layout.words, inner, layout.ink, layout.measure)
    beside = _beside(layout, inner) if layout.is_beside else EMPTY
    if 0 < beside.height <= room:
        tables, down = beside, 0.0
        places = grid.places(inner * BESIDE, room)
        table_at: Point = (margin + inner * BESIDE + template.spacing, top)
    else:
        blocks = tables_of(layout.words, inner, layout.ink, layout.measure)
        wanted = _taken(layout, stacked(blocks, template.spacing))
        below = wanted if wanted <= room * (1 - LEAST_PHOTOS) else room * (1 - PHOTOS)
        places = grid.places(inner, max(room - below, 20.0))
        if _is_small(layout, places):
            return _board_sheets(layout, width, height, header, footer)
        free = room - places.height - template.spacing
        tables, *later = flowed(blocks, free, height - margin - top - _taken(layout, mark), template.spacing)
        down = max(room - places.height - _taken(layout, tables), 0.0) * 0.5 if template.pixels else 0.0
        table_at = (margin, top + down + places.height + template.spacing)
    frames = tuple(Rect(margin + f.x, top + down + f.y, f.width, f.height) for f in places.frames)
    foot = height - margin - footer.height
    head = moved(header.items, Similarity(tx=margin, ty=margin))
    items = (
        *head,
        *_photos(layout, frames, places.columns),
        *moved(tables.items, Similarity(tx=table_at[0], ty=table_at[1])),
        *moved(footer.items, Similarity(tx=margin, ty=foot)),
    )
    pages = [_page(layout, width, height, items, frames)]
    foot_mark = moved(mark.items, Similarity(tx=margin, ty=height - margin - mark.height))
    for block in later:
        placed = moved(block.items, Similarity(tx=margin, ty=top))
        pages.append(_page(layout, width, height, (*head, *placed, *foot_mark), ()))
    return _of_sheets(layout, pages, frames, grid.scale(places))


def _of_sheets(layout: _Layout, pages: Sequence[Scene], frames: Sequence[Rect], scale: float) -> Figure:
    """Pages of one size; these photos stand on the first one, where a reference px takes `scale` points."""
    template = layout.template
    if template.pixels is not None:
        return _figure(layout, tuple(pages), max(template.pixels) / PAGE_SIDE)
    unit = max(PRINT, 1 / scale)
    if len(frames) > MANY:
        unit = min(unit, FINE_PRINT)
    return _figure(layout, tuple(pages), unit, is_paper=template.page in PAPERS)


def _is_small(layout: _Layout, places: Places) -> bool:
    """Whether these are the places of a board's photos that could not be read."""
    subjects, size = layout.subjects, layout.template.text_size
    return bool(subjects.column_names) and places.frames[0].width < least_cell(subjects, size, layout.measure) - 1e-6


def _board_sheets(layout: _Layout, width: float, height: float, header: Block, footer: Block) -> Figure:
    """A board whose photos would be too small on one sheet: on several, with headings and footer on each."""
    template, margin, measure = layout.template, layout.template.margin, layout.measure
    inner, top = width - 2 * margin, margin + _taken(layout, header)
    room = height - margin - top - _taken(layout, footer)
    grid = replace(layout.grid, top=heading_height(layout.board, template.text_size, measure))
    least = least_cell(layout.board, template.text_size, measure)
    sheets = board_pages(layout.board, grid, inner, room, least)
    around = (
        *moved(header.items, Similarity(tx=margin, ty=margin)),
        *moved(footer.items, Similarity(tx=max(margin, 6.0), ty=height - margin - footer.height)),
    )
    pages = []
    for parts in sheets:
        items, frames = list(around), []
        for part in parts:
            places = [Rect(margin + f.x, top + f.y, f.width, f.height) for f in part.frames]
            own = replace(layout, subjects=part.subjects, grid=grid)
            items.extend(_photos(own, places, len(part.subjects.column_names), has_letters_once=True))
            frames.extend(places)
        pages.append(_page(layout, width, height, tuple(items), frames))
    blocks = tables_of(layout.words, inner, layout.ink, measure)
    for block in flowed(blocks, room, room, template.spacing) if blocks else ():
        placed = moved(block.items, Similarity(tx=margin, ty=top))
        pages.append(_page(layout, width, height, (*around, *placed), ()))
    first = sheets[0][0].frames
    return _of_sheets(layout, pages, first, first[0].width / grid.cell[0])


def _beside(layout: _Layout, inner: float) -> Block:
    """All tables in the column beside the photo of a wide page."""
    width = inner * (1 - BESIDE) - layout.template.spacing
    return stacked(tables_of(layout.words, width, layout.ink, layout.measure), layout.template.spacing)


# What stands on every page


def _photos(
    layout: _Layout, frames: Sequence[Rect], columns: int, has_letters_once: bool = False
) -> tuple[Drawing, ...]:
    """The photos in their frames with the words above them; R and L on all, or in each row where they begin to hold."""
    material, template, measure = layout.material, layout.template, layout.measure
    seen = shown_parts(material.project, template)
    items: list[Drawing] = []
    if layout.is_superimposed:
        frame, cell = frames[0], layout.subjects.cells[0]
        view_options = ViewOptions(
            "overlay" if template.layout == "overlay" else "wipe",
            wipe=material.view_options.wipe,
            wipe_angle=material.view_options.wipe_angle,
            fade=material.view_options.fade,
            offset=material.view_options.offset,
            has_captions=template.captions != "none",
        )
        drawn = pair_block(seen, material.pair, view_options, cell.frame, template, frame.width, frame.height, measure)
        return moved(drawn, Similarity(tx=frame.x, ty=frame.y))
    told: tuple[tuple[str, bool], ...] = ()
    for number, (cell, frame) in enumerate(zip(layout.subjects.cells, frames, strict=True)):
        before = told if number % columns else ()
        told = before if cell.side is None else letters(cell.side)
        is_told = has_letters_once and told == before
        own = replace(template, has_sides=False) if is_told else template
        drawn = panel(seen, material.pair, cell, own, frame.width, frame.height, measure)
        items.extend(moved(drawn, Similarity(tx=frame.x, ty=frame.y)))
        if template.captions == "above" and cell.side is not None:
            edge = _seen(drawn, Similarity(tx=frame.x, ty=frame.y))
            items.append(Line(edge.corners, Stroke(layout.ink.rule, 0.6, has_halo=False), is_closed=True))
        items.extend(_above(layout, cell, frame, number, columns))
    return tuple(items)


def _seen(drawn: Sequence[Drawing], by: Similarity) -> Rect:
    """The part of its place that a photo fills."""
    sheets = [item for item in moved(drawn, by) if isinstance(item, Sheet)]
    return bounds(point for sheet in sheets for point in sheet.outline)


def _above(layout: _Layout, cell: Cell, frame: Rect, number: int, columns: int) -> list[Drawing]:
    """The words over one photo: its title and facts, or the headings of a board."""
    subjects, ink, measure = layout.subjects, layout.ink, layout.measure
    line = ink.size * LEADING

    def words(text: str, width: float, y: float, colour: str, is_bold: bool) -> Text:
        fit = shortened(text, width, ink.size, is_bold, measure)
        return Text(fit, (frame.x, y), ink.size, colour, is_bold=is_bold, has_halo=False)

    made: list[Text] = []
    if subjects.column_names:
        row, column = divmod(number, columns)
        if row == 0:
            lines = wrapped(subjects.column_names[column], frame.width, ink.size, True, measure)
            y = frame.y - layout.grid.above - len(lines) * line - 0.1 * ink.size
            for place, text in enumerate(lines):
                at = frame.centre[0], y + place * line
                made.append(Text(text, at, ink.size, ink.strong, "centre", is_bold=True, has_halo=False))
        if column == 0:
            across = columns * (frame.width + layout.template.spacing) - layout.template.spacing
            made.append(words(subjects.row_names[row], across, frame.y - line - 0.25 * ink.size, ink.quiet, False))
    elif layout.template.captions == "above":
        y = frame.y - 0.3 * ink.size
        said = [entry for entry in ((cell.title, ink.strong, True), (cell.facts, ink.quiet, False)) if entry[0]]
        for place, (text, colour, is_bold) in enumerate(said):
            made.append(words(text, frame.width, y - (len(said) - place) * line, colour, is_bold))
    return [item for item in made if item.text]


def _page(layout: _Layout, width: float, height: float, items: tuple[Drawing, ...], frames: Sequence[Rect]) -> Scene:
    """A page with the watermark over everything."""
    template = layout.template
    over: list[Drawing] = []
    if template.watermark:
        for frame in frames:
            size = 0.09 * frame.width
            fit = shortened(template.watermark, frame.width * 0.94, size, True, layout.measure)
            at = frame.centre
            over.append(Text(fit, at, size, "#ffffff", "centre", "middle", is_bold=True, has_halo=False, opacity=0.34))
    return Scene(width, height, template.background, (*items, *over))
