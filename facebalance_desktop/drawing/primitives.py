"""What a scene is made of. All sizes and places are page points; a painter multiplies them by its own unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.geometry import Point, Rect, Similarity

HALO = "#000000"
"""Lines are light with a dark halo, so that they can be read on dark and on light skin alike."""

Align = Literal["left", "centre", "right"]
Rise = Literal["top", "middle", "bottom"]


Measure = Callable[[str, float, bool], TextSize]
"""(text, size in points, is bold) -> TextSize; handed to drawing by render, whose font it is."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line's look: colour `#rrggbb`, width in points, dashed or not, opacity 0..1, dark halo or not."""

    colour: str
    width: float = 1.0
    is_dashed: bool = False
    opacity: float = 1.0
    has_halo: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """An open or closed run of straight segments."""

    points: tuple[Point, ...]
    stroke: Stroke
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Segments:
    """Many straight lines of one look: a grid."""

    ends: tuple[tuple[Point, Point], ...]
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle with an optional edge."""

    centre: Point
    radius: float
    colour: str
    opacity: float = 1.0
    edge: Stroke | None = None


class Mark(Disc):
    """A circle that is as large as the words beside it, and is scaled with them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text at `at`, which is its left/centre/right and top/middle/bottom as said.

    `box` is the colour of a plate behind it, None for a halo round the glyphs instead, unless it stands on bare paper.
    """

    text: str
    at: Point
    size: float
    colour: str = "#ffffff"
    align: Align = "left"
    rise: Rise = "top"
    is_bold: bool = False
    box: str | None = None
    box_opacity: float = 0.62
    has_halo: bool = True
    opacity: float = 1.0

    def placed(self, at: Point) -> Text:
        """The same at another place; many times quicker than `replace`, and labels move in every frame."""
        return Text(
            self.text,
            at,
            self.size,
            self.colour,
            self.align,
            self.rise,
            self.is_bold,
            self.box,
            self.box_opacity,
            self.has_halo,
            self.opacity,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the project by its SHA-256, moved by a similarity from photo px to page points.

    `is_flipped`: the photo is first flipped left to right within its own width (the copied half of a mirrored face).
    `shift`: what the screen, and only the screen, adds to its L*, a* and b*.
    """

    sha256: str
    width: int
    height: int
    photo_to_page: Similarity
    is_flipped: bool = False
    shift: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class ColourDifference:
    """How two pictures differ in colour as the eye sees it (CIEDE2000): grey where they are alike, coloured where the
    difference is larger than `threshold`, in full colour from `most` on."""

    before: Picture
    after: Picture
    threshold: float
    most: float


@dataclass(frozen=True, slots=True)
class Clip:
    """Drawings of which only the part inside a convex polygon is seen."""

    outline: tuple[Point, ...]
    items: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opaque picture of its own, laid out on the upright `frame`, of which the part inside the convex `outline` is
    put down with `opacity`. A painter may keep it as an image while only outline and opacity change."""

    frame: Rect
    outline: tuple[Point, ...]
    items: tuple[Drawing, ...]
    opacity: float = 1.0


Drawing = Line | Segments | Area | Disc | Text | Picture | ColourDifference | Clip | Sheet


@dataclass(frozen=True, slots=True)
class Scene:
    """A page: its size in points, its background and what is drawn on it, from back to front."""

    width: float
    height: float
    background: str
    items: tuple[Drawing, ...]
    shifts: Mapping[str, Mapping[tuple[str, str, int], Point | None]] = field(default_factory=dict, compare=False)
    """By photo: where labels stand beside their places; for the next scene while the picture moves."""
    line_scale: float = 1.0
    """Share of their width in points that lines have: on a large screen they are as thin as on a small one."""

    @property
    def frame(self) -> Rect:
        return Rect(0, 0, self.width, self.height)


PAGE_SIDE = 792.0
"""Long side in points of the page on which screens and pixel exports are laid out."""


def page_of(width: float, height: float) -> tuple[float, float]:
    """The page in points for a picture of this many pixels: the long side is `PAGE_SIDE`."""
    unit = max(width, height) / PAGE_SIDE
    return width / unit, height / unit


def pictures(items: tuple[Drawing, ...]) -> tuple[Picture, ...]:
    """Every picture in the drawings, in order."""
    found: list[Picture] = []
    for item in items:
        kind = type(item)
        if kind is Line or kind is Area or kind is Text:
            continue  # nearly all of them
        if isinstance(item, Picture):
            found.append(item)
        elif isinstance(item, ColourDifference):
            found.extend((item.before, item.after))
        elif isinstance(item, Clip | Sheet):
            found.extend(pictures(item.items))
    return tuple(found)
