"""The bundled font: its measure for `drawing`, its glyph outlines for painting; the same on every machine."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainterPath, QPainterPathStroker

from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.project.identity_cache import emptied_with_project
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
def _font(is_bold: bool) -> QFont:
    font = QFont(family())
    font.setPixelSize(EM)
    font.setBold(is_bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    separate_letters(font)
    return font


def separate_letters(font: QFont) -> None:
    """No ligatures: what is copied from a document has the letters that were written."""
    font.setFeature(QFont.Tag("liga"), 0)


@lru_cache(maxsize=4096)
def measure(text: str, size: float, is_bold: bool) -> TextSize:
    """Extent of a line of text at `size` points; see `drawing.primitives.Measure`."""
    metrics = QFontMetricsF(_font(is_bold))
    factor = size / EM
    return TextSize(metrics.horizontalAdvance(text) * factor, metrics.ascent() * factor, metrics.descent() * factor)


@lru_cache(maxsize=1024)
def outline(text: str, is_bold: bool) -> QPainterPath:
    """Glyph outlines of a line of text at `EM`, its base line starting at (0, 0)."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), _font(is_bold), text)
    return path


@lru_cache(maxsize=1024)
def rim(text: str, is_bold: bool, width: float) -> QPainterPath:
    """The area within `width` / 2 of the glyph outlines at `EM`: stroked once, since it takes five times a filling."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    path = stroker.createStroke(outline(text, is_bold))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


emptied_with_project(measure.cache_clear)
emptied_with_project(outline.cache_clear)
emptied_with_project(rim.cache_clear)
