"""The signed forms of a consent: attached, given out again, taken off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.photos.formats import READABLE_ENDINGS
from facebalance_desktop.project.attachments import attach, write_out
from facebalance_desktop.project.model import Attachment
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say
from facebalance_desktop.work import Job, JobContext, run_in_thread

FORMS = tr("Signed form (*.pdf {names})", names=" ".join(f"*.{ending}" for ending in READABLE_ENDINGS))


class SignedForms(QWidget):
    """A list of files, kept byte for byte in the project's file; `attachments` are those that shall be there.

    Files are read and written in threads. `copies` follows the copies that are written, which go on when the dialog is
    closed; what is to be said of them then goes to `tell`.
    """

    def __init__(
        self,
        originals: Originals,
        copies: JobBridge | None = None,
        tell: Callable[[str], None] = lambda words: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._originals = originals
        self._bridge = JobBridge(self)
        self._copies = copies or self._bridge
        self._tell = tell
        self._is_over = False
        self._reading: dict[Path, Job[Attachment]] = {}
        self.attachments: tuple[Attachment, ...] = ()
        self.list = QListWidget()
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
            QPushButton(tr("Attach …")), QPushButton(tr("Save a copy …")), QPushButton(tr("Remove")),
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

    @property
    def awaited(self) -> tuple[str, ...]:
        """The names of the files that are still being read."""
        return tuple(path.name for path in self._reading)

    def show_forms(self, attachments: tuple[Attachment, ...]) -> None:
        """Another place's forms; what is still being read for the former place is dropped."""
        self._reading.clear()
        self._bridge.drop_all()
        self._show(attachments)

    def end(self) -> None:
        """The dialog is closed: what is still being read is dropped, copies are written."""
        self._is_over = True
        self._reading.clear()
        self._bridge.drop_all()

    def _show(self, attachments: tuple[Attachment, ...]) -> None:
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
        for name in self.awaited:
            self.list.addItem(tr("{name}   is being read …", name=name))
        self.list.setVisible(self.list.count() > 0)
        self.list.setCurrentRow(self.list.count() - 1)
        say(self.problem, "")
        self._show_buttons()

    def add(self, path: Path) -> None:
        """Take a file in; what cannot be attached is told."""
        if path in self._reading:
            return
        self._reading[path] = job = run_in_thread(_attach, path, self._originals)
        self._bridge.follow(job, partial(self._take, path), partial(self._refuse, path))
        self._show(self.attachments)

    def _take(self, path: Path, made: Attachment) -> None:
        del self._reading[path]
        if any(form.sha256 == made.sha256 for form in self.attachments):
            self._show(self.attachments)
            say(self.problem, tr("{name} is attached already.", name=path.name))
        else:
            self._show((*self.attachments, made))

    def _refuse(self, path: Path, sentence: str) -> None:
        del self._reading[path]
        self._show(self.attachments)
        say(self.problem, sentence)

    def _show_buttons(self) -> None:
        row = self.list.currentRow()
        self.copy.setVisible(0 <= row < len(self.attachments))
        self.take_off.setVisible(0 <= row < self.list.count())

    def _attach(self) -> None:
        name, _ = file_dialogs.name_to_open(self, tr("Attach a signed form"), file_dialogs.documents(), FORMS)
        if name:
            self.add(Path(name))

    def _save_copy(self) -> None:
        form = self.attachments[self.list.currentRow()]
        name, _ = file_dialogs.name_to_save(self, tr("Save a copy of the form"), file_dialogs.documents(form.name))
        if name:
            say(self.problem, tr("{name} is being written …", name=Path(name).name))
            job = run_in_thread(_write_out, form, Path(name), self._originals)
            told = tr("{name} was written.", name=Path(name).name)
            self._copies.follow(job, lambda _: self._tell_copy(told), self._tell_copy, must_end=True)

    def _tell_copy(self, sentence: str) -> None:
        if self._is_over:
            self._tell(sentence)
        else:
            say(self.problem, sentence)

    def _take_off(self) -> None:
        gone = self.list.currentRow()
        if gone >= len(self.attachments):
            path = tuple(self._reading)[gone - len(self.attachments)]
            self._reading.pop(path).cancel()
        self._show(tuple(form for place, form in enumerate(self.attachments) if place != gone))


def _attach(context: JobContext, path: Path, originals: Originals) -> Attachment:
    return attach(path, originals)


def _write_out(context: JobContext, form: Attachment, path: Path, originals: Originals) -> None:
    write_out(form, path, originals)
