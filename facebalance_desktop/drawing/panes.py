"""Where each photo stands on the page in every mode, and how its pixels become page points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.comparison.light_match import Shift, light_match
from facebalance_desktop.drawing.clean import core_of, overlap, shared_by, shared_rect, upright_rect
from facebalance_desktop.drawing.framing import head_frame, head_of, whole_of
from facebalance_desktop.drawing.view_options import LIGHT_MATCHED, ViewOptions, divider, half
from facebalance_desktop.geometry import IDENTITY, Point, Rect, Similarity, bounds, fit_into, fit_similarity, is_inside
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.photo_grids import Board
from facebalance_desktop.translation import in_sentence, side_letter

GAP, LIVE_GAP = 3.0, 1.25
"""Page points between two photos; on a screen at text scale 1: 2 px."""


@dataclass(frozen=True)
class Pane:
    """One photo on the page: where, of which side of the pair, and how its px become page points.

    `frame` is what the photo is laid out in, `outline` the convex part of it that it shows (a wipe shares one
    frame), `seen` its upright bounds; `clear` is the part of the frame that both photos cover. `is_flipped`: photo px
    are first flipped left to right. `is_reachable`: a press on it means this photo. `title` stands in place of the
    caption. `is_moved`: it was moved by hand from where the alignment lays it. `shift` is added to its colours on the
    screen.
    """

    side: Side
    frame: Rect
    seen: Rect
    photo_to_page: Similarity
    clear: Rect
    outline: tuple[Point, ...] = ()
    is_flipped: bool = False
    is_reachable: bool = True
    title: str = ""
    is_moved: bool = False
    shift: Shift | None = None

    @property
    def shape(self) -> tuple[Point, ...]:
        return self.outline or self.seen.corners

    def page_to_photo(self, point: Point) -> Point:
        return self.photo_to_page.inverse().point(point)

    def contains(self, point: Point) -> bool:
        """Whether a press at `point` means this photo."""
        if not self.is_reachable or not self.seen.contains(point):
            return False
        return not self.outline or is_inside(point, self.outline)


def grid(count: int, page: Rect, rows: int | None = None) -> tuple[Rect, ...]:
    """`count` equal frames on the page, in as many rows as show heads largest (or in `rows`), row by row."""
    best: tuple[Rect, ...] = ()
    size = -1.0
    for lines in (rows,) if rows else range(1, count + 1):
        columns = -(-count // lines)
        width = (page.width - GAP * (columns - 1)) / columns
        height = (page.height - GAP * (lines - 1)) / lines
        if min(width / 4.4, height / 5.8) > size:
            size = min(width / 4.4, height / 5.8)
            best = tuple(
                Rect(
                    page.x + (number % columns) * (width + GAP),
                    page.y + (number // columns) * (height + GAP),
                    width,
                    height,
                )
                for number in range(count)
            )
    return best


def pane_frames(
    pair: Pair, view_options: ViewOptions, width: float, height: float, board: Board | None = None
) -> tuple[Rect, ...]:
    """Where each photo stands on a page of this size in points: beside each other, or the same place twice."""
    page = Rect(0, 0, width, height)
    if view_options.mode == "movement" and board is not None:
        return grid(len(board.sides), page, rows=len(board.rows) if len(board.rows) > 1 else None)
    if view_options.mode == "mirrored":
        return grid(2 * len(pair.sides), page)
    if pair.after is None:
        return (page,)
    if view_options.mode not in ("side-by-side", "board", "movement"):
        return page, page
    gap = min(GAP, LIVE_GAP * view_options.text_scale) if view_options.is_live else GAP
    if width >= height:
        half_page = (width - gap) / 2
        return Rect(0, 0, half_page, height), Rect(half_page + gap, 0, half_page, height)
    half_page = (height - gap) / 2
    return Rect(0, 0, width, half_page), Rect(0, half_page + gap, width, half_page)


def fitted(
    pair: Pair, view_options: ViewOptions, width: float, height: float, frame: Rect, board: Board | None = None
) -> tuple[Point, float]:
    """Centre and scale that show `frame` (reference px) as large as it fits into a pane."""
    pane = pane_frames(pair, view_options, width, height, board)[0]
    return frame.centre, min(pane.width / frame.width, pane.height / frame.height)


def clean_frame(pair: Pair, view_options: ViewOptions, board: Board | None = None) -> Rect | None:
    """What all photos cover, in reference px; None where the mode, the surgeon or the photos want no crop."""
    if view_options.is_whole or view_options.mode in ("mirrored", "board"):
        return None
    if view_options.mode == "movement":
        return None if board is None else shared_by(tuple(board.sides))
    return view_options.limit or shared_rect(pair, view_options.offset)


def home(
    pair: Pair, view_options: ViewOptions, width: float, height: float, board: Board | None = None
) -> tuple[Point, float]:
    """Centre and scale of the clinical frame, as far as both photos cover it.

    Where both photos share one wide pane, they grow to its width as long as the face, hairline to chin, stays in it.
    """
    head, clean = head_frame(pair), clean_frame(pair, view_options, board)
    wanted = None if clean is None else overlap(head, clean)
    if clean is None or wanted is None:
        return fitted(pair, view_options, width, height, head, board)
    pane = pane_frames(pair, view_options, width, height, board)[0]
    scale = min(pane.width / wanted.width, pane.height / wanted.height)
    core = core_of(pair.before)
    if view_options.mode not in ("side-by-side", "movement") and pair.after is not None and core is not None:
        cover = max(pane.width / clean.width, pane.height / clean.height)
        scale = max(scale, min(cover, pane.width / core.width, pane.height / core.height))
    middle = wanted.centre if core is None or scale * wanted.height <= pane.height * 1.001 else core.centre
    return kept_inside(middle, scale, pane, clean), scale


def kept_inside(middle: Point, scale: float, pane: Rect, area: Rect) -> Point:
    """The middle of what a pane shows at this scale, moved so that it shows no more than it must beyond the area."""
    x = _within(middle[0], area.x, area.right, pane.width / scale / 2)
    return x, _within(middle[1], area.y, area.bottom, pane.height / scale / 2)


def _within(middle: float, low: float, high: float, half_size: float) -> float:
    """The middle moved so that what is seen round it lies within the bounds; their own middle where that is smaller."""
    return (low + high) / 2 if high - low < 2 * half_size else min(max(middle, low + half_size), high - half_size)


def _placed(area: Rect, to_page: Similarity) -> Rect:
    return bounds(to_page.point(corner) for corner in area.corners)


def panes(
    pair: Pair, view_options: ViewOptions, width: float, height: float, board: Board | None = None
) -> tuple[Pane, ...]:
    """The photos' places on a page of this size in points, before first."""
    if view_options.mode == "board" and board is not None:
        return board_panes(board, view_options, width, height)
    centre, scale = view_options.centre, view_options.scale
    if centre is None or scale is None:
        centre, scale = home(pair, view_options, width, height, board)
    clean = clean_frame(pair, view_options, board)
    frames = pane_frames(pair, view_options, width, height, board)

    def place(side: Side, frame: Rect) -> Pane:
        x, y = frame.centre
        to_page = Similarity(scale, 0.0, x - scale * centre[0], y - scale * centre[1])
        moved = side.to_reference.then(view_options.offset) if side is pair.after else side.to_reference
        is_moved = side is pair.after and is_moved_by_hand(pair, view_options.offset)
        shift = shift_of(pair, view_options) if side is pair.after else None
        seen = frame if clean is None else overlap(frame, _placed(clean, to_page)) or Rect(x, y, 0, 0)
        return Pane(side, frame, seen, moved.then(to_page), is_moved=is_moved, shift=shift, clear=seen)

    if view_options.mode == "movement" and board is not None:
        titles = [f"{row}, {in_sentence(column)}" for row in board.rows for column in board.columns]
        placed = [place(side, frame) for side, frame in zip(board.sides, frames, strict=True)]
        return tuple(replace(pane, title=title) for pane, title in zip(placed, titles, strict=True))
    if view_options.mode == "mirrored":
        made: list[Pane] = []
        for number, side in enumerate(pair.sides):
            for part, is_right in enumerate((True, False)):
                made.extend(_mirrored(place(side, frames[2 * number + part]), is_right))
        return tuple(made)
    placed = [place(side, frame) for side, frame in zip(pair.sides, frames, strict=True)]
    return _shared(placed, view_options) if len(placed) == 2 else tuple(placed)


def shift_of(pair: Pair, view_options: ViewOptions) -> Shift | None:
    """What is added to the colours of the after photo on the screen; None where the display is not matched."""
    if not view_options.is_light_matched or view_options.mode not in LIGHT_MATCHED or pair.after is None:
        return None
    return light_match(pair.before.photo.light, pair.after.photo.light)


def is_moved_by_hand(pair: Pair, offset: Similarity) -> bool:
    """Whether the after photo lies elsewhere than where it was aligned: nudged, or unlinked and moved by `offset`."""
    return pair.after is not None and (offset != IDENTITY or pair.is_nudged)


def _shared(placed: list[Pane], view_options: ViewOptions) -> tuple[Pane, ...]:
    """Two photos in one place: who shows which part, and whom a press means."""
    before, after = placed
    page = before.frame
    if view_options.mode == "wipe":
        normal, reach = divider(view_options, page)
        made = []
        for pane, is_beyond in ((before, False), (after, True)):
            outline = half(pane.clear.corners, normal, reach, is_beyond)
            seen = bounds(outline) if len(outline) >= 3 else Rect(0, 0, 0, 0)
            upright = abs(view_options.wipe_angle) in (0.0, 90.0)
            made.append(replace(pane, seen=seen, outline=() if upright else outline))
        return tuple(made)
    if view_options.mode in ("overlay", "blink"):
        is_after = view_options.fade >= 0.5 if view_options.mode == "overlay" else view_options.is_blinked
        return replace(before, is_reachable=not is_after), replace(after, is_reachable=is_after)
    if view_options.mode == "difference":
        return replace(before, is_reachable=False), replace(after, is_reachable=False)
    return before, after


def _mirrored(pane: Pane, is_right: bool) -> tuple[Pane, ...]:
    """One half of a face and its own mirror image about the midline; the whole photo where no midline is known."""
    face = face_frame(pane.side.points)
    letter = side_letter(is_right)
    letters = f"{letter} + {letter}"
    title = f"{pane.side.caption}, {letters}" if pane.side.caption else letters
    if face is None:
        return (replace(pane, title=title, is_reachable=False),)
    x, y = pane.photo_to_page.point(face.origin)
    tip = pane.photo_to_page.point((face.origin[0] + face.across[0], face.origin[1] + face.across[1]))
    length = pane.photo_to_page.scale
    normal = ((tip[0] - x) / length, (tip[1] - y) / length)
    reach = x * normal[0] + y * normal[1]
    is_left_kept = is_right != pane.side.is_mirrored
    width = pane.side.photo.width
    ends = face.origin, face.at(0.0, face.iod)  # on the midline, which the reflection leaves where it is
    flipped = fit_similarity([(width - px, py) for px, py in ends], [pane.photo_to_page.point(end) for end in ends])
    own = half(pane.frame.corners, normal, reach, not is_left_kept)
    other = half(pane.frame.corners, normal, reach, is_left_kept)
    made = []
    for outline, to_page, is_flipped in ((own, pane.photo_to_page, False), (other, flipped, True)):
        if len(outline) >= 3 and to_page is not None:
            made.append(
                replace(
                    pane,
                    seen=bounds(outline),
                    outline=outline,
                    photo_to_page=to_page,
                    is_flipped=is_flipped,
                    is_reachable=False,
                    title=title,
                )
            )
    return tuple(made)


HEADING, BETWEEN = 15.0, 9.0
"""Page points kept for the headings of a board, and between its blocks of rows."""


LEAST_ACROSS, MOST_GROWN = 75.0, 4.0
"""Page points at text scale 1 that a photo of a board is wide at least (120 px), and how far a board is zoomed."""


def board_frames(
    board: Board, width: float, height: float, text_scale: float, scroll: float = 0.0, grown: float = 1.0
) -> tuple[tuple[Rect, ...], ...]:
    """The cells of a board below its column headings, row by row; many rows go on beside each other, in blocks with the
    same columns, where heads become larger that way.

    Where cells would be too small or are `grown`, the columns go on below each other, under headings of their own, and
    the page shows what lies `scroll` points down.
    """
    top = HEADING * text_scale
    rows, columns = len(board.rows), len(board.columns)

    def cell(lines: int) -> tuple[float, float]:
        blocks = -(-rows // lines)
        across = (width - GAP * (columns * blocks - 1) - BETWEEN * (blocks - 1)) / (columns * blocks)
        return across, (height - top - GAP * (lines - 1)) / lines

    lines = max(range(rows, 0, -1), key=lambda count: min(cell(count)[0] / 4.4, cell(count)[1] / 5.8))
    across, down = cell(lines)
    fitted_across, least = min(across, down * 4.4 / 5.8), min(LEAST_ACROSS * text_scale, width)
    if fitted_across < least or grown > 1.0:
        wanted = min(max(fitted_across, least) * grown, width)
        return _scrolled_frames(board, width, height, wanted, top, scroll)
    made = []
    for row in range(rows):
        block, line = divmod(row, lines)
        left, y = block * (columns * (across + GAP) + BETWEEN), top + line * (down + GAP)
        made.append(tuple(Rect(left + column * (across + GAP), y, across, down) for column in range(columns)))
    return tuple(made)


def _scrolled_frames(
    board: Board, width: float, height: float, least: float, top: float, scroll: float
) -> tuple[tuple[Rect, ...], ...]:
    """Cells at least so wide, as many beside each other as the width holds; never scrolled past their ends."""
    rows, columns = len(board.rows), len(board.columns)
    beside = min(max(int((width + GAP) / (least + GAP)), 1), columns)
    across = (width - GAP * (beside - 1)) / beside
    down = min(across * 5.8 / 4.4, height - top)
    band = top + rows * (down + GAP)
    scroll = min(max(scroll, 0.0), max(-(-columns // beside) * band - GAP - height, 0.0))
    return tuple(
        tuple(
            Rect(
                (column % beside) * (across + GAP),
                (column // beside) * band + top + row * (down + GAP) - scroll,
                across,
                down,
            )
            for column in range(columns)
        )
        for row in range(rows)
    )


def scrolled(board: Board, view_options: ViewOptions, width: float, height: float, by: float) -> float:
    """How far down a board lies when it is moved on by so many points, within its ends."""

    def first(scroll: float) -> float:
        return board_frames(board, width, height, view_options.text_scale, scroll, view_options.grown)[0][0].y

    return first(0.0) - first(first(0.0) - first(view_options.scroll) + by)


def board_panes(board: Board, view_options: ViewOptions, width: float, height: float) -> tuple[Pane, ...]:
    """The photos of a board that are in sight, each row framed by its first photo; or the enlarged one alone."""
    made = []
    frames = board_frames(board, width, height, view_options.text_scale, view_options.scroll, view_options.grown)
    for row, (sides, places) in enumerate(zip(board.cells, frames, strict=True)):
        first = next(side for side in sides if side is not None)
        head = head_of(first) if face_frame(first.points) is not None else whole_of(first)
        for side, place in zip(sides, places, strict=True):
            if side is None or (view_options.enlarged and side.photo.id != view_options.enlarged):
                continue
            frame = Rect(0, 0, width, height) if view_options.enlarged else place
            if frame.bottom <= 0 or frame.y >= height:
                continue
            onto = fit_into(head, frame)
            clean = None if view_options.is_whole else upright_rect(side)
            seen = frame if clean is None else overlap(frame, _placed(clean, onto)) or frame
            made.append(Pane(side, frame, seen, side.to_reference.then(onto), title=board.rows[row], clear=seen))
    return tuple(made)
