"""Keeps the project without asking: a file at once, saved when edits pause and at close, recovered after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.document_lock import REFRESH, TakenOver
from facebalance_desktop.project.file_identity import GONE
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import Conflict, Opened
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.file_name import FileName, stem_of
from facebalance_desktop.ui.open_project.job_bridge import UNEXPECTED, JobBridge
from facebalance_desktop.ui.open_project.open_job import OpenResult, hold_in, release
from facebalance_desktop.ui.open_project.preview import Preview
from facebalance_desktop.ui.open_project.recovery_writer import RecoveryWriter, UnsavedState, await_end
from facebalance_desktop.ui.open_project.save_job import SaveRequest, SaveResult, refresh_lock, save, take_back
from facebalance_desktop.ui.open_project.save_schedule import SaveSchedule
from facebalance_desktop.ui.open_project.session import READ_ONLY, Session
from facebalance_desktop.work import Bug, Job, Report, run_in_thread

log = logging.getLogger(__name__)
RETRY_AFTER = 30_000
"""Milliseconds after which a save that failed is tried again: shares come back, disks are tidied."""
SAVING, RELEASING = tr("Saving the project …"), tr("Closing the project …")
GIVEN_UP = tr(
    "The last changes are not in the project's file: saving was not completed. They are kept for recovery and "
    "offered at the next start."
)
LAST_CHANCE = tr(
    "The last changes are not saved anywhere yet. Save them under another name, or close again to discard them."
)


Wait = Callable[[Job[Any], str], bool]
"""Waits for a job, with words on what it does; whether it ended, or was given up."""


def wait_plainly(job: Job[Any], words: str) -> bool:
    """Wait as long as it takes."""
    await_end(job)
    return True


class Autosave(QObject):
    """The file, the lock and the recovery folder of one open project. Disks are only touched in threads."""

    state_changed = Signal(str)
    """A few quiet words on where the project is."""
    progress = Signal(object)
    """How much of a save that takes long is written, 0 to 1; None where that is not known. It follows the words."""
    disputed = Signal(object)
    """A Conflict or TakenOver: somebody else has the file, and the user has to say what becomes of the work here."""
    leaving = Signal()
    """The project is about to be saved and left: what is still to come in comes in now."""

    def __init__(
        self,
        session: Session,
        bridge: JobBridge,
        preview: Preview,
        found: OpenResult,
        clinic: Clinic,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._session = session
        self._bridge = bridge
        self._preview = preview
        self._recovery_writer = RecoveryWriter(found.recovery, bridge, self._unsaved, session.tell, found.memory, self)
        self._lock = found.lock
        self._known = found.known
        self._opened = found.project
        self._name = FileName()
        self._saving: Job[SaveResult] | None = None
        self._failure = ""  # told already; a save that is tried again and again is told once
        self._source = found.shown_from
        self.dispute: Problem | None = None
        """What is to be decided about the file; until then it is not saved into, and edits are kept for recovery."""
        self.may_ask = False
        """Whether somebody is there to be asked; else work goes beside a file that was changed."""
        self._is_last_chance = self._is_closed = False
        self.schedule = SaveSchedule(
            partial(found.memory.run, self._save), lambda: self._clinic.settings.save_after, self
        )
        session.edited.connect(self._edited)
        self._lock_timer = QTimer(self)
        self._lock_timer.timeout.connect(lambda: run_in_thread(refresh_lock, self._lock))
        self._lock_timer.start(int(1000 * REFRESH))

    @property
    def originals(self) -> Originals:
        """The original bytes: in the recovery folder, else in the project's file as it is named now."""
        return self._recovery_writer.recovery.originals.at(self._session.path or self._source)

    def start(self) -> None:
        """The project is shown: save what is unsaved, and tell where it is."""
        self.may_ask = True
        self._recovery_writer.write()
        if self._session.path is not None:
            held = run_in_thread(hold_in, self._recovery_writer.recovery, self._session.path)
            self._bridge.follow(held, lambda _: None, self._session.tell)
        if self.is_unsaved:
            self._edited()
        self.tell_state()

    def leave(self, then: Callable[[], None], otherwise: Callable[[], None] | None = None) -> None:
        """Save the project, then go on; where it cannot be saved the user is told and `otherwise` called."""
        if self._saving is not None:
            self._after_saving(lambda: self.leave(then, otherwise))
        elif self.is_unsaved:
            self._save(then, otherwise)
        else:
            then()

    @property
    def saving(self) -> Job[SaveResult] | None:
        """The save under way."""
        return self._saving

    @property
    def is_unsaved(self) -> bool:
        """Whether there is something that belongs into the file and is not in it."""
        is_shown_only = self._session.project.is_demonstration and self._session.path is None
        return not self._session.is_saved and not is_shown_only and not self._session.is_read_only

    def _edited(self) -> None:
        self._recovery_writer.wait()
        if self.is_unsaved:
            self._is_last_chance = False
            if self.dispute is None:
                self.schedule.edited()
        elif self._saving is None:
            self.schedule.stop()
        self.tell_state()

    def _unsaved(self) -> UnsavedState:
        state = self._session.project if self.is_unsaved else None
        return UnsavedState(state, self._session.path, self._known)

    # Saving

    def save_soon(self) -> None:
        """Save at once, the demonstration too."""
        if self._session.is_read_only:
            self._session.tell(READ_ONLY)
        elif self._session.is_saved and self._session.path is not None:
            self.tell_state()
        else:
            self._failure = ""
            self._save()

    def save_as(self, path: Path) -> None:
        """Go on under another name; the file of before stays as it was last saved."""
        self._failure = ""
        self._save(chosen=path)

    def revert(self) -> None:
        """The project as it was opened, as one more edit that can be undone."""
        opened = self._opened
        if opened is not self._session.project:
            self._session.do(tr("Revert"), lambda _: opened)

    # A file that is somebody else's by now

    def save_despite(self, is_beside: bool) -> None:
        """Save the work here: as a copy beside, to go on in, or into the file that another machine had taken over."""
        self.dispute = None
        if is_beside:
            self._known = GONE
            self._save(is_beside=True)
        else:
            self._bridge.follow(run_in_thread(take_back, self._lock), lambda _: self._save(), self._session.tell)

    def take_theirs(self, opened: Opened) -> None:
        """Go on with what is in the file; undo brings the work here back."""
        self.dispute, self._known = None, opened.known
        self._session.do(tr("Use the file's version"), lambda _: opened.project)
        self._session.has_been_saved(opened.project, opened.path)
        self._recovery_writer.write()
        self.tell_state()

    def _order(self, chosen: Path | None = None, may_ask: bool = False) -> SaveRequest:
        patient, settings = self._session.project.patient, self._clinic.settings
        return SaveRequest(
            project=self._session.project,
            path=self._session.path,
            chosen=chosen,
            stem=stem_of(patient, settings),
            better_stem="" if chosen is not None else self._name.better(patient, self._session.path, settings),
            lock=self._lock,
            known=self._known,
            originals=self.originals,
            recovery=self._recovery_writer.recovery,
            kept=self._recovery_writer.recovery.writes,
            settings=settings,
            tables=self._clinic.tables,
            paint=self.painter,
            refuses_changed=self.may_ask and may_ask,
        )

    @property
    def painter(self) -> Callable[[], bytes | None]:
        """What paints the small picture of the present state, in any thread."""
        return self._preview.painter(self._session.project)

    def _save(
        self,
        then: Callable[[], None] | None = None,
        otherwise: Callable[[], None] | None = None,
        chosen: Path | None = None,
        is_beside: bool = False,
    ) -> None:
        if self._is_closed:
            return  # the lock is gone: a save would hold the file again for nobody
        if self._saving is not None:
            self._after_saving(lambda: self._save(then, otherwise, chosen, is_beside))
            return
        self.schedule.begin()
        self.state_changed.emit(tr("Saving …"))
        self._saving = job = run_in_thread(save, self._order(chosen, not is_beside))
        self._bridge.follow(
            job,
            partial(self._succeed, job, then, otherwise),
            partial(self._fail, job, otherwise),
            partial(_tell_progress, self),
            must_end=True,
        )

    def _after_saving(self, then: Callable[[], None]) -> None:
        """Go on when the save under way has ended and its outcome has been taken in."""
        if self._saving is not None:
            self._saving.on_done(lambda _: self._bridge.call(then))

    def _succeed(
        self,
        job: Job[SaveResult],
        then: Callable[[], None] | None,
        otherwise: Callable[[], None] | None,
        done: SaveResult,
    ) -> None:
        if job is not self._saving:
            return  # waited for at the end
        if self._failure:
            self._session.resolve(self._failure)
        self._saving, self._failure, self.dispute = None, "", None
        self.schedule.end()
        self._take_in(done)
        self._recovery_writer.write()
        self.tell_state()
        if then is not None:
            self.leave(then, otherwise)
        elif self.is_unsaved:
            self._edited()

    def _take_in(self, done: SaveResult) -> None:
        """The file holds what was saved, and this is where the project is from now on."""
        if self._lock is not None and self._lock is not done.lock:
            self._lock.free()
        self._lock, self._known = done.lock, done.saved.known
        self._name.take(done.saved.path, done.named_by)
        self._session.has_been_saved(done.project, done.saved.path)
        if done.saved.sentence:
            self._session.tell(done.saved.sentence)

    def _fail(self, job: Job[SaveResult], otherwise: Callable[[], None] | None, sentence: str) -> None:
        if job is not self._saving:
            return
        self._saving = None
        self.state_changed.emit(tr("Not saved"))
        if otherwise is not None:
            self._failure = ""
            otherwise()
        if sentence != self._failure:
            self._failure = sentence
            self._session.warn(sentence)
        if isinstance(job.problem, Conflict | TakenOver):
            self.dispute = job.problem
            self.disputed.emit(job.problem)
        elif self.is_unsaved:
            self.schedule.start(RETRY_AFTER)

    def tell_state(self) -> None:
        is_waiting = self.dispute is not None
        self.state_changed.emit(state_words(self._session, self.is_unsaved, bool(self._failure), is_waiting))

    # The end

    def keep(self) -> None:
        """Write the present state for recovery without waiting for a pause."""
        self._recovery_writer.write()

    def release(self) -> Job[None]:
        """Let go of the file and the recovery folder in a thread; nothing is saved any more."""
        self._is_closed = True
        self.schedule.stop()
        self._recovery_writer.stop()
        lock, self._lock = self._lock, None
        return run_in_thread(release, self._recovery_writer.recovery, lock)

    def close(self, wait: Wait = wait_plainly) -> bool:
        """Save what is not saved; what cannot be saved stays for recovery. False where neither can be, the first time,
        and where somebody else has changed the file, which the user is asked about.

        Called once more it gives up: a window that cannot be closed is worse. `wait` waits for what runs in threads.
        """
        if self._is_closed:
            return True
        self.leaving.emit()
        self.schedule.stop()
        was_disputed = self.dispute is not None
        is_kept = not self.is_unsaved or _is_done(self._recovery_writer.write_now, self._session.tell)
        saving, self._saving = self._saving, None
        has_ended = saving is None or self._ends(saving, wait)
        if self.is_unsaved and has_ended and self.dispute is None:
            self._ends(run_in_thread(save, self._order(may_ask=True)), wait)
        if self.is_unsaved and self.dispute is not None and self.may_ask and not was_disputed:
            self.disputed.emit(self.dispute)
            return False
        if self.is_unsaved and not is_kept and not self._is_last_chance:
            self._is_last_chance = True
            self._session.warn(LAST_CHANCE)
            return False
        if not self.is_unsaved:
            self._recovery_writer.recovery.forget()
        elif not self._is_last_chance:  # facts may have come in meanwhile
            _is_done(self._recovery_writer.write_now, self._session.tell)
        released = self.release()
        if not wait(released, RELEASING):
            released.cancel()
        return True

    def _ends(self, saving: Job[SaveResult], wait: Wait) -> bool:
        """Whether a save ended before it was given up; its outcome is taken in."""
        if not wait(saving, SAVING):
            saving.cancel()
            self._session.warn(GIVEN_UP)
            return False
        _is_done(lambda: self._take_in(saving.result()), self._session.tell)
        if isinstance(saving.problem, Conflict | TakenOver):
            self.dispute = saving.problem
        return True


def state_words(session: Session, is_unsaved: bool, has_failed: bool, is_disputed: bool) -> str:
    """A few words on where the project is."""
    path, project = session.path, session.project
    if is_unsaved and is_disputed and path is not None:
        return tr("Not saved: {name} was changed or taken over elsewhere. Save now asks again", name=path.name)
    if is_unsaved:
        return tr("Not saved yet; it is tried again") if has_failed else tr("Changed, saved in a moment")
    if path is not None:
        return tr("Saved in {name}", name=path.name)
    if session.is_read_only:
        return tr("Read-only copy, kept only if you save it as a project")
    if project.is_demonstration:
        return tr("Demonstration, kept only if you save it")
    return tr("Saved automatically as soon as there is something to save")


def _is_done(do: Callable[[], object], tell: Callable[[str], None]) -> bool:
    try:
        do()
    except Problem as problem:
        tell(problem.sentence)
        return False
    except Exception as error:  # noqa: BLE001  # whatever it is, the other way of keeping the work is tried as well
        log.error("keeping the project failed: %s", error if isinstance(error, Bug) else Bug.of(error))
        tell(UNEXPECTED)
        return False
    return True


def _tell_progress(autosave: Autosave, report: Report) -> None:
    autosave.state_changed.emit(autosave.schedule.words(report))
    autosave.progress.emit(autosave.schedule.share(report))
