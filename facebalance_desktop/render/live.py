"""Painting on screen: sharp where time allows, moved pieces of what was sharp while the picture moves.

What stands still is the same as an export of that size. While the picture moves, photos are drawn from the layers of
the moment before, moved and scaled; lines are always exact. Layers are made one or a few a frame, so that no frame is
long; `is_unfinished` asks for another frame.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygon, QRegion, QTransform

from facebalance_desktop.drawing.primitives import (
    Area,
    ColourDifference,
    Drawing,
    Picture,
    Scene,
    Segments,
    Sheet,
    Text,
    pictures,
)
from facebalance_desktop.geometry import Similarity, bounds
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.identity_cache import IdentityCache, Same
from facebalance_desktop.render.difference import shown
from facebalance_desktop.render.layers import WAITING
from facebalance_desktop.render.live_layers import SMALL, Kept, LiveLayers
from facebalance_desktop.render.painter import Brush, is_upright
from facebalance_desktop.render.saved_state import saved_state

State = tuple[object, ...]
"""What a sheet's image was made from: its drawings, and which decode of each photo."""

__all__ = ["LiveBrush", "LiveLayers", "paint_live", "prepare_live"]


def paint_live(painter: QPainter, scene: Scene, unit: float, layers: LiveLayers) -> None:
    """Paint `scene`, `unit` device px a point; the same as `painter.paint` once it stands still."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = math.ceil(scene.width * unit - 1e-6), math.ceil(scene.height * unit - 1e-6)
    page = QRect(0, 0, width, height)
    bare = _uncovered(scene, unit, page)
    if not bare.isEmpty():
        with saved_state(painter):
            painter.setClipRegion(bare)
            painter.fillRect(page, QColor(scene.background))
    brush = LiveBrush(painter, unit, layers, QColor(scene.background))
    brush.line_scale = scene.line_scale
    brush.is_quick = not layers.is_calm
    brush.draw(scene.items, page)


def prepare_live(scene: Scene, unit: float, layers: LiveLayers, seconds: float) -> bool:
    """Make ready for the quick picture of an edit, for about so long; False when there is nothing left to do."""
    until = time.perf_counter() + seconds
    page = QRect(0, 0, math.ceil(scene.width * unit), math.ceil(scene.height * unit))
    brush = LiveBrush(QPainter(), unit, layers, QColor(scene.background))
    brush.line_scale = scene.line_scale
    for item in scene.items:
        while isinstance(item, Sheet) and brush.prepare(item, page):
            if time.perf_counter() > until:
                return True
    return False


def _uncovered(scene: Scene, unit: float, page: QRect) -> QRegion:
    """Where the background is seen: what no upright, opaque sheet hides for sure."""
    rest = QRegion(page)
    for item in scene.items:
        if isinstance(item, Sheet) and item.opacity >= 1 and is_upright(item.outline):
            box = bounds(item.outline)
            left, top = math.ceil(box.x * unit) + 1, math.ceil(box.y * unit) + 1
            right, bottom = math.floor(box.right * unit) - 1, math.floor(box.bottom * unit) - 1
            rest -= QRegion(QRect(left, top, max(right - left, 0), max(bottom - top, 0)))
    return rest


class LiveBrush(Brush):
    """Draws photos and sheets from what is kept."""

    layers: LiveLayers
    is_quick = False
    """Part of a quick picture, which an exact one follows: words stand on whole pixels, rims have plain edges."""

    def picture(self, item: Picture, area: QRect) -> None:
        to_device = item.photo_to_page.then(Similarity(self.unit))
        sharp = self.layers.sharp(item, to_device, area, self.background)
        if sharp is not None:
            self.painter.drawImage(area.topLeft(), sharp.image)
            return
        pyramid = self.layers.pyramids(item.sha256)
        if pyramid is None:
            self.painter.fillRect(area, QColor(WAITING))
            return
        kept = self.layers.latest(item, area)
        if kept is None and area.width() * area.height() <= SMALL:
            self.painter.fillRect(area, QColor(WAITING))
            return
        covered = QRegion() if kept is None else _region(kept, to_device)
        rest = QRegion(area).subtracted(covered)
        if not rest.isEmpty():
            self._coarse(item, pyramid, to_device, rest)
        if kept is not None:
            self._moved(kept, to_device, area)

    def _moved(self, kept: Kept, to_device: Similarity, area: QRect) -> None:
        """A kept layer where its photo now lies: the nearest pixels, which takes a quarter of the time."""
        with saved_state(self.painter):
            self.painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            change = kept.to_device.inverse().then(to_device)
            if abs(change.a - 1) < 1e-6 and abs(change.b) < 1e-6:
                at = kept.area.topLeft() + QPoint(round(change.tx), round(change.ty))
                self.painter.drawImage(at, kept.image)
            else:
                self.painter.setTransform(_transform(change), True)
                self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                self.painter.drawImage(kept.area.topLeft(), kept.image)

    def _coarse(self, item: Picture, pyramid: Pyramid, to_device: Similarity, where: QRegion) -> None:
        image = self.layers.coarse(pyramid, item.shift)
        with saved_state(self.painter):
            self.painter.setClipRegion(where, Qt.ClipOperation.IntersectClip)
            self.painter.fillRect(where.boundingRect(), self.background)
            self.painter.setTransform(_transform(to_device), True)
            if item.is_flipped:
                self.painter.setTransform(QTransform(-1, 0, 0, 1, item.width, 0), True)
            self.painter.scale(item.width / image.width(), item.height / image.height())
            self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self.painter.drawImage(0, 0, image)

    def difference(self, item: ColourDifference, area: QRect) -> None:
        before, after = (part.photo_to_page.then(Similarity(self.unit)) for part in (item.before, item.after))
        key = ("difference", item.before.sha256, item.after.sha256, area.getRect())
        versions = tuple(self.layers.version(part) for part in (item.before, item.after))
        kept = self.layers.kept(key)
        state = (versions, after, item.threshold, item.most)
        if kept is not None and (kept.to_device, kept.holds) == (before, state):
            self.painter.drawImage(area.topLeft(), kept.image)
            return
        first = self.layers.sharp(item.before, before, area, self.background)
        second = self.layers.sharp(item.after, after, area, self.background)
        if first is not None and second is not None and self.layers.may_make():
            image = shown(first.image, second.image, self.common(item, area), item.threshold, item.most)
            self.layers.keep(key, Kept(image, before, area, state))
            self.painter.drawImage(area.topLeft(), image)
        elif kept is not None:
            self.painter.fillRect(area, self.background)
            self._moved(kept, before, area)
        else:
            self.layers.is_unfinished = True
            self.picture(item.before, area)

    def sheet(self, item: Sheet, area: QRect) -> None:
        frame = self.pixels(item.frame.corners).intersected(area)
        if frame.isEmpty() or not item.outline or item.opacity <= 0:
            return
        with saved_state(self.painter):
            self.clip_to(item.outline)
            self.painter.setOpacity(item.opacity)
            image = self._kept_sheet(item, frame)
            was_quick, self.is_quick = self.is_quick, self.is_quick or image is None  # exact in the frame that follows
            try:
                if image is None and item.opacity < 1:
                    image = self.sheet_image(item, frame, self.layers.scratch(frame.size()))
                if image is not None:
                    self.painter.drawImage(frame.topLeft(), image)
                else:
                    self.draw(item.items, frame)
            finally:
                self.is_quick = was_quick

    def _kept_sheet(self, item: Sheet, frame: QRect) -> QImage | None:
        """The sheet's image, made if every photo in it is sharp and there is time; None: draw it piece by piece."""
        key = ("sheet", Same(item.items), frame.getRect(), self.unit)
        state = (item.items, *(self.layers.version(part) for part in _pictures(item.items)))
        kept = self.layers.kept(key)
        if kept is not None and _is_of(kept.holds, state):
            return kept.image
        if not all(self._is_sharp(part, frame) for part in _pictures(item.items)):
            self.layers.is_unfinished = True  # the photos first, in this frame or the next
            return None
        if self.layers.is_hasty:
            image = self._repaired(item, frame, state)
            if image is not None:
                return image
        quick = self._quick_one(item, frame, state)
        if not self.layers.may_make():
            return quick
        image = self._grown(item, frame, state) if quick is not None else self.sheet_image(item, frame)
        if image is None:
            return quick
        latest = Kept(QImage(image), Similarity(), frame, state)
        self.layers.keep(("latest-sheet", *self._place_of(item, frame)), latest)
        return self.layers.keep(key, Kept(image, Similarity(), frame, state)).image

    def _place_of(self, item: Sheet, frame: QRect) -> tuple[object, ...]:
        """What a sheet keeps while its drawings change: where it lies and which photos it shows."""
        return (
            frame.getRect(),
            self.unit,
            *((part.sha256, part.is_flipped, part.shift) for part in _pictures(item.items)),
        )

    def _quick_one(self, item: Sheet, frame: QRect, state: State) -> QImage | None:
        """The quick picture of the very same drawings, to be shown until the exact one is there."""
        latest = self.layers.kept(("latest-sheet", *self._place_of(item, frame)))
        return None if latest is None or not _is_of(latest.holds, state) else latest.image

    def _grown(self, item: Sheet, frame: QRect, state: State) -> QImage | None:
        """The exact picture of drawings that may be many, painted on from frame to frame; None until it is whole."""
        where = self._place_of(item, frame)
        begun = self.layers.begun.pop(where, None)
        if begun is None or not _is_of(begun[1].holds, state):
            image = QImage(frame.size(), QImage.Format.Format_RGB32)
            image.fill(self.background)
            begun = 0, Kept(image, Similarity(), frame, state)
        place, kept = begun
        painter = QPainter(kept.image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-frame.x(), -frame.y())
            painter.setClipRect(frame)
            brush = self.on(painter)
            while place < len(item.items):
                brush.draw(item.items[place : place + 4], frame)
                place += 4
                if self.layers.is_late():
                    break
        finally:
            painter.end()
        if place >= len(item.items):
            return kept.image
        self.layers.begun[where] = place, kept
        self.layers.is_unfinished = True
        return None

    def _repaired(self, item: Sheet, frame: QRect, state: State) -> QImage | None:
        """The image of the moment before with only what differs painted again; None where that is not enough."""
        key = ("latest-sheet", *self._place_of(item, frame))
        latest = self.layers.kept(key)
        holds = None if latest is None else latest.holds
        if latest is None or not isinstance(holds, tuple) or holds[1:] != state[1:]:
            return None
        if holds[0] is item.items:
            return latest.image
        sprites = self.layers.sprites
        sprites.begin(self.unit, self.line_scale)
        boxes = sprites.changed(holds[0], item.items)
        if boxes is None:
            return None
        image = latest.image  # its own: an exact image that shares its pixels is left alone by Qt
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-frame.x(), -frame.y())
            is_covered = isinstance(item.items[0], Picture)  # its layer, which is sharp, has the background as well
            for box in boxes:
                painter.setClipRect(box.intersected(frame))
                if not is_covered:
                    painter.fillRect(box.intersected(frame), self.background)
                sprites.put(painter, item.items, box, partial(self._quickly, frame), holds[0])
        finally:
            painter.end()
        self.layers.keep(key, Kept(image, Similarity(), frame, state))
        return image

    def prepare(self, item: Sheet, area: QRect) -> bool:
        """Make the image of one piece of a sheet that shows photos; False where there is none left to make."""
        frame = self.pixels(item.frame.corners).intersected(area)
        self.layers.sprites.begin(self.unit, self.line_scale)
        return self.layers.sprites.prepare(item.items, partial(self._quickly, frame))

    def _quickly(self, frame: QRect, painter: QPainter, items: tuple[Drawing, ...]) -> None:
        """Paint a piece of the quick picture of an edit on another painter: all but words as in the exact one."""
        brush = self.on(painter)
        brush.is_quick = type(items[0]) is Text
        brush.draw(items, frame)

    def on(self, painter: QPainter) -> LiveBrush:
        brush = LiveBrush(painter, self.unit, self.layers, self.background)
        brush.line_scale = self.line_scale
        brush.is_quick = self.is_quick
        return brush

    def _is_sharp(self, item: Picture, area: QRect) -> bool:
        to_device = item.photo_to_page.then(Similarity(self.unit))
        return self.layers.is_sharp(item, to_device, area, self.background)

    def halo(self, pen: QPen, draw: Callable[[], None]) -> None:
        """In a quick picture the dark rim of a line has plain edges; while the picture moves there is none."""
        if not self.is_quick:
            super().halo(pen, draw)
            return
        if not self.layers.is_calm:
            return
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        super().halo(pen, draw)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def area(self, item: Area) -> None:
        """While the picture moves, areas have plain edges: smooth ones take forty times as long."""
        is_smooth = self.layers.is_calm
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        super().area(item)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def segments(self, item: Segments) -> None:
        """In a quick picture the many lines of a grid are hairlines of one pixel."""
        if not self.is_quick:
            super().segments(item)
            return
        colour = QColor(item.stroke.colour)
        colour.setAlphaF(item.stroke.opacity)
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.painter.setPen(pen)
        for start, end in item.ends:
            self.painter.drawLine(
                round(start[0] * self.unit),
                round(start[1] * self.unit),
                round(end[0] * self.unit),
                round(end[1] * self.unit),
            )
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def text(self, item: Text) -> None:
        """In a quick picture words are put down as kept images on whole pixels."""
        if not self.is_quick:
            super().text(item)
            return
        image, dx, dy = self.layers.words(item, self.unit)
        at = QPoint(round(item.at[0] * self.unit) - dx, round(item.at[1] * self.unit) - dy)
        self.painter.drawImage(at, image)


def _is_of(holds: object, state: State) -> bool:
    """Whether something kept was made from the very same drawings and photos."""
    return isinstance(holds, tuple) and holds[0] is state[0] and holds[1:] == state[1:]


_found: IdentityCache[tuple[Picture, ...]] = IdentityCache(32)


def _pictures(items: tuple[Drawing, ...]) -> tuple[Picture, ...]:
    """The pictures in the very same drawings, looked for once."""
    return _found.of((items,), (), lambda: pictures(items))


def _transform(move: Similarity) -> QTransform:
    return QTransform(move.a, move.b, -move.b, move.a, move.tx, move.ty)


def _region(kept: Kept, to_device: Similarity) -> QRegion:
    """What a moved layer surely covers, in whole device px."""
    change = kept.to_device.inverse().then(to_device)
    box = kept.area
    corners = [(box.x() + 1.0, box.y() + 1.0), (box.x() + box.width() - 1.0, box.y() + 1.0)]
    corners += [
        (box.x() + box.width() - 1.0, box.y() + box.height() - 1.0),
        (box.x() + 1.0, box.y() + box.height() - 1.0),
    ]
    moved = [change.point(corner) for corner in corners]
    return QRegion(QPolygon([QPoint(round(x), round(y)) for x, y in moved]))
