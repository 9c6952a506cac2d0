"""What a worker process keeps after a job, and what a job's pixels take beside themselves."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import numpy as np
import psutil
import pytest
from test_work import WAIT, double, wait_until

from facebalance_desktop.photos.facts import Decoded, Pixels
from facebalance_desktop.project import intake
from facebalance_desktop.project.intake import Analysis, open_photo
from facebalance_desktop.work import JobContext, WorkerPool

BLOCK, PIXELS = 4_000_000, 80 * 2**20
only_glibc = pytest.mark.skipif(sys.platform != "linux", reason="the allocator of other systems is told nothing")


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(processes=1)
    yield pool
    pool.close()


class NoBytes:
    def read(self, sha256: str) -> bytes:
        return b""


def test_pixels_do_not_stay_with_the_frames_that_loaded_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[FrameType] = []  # MediaPipe keeps the frames that import it, as an optional library of it is not there
    made: list[weakref.ref[Pixels]] = []

    def decoded(data: bytes, name: str) -> Decoded:
        pixels = np.zeros((40, 60, 3), np.uint8)
        made.append(weakref.ref(pixels))
        return Decoded(pixels, None)  # type: ignore[arg-type]  # nobody asks for the facts

    monkeypatch.setattr(intake, "warm_up", lambda: kept.append(sys._getframe()))
    monkeypatch.setattr(intake, "decode", decoded)
    monkeypatch.setattr(intake, "analysis_in", lambda *_: Analysis(0, None, None))
    opened = open_photo(JobContext(), NoBytes(), "", "", None)
    assert opened.pyramid.levels[0] is made[0]()
    del opened
    assert kept
    assert made[0]() is None


def use_pixels(context: JobContext) -> int:
    """How often the system had to find a page of memory for as many bytes as a photo of 24 megapixels has."""
    before = page_faults()
    bytearray(PIXELS)
    return page_faults() - before


def page_faults() -> int:
    """How often the system had to find a page of memory for this process."""
    return int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[7])


def hold_many(context: JobContext) -> int:
    """The process, once it has let go of many arrays that lay beside small ones which it still has."""
    arrays = [np.ones(BLOCK if place % 2 == 0 else BLOCK // 400, np.uint8) for place in range(60)]
    small_ones.extend(arrays[1::2])
    return os.getpid()


small_ones: list[Pixels] = []


@only_glibc
def test_the_memory_of_one_photo_is_there_for_the_next(pool: WorkerPool) -> None:
    jobs = [pool.submit(use_pixels, deadline=WAIT) for _ in range(3)]
    faults = [job.result(WAIT) for job in jobs]
    assert max(faults[1:]) < PIXELS / os.sysconf("SC_PAGE_SIZE") / 10


@only_glibc
def test_a_worker_gives_memory_back_once_no_job_follows(pool: WorkerPool) -> None:
    process = psutil.Process(pool.submit(hold_many, deadline=WAIT).result(WAIT))
    wait_until(lambda: process.memory_info().rss < 30 * BLOCK)
    assert pool.submit(double, 2, deadline=WAIT).result(WAIT) == 4
