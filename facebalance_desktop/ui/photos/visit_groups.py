"""The visits in the row of photos: each with its date above its photos, and how many photos come into it at once."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facebalance_desktop.project.visits import Sitting
from facebalance_desktop.ui.widgets.plain_text import Label

GAP = 8
AT_ONCE = 12
"""Photos that come into the row together; of more, the others follow while the window answers."""
Key = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What a group shows: the day of its visit, the ids of its photos, the views it lacks."""


class VisitGroup(QFrame):
    """The date of a visit above its photos and the views it lacks."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Label()
        self.heading.setTextFormat(Qt.TextFormat.RichText)  # dates alone, in our own markup
        self.heading.setObjectName("key")
        self.row = QHBoxLayout()
        self.row.setSpacing(GAP - 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(self.row)
        column.addStretch(1)
        self.row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """After the last photo, or the last view it lacks."""
        self.row.insertWidget(self.row.count() - 1, widget)


def due(visits: tuple[Sitting, ...], known: Container[str]) -> tuple[Sitting, ...]:
    """The visits whose photos are `known`, and as many others as come together; the beginning of a visit that has more
    photos than that."""
    shown, room = [], AT_ONCE
    for visit in visits:
        fresh = [photo.id for photo in visit.photos if photo.id not in known]
        if len(fresh) <= room:
            shown.append(visit)
            room -= len(fresh)
        elif room == AT_ONCE:
            later = set(fresh[room:])
            shown.append(replace(visit, photos=tuple(photo for photo in visit.photos if photo.id not in later)))
            room = 0
    return tuple(shown)


def begun_group(group_of: Iterable[Key], key: Key) -> Key | None:
    """The group that holds the first photos of this visit, and nothing else so far."""
    day, photos, _ = key
    return next(
        (one for one in group_of if one[0] == day and not one[2] and one[1] and photos[: len(one[1])] == one[1]), None
    )
