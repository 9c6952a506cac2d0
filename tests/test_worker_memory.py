"""What a worker process keeps after a job, and what a job's pixels take beside themselves."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator
from types import FrameType

import numpy as np
import psutil
import pytest
from test_work import WAIT

from facebalance_desktop.photos.facts import Decoded, Pixels
from facebalance_desktop.project import intake
from facebalance_desktop.project.intake import Analysis, open_photo
from facebalance_desktop.work import JobContext, WorkerPool

BLOCK = 4_000_000


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


def kept_after_work(context: JobContext) -> int:
    """Bytes that the process has grown by when it has let go of many arrays, with something small between them."""
    np.ones(2 * BLOCK, np.uint8)
    before = psutil.Process().memory_info().rss
    arrays = [np.ones(BLOCK if place % 2 == 0 else BLOCK // 12, np.uint8) for place in range(60)]
    small = arrays[1::2]
    del arrays
    grown = int(psutil.Process().memory_info().rss - before)
    del small
    return grown


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator of other systems is told nothing")
def test_a_worker_gives_back_what_a_job_has_let_go_of(pool: WorkerPool) -> None:
    assert pool.submit(kept_after_work, deadline=WAIT).result(WAIT) < 5 * BLOCK
