"""The bundled font: its measure for `drawing`, its glyph outlines for painting; the same on every machine."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainterPath

from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.project.memory import cached_by_value
from facebalance_desktop.resources import path as resource_path

EM = 200
"""Pixel size at which glyphs are measured and outlined; all else is scaled from there, so hinting plays no part."""


@lru_cache(maxsize=1)
def family() -> str:
    """Load the bundled Noto Sans once; needs a QGuiApplication."""
    names: list[str] = []
    for file in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        number = QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{file}")))
        if number < 0:
            raise RuntimeError(f"the bundled font {file} cannot be loaded")
        names.extend(QFontDatabase.applicationFontFamilies(number))
    return names[0]


@lru_cache(maxsize=2)
def font(is_bold: bool) -> QFont:
    """The bundled font at `EM`."""
    made = QFont(family())
    made.setPixelSize(EM)
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    separate_letters(made)
    return made


def separate_letters(font: QFont) -> None:
    """No ligatures: what is copied from a document has the letters that were written."""
    font.setFeature(QFont.Tag("liga"), 0)


@cached_by_value(4096)
def measure(text: str, size: float, is_bold: bool) -> TextSize:
    """Extent of a line of text at `size` points; see `drawing.primitives.Measure`."""
    metrics = QFontMetricsF(font(is_bold))
    factor = size / EM
    return TextSize(metrics.horizontalAdvance(text) * factor, metrics.ascent() * factor, metrics.descent() * factor)


@cached_by_value(1024)
def outline(text: str, is_bold: bool) -> QPainterPath:
    """Glyph outlines of a line of text at `EM`, its base line starting at (0, 0)."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font(is_bold), text)
    return path
