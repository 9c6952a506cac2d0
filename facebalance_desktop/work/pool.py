"""The parent's side: hands jobs to worker processes, stops those that hang, replaces those that crash.

One thread (the pool's) owns all state; other threads put a request into the inbox and wake it.
"""

from __future__ import annotations

import atexit
import itertools
import logging
import multiprocessing
import os
import pickle
import secrets
import sys
import threading
import time
import types
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.shared_memory import SharedMemory
from typing import Any, TypeVar, TypeVarTuple, Unpack

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.translation import tr
from facebalance_desktop.work import worker
from facebalance_desktop.work.job import Bug, Heavier, Job, JobContext, Report
from facebalance_desktop.work.payload import discard, pack, unpack

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

log = logging.getLogger(__name__)

READY_LIMIT = 120.0
"""Seconds in which a new worker must have begun its first job, and again in which a job must have loaded what it needs
(the computer may be busy, an antivirus scanner may look at every file first)."""
CANCEL_GRACE = 0.3
"""Seconds a cancelled job has to end by itself, which keeps the worker and what it has loaded."""
ORPHAN_LIMIT = 30.0
"""Seconds past the deadline after which a worker ends itself, should the parent not be there to do it."""
ROOM = 200 * 2**20
"""Bytes of photos that jobs may hold decoded at the same time; a job that holds more by itself runs alone. Each needs
up to three times as much while it works: two photos of 24 megapixels go side by side, two of 45 one after the other."""


@dataclass(eq=False)
class Task:
    """A job with all that is needed to run it."""

    job: Job[Any]
    number: int
    function: Callable[..., Any]
    args: tuple[Any, ...]
    deadline: float
    lane: str
    priority: int
    name: str
    weight: int = 0
    block: str = field(default_factory=lambda: "fb" + secrets.token_hex(8))

    def clear(self) -> None:
        """Let go of the arguments, and of blocks nobody has taken over."""
        self.args = ()
        discard(self.block + "r")


class WorkerSlot:
    """The place of one worker: a process (None before the first job and after a crash), and what it is doing."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.process: SpawnProcess | None = None
        self.connection: Connection | None = None
        self.lanes: set[str] = set()
        self.task: Task | None = None
        self.limit = 0.0  # time.monotonic() at which the worker is killed
        self.is_ready = False  # the task's own time runs: the process has begun and nothing is being loaded
        self._arguments: SharedMemory | None = None

    def give(self, task: Task) -> None:
        """Start the task, if need be in a new process. Raises OSError, or what pickling the arguments raises."""
        payload, block = pack((task.function, task.args), task.block + "a")
        self.task, self._arguments = task, block
        self.await_ready()
        if self.process is None:
            self._start()
        self.lanes.add(task.lane)
        limit = 2 * (READY_LIMIT + task.deadline) + ORPHAN_LIMIT  # beginning, loading, and anew after it
        self.send(worker.JobMessage(task.number, payload, task.block + "r", limit, task.weight))

    def send(self, message: object) -> None:
        if self.connection is not None:
            with suppress(OSError):  # a dead worker is noticed when its pipe is read
                self.connection.send(message)

    def await_ready(self) -> None:
        """The worker begins, or the task loads what it needs: a cancelled one may end that, or the next would begin
        with it again."""
        self.is_ready = False
        self.limit = time.monotonic() + READY_LIMIT

    def has_begun(self) -> None:
        """The worker has the arguments: free the block's name and our hold of it; the clock starts."""
        self.is_ready = True
        if self._arguments is not None:
            self._arguments.unlink()
            self._arguments.close()
            self._arguments = None
        if self.task is not None:
            self.limit = time.monotonic() + (CANCEL_GRACE if self.task.job.is_done else self.task.deadline)

    def give_back(self) -> Task | None:
        """The task, to be run again later."""
        self.has_begun()
        task, self.task = self.task, None
        return task

    def leave_task(self) -> None:
        self.has_begun()
        if self.task is not None:
            self.task.clear()
            self.task = None

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if self.process is not None and self.connection is not None:
            self.process.kill()
            self.process.join(5)
            with suppress(ValueError):  # not gone after 5 s: a process stuck in the kernel, left to itself
                self.process.close()
            self.connection.close()
        self.process = self.connection = None
        self.lanes.clear()
        self.leave_task()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        try:
            process = context.Process(
                target=worker.main, args=(theirs, self.threads), name="facebalance-worker", daemon=True
            )
            with without_main():
                process.start()
            if process.pid is not None:
                worker.give_way(process.pid, os.getpid())  # before it does so itself: to begin takes half a second
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self.process, self.connection = process, ours


@contextmanager
def without_main() -> Iterator[None]:
    """A process started meanwhile does not run our main module again, which would import Qt for nothing."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class WorkerPool:
    """Worker processes, started at the first job, ended by `close` or with the program.

    `Job` callbacks come from the pool's own thread. An error of the job's function arrives as itself (`Problem`,
    `Cancelled`) or as `Bug`; a crash or a missed deadline as a `Problem`; in every case the pool goes on.
    """

    def __init__(self, processes: int = 2) -> None:
        threads = max(1, (os.cpu_count() or 1) // processes)
        self.size = processes
        self._slots = [WorkerSlot(threads) for _ in range(processes)]
        self._inbox: deque[Callable[[], None]] = deque()
        self._queue: list[Task] = []
        self._warm: dict[str, Callable[[JobContext], object]] = {}
        self._numbers = itertools.count()
        self._woken, self._waker = multiprocessing.get_context("spawn").Pipe(duplex=False)
        self._is_awake = False  # a wake-up is on its way
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def submit(
        self,
        function: Callable[[JobContext, Unpack[Ts]], T],
        *args: *Ts,
        deadline: float,
        lane: str = "",
        priority: int = 0,
        name: str = tr("The work"),
        weight: int = 0,
    ) -> Job[T]:
        """Run `function(context, *args)` in a worker. The function is found by its module and name, the arguments are
        pickled when the job's turn comes: frozen values. After `close` the job ends with `Cancelled` at once.

        `deadline`: seconds of running, without those of the worker's start and of `JobContext.load`. `name` begins the
        sentence of a failure: "Reading before.jpg". Higher `priority` first, else in the order of asking. `lane`: jobs
        that load the same things; a worker that has run the lane before is preferred, but no worker idles while there
        is a queue. `weight`: bytes of pixels that the job decodes; while others that run leave no ROOM for it, lighter
        jobs go first. A job may be begun twice: `JobContext.await_room`.
        """
        job: Job[T] = Job()
        task = Task(job, next(self._numbers), function, args, deadline, lane, priority, name, weight)
        job._cancel = lambda: self._ask(lambda: self._cancel(task))
        with self._lock:
            if self._is_closed:  # the program ends: a panel that still asks is nobody's mistake
                job.fail(Cancelled())
                return job
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=tr("worker pool"), daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._ask(lambda: self._queue.append(task))
        return job

    def warm(self, function: Callable[[JobContext], object], lane: str) -> Job[object]:
        """Preload in one worker what jobs of `lane` need, after everything else; again if that worker is replaced,
        unless it was this that failed."""
        self._warm[lane] = function
        return self.submit(function, deadline=READY_LIMIT, lane=lane, priority=-1000, name=tr("Getting ready"))

    def close(self) -> None:
        """End every worker now; jobs under way or waiting end with `Cancelled`. May be called twice."""
        with self._lock:
            thread, was_closed, self._is_closed = self._thread, self._is_closed, True
        if was_closed:
            return
        if thread is None:
            self._woken.close()
            self._waker.close()
            return
        atexit.unregister(self.close)
        self._ask(lambda: None)
        if thread is not threading.current_thread():
            thread.join()

    def _ask(self, request: Callable[[], None]) -> None:
        """Have the pool's thread do `request`."""
        with self._lock:
            self._inbox.append(request)
            if not self._is_awake and not self._waker.closed:
                self._is_awake = True
                self._waker.send_bytes(b"!")

    def _run(self) -> None:
        try:
            while not self._is_closed:
                while self._inbox:
                    self._inbox.popleft()()
                self._hand_out()
                self._listen()
                self._enforce_limits()
        finally:
            with self._lock:
                self._is_closed = True  # also after a bug here: nobody shall wait for what never comes
            while self._inbox:
                self._inbox.popleft()()
            for task in [*self._queue, *(slot.task for slot in self._slots if slot.task)]:
                task.job.fail(Cancelled())
            for slot in self._slots:
                slot.kill()
            with self._lock:
                self._woken.close()
                self._waker.close()

    def _hand_out(self) -> None:
        self._queue.sort(key=lambda task: (-task.priority, task.number))
        while (free := [slot for slot in self._slots if slot.task is None]) and (task := self._next()):
            self._queue.remove(task)
            # Who knows the lane; else who has loaded least, so that a plain job leaves the worker with the models free.
            slot = min(free, key=lambda slot: (task.lane not in slot.lanes, len(slot.lanes), slot.process is None))
            try:
                slot.give(task)
            except OSError:
                task.job.fail(
                    Problem(tr("{name} could not begin: the system refused memory or a new process.", name=task.name))
                )
                slot.kill()
            except Exception as error:  # noqa: BLE001  # arguments that cannot be pickled: a bug of the caller
                task.job.fail(Bug.of(error))
                slot.leave_task()

    def _next(self) -> Task | None:
        """The first of the queue that there is room for beside what runs."""
        taken = sum(slot.task.weight for slot in self._slots if slot.task)
        return next((task for task in self._queue if 0 in (taken, task.weight) or taken + task.weight <= ROOM), None)

    def _listen(self) -> None:
        """Wait for a worker, a request or the next limit, and take what has come."""
        limits = [slot.limit for slot in self._slots if slot.task]
        timeout = max(0.0, min(limits) - time.monotonic()) if limits else None
        slots = {slot.connection: slot for slot in self._slots if slot.connection is not None}
        for ready in wait([self._woken, *slots], timeout):
            if ready is self._woken:
                with self._lock:
                    self._woken.recv_bytes()
                    self._is_awake = False
            else:
                self._hear(slots[ready])  # type: ignore[index]  # typeshed allows sockets and handles as well

    def _hear(self, slot: WorkerSlot) -> None:
        try:
            message = slot.connection.recv() if slot.connection else None
        except Exception:  # noqa: BLE001  # the end of the pipe, or half a message of a dying worker
            if slot.task:
                slot.task.job.fail(Problem(tr("{name} ended unexpectedly; nothing was changed.", name=slot.task.name)))
            self._replace(slot)
            return
        task = slot.task
        if task is None:
            return
        if isinstance(message, worker.Started):
            slot.has_begun()
        elif isinstance(message, worker.Loading):
            slot.await_ready()
        elif isinstance(message, Report):
            task.job.tell(message)
        elif isinstance(message, worker.JobOutcome):
            self._settle(slot, task, message)

    def _settle(self, slot: WorkerSlot, task: Task, answer: worker.JobOutcome) -> None:
        try:
            if answer.payload is None:
                error = pickle.loads(answer.error)
                if isinstance(error, Heavier) and not task.job.is_done:
                    task.weight = error.weight
                    slot.give_back()
                    self._queue.append(task)
                    return
                slot.leave_task()
                task.job.fail(error)
                return
            try:
                value = unpack(answer.payload, is_owner=True)
            finally:
                if answer.payload.name is not None:
                    slot.send(worker.Received())
        except Exception as error:  # noqa: BLE001  # what the worker could pickle does not unpickle here
            slot.leave_task()
            task.job.fail(Bug.of(error))
            return
        slot.leave_task()
        task.job.finish(value)

    def _cancel(self, task: Task) -> None:
        if task in self._queue:
            self._queue.remove(task)
            task.clear()
            return
        for slot in self._slots:
            if slot.task is task:
                slot.send(worker.Cancel(task.number))
                if slot.is_ready:
                    slot.limit = min(slot.limit, time.monotonic() + CANCEL_GRACE)

    def _enforce_limits(self) -> None:
        now = time.monotonic()
        for slot in self._slots:
            if (task := slot.task) and now >= slot.limit:
                task.job.fail(Problem(_too_long(task) if slot.is_ready else _never_ready(task)))
                self._replace(slot)

    def _replace(self, slot: WorkerSlot) -> None:
        """End a worker; what was preloaded in it alone is loaded again (the process starts with the next job), unless
        it was the loading that failed: that would go on without end."""
        lanes = set(slot.lanes)
        failed = None if slot.task is None else slot.task.function
        slot.kill()
        for lane, function in self._warm.items():
            is_lost = lane in lanes and not any(lane in other.lanes for other in self._slots)
            if is_lost and function is not failed:
                task = Task(Job(), next(self._numbers), function, (), READY_LIMIT, lane, -1000, tr("Getting ready"))
                self._queue.append(task)


def _too_long(task: Task) -> str:
    return tr(
        "{name} took longer than {deadline:g} seconds and was stopped; nothing was changed.",
        name=task.name,
        deadline=task.deadline,
    )


def _never_ready(task: Task) -> str:
    return tr(
        "{name} could not begin within {limit:g} seconds; the computer may be too busy. Nothing was changed.",
        name=task.name,
        limit=READY_LIMIT,
    )
