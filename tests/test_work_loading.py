"""What a job loads before its own time runs: an allowance of its own, kept through a cancel, not begun without end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_work import WAIT, crash, double, process_id, wait_until

from facebalance_desktop.errors import Problem
from facebalance_desktop.work import JobContext, WorkerPool
from facebalance_desktop.work.pool import CANCEL_GRACE


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(processes=1)
    yield pool
    pool.close()


def load_slowly(context: JobContext, seconds: float, mark: str = "") -> int:
    if mark:
        Path(mark).touch()
    context.load(lambda: threading.Event().wait(seconds))
    return os.getpid()


def load_and_hang(context: JobContext) -> None:
    context.load(lambda: None)
    threading.Event().wait()


def load_for_ever(context: JobContext) -> None:
    context.load(threading.Event().wait)


def test_loading_does_not_count_in_the_deadline_which_holds_after_it(pool: WorkerPool) -> None:
    assert pool.submit(load_slowly, 0.6, deadline=0.3).result(WAIT) > 0
    with pytest.raises(Problem, match=r"took longer than 0.3 seconds"):
        pool.submit(load_and_hang, deadline=0.3).result(WAIT)


def test_a_cancel_waits_until_what_the_next_job_needs_is_loaded(pool: WorkerPool, tmp_path: Path) -> None:
    mark = tmp_path / "loading"
    home = pool.submit(process_id, deadline=WAIT).result(WAIT)
    first = pool.submit(load_slowly, 2 * CANCEL_GRACE, str(mark), deadline=WAIT)
    wait_until(mark.exists)
    first.cancel()
    assert first.is_cancelled
    assert pool.submit(process_id, deadline=WAIT).result(WAIT) == home


def test_loading_that_does_not_end_is_told_as_what_it_is(monkeypatch: pytest.MonkeyPatch, pool: WorkerPool) -> None:
    pool.submit(process_id, deadline=WAIT, lane="one").result(WAIT)
    monkeypatch.setattr("facebalance_desktop.work.pool.READY_LIMIT", 0.5)
    with pytest.raises(Problem, match=r"^Reading x\.jpg could not begin within 0\.5 seconds"):
        pool.submit(load_for_ever, deadline=WAIT, lane="one", name="Reading x.jpg").result(WAIT)


def test_preloading_that_failed_is_not_begun_again(pool: WorkerPool) -> None:
    with pytest.raises(Problem):
        pool.warm(crash, lane="faces").result(WAIT)
    assert pool.submit(double, 2, deadline=WAIT, priority=-2000).result(WAIT) == 4, "comes after a second preload"
