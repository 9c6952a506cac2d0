"""Words and marks that stand on the picture: captions, date and view, R and L, the divider, legends, headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facebalance_desktop.comparison.comparability import Grade
from facebalance_desktop.drawing.labels import PLATE_X, Labels
from facebalance_desktop.drawing.panes import HEADING, Pane, board_frames
from facebalance_desktop.drawing.primitives import Align, Area, Disc, Drawing, Line, Measure, Rise, Stroke, Text
from facebalance_desktop.drawing.text_colour import luminance
from facebalance_desktop.drawing.view_options import ViewOptions, divider, divider_knob, divider_middle
from facebalance_desktop.geometry import Point, Rect, clip_line
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.photo_grids import Board, date_words, view_of, view_words
from facebalance_desktop.translation import side_letter, tr

PLATE = "#10151b"
MATCHED = tr("display matched")
"""Said of an after photo whose colours are shifted on the screen."""
MOVED = tr("moved by hand")
"""Said of an after photo that no longer lies as it was aligned."""
CAPTION = 7.5
"""Page points at text scale 1: 12 px on the screen."""
INK = "#10151b"
LETTERS = 0.92
"""Size of R and L, in sizes of the caption."""
KNOB = 11.0
"""Page points: the radius of the divider's handle, unless the screen asks for more."""
MOST = 25.0
"""CIEDE2000: from here on a difference has the ramp's last colour."""


def place_captions(pane: Pane, view_options: ViewOptions, labels: Labels) -> None:
    """One line in the outer upper corner, Before or After and what is known of the photo; R and L in the lower ones."""
    size, frame = CAPTION * view_options.text_scale, pane.clear
    is_after = pane.side.caption == tr("After")
    is_shared = view_options.mode in ("wipe", "overlay", "blink")
    on_right = is_after and (is_shared or view_options.mode == "side-by-side")
    is_low = view_options.mode == "wipe" and (
        view_options.wipe_angle > 45 if is_after else view_options.wipe_angle < -45
    )
    rise: Rise = "bottom" if is_low else "top"
    words = pane.title or pane.side.title or pane.side.caption
    said = [part for part, holds in ((MOVED, pane.is_moved), (MATCHED, pane.shift is not None)) if holds]
    words = ", ".join(filter(None, (words, *said)))
    is_headed = view_options.mode == "board" and not view_options.enlarged
    facts = facts_of(pane) if view_options.has_facts and not is_headed else ""
    parts = [(words, True), (f" · {facts}" if words and facts else facts, False)]
    parts = [part for part in parts if part[0]]
    y = frame.bottom - 2.2 * size if is_low else frame.y + size
    edge, inner = PLATE_X * size, labels.frame  # within it from the start: both parts of the line stay side by side
    x = min(frame.right - size, inner.right - edge) if on_right else max(frame.x + size, inner.x + edge)
    for text, is_bold in reversed(parts) if on_right else parts:
        align: Align = "right" if on_right else "left"
        labels.place(Text(text, (x, y), size, "#ffffff", align, rise, is_bold=is_bold))
        x += (-1 if on_right else 1) * labels.measure(text, size, is_bold).width
        labels.taken[-1:] = []  # the other part of the line stands right beside it
    if parts:
        width = sum(labels.measure(text, size, is_bold).width for text, is_bold in parts)
        top = y - 1.4 * size if is_low else y
        labels.taken.append(Rect(x if on_right else x - width, top, width, 1.4 * size))
    for name, is_left in letters(pane.side) if view_options.has_sides else ():
        side: Align = "left" if is_left else "right"
        at = (frame.x + size if is_left else frame.right - size, frame.bottom - 0.7 * size)
        labels.place(Text(name, at, LETTERS * size, "#ffffff", side, "bottom", is_bold=True))


def letters(side: Side) -> tuple[tuple[str, bool], ...]:
    """R and L with whether they stand on the left: the subject's sides; in profile the one side that is seen."""
    view = view_of(side.photo) or ""
    if view.startswith("profile-"):
        is_right = view.endswith("right") != side.is_mirrored
        return ((side_letter(is_right), True),)
    return (side_letter(True), not side.is_mirrored), (side_letter(False), side.is_mirrored)


def facts_of(pane: Pane) -> str:
    """`12 Mar 2024 · Frontal`; what is not known is left out."""
    view = None if pane.title else view_of(pane.side.photo)
    parts = (date_words(pane.side.photo), "" if view is None else view_words(view))
    return " · ".join(part for part in parts if part)


def place_half_captions(pane: Pane, view_options: ViewOptions, labels: Labels) -> None:
    """What a mirrored half is made of, with the letter of the side that is shown twice on both sides."""
    size = CAPTION * view_options.text_scale
    at = (pane.frame.x + size, pane.frame.y + size)
    labels.place(Text(pane.title, at, size, "#ffffff", "left", "top", is_bold=True))
    if not view_options.has_sides:
        return
    letter = pane.title[-1]
    for align, x in (("left", pane.frame.x + size), ("right", pane.frame.right - size)):
        side: Align = "left" if align == "left" else "right"
        at = (x, pane.frame.bottom - 0.7 * size)
        mark = Text(letter, at, LETTERS * size, "#ffffff", side, "bottom", is_bold=True)
        labels.place(mark)


def divider_drawings(view_options: ViewOptions, page: Rect, knob: float = KNOB) -> tuple[Drawing, ...]:
    """The wipe's line with a round handle large enough for a finger; none where `knob` is 0."""
    (nx, ny), _ = divider(view_options, page)
    ends = clip_line(divider_middle(view_options, page), (-ny, nx), page)
    x, y = divider_knob(view_options, page)
    ink = Stroke(INK, 1.4, has_halo=False)
    arrow = 0.33 * knob

    def at(along: float, beside: float) -> Point:
        return x + along * nx - beside * ny, y + along * ny + beside * nx

    chevrons = tuple(
        Line((at(s * 0.29 * knob, -arrow), at(s * (0.29 * knob + arrow), 0.0), at(s * 0.29 * knob, arrow)), ink)
        for s in (-1, 1)
    )
    line = () if ends is None else (Line(ends, Stroke("#ffffff", 1.2 * max(1.0, view_options.text_scale))),)
    if not knob:
        return line
    return (*line, Disc((x, y), knob, "#ffffff", 0.92, Stroke(INK, 0.8)), *chevrons)


def legend_drawings(view_options: ViewOptions, page: Rect, colour: Callable[[float], str]) -> tuple[Drawing, ...]:
    """What the colours of a difference mean, and what they do not."""
    size = 8.0 * view_options.text_scale
    width, height = 26 * size, 1.0 * size
    x, y = page.x + 2 * size, page.bottom - 5.2 * size
    plate = Area(
        (
            (x - size, y - 2.6 * size),
            (x + width + size, y - 2.6 * size),
            (x + width + size, y + 4.4 * size),
            (x - size, y + 4.4 * size),
        ),
        PLATE,
        0.78,
    )
    steps = 24
    drawn: list[Drawing] = [plate]
    for step in range(steps):
        left, right = x + width * step / steps, x + width * (step + 1) / steps
        corners = ((left, y), (right, y), (right, y + height), (left, y + height))
        drawn.append(Area(corners, colour((step + 0.5) / steps)))
    middle = (view_options.threshold + MOST) / 2
    drawn.append(Text(tr("Difference in colour (CIEDE2000)"), (x, y - 1.8 * size), size, is_bold=True))
    for share, value in ((0.0, view_options.threshold), (0.5, middle), (1.0, MOST)):
        align: Align = "left" if share == 0 else "right" if share == 1 else "centre"
        words = f"{value:.0f}" + (tr(" or more") if share == 1 else "")
        drawn.append(Text(words, (x + share * width, y + height + 0.25 * size), 0.9 * size, "#d5dbe1", align))
    drawn.append(
        Text(tr("Light and make-up differ too; below the threshold: grey."), (x, y + 2.6 * size), 0.9 * size, "#d5dbe1")
    )
    return tuple(drawn)


def heading_drawings(
    board: Board, view_options: ViewOptions, width: float, height: float, measure: Measure
) -> tuple[Drawing, ...]:
    """The visits above the columns of a board; of columns too narrow for their headings only as many as have room."""
    if view_options.enlarged:
        return ()
    size = 0.62 * HEADING * view_options.text_scale
    rows = board_frames(board, width, height, view_options.text_scale, view_options.scroll, view_options.grown)
    is_light = luminance(view_options.surround) > 0.5  # a white word in a dark halo is no word of that page
    colour = "#1c1c1c" if is_light else "#d5dbe1"
    made: list[Drawing] = []
    end, line = -size, rows[0][0].y
    for frames in rows:
        for words, frame in zip(board.columns, frames, strict=True) if frames[0].y == rows[0][0].y else ():
            if frame.y != line:
                end, line = -size, frame.y
            half_width = measure(words, size, True).width / 2
            x = min(max(frame.centre[0], half_width), width - half_width)
            if x - half_width >= end + size / 2:
                at = x, frame.y - 0.5 * HEADING * view_options.text_scale
                made.append(Text(words, at, size, colour, "centre", "middle", True, has_halo=not is_light))
                end = x + half_width
    return tuple(made)


BADGES: Mapping[Grade, tuple[str, str]] = {
    "good": (tr("Photo match: good"), "#1d5a38"),
    "care": (tr("Photo match: with care"), "#5c5312"),
    "eye": (tr("Photo match: not measured"), "#3f3663"),
    "poor": (tr("Photo match: poor"), "#7a3b00"),
    "refused": (tr("Photo match: not comparable"), "#7a1f1f"),
}


def badge(pair: Pair, page: Rect, text_scale: float, is_moved: bool) -> tuple[Drawing, ...]:
    """The grade of the photo match, at the foot of the page; nothing while it is not known."""
    if pair.match is None:
        return ()
    words, colour = BADGES[pair.match.grade]
    return (banner(f"{words}, {MOVED}" if is_moved else words, page, text_scale, colour, 1),)


def banner(words: str, page: Rect, text_scale: float, colour: str, place: int = 0) -> Text:
    """A line that stands at the head of the page, the `place`-th from above: the foot belongs to the tool strip."""
    at = (page.width / 2, CAPTION * text_scale * (1.0 + 1.9 * place))
    return Text(words, at, 7.5 * text_scale, "#ffffff", "centre", "top", box=colour, box_opacity=0.9)
