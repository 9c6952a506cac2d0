"""Keeps unsaved work where a crash leaves it: in the recovery folder of its open project."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.memory import ProjectMemory
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.recovery import Recovery
from facebalance_desktop.project.store import Known
from facebalance_desktop.ui.open_project.debounce import Debounce
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Bug, Job, JobContext, run_in_thread

AFTER, AT_LATEST = 300, 1_500
"""Milliseconds without an edit until the last is safe from a crash; and at the latest, while edits go on."""


@dataclass(frozen=True)
class UnsavedState:
    """The present state, None where there is nothing unsaved, and the file it belongs to."""

    project: Project | None
    path: Path | None
    known: Known | None


class RecoveryWriter(QObject):
    """Writes the present state one write at a time, in threads; the last one wins."""

    def __init__(
        self,
        recovery: Recovery,
        bridge: JobBridge,
        present: Callable[[], UnsavedState],
        tell: Callable[[str], None],
        memory: ProjectMemory,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.recovery = recovery
        self._bridge = bridge
        self._present = present
        self._tell = tell
        self._told = ""
        self._job: Job[None] | None = None
        self._is_behind = False  # edits came while a state was being written
        self._debounce = Debounce(partial(memory.run, self.write), AT_LATEST, self)

    def wait(self) -> None:
        """Something was edited: write when edits pause."""
        self._debounce.wait(AFTER)

    def write(self) -> None:
        """Keep the present state, or forget what was kept if the file holds it."""
        self._debounce.stop()
        if self._job is not None:
            self._is_behind = True
            return
        self._job = run_in_thread(keep, self.recovery, self._present())
        end = partial(self._end, self._job)
        self._bridge.follow(self._job, lambda _: end(""), end, must_end=True)

    def _end(self, job: Job[None], sentence: str) -> None:
        if job is not self._job:
            return
        self._job = None
        if sentence and sentence != self._told:
            self._tell(sentence)
        self._told = sentence
        if self._is_behind:
            self._is_behind = False
            self.write()

    def write_now(self) -> None:
        """Keep the present state in this thread. Raises Problem."""
        self.stop()
        keep(JobContext(), self.recovery, self._present())

    def stop(self) -> None:
        """Write no more; a write under way is waited for."""
        self._debounce.stop()
        if self._job is not None:
            await_end(self._job)
        self._job, self._is_behind = None, False


def keep(context: JobContext, recovery: Recovery, unsaved: UnsavedState) -> None:
    if unsaved.project is None:
        recovery.forget()
    else:
        recovery.write(unsaved.project, unsaved.path, unsaved.known)


def await_end(job: Job[None]) -> None:
    with suppress(Problem, Cancelled, Bug):
        job.result()
