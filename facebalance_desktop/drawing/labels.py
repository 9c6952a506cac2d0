"""Labels that avoid each other: each takes the first of its places that is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from facebalance_desktop.drawing.primitives import Measure, Text
from facebalance_desktop.geometry import Rect

PLATE_X, PLATE_Y = 0.42, 0.22
"""Margins of a label's plate, in shares of the text size."""


def plate(text: Text, measure: Measure) -> Rect:
    """The plate behind a text, in the coordinates of its `at`."""
    size = measure(text.text, text.size, text.is_bold)
    x = text.at[0] - {"left": 0.0, "centre": size.width / 2, "right": size.width}[text.align]
    y = text.at[1] - {"top": 0.0, "middle": size.height / 2, "bottom": size.height}[text.rise]
    mx, my = PLATE_X * text.size, PLATE_Y * text.size
    return Rect(x - mx, y - my, size.width + 2 * mx, size.height + 2 * my)


@dataclass
class Labels:
    """Places labels inside `frame`; what is placed first keeps its place."""

    frame: Rect
    measure: Measure
    taken: list[Rect] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def place(self, text: Text, shifts: Iterable[tuple[float, float]] = ((0.0, 0.0),)) -> bool:
        """Put `text` at the first free shift from its `at`, pushed inside the frame; False where none is free."""
        for dx, dy in shifts:
            moved = self._pushed_inside(replace(text, at=(text.at[0] + dx, text.at[1] + dy)))
            box = plate(moved, self.measure)
            if box.width > self.frame.width or any(box.intersects(other) for other in self.taken):
                continue
            self.taken.append(box)
            self.texts.append(moved)
            return True
        return False

    def _pushed_inside(self, text: Text) -> Text:
        box = plate(text, self.measure)
        dx = max(self.frame.x - box.x, 0.0) + min(self.frame.right - box.right, 0.0)
        dy = max(self.frame.y - box.y, 0.0) + min(self.frame.bottom - box.bottom, 0.0)
        return replace(text, at=(text.at[0] + dx, text.at[1] + dy))
