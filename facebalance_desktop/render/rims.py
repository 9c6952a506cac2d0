"""The dark rim of text: the area round its glyphs, made once for each glyph."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QRawFont, QTextLayout, QTransform

from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.identity_cache import emptied_with_project
from facebalance_desktop.render.fonts import font

ROUND = 0.25
"""Pixels at `fonts.EM` by which a rim's edge may be off: a sixteenth of a pixel in letters of 50 px."""


@lru_cache(maxsize=1024)
def rim(text: str, is_bold: bool, width: float) -> QPainterPath:
    """The area within `width` / 2 of the glyph outlines at `fonts.EM`, as one area without overlaps: a stroked outline
    crosses itself everywhere, which takes ten times as long to fill."""
    return rough_rim(text, is_bold, width).simplified()


def rough_rim(text: str, is_bold: bool, width: float) -> QPainterPath:
    """The same area with overlaps between letters: made five times as fast, filled in twice the time."""
    layout = QTextLayout(text, font(is_bold))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for run in layout.glyphRuns():
        raw = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(_glyph_rim(raw, glyph, width).translated(at.x(), at.y() - line.ascent()))
    return path


_glyph_rims: dict[tuple[str, str, int, float], QPainterPath] = {}
"""By font, style, glyph and width. Of single letters, so that they tell nothing of a project."""


def _glyph_rim(raw: QRawFont, glyph: int, width: float) -> QPainterPath:
    key = raw.familyName(), raw.styleName(), glyph, width
    if key not in _glyph_rims:
        stroker = QPainterPathStroker()
        stroker.setWidth(width)
        stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stroke = stroker.createStroke(raw.pathForGlyph(glyph))
        stroke.setFillRule(Qt.FillRule.WindingFill)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for ring in stroke.simplified().toSubpathPolygons(QTransform()):
            path.addPolygon(_with_fewer_corners(ring))
            path.closeSubpath()
        _glyph_rims[key] = path
    return _glyph_rims[key]


def _with_fewer_corners(ring: QPolygonF) -> QPolygonF:
    """The same within `ROUND`."""
    corners = np.array([ring.at(place).toTuple() for place in range(ring.size())], dtype=np.float32)
    kept = cv2.approxPolyDP(corners, ROUND, True)[:, 0]
    return QPolygonF([QPointF(float(x), float(y)) for x, y in kept])


emptied_with_project(rim.cache_clear)
