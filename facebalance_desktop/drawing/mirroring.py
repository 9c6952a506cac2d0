"""Photos as their owner knows them from the mirror: each flipped in its own place, words still to be read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from facebalance_desktop.drawing.primitives import (
    Align,
    Area,
    Clip,
    ColourDifference,
    Disc,
    Drawing,
    Line,
    Picture,
    Scene,
    Segments,
    Sheet,
    Text,
)
from facebalance_desktop.geometry import Point, Rect, Similarity
from facebalance_desktop.translation import tr

SWAPPED: dict[Align, Align] = {"left": "right", "centre": "centre", "right": "left"}


def in_the_mirror(scene: Scene, fixed: Collection[str] = (tr("Before"), tr("After"))) -> Scene:
    """Every sheet's photo and what is drawn on it flipped within the sheet; R and L go along, `fixed` words stay."""
    return replace(scene, items=tuple(_sheet(item, fixed) for item in scene.items))


def _sheet(item: Drawing, fixed: Collection[str]) -> Drawing:
    if not isinstance(item, Sheet):
        return item
    turn = item.frame.x + item.frame.right
    return replace(item, items=tuple(flipped(one, turn, fixed) for one in item.items))


def flipped(item: Drawing, turn: float, fixed: Collection[str] = ()) -> Drawing:
    """A drawing reflected left to right: x becomes `turn` - x."""

    def at(point: Point) -> Point:
        return turn - point[0], point[1]

    match item:
        case Line() | Area():
            return replace(item, points=tuple(at(point) for point in item.points))
        case Segments():
            return replace(item, ends=tuple((at(start), at(end)) for start, end in item.ends))
        case Disc():
            return replace(item, centre=at(item.centre))
        case Text():
            return item if item.text in fixed else replace(item, at=at(item.at), align=SWAPPED[item.align])
        case Picture():
            return _picture(item, turn)
        case ColourDifference():
            return replace(item, before=_picture(item.before, turn), after=_picture(item.after, turn))
        case Clip():
            return Clip(tuple(at(point) for point in item.outline), tuple(flipped(i, turn, fixed) for i in item.items))
        case Sheet():
            frame = Rect(turn - item.frame.right, item.frame.y, item.frame.width, item.frame.height)
            outline = tuple(at(point) for point in item.outline)
            return replace(item, frame=frame, outline=outline, items=tuple(flipped(i, turn, fixed) for i in item.items))


def _picture(item: Picture, turn: float) -> Picture:
    """The reflected picture: its photo is flipped within its own width, then moved by another similarity."""
    to = item.photo_to_page
    width = item.width
    moved = Similarity(to.a, -to.b, turn - to.a * width - to.tx, to.b * width + to.ty)
    return replace(item, photo_to_page=moved, is_flipped=not item.is_flipped)
