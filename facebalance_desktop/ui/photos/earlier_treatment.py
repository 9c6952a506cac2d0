"""Asks for one treatment that was done before a visit, here or elsewhere, as far as it is known."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.planning.treatments import Treatment, Where
from facebalance_desktop.project.model import new_id
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.dates import read_day
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label

WHERE: tuple[tuple[Where, str], ...] = (
    ("elsewhere", tr("Elsewhere")),
    ("here", tr("Here")),
    ("unknown", tr("Place not known")),
)


class EarlierTreatmentDialog(QDialog):
    """`treatment` is the record of what was typed; nothing is filled in."""

    manual_page = "reassess#put-the-visits-right"

    def __init__(self, tables: Tables, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("An earlier treatment"))
        self._modalities = {item.name: item.id for item in tables.modalities}
        self.what = ComboBox()
        self.what.setEditable(True)
        self.what.addItems(list(self._modalities))
        self.what.setCurrentText("")
        self.what.setAccessibleName(tr("What was done"))
        self.when = QLineEdit()
        self.when.setPlaceholderText(tr("28 Mar 2026, or empty if not known"))
        self.when.setAccessibleName(tr("When"))
        self.where = ComboBox()
        self.where.setAccessibleName(tr("Where"))
        for _, words in WHERE:
            self.where.addItem(words)
        self.problem = Label()
        self.problem.setObjectName("problem")
        form = QFormLayout()
        form.addRow(tr("What"), self.what)
        form.addRow(tr("When"), self.when)
        form.addRow(tr("Where"), self.where)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Add"))
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(500)

    @property
    def treatment(self) -> Treatment:
        name = self.what.currentText().strip()
        day, _ = read_day(self.when.text())
        where = WHERE[self.where.currentIndex()][0]
        modality = self._modalities.get(name, "other")
        return Treatment(new_id(), "done", modality=modality, modality_name=name, where=where, date=day)

    def _check(self) -> None:
        _, problem = read_day(self.when.text())
        if not self.what.currentText().strip():
            problem = tr("State in a word or two what was done.")
        self.problem.setText(problem or "")
        if problem is None:
            self.accept()
