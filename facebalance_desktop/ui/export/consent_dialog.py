"""What the patient agreed to: for all photos, one visit or one photo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.consent import USES
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Consent, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.photo_grids import date_words, view_of, view_words
from facebalance_desktop.project.visits import grouped, heading_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.export.signed_forms import SignedForms
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets.inputs import ComboBox, DateEdit
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

ANSWERS: tuple[tuple[str, bool | None], ...] = ((tr("Not asked"), None), (tr("Given"), True), (tr("Refused"), False))
Scope = Literal["patient", "visit", "photo"]


class ConsentDialog(QDialog):
    """One line a use; `edit` makes all that was changed one edit."""

    manual_page = "export#consent"

    def __init__(
        self,
        project: Project,
        originals: Originals,
        parent: QWidget | None = None,
        copies: JobBridge | None = None,
        tell: Callable[[str], None] = lambda words: None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Consent"))
        self._project = project
        self._forms = SignedForms(originals, copies, tell)
        self.finished.connect(self._forms.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        words = Label(
            tr(
                "What the patient agreed to. The more specific note applies: that of a photo, then of its "
                "visit, then of the patient. Nothing is exported for teaching, publication or marketing "
                "without it."
            )
        )
        words.setObjectName("quiet")
        words.setWordWrap(True)
        words.setMinimumWidth(470)
        column.addWidget(words)
        column.addLayout(self._form(project))
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.place.currentIndexChanged.connect(self._show_place)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._show_place()

    def _form(self, project: Project) -> QFormLayout:
        form = QFormLayout()
        self.place = ComboBox()
        for text, scope, of in places(project):
            self.place.addItem(text, (scope, of))
        self.place.setAccessibleName(tr("For"))
        form.addRow(tr("For"), self.place)
        self.answers: dict[str, QComboBox] = {}
        for use, name in USES.items():
            box = ComboBox()
            for text, _ in ANSWERS:
                box.addItem(text)
            box.setAccessibleName(name)
            self.answers[use] = box
            form.addRow(name, box)
        self.date = DateEdit()
        self.date.setDate(QDate.currentDate())
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(tr("d MMM yyyy"))
        self.date.setAccessibleName(tr("Date"))
        form.addRow(tr("Date"), self.date)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("Form signed, by whom, limits"))
        self.note.setAccessibleName(tr("Note"))
        form.addRow(tr("Note"), self.note)
        form.addRow(tr("Signed forms"), self._forms)
        return form

    @property
    def forms(self) -> SignedForms:
        return self._forms

    @safe_override
    def accept(self) -> None:
        """A form belongs to a use: without an answer it would be lost, and so would one that is not read yet."""
        if awaited := ", ".join(self._forms.awaited):
            self.problem.setText(
                tr("Still being read: {names}. Wait until it is attached, or take it off the list.", names=awaited)
            )
            self.problem.show()
            return
        is_answered = any(box.currentIndex() for box in self.answers.values())
        if self._forms.attachments and not is_answered:
            self.problem.setText(tr("State for which use the form was signed: given or refused."))
            self.problem.show()
            return
        super().accept()

    @property
    def edit(self) -> Edit | None:
        """All changes as one edit; None where there are none."""
        scope, of = self.place.currentData()
        day = date(*self.date.date().getDate()).isoformat()
        edits: list[Callable[[Project], Project]] = []
        for use, box in self.answers.items():
            answer = ANSWERS[box.currentIndex()][1]
            known = self._known(use)
            note, forms = self.note.text().strip(), self._forms.attachments
            is_same = known is not None and (known.is_given, known.note, known.attachments) == (answer, note, forms)
            if (known is None and answer is None) or is_same:
                continue
            edits.append(set_consent(use, answer, cast(Scope, scope), of, day, note, forms))
        if not edits:
            return None

        def edit(project: Project) -> Project:
            for one in edits:
                project = one(project)
            return project

        return edit

    def _known(self, use: str) -> Consent | None:
        scope, of = self.place.currentData()
        found = [item for item in self._project.consents if (item.use, item.scope, item.of) == (use, scope, of)]
        return found[-1] if found else None

    def _show_place(self) -> None:
        known = [self._known(use) for use in self.answers]
        for box, item in zip(self.answers.values(), known, strict=True):
            answer = None if item is None else item.is_given
            box.setCurrentIndex(next(n for n, (_, value) in enumerate(ANSWERS) if value is answer))
        latest = next((item for item in reversed(known) if item is not None), None)
        self.note.setText("" if latest is None else latest.note)
        forms = {form.id: form for item in known if item is not None for form in item.attachments}
        self._forms.show_forms(tuple(forms.values()))
        if latest is not None and latest.date:
            self.date.setDate(QDate.fromString(latest.date, "yyyy-MM-dd"))


def places(project: Project) -> list[tuple[str, Scope, str]]:
    """Words, scope and id of everything that may have its own consent."""
    made: list[tuple[str, Scope, str]] = [(tr("All photos of this patient"), "patient", "")]
    groups = [group for group in grouped(project.photos, project.visits) if group.day]
    made += [(tr("Visit of {heading_of}", heading_of=heading_of(group)), "visit", group.day) for group in groups]
    for number, photo in enumerate(project.photos, start=1):
        facts = ", ".join(part for part in (view_words(view_of(photo)), date_words(photo)) if part)
        made.append((tr("Photo {number}: {facts}", number=number, facts=facts), "photo", photo.id))
    return made
