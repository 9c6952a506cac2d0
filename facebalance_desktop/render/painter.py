"""The one painter: puts a scene on any QPaintDevice."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from facebalance_desktop.drawing.labels import PLATE_X, plate
from facebalance_desktop.drawing.primitives import (
    HALO,
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
    Stroke,
    Text,
)
from facebalance_desktop.geometry import Point, Rect, Similarity
from facebalance_desktop.render import fonts
from facebalance_desktop.render.difference import shown
from facebalance_desktop.render.layers import Layers
from facebalance_desktop.render.rims import rim
from facebalance_desktop.render.saved_state import saved_state

HALO_WIDTH = 1.4
HALO_OPACITY = 0.55
TEXT_HALO = 0.25
"""Width of the rim of text, in shares of its size."""
SMALL_TEXT = 20.0
"""Device px of text below which its letters are filled twice: their strokes are thinner than two pixels, and what
covers a pixel in part would let the dark rim dull them."""
DASH = (6.0, 3.5)
"""Dash and gap of estimated lines, in points."""


def paint(painter: QPainter, scene: Scene, unit: float, layers: Layers) -> None:
    """Paint `scene`, `unit` device px a point, from the device's top left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = math.ceil(scene.width * unit - 1e-6), math.ceil(scene.height * unit - 1e-6)
    painter.fillRect(QRect(0, 0, width, height), QColor(scene.background))
    brush = Brush(painter, unit, layers, QColor(scene.background))
    brush.line_scale = scene.line_scale
    brush.draw(scene.items, QRect(0, 0, width, height))


def paint_over(
    painter: QPainter,
    items: tuple[Drawing, ...],
    unit: float,
    layers: Layers,
    area: QRect | None = None,
    line_scale: float = 1.0,
) -> None:
    """Paint drawings over what is there: handles and selections, which are no part of the scene. `area`: the page in
    device px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = Brush(painter, unit, layers, QColor(0, 0, 0))
    brush.line_scale = line_scale
    brush.draw(items, area or painter.viewport())


class Brush:
    """Puts each kind of drawing on a painter; other devices replace `picture` and `text`."""

    line_scale = 1.0
    """Share of their width in points that lines have."""

    def __init__(self, painter: QPainter, unit: float, layers: Layers, background: QColor) -> None:
        self.painter = painter
        self.unit = unit
        self.layers = layers
        self.background = background

    def on(self, painter: QPainter) -> Brush:
        """The same for another painter."""
        made = type(self)(painter, self.unit, self.layers, self.background)
        made.line_scale = self.line_scale
        return made

    def draw(self, items: tuple[Drawing, ...], area: QRect) -> None:
        for item in items:
            match item:
                case Line():
                    self._line(item)
                case Text():
                    self.text(item)
                case Area():
                    self.area(item)
                case Disc():
                    self._disc(item)
                case Segments():
                    self.segments(item)
                case Picture():
                    self.picture(item, area)
                case ColourDifference():
                    self.difference(item, area)
                case Sheet():
                    self.sheet(item, area)
                case Clip():
                    self._clip(item, area)

    def _at(self, point: Point) -> QPointF:
        return QPointF(point[0] * self.unit, point[1] * self.unit)

    def picture(self, item: Picture, area: QRect) -> None:
        to_device = item.photo_to_page.then(Similarity(self.unit))
        self.painter.drawImage(area.topLeft(), self.layers.layer(item, to_device, area, self.background))

    def difference(self, item: ColourDifference, area: QRect) -> None:
        images = []
        for picture in (item.before, item.after):
            to_device = picture.photo_to_page.then(Similarity(self.unit))
            images.append(self.layers.layer(picture, to_device, area, self.background))
        image = shown(images[0], images[1], self.common(item, area), item.threshold, item.most)
        self.painter.drawImage(area.topLeft(), image)

    def common(self, item: ColourDifference, area: QRect) -> list[list[Point]]:
        """The corners of both photos in px of `area`: only where both are can they be compared."""
        both = []
        for picture in (item.before, item.after):
            onto = picture.photo_to_page.then(Similarity(self.unit, 0.0, -area.x(), -area.y()))
            both.append([onto.point(at) for at in Rect(0, 0, picture.width, picture.height).corners])
        return both

    def sheet(self, item: Sheet, area: QRect) -> None:
        """Straight on to the device where that is the same, else as an image of its own."""
        frame = self.pixels(item.frame.corners).intersected(area)
        if frame.isEmpty() or not item.outline:
            return
        with saved_state(self.painter):
            self.clip_to(item.outline)
            if item.opacity >= 1 and is_upright(item.outline):
                self.draw(item.items, frame)
            else:
                self.painter.setOpacity(item.opacity)
                self.painter.drawImage(frame.topLeft(), self.sheet_image(item, frame))

    def sheet_image(self, item: Sheet, frame: QRect, onto: QImage | None = None) -> QImage:
        """The whole sheet, painted on an image of its own (or `onto` one) that stands for `frame` (device px)."""
        image = QImage(frame.size(), QImage.Format.Format_RGB32) if onto is None else onto
        if onto is None or not item.items or type(item.items[0]) is not Picture:  # a picture is painted on all of it
            image.fill(self.background)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-frame.x(), -frame.y())
            painter.setClipRect(frame)  # as on the page: clipped lines are rounded in their own way
            self.on(painter).draw(item.items, frame)
        finally:
            painter.end()
        return image

    def pixels(self, outline: tuple[Point, ...]) -> QRect:
        """The whole device pixels of an outline's upright bounds."""
        box = QPolygonF([self._at(point) for point in outline]).boundingRect()
        left, top = round(box.left()), round(box.top())
        return QRect(left, top, round(box.right()) - left, round(box.bottom()) - top)

    def clip_to(self, outline: tuple[Point, ...]) -> None:
        """Clip to whole pixels where the outline is upright, else to the polygon itself."""
        if is_upright(outline):
            self.painter.setClipRect(self.pixels(outline), Qt.ClipOperation.IntersectClip)
        else:
            path = QPainterPath()
            path.addPolygon(QPolygonF([self._at(point) for point in outline]))
            path.closeSubpath()
            self.painter.setClipPath(path, Qt.ClipOperation.IntersectClip)

    def _clip(self, item: Clip, area: QRect) -> None:
        inner = self.pixels(item.outline).intersected(area)
        if inner.isEmpty():
            return
        with saved_state(self.painter):
            self.clip_to(item.outline)
            self.draw(item.items, inner)

    def segments(self, item: Segments) -> None:
        lines = [QLineF(self._at(start), self._at(end)) for start, end in item.ends]
        for pen in pens(item.stroke, self.unit * self.line_scale):
            if pen is not None:
                self.painter.setPen(pen)
                self.painter.drawLines(lines)

    def _line(self, item: Line) -> None:
        unit, painter = self.unit, self.painter
        draw: Callable[[], None]
        if len(item.points) == 2 and not item.is_closed:  # many times faster than a polyline of two
            (x1, y1), (x2, y2) = item.points
            draw = partial(painter.drawLine, QLineF(x1 * unit, y1 * unit, x2 * unit, y2 * unit))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            run = QPolygonF([QPointF(x * unit, y * unit) for x, y in item.points])
            draw = partial(painter.drawPolygon if item.is_closed else painter.drawPolyline, run)
        halo, pen = pens(item.stroke, unit * self.line_scale)
        if halo is not None:
            self.halo(halo, draw)
        painter.setPen(pen)
        draw()

    def halo(self, pen: QPen, draw: Callable[[], None]) -> None:
        """Draw the rim of a line."""
        self.painter.setPen(pen)
        draw()

    def area(self, item: Area) -> None:
        colour = QColor(item.colour)
        colour.setAlphaF(item.opacity)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPolygon(QPolygonF([self._at(point) for point in item.points]))

    def _disc(self, item: Disc) -> None:
        colour = QColor(item.colour)
        colour.setAlphaF(item.opacity)
        self.painter.setPen(Qt.PenStyle.NoPen if item.edge is None else pens(item.edge, self.unit * self.line_scale)[1])
        self.painter.setBrush(colour)
        radius = item.radius * self.unit
        self.painter.drawEllipse(self._at(item.centre), radius, radius)

    def text(self, item: Text) -> None:
        if not item.text:
            return
        if item.box is not None:
            self.text_plate(item)
        factor = item.size * self.unit / fonts.EM
        left, base = self.text_start(item)
        place = QTransform(factor, 0, 0, factor, left, base)
        path = place.map(fonts.outline(item.text, item.is_bold))
        if item.box is None and item.has_halo:
            area = self.rim_of(item.text, item.is_bold, TEXT_HALO * fonts.EM)
            self.painter.fillPath(place.map(area), text_halo(fonts.EM).color())
            if item.size * self.unit < SMALL_TEXT:
                self.painter.fillPath(path, text_colour(item))
        self.painter.fillPath(path, text_colour(item))

    def rim_of(self, text: str, is_bold: bool, width: float) -> QPainterPath:
        """The area of a text's rim at `fonts.EM`."""
        return rim(text, is_bold, width)

    def text_plate(self, item: Text) -> None:
        box = plate(item, fonts.measure)
        colour = QColor(item.box or HALO)
        colour.setAlphaF(item.box_opacity)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        corner = 0.3 * item.size * self.unit
        area = QRectF(box.x * self.unit, box.y * self.unit, box.width * self.unit, box.height * self.unit)
        self.painter.drawRoundedRect(area, corner, corner)

    def text_start(self, item: Text) -> Point:
        """Where the base line begins, in device px."""
        box = plate(item, fonts.measure)
        size = fonts.measure(item.text, item.size, item.is_bold)
        base = box.y + (box.height - size.height) / 2 + size.ascent
        return (box.x + PLATE_X * item.size) * self.unit, base * self.unit


def text_colour(item: Text) -> QColor:
    colour = QColor(item.colour)
    colour.setAlphaF(item.opacity)
    return colour


def is_upright(outline: tuple[Point, ...]) -> bool:
    """Whether a convex outline is a rectangle along the axes."""
    xs, ys = {x for x, _ in outline}, {y for _, y in outline}
    return len(outline) == 4 and len(xs) <= 2 and len(ys) <= 2


@lru_cache(maxsize=512)
def text_halo(size: float) -> QPen:
    """The dark rim of text of this size: 3 px at 12 px, black, 80 %; readable on the lightest skin and on grey hair."""
    pen = QPen(QColor(0, 0, 0, 204), TEXT_HALO * size)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


@lru_cache(maxsize=512)
def pens(stroke: Stroke, unit: float) -> tuple[QPen | None, QPen]:
    """What a line is drawn with, one after the other: the halo, if it has one, and the line."""
    line = _pen(stroke.colour, stroke.opacity, stroke.width, stroke.is_dashed, unit)
    if not stroke.has_halo:
        return None, line
    return _pen(HALO, HALO_OPACITY * stroke.opacity, stroke.width + HALO_WIDTH, stroke.is_dashed, unit), line


def _pen(name: str, opacity: float, width: float, is_dashed: bool, unit: float) -> QPen:
    colour = QColor(name)
    colour.setAlphaF(opacity)
    pen = QPen(colour, width * unit)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if is_dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([part / width for part in DASH])
    return pen
