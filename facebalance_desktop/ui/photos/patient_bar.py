"""The form of the patient: who these photos are of; it floats below the patient's chip while it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QFormLayout, QFrame, QWidget

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.dates import read_day, shown_day
from facebalance_desktop.ui.widgets.fields import LineField, tell_problems
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled


class PatientBar(QFrame):
    """Name, ID and birth date, each optional; what is typed is an undoable edit as soon as typing pauses."""

    manual_page = "compare#say-who-it-is"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient")
        self._session = session
        self.name = self._field(tr("Name"), lambda text: self._change(name=text))
        self.number = self._field(tr("ID"), lambda text: self._change(id=text))
        self.birth_date = self._field(tr("2 Mar 1984"), self._take_birth_date)
        self.note = Label()
        self.note.setObjectName("problem")
        tell_problems(self.note, self.birth_date)
        layout = QFormLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in ((tr("Name"), self.name), (tr("ID"), self.number), (tr("Born"), self.birth_date)):
            label = Label(title)
            label.setObjectName("quiet")
            label.setBuddy(field)
            layout.addRow(label, field)
        self.note.setWordWrap(True)
        layout.addRow(self.note)
        self.demonstration = Label(tr("Demonstration: the after photo is made from the before photo"))
        self.demonstration.setObjectName("problem")
        self.demonstration.setWordWrap(True)
        layout.addRow(self.demonstration)
        keep_fitted(self, lambda: self.setFixedWidth(scaled(320)))
        session.changed.connect(self._update)
        self._show(session.project)

    @staticmethod
    def _field(hint: str, take: Callable[[str], str | None]) -> LineField:
        return LineField(hint, take, hint)

    def _update(self, before: Project, now: Project) -> None:
        if before.patient is not now.patient or before.is_demonstration != now.is_demonstration:
            self._show(now)

    def _show(self, project: Project) -> None:
        patient, owner = project.patient, self._session.typing_key
        self.name.show_text(patient.name, owner)
        self.number.show_text(patient.id, owner)
        self.birth_date.show_text(shown_day(patient.birth_date), owner)
        self.demonstration.setVisible(project.is_demonstration)

    def _change(self, **changes: str | None) -> None:
        patient = replace(self._session.project.patient, **changes)  # type: ignore[arg-type]  # fields by name
        self._session.do(tr("Change patient"), set_patient(patient))

    def _take_birth_date(self, text: str) -> str | None:
        born, problem = read_date(text)
        if problem is None:
            self._change(birth_date=born)
        return problem


def read_date(text: str) -> tuple[str | None, str | None]:
    """A typed birth date as ISO 8601, or the sentence that says what is wrong with it."""
    born, problem = read_day(text)
    if born is not None and born > date.today().isoformat():
        return None, tr("The birth date lies in the future.")
    return born, problem


def patient_line(patient: Patient) -> str:
    """The patient in one line, for lists."""
    parts = [patient.name, patient.id, shown_day(patient.birth_date)]
    return " · ".join(part for part in parts if part) or tr("No patient entered")
