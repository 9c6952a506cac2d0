"""Parts of a page that stand below each other: paragraphs, tables; and drawings moved as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facebalance_desktop.drawing.primitives import (
    Area,
    Clip,
    ColourDifference,
    Disc,
    Drawing,
    Line,
    Mark,
    Measure,
    Picture,
    Segments,
    Sheet,
    Stroke,
    Text,
)
from facebalance_desktop.drawing.text_size import words_of
from facebalance_desktop.geometry import Point, Rect, Similarity

LEADING = 1.45
"""Distance of base lines in text sizes."""


@dataclass(frozen=True)
class Block:
    """Drawings whose top left corner is (0, 0), and how much of the page they take, in points.

    `cuts` are the heights at which it may go on on the next page; what lies above `head` stands there again.
    """

    width: float
    height: float
    items: tuple[Drawing, ...]
    cuts: tuple[float, ...] = ()
    head: float = 0.0


EMPTY = Block(0.0, 0.0, ())


def moved(items: Sequence[Drawing], by: Similarity) -> tuple[Drawing, ...]:
    """Drawings scaled and shifted (never turned), texts with them; lines and marks keep their size in points."""
    return tuple(_moved(item, by) for item in items)


def _moved(item: Drawing, by: Similarity) -> Drawing:
    match item:
        case Line() | Area():
            return replace(item, points=_points(item.points, by))
        case Segments():
            return replace(item, ends=tuple((by.point(start), by.point(end)) for start, end in item.ends))
        case Disc():
            radius = item.radius * by.scale if isinstance(item, Mark) else item.radius
            return replace(item, centre=by.point(item.centre), radius=radius)
        case Text():
            return replace(item, at=by.point(item.at), size=item.size * by.scale)
        case Picture():
            return replace(item, photo_to_page=item.photo_to_page.then(by))
        case ColourDifference():
            before, after = (replace(part, photo_to_page=part.photo_to_page.then(by)) for part in _two(item))
            return replace(item, before=before, after=after)
        case Clip():
            return Clip(_points(item.outline, by), moved(item.items, by))
        case Sheet():
            frame = item.frame
            x, y = by.point((frame.x, frame.y))
            placed = Rect(x, y, frame.width * by.scale, frame.height * by.scale)
            return replace(item, frame=placed, outline=_points(item.outline, by), items=moved(item.items, by))


def _two(item: ColourDifference) -> tuple[Picture, Picture]:
    return item.before, item.after


def _points(points: Sequence[Point], by: Similarity) -> tuple[Point, ...]:
    return tuple(by.point(point) for point in points)


def stacked(blocks: Sequence[Block], spacing: float) -> Block:
    """Blocks below each other, empty ones left out; it may be cut in a block, and between all but the first two."""
    items: list[Drawing] = []
    cuts: list[float] = []
    y = width = 0.0
    for number, block in enumerate(block for block in blocks if block.height):
        if y:
            y += spacing
        if number > 1:
            cuts.append(y)
        items.extend(moved(block.items, Similarity(tx=0.0, ty=y)))
        cuts.extend(y + cut for cut in block.cuts)
        y += block.height
        width = max(width, block.width)
    return Block(width, y, tuple(items), tuple(cuts))


def parted(block: Block, room: float) -> tuple[Block, Block] | None:
    """The part of a block that fits into `room` and the rest, which begins with its head; None where none fits."""
    fits = [cut for cut in block.cuts if cut <= room]
    if not fits:
        return None
    cut, up = max(fits), Similarity(ty=block.head - max(fits))
    upper = tuple(item for item in block.items if top_of(item) < cut)
    head = tuple(item for item in block.items if top_of(item) < block.head)
    lower = moved([item for item in block.items if top_of(item) >= cut], up)
    cuts = tuple(later - cut + block.head for later in block.cuts if later > cut)
    rest = Block(block.width, block.height - cut + block.head, (*head, *lower), cuts, block.head)
    return Block(block.width, cut, upper), rest


def top_of(item: Drawing) -> float:
    """The upper end of a text, line or area, in points."""
    if isinstance(item, Text):
        return item.at[1]
    points: Sequence[Point] = getattr(item, "points", ((0.0, 0.0),))
    return min(y for _, y in points)


def flowed(blocks: Sequence[Block], first: float, room: float, spacing: float) -> list[Block]:
    """Blocks as what stands on each page: `first` points high are free on the first one, `room` on the others."""
    pages: list[list[Block]] = [[]]
    left, waiting = first, list(blocks)
    while waiting:
        block = waiting.pop(0)
        gap = spacing if pages[-1] else 0.0
        if block.height <= left - gap:
            pages[-1].append(block)
            left -= gap + block.height
            continue
        parts = parted(block, left - gap)
        if parts is None and (pages[-1] or len(pages) == 1):
            waiting.insert(0, block)
        else:  # on a page of its own a part that is too high for it stands there all the same
            upper, *rest = parts or parted(block, min(block.cuts, default=0.0)) or (block,)
            pages[-1].append(upper)
            waiting[:0] = rest
        pages.append([])
        left = room
    return [stacked(page, spacing) for page in pages if page or page is pages[0]]


def wrapped(text: str, width: float, size: float, is_bold: bool, measure: Measure) -> list[str]:
    """Lines of at most `width` points, broken at spaces; a word that is too long stands alone, cut with an ellipsis."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in words_of(paragraph):
            longer = f"{line} {word}".strip()
            if line and measure(longer, size, is_bold).width > width:
                lines.append(line)
                line = word
            else:
                line = longer
        if line:
            lines.append(line)
    return [shortened(line, width, size, is_bold, measure) for line in lines]


def shortened(text: str, width: float, size: float, is_bold: bool, measure: Measure) -> str:
    """The text, or its beginning with an ellipsis where it is wider than `width` points."""
    if measure(text, size, is_bold).width <= width:
        return text
    while text and measure(text + "…", size, is_bold).width > width:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""


def paragraph(
    text: str, width: float, size: float, colour: str, measure: Measure, is_bold: bool = False, most: int = 40
) -> Block:
    """Words in lines of at most `width`; not more than `most` lines."""
    lines = wrapped(text, width, size, is_bold, measure)
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(lines[most - 1] + " …", width, size, is_bold, measure)]
    items = tuple(
        Text(line, (0.0, number * size * LEADING), size, colour, is_bold=is_bold, has_halo=False)
        for number, line in enumerate(lines)
    )
    cuts = tuple(number * size * LEADING for number in range(1, len(lines)))
    return Block(width, len(lines) * size * LEADING, items, cuts)


@dataclass(frozen=True)
class Ink:
    """Colours and size of the words of a page."""

    size: float
    strong: str
    quiet: str
    rule: str


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells, the colour of the square before them, if any, and words below all the cells."""

    cells: tuple[str, ...]
    swatch: str | None = None
    note: str = ""


def table(heading: tuple[str, ...], rows: Sequence[Row], width: float, ink: Ink, measure: Measure) -> Block:
    """A table with a heading; columns share the width by what stands in them, cells wrap."""
    if not rows:
        return EMPTY
    size, gap = ink.size, ink.size
    mark = size * 1.5 if any(row.swatch for row in rows) else 0.0
    wants = [
        max(measure(text, size, True).width for text in (name, *(row.cells[column] for row in rows)))
        for column, name in enumerate(heading)
    ]
    room = width - mark - gap * (len(heading) - 1)
    needs = [
        max(
            measure(word, size, True).width
            for text in (name, *(row.cells[column] for row in rows))
            for word in words_of(text) or [""]
        )
        for column, name in enumerate(heading)
    ]
    widths = _shared(wants, needs, room)
    items: list[Drawing] = []
    cuts: list[float] = []
    y = 0.0
    for number, row in enumerate((Row(heading), *rows)):
        x, height = mark, 0.0
        for text, cell in zip(row.cells, widths, strict=True):
            colour = ink.quiet if number == 0 else ink.strong
            block = paragraph(text, cell, size, colour, measure)
            items.extend(moved(block.items, Similarity(tx=x, ty=y)))
            height = max(height, block.height)
            x += cell + gap
        if row.swatch is not None:
            middle = y + size * 0.68
            side = size * 0.42
            square = ((0.0, middle - side), (2 * side, middle - side), (2 * side, middle + side), (0.0, middle + side))
            items.append(Area(square, row.swatch))
        y += height
        if row.note:
            note = paragraph(row.note, width - mark, size, ink.quiet, measure)
            items.extend(moved(note.items, Similarity(tx=mark, ty=y)))
            y += note.height
        y += size * 0.25
        line = Stroke(ink.rule, 0.5, has_halo=False)
        items.append(Line(((0.0, y - size * 0.05), (width, y - size * 0.05)), line))
        y += size * 0.25
        cuts.append(y)
    return Block(width, y, tuple(items), tuple(cuts[1:-1]), cuts[0])


def _shared(wants: Sequence[float], needs: Sequence[float], room: float) -> list[float]:
    """Column widths: the longest word of each where there is room for that, then what each wants, narrow ones first,
    the rest among the wide."""
    least = list(needs) if sum(needs) <= room else [0.0] * len(wants)
    widths = [0.0] * len(wants)
    left, places = room, sorted(range(len(wants)), key=lambda place: wants[place])
    for number, place in enumerate(places):
        kept = sum(least[other] for other in places[number + 1 :])
        fair = left / (len(places) - number)
        widths[place] = min(max(min(wants[place], fair), least[place]), max(left - kept, least[place]))
        left -= widths[place]
    if left > 0:
        widths[-1] += left
    return widths
