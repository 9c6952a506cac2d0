"""The dark rim of text: as wide all round as it is said to be, one area, for any text."""

from __future__ import annotations

import pytest
from canvases_made import values
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPainterPathStroker

from facebalance_desktop.drawing.primitives import Scene, Text
from facebalance_desktop.render.fonts import EM, outline
from facebalance_desktop.render.layers import FlatLayers
from facebalance_desktop.render.painter import paint
from facebalance_desktop.render.rims import rim

WIDTH = 0.3 * EM


def stroked(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made = stroker.createStroke(path)
    made.setFillRule(Qt.FillRule.WindingFill)
    return made


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("is_bold", [False, True])
@pytest.mark.parametrize("text", ["AVA Wo fi 33 % ± 4°", "Größe é", "日本 שלום"])
def test_a_rim_is_the_area_within_half_its_width_of_the_letters_edges(text: str, is_bold: bool) -> None:
    made, letters = rim(text, is_bold, WIDTH), outline(text, is_bold)
    inner, outer = stroked(letters, WIDTH - 4), stroked(letters, WIDTH + 4)
    box = outer.boundingRect()
    checked = 0
    for column in range(int(box.left()), int(box.right()), 23):
        for row in range(int(box.top()), int(box.bottom()), 17):
            at = QPointF(column + 0.5, row + 0.5)
            if inner.contains(at):
                assert made.contains(at)
                checked += 1
            elif not outer.contains(at):
                assert not made.contains(at)
                checked += 1
    assert checked > 200


@pytest.mark.usefixtures("qapp")
def test_an_empty_text_has_no_rim() -> None:
    assert rim("", False, WIDTH).isEmpty()
    assert rim("   ", True, WIDTH).isEmpty()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [12.0, 24.0])
def test_the_rim_does_not_dull_small_letters(size: float) -> None:
    """Half of the pixels of a word that are lighter than the grey ground are nearly white: at 12 px it was a fifth."""
    image = QImage(500, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    text = Text("Before vertical, 12 May 2026", (10.3, 10.4), size)
    paint(painter, Scene(500, 60, "#808080", (text,)), 1.0, FlatLayers())
    painter.end()
    shades = values(image)[:, :, 1]
    assert (shades > 224).sum() > 0.5 * (shades > 140).sum() > 100
