"""The earlier states that a project's file keeps: when, by whom, a picture, what differs; opened as a copy, or brought
back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.differences import differences
from facebalance_desktop.project.intake import DECODE_LIMIT
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.small_picture import decoded_small
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.conflict_dialog import PICTURE, difference_words, moment_words, show_picture
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import KeptState, copy_of_version, kept_states
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.work import WorkerPool, run_in_thread

NO_FILE = tr("The project has no file yet, so no earlier versions of it are kept.")
NONE_KEPT = tr(
    "{name} keeps no earlier versions yet: whenever the project is opened and changed, the state before is kept "
    "as a version."
)
HEADS = (tr("Since"), tr("Saved by"), tr("Photos"), tr("Drawings"), tr("Treatments"))
WORDS = {"first": tr("Only in this version"), "second": tr("Only in the current state"), "changed": tr("Differs")}


class Versions(QObject):
    """Shows the versions of the open project, and does with one of them what was chosen."""

    def __init__(self, pool: WorkerPool, opening: Opening, window: QWidget) -> None:
        super().__init__(window)
        self._pool = pool
        self._opening = opening
        self._window = window

    def ask(self) -> None:
        """Read them in a thread, then show them."""
        project = self._opening.project
        path = project.session.path
        if path is None:
            project.session.tell(NO_FILE)
        else:
            found = run_in_thread(kept_states, path)
            project.bridge.follow(found, partial(self._show, project, path), project.session.tell)

    def _show(self, project: OpenProject, path: Path, states: tuple[KeptState, ...]) -> None:
        if project is not self._opening.project:
            return  # another came in this moment
        if not states:
            project.session.tell(NONE_KEPT.format(name=path.name))
            return
        present = project.session.project
        with self._opening.dialog(), passing(VersionsDialog(states, present, self._window)) as dialog:
            dialog.selected.connect(partial(self._paint, dialog, project))
            self._paint(dialog, project, dialog.state)
            dialog.exec()
            chosen, state = dialog.chosen, dialog.state
        if state is None or state.project is None:
            return
        if chosen == "back":
            brought = state.project
            project.session.do(
                tr("Bring back the version of {moment}", moment=moment_words(state.version.at)), lambda _: brought
            )
        elif chosen == "copy":
            self._opening.show(run_in_thread(copy_of_version, path, state.version))

    def _paint(self, dialog: VersionsDialog, project: OpenProject, state: KeptState | None) -> None:
        """Have the picture of a version painted in a worker, from the photos in the file."""
        if state is None or state.project is None or dialog.has_picture(state):
            return
        name = tr("The picture of a version")
        source = project.autosave.originals
        job = self._pool.submit(decoded_small, source, state.project, deadline=DECODE_LIMIT, name=name)
        show = partial(dialog.show_picture, state)
        dialog.bridge.follow(job, show, lambda _: show(None))
        dialog.finished.connect(job.cancel)


class VersionsDialog(QDialog):
    """A row for each version, the latest first. `chosen` is `copy`, `back`, or nothing; `state` the version."""

    selected = Signal(object)
    """A KeptState, whose picture is wanted: `show_picture`."""

    manual_page = "workstations#earlier-versions"

    def __init__(self, states: tuple[KeptState, ...], present: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states = tuple(reversed(states))
        self._present = present
        self._pictures: dict[str, bytes | None] = {}
        self.bridge = JobBridge(self)
        self.chosen = ""
        self.setWindowTitle(tr("Versions"))
        open_at(self, 820, 600)
        self.table = self._filled_table()
        self.differences = QListWidget()
        self.differences.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.differences.setAccessibleName(tr("What differs from the current state"))
        self.copy_button = QPushButton(tr("Open as a copy"))
        self.copy_button.setToolTip(tr("To view it, read-only; the current state is saved and closed"))
        self.back_button = QPushButton(tr("Bring back"))
        self.back_button.setToolTip(tr("The project becomes as it was then; Undo brings the current state back"))
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        self.copy_button.clicked.connect(lambda: self._choose("copy"))
        self.back_button.clicked.connect(lambda: self._choose("back"))
        close.clicked.connect(self.close)
        self.picture = Label()
        self.picture.setFixedSize(*PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.differences, 1)
        beside.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.copy_button, self.back_button, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(Label(tr("Each row is a state of the project that was current from the time shown.")))
        column.addWidget(self.table, 1)
        column.addWidget(Label(tr("What differs from the current state")))
        column.addLayout(beside, 1)
        column.addLayout(row)
        self.table.itemSelectionChanged.connect(self._show_differences)
        self.table.selectRow(0)

    @property
    def state(self) -> KeptState | None:
        """The version that is selected."""
        row = self.table.currentRow()
        return self._states[row] if 0 <= row < len(self._states) else None

    def has_picture(self, state: KeptState) -> bool:
        return state.version.member in self._pictures

    def show_picture(self, state: KeptState, data: bytes | None) -> None:
        """The JPEG of a version; None where there is none."""
        self._pictures[state.version.member] = data
        if state is self.state:
            show_picture(self.picture, data)

    def _filled_table(self) -> QTableWidget:
        table = QTableWidget(len(self._states), len(HEADS))
        table.setHorizontalHeaderLabels(list(HEADS))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.verticalHeader().setVisible(False)
        table.setAccessibleName(tr("Earlier versions"))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, state in enumerate(self._states):
            for column, words in enumerate(_row(state)):
                item = QTableWidgetItem(words)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                table.setItem(row, column, item)
        return table

    def _show_differences(self) -> None:
        state = self.state
        project = None if state is None else state.project
        self.differences.clear()
        self.picture.clear()
        for button in (self.copy_button, self.back_button):
            button.setEnabled(project is not None)
        if project is None:
            self.differences.addItem(tr("This version cannot be read."))
        else:
            found = difference_words(differences(project, self._present), WORDS)
            self.differences.addItems(found or [tr("Nothing: it is the same as the current state.")])
        if state is not None and self.has_picture(state):
            show_picture(self.picture, self._pictures[state.version.member])
        elif state is not None:
            self.selected.emit(state)

    def _choose(self, answer: str) -> None:
        self.chosen = answer
        self.close()


def _row(state: KeptState) -> tuple[str, ...]:
    by = state.version.saved_by
    who = tr("not recorded") if by is None else tr("{user} on {host}", user=by.user, host=by.host)
    if state.project is None:
        return moment_words(state.version.at), who, "", "", ""
    counts = (state.project.photos, state.project.annotations, state.project.plan.treatments)
    return moment_words(state.version.at), who, *(str(len(items)) for items in counts)
