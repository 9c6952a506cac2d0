"""The crew: results, deadlines, crashes, cancels, large values."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.work import Bug, Crew, Report, Ticket, run_in_thread
from facebalance_desktop.work.crew import ROOM

WAIT = 30.0
"""Seconds no answer of these tests comes near, also on a busy machine."""


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    crew = Crew()
    yield crew
    crew.close()


def double(ticket: Ticket, value: int) -> int:
    return 2 * value


def process_id(ticket: Ticket, token: object = None) -> int:
    return os.getpid()


def hang(ticket: Ticket, started: str = "") -> None:
    if started:
        Path(started).touch()
    threading.Event().wait()


def hang_until_cancelled(ticket: Ticket) -> None:
    ticket.report(0, 0, "waiting")
    pause = threading.Event()
    while True:
        ticket.raise_if_cancelled()
        pause.wait(0.005)


def crash(ticket: Ticket) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def known(ticket: Ticket) -> None:
    raise Problem("The photo is empty; nothing was changed.")


class Special(Problem):
    def __init__(self, part: str, whole: str) -> None:
        super().__init__(f"{part} of {whole} is missing.")


def special(ticket: Ticket) -> None:
    raise Special("Half", "the photo")


def bug(ticket: Ticket, secret: str) -> None:
    inner = secret + " Miller"
    Path("/nowhere/" + inner).read_bytes()


def steps(ticket: Ticket) -> str:
    for step in range(4):
        ticket.report(step, 3, f"step {step}")
    return "walked"


def grey(ticket: Ticket, size: int) -> NDArray[np.uint8]:
    return np.full(size, 7, np.uint8)


def total(ticket: Ticket, array: NDArray[np.uint8]) -> tuple[int, bool]:
    return int(array.sum()), array.flags.writeable


def mixed(ticket: Ticket) -> dict[str, NDArray[Any]]:
    return {
        "big": np.arange(50_000.0).reshape(100, 500),
        "fortran": np.ones((300, 400), order="F"),
        "small": np.arange(3),
    }


def modules(ticket: Ticket) -> list[str]:
    return sorted(sys.modules)


def noise(ticket: Ticket) -> None:
    os.write(2, b"native noise\n")
    os.write(1, b"native noise\n")
    print("python noise")


def test_a_result_comes_back(crew: Crew) -> None:
    assert crew.submit(double, 21, deadline=WAIT).result(WAIT) == 42


def test_fifty_jobs_give_their_own_results_and_end_in_order_on_one_worker() -> None:
    crew = Crew(processes=1)
    ended: list[int] = []
    try:
        jobs = [crew.submit(double, n, deadline=WAIT) for n in range(50)]
        for n, job in enumerate(jobs):
            job.on_done(lambda _, n=n: ended.append(n))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        assert [job.result(WAIT) for job in jobs] == [2 * n for n in range(50)]
    finally:
        crew.close()
    assert sorted(ended) == list(range(50))
    assert ended[-10:] == list(range(40, 50))


def test_higher_priority_goes_first() -> None:
    crew = Crew(processes=1)
    ended: list[str] = []
    try:
        first = crew.submit(hang_until_cancelled, deadline=WAIT)
        low = crew.submit(double, 1, deadline=WAIT, priority=-1)
        high = crew.submit(double, 1, deadline=WAIT, priority=1)
        low.on_done(lambda _: ended.append("low"))
        high.on_done(lambda _: ended.append("high"))
        first.cancel()
        low.result(WAIT)
        assert ended == ["high", "low"]
    finally:
        crew.close()


def test_both_workers_are_used_and_a_lane_prefers_its_worker(crew: Crew) -> None:
    home = crew.submit(process_id, deadline=WAIT, lane="faces").result(WAIT)
    assert crew.submit(process_id, deadline=WAIT).result(WAIT) != home, (
        "a plain job leaves the worker with a lane alone"
    )
    assert {crew.submit(process_id, deadline=WAIT, lane="faces").result(WAIT) for _ in range(5)} == {home}
    blocker = crew.submit(hang_until_cancelled, deadline=WAIT, lane="faces")
    assert crew.submit(process_id, deadline=WAIT, lane="faces").result(WAIT) != home, "no worker idles"
    blocker.cancel()


def test_two_heavy_jobs_never_run_at_once_and_light_ones_go_in_between(crew: Crew) -> None:
    first = crew.submit(hang_until_cancelled, deadline=WAIT, weight=ROOM // 2 + 1)
    second = crew.submit(hang_until_cancelled, deadline=WAIT, weight=ROOM // 2 + 1, priority=1)
    lighter = crew.submit(double, 4, deadline=WAIT, weight=ROOM // 4)
    assert crew.submit(double, 3, deadline=WAIT, priority=-1).result(WAIT) == 6
    assert lighter.result(WAIT) == 8
    running = [seat.task.job for seat in crew._seats if seat.task]
    assert len(running) == 1
    for job in (first, second):
        job.cancel()
    with pytest.raises(Cancelled):
        second.result(WAIT)
    assert crew.submit(double, 2, deadline=WAIT, weight=4 * ROOM).result(WAIT) == 4, "alone it always runs"


def test_no_job_is_waited_for_past_its_deadline(crew: Crew) -> None:
    crew.submit(double, 1, deadline=WAIT).result(WAIT)
    before = time.monotonic()
    job = crew.submit(hang, deadline=0.5, name="Reading portrait.jpg")
    with pytest.raises(Problem, match=r"^Reading portrait.jpg took longer than 0.5 seconds and was stopped; nothing"):
        job.result(WAIT)
    assert 0.5 <= time.monotonic() - before < 5.0
    assert crew.submit(double, 2, deadline=WAIT).result(WAIT) == 4


def test_the_deadline_starts_when_the_job_starts() -> None:
    crew = Crew(processes=1)
    try:
        blocker = crew.submit(hang, deadline=1.0)
        waiting = crew.submit(double, 4, deadline=0.9)
        assert waiting.result(WAIT) == 8
        assert blocker.is_done
    finally:
        crew.close()


def test_a_crash_is_one_sentence_and_the_crew_goes_on(crew: Crew) -> None:
    with pytest.raises(Problem, match=r"^Reading x\.jpg ended unexpectedly; nothing was changed\.$"):
        crew.submit(crash, deadline=WAIT, name="Reading x.jpg").result(WAIT)
    assert crew.submit(double, 3, deadline=WAIT).result(WAIT) == 6


def test_a_worker_killed_from_outside_is_one_sentence(crew: Crew, tmp_path: Path) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]
    jobs = [crew.submit(hang, str(mark), deadline=WAIT) for mark in marks]
    wait_until(lambda: all(mark.exists() for mark in marks))
    for seat in crew._seats:
        assert seat.process is not None
        os.kill(seat.process.pid or 0, signal.SIGKILL)
    for job in jobs:
        with pytest.raises(Problem):
            job.result(WAIT)
    assert crew.submit(double, 5, deadline=WAIT).result(WAIT) == 10


def test_problems_come_back_as_themselves(crew: Crew) -> None:
    with pytest.raises(Problem) as caught:
        crew.submit(known, deadline=WAIT).result(WAIT)
    assert caught.value.sentence == "The photo is empty; nothing was changed."
    with pytest.raises(Problem) as caught:
        crew.submit(special, deadline=WAIT).result(WAIT)
    assert caught.value.sentence == "Half of the photo is missing."


def test_a_bug_tells_where_but_neither_values_nor_paths(crew: Crew) -> None:
    with pytest.raises(Bug) as caught:
        crew.submit(bug, "Erika", deadline=WAIT).result(WAIT)
    assert "in bug" in caught.value.text
    assert "FileNotFoundError" in caught.value.text
    assert "Erika" not in caught.value.text


def test_arguments_that_cannot_travel_are_a_bug(crew: Crew) -> None:
    with pytest.raises(Bug, match="pickle"):
        crew.submit(process_id, lambda: None, deadline=WAIT).result(WAIT)
    assert crew.submit(double, 5, deadline=WAIT).result(WAIT) == 10


def test_cancel_ends_the_job_at_once_and_keeps_a_worker_that_listens(tmp_path: Path) -> None:
    crew = Crew(processes=1)
    try:
        home = crew.submit(process_id, deadline=WAIT).result(WAIT)
        begun = threading.Event()
        polite = crew.submit(hang_until_cancelled, deadline=WAIT)
        polite.on_report(lambda _: begun.set())
        assert begun.wait(WAIT)
        polite.cancel()
        assert polite.is_done
        with pytest.raises(Cancelled):
            polite.result(0)
        assert crew.submit(process_id, deadline=WAIT).result(WAIT) == home

        mark = tmp_path / "hanging"
        deaf = crew.submit(hang, str(mark), deadline=WAIT)
        wait_until(mark.exists)
        waiting = crew.submit(double, 1, deadline=WAIT)
        waiting.cancel()
        deaf.cancel()
        assert crew.submit(process_id, deadline=WAIT).result(WAIT) != home
    finally:
        crew.close()


def test_reports_arrive_in_order(crew: Crew) -> None:
    heard: list[Report] = []
    begun = threading.Event()
    job = crew.submit(steps, deadline=WAIT)
    job.on_report(heard.append)
    job.on_done(lambda _: begun.set())
    assert begun.wait(WAIT)
    assert job.result(0) == "walked"
    assert heard == [Report(n, 3, f"step {n}") for n in range(4)][-len(heard) :]


def test_large_arguments_travel_the_same_way(crew: Crew) -> None:
    array = np.ones(3_000_000, np.uint8)
    assert crew.submit(total, array, deadline=WAIT).result(WAIT) == (3_000_000, False)
    mixture = crew.submit(mixed, deadline=WAIT).result(WAIT)
    np.testing.assert_array_equal(mixture["big"], np.arange(50_000.0).reshape(100, 500))
    np.testing.assert_array_equal(mixture["fortran"], np.ones((300, 400)))
    np.testing.assert_array_equal(mixture["small"], np.arange(3))


def test_without_shared_memory_values_travel_in_the_message(monkeypatch: pytest.MonkeyPatch, crew: Crew) -> None:
    monkeypatch.setattr("facebalance_desktop.work.parcel.has_room", lambda size: False)
    assert crew.submit(total, np.ones(3_000_000, np.uint8), deadline=WAIT).result(WAIT)[0] == 3_000_000


def test_workers_are_silent_and_light(crew: Crew, capfd: pytest.CaptureFixture[str]) -> None:
    crew.submit(noise, deadline=WAIT).result(WAIT)
    assert capfd.readouterr() == ("", "")
    assert not [name for name in crew.submit(modules, deadline=WAIT).result(WAIT) if name.startswith("PySide6")]


def test_a_closed_crew_ends_its_jobs_and_takes_no_more() -> None:
    crew = Crew()
    jobs = [crew.submit(hang, deadline=WAIT) for _ in range(3)]
    crew.close()
    crew.close()
    for job in jobs:
        with pytest.raises(Cancelled):
            job.result(0)
    with pytest.raises(RuntimeError):
        crew.submit(double, 1, deadline=WAIT)
    Crew().close()


def test_warm_loads_on_one_worker_again_after_a_crash() -> None:
    crew = Crew()
    try:
        crew.warm(process_id, lane="faces").result(WAIT)
        with pytest.raises(Problem):
            crew.submit(crash, deadline=WAIT, lane="faces").result(WAIT)
        crew.submit(double, 1, deadline=WAIT).result(WAIT)
        assert [seat for seat in crew._seats if "faces" in seat.lanes]
    finally:
        crew.close()


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
