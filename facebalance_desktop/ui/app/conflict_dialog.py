"""Two states of one project side by side: the one open here, and the one that was saved into its file elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.days import day_words, moment_of
from facebalance_desktop.project.differences import Difference, differences
from facebalance_desktop.project.document_lock import own_holder
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.store import Conflict
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.open_project.save_job import FileState
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label

PICTURE = (236, 226)
NO_PICTURE = tr("No picture")
WORDS = {"first": tr("Only here"), "second": tr("Only in the file"), "changed": tr("Differs")}


@dataclass(frozen=True)
class OurState:
    """The project as it is here, and what paints it small."""

    project: Project
    paint: Callable[[], bytes | None]


class ConflictDialog(QDialog):
    """Asks which state goes on. `chosen` is `copy`, `theirs`, or nothing while it is undecided.

    `theirs` is None where the file cannot be read, so that only a copy can be kept.
    """

    manual_page = "workstations#changed-elsewhere"

    def __init__(self, problem: Conflict, ours: OurState, theirs: FileState | None, parent: QWidget | None = None):
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(tr("Changed elsewhere"))
        self.heading = Label(tr("{name} was changed elsewhere since it was opened here.", name=problem.path.name))
        self.heading.setObjectName("title")
        self.heading.setWordWrap(True)
        self.differences = _list(ours.project, theirs)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self._sides(problem, ours, theirs))
        column.addWidget(Label(tr("What differs")))
        column.addWidget(self.differences, 1)
        column.addWidget(
            Label(tr("Nothing is saved into the file until you decide; your changes are kept for recovery."))
        )
        column.addLayout(self._buttons(theirs is not None))
        open_at(self, 680, 620)

    def _sides(self, problem: Conflict, ours: OurState, theirs: FileState | None) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        here = own_holder()
        by = None if theirs is None else theirs.opened.saved_by
        changed = moment_of(problem.changed if theirs is None else theirs.changed)
        who = tr("by an unknown user") if by is None else tr("on {host} by {user}", host=by.host, user=by.user)
        self.mine = Label(
            tr(
                "Here, on {host} by {user}: not saved yet, {moment}",
                host=here.host,
                user=here.user,
                moment=moment_words(datetime.now(UTC)),
            )
        )
        self.theirs = Label(tr("In the file, saved {who}: {moment}", who=who, moment=moment_words(changed)))
        preview = None if theirs is None else theirs.preview
        for place, (words, data) in enumerate(((self.mine, ours.paint()), (self.theirs, preview))):
            words.setWordWrap(True)
            grid.addWidget(words, 0, place)
            grid.addWidget(_picture(data), 1, place)
        return grid

    def _buttons(self, can_take_theirs: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy_button = QPushButton(tr("Keep my version as a copy"))
        self.copy_button.setToolTip(
            tr("My version continues in a new file beside the other; the other file is not changed")
        )
        self.copy_button.clicked.connect(lambda: self._choose("copy"))
        self.theirs_button = QPushButton(tr("Use the other version"))
        self.theirs_button.setToolTip(tr("The file's version is shown; Undo brings my version back"))
        self.theirs_button.setEnabled(can_take_theirs)
        self.theirs_button.clicked.connect(lambda: self._choose("theirs"))
        self.later_button = QPushButton(tr("Decide later"))
        self.later_button.clicked.connect(self.close)
        self.later_button.setDefault(True)
        for button in (self.copy_button, self.theirs_button, self.later_button):
            row.addWidget(button)
        return row

    def _choose(self, answer: str) -> None:
        self.chosen = answer
        self.close()


def difference_words(found: Sequence[Difference], words: dict[str, str]) -> list[str]:
    """A line for each difference; `words` say where `first`, `second` and `changed` are."""
    return [
        f"{words[item.where]}: {in_sentence(item.kind) + ' ' if item.is_record else ''}{item.words}" for item in found
    ]


def _list(ours: Project, theirs: FileState | None) -> QListWidget:
    shown = QListWidget()
    shown.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    shown.setAccessibleName(tr("What differs"))
    if theirs is None:
        shown.addItem(tr("The file cannot be read at the moment; your work can be kept as a copy."))
    else:
        found = difference_words(differences(ours, theirs.opened.project), WORDS)
        shown.addItems(found or [tr("No difference in the records; the file was only rewritten.")])
    return shown


def _picture(data: bytes | None) -> Label:
    label = Label(NO_PICTURE)
    label.setFixedSize(*PICTURE)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    show_picture(label, data)
    return label


def show_picture(label: Label, data: bytes | None) -> None:
    """The JPEG in `data`, or that there is none."""
    label.setText(NO_PICTURE)
    pixmap = QPixmap()
    if data is not None and pixmap.loadFromData(data, "JPEG"):
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        label.setPixmap(pixmap.scaled(*PICTURE, keep, smooth))


def moment_words(at: datetime) -> str:
    """`12 Mar 2024, 09:30`, in the time zone of this machine."""
    local = at.astimezone()
    return f"{day_words(local.date().isoformat())}, {local:%H:%M}"
