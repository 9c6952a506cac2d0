"""The loupe and the navigator: small pictures over the photos, drawings like any other."""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Area, Clip, Drawing, Line, Picture, Stroke, Text
from facebalance_desktop.geometry import Point, Rect, Similarity, bounds, fit_into
from facebalance_desktop.ui.widgets import inks

SIDE = 96.0
"""Page points: a side of a loupe's window at text scale 1."""
TIMES = 3.0
EDGE = Stroke(inks.INK, 1.0)


def loupe_drawings(
    panes: Sequence[Pane], at: Point, page: Rect, text_scale: float, only: str | None = None
) -> tuple[Drawing, ...]:
    """The place under the pointer, enlarged, in every photo of the pair; `only` shows one photo (its id)."""
    under = next((pane for pane in panes if pane.frame.contains(at)), None)
    if under is None:
        return ()
    dx, dy = at[0] - under.frame.x, at[1] - under.frame.y
    unique: dict[str, Pane] = {}
    for pane in panes:
        if not pane.is_flipped and (only is None or pane.side.photo.id == only):
            unique.setdefault(pane.side.photo.id, pane)
    side = SIDE * text_scale
    shown = list(unique.values())[:4]
    width = side * len(shown)
    x = at[0] + 0.3 * side
    if x + width > page.right:
        x = at[0] - 0.3 * side - width
    x = min(max(x, page.x), max(page.x, page.right - width))
    y = at[1] + 0.3 * side if at[1] + 1.3 * side < page.bottom else at[1] - 1.3 * side
    drawn: list[Drawing] = []
    for place, pane in enumerate(shown):
        window = Rect(x + place * side, y, side, side)
        centre = pane.frame.x + dx, pane.frame.y + dy
        middle = window.centre
        enlarge = Similarity(TIMES, 0.0, middle[0] - TIMES * centre[0], middle[1] - TIMES * centre[1])
        photo = pane.side.photo
        picture = Picture(photo.sha256, photo.width, photo.height, pane.photo_to_page.then(enlarge), shift=pane.shift)
        drawn.append(Area(window.corners, inks.PLATE))
        drawn.append(Clip(window.corners, (picture,)))
        drawn.append(Line(window.corners, EDGE, is_closed=True))
        drawn.extend(_cross(middle, 0.06 * side))
        if pane.side.caption:
            words = Text(
                pane.side.title or pane.side.caption, (window.x + 4, window.y + 4), 7.5 * text_scale, box=inks.PLATE
            )
            drawn.append(words)
    return tuple(drawn)


def _cross(at: Point, size: float) -> tuple[Drawing, ...]:
    stroke = Stroke(inks.INK, 0.6)
    x, y = at
    gap = 0.35 * size
    return tuple(
        Line(ends, stroke)
        for ends in (
            ((x - size, y), (x - gap, y)),
            ((x + gap, y), (x + size, y)),
            ((x, y - size), (x, y - gap)),
            ((x, y + gap), (x, y + size)),
        )
    )


def navigator_frame(page: Rect, text_scale: float) -> Rect:
    """Where the navigator stands: the lower right corner."""
    side = 0.9 * SIDE * text_scale
    return Rect(page.right - side - 8, page.bottom - side - 8, side, side)


def reference_to_navigator(pane: Pane, page: Rect, text_scale: float) -> Similarity:
    """The whole before photo in the navigator's corner, from reference px."""
    photo, to_reference = pane.side.photo, pane.side.to_reference
    whole = bounds(to_reference.point(corner) for corner in Rect(0, 0, photo.width, photo.height).corners)
    return fit_into(whole, navigator_frame(page, text_scale).grown(-3))


def navigator_drawings(pane: Pane, visible: Rect, page: Rect, text_scale: float) -> tuple[Drawing, ...]:
    """The whole before photo, small, with the frame of what is visible (reference px)."""
    frame = navigator_frame(page, text_scale)
    onto = reference_to_navigator(pane, page, text_scale)
    photo = pane.side.photo
    picture = Picture(photo.sha256, photo.width, photo.height, pane.side.to_reference.then(onto))
    seen = tuple(onto.point(corner) for corner in visible.corners)
    return (
        Area(frame.corners, inks.PLATE, 0.9),
        Clip(frame.grown(-3).corners, (picture, Line(seen, Stroke(inks.INK, 1.0), is_closed=True))),
        Line(frame.corners, Stroke(inks.SOFT, 0.6), is_closed=True),
    )
