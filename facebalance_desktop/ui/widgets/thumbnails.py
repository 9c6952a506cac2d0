"""Small pictures of photos as the toolkit wants them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.ui.widgets import inks


def thumbnail(pixels: Pixels, size: QSize, density: float = 1.0) -> QPixmap:
    """A photo, (h, w, 3) sRGB, whole and in the middle of a transparent picture of `size` at so many pixels a unit."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    full = QSize(round(size.width() * density), round(size.height() * density))
    scaled = image.scaled(full, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    framed = QPixmap(full)
    framed.fill(Qt.GlobalColor.transparent)
    painter = QPainter(framed)
    painter.drawImage((full.width() - scaled.width()) // 2, (full.height() - scaled.height()) // 2, scaled)
    painter.end()
    framed.setDevicePixelRatio(density)
    return framed


def unscaled(pixels: Pixels) -> QPixmap:
    """A photo, (h, w, 3) sRGB, pixel by pixel."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image)


def blank(size: QSize) -> QPixmap:
    """What stands there until the picture has arrived."""
    pixmap = QPixmap(size)
    pixmap.fill(QColor(inks.BLANK))
    return pixmap
