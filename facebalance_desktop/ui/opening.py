"""What comes onto the desk: projects, photos, the demonstration, and work that a crash left unsaved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.locks import Lock, lock_project
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recovery import list_recoverable
from facebalance_desktop.project.store import SUFFIX, Opened, open_project
from facebalance_desktop.ui.arrivals import Arrivals
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.dialogs.photo_dialog import PhotoDialog
from facebalance_desktop.ui.keeping import Keeping
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.window import Window
from facebalance_desktop.work import Crew, Ticket, run_in_thread


class Opening(QObject):
    """Opens things; what is open already is saved before it goes."""

    def __init__(
        self,
        session: Session,
        crew: Crew,
        background: Background,
        keeping: Keeping,
        arrivals: Arrivals,
        window: Window,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._crew = crew
        self._background = background
        self._keeping = keeping
        self._arrivals = arrivals
        self._window = window

    def take(self, paths: Sequence[Path]) -> None:
        """Photos join the project that is open; a project file is opened; of a folder the user picks."""
        projects = [path for path in paths if path.suffix.lower() == SUFFIX]
        if projects:
            self.open(projects[0])
            if len(paths) > 1:
                self._session.tell(f"Only {projects[0].name} was opened; add photos once it is on the bench.")
            return
        self._arrivals.take(paths)

    def ask_for_files(self) -> None:
        dialog = PhotoDialog(self._crew, self._background, self._window)
        if dialog.exec():
            self.take(dialog.paths)
        dialog.deleteLater()

    def start_new(self) -> None:
        """An empty bench."""
        self._keeping.leave(lambda: self._keeping.take(new_project(), None))
        self._window.welcome.refresh()

    def show_recent(self) -> None:
        """An empty bench with the list of projects, ready for typing."""
        self.start_new()
        self._window.welcome.search.setFocus()

    def show_demonstration(self) -> None:
        """The made-up pair; it is only saved when the user asks for it."""

        def show() -> None:
            self._keeping.take(new_project(), None)
            job = run_in_thread(_make_demonstration, self._keeping.originals)
            self._background.follow(job, self._take_demonstration, self._session.tell)

        self._keeping.leave(show)

    def _take_demonstration(self, project: Project) -> None:
        if not self._session.project.photos:
            self._session.open(project, None)
            self._keeping.tell_state()

    def open(self, path: Path) -> None:
        """Open a project file in the background; what is open now is saved first and stays until the other is there."""
        if self._session.path is not None and path.absolute() == self._session.path.absolute():
            self._session.tell(f"{path.name} is open already.")
            return
        self._keeping.leave(lambda: self._start_opening(path))

    def _start_opening(self, path: Path) -> None:
        try:
            lock = lock_project(path)
        except Problem as problem:
            self._session.tell(problem.sentence)
            return

        def fail(sentence: str) -> None:
            lock.free()
            self._session.tell(sentence)
            self._keeping.tell_state()

        self._keeping.state_changed.emit(f"Opening {path.name} …")
        job = run_in_thread(_open, path, self._keeping.originals)
        self._background.follow(job, lambda opened: self._take_opened(opened, lock), fail)

    def _take_opened(self, opened: Opened, lock: Lock) -> None:
        self._keeping.take(opened.project, opened.path, lock, opened.known)
        self._keeping.has_opened(opened.path, opened.project)

    def offer_recovery(self) -> None:
        """Take up the latest work that a crash left unsaved."""
        found = list_recoverable()
        if not found:
            return
        try:
            self._keeping.resume(found[0])
        except Problem as problem:
            self._session.tell(problem.sentence)
            return
        more = f" {len(found) - 1} more will be offered at the next start." if len(found) > 1 else ""
        self._session.tell(f"Unsaved work of {found[0].at.replace('T', ' ')} was recovered.{more}")

    def ask_where_to_save(self) -> None:
        """Save as: another name, the file of before stays as it was last saved."""
        suggested = str(self._keeping.suggested_path())
        filters = f"FaceBalance projects (*{SUFFIX})"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the project as", suggested, filters)
        if name:
            path = Path(name)
            self._keeping.save_as(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))


def _make_demonstration(ticket: Ticket, originals: Originals) -> Project:
    return demonstration(originals)


def _open(ticket: Ticket, path: Path, originals: Originals) -> Opened:
    return open_project(path, ticket, originals)
