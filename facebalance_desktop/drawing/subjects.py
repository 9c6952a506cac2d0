"""Which photos stand on a figure, how each is framed, and the words above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facebalance_desktop.days import day_in
from facebalance_desktop.drawing.captions import MOVED
from facebalance_desktop.drawing.clean import overlap, shared_rect
from facebalance_desktop.drawing.crops import Cell, cropped, on_whole_px
from facebalance_desktop.drawing.framing import REGIONS, face_of, head_of, region_frame, whole_of
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.faces.regions import outline_of, regions_named
from facebalance_desktop.geometry import Point, Rect, bounds
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.photo_grids import board_of, date_words, day_of, view_of, view_words
from facebalance_desktop.translation import tr, tr_plural

FRAMINGS = {
    "clean": tr("All that both photos show"),
    "whole": tr("The whole photo"),
    "head": tr("Head and neck"),
    "face": tr("Face, hairline to chin"),
    "screen": tr("As framed on screen"),
    "treated": tr("The treated region"),
    "lower-face": tr("Lower face"),
    **{name: words for name, (words, _) in REGIONS.items()},
}
"""Id and name of every framing."""
LOWER_FACE = ("upper-lip", "lower-lip", "chin")
"""Neither eyes nor brows: those identify most."""
AIR = 0.18
"""Air round a cropped region, in shares of its larger side."""


@dataclass(frozen=True)
class Subjects:
    """The photos of a figure, row by row, with headings where they form a board."""

    rows: tuple[tuple[Cell, ...], ...]
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for row in self.rows for cell in row)

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(cell.side for cell in self.cells if cell.side is not None)


def transposed(subjects: Subjects) -> Subjects:
    """Rows as columns: for a page on which the photos become larger that way."""
    rows = tuple(zip(*subjects.rows, strict=True))
    return Subjects(rows, subjects.column_names, subjects.row_names)


def is_crop(framing: str) -> bool:
    """Whether a framing leaves out most of the face."""
    return framing in REGIONS or framing in ("treated", "lower-face")


def frame_of(project: Project, pair: Pair, framing: str, visible: Rect | None) -> Rect:
    """The part of the reference frame that a framing means, in reference px."""
    if framing == "screen" and visible is not None:
        return visible
    if framing == "whole":
        return whole_of(pair.before)
    clean = shared_rect(pair)
    if framing == "clean":
        return whole_of(pair.before) if clean is None else on_whole_px(clean)
    found: Rect | None = None
    if framing in REGIONS:
        found = region_frame(pair, framing)
    elif framing == "treated":
        found = _treated(project, pair) or _regions(pair, LOWER_FACE)
    elif framing == "lower-face":
        found = _regions(pair, LOWER_FACE)
    elif framing == "face":
        found = face_of(pair.before)
    wanted = found or head_of(pair.before)
    return wanted if clean is None else overlap(wanted, clean) or wanted


def _treated(project: Project, pair: Pair) -> Rect | None:
    """The zones drawn on the photos of the pair and the regions that were named as treated."""
    corners: list[Point] = []
    for side in pair.sides:
        for zone in project.annotations:
            if zone.photo == side.photo.id and zone.is_shown:
                corners.extend(side.to_reference.point(point) for point in zone.points)
    named = _regions(pair, pair.comparison.treated) if pair.comparison is not None else None
    if named is not None:
        corners.extend(named.corners)
    return _airy(corners)


def _regions(pair: Pair, names: tuple[str, ...]) -> Rect | None:
    corners: list[Point] = []
    for side in pair.sides if names else ():
        if side.photo.face is not None:
            for region in regions_named(names):
                outline = outline_of(region, side.photo.face.xy)
                corners.extend(side.to_reference.point(point) for point in outline)
    return _airy(corners)


def _airy(corners: list[Point]) -> Rect | None:
    if not corners:
        return None
    area = bounds(corners)
    return area.grown(AIR * max(area.width, area.height, 1.0))


def subjects_of(project: Project, pair: Pair, template: FigureTemplate, visible: Rect | None) -> Subjects:
    """The photos a template asks for."""
    if template.layout == "board":
        return _board(project, template) or _pair(project, pair, template, visible)
    if template.layout == "series":
        return _series(project, pair, template) or _pair(project, pair, template, visible)
    return _pair(project, pair, template, visible)


def _pair(project: Project, pair: Pair, template: FigureTemplate, visible: Rect | None) -> Subjects:
    is_single = template.layout in ("photo", "plan")
    shown = replace(pair, after=None) if is_single else pair
    frame = frame_of(project, shown, template.framing, visible)
    limit = None if template.framing in ("whole", "screen") else shared_rect(shown)
    sides = shown.sides
    cells = []
    for side in sides:
        title = "" if is_single else side.title or side.caption
        if title and side is pair.after and pair.is_nudged:
            title = f"{title}, {MOVED}"
        cells.append(Cell(side, frame, title, facts_of(side, pair.before, template), limit))
    return Subjects((tuple(cells),))


def facts_of(side: Side, first: Side, template: FigureTemplate) -> str:
    """Date or interval and view, as far as the template asks for them and they are known."""
    parts = []
    if template.dates == "dates" and (template.use == "record" or day_of(side.photo)):
        parts.append(date_words(side.photo))  # a file's own date is for the record alone
    elif template.dates == "intervals" and side is not first:
        parts.append(interval(day_of(first.photo), day_of(side.photo)))
    if template.has_views and view_of(side.photo) is not None:
        parts.append(view_words(view_of(side.photo)))
    return " · ".join(part for part in parts if part)


def interval(first: str | None, second: str | None) -> str:
    """`3 months later`, from two days (YYYY-MM-DD); empty where one is not known."""
    earlier, later = day_in(first), day_in(second)
    if earlier is None or later is None:
        return ""
    days = (later - earlier).days
    if days == 0:
        return tr("same day")
    length = _rounded(abs(days))
    return tr("{length} later", length=length) if days > 0 else tr("{length} earlier", length=length)


def _rounded(days: int) -> str:
    if days < 14:
        return tr_plural("{count} day", "{count} days", days)
    if days < 60:
        return tr_plural("{count} week", "{count} weeks", round(days / 7))
    if days < 730:
        return tr_plural("{count} month", "{count} months", round(days / 30.44))
    return tr_plural("{count} year", "{count} years", round(days / 365.25))


def _series(project: Project, pair: Pair, template: FigureTemplate) -> Subjects | None:
    """Every photo of the before photo's view by date, framed by the first one."""
    board = board_of(project)
    if board is None:
        return None
    row = next((row for row in board.cells if any(side and side.photo.id == pair.before.photo.id for side in row)), ())
    sides = [side for side in row if side is not None]
    if len(sides) < 2:
        return None
    if template.limit and len(sides) > template.limit:
        last = len(sides) - 1
        sides = [sides[round(number * last / (template.limit - 1))] for number in range(template.limit)]
    cells = []
    for number, side in enumerate(sides):
        title = tr("Before") if number == 0 else tr("Latest") if number == len(sides) - 1 else ""
        cells.append(Cell(side, _frame_of_first(sides[0], template), title, facts_of(side, sides[0], template)))
    return Subjects(_cropped([cells], template))


def _frame_of_first(side: Side, template: FigureTemplate) -> Rect:
    if template.framing in ("whole", "clean"):
        return whole_of(side)
    return face_of(side) if template.framing == "face" else head_of(side)


def _cropped(rows: Sequence[Sequence[Cell]], template: FigureTemplate) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows)) if template.framing == "whole" else cropped(rows)


def _board(project: Project, template: FigureTemplate) -> Subjects | None:
    board = board_of(project)
    if board is None:
        return None
    rows = []
    for sides in board.cells:
        first = next(side for side in sides if side is not None)
        rows.append(tuple(Cell(side, _frame_of_first(first, template)) for side in sides))
    columns = board.columns
    if template.dates == "none":
        columns = tuple("" for _ in columns)
    elif template.dates == "intervals":
        columns = _intervals(board.cells)
    return Subjects(_cropped(rows, template), board.rows, columns)


def _intervals(cells: tuple[tuple[Side | None, ...], ...]) -> tuple[str, ...]:
    days = []
    for column in zip(*cells, strict=True):
        found = [day_of(side.photo) for side in column if side is not None]
        days.append(found[0] if found else None)
    return tuple(tr("First visit") if number == 0 else interval(days[0], day) for number, day in enumerate(days))
