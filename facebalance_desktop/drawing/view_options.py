"""How the photos are viewed: view state that belongs to the canvas, is never saved and never undone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from facebalance_desktop.geometry import IDENTITY, Point, Rect, Similarity, clip_line
from facebalance_desktop.translation import tr

Mode = Literal["side-by-side", "wipe", "overlay", "blink", "difference", "mirrored", "movement", "board"]
MODES: Mapping[Mode, str] = {
    "side-by-side": tr("Side by side"),
    "wipe": tr("Wipe"),
    "overlay": tr("Overlay"),
    "blink": tr("Blink"),
    "difference": tr("Difference"),
    "mirrored": tr("Mirrored halves"),
    "movement": tr("Movement"),
    "board": tr("Board"),
}
"""Id and name of each mode, in the order of their keys."""
ON_TOP: frozenset[Mode] = frozenset({"wipe", "overlay", "blink", "difference"})
"""Modes that lay one photo over the other: they mean nothing without an alignment."""


LIGHT_MATCHED: frozenset[Mode] = frozenset({"side-by-side", "wipe", "overlay", "blink"})
"""Modes in which the display can be matched: shapes are compared there, not colours."""


SURROUND = "#1c2127"
"""Round the photos where no window says otherwise."""


@dataclass(frozen=True)
class ViewOptions:
    """How the photos are viewed.

    `centre` (reference px) stands in the middle of every pane, `scale` page points a reference px; both None: the head,
    as large as it fits. `wipe` is the divider's place, 0..1 of the page's extent across it; `wipe_angle` its turn from
    the upright, degrees clockwise, above -90 and up to 90. `fade` is the share of the after photo in an overlay.
    `is_blinked`: the after photo is in front. `threshold` is the least difference that is coloured (CIEDE2000).
    `offset` is where the after photo was moved by itself, in reference px. `enlarged` is the id of the one photo that
    a board shows, `scroll` the page points that a board larger than the page is moved up, `grown` how much larger its
    photos are than they need be. `has_facts`: date and view stand on the picture, `has_match`: the photo match;
    `has_sides`: R and L.
    `is_moving`: layout may be quick. `is_numbered`: numbers stand beside zones in place of
    names, which a list says. `is_light_matched`: the after photo's skin is shown in the before's colour, on the screen
    only. `is_live`: as a screen shows it, where pointing and keys tell more: names of guides stand in the margin, and
    what would lie on the face is left out; figures only with `has_values`. `has_signs`: what is schematic or in doubt
    is marked. `surround` is the colour round the photos. `has_handle`: the divider has a knob. `is_whole`: photos are
    not cropped to what both cover. `limit` (reference px) is what is shown in place of what both cover.
    """

    mode: Mode = "side-by-side"
    centre: Point | None = None
    scale: float | None = None
    wipe: float = 0.5
    text_scale: float = 1.0
    has_captions: bool = True
    wipe_angle: float = 0.0
    fade: float = 0.5
    is_blinked: bool = False
    threshold: float = 5.0
    offset: Similarity = IDENTITY
    enlarged: str = ""
    scroll: float = 0.0
    grown: float = 1.0
    has_facts: bool = False
    has_match: bool = False
    has_sides: bool = True
    is_moving: bool = False
    is_numbered: bool = False
    surround: str = SURROUND
    is_whole: bool = False
    limit: Rect | None = None
    has_handle: bool = True
    is_light_matched: bool = False
    is_live: bool = False
    has_values: bool = False
    has_signs: bool = True

    @property
    def normal(self) -> Point:
        """The unit vector across the divider, from the before to the after."""
        return math.cos(math.radians(self.wipe_angle)), math.sin(math.radians(self.wipe_angle))

    @property
    def line_scale(self) -> float:
        """How much thinner than on a page lines and handles are: on a screen they grow no more than words do."""
        return min(1.0, self.text_scale) if self.is_live else 1.0


def span(page: Rect, normal: Point) -> tuple[float, float]:
    """The least and the largest extent of the page along `normal`."""
    along = [x * normal[0] + y * normal[1] for x, y in page.corners]
    return min(along), max(along)


def divider(view_options: ViewOptions, page: Rect) -> tuple[Point, float]:
    """The wipe's divider as the line of points p with normal . p = reach: (normal, reach)."""
    low, high = span(page, view_options.normal)
    return view_options.normal, low + view_options.wipe * (high - low)


KNOB_AT = 0.84
"""Share of the divider's length, from its upper or left end, at which its handle stands: below the face."""


def divider_middle(view_options: ViewOptions, page: Rect) -> Point:
    """The divider's point nearest to the middle of the page."""
    (nx, ny), reach = divider(view_options, page)
    x, y = page.centre
    away = reach - (x * nx + y * ny)
    return x + away * nx, y + away * ny


def divider_knob(view_options: ViewOptions, page: Rect) -> Point:
    """Where the divider's handle stands."""
    nx, ny = view_options.normal
    ends = clip_line(divider_middle(view_options, page), (-ny, nx), page)
    if ends is None:
        return divider_middle(view_options, page)
    (x1, y1), (x2, y2) = sorted(ends, key=lambda end: (round(end[1], 6), end[0]))
    return x1 + KNOB_AT * (x2 - x1), y1 + KNOB_AT * (y2 - y1)


def half(outline: tuple[Point, ...], normal: Point, reach: float, is_beyond: bool) -> tuple[Point, ...]:
    """The part of a convex polygon before (or beyond) the line normal . p = reach (Sutherland and Hodgman 1974)."""
    sign = -1.0 if is_beyond else 1.0
    kept: list[Point] = []
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], *outline[:1]), strict=True):
        d1 = sign * (x1 * normal[0] + y1 * normal[1] - reach)
        d2 = sign * (x2 * normal[0] + y2 * normal[1] - reach)
        if d1 <= 0:
            kept.append((x1, y1))
        if (d1 < 0 < d2) or (d2 < 0 < d1):
            share = d1 / (d1 - d2)
            kept.append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
    return tuple(kept)
