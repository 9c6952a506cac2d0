"""The extent of a line of text; apart from other drawings, for the window asks for its font before numpy is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSize:
    """Extent of one line of text: width, and ascent and descent about its base line, in points."""

    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        return self.ascent + self.descent


def words_of(text: str) -> list[str]:
    """The words between which a line may break: a no-break space parts none, as str.split would have it."""
    return [word for word in re.split(r"[ \t]+", text) if word]
