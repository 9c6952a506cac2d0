"""Turns jobs into calls on the user interface's thread; nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.work import Bug, Job, Report

T = TypeVar("T")
log = logging.getLogger(__name__)

UNEXPECTED = "Something unexpected happened in the program itself; your photos and the saved project are unchanged."


class JobBridge(QObject):
    """Follows jobs; what they report and bring arrives here, in the thread of the window, in order."""

    _arrived = Signal(object)
    busy_changed = Signal(int)
    """How many jobs are being followed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: set[Job[Any]] = set()
        self._lasting: set[Job[Any]] = set()
        self._arrived.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def follow(
        self,
        job: Job[T],
        on_done: Callable[[T], None],
        on_problem: Callable[[str], None],
        on_report: Callable[[Report], None] | None = None,
        must_end: bool = False,
    ) -> Job[T]:
        """Call `on_done` with the job's result or `on_problem` with a sentence; neither once it was cancelled.

        A job that `must_end` is not cancelled with the others: it keeps somebody's work.
        """
        self._jobs.add(job)
        if must_end:
            self._lasting.add(job)
        self.busy_changed.emit(len(self._jobs))
        if on_report is not None:
            job.on_report(lambda report: self._send(lambda: on_report(report)))
        job.on_done(lambda done: self._send(lambda: self._finish(done, on_done, on_problem)))
        return job

    def cancel_all(self) -> None:
        """Nobody waits for anything any more, save for what keeps somebody's work."""
        for job in self._jobs - self._lasting:
            job.cancel()

    def call(self, function: Callable[[], None]) -> None:
        """Have `function` called in the window's thread, from any thread."""
        self._send(function)

    @property
    def is_busy(self) -> bool:
        return bool(self._jobs)

    def _send(self, call: Callable[[], None]) -> None:
        try:
            self._arrived.emit(call)
        except RuntimeError:
            log.debug("an answer came after the window was gone")

    def _call(self, call: Callable[[], None]) -> None:
        call()

    def _finish(self, job: Job[T], on_done: Callable[[T], None], on_problem: Callable[[str], None]) -> None:
        self._jobs.discard(job)
        self._lasting.discard(job)
        try:
            result = job.result(0)
        except Cancelled:
            pass
        except Problem as problem:
            on_problem(problem.sentence)
        except Bug as bug:
            log.error("background work failed: %s", bug)
            on_problem(UNEXPECTED)
        else:
            on_done(result)
        self.busy_changed.emit(len(self._jobs))
