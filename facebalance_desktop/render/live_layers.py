"""What a canvas keeps of its photos and words, so that a frame need not make them anew; when new ones may be made."""

from __future__ import annotations

import math
import time
import weakref
from collections import OrderedDict
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from facebalance_desktop.comparison.light_match import Shift, shifted
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Picture, Text
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.render import fonts
from facebalance_desktop.render.dirty_regions import SpriteCache
from facebalance_desktop.render.layers import WAITING, FlatLayers, Pyramids, flat, resampled
from facebalance_desktop.render.painter import Brush
from facebalance_desktop.render.rims import rough_rim

BUDGET = 96 * 2**20
"""Bytes of layers that are kept, beside those of the latest frame."""
TIME = 0.010
"""Seconds after which a frame makes no further layer."""
SMALL = 128 * 128
"""Device px of a place that stays empty until its layer is made, which is as quick as what would fill in for it: a cell
of a large board."""
WORDS = 256
"""Labels whose images are kept."""
COARSE = 1024
"""px: long side of the picture that fills in where no layer was painted yet."""


_LOOK = attrgetter(*(field.name for field in fields(Text) if field.name not in ("at", "align", "rise")))


@dataclass(frozen=True)
class Kept:
    """A layer as it was painted: its image stands for `area` (device px) under `to_device`. `holds` is what it
    was made of; of a photo's pixels only a weak reference: the gallery alone decides how long they stay."""

    image: QImage
    to_device: Similarity
    area: QRect
    holds: object


class LiveLayers:
    """Layers of one canvas. `is_calm` False: nothing new is made, what is there is moved."""

    def __init__(self, pyramids: Pyramids) -> None:
        self.pyramids = pyramids
        self.is_calm = True
        self.is_unfinished = False
        self.is_hasty = False
        """Something is dragged or undone: only what differs is painted, at once, and exactly a moment later."""
        self.sprites = SpriteCache()
        self.begun: dict[object, tuple[int, Kept]] = {}
        """Exact pictures that are being painted, and how many of their drawings are on them."""
        self._kept: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self._coarse: OrderedDict[tuple[weakref.ref[Pyramid], Shift | None], QImage] = OrderedDict()
        self._words: OrderedDict[tuple[object, ...], tuple[QImage, int, int, Rect]] = OrderedDict()
        self._scratch = QImage()
        self._until = 0.0
        self._took = 0.0
        """Seconds that the latest layer of this frame took; another one is not begun where it would end too late."""
        self._may_exceed = False

    def begin(self, is_calm: bool) -> None:
        """A new frame."""
        self.is_calm = is_calm
        if not is_calm:
            self.begun.clear()
        self._may_exceed = self.is_unfinished and is_calm
        self.is_unfinished = False
        self._until, self._took = time.perf_counter() + TIME, 0.0

    def clear(self) -> None:
        """Forget all that was painted: another project is shown."""
        for kept in (self.begun, self._kept, self._coarse, self._words):
            kept.clear()
        self.sprites.clear()

    def is_late(self) -> bool:
        """Whether this frame has worked long enough on what later frames can go on with."""
        return time.perf_counter() > self._until

    def may_make(self) -> bool:
        """Whether this frame has time for one more layer; without it, the frame is unfinished. The frame after an
        unfinished one makes at least one, however long it takes."""
        if self.is_calm and (self._may_exceed or time.perf_counter() + self._took < self._until):
            self._may_exceed = False
            return True
        self.is_unfinished = True
        return False

    def version(self, picture: Picture) -> weakref.ref[Pyramid] | None:
        """Which decode of the photo is at hand; None while there is none. It keeps no pixels."""
        pyramid = self.pyramids(picture.sha256)
        return None if pyramid is None else weakref.ref(pyramid)

    def kept(self, key: tuple[object, ...]) -> Kept | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: tuple[object, ...], kept: Kept) -> Kept:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        total = sum(item.image.sizeInBytes() for item in self._kept.values())
        while total > BUDGET and len(self._kept) > 4:
            total -= self._kept.popitem(last=False)[1].image.sizeInBytes()
        return kept

    def layer(self, picture: Picture, photo_to_device: Similarity, area: QRect, background: QColor) -> QImage:
        """The picture's part in `area`, sharp, not kept: for loupes and small pictures."""
        pyramid = self.pyramids(picture.sha256)
        if pyramid is None:
            return flat(area, WAITING)
        return resampled(pyramid, photo_to_device, area, background, False, picture.is_flipped, picture.shift)

    def sharp(self, picture: Picture, to_device: Similarity, area: QRect, background: QColor) -> Kept | None:
        """The kept layer that is exactly this one, made if there is time."""
        pyramid = self.pyramids(picture.sha256)
        if pyramid is None:
            return None
        key = (*_photo_of(picture), area.getRect(), background.rgb())
        kept = self.kept(key)
        if kept is not None and kept.holds == weakref.ref(pyramid) and kept.to_device == to_device:
            return kept
        if self.is_hasty and kept is not None:
            self.is_unfinished = True  # it is moved in this frame, and made when no other edit follows
            return None
        if not self.may_make():
            return None
        start = time.perf_counter()
        image = resampled(pyramid, to_device, area, background, False, picture.is_flipped, picture.shift)
        self._took = time.perf_counter() - start
        return self.keep(key, Kept(image, to_device, area, weakref.ref(pyramid)))

    def is_sharp(self, picture: Picture, to_device: Similarity, area: QRect, background: QColor) -> bool:
        """Whether exactly this layer is kept; a photo that is not there yet has nothing to wait for."""
        pyramid = self.pyramids(picture.sha256)
        kept = self._kept.get((*_photo_of(picture), area.getRect(), background.rgb()))
        return pyramid is None or (
            kept is not None and kept.holds == weakref.ref(pyramid) and kept.to_device == to_device
        )

    def latest(self, picture: Picture, area: QRect) -> Kept | None:
        """The layer of a photo to be moved while no sharp one is there: this place's own, else any."""
        names = _photo_of(picture)
        near = [kept for key, kept in self._kept.items() if key[: len(names)] == names]
        own = [kept for kept in near if kept.area == area]
        found = own or near
        return found[-1] if found else None

    def scratch(self, size: QSize) -> QImage:
        """An image to paint on and put down at once; the same again, for one that is this large takes its time."""
        if self._scratch.size() != size:
            self._scratch = QImage(size, QImage.Format.Format_RGB32)
        return self._scratch

    def words(self, item: Text, unit: float) -> tuple[QImage, int, int]:
        """A text as an image, and where its `at` lies on it. Kept: labels are few and come again in every frame, the
        same on either side of the photo."""
        key = (*_LOOK(item), unit)
        if key not in self._words:
            self._words[key] = _word_image(item, unit)
            while len(self._words) > WORDS:
                self._words.popitem(last=False)
        self._words.move_to_end(key)
        image, dx, dy, frame = self._words[key]
        x, y = item.at
        box = plate(item, fonts.measure)
        return image, dx - round((box.x - x - frame.x) * unit), dy - round((box.y - y - frame.y) * unit)

    def coarse(self, pyramid: Pyramid, shift: Shift | None = None) -> QImage:
        """A small picture of the whole photo."""
        key = weakref.ref(pyramid), shift
        if key not in self._coarse:
            level = next((item for item in pyramid.levels if max(item.shape[:2]) <= COARSE), pyramid.levels[-1])
            height, width = level.shape[:2]
            level = level if shift is None else shifted(level, shift)
            image = QImage(level.data, width, height, 3 * width, QImage.Format.Format_RGB888)
            self._coarse[key] = image.convertToFormat(QImage.Format.Format_RGB32)
            while len(self._coarse) > 6:
                self._coarse.popitem(last=False)
        return self._coarse[key]


def _photo_of(picture: Picture) -> tuple[object, ...]:
    """How the layers of a photo are told from those of others."""
    return "photo", picture.sha256, picture.is_flipped, picture.shift


class WordBrush(Brush):
    """Paints words once, on an image that is kept."""

    def rim_of(self, text: str, is_bold: bool, width: float) -> QPainterPath:
        return rough_rim(text, is_bold, width)


def _word_image(item: Text, unit: float) -> tuple[QImage, int, int, Rect]:
    """A text that begins at (0, 0) on a clear image, where that is on it, and its plate."""
    here = replace(item, at=(0.0, 0.0), align="left", rise="top")
    box = plate(here, fonts.measure)
    dx, dy = math.ceil(-box.x * unit) + 2, math.ceil(-box.y * unit) + 2
    image = QImage(
        math.ceil(box.width * unit) + 5, math.ceil(box.height * unit) + 5, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(0)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(dx, dy)
        WordBrush(painter, unit, FlatLayers(), QColor(0, 0, 0)).text(here)
    finally:
        painter.end()
    return image, dx, dy, box
