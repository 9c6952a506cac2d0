"""Whose photos these are, always in the surgeon's sight; edited in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.dates import read_day
from facebalance_desktop.ui.widgets.plain_text import Label


class PatientBar(QFrame):
    """Name, ID and birth date, each optional; Enter or leaving a field is an undoable edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient")
        self._session = session
        self.name = self._field("Name", 200)
        self.number = self._field("ID", 110)
        self.birth_date = self._field("YYYY-MM-DD", 100)
        self.note = Label()
        self.note.setObjectName("problem")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        for title, field in (("Patient", self.name), ("ID", self.number), ("Born", self.birth_date)):
            label = Label(title)
            label.setObjectName("quiet")
            label.setBuddy(field)
            layout.addWidget(label)
            layout.addWidget(field)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.demonstration = Label("Demonstration: the after photo is made from the before photo")
        self.demonstration.setObjectName("problem")
        layout.addWidget(self.demonstration)
        session.changed.connect(self._update)
        self._show(session.project)

    def _field(self, hint: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(hint)
        field.setMaximumWidth(width * 2)
        field.setMinimumWidth(width)
        field.setAccessibleName(hint)
        field.editingFinished.connect(self._take)
        return field

    def _update(self, before: Project, now: Project) -> None:
        if before.patient is not now.patient or before.is_demonstration != now.is_demonstration:
            self._show(now)

    def _show(self, project: Project) -> None:
        patient = project.patient
        for field, text in (
            (self.name, patient.name),
            (self.number, patient.id),
            (self.birth_date, patient.birth_date),
        ):
            if field.text() != (text or ""):
                field.setText(text or "")
                field.setCursorPosition(0)  # a long name shows its beginning
        self.note.clear()
        self.demonstration.setVisible(project.is_demonstration)

    def _take(self) -> None:
        old = self._session.project.patient
        born, problem = read_date(self.birth_date.text())
        self.note.setText(problem or "")
        new = replace(
            old,
            name=self.name.text().strip(),
            id=self.number.text().strip(),
            birth_date=old.birth_date if problem else born,
        )
        if new != old:
            self._session.do("Change patient", set_patient(new))


def read_date(text: str) -> tuple[str | None, str | None]:
    """A typed birth date as ISO 8601, or the sentence that says what is wrong with it."""
    born, problem = read_day(text)
    if born is not None and born > date.today().isoformat():
        return None, "The birth date lies in the future."
    return born, problem


def patient_line(patient: Patient) -> str:
    """The patient in one line, for lists."""
    parts = [patient.name, patient.id, patient.birth_date or ""]
    return " · ".join(part for part in parts if part) or "No patient entered"
