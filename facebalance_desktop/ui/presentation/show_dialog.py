"""The steps of a show with a picture of each: ready-made from the project, to be ticked and put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from PySide6.QtWidgets import QVBoxLayout as Column

from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.presentation.step_pictures import StepPictures
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.buttons import icon_button
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.thumbnails import thumbnail

PLACE = Qt.ItemDataRole.UserRole
PICTURE = QSize(160, 100)
"""Pixels at 100 %: the picture of a step."""


class ShowDialog(QDialog):
    """`steps` are the ticked ones in the order of the list."""

    manual_page = "present#a-show"

    def __init__(self, steps: Sequence[ShowStep], pictures: StepPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Show …").rstrip(" …"))
        self._steps = tuple(steps)
        self._pictures = pictures
        column = Column(self)
        column.setContentsMargins(20, 18, 20, 16)
        words = Label(tr("Drag to put the steps in order. Arrows, Space or a remote go through them; Esc leaves."))
        words.setObjectName("quiet")
        words.setWordWrap(True)
        words.setMinimumWidth(360)
        column.addWidget(words)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Steps of the show"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setIconSize(PICTURE * theme.scaled(100) / 100)
        self.list.setSpacing(theme.scaled(2))
        for place, step in enumerate(self._steps):
            item = QListWidgetItem(step.name)
            item.setData(PLACE, place)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        column.addWidget(self.list, 1)
        column.addLayout(self._row())
        open_at(self, theme.scaled(460), theme.scaled(620))
        self.refresh()

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.earlier = icon_button("up", tr("Earlier"), tr("Alt+Up: the step comes earlier in the show"))
        self.later = icon_button("down", tr("Later"), tr("Alt+Down: the step comes later in the show"))
        for button, by, keys in ((self.earlier, -1, "Alt+Up"), (self.later, 1, "Alt+Down")):
            button.clicked.connect(partial(self.move_step, by))
            QShortcut(QKeySequence(keys), self, partial(self.move_step, by))
            row.addWidget(button)
        row.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Present"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        return row

    def move_step(self, by: int) -> None:
        """Put the current step so many places later (below 0: earlier); at the ends it stays."""
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + by < self.list.count():
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)

    def refresh(self) -> None:
        """Paint the pictures of the steps, as far as their photos are there; connected to those that arrive."""
        size, density = self.list.iconSize(), self.devicePixelRatioF()
        pixels = round(size.width() * density), round(size.height() * density)
        for row in range(self.list.count()):
            item = self.list.item(row)
            found = self._pictures.picture(self._steps[item.data(PLACE)], pixels) if item.icon().isNull() else None
            if found is not None:
                shown = QIcon(thumbnail(found, size, density))
                shown.addPixmap(shown.pixmap(size, density), QIcon.Mode.Selected)  # else tinted
                item.setIcon(shown)

    @property
    def steps(self) -> tuple[ShowStep, ...]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(self._steps[item.data(PLACE)] for item in items if item.checkState() == Qt.CheckState.Checked)
