"""What a worker process keeps after a job, and what a job's pixels take beside themselves."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType

import numpy as np
import psutil
import pytest
from test_work import WAIT, double, wait_until

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.facts import Decoded, Facts, Pixels
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project import intake
from facebalance_desktop.project.intake import Analysis, open_photo
from facebalance_desktop.work import JobContext, WorkerPool
from facebalance_desktop.work.payload import Place, ResultBlock, pack, unpack

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

    facts = Facts(60, 40, "JPEG", "sRGB")

    def decoded(data: bytes, name: str, into: Pixels | None) -> Decoded:
        pixels = np.zeros((40, 60, 3), np.uint8)
        made.append(weakref.ref(pixels))
        return Decoded(pixels, facts)

    monkeypatch.setattr(intake, "warm_up", lambda: kept.append(sys._getframe()))
    monkeypatch.setattr(intake, "read_facts", lambda *_: facts)
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


def shares(size: int) -> memoryview | None:
    return memoryview(bytearray(size))


def test_a_pyramid_in_shared_memory_is_the_same_and_holds_the_pixels_alone() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (1203, 1501, 3), np.uint8)
    own = Pyramid.of(pixels, (3000, 2400))
    given = [pixels.copy()]
    made = weakref.ref(given[0])
    laid = Pyramid.of(given.pop(), (3000, 2400), shares)
    assert made() is None
    assert laid.size == own.size
    assert [level.shape for level in laid.levels] == [(1203, 1501, 3), (602, 751, 3), (301, 376, 3)]
    for level, other in zip(laid.levels, own.levels, strict=True):
        np.testing.assert_array_equal(level, other)
        assert not level.flags.writeable
    refused = Pyramid.of(pixels, None, lambda _: None)
    assert refused.levels[0] is pixels
    np.testing.assert_array_equal(refused.levels[2], own.levels[2])


def laid_out(context: JobContext, value: int) -> Pyramid:
    return Pyramid.of(np.full((900, 1200, 3), value, np.uint8), shared=context.shared)


def laid_out_and_refused(context: JobContext) -> Pyramid:
    laid_out(context, 1)
    raise Problem("No.")


def laid_out_and_crashed(context: JobContext) -> None:
    laid_out(context, 1)
    os._exit(3)


def laid_out_for_nothing(context: JobContext) -> Pixels:
    laid_out(context, 1)
    return np.full((900, 1200, 3), 7, np.uint8)


def laid_out_in_part(context: JobContext) -> tuple[Pyramid, Pixels]:
    assert context.shared(10) is None, "too small to be worth it"
    pyramid = laid_out(context, 5)
    assert context.shared(1_000_000) is None, "once a job"
    return pyramid, np.full((300, 300, 3), 6, np.uint8)


def test_what_a_job_lays_out_in_its_result_arrives_as_it_was_made(pool: WorkerPool) -> None:
    for value in (3, 4):
        pyramid = pool.submit(laid_out, value, deadline=WAIT).result(WAIT)
        assert [level.shape[:2] for level in pyramid.levels] == [(900, 1200), (450, 600), (225, 300)]
        assert all((level == value).all() and not level.flags.writeable for level in pyramid.levels)
    with pytest.raises(Problem, match=r"^No\.$"):
        pool.submit(laid_out_and_refused, deadline=WAIT).result(WAIT)
    assert (pool.submit(laid_out_for_nothing, deadline=WAIT).result(WAIT) == 7).all()
    first, second = pool.submit(laid_out_in_part, deadline=WAIT).result(WAIT)
    assert (first.levels[0] == 5).all()
    assert (second == 6).all()


def blocks() -> set[str]:
    return {path.name for path in Path("/dev/shm").glob("fb*")}


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="shared memory is not visible as files here")
@pytest.mark.parametrize("function", [laid_out_and_refused, laid_out_for_nothing, laid_out_and_crashed])
def test_no_block_is_left_of_what_was_laid_out(pool: WorkerPool, function: Callable[[JobContext], object]) -> None:
    before = blocks()
    with suppress(Problem):
        pool.submit(function, deadline=WAIT).result(WAIT)
    pool.submit(double, 2, deadline=WAIT).result(WAIT)
    wait_until(lambda: blocks() <= before)


def test_a_result_that_is_laid_out_is_not_copied() -> None:
    block = ResultBlock(f"fbtest{os.getpid()}")
    pyramid = Pyramid.of(np.full((900, 1200, 3), 9, np.uint8), shared=block.shared)
    packed, copied = pack(pyramid, "", block)
    assert copied is None
    assert sum(isinstance(part, Place) for part in packed.parts) == len(pyramid.levels)
    assert sum(len(part) for part in packed.parts if isinstance(part, bytes)) < 2000
    assert (unpack(packed, is_owner=True).levels[0] == 9).all()
    block.let_go()
    assert block.place_of(memoryview(pyramid.levels[0].data)) is None


def with_large_pixels(context: JobContext) -> int:
    """What is kept in memory of a photo of 45 megapixels."""
    before = psutil.Process().memory_info().rss
    np.ones((5480, 8210, 3), np.uint8)
    return int(psutil.Process().memory_info().rss - before)


@only_glibc
def test_the_memory_of_a_very_large_photo_goes_back_at_once(pool: WorkerPool) -> None:
    assert pool.submit(with_large_pixels, deadline=WAIT).result(WAIT) < 20_000_000


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
