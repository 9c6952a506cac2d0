"""A page of words in big type, for a screen that is looked at from a distance."""

from __future__ import annotations

from facebalance_desktop.drawing.blocks import moved, paragraph
from facebalance_desktop.drawing.primitives import Measure, Scene
from facebalance_desktop.geometry import Similarity

BACKGROUND = "#14181d"
INK = "#f2f4f6"
SIZES = (40.0, 32.0, 26.0, 21.0, 17.0)
"""Points, tried in this order until the words fit."""


def text_page(words: str, size: tuple[float, float], measure: Measure) -> Scene:
    """The words in the middle of a page of this size in points."""
    width, height = size
    inner = width * 0.76
    block = paragraph(words, inner, SIZES[-1], INK, measure)
    for points in SIZES:
        block = paragraph(words, inner, points, INK, measure)
        if block.height <= height * 0.8:
            break
    items = moved(block.items, Similarity(tx=(width - inner) / 2, ty=max((height - block.height) / 2, 0.0)))
    return Scene(width, height, BACKGROUND, items)
