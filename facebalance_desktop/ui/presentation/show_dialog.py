"""The steps of a show: ready-made from the project, to be ticked and put in another order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from PySide6.QtWidgets import QVBoxLayout as Column

from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.plain_text import Label

PLACE = Qt.ItemDataRole.UserRole


class ShowDialog(QDialog):
    """`steps` are the ticked ones in the order of the list."""

    def __init__(self, steps: Sequence[ShowStep], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Show"))
        self._steps = tuple(steps)
        column = Column(self)
        column.setContentsMargins(20, 18, 20, 16)
        words = Label(tr("Drag to put the steps in order. Arrows, Space or a remote go through them; Esc leaves."))
        words.setObjectName("quiet")
        words.setWordWrap(True)
        words.setMinimumWidth(360)
        column.addWidget(words)
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for place, step in enumerate(self._steps):
            item = QListWidgetItem(step.name)
            item.setData(PLACE, place)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        column.addWidget(self.list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Present"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @property
    def steps(self) -> tuple[ShowStep, ...]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(self._steps[item.data(PLACE)] for item in items if item.checkState() == Qt.CheckState.Checked)
