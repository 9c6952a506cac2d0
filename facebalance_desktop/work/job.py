"""A job and the context its function gets."""

from __future__ import annotations

import atexit
import contextvars
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, NamedTuple, TypeVar, TypeVarTuple, Unpack

from facebalance_desktop.endings import is_left_behind, leave_behind
from facebalance_desktop.errors import Cancelled, Problem, described

T = TypeVar("T")
A = TypeVar("A")
Ts = TypeVarTuple("Ts")

log = logging.getLogger(__name__)
GIVEN_UP_FOR = 2.0
"""Seconds that the program's end waits for the thread of a job that was cancelled."""


class Report(NamedTuple):
    """How far a job is: `done` of `of` steps (0 of 0 where nobody knows), and what it is doing in a few words."""

    done: int
    of: int
    words: str


class Bug(Exception):
    """Something nobody foresaw happened in a job. `text` is for the log: `errors.described`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    @staticmethod
    def of(error: BaseException) -> Bug:
        return Bug(described(error))


class Heavier(Exception):
    """A job will decode more than its order said; it is run again when there is room for so many bytes."""

    def __init__(self, weight: int) -> None:
        super().__init__(weight)
        self.weight = weight


class JobContext:
    """What a job's function uses to tell how far it is and to learn that nobody waits for it any more.

    `JobContext()` alone reports to nobody and is never cancelled: for calls without a pool.
    """

    def __init__(
        self,
        tell: Callable[[Report], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        weight: int | None = None,
        tell_loading: Callable[[bool], None] | None = None,
        share: Callable[[int], memoryview | None] | None = None,
    ) -> None:
        self._tell = tell
        self._is_cancelled = is_cancelled
        self._weight = weight
        self._tell_loading = tell_loading
        self._share = share

    def report(self, done: int, of: int, words: str = "") -> None:
        if self._tell is not None:
            self._tell(Report(done, of, words))

    def raise_if_cancelled(self) -> None:
        """Raise `Cancelled` once the job has been cancelled; call it wherever the work can be dropped."""
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled

    def load(self, function: Callable[[], object]) -> None:
        """Have `function` load what the job needs, the models of faces: that has an allowance of its own, and the
        deadline counts anew from its end. A cancel waits for it, as the next job needs the same. Call it once at
        most."""
        if self._tell_loading is None:
            function()
            return
        self._tell_loading(True)
        function()
        self._tell_loading(False)
        self.raise_if_cancelled()

    def shared(self, size: int) -> memoryview | None:
        """`size` bytes in which a large part of the result may be laid out, so that it is not copied on its way; once a
        job. None where there is no such memory: then the result is made as any other."""
        return None if self._share is None else self._share(size)

    def await_room(self, weight: int) -> None:
        """Go on only where the pool keeps room for `weight` bytes of pixels; else the job is begun again later.

        Call it before anything is decoded or kept, as soon as the bytes are known. Without a pool there is room.
        """
        if self._weight is not None and weight > self._weight:
            raise Heavier(weight)


class Job(Generic[T]):
    """Work under way. Callbacks come from the thread that runs the pool (or the job), never from the user interface's;
    a callback added when the job is already done is called at once by the thread that adds it."""

    def __init__(self, cancel: Callable[[], None] | None = None) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._value: T | None = None
        self._error: BaseException | None = None
        self._last: Report | None = None
        self._on_report: list[Callable[[Report], None]] = []
        self._on_done: list[Callable[[Job[T]], None]] = []

    @property
    def is_done(self) -> bool:
        """True once there is a result or an error, also after `cancel`."""
        return self._ended.is_set()

    @property
    def is_cancelled(self) -> bool:
        return self.is_done and isinstance(self._error, Cancelled)

    @property
    def problem(self) -> Problem | None:
        """The Problem that it ended with, where it did."""
        return self._error if isinstance(self._error, Problem) else None

    def result(self, timeout: float | None = None) -> T:
        """Wait for the result. Raises `Problem`, `Cancelled` or `Bug` as it ended, TimeoutError after `timeout` s."""
        if not self._ended.wait(timeout):
            raise TimeoutError
        if self._error is not None:
            raise self._error.with_traceback(None)
        return self._value  # type: ignore[return-value]  # set by `finish` before `_ended`

    def cancel(self) -> None:
        """Nobody waits any more: the job is done now with `Cancelled`, and its work is stopped soon."""
        cancel = self._cancel
        if self.fail(Cancelled()) and cancel is not None:
            cancel()

    def on_report(self, callback: Callable[[Report], None]) -> None:
        """Call `callback` at every report, and at once with the last one if there has been one."""
        with self._lock:
            self._on_report.append(callback)
            last = None if self.is_done else self._last
        if last is not None:
            self._guard(callback, last)

    def on_done(self, callback: Callable[[Job[T]], None]) -> None:
        """Call `callback` once the job is done; its `result()` then returns or raises at once."""
        with self._lock:
            if not self.is_done:
                self._on_done.append(callback)
                return
        self._guard(callback, self)

    def finish(self, value: T) -> bool:
        """For those who run jobs: end with a result. False if the job had already ended."""
        return self._end(value, None)

    def fail(self, error: BaseException) -> bool:
        """For those who run jobs: end with an error. False if the job had already ended."""
        return self._end(None, error)

    def tell(self, report: Report) -> None:
        """For those who run jobs: pass a report on, unless the job has ended."""
        with self._lock:
            callbacks = [] if self.is_done else list(self._on_report)
            self._last = report
        for callback in callbacks:
            self._guard(callback, report)

    def _end(self, value: T | None, error: BaseException | None) -> bool:
        with self._lock:
            if self.is_done:
                return False
            self._value, self._error = value, error
            self._cancel = None  # it knows the job: together they would keep a large result until a garbage collection
            self._ended.set()
            callbacks, self._on_done, self._on_report = self._on_done, [], []
        for callback in callbacks:
            self._guard(callback, self)
        return True

    @staticmethod
    def _guard(callback: Callable[[A], None], argument: A) -> None:
        """Whoever runs the job goes on whatever a listener does."""
        try:
            callback(argument)
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are told
            log.error("a listener of a job failed: %s", Bug.of(error))


def run_in_thread(function: Callable[[JobContext, Unpack[Ts]], T], *args: *Ts) -> Job[T]:
    """Run `function(context, *args)` in a thread of its own, over frozen values: painting of exports, saving.

    `cancel` sets the context's flag; the function ends when it next looks. The program's end waits for such threads, so
    a save under way is finished; for one whose job was cancelled only `GIVEN_UP_FOR` seconds, as it may hang in a dead
    share. Callbacks come from that thread. It has a copy of the context (`contextvars`) of whoever calls this.
    """
    job: Job[T] = Job()
    context = JobContext(job.tell, lambda: job.is_cancelled)

    def run() -> None:
        try:
            job.finish(function(context, *args))
        except (Problem, Cancelled) as known:
            job.fail(known)
        except BaseException as error:  # noqa: BLE001  # goes to whoever waits for the job
            job.fail(Bug.of(error))
        finally:
            _running.pop(thread, None)

    def start() -> None:
        try:
            thread.start()
        except (RuntimeError, MemoryError) as error:  # the system lets no further thread begin
            job.fail(Bug.of(error))
            _running.pop(thread, None)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), name="job", daemon=True)
    _running[thread] = job
    _starter.call(start)
    return job


class _Starter:
    """Starts threads in a thread of its own: who starts one waits until it runs, some milliseconds where others
    compute, and the window shall not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def begin_anew(self) -> None:
        """In a forked process: the thread is not there, and whoever held the lock is not either."""
        self._lock, self._thread = threading.Lock(), None

    def call(self, start: Callable[[], None]) -> None:
        """Call what starts a thread, in the thread of the starter; here where that cannot be started."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # the first one, or in a forked process
                self._wanted = queue.SimpleQueue()
                self._thread = threading.Thread(target=self._run, args=(self._wanted,), name="starter", daemon=True)
                with suppress(RuntimeError, MemoryError):
                    self._thread.start()
            if self._thread.is_alive():
                self._wanted.put(start)
                return
        start()

    @staticmethod
    def _run(wanted: queue.SimpleQueue[Callable[[], None]]) -> None:
        while True:
            wanted.get()()


def await_threads() -> None:
    """At the program's end: wait for what still runs, before anything that it uses is taken down. A thread that is
    given up is left behind (`endings`)."""
    for thread, job in list(_running.items()):
        while (thread in _running or thread.is_alive()) and not is_left_behind(thread):
            if not thread.is_alive():
                time.sleep(0.01)  # it is about to be started
            elif job.is_cancelled:
                thread.join(GIVEN_UP_FOR)
                if thread.is_alive():
                    leave_behind(thread)
            else:
                thread.join(0.1)


_starter = _Starter()
_running: dict[threading.Thread, Job[Any]] = {}
atexit.register(await_threads)
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_running.clear)  # none of them runs there
    os.register_at_fork(after_in_child=_starter.begin_anew)
