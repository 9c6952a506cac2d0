"""The worker pool: results, deadlines, crashes, cancels, large values."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.work import Bug, JobContext, Report, WorkerPool, run_in_thread
from facebalance_desktop.work.pool import READY_LIMIT, ROOM
from facebalance_desktop.work.worker import NICE

WAIT = 30.0
"""Seconds no answer of these tests comes near, also on a busy machine."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool()
    yield pool
    pool.close()


def double(context: JobContext, value: int) -> int:
    return 2 * value


def process_id(context: JobContext, token: object = None) -> int:
    return os.getpid()


def hang(context: JobContext, started: str = "") -> None:
    if started:
        Path(started).write_text(str(os.getpid()))
    threading.Event().wait()


def hang_until_cancelled(context: JobContext, started: str = "") -> None:
    if started:
        Path(started).touch()
    context.report(0, 0, "waiting")
    pause = threading.Event()
    while True:
        context.raise_if_cancelled()
        pause.wait(0.005)


def note_process(path: str, context: JobContext) -> None:
    with open(path, "a") as file:
        file.write(f"{os.getpid()}\n")


def crash(context: JobContext) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def known(context: JobContext) -> None:
    raise Problem("The photo is empty; nothing was changed.")


class Special(Problem):
    def __init__(self, part: str, whole: str) -> None:
        super().__init__(f"{part} of {whole} is missing.")


def special(context: JobContext) -> None:
    raise Special("Half", "the photo")


def bug(context: JobContext, secret: str) -> None:
    inner = secret + " Miller"
    Path("/nowhere/" + inner).read_bytes()


def steps(context: JobContext) -> str:
    for step in range(4):
        context.report(step, 3, f"step {step}")
    return "walked"


def grey(context: JobContext, size: int) -> NDArray[np.uint8]:
    return np.full(size, 7, np.uint8)


def total(context: JobContext, array: NDArray[np.uint8]) -> tuple[int, bool]:
    return int(array.sum()), array.flags.writeable


def mixed(context: JobContext) -> dict[str, NDArray[Any]]:
    return {
        "big": np.arange(50_000.0).reshape(100, 500),
        "fortran": np.ones((300, 400), order="F"),
        "small": np.arange(3),
    }


def modules(context: JobContext) -> list[str]:
    return sorted(sys.modules)


def noise(context: JobContext) -> None:
    os.write(2, b"native noise\n")
    os.write(1, b"native noise\n")
    print("python noise")


def test_a_result_comes_back(pool: WorkerPool) -> None:
    assert pool.submit(double, 21, deadline=WAIT).result(WAIT) == 42


def test_fifty_jobs_give_their_own_results_and_end_in_order_on_one_worker() -> None:
    pool = WorkerPool(processes=1)
    ended: list[int] = []
    try:
        jobs = [pool.submit(double, n, deadline=WAIT) for n in range(50)]
        for n, job in enumerate(jobs):
            job.on_done(lambda _, n=n: ended.append(n))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        assert [job.result(WAIT) for job in jobs] == [2 * n for n in range(50)]
    finally:
        pool.close()
    assert sorted(ended) == list(range(50))
    assert ended[-10:] == list(range(40, 50))


def test_higher_priority_goes_first() -> None:
    pool = WorkerPool(processes=1)
    ended: list[str] = []
    try:
        first = pool.submit(hang_until_cancelled, deadline=WAIT)
        low = pool.submit(double, 1, deadline=WAIT, priority=-1)
        high = pool.submit(double, 1, deadline=WAIT, priority=1)
        low.on_done(lambda _: ended.append("low"))
        high.on_done(lambda _: ended.append("high"))
        first.cancel()
        low.result(WAIT)
        assert ended == ["high", "low"]
    finally:
        pool.close()


def test_both_workers_are_used_and_a_lane_prefers_its_worker(pool: WorkerPool) -> None:
    home = pool.submit(process_id, deadline=WAIT, lane="faces").result(WAIT)
    assert pool.submit(process_id, deadline=WAIT).result(WAIT) != home, (
        "a plain job leaves the worker with a lane alone"
    )
    assert {pool.submit(process_id, deadline=WAIT, lane="faces").result(WAIT) for _ in range(5)} == {home}
    blocker = pool.submit(hang_until_cancelled, deadline=WAIT, lane="faces")
    assert pool.submit(process_id, deadline=WAIT, lane="faces").result(WAIT) != home, "no worker idles"
    blocker.cancel()


def test_two_heavy_jobs_never_run_at_once_and_light_ones_go_in_between(pool: WorkerPool, tmp_path: Path) -> None:
    marks = [tmp_path / "first", tmp_path / "second"]
    first = pool.submit(hang_until_cancelled, str(marks[0]), deadline=WAIT, weight=ROOM // 2 + 1)
    second = pool.submit(hang_until_cancelled, str(marks[1]), deadline=WAIT, weight=ROOM // 2 + 1, priority=1)
    lighter = pool.submit(double, 4, deadline=WAIT, weight=ROOM // 4)
    assert pool.submit(double, 3, deadline=WAIT, priority=-1).result(WAIT) == 6
    assert lighter.result(WAIT) == 8
    wait_until(lambda: any(mark.exists() for mark in marks))
    assert pool.submit(double, 5, deadline=WAIT, priority=2).result(WAIT) == 10, "the second would be run first"
    assert not all(mark.exists() for mark in marks)
    for job in (first, second):
        job.cancel()
    with pytest.raises(Cancelled):
        second.result(WAIT)
    assert pool.submit(double, 2, deadline=WAIT, weight=4 * ROOM).result(WAIT) == 4, "alone it always runs"


def test_no_job_is_waited_for_past_its_deadline(pool: WorkerPool) -> None:
    pool.submit(double, 1, deadline=WAIT).result(WAIT)
    before = time.monotonic()
    job = pool.submit(hang, deadline=0.5, name="Reading portrait.jpg")
    with pytest.raises(Problem, match=r"^Reading portrait.jpg took longer than 0.5 seconds and was stopped; nothing"):
        job.result(WAIT)
    assert 0.5 <= time.monotonic() - before < 5.0
    assert pool.submit(double, 2, deadline=WAIT).result(WAIT) == 4


def test_the_deadline_starts_when_the_job_starts() -> None:
    pool = WorkerPool(processes=1)
    try:
        blocker = pool.submit(hang, deadline=1.0)
        waiting = pool.submit(double, 4, deadline=0.9)
        assert waiting.result(WAIT) == 8
        assert blocker.is_done
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="priorities of Windows are classes")
def test_a_worker_gives_way_to_the_window(pool: WorkerPool) -> None:
    worker = pool.submit(process_id, None, deadline=30).result(30)
    assert os.getpriority(os.PRIO_PROCESS, worker) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICE)


@pytest.mark.skipif(sys.platform == "win32", reason="priorities of Windows are classes")
def test_a_worker_gives_way_from_its_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered: list[tuple[int, int]] = []
    monkeypatch.setattr("facebalance_desktop.work.worker.give_way", lambda *processes: lowered.append(processes))
    pool = WorkerPool(processes=1)
    try:
        worker = pool.submit(process_id, None, deadline=30).result(READY_LIMIT)
    finally:
        pool.close()
    assert lowered == [(worker, os.getpid())]


def test_who_asks_for_a_thread_does_not_wait_until_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    starters: list[threading.Thread] = []
    start = threading.Thread.start

    def seen(thread: threading.Thread) -> None:
        starters.append(threading.current_thread())
        start(thread)

    assert run_in_thread(double, 1).result(WAIT) == 2  # what starts threads is there
    monkeypatch.setattr(threading.Thread, "start", seen)
    assert run_in_thread(double, 2).result(WAIT) == 4
    assert starters
    assert threading.current_thread() not in starters


def test_a_crash_is_one_sentence_and_the_pool_goes_on(pool: WorkerPool) -> None:
    with pytest.raises(Problem, match=r"^Reading x\.jpg ended unexpectedly; nothing was changed\.$"):
        pool.submit(crash, deadline=WAIT, name="Reading x.jpg").result(WAIT)
    assert pool.submit(double, 3, deadline=WAIT).result(WAIT) == 6


def test_a_worker_killed_from_outside_is_one_sentence(pool: WorkerPool, tmp_path: Path) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]
    jobs = [pool.submit(hang, str(mark), deadline=WAIT) for mark in marks]
    wait_until(lambda: all(mark.exists() and mark.read_text() for mark in marks))
    for mark in marks:
        os.kill(int(mark.read_text()), signal.SIGKILL)
    for job in jobs:
        with pytest.raises(Problem):
            job.result(WAIT)
    assert pool.submit(double, 5, deadline=WAIT).result(WAIT) == 10


def test_problems_come_back_as_themselves(pool: WorkerPool) -> None:
    with pytest.raises(Problem) as caught:
        pool.submit(known, deadline=WAIT).result(WAIT)
    assert caught.value.sentence == "The photo is empty; nothing was changed."
    with pytest.raises(Problem) as caught:
        pool.submit(special, deadline=WAIT).result(WAIT)
    assert caught.value.sentence == "Half of the photo is missing."


def test_a_bug_tells_where_but_neither_values_nor_paths(pool: WorkerPool) -> None:
    with pytest.raises(Bug) as caught:
        pool.submit(bug, "Erika", deadline=WAIT).result(WAIT)
    assert "in bug" in caught.value.text
    assert "FileNotFoundError" in caught.value.text
    assert "Erika" not in caught.value.text


def test_arguments_that_cannot_travel_are_a_bug(pool: WorkerPool) -> None:
    with pytest.raises(Bug, match="pickle"):
        pool.submit(process_id, lambda: None, deadline=WAIT).result(WAIT)
    assert pool.submit(double, 5, deadline=WAIT).result(WAIT) == 10


def test_cancel_ends_the_job_at_once_and_keeps_a_worker_that_listens(tmp_path: Path) -> None:
    pool = WorkerPool(processes=1)
    try:
        home = pool.submit(process_id, deadline=WAIT).result(WAIT)
        begun = threading.Event()
        polite = pool.submit(hang_until_cancelled, deadline=WAIT)
        polite.on_report(lambda _: begun.set())
        assert begun.wait(WAIT)
        polite.cancel()
        assert polite.is_done
        with pytest.raises(Cancelled):
            polite.result(0)
        assert pool.submit(process_id, deadline=WAIT).result(WAIT) == home

        mark = tmp_path / "hanging"
        deaf = pool.submit(hang, str(mark), deadline=WAIT)
        wait_until(mark.exists)
        waiting = pool.submit(double, 1, deadline=WAIT)
        waiting.cancel()
        deaf.cancel()
        assert pool.submit(process_id, deadline=WAIT).result(WAIT) != home
    finally:
        pool.close()


def test_reports_arrive_in_order(pool: WorkerPool) -> None:
    heard: list[Report] = []
    begun = threading.Event()
    job = pool.submit(steps, deadline=WAIT)
    job.on_report(heard.append)
    job.on_done(lambda _: begun.set())
    assert begun.wait(WAIT)
    assert job.result(0) == "walked"
    assert heard == [Report(n, 3, f"step {n}") for n in range(4)][-len(heard) :]


def test_large_arguments_travel_the_same_way(pool: WorkerPool) -> None:
    array = np.ones(3_000_000, np.uint8)
    assert pool.submit(total, array, deadline=WAIT).result(WAIT) == (3_000_000, False)
    mixture = pool.submit(mixed, deadline=WAIT).result(WAIT)
    np.testing.assert_array_equal(mixture["big"], np.arange(50_000.0).reshape(100, 500))
    np.testing.assert_array_equal(mixture["fortran"], np.ones((300, 400)))
    np.testing.assert_array_equal(mixture["small"], np.arange(3))


def test_without_shared_memory_values_travel_in_the_message(monkeypatch: pytest.MonkeyPatch, pool: WorkerPool) -> None:
    monkeypatch.setattr("facebalance_desktop.work.payload.has_room", lambda size: False)
    assert pool.submit(total, np.ones(3_000_000, np.uint8), deadline=WAIT).result(WAIT)[0] == 3_000_000


def test_workers_are_silent_and_light(pool: WorkerPool, capfd: pytest.CaptureFixture[str]) -> None:
    pool.submit(noise, deadline=WAIT).result(WAIT)
    assert capfd.readouterr() == ("", "")
    assert not [name for name in pool.submit(modules, deadline=WAIT).result(WAIT) if name.startswith("PySide6")]


def test_a_closed_pool_ends_its_jobs_and_takes_no_more() -> None:
    pool = WorkerPool()
    jobs = [pool.submit(hang, deadline=WAIT) for _ in range(3)]
    pool.close()
    pool.close()
    for job in jobs:
        with pytest.raises(Cancelled):
            job.result(0)
    with pytest.raises(Cancelled):
        pool.submit(double, 1, deadline=WAIT).result(0)
    WorkerPool().close()


def test_warm_loads_on_one_worker_again_after_a_crash(tmp_path: Path) -> None:
    pool, loaded = WorkerPool(), tmp_path / "loaded"
    try:
        pool.warm(partial(note_process, str(loaded)), lane="faces").result(WAIT)
        with pytest.raises(Problem):
            pool.submit(crash, deadline=WAIT, lane="faces").result(WAIT)
        pool.submit(double, 1, deadline=WAIT).result(WAIT)
        wait_until(lambda: len(set(loaded.read_text().split())) == 2)
    finally:
        pool.close()


def test_a_thread_runs_a_job_with_the_same_ticket() -> None:
    assert run_in_thread(double, 4).result(WAIT) == 8
    with pytest.raises(Problem):
        run_in_thread(known).result(WAIT)
    with pytest.raises(Bug):
        run_in_thread(bug, "Erika").result(WAIT)
    job = run_in_thread(hang_until_cancelled)
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(0)


def wait_until(happened: Callable[[], bool]) -> None:
    """For what another process does and nobody reports."""
    until = time.monotonic() + WAIT
    pause = threading.Event()
    while not happened():
        assert time.monotonic() < until, "waited too long"
        pause.wait(0.01)


def swallow(context: JobContext) -> int:
    return len(bytes(64 * 2**30))


def expendability(context: JobContext) -> str:
    return Path("/proc/self/oom_score_adj").read_text().strip()


@pytest.mark.skipif(os.name != "posix", reason="the limit is the system's, which Windows does not have")
def test_a_job_that_wants_all_memory_is_one_sentence_and_the_worker_goes_on(pool: WorkerPool) -> None:
    before = pool.submit(process_id, deadline=WAIT, lane="one").result(WAIT)
    with pytest.raises(Problem, match="more memory than is available"):
        pool.submit(swallow, deadline=WAIT, lane="one").result(WAIT)
    assert pool.submit(process_id, deadline=WAIT, lane="one").result(WAIT) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says whom it ends when memory runs out")
def test_a_worker_is_what_the_system_ends_when_memory_runs_out(pool: WorkerPool) -> None:
    assert pool.submit(expendability, deadline=WAIT, lane="one").result(WAIT) == "1000"
