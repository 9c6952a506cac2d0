"""Declares, photo by photo, that the camera stood plumb: only then is a vertical the true one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.edits_photos import change_photo
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.plain_text import plain

TIP = tr(
    "Tick it when you know that the camera was level and the patient held the head naturally: then the "
    "vertical is called the true one. It is never carried from one photo to another."
)


class PlumbBoxes(QWidget):
    """A tick for each photo of the pair; seen while a vertical is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.boxes = (QCheckBox(), QCheckBox())
        for place, box in enumerate(self.boxes):
            box.setText(tr("{caption}: the camera was plumb", caption=tr("This photo")))
            box.setToolTip(plain(TIP))
            box.toggled.connect(partial(self._declare, place))
            column.addWidget(box)

    def show_sides(self, sides: tuple[Side, ...], is_wanted: bool) -> None:
        """The boxes of these photos, as the project has them."""
        self.setVisible(is_wanted and bool(sides))
        for place, box in enumerate(self.boxes):
            box.setVisible(place < len(sides))
            if place < len(sides):
                box.setText(tr("{caption}: the camera was plumb", caption=sides[place].caption or tr("This photo")))
                with QSignalBlocker(box):
                    box.setChecked(sides[place].photo.is_plumb)

    def _declare(self, place: int, is_plumb: bool) -> None:
        pair = self._session.pair
        if pair is None or place >= len(pair.sides):
            return
        photo = pair.sides[place].photo
        words = (
            tr("Declare {name} plumb", name=photo.name) if is_plumb else tr("Undeclare {name} plumb", name=photo.name)
        )
        self._session.do(words, change_photo(photo.id, is_plumb=is_plumb))
