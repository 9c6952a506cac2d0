"""What comes onto the desk: projects, photos, the demonstration, and work that a crash left unsaved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import SUFFIX
from facebalance_desktop.ui.app.incoming import IncomingFiles
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.open_project.autosave import Autosave
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import OpenResult, find, find_unsaved
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photo_import.importer import PhotoImporter
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.work import JobContext, WorkerPool, run_in_thread

UNSAVED = "There is unsaved work that a crash left. It is kept; start the program without a file to take it up."


class Opening(QObject):
    """Opens things; what is open already is saved before it goes."""

    def __init__(
        self,
        session: Session,
        pool: WorkerPool,
        bridge: JobBridge,
        autosave: Autosave,
        importer: PhotoImporter,
        incoming: IncomingFiles,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._autosave = autosave
        self._importer = importer
        self._incoming = incoming
        self._window = window
        self._has_told_of_recovery = False

    def take(self, paths: Sequence[Path]) -> None:
        """Photos join the project that is open; a project file is opened; of a folder the user picks."""
        projects = [path for path in paths if path.suffix.lower() == SUFFIX]
        if projects:
            self.open(projects[0])
            if len(paths) > 1:
                self._session.tell(f"Only {projects[0].name} was opened; add photos once it is on the bench.")
            return
        self._incoming.take(paths)

    def ask_for_files(self) -> None:
        dialog = PhotoDialog(self._pool, self._bridge, self._window)
        if dialog.exec():
            self.take(dialog.paths)
        dialog.deleteLater()

    def start_new(self) -> None:
        """An empty bench."""
        self._autosave.leave(lambda: self._autosave.take(new_project(), None))
        self._window.start_page.refresh()

    def clear_demonstration(self) -> None:
        """Real photos are about to come: they are no part of the demonstration, which nobody would save."""
        if self._session.project.is_demonstration and self._session.path is None:
            self._autosave.take(new_project(), None)

    def show_recent(self) -> None:
        """An empty bench with the list of projects, ready for typing."""
        self.start_new()
        self._window.start_page.search.setFocus()

    def show_demonstration(self) -> None:
        """The made-up pair; it is only saved when the user asks for it."""

        def show() -> None:
            self._autosave.take(new_project(), None)
            bench = self._session.project
            job = run_in_thread(_make_demonstration, self._autosave.originals)
            self._bridge.follow(job, partial(self._take_demonstration, bench), self._session.tell)

        self._autosave.leave(show)

    def _take_demonstration(self, bench: Project, project: Project) -> None:
        if self._session.project is bench and not self._importer.is_reading:
            self._session.open(project, None)
            self._autosave.tell_state()

    def open(self, path: Path) -> None:
        """Open a project file in the background; what is open stays until the other is there, and is saved then."""
        if self._session.path is not None and path.absolute() == self._session.path.absolute():
            self._session.tell(f"{path.name} is open already.")
            return
        self._has_told_of_recovery = True  # what is opened brings it along
        self._autosave.state_changed.emit(f"Opening {path.name} …")
        self._bridge.follow(run_in_thread(find, path), self._take_found, self._fail)

    def _fail(self, sentence: str) -> None:
        self._session.tell(sentence)
        self._autosave.tell_state()

    def _take_found(self, found: OpenResult) -> None:
        self._autosave.leave(lambda: self._lay_out(found), found.put_back)

    def _lay_out(self, found: OpenResult) -> None:
        if found.recovery is None:
            self._autosave.take(found.project, found.path, found.lock, found.known)
        else:
            self._autosave.resume(found.recovery, found.project, found.path, found.lock, found.known)
            self._session.tell(found.sentence)
        if found.recovery is None and found.others:
            self._session.tell(UNSAVED)
        if found.path is not None:
            self._autosave.has_opened(found.path, found.project)

    def offer_recovery(self) -> None:
        """Take up the latest work that a crash left unsaved, unless there is something on the bench by then."""
        self._bridge.follow(run_in_thread(find_unsaved), self._take_unsaved, self._session.tell)

    def _take_unsaved(self, found: OpenResult | None) -> None:
        if found is None:
            return
        if self._session.project.photos or self._session.path is not None or self._importer.is_reading:
            found.put_back()
            self._session.tell(UNSAVED)
        else:
            self._lay_out(found)

    def tell_of_recovery(self) -> None:
        """Say that there is unsaved work when the program was started to do something else."""
        if not self._has_told_of_recovery:
            self._bridge.follow(run_in_thread(find_unsaved), self._put_back, self._session.tell)

    def _put_back(self, found: OpenResult | None) -> None:
        if found is not None:
            found.put_back()
            self._session.tell(UNSAVED)

    def ask_where_to_save(self) -> None:
        """Save as: another name, the file of before stays as it was last saved."""
        suggested = str(self._autosave.suggested_path())
        filters = f"FaceBalance projects (*{SUFFIX})"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the project as", suggested, filters)
        if name:
            path = Path(name)
            whole = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
            if whole != path and whole.exists():  # the dialog asked about the name without the suffix
                self._session.tell(f"{whole.name} exists already and was left as it is; choose it to replace it.")
            else:
                self._autosave.save_as(whole)


def _make_demonstration(context: JobContext, originals: Originals) -> Project:
    return demonstration(originals)
