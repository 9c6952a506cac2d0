"""The dark rim of text: the area round its glyphs, made once for each glyph."""

from __future__ import annotations

import re
import unicodedata
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QRawFont, QTextLayout, QTextLine, QTransform

from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.memory import cached_by_value
from facebalance_desktop.render.fonts import font

ROUND = 0.25
"""Pixels at `fonts.EM` by which a rim's edge may be off: a sixteenth of a pixel in letters of 50 px."""

WORD = re.compile(r"\S+")
FROM_THE_RIGHT = ("R", "AL")
"""Letters that are written from the right; the words of such a line stand in another order than they are stored."""
COARSER = 0.5
"""Of `fonts.EM`, at which a rim is worked out: half the corners and half the time, for an edge that is off by 0.7
pixels at `fonts.EM` instead of 0.55."""


@cached_by_value(1024)
def rim(text: str, is_bold: bool, width: float) -> QPainterPath:
    """The area within `width` / 2 of the glyph outlines at `fonts.EM`, without overlaps within a word: a stroked
    outline crosses itself everywhere, which takes ten times as long to fill. Words are kept apart by their spaces."""
    if any(unicodedata.bidirectional(letter) in FROM_THE_RIGHT for letter in text):
        return rough_rim(text, is_bold, width).simplified()
    layout = _laid_out(text, is_bold)
    line = layout.lineAt(0)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for word in WORD.finditer(text):
        path.addPath(_word_rim(word[0], is_bold, width).translated(_left(line, text[: word.start()]), 0))
    return path


@cached_by_value(1024)
def _word_rim(word: str, is_bold: bool, width: float) -> QPainterPath:
    return rough_rim(word, is_bold, width).simplified()


def rough_rim(text: str, is_bold: bool, width: float) -> QPainterPath:
    """The same area with overlaps between letters: made five times as fast, filled in twice the time."""
    layout = _laid_out(text, is_bold)
    ascent = layout.lineAt(0).ascent()
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for run in layout.glyphRuns():
        raw = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(_glyph_rim(raw, glyph, width).translated(at.x(), at.y() - ascent))
    return path


def _laid_out(text: str, is_bold: bool) -> QTextLayout:
    """The text as one line."""
    layout = QTextLayout(text, font(is_bold))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _left(line: QTextLine, before: str) -> float:
    """Where what follows these first letters of a line begins; Qt counts them in UTF-16."""
    found = cast("tuple[float, int]", line.cursorToX(len(before.encode("utf-16-le")) // 2))
    return found[0]


_glyph_rims: dict[tuple[str, str, int, float], QPainterPath] = {}
"""By font, style, glyph and width. Of single letters, so that they tell nothing of a project."""


def _glyph_rim(raw: QRawFont, glyph: int, width: float) -> QPainterPath:
    key = raw.familyName(), raw.styleName(), glyph, width
    if key not in _glyph_rims:
        stroker = QPainterPathStroker()
        stroker.setWidth(width * COARSER)
        stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stroke = stroker.createStroke(QTransform.fromScale(COARSER, COARSER).map(raw.pathForGlyph(glyph)))
        stroke.setFillRule(Qt.FillRule.WindingFill)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for ring in stroke.simplified().toSubpathPolygons(QTransform.fromScale(1 / COARSER, 1 / COARSER)):
            path.addPolygon(_with_fewer_corners(ring))
            path.closeSubpath()
        _glyph_rims[key] = path
    return _glyph_rims[key]


def _with_fewer_corners(ring: QPolygonF) -> QPolygonF:
    """The same within `ROUND`."""
    corners = np.array([corner.toTuple() for corner in ring.toList()], dtype=np.float32)
    kept = cv2.approxPolyDP(corners, ROUND, True)[:, 0]
    return QPolygonF([QPointF(float(x), float(y)) for x, y in kept])
