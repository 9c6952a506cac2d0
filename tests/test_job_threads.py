"""Jobs in threads of their own: also where the system lets no further thread begin."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from facebalance_desktop.work import Bug, JobContext, run_in_thread

WAIT = 30
ENDING = """
import threading
from facebalance_desktop.work import run_in_thread

def refuse(thread):
    raise RuntimeError("can't start new thread")

threading.Thread.start = refuse
run_in_thread(print)
"""


def double(context: JobContext, number: int) -> int:
    return 2 * number


def test_a_job_whose_thread_cannot_be_started_ends_with_a_bug_and_the_next_one_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = threading.Thread.start
    refused: list[threading.Thread] = []

    def refuse(thread: threading.Thread) -> None:
        if not refused:
            refused.append(thread)
            raise RuntimeError("can't start new thread")
        start(thread)

    assert run_in_thread(double, 1).result(WAIT) == 2  # what starts threads is there
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(Bug):
        run_in_thread(double, 2).result(WAIT)
    assert run_in_thread(double, 3).result(WAIT) == 6


def test_the_program_ends_also_where_no_thread_could_be_started() -> None:
    subprocess.run([sys.executable, "-c", ENDING], check=True, timeout=WAIT)
