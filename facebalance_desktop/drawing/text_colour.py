"""Colours of words that stand on photos."""

from __future__ import annotations

import re
from functools import lru_cache

LEAST = 0.78
"""Least luminance of words: ten times as light as their halo, four fifths black, on a white ground."""
WRITTEN = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (#rrggbb), from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def for_words(colour: str) -> str:
    """The colour of a line, lightened for its words until they stand out from their halo; itself where it is light, and
    where a file has it written in another way."""
    if not WRITTEN.fullmatch(colour):
        return colour
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for step in range(21):
        mixed = "#" + "".join(f"{round(part + (255 - part) * step / 20):02x}" for part in parts)
        if luminance(mixed) >= LEAST:
            break
    return mixed
