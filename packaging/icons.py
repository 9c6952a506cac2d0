"""The program's icon for each system, drawn from resources/facebalance.svg."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels, as freedesktop's icon themes have them."""
LARGEST_ICO = 256


def drawn(source: Path, size: int) -> bytes:
    """The icon as PNG, `size` px on each side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(store.data())


def write_all(source: Path, folder: Path) -> None:
    """PNG at all sizes (`48.png`), `facebalance.ico` for Windows and `facebalance.icns` for macOS."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        (folder / f"{size}.png").write_bytes(drawn(source, size))
    largest = Image.open(BytesIO(drawn(source, 1024)))
    largest.save(folder / "facebalance.ico", sizes=[(size, size) for size in SIZES if size <= LARGEST_ICO])
    largest.save(folder / "facebalance.icns")
