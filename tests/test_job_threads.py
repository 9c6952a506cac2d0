"""Jobs in threads of their own: also where the system lets no further thread begin."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from sources import ROOT

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
LEFT_BEHIND = """
import sys
import threading
import cv2
import numpy
from facebalance_desktop import __main__
from facebalance_desktop.cli import main as cli
from facebalance_desktop.work import job, run_in_thread

def compute(context):
    has_begun.set()
    pixels = numpy.zeros((1500, 1500, 3), numpy.uint8)
    while True:
        cv2.GaussianBlur(pixels, (31, 31), 5)

def command():
    hanging = run_in_thread(compute)
    has_begun.wait()
    hanging.cancel()
    job.await_threads()
    return 5

job.GIVEN_UP_FOR = 0.1
has_begun = threading.Event()
cli.main = command
sys.exit(__main__.main())
"""
"""A job that was cancelled and computes on in native code when the program ends."""


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


def test_the_program_ends_with_its_status_while_a_cancelled_job_computes_on() -> None:
    """Python's own end took OpenCV down under the thread: "terminate called without an active exception"."""
    done = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=2 * WAIT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (5, "")
