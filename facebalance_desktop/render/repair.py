"""Painting again only what differs: the quick picture while something is dragged or undone.

Drawings that stay where they are come from kept images of their own, so the result may be a grey level off; once things
are calm the whole is painted exactly again (`render.live`).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QRegion

from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Text
from facebalance_desktop.geometry import Rect, bounds
from facebalance_desktop.render import fonts

HALO = 2.2
MOST = 80
"""Drawings that may differ; with more, the whole is painted again."""
BUDGET = 48 * 2**20
"""Bytes of kept images of single drawings."""
LARGEST = 600_000
"""Device px of a drawing that is worth an image of its own."""

Paint = Callable[[QPainter, Drawing], None]


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


def key_of(item: Drawing) -> object:
    """What a drawing is known by: words and leaders, which are made anew with every edit, by value;
    else by identity."""
    if type(item) is Text or (type(item) is Line and len(item.points) == 2):
        return item
    return id(item)


class Edges:
    """A box as plain numbers; `is_plain` where the drawing has no image of its own."""

    __slots__ = ("bottom", "box", "is_plain", "item", "left", "right", "top")

    def __init__(self, item: Drawing, box: QRect, is_plain: bool) -> None:
        self.item, self.box, self.is_plain = item, box, is_plain
        self.left, self.top = box.x(), box.y()
        self.right, self.bottom = box.x() + box.width(), box.y() + box.height()


class Sprites:
    """Where single drawings lie in device px, and images of them; both by identity, for one size of the page."""

    def __init__(self) -> None:
        self._unit = 0.0
        self._boxes: dict[int, tuple[Drawing, QRect | None]] = {}
        self._edges: dict[object, Edges] = {}
        self._images: OrderedDict[object, tuple[Drawing, QImage]] = OrderedDict()
        self._bytes = 0

    def begin(self, unit: float) -> None:
        """Forget everything when the page has another size; boxes of what is long gone, now and then."""
        if unit != self._unit or len(self._boxes) > 20_000:
            self._unit = unit
            self._boxes.clear()
            self._edges.clear()
            self._images.clear()
            self._bytes = 0

    def box(self, item: Drawing) -> QRect | None:
        known = self._boxes.get(id(item))
        if known is None:
            area = extent(item)
            known = self._boxes[id(item)] = item, None if area is None else device(area, self._unit)
        return known[1]

    def image(self, item: Drawing, box: QRect, paint: Paint) -> QImage:
        """The drawing on a clear image that stands for `box`."""
        image = QImage(box.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-box.x(), -box.y())
            paint(painter, item)
        finally:
            painter.end()
        self._images[key_of(item)] = item, image
        self._bytes += image.sizeInBytes()
        while self._bytes > BUDGET:
            _, (_, dropped) = self._images.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
        return image

    def changed(self, before: Sequence[Drawing], now: Sequence[Drawing]) -> QRegion | None:
        """The device px in which the two differ; None where all of it has to be painted again."""
        had, has = set(map(id, before)), set(map(id, now))
        old = [item for item in before if id(item) not in has]
        new = [item for item in now if id(item) not in had]
        if len(old) + len(new) > 2 * MOST:
            return None
        equal = set(old) & set(new)
        different = [item for item in (*old, *new) if item not in equal]
        kept = had & has
        order = [key for key in map(id, before) if key in kept]
        if len(different) > MOST or order != [key for key in map(id, now) if key in kept]:
            return None
        region = QRegion()
        for item in different:
            box = self.box(item)
            if box is None:
                return None
            region = region.united(box)
        return region

    def put(self, painter: QPainter, items: Sequence[Drawing], region: QRegion, paint: Paint) -> None:
        """Paint what reaches into the region, in its order, from kept images where there are any."""
        area = region.boundingRect()
        left, top, right, bottom = area.x(), area.y(), area.x() + area.width(), area.y() + area.height()
        images, boxes, is_one = self._images, self._edges, region.rectCount() == 1
        for item in items:
            key = key_of(item)
            edges = boxes.get(key) or self._edges_of(item)
            if edges.is_plain:
                paint(painter, item)
                continue
            if edges.left >= right or edges.right <= left or edges.top >= bottom or edges.bottom <= top:
                continue
            if is_one or region.intersects(edges.box):
                known = images.get(key)
                image = self.image(item, edges.box, paint) if known is None else known[1]
                painter.drawImage(edges.left, edges.top, image)

    def _edges_of(self, item: Drawing) -> Edges:
        box = self.box(item)
        made = Edges(item, QRect() if box is None else box, box is None or box.width() * box.height() > LARGEST)
        self._edges[key_of(item)] = made
        return made
