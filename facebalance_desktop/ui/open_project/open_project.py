"""A project from its opening to its end: everything that belongs to one patient, and goes with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from facebalance_desktop.project.originals import Originals
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.autosave import RELEASING, Autosave, Wait, wait_plainly
from facebalance_desktop.ui.open_project.board_ahead import BoardAhead
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.export_runner import ExportRunner
from facebalance_desktop.ui.open_project.importer import PhotoImporter
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import OpenResult, end_attempt
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.preview import Preview
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import WorkerPool, run_in_thread

GIVEN_UP = tr(
    "The disk did not answer, so a name that was chosen or a copy that was being written is given up; the project "
    "itself is kept."
)
SURVIVED_AFTER = 3_000
"""Milliseconds that recovered work must have been shown until it counts as harmless."""


class OpenProject(QObject):
    """Owns the session, the pixels, what is remembered of its values, what comes in and goes out, saving, recovery and
    every job of one project.

    Views are bound to it while it is shown (`start`). Then it is retired: what nobody waits for is dropped, a
    running export is recorded here and saved, and only then it ends. It can be taken up again until it has.
    """

    ended = Signal(object, object)
    """(this project, the job that lets go of its file and its recovery folder)."""

    def __init__(self, found: OpenResult, pool: WorkerPool, clinic: Clinic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = Session(found.project, found.path, not found.is_recovered, self, found.is_read_only)
        self.memory = found.memory
        self.bridge = JobBridge(self, self.memory)
        budget = clinic.settings.gallery_budget_mib * 2**20
        self.pixel_cache = PixelCache(pool, self.bridge, lambda: self.originals, self, budget)
        self.autosave = Autosave(self.session, self.bridge, Preview(self.pixel_cache), found, clinic, self)
        self.importer = PhotoImporter(self.session, pool, self.bridge, lambda: self.originals, self.pixel_cache, self)
        self.export_runner = ExportRunner(self.session, self.bridge, self.pixel_cache, self)
        self.board_ahead = BoardAhead(self.session, self)
        self.autosave.leaving.connect(self.importer.settle)
        self.autosave.schedule.is_busy = lambda: self.importer.is_working
        self.bridge.settled.connect(self._end_when_quiet)
        self._is_retired = self._is_given_up = self._has_ended = self._is_closing = False
        self._recovery, self._is_attempt = found.recovery, found.is_recovered

    @property
    def originals(self) -> Originals:
        """Where the photos' bytes are read from and kept."""
        return self.autosave.originals

    @property
    def has_ended(self) -> bool:
        """Whether nothing can be done to it any more."""
        return self._has_ended

    def start(self) -> None:
        """The views show it: look for faces, keep what is unsaved."""
        self._is_retired = self._is_given_up = False
        self.importer.start()
        self.board_ahead.start()
        self.autosave.start()
        if self._is_attempt:
            self._is_attempt = False
            QTimer.singleShot(SURVIVED_AFTER, self, partial(run_in_thread, end_attempt, self._recovery))

    def retire(self) -> None:
        """No view shows it any more: end as soon as what has to end has ended."""
        self._is_retired = True
        self.autosave.may_ask = False
        self.importer.stop()
        self.board_ahead.stop()
        self.bridge.drop_all()
        self.pixel_cache.clear()
        self._end_when_quiet()

    def _end_when_quiet(self) -> None:
        if not self._is_retired or self._has_ended or self._is_closing or self.bridge.has_lasting:
            return
        if self.autosave.is_unsaved and not self._is_given_up:
            self.autosave.leave(self._end_when_quiet, self._give_up)
            return
        self._end()
        self.ended.emit(self, self.autosave.release())

    def _end(self) -> None:
        self._has_ended = True
        self.board_ahead.stop()
        self.memory.end()

    def _give_up(self) -> None:
        """It cannot be saved: it is kept for recovery and offered at the next start."""
        self._is_given_up = True
        self.autosave.keep()

    def close(self, wait: Wait = wait_plainly) -> bool:
        """The program ends: save what is not saved. False where the user has to be asked or told first (Autosave)."""
        return self.memory.run(self._close, wait)

    def _close(self, wait: Wait) -> bool:
        self._is_closing = True  # what ends while it is waited for does not end the project a second time
        self.export_runner.cancel()
        self.export_runner.wait(wait)
        for job in self.bridge.lasting:
            if job is not self.autosave.saving and not wait(job, RELEASING):
                job.cancel()
                self.session.warn(GIVEN_UP)
        self.bridge.deliver()  # what was exported is recorded
        if self._has_ended:
            return True
        self._is_closing = self.autosave.close(wait)
        if not self._is_closing:
            return False
        self._end()
        self.bridge.drop_all()
        return True
