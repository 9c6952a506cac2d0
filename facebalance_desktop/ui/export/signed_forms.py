"""The signed forms of a consent: attached, given out again, taken off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.formats import READABLE_ENDINGS
from facebalance_desktop.project.attachments import attach, write_out
from facebalance_desktop.project.model import Attachment
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say

FORMS = tr("Signed form (*.pdf {names})", names=" ".join(f"*.{ending}" for ending in READABLE_ENDINGS))


class SignedForms(QWidget):
    """A list of files, kept byte for byte in the project's file; `attachments` are those that shall be there."""

    def __init__(self, originals: Originals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._originals = originals
        self.attachments: tuple[Attachment, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Signed forms"))
        self.list.setAccessibleName(tr("Signed forms"))
        self.list.setMaximumHeight(76)
        self.list.currentRowChanged.connect(lambda _: self._show_buttons())
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        row = QHBoxLayout()
        self.attach, self.copy, self.take_off = (
            QPushButton(tr("Attach …")), QPushButton(tr("Save a copy …")), QPushButton(tr("Take off")),
        )  # fmt: skip
        self.attach.setToolTip(tr("A PDF or a photo of the signed form, kept unchanged in the project's file"))
        for button, call in (
            (self.attach, self._attach), (self.copy, self._save_copy), (self.take_off, self._take_off),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(call)
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.show_forms(())

    def show_forms(self, attachments: tuple[Attachment, ...]) -> None:
        """Another place's forms."""
        self.attachments = attachments
        self.list.clear()
        for form in attachments:
            self.list.addItem(
                tr(
                    "{name}   {format}, {value} kB",
                    name=form.name,
                    format=form.format,
                    value=max(1, round(form.size / 1000)),
                )
            )
        self.list.setVisible(bool(attachments))
        self.list.setCurrentRow(len(attachments) - 1)
        say(self.problem, "")
        self._show_buttons()

    def add(self, path: Path) -> None:
        """Take a file in; what cannot be attached is told."""
        try:
            made = attach(path, self._originals)
        except Problem as problem:
            say(self.problem, problem.sentence)
            return
        if any(form.sha256 == made.sha256 for form in self.attachments):
            say(self.problem, tr("{name} is attached already.", name=path.name))
            return
        self.show_forms((*self.attachments, made))

    def _show_buttons(self) -> None:
        is_chosen = 0 <= self.list.currentRow() < len(self.attachments)
        for button in (self.copy, self.take_off):
            button.setVisible(is_chosen)

    def _attach(self) -> None:
        name, _ = file_dialogs.name_to_open(self, tr("Attach a signed form"), file_dialogs.documents(), FORMS)
        if name:
            self.add(Path(name))

    def _save_copy(self) -> None:
        form = self.attachments[self.list.currentRow()]
        name, _ = file_dialogs.name_to_save(self, tr("Save a copy of the form"), file_dialogs.documents(form.name))
        if not name:
            return
        try:
            write_out(form, Path(name), self._originals)
        except Problem as problem:
            say(self.problem, problem.sentence)

    def _take_off(self) -> None:
        gone = self.list.currentRow()
        self.show_forms(tuple(form for place, form in enumerate(self.attachments) if place != gone))
