"""Keeps the project without asking: a file at once, saved when edits pause and at close, recovered after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from facebalance_desktop import settings
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.locks import Lock, lock_project
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recent import remember
from facebalance_desktop.project.recovery import Recoverable, Recovery, begin, resume
from facebalance_desktop.project.store import Known, Saved, free_path, save_project
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.preview import Preview
from facebalance_desktop.ui.session import Session
from facebalance_desktop.work import Bug, Job, Ticket, run_in_thread

log = logging.getLogger(__name__)
RECOVERY_AFTER = 300
"""Milliseconds after the last edit until it is safe from a crash."""


class Keeping(QObject):
    """The file, the lock and the recovery folder of the project that is open."""

    source_changed = Signal()
    """Original bytes are read from somewhere else now: another project is open."""
    state_changed = Signal(str)
    """A few quiet words on where the project is."""

    def __init__(self, session: Session, background: Background, preview: Preview, parent: QObject) -> None:
        super().__init__(parent)
        loaded = settings.load()
        self._settings = loaded.settings
        self._session = session
        self._background = background
        self._preview = preview
        self._recovery: Recovery = begin()
        self.originals: Originals = self._recovery.originals
        self._lock: Lock | None = None
        self._known: Known | None = None
        self._target: Path | None = None  # chosen and locked for a project that has no file yet
        self._opened: Project | None = None
        self._saving: Job[Saved] | None = None
        self._saved_project = session.project
        self._recover_timer = self._timer(self._write_recovery)
        self._save_timer = self._timer(self._save)
        session.edited.connect(self._edited)
        for problem in loaded.problems:
            QTimer.singleShot(0, lambda problem=problem: session.tell(problem))

    def _timer(self, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        return timer

    def take(
        self,
        project: Project,
        path: Path | None,
        lock: Lock | None = None,
        known: Known | None = None,
        is_saved: bool = True,
    ) -> None:
        """Put another project on the bench, with its file and the lock on it; the one before has been left."""
        if self._lock is not None and self._lock is not lock:
            self._lock.free()
        self._lock, self._known, self._opened, self._target = lock, known, project, None
        self._saving = None  # its outcome is of the project before and must not name this one's file
        self.originals = self._recovery.originals.at(path)
        if path is not None or project.photos == ():
            self.originals.forget_all_but({photo.sha256 for photo in project.photos})
        self._save_timer.stop()
        self._recover_timer.stop()
        self.source_changed.emit()
        self._session.open(project, path, is_saved)
        self.tell_state()

    def leave(self, then: Callable[[], None]) -> None:
        """Save what is open, then go on; where it cannot be saved it stays open and the user is told."""
        if self._session.is_saved or self._session.project.is_demonstration:
            then()
        else:
            self._save(then)

    def resume(self, found: Recoverable) -> None:
        """Go on with work that a crash left unsaved, in its own recovery folder. Raises Problem."""
        recovery = resume(found)
        self._recovery.end()
        self._recovery = recovery
        path, lock = found.path, None
        if path is not None and path.exists():
            try:
                lock = lock_project(path)
            except Problem:
                path = None
        self.take(found.project, path, lock, found.known, is_saved=False)
        self._edited()

    def has_opened(self, path: Path, project: Project) -> None:
        """Put the file at the top of the recent projects."""
        with suppress(OSError):
            remember(path, project.patient, self._settings.recent_limit)

    # Saving

    def _edited(self) -> None:
        if self._session.project.is_demonstration and self._session.path is None:
            return
        if not self._session.is_saved:
            self._recover_timer.start(RECOVERY_AFTER)
            self._save_timer.start(int(1000 * self._settings.save_after))
            self.state_changed.emit("Changed, saved in a moment")

    def _write_recovery(self) -> None:
        project, path = self._session.project, self._session.path
        job = run_in_thread(_keep_for_recovery, self._recovery, project, path, self._known)
        self._background.follow(job, lambda _: None, self._session.tell)

    def save_soon(self) -> None:
        """Save at once, the demonstration too."""
        self._save()

    def suggested_path(self) -> Path:
        """A free name in the clinic's folder, of the patient's ID and today's date."""
        patient = self._session.project.patient
        values = {"id": patient.id or "Patient", "name": patient.name or "Patient", "date": date.today().isoformat()}
        try:
            stem = self._settings.project_name_pattern.format(**values)
        except (KeyError, IndexError, ValueError):
            stem = f"{values['id']} {values['date']}"
        return free_path(settings.clinic_dir(self._settings), stem.strip())

    def save_as(self, path: Path) -> None:
        """Go on under another name; the file of before stays as it was last saved."""
        try:
            lock = lock_project(path)
        except Problem as problem:
            self._session.tell(problem.sentence)
            return
        if self._lock is not None:
            self._lock.free()
        self._lock, self._known = lock, None
        self._save(path=path)

    def revert(self) -> None:
        """The project as it was opened, as one more edit that can be undone."""
        opened = self._opened
        if opened is not None and opened is not self._session.project:
            self._session.do("Revert", lambda _: opened)

    def _save(self, then: Callable[[], None] | None = None, path: Path | None = None) -> None:
        self._save_timer.stop()
        if self._saving is not None and not self._saving.is_done:
            self._saving.on_done(lambda _: self._background.call(lambda: self._save(then, path)))
            return
        project = self._session.project
        try:
            target = self._place(path)
        except Problem as problem:
            self._tell_unsaved(problem.sentence)
            return
        except OSError as error:
            self._tell_unsaved(f"The project could not be saved: {settings.reason(error)}. It is kept for recovery.")
            return
        self.state_changed.emit("Saving …")
        self._saved_project = project
        self._saving = run_in_thread(
            save_project,
            project,
            target,
            self.originals,
            self._preview.picture(project),
            self._known,
            self._settings.kept_versions,
            target == self._target,
        )
        self._background.follow(self._saving, lambda saved: self._take_saved(project, saved, then), self._tell_unsaved)

    def _place(self, path: Path | None) -> Path:
        """Where to save: as asked, where it is, or a fresh file in the clinic's folder."""
        known = path or self._session.path
        if known is not None:
            return known
        if self._target is None:
            target = self.suggested_path()
            target.parent.mkdir(parents=True, exist_ok=True)
            self._lock, self._target = lock_project(target), target
        return self._target

    def _take_saved(self, project: Project, saved: Saved, then: Callable[[], None] | None) -> None:
        self._known = saved.known
        if saved.sentence:
            self._move_lock(saved.path)
        self._session.has_been_saved(project, saved.path)
        self._target = None
        self.originals = self._recovery.originals.at(saved.path)
        self._recovery.has_been_saved(project)
        if saved.sentence:
            self._session.tell(saved.sentence)
        self.has_opened(saved.path, project)
        self.tell_state()
        if then is not None:
            self.leave(then)
        elif not self._session.is_saved:
            self._edited()

    def _move_lock(self, path: Path) -> None:
        """The project landed beside the file it was meant for: hold that one from now on."""
        if self._lock is not None:
            self._lock.free()
        self._lock = None
        with suppress(Problem):
            self._lock = lock_project(path)

    def _tell_unsaved(self, sentence: str) -> None:
        self.state_changed.emit("Not saved")
        self._session.tell(sentence)

    def tell_state(self) -> None:
        path, project = self._session.path, self._session.project
        if path is not None:
            words = f"Saved in {path.name}" if self._session.is_saved else "Changed, saved in a moment"
        elif project.is_demonstration:
            words = "Demonstration, kept only if you save it"
        else:
            words = "Saved by itself as soon as there is something to save" if not project.photos else ""
        self.state_changed.emit(words)

    def close(self) -> None:
        """Save what is not saved; what cannot be saved stays for recovery."""
        self._save_timer.stop()
        self._recover_timer.stop()
        project = self._session.project
        try:
            if self._saving is not None:
                with suppress(Problem, Cancelled, Bug):
                    saved = self._saving.result()
                    self._known = saved.known
                    self._session.has_been_saved(self._saved_project, saved.path)
            if not self._session.is_saved and not (project.is_demonstration and self._session.path is None):
                self._recovery.write(project, self._session.path, self._known)
                target = self._place(None)
                preview = self._preview.picture(project)
                kept = self._settings.kept_versions
                is_new = target == self._target
                save_project(Ticket(), project, target, self.originals, preview, self._known, kept, is_new)
                self._recovery.has_been_saved(project)
        except (Problem, OSError):
            log.error("the project could not be saved at close; it is kept for recovery")
        finally:
            self._recovery.end()
            if self._lock is not None:
                self._lock.free()


def _keep_for_recovery(
    ticket: Ticket, recovery: Recovery, project: Project, path: Path | None, known: Known | None
) -> None:
    recovery.write(project, path, known)
