"""Labels that avoid each other: each takes the first of its places that is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from facebalance_desktop.drawing.primitives import Measure, Text
from facebalance_desktop.geometry import Rect

PLATE_X, PLATE_Y = 0.42, 0.22
"""Margins of a label's plate, in shares of the text size."""
Choices = Mapping[tuple[str, str, int], tuple[float, float] | None]
"""By text, alignment and how many the same came before: the shift a label took."""
Shifts = Mapping[str, Choices]
"""The choices by the photo's id."""
NO_SHIFTS: Shifts = {}


def plate(text: Text, measure: Measure) -> Rect:
    """The plate behind a text, in the coordinates of its `at`."""
    size = measure(text.text, text.size, text.is_bold)
    x = text.at[0] - {"left": 0.0, "centre": size.width / 2, "right": size.width}[text.align]
    y = text.at[1] - {"top": 0.0, "middle": size.height / 2, "bottom": size.height}[text.rise]
    mx, my = PLATE_X * text.size, PLATE_Y * text.size
    return Rect(x - mx, y - my, size.width + 2 * mx, size.height + 2 * my)


@dataclass
class Labels:
    """Places labels inside `frame`; what is placed first keeps its place.

    `choices` remembers which shift each label took (None: it found none). With `is_quick`, while the picture moves, a
    label takes the shift that it took before, without looking round.
    """

    frame: Rect
    measure: Measure
    taken: list[Rect] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    choices: dict[tuple[str, str, int], tuple[float, float] | None] = field(default_factory=dict)
    kept_clear: Rect | None = None
    """What no label may lie on: the face, on a screen."""
    is_quick: bool = False
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(
        self, text: Text, shifts: Iterable[tuple[float, float]] = ((0.0, 0.0),), may_lie_on_face: bool = False
    ) -> bool:
        """Put `text` at the first free shift from its `at`, pushed inside the frame; False where none is free."""
        same = (text.text, text.align)
        self._seen[same] = self._seen.get(same, 0) + 1
        key = (*same, self._seen[same])
        if self.is_quick and key in self.choices:
            choice = self.choices[key]
            moved = None if choice is None else self._pushed_inside(_moved(text, choice))
            if moved is None or (not may_lie_on_face and self._is_on_face(plate(moved, self.measure))):
                return False
            self.texts.append(moved)
            return True
        for shift in shifts:
            moved = self._pushed_inside(_moved(text, shift))
            box = plate(moved, self.measure)
            if box.width > self.frame.width or any(box.intersects(other) for other in self.taken):
                continue
            if not may_lie_on_face and self._is_on_face(box):
                continue
            self.taken.append(box)
            self.texts.append(moved)
            self.choices[key] = shift
            return True
        self.choices[key] = None
        return False

    def _is_on_face(self, box: Rect) -> bool:
        return self.kept_clear is not None and box.intersects(self.kept_clear)

    def _pushed_inside(self, text: Text) -> Text:
        box = plate(text, self.measure)
        dx = max(self.frame.x - box.x, 0.0) + min(self.frame.right - box.right, 0.0)
        dy = max(self.frame.y - box.y, 0.0) + min(self.frame.bottom - box.bottom, 0.0)
        return text if dx == 0 and dy == 0 else _moved(text, (dx, dy))


def _moved(text: Text, by: tuple[float, float]) -> Text:
    return text.placed((text.at[0] + by[0], text.at[1] + by[1]))
