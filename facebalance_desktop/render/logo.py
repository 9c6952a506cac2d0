"""The clinic's logo as pixels that a page can show, flattened on the page's background."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError
from PySide6.QtCore import QByteArray, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from facebalance_desktop.drawing.figure_text import LOGO, ClinicTexts
from facebalance_desktop.photos.formats import PHOTO_FORMATS, endings_of
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.render.layers import Pyramids
from facebalance_desktop.render.offscreen import ensure_painting
from facebalance_desktop.settings import Settings

LOGO_FORMATS = ("PNG", "JPEG", "WebP", "TIFF", "GIF", "BMP")
"""Photo formats in which a logo can be read."""
LOGO_ENDINGS = (*endings_of(PHOTO_FORMATS[name] for name in LOGO_FORMATS), "svg")
"""How files of logos are named."""
LARGEST_LOGO = 40_000_000
"""px: a larger picture is no logo."""
LARGEST_DRAWING = 4 * 2**20
"""Bytes of an SVG file: a larger one is no logo."""
DRAWN_AT = 2000
"""px: long side at which a drawing (SVG) is painted; a page shows no more of a logo."""


def clinic_of(settings: Settings, data: bytes | None) -> ClinicTexts:
    """What the settings say of the clinic; `data` are the bytes of its logo, left out where none can be read."""
    logo = logo_pyramid(settings.clinic_logo, data, "#ffffff")
    size = None if logo is None else (logo.levels[0].shape[1], logo.levels[0].shape[0])
    return ClinicTexts(settings.clinic_name, settings.page_footer, settings.page_disclaimer, size)


@lru_cache(maxsize=8)
def logo_pyramid(name: str, data: bytes | None, background: str) -> Pyramid | None:
    """The picture in `data`, of a file of this name, at halving sizes; None where there is none that can be read."""
    if not name or data is None:
        return None
    try:
        if name.lower().endswith(".svg"):
            return _drawn(data, background)
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > LARGEST_LOGO:
                return None
            flat = Image.new("RGBA", picture.size, background)
            flat.alpha_composite(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return Pyramid.of(np.array(flat.convert("RGB"), dtype=np.uint8))


def _drawn(data: bytes, background: str) -> Pyramid | None:
    """An SVG painted on the background, its long side `DRAWN_AT` px; None where it is none."""
    if len(data) > LARGEST_DRAWING:
        return None
    ensure_painting()  # a drawing may hold text
    drawing = QSvgRenderer(QByteArray(data))
    size = drawing.viewBoxF().size() if drawing.isValid() else QSizeF()
    if size.isEmpty():
        return None
    size.scale(DRAWN_AT, DRAWN_AT, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_RGB888)
    image.fill(QColor(background))
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return Pyramid.of(rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy())


def with_logo(pyramids: Pyramids, settings: Settings, data: bytes | None, background: str) -> Pyramids:
    """The photos and, under its own name, the clinic's logo, of these bytes."""

    def found(sha256: str) -> Pyramid | None:
        if sha256 == LOGO:
            return logo_pyramid(settings.clinic_logo, data, background)
        return pyramids(sha256)

    return found
