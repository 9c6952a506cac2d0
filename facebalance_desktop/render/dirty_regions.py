"""Painting again only what differs: the quick picture while something is dragged or undone.

Drawings that stay where they are come from kept images of their own, so the result may be a grey level off; once things
are calm the whole is painted exactly again (`render.live`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Text
from facebalance_desktop.geometry import Rect, bounds
from facebalance_desktop.project.identity_cache import IdentityDict
from facebalance_desktop.render import fonts

HALO = 2.2
MOST = 24
"""Pieces that may differ before one box round all of them is painted again, not each one's own."""
BUDGET = 48 * 2**20
"""Bytes of kept images of single pieces."""
RUNS = 32
"""Pictures whose pieces are remembered: each photo of a board, before and after an edit."""
LARGEST, LARGEST_LOOSE = 600_000, 60_000
"""Device px of a piece, and of a word or a leader, that is worth an image of its own."""
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


class DirtyPiece:
    """Drawings that are painted together (an area with its own edge), and the device px that they cover at most;
    `box` is None where that is not known. `is_loose`: made anew with every edit, so known by value, and in no order."""

    __slots__ = ("bottom", "box", "has_image", "is_loose", "items", "left", "right", "top")

    def __init__(self, items: tuple[Drawing, ...], box: QRect | None, is_loose: bool) -> None:
        self.items, self.box, self.is_loose = items, box, is_loose
        known = QRect() if box is None else box
        self.left, self.top = known.x(), known.y()
        self.right, self.bottom = known.x() + known.width(), known.y() + known.height()
        largest = LARGEST_LOOSE if is_loose else LARGEST
        self.has_image = 0 < known.width() * known.height() <= largest


class SpriteCache:
    """Where the pieces of a picture lie in device px, and images of them, for one size of the page."""

    def __init__(self) -> None:
        self._unit, self._line_scale = 0.0, 1.0
        self._shapes: IdentityDict[DirtyPiece] = IdentityDict()  # they are remembered where they are made, and long
        self._others: dict[tuple[Drawing, ...], DirtyPiece] = {}
        self._runs: IdentityDict[tuple[DirtyPiece, ...]] = IdentityDict()
        self._images: dict[DirtyPiece, QImage] = {}
        self._bytes = 0

    def begin(self, unit: float, line_scale: float = 1.0) -> None:
        """A new frame. Forgets everything when the page or its lines have another size, and now and then what is long
        gone."""
        if (unit, line_scale) != (self._unit, self._line_scale) or len(self._shapes) + len(self._others) > 20_000:
            self._unit, self._line_scale = unit, line_scale
            self.clear()
        elif self._bytes > BUDGET:
            self._make_room()

    def clear(self) -> None:
        """Forget everything."""
        self._shapes.clear()
        self._others.clear()
        self._runs.clear()
        self._images.clear()
        self._bytes = 0

    def pieces(self, items: Sequence[Drawing], like: Sequence[Drawing] = ()) -> tuple[DirtyPiece, ...]:
        """The drawings in pieces, back to front; the same drawing, or the same word at its place, is the same piece.
        `like` are drawings whose pieces are known, and of which these are likely to be the most part."""
        known = self._runs.get(items)
        if known is not None:
            return known
        found = self._first_pieces(items, like)
        shapes, place, last = self._shapes, sum(len(piece.items) for piece in found), len(items)
        while place < last:
            piece = shapes.get(items[place])
            if piece is None:
                piece = self._piece(items[place], items[place + 1 : place + 2])
            found.append(piece)
            place += len(piece.items)
        while len(self._runs) >= RUNS:
            self._runs.drop_oldest()
        self._runs[items] = pieces = tuple(found)
        return pieces

    def _first_pieces(self, items: Sequence[Drawing], like: Sequence[Drawing]) -> list[DirtyPiece]:
        """The pieces of those drawings that both begin with."""
        pairs = zip(items, like, strict=False)
        same = next(
            (n for n, (one, other) in enumerate(pairs) if one is not other and one != other), min(len(items), len(like))
        )
        found: list[DirtyPiece] = []
        for piece in self._runs.get(like) or ():
            same -= len(piece.items)
            if same <= 0:  # the last one may go on differently
                break
            found.append(piece)
        return found

    def _piece(self, first: Drawing, after: Sequence[Drawing]) -> DirtyPiece:
        is_edged = type(first) is Area and any(type(edge) is Line and edge.points is first.points for edge in after)
        items = (first, *after) if is_edged else (first,)
        is_loose = type(first) is Text or (type(first) is Line and len(first.points) == 2)
        known = self._others.get(items)
        if known is None:
            boxes = [device(area, self._unit) for item in items if (area := extent(item)) is not None]
            known = DirtyPiece(items, _united(boxes) if len(boxes) == len(items) else None, is_loose)
            if isinstance(first, Area | Line) and len(first.points) > 4:
                self._shapes[first] = known
            else:
                self._others[items] = known
        return known

    def changed(self, before: Sequence[Drawing], now: Sequence[Drawing]) -> list[QRect] | None:
        """Boxes of device px outside which the two are the same; None where all of it has to be painted again."""
        old, new = self._beyond_common(before, now)
        had, has = set(old), set(new)
        gone, come = {piece.items for piece in had - has}, {piece.items for piece in has - had}
        different = {piece for piece in had ^ has if not (piece.items in gone and piece.items in come)}
        if len(had) < len(old) or len(has) < len(new):  # equal drawings lie on each other
            before_times, times = Counter(old), Counter(new)
            different |= {piece for piece in had | has if before_times[piece] != times[piece]}
        different |= _out_of_order(
            [piece for piece in old if not piece.is_loose and piece in has],
            [piece for piece in new if not piece.is_loose and piece in had],
        )
        boxes = [piece.box for piece in different if piece.box is not None]
        if len(boxes) < len(different):
            return None
        return [_united(boxes)] if len(boxes) > MOST else joined(boxes)

    def _beyond_common(
        self, before: Sequence[Drawing], now: Sequence[Drawing]
    ) -> tuple[Sequence[DirtyPiece], Sequence[DirtyPiece]]:
        """The pieces of both without those of the very same drawings that both begin with."""
        old, new = self.pieces(before), self.pieces(now, before)
        pairs = zip(old, new, strict=False)
        first = next((n for n, (one, other) in enumerate(pairs) if one is not other), min(len(old), len(new)))
        return old[first:], new[first:]

    def put(
        self, painter: QPainter, items: Sequence[Drawing], box: QRect, paint: Paint, before: Sequence[Drawing] = ()
    ) -> None:
        """Paint what reaches into the box, in its order, from images that are kept; what was there `before` gets one:
        what is new may be another thing with the next edit."""
        left, top, right, bottom = box.x(), box.y(), box.x() + box.width(), box.y() + box.height()
        images, had = self._images, self.pieces(before)
        for piece in self.pieces(items):
            if piece.box is None:
                paint(painter, piece.items)
            elif piece.left < right and piece.right > left and piece.top < bottom and piece.bottom > top:
                image = images.get(piece)
                if image is None and piece in had:
                    image = self._image(piece, paint)
                if image is None:
                    paint(painter, piece.items)
                else:
                    painter.drawImage(piece.left, piece.top, image)

    def prepare(self, items: Sequence[Drawing], paint: Paint) -> bool:
        """Make one image that is not there yet; False where there is none left to make."""
        for piece in self.pieces(items):
            if piece.has_image and piece not in self._images:
                return self._image(piece, paint) is not None
        return False

    def _image(self, piece: DirtyPiece, paint: Paint) -> QImage | None:
        """The piece on a clear image of its own; None where it is not worth it or there is no room."""
        if not piece.has_image or self._bytes > BUDGET:
            return None
        image = QImage(piece.right - piece.left, piece.bottom - piece.top, QImage.Format.Format_ARGB32_Premultiplied)
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
        return image

    def _make_room(self) -> None:
        """Let go of the images of all that is in none of the pictures painted lately."""
        shown = {piece for pieces in self._runs.values() for piece in pieces}
        for piece in [piece for piece in self._images if piece not in shown]:
            self._bytes -= self._images.pop(piece).sizeInBytes()


def _out_of_order(before: list[DirtyPiece], now: list[DirtyPiece]) -> set[DirtyPiece]:
    """The pieces between which the order differs: all but those at the common beginning and end. A piece may be there
    twice before and once now: two equal drawings lie on each other."""
    if before == now:
        return set()
    shorter = min(len(before), len(now))
    first = next((n for n in range(shorter) if before[n] is not now[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if before[-1 - n] is not now[-1 - n]), rest)
    return {*before[first : len(before) - last], *now[first : len(now) - last]}


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
