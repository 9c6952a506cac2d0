"""The worker's side: takes one job after another until the pipe to the parent closes.

The main thread runs jobs; a second thread reads the pipe, so a cancel arrives during a job and the parent's death ends
the process. fd 1 and 2 go nowhere: TFLite, absl and native decoders write there.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import pickle
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.translation import tr
from facebalance_desktop.work.job import Bug, Heavier, JobContext, Report
from facebalance_desktop.work.payload import Payload, ResultBlock, pack, unpack

if sys.platform != "win32":
    import resource

MEMORY = 8 * 2**30
"""Bytes of address space that a worker may take, far more than the largest photo that is let in needs."""
NICE, BELOW_NORMAL = 7, 0x4000
"""What a worker's priority is lowered by, and the same as a class of Windows."""
KEPT = 96 * 2**20
"""Bytes of an array, as large as a photo of 32 megapixels, up to which a worker keeps its memory for the next one while
jobs follow each other; of more than twice as much that is free, all goes back. Kept, a photo of 45 megapixels was twice
in memory."""
MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
"""What glibc's mallopt calls the two sizes from which freed memory goes back to the system at once."""
IDLE = 1.0
"""Seconds without a job after which the memory that was kept goes back."""
TOO_LARGE = tr("This needs more memory than is available; nothing was changed.")
REPORT_EVERY = 0.05
"""Seconds between two reports with the same words; more often nobody sees."""


class JobMessage(NamedTuple):
    """One job: (function, args) packed, the name for its result's block, seconds after which all hope is lost, and the
    bytes of pixels that there is room for."""

    number: int
    payload: Payload
    result_name: str
    limit: float
    weight: int = 0


class Cancel(NamedTuple):
    number: int


class Received(NamedTuple):
    """The parent holds the result's block itself now."""


class Started(NamedTuple):
    """The arguments are here and the function begins, or has loaded what it needs; the deadline counts from now."""


class Loading(NamedTuple):
    """The function loads what it needs; `Started` follows."""


class JobOutcome(NamedTuple):
    """How the job ended: the packed result, or the error (`Problem`, `Cancelled`, `Heavier`, `Bug`) pickled."""

    payload: Payload | None
    error: bytes = b""


class Inbox:
    """Reads the pipe in its own thread."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.orders: queue.SimpleQueue[JobMessage | Received] = queue.SimpleQueue()
        self.cancelled: set[int] = set()
        self._sending = threading.Lock()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def send(self, message: object) -> None:
        try:
            with self._sending:
                self.connection.send(message)
        except OSError:
            os._exit(0)  # the parent is gone; nobody is left to tell

    def _read(self) -> None:
        while True:
            try:
                message = self.connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(message, Cancel):
                self.cancelled.add(message.number)
            else:
                self.orders.put(message)


def main(connection: Connection, threads: int) -> None:
    """Run jobs until the parent closes its end. `threads`: how many each native library may use."""
    quiet(threads)
    be_expendable()
    give_way(os.getpid(), os.getppid())
    keep_memory()
    inbox = Inbox(connection)
    nowhere = open(os.devnull, "w")  # noqa: SIM115  # open as long as the process
    while True:
        order = next_order(inbox)
        if isinstance(order, Received):
            continue
        # A thread in C: ends this process even if it hangs in native code and the parent is no longer there to kill it.
        faulthandler.dump_traceback_later(order.limit, exit=True, file=nowhere)
        run(order, inbox)
        faulthandler.cancel_dump_traceback_later()
        if "cv2" in sys.modules:
            sys.modules["cv2"].setNumThreads(threads)


def next_order(inbox: Inbox) -> JobMessage | Received:
    """What the parent sends next; where it sends nothing for a while, the memory of the last job goes back."""
    try:
        return inbox.orders.get(timeout=IDLE)
    except queue.Empty:
        give_memory_back()
        return inbox.orders.get()


def run(order: JobMessage, inbox: Inbox) -> None:
    result = ResultBlock(order.result_name)
    try:
        function, args = unpack(order.payload, is_owner=False)
        inbox.send(Started())
        context = JobContext(
            ProgressSender(inbox),
            lambda: order.number in inbox.cancelled,
            order.weight,
            lambda is_loading: inbox.send(Loading() if is_loading else Started()),
            result.shared,
        )
        context.raise_if_cancelled()
        payload, block = pack(function(context, *args), order.result_name, result)  # held by nobody else: see there
        del args
    except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the job, not to the worker
        result.let_go()
        inbox.send(JobOutcome(None, pickled(error)))
        return
    inbox.send(JobOutcome(payload))
    if payload.name is not None:
        # On Windows a block vanishes with its last user: it stays open until the parent says that it has it.
        while not isinstance(inbox.orders.get(), Received):
            pass
    if block is not None:
        block.close()
    result.let_go()


class ProgressSender:
    """Sends reports, at most one in `REPORT_EVERY` seconds unless the words change or the last step is done."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._last: tuple[float, str] = (0.0, "")

    def __call__(self, report: Report) -> None:
        now = time.monotonic()
        when, words = self._last
        if report.words != words or report.done >= report.of or now - when >= REPORT_EVERY:
            self._last = (now, report.words)
            self._inbox.send(report)


def pickled(error: BaseException) -> bytes:
    """The error as it shall be raised in the parent; a bug becomes its text."""
    if isinstance(error, MemoryError):
        error = Problem(TOO_LARGE)
    known: Any = error if isinstance(error, Problem | Cancelled | Heavier) else Bug.of(error)
    try:
        data = pickle.dumps(known)
        pickle.loads(data)
    except Exception:  # noqa: BLE001  # a subclass with another constructor: its sentence is what matters
        return pickle.dumps(Problem(known.sentence) if isinstance(known, Problem) else Cancelled())
    return data


def be_expendable() -> None:
    """Out of memory, the system ends a worker and not the window; a hostile photo gets no more than `MEMORY`."""
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000")
    if sys.platform != "win32":
        with suppress(OSError, ValueError):  # a lower limit of the system's stays
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def give_way(worker: int, window: int) -> None:
    """The window comes first: where every core is busy with workers, it took up to five times as long to answer.

    Both are numbers of processes. On Windows a worker does it itself.
    """
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        if worker == os.getpid():
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL)
    else:
        with suppress(OSError):  # the system may forbid it
            os.setpriority(os.PRIO_PROCESS, worker, min(19, os.getpriority(os.PRIO_PROCESS, window) + NICE))


def keep_memory() -> None:
    """The pixels of a photo go where those of the last one were: to have the system map, clear and unmap 70 MB takes as
    long as decoding half of them."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # only glibc has it
            glibc = ctypes.CDLL(None)
            glibc.mallopt(MMAP_THRESHOLD, KEPT)
            glibc.mallopt(TRIM_THRESHOLD, 2 * KEPT)


def give_memory_back() -> None:
    """To the system, what is kept and not used."""
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def quiet(threads: int) -> None:
    """Before any native library is loaded: no output, no more threads than its share, Ctrl+C is the parent's matter."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", GLOG_minloglevel="3", ABSL_MIN_LOG_LEVEL="3")
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, str(threads))
