"""Turns jobs into calls on the user interface's thread; nothing else."""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.memory import ProjectMemory
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.postbox import postbox
from facebalance_desktop.work import Bug, Job, Report

T = TypeVar("T")
log = logging.getLogger(__name__)

UNEXPECTED = tr("Something unexpected happened in the program itself; your photos and the saved project are unchanged.")


class JobBridge(QObject):
    """Follows the jobs of one owner, an open project or the program; their answers arrive here, in the window's thread
    and in order. Once the owner has dropped them, or is gone, they go nowhere.

    What follows from an answer to an open project is remembered in its `memory`, whichever project is shown.
    """

    settled = Signal()
    """The last job that had to end has ended."""

    def __init__(self, parent: QObject | None = None, memory: ProjectMemory | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._jobs: set[Job[Any]] = set()
        self._lasting: set[Job[Any]] = set()
        self._unwanted: dict[Job[Any], Callable[[Any], None]] = {}
        self._postbox = postbox()
        self._answers: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        """Held while an answer is put among those that wait, and while jobs are dropped."""

    def follow(
        self,
        job: Job[T],
        on_done: Callable[[T], None],
        on_problem: Callable[[str], None],
        on_report: Callable[[Report], None] | None = None,
        must_end: bool = False,
        on_unwanted: Callable[[T], None] | None = None,
    ) -> Job[T]:
        """Call `on_done` with the job's result or `on_problem` with a sentence; neither once it was cancelled.

        A job that `must_end` is not dropped with the others: it keeps somebody's work. A result that holds something
        (a lock) goes to `on_unwanted` once the job was dropped, in whatever thread it comes.
        """
        self._jobs.add(job)
        if on_unwanted is not None:
            self._unwanted[job] = on_unwanted
        if must_end:
            self._lasting.add(job)
        if on_report is not None:
            job.on_report(lambda report: self._send(lambda: on_report(report) if job in self._jobs else None))
        job.on_done(lambda done: self._deliver(done, on_done, on_problem))
        return job

    def _deliver(self, job: Job[T], on_done: Callable[[T], None], on_problem: Callable[[str], None]) -> None:
        with self._lock:  # a job that is dropped at this moment is refused here, or with the answers that wait
            is_wanted = job in self._jobs
            if is_wanted:
                self._answers.append(lambda: self._finish(job, on_done, on_problem))
        if is_wanted:
            self._postbox.put(self._take_next)
        else:
            self._refuse(job)

    def _refuse(self, job: Job[T]) -> None:
        on_unwanted = self._unwanted.pop(job, None)
        if on_unwanted is not None:
            with suppress(Problem, Cancelled, Bug):
                on_unwanted(job.result(0))

    def drop_all(self) -> None:
        """Cancel all jobs but those that must end; answers that still arrive are dropped."""
        with self._lock:
            dropped = self._jobs - self._lasting
            self._jobs -= dropped
        for job in dropped:
            if job not in self._unwanted:
                job.cancel()

    def call(self, function: Callable[[], None]) -> None:
        """Have `function` called in the window's thread, from any thread."""
        self._send(function)

    @property
    def is_busy(self) -> bool:
        return bool(self._jobs)

    @property
    def has_lasting(self) -> bool:
        """Whether something is under way that has to end."""
        return bool(self._lasting)

    @property
    def lasting(self) -> tuple[Job[Any], ...]:
        """What is under way and has to end."""
        return tuple(job for job in self._lasting if not job.is_done)

    def deliver(self) -> None:
        """Take in the answers that wait, now instead of in a later turn. An error goes where one in a turn goes."""
        while self._answers:
            try:
                self._call(self._answers.popleft())
            except Exception as error:  # noqa: BLE001  # the others come all the same
                sys.excepthook(type(error), error, error.__traceback__)

    def _send(self, call: Callable[[], None]) -> None:
        self._answers.append(call)
        self._postbox.put(self._take_next)

    def _take_next(self) -> None:
        if self._answers and isValid(self):
            self._call(self._answers.popleft())

    def _call(self, call: Callable[[], None]) -> None:
        if self._memory is None:
            call()
        else:
            self._memory.run(call)

    def _finish(self, job: Job[T], on_done: Callable[[T], None], on_problem: Callable[[str], None]) -> None:
        if job not in self._jobs:
            self._refuse(job)
            return
        self._jobs.discard(job)
        self._unwanted.pop(job, None)
        is_lasting = job in self._lasting
        self._lasting.discard(job)
        try:
            _answer(job, on_done, on_problem)
        finally:
            if is_lasting and not self._lasting:
                self.settled.emit()


def _answer(job: Job[T], on_done: Callable[[T], None], on_problem: Callable[[str], None]) -> None:
    try:
        result = job.result(0)
    except Cancelled:
        return
    except Problem as problem:
        on_problem(problem.sentence)
    except Bug as bug:
        log.error("background work failed: %s", bug)
        on_problem(UNEXPECTED)
    else:
        on_done(result)
