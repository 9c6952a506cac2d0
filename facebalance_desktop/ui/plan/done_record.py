"""What the record of a treatment that was done asks for: consent, history, aftercare, complications, the signature."""

from __future__ import annotations

from typing import Literal, Unpack, cast

from PySide6.QtWidgets import QFormLayout, QPushButton, QWidget

from facebalance_desktop.days import moment_words
from facebalance_desktop.planning.treatments import Complication, Treatment, complication_words
from facebalance_desktop.project import edits_plan
from facebalance_desktop.project.changes import TreatmentChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import now
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.dates import read_day, shown_day
from facebalance_desktop.ui.widgets.fields import ChoiceField, DraftField, LineField, tell_problems
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import keep_labels_narrow, say

ANSWERS = (("yes", tr("yes"), None), ("no", tr("no"), None))


class DoneRecord(QWidget):
    """Follows one treatment that was done; hidden for a planned one. Signing closes all but the complications."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id: str | None = None
        form = QFormLayout(self)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form = form
        self._add_record()
        self._add_complications()
        self._add_signature()
        keep_labels_narrow(self, form)
        self.show_one(None)

    def _add_record(self) -> None:
        def answer(title: str, field: Literal["consent", "history", "aftercare"]) -> ChoiceField:
            box = ChoiceField(
                title, lambda key: self._change(title, **cast(TreatmentChanges, {field: key})), tr("Not recorded")
            )
            box.offer(ANSWERS)
            return box

        self.consent = answer(tr("Consent to the treatment"), "consent")
        self.history = answer(tr("History checked"), "history")
        self.anaesthetic = LineField(tr("Anaesthetic"), lambda text: self._change(tr("Anaesthetic"), anaesthetic=text))
        self.aftercare = answer(tr("Aftercare given"), "aftercare")
        self.review = LineField(tr("Review date"), self._take_review, tr("28 Mar 2026, typed"))
        for title, field in (
            (tr("Consent"), self.consent), (tr("History"), self.history), (tr("Anaesthetic"), self.anaesthetic),
            (tr("Aftercare"), self.aftercare), (tr("Review on"), self.review),
        ):  # fmt: skip
            self.form.addRow(title, field)

    def _add_complications(self) -> None:
        self.complications = self._words("quiet")
        self.what = DraftField(tr("Complication"), tr("what, for example bruise"))
        self.when = DraftField(tr("Date of the complication"), tr("28 Mar 2026"))
        self.action = DraftField(tr("Action taken"), tr("what was done about it"))
        self.outcome = DraftField(tr("Outcome of the complication"), tr("how it ended"))
        self._complication = self.what, self.when, self.action, self.outcome
        for title, field in (
            (tr("Complication"), self.what), (tr("When"), self.when),
            (tr("Action"), self.action), (tr("Outcome"), self.outcome),
        ):  # fmt: skip
            self.form.addRow(title, field)
        self.note_it, self.take_back = QPushButton(tr("Note it")), QPushButton(tr("Remove the last"))
        self.note_it.setAccessibleName(tr("Note the complication"))
        self.note_it.clicked.connect(self._note)
        self.take_back.clicked.connect(self._take_back)
        self.form.addRow(self.note_it)
        self.form.addRow(self.take_back)

    def _add_signature(self) -> None:
        self.problem = self._words("problem")
        tell_problems(self.problem, self.review)
        self.name = DraftField(tr("Name of who signs"), tr("name"))
        self.form.addRow(tr("Signed by"), self.name)
        self.sign, self.unsign = QPushButton(tr("Sign the record")), QPushButton(tr("Withdraw the signature"))
        self.sign.setToolTip(tr("Closes the record with this name and the time; complications can still be noted"))
        self.sign.clicked.connect(self._sign)
        self.unsign.clicked.connect(self._unsign)
        self.form.addRow(self.sign)
        self.form.addRow(self.unsign)
        self.signature = self._words("title")

    def _words(self, name: str) -> Label:
        label = Label()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setVisible(False)
        self.form.addRow(label)
        return label

    @property
    def item(self) -> Treatment | None:
        found = None if self._id is None else self._session.project.plan.treatment(self._id)
        return found if found is not None and found.state == "done" else None

    def _owner(self, treatment_id: str | None) -> str:
        """Whose what is typed is: a copy of the project may have a treatment of this id, too."""
        return f"{self._session.typing_key} {treatment_id}"

    def show_one(self, treatment_id: str | None) -> None:
        """Follow this treatment."""
        self._id = treatment_id
        for field in (*self._complication, self.name):
            field.show_draft(self._owner(treatment_id))
        item = self.item
        self.setVisible(item is not None)
        if item is None:
            return
        for box, key in ((self.consent, item.consent), (self.history, item.history), (self.aftercare, item.aftercare)):
            box.show_id(key)
            box.setEnabled(not item.is_signed)
        self.anaesthetic.show_text(item.anaesthetic, self._owner(item.id))
        self.anaesthetic.setEnabled(not item.is_signed)
        self.review.show_text(shown_day(item.review), self._owner(item.id))
        say(self.problem, self.review.problem)
        say(self.complications, "\n".join(complication_words(one) for one in item.complications))
        self.form.setRowVisible(self.take_back, bool(item.complications))
        self.form.setRowVisible(self.name, not item.is_signed)
        self.form.setRowVisible(self.sign, not item.is_signed)
        self.form.setRowVisible(self.unsign, item.is_signed)
        at = moment_words(item.signed_at or "")
        say(
            self.signature, tr("Signed by {signed_by}, {at}", signed_by=item.signed_by, at=at) if item.is_signed else ""
        )

    def _change(self, label: str, **changes: Unpack[TreatmentChanges]) -> None:
        if self._id is not None:
            self._session.do(
                tr("Change {label}", label=in_sentence(label)), edits_plan.change_treatment(self._id, **changes)
            )

    def _take_review(self, text: str) -> str | None:
        day, problem = read_day(text)
        if problem is None:
            self._change(tr("Review date"), review=day)
        return problem

    def take_drafts(self) -> None:
        """The project is left: a complication that was typed belongs to its treatment. Leaving never signs."""
        for item in self._session.project.plan.treatments:
            if item.state == "done":
                self._take_complication(item.id)

    def _note(self) -> None:
        if self._id is not None:
            say(self.problem, self._take_complication(self._id))

    def _take_complication(self, treatment_id: str) -> str:
        """Note what was typed for this treatment; the sentence on what is missing, and then it stays as it is."""
        owner = self._owner(treatment_id)
        what, when, action, outcome = (field.draft(owner) for field in self._complication)
        day, problem = read_day(when)
        if not what:
            return tr("State the complication in a word or two.")
        if problem is None:
            noted = edits_plan.add_complication(treatment_id, Complication(what, day, action, outcome))
            self._do(tr("Note a complication"), noted, owner, *self._complication)
        return problem or ""

    def _do(self, label: str, edit: Edit, owner: str, *taken: DraftField) -> None:
        """Make an edit; what was typed for it is no longer needed, unless the edit was refused."""
        before = self._session.project
        self._session.do(label, edit)
        if self._session.project is not before:
            for field in taken:
                field.forget(owner)

    def _take_back(self) -> None:
        item = self.item
        if item is not None:
            last = len(item.complications) - 1
            self._session.do(tr("Remove a complication"), edits_plan.remove_complication(item.id, last))

    def _sign(self) -> None:
        name = self.name.text().strip()
        say(self.problem, "" if name else tr("State who signs: the name is kept in the record."))
        if name and self._id is not None:
            signed = edits_plan.sign_treatment(self._id, name, now())
            self._do(tr("Sign the record"), signed, self._owner(self._id), self.name)

    def _unsign(self) -> None:
        if self._id is not None:
            self._session.do(tr("Withdraw the signature"), edits_plan.open_signature(self._id))
