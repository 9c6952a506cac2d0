"""Painting again only what differs: the quick picture while something is dragged or undone.

Drawings that stay where they are come from kept images of their own, so the result may be a grey level off; once things
are calm the whole is painted exactly again (`render.live`).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Text
from facebalance_desktop.geometry import Rect, bounds
from facebalance_desktop.render import fonts

HALO = 2.2
MOST = 24
"""Pieces that may differ before one box round all of them is painted again, not each one's own."""
BUDGET = 48 * 2**20
"""Bytes of kept images of single pieces."""
LARGEST = 600_000
"""Device px of a piece that is worth an image of its own."""
TIME = 0.003
"""Seconds a frame may spend on images that make later frames quicker."""

Paint = Callable[[QPainter, tuple[Drawing, ...]], None]


def extent(item: Drawing) -> Rect | None:
    """What a drawing covers at most, in page points; None where that is not known."""
    match item:
        case Line(points=points, stroke=stroke) if points:
            return bounds(points).grown((stroke.width + HALO) / 2 + 1.5)
        case Area(points=points) if points:
            return bounds(points).grown(1.0)
        case Disc(centre=(x, y), radius=radius, edge=edge):
            reach = radius + (0.0 if edge is None else edge.width + HALO) + 1.0
            return Rect(x - reach, y - reach, 2 * reach, 2 * reach)
        case Text():
            return plate(item, fonts.measure).grown(item.size * 0.3 + 1.0)
    return None


def device(box: Rect, unit: float) -> QRect:
    """Whole device px round a frame in page points."""
    left, top = math.floor(box.x * unit) - 1, math.floor(box.y * unit) - 1
    return QRect(left, top, math.ceil(box.right * unit) + 1 - left, math.ceil(box.bottom * unit) + 1 - top)


class Piece:
    """Drawings that are painted together (an area with its own edge), and the device px that they cover at most;
    `box` is None where that is not known. `is_loose`: made anew with every edit, so known by value, and in no order."""

    __slots__ = ("bottom", "box", "has_image", "is_loose", "items", "left", "right", "top", "was_painted")

    def __init__(self, items: tuple[Drawing, ...], box: QRect | None, is_loose: bool) -> None:
        self.items, self.box, self.is_loose = items, box, is_loose
        known = QRect() if box is None else box
        self.left, self.top = known.x(), known.y()
        self.right, self.bottom = known.x() + known.width(), known.y() + known.height()
        is_straight = type(items[0]) is Line and len(items[0].points) == 2  # sooner painted than put down
        self.has_image = not is_straight and 0 < known.width() * known.height() <= LARGEST
        self.was_painted = False


class Sprites:
    """Where the pieces of a picture lie in device px, and images of them, for one size of the page."""

    def __init__(self) -> None:
        self._unit = 0.0
        self._pieces: dict[object, Piece] = {}
        self._runs: OrderedDict[int, tuple[Sequence[Drawing], tuple[Piece, ...]]] = OrderedDict()
        self._images: OrderedDict[Piece, QImage] = OrderedDict()
        self._bytes = 0
        self._until = 0.0

    def begin(self, unit: float) -> None:
        """A new frame. Forgets everything when the page has another size, and now and then what is long gone."""
        if unit != self._unit or len(self._pieces) > 20_000:
            self._unit = unit
            self._pieces.clear()
            self._runs.clear()
            self._images.clear()
            self._bytes = 0
        self._until = time.perf_counter() + TIME

    def pieces(self, items: Sequence[Drawing]) -> tuple[Piece, ...]:
        """The drawings in pieces, back to front; the same drawing, or the same word at its place, is the same piece."""
        known = self._runs.get(id(items))
        if known is not None and known[0] is items:
            return known[1]
        found: list[Piece] = []
        place = 0
        while place < len(items):
            item = items[place]
            after = items[place + 1] if place + 1 < len(items) else None
            is_edged = type(item) is Area and type(after) is Line and after.points is item.points
            found.append(self._piece((item, after) if is_edged and after is not None else (item,)))
            place += len(found[-1].items)
        self._runs[id(items)] = items, tuple(found)
        while len(self._runs) > 8:
            self._runs.popitem(last=False)
        return self._runs[id(items)][1]

    def _piece(self, items: tuple[Drawing, ...]) -> Piece:
        first = items[0]
        is_loose = type(first) is Text or (type(first) is Line and len(first.points) == 2)
        is_short = not isinstance(first, Area | Line) or len(first.points) <= 4  # quickly compared
        key = items if is_short else id(first)
        known = self._pieces.get(key)
        if known is None:
            boxes = [device(area, self._unit) for item in items if (area := extent(item)) is not None]
            known = Piece(items, _united(boxes) if len(boxes) == len(items) else None, is_loose)
            self._pieces[key] = known
        return known

    def changed(self, before: Sequence[Drawing], now: Sequence[Drawing]) -> list[QRect] | None:
        """Boxes of device px outside which the two are the same; None where all of it has to be painted again."""
        old, new = self.pieces(before), self.pieces(now)
        had, has = set(old), set(new)
        gone, come = {piece.items for piece in had - has}, {piece.items for piece in has - had}
        different = {piece for piece in had ^ has if not (piece.items in gone and piece.items in come)}
        different |= _out_of_order(
            [piece for piece in old if not piece.is_loose and piece in has],
            [piece for piece in new if not piece.is_loose and piece in had],
        )
        boxes = [piece.box for piece in different if piece.box is not None]
        if len(boxes) < len(different):
            return None
        return [_united(boxes)] if len(boxes) > MOST else joined(boxes)

    def put(self, painter: QPainter, items: Sequence[Drawing], box: QRect, paint: Paint) -> None:
        """Paint what reaches into the box, in its order, from kept images where there are any."""
        left, top, right, bottom = box.x(), box.y(), box.x() + box.width(), box.y() + box.height()
        images = self._images
        for piece in self.pieces(items):
            if piece.box is None:
                paint(painter, piece.items)
            elif piece.left < right and piece.right > left and piece.top < bottom and piece.bottom > top:
                image = images.get(piece) or self._image(piece, paint)
                if image is None:
                    paint(painter, piece.items)
                else:
                    painter.drawImage(piece.left, piece.top, image)

    def _image(self, piece: Piece, paint: Paint) -> QImage | None:
        """The piece's image, made where it was painted before and there is time; what moves on has none."""
        was_painted, piece.was_painted = piece.was_painted, True
        if not (was_painted and piece.has_image) or time.perf_counter() > self._until:
            return None
        return self._made(piece, paint)

    def _made(self, piece: Piece, paint: Paint) -> QImage:
        image = QImage(
            piece.right - piece.left, piece.bottom - piece.top, QImage.Format.Format_ARGB32_Premultiplied
        )
        image.fill(0)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-piece.left, -piece.top)
            paint(painter, piece.items)
        finally:
            painter.end()
        self._images[piece] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > BUDGET:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()
        return image


def _out_of_order(before: list[Piece], now: list[Piece]) -> set[Piece]:
    """The pieces between which the order differs: all but those at the common beginning and end."""
    if before == now:
        return set()
    first = 0
    while before[first] is now[first]:
        first += 1
    last = len(before)
    while before[last - 1] is now[last - 1]:
        last -= 1
    return set(before[first:last])


def _united(boxes: Iterable[QRect]) -> QRect:
    whole = QRect()
    for box in boxes:
        whole = whole.united(box)
    return whole


def joined(boxes: Iterable[QRect]) -> list[QRect]:
    """The boxes, those joined that are hardly larger together than each by itself."""
    found: list[QRect] = []
    for box in sorted(boxes, key=_area, reverse=True):
        for place, other in enumerate(found):
            both = other.united(box)
            if _area(both) <= 1.2 * (_area(other) + _area(box)):
                found[place] = both
                break
        else:
            found.append(box)
    return found


def _area(box: QRect) -> int:
    return box.width() * box.height()
