"""What is not read: films, files larger than any photo, pipes; and photos that need much memory take turns."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from photo_samples import by_pillow
from test_work import WAIT

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.camera_card import glance
from facebalance_desktop.project.intake import decoded_bytes, take_in
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.work import JobContext, WorkerPool
from facebalance_desktop.work.job import Heavier
from facebalance_desktop.work.pool import ROOM

FILM = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
READ = Path("/proc/self/io")


def bytes_read() -> int:
    """What this process has read so far."""
    if not READ.exists():
        pytest.skip("this system does not tell what was read")
    return int(READ.read_text().split()[1])


def sparse(path: Path, start: bytes, size: int) -> Path:
    """A file of that size that takes no room on the disk."""
    path.write_bytes(start)
    os.truncate(path, size)
    return path


@pytest.mark.parametrize(
    ("start", "size", "words"),
    [
        (FILM, 30 * 2**30, "has 30.0 GB, more than any photo may have"),
        (b"\xff\xd8\xff\xe0", LIMITS.photo_bytes + 1, "more than any photo may have"),
        (FILM, 2**30, "is a video file"),
        (b"text", 2**30, "is not a photo"),
    ],
)
def test_what_is_no_photo_is_refused_unread(start: bytes, size: int, words: str, tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.jpg", start, size)
    before = bytes_read()
    with pytest.raises(Problem, match=words) as caught:
        take_in(JobContext(), path, InMemory())
    assert "nothing was changed" in caught.value.sentence
    found = glance(JobContext(), path)
    assert found is not None and (found.problem is not None or found.format == "video")
    assert bytes_read() - before < 2**21


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(Problem, match="is not a readable file"):
        take_in(JobContext(), tmp_path / "a.jpg", InMemory())


def test_a_photo_that_is_decoded_whole_asks_for_room_first(tmp_path: Path) -> None:
    picture = np.zeros((800, 1000, 3), np.uint8)
    (tmp_path / "a.png").write_bytes(by_pillow("PNG", picture))
    (tmp_path / "a.jpg").write_bytes(by_pillow("JPEG", picture))
    keeper = InMemory()
    with pytest.raises(Heavier) as heavier:
        take_in(JobContext(weight=1000), tmp_path / "a.png", keeper)
    assert heavier.value.weight == 3 * 800 * 1000 and not keeper.data
    photo = take_in(JobContext(weight=heavier.value.weight), tmp_path / "a.png", keeper).photo
    assert decoded_bytes(photo) == heavier.value.weight
    take_in(JobContext(weight=1000), tmp_path / "a.jpg", keeper)


def heavy(context: JobContext, folder: Path, name: str) -> tuple[float, float]:
    """A job that learns only when it runs how much it decodes; from when to when it held that."""
    context.await_room(ROOM // 2 + 1)
    began = time.monotonic()
    (folder / name).touch()
    until = began + 0.3
    while time.monotonic() < until and len(list(folder.iterdir())) < 2:
        threading.Event().wait(0.01)
    return began, time.monotonic()


def test_jobs_that_find_themselves_heavy_are_begun_again_one_after_the_other(tmp_path: Path) -> None:
    pool = WorkerPool(processes=2)
    try:
        first, second = (pool.submit(heavy, tmp_path, name, deadline=WAIT) for name in "ab")
        spans = sorted((first.result(WAIT), second.result(WAIT)))
        assert spans[0][1] <= spans[1][0]
    finally:
        pool.close()
