"""Where the patient's mm come from: nothing, the iris, a typed pupil distance, or a known length on the photo."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.analysis.scale import ENDS, LEAST, MOST
from facebalance_desktop.project.edits_drawing import change_measures
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.fields import NumberField
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say

CHOICES = (
    ("none", tr("% of the pupil distance")),
    ("iris", tr("mm by the iris")),
    ("pupils", tr("mm by a typed pupil distance")),
    ("length", tr("mm by a known length")),
)
USUAL = {"pupils": 63.0, "length": 50.0}


def narrow(box: ComboBox) -> ComboBox:
    """A choice that takes the room there is: its words may be cut, the page may not grow."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


class ScaleControls(QWidget):
    """A choice, its number, and what follows from it; every mm says where it comes from."""

    ends_requested = Signal(tuple)
    """The codes of the two ends of the known length are to be placed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.choice = narrow(ComboBox())
        self.choice.setAccessibleName(tr("Unit of lengths"))
        self.choice.setToolTip(tr("Lengths in mm need a scale; its error is part of every mm"))
        for key, words in CHOICES:
            self.choice.addItem(words, key)
        self.choice.activated.connect(self._choose)
        row.addWidget(self.choice, 1)
        self.mm = NumberField(tr("Length in mm"), self._type, LEAST, MOST, " mm", 0.5)
        row.addWidget(self.mm)
        column.addLayout(row)
        self.ends = QPushButton(tr("Place both ends"))
        self.ends.setToolTip(
            tr("The length must lie as far from the camera as what is measured: 1 cm nearer is 1 % at 1 m")
        )
        self.ends.clicked.connect(lambda: self.ends_requested.emit(ENDS))
        column.addWidget(self.ends)
        self.told = Label()
        self.told.setObjectName("quiet")
        self.told.setWordWrap(True)
        column.addWidget(self.told)

    def _choose(self) -> None:
        kind = self.choice.currentData()
        mm = USUAL.get(kind) if kind != self._session.project.measures.scale else self._session.project.measures.mm
        self._session.do(tr("Change the unit of lengths"), change_measures(scale=kind, mm=mm))

    def _type(self, mm: float) -> None:
        if self._session.project.measures.mm != mm:
            self._session.do(tr("Change the length of the scale"), change_measures(mm=mm), tr("scale length"))

    def show_project(self, project: Project, sentence: str) -> None:
        """Show the choice; `sentence` says where mm come from, or why there are none."""
        kind = project.measures.scale
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(max(self.choice.findData(kind), 0))
        self.mm.setVisible(kind in USUAL)
        if project.measures.mm is not None and self.mm.value() != project.measures.mm:
            self.mm.show_value(project.measures.mm)
        self.ends.setVisible(kind == "length")
        say(self.told, sentence)
