"""Columns of labels beside the face: each as high as its place or near it, clear of the others."""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.drawing.labels import Labels, plate
from facebalance_desktop.drawing.primitives import Stroke, Text
from facebalance_desktop.geometry import Point, Rect

COLUMN = 1.3
"""How far from the middle of the face the names stand, in pupil distances."""
GAP = 1.0
"""Points between two names of a column."""
LEADER = Stroke("#ffffff", 0.5, opacity=0.75)


def packed(column: Sequence[tuple[Text, Point]], labels: Labels) -> list[tuple[Text, Point]]:
    """The names of one column below each other, from top to bottom, clear of what stands there already; those that
    find no room above the lower edge are left out."""
    obstacles = tuple(labels.taken)
    lowest, found = labels.frame.y, []
    for text, at in column:
        box = plate(text, labels.measure)
        dx = max(labels.frame.x - box.x, 0.0) + min(labels.frame.right - box.right, 0.0)
        top = max(box.y, lowest)
        while hit := next((other for other in obstacles if _meets(other, box.x + dx, top, box)), None):
            top = hit.bottom + 0.01
        if top + box.height > labels.frame.bottom:
            continue
        if labels.kept_clear is not None and labels.kept_clear.intersects(Rect(box.x + dx, top, box.width, box.height)):
            continue
        lowest = top + box.height + GAP
        moved = text.placed((text.at[0] + dx, text.at[1] + top - box.y))
        labels.taken.append(Rect(box.x + dx, top, box.width, box.height))
        labels.texts.append(moved)
        found.append((moved, at))
    return found


def _meets(other: Rect, x: float, y: float, box: Rect) -> bool:
    return other.x < x + box.width and x < other.right and other.y < y + box.height and y < other.bottom
