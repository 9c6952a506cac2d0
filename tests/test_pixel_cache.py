"""Decoded photos for the screen: a first look before the whole, a budget, thumbnails, what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from facebalance_desktop.project.intake import photo_of
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import FIRST_LOOK, PixelCache
from facebalance_desktop.work import WorkerPool

Until = Callable[[Callable[[], object]], None]

pytestmark = pytest.mark.usefixtures("qapp")
LARGE = (3600, 3000)
"""Its pyramid takes about 43 MB."""


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool()
    yield made
    made.close()


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def large(originals: Originals, shade: int) -> Photo:
    store = BytesIO()
    Image.new("RGB", LARGE, (shade, 90, 90)).save(store, "JPEG")
    return photo_of(store.getvalue(), f"{shade}.jpg", originals)


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """Waits until something holds, while the program's events go on."""
    return lambda condition: qtbot.waitUntil(lambda: condition() is not None and bool(condition()), timeout=60_000)


def test_a_first_look_is_shown_until_the_whole_photo_is_there(
    pool: WorkerPool, originals: Originals, until: Until
) -> None:
    pixel_cache = PixelCache(pool, JobBridge(), lambda: originals)
    photo = large(originals, 40)
    sides: list[int] = []

    def note(sha256: str) -> None:
        pyramid = pixel_cache.pyramid(sha256)
        assert pyramid is not None
        sides.append(max(pyramid.levels[0].shape[:2]))

    pixel_cache.ready.connect(note)
    pixel_cache.show([photo])
    until(lambda: pixel_cache.whole(photo.sha256))
    assert sides[-1] == LARGE[0]
    assert all(FIRST_LOOK <= side < LARGE[0] for side in sides[:-1])


def test_the_budget_holds_and_what_is_on_screen_stays(pool: WorkerPool, originals: Originals, until: Until) -> None:
    pixel_cache = PixelCache(pool, JobBridge(), lambda: originals, budget_bytes=100 * 2**20)
    photos = [large(originals, shade) for shade in (10, 20, 30, 40)]
    for photo in photos:
        pixel_cache.show([photos[0], photo])
        until(partial(pixel_cache.whole, photo.sha256))
    assert pixel_cache.whole(photos[0].sha256) is not None
    assert pixel_cache.whole(photos[1].sha256) is None
    pixel_cache.show(photos)
    until(lambda: all(pixel_cache.pyramid(photo.sha256) for photo in photos))


def test_thumbnails_are_small_and_stay(pool: WorkerPool, originals: Originals, until: Until) -> None:
    pixel_cache = PixelCache(pool, JobBridge(), lambda: originals)
    photo = large(originals, 50)
    assert pixel_cache.thumbnail(photo) is None
    until(lambda: pixel_cache.thumbnail(photo) is not None)
    pixels = pixel_cache.thumbnail(photo)
    assert pixels is not None
    assert max(pixels.shape[:2]) <= 320
    assert pixel_cache.whole(photo.sha256) is None and pixel_cache.at_least(photo, FIRST_LOOK) is None


def test_photos_are_decoded_as_large_as_they_are_needed(pool: WorkerPool, originals: Originals, until: Until) -> None:
    pixel_cache = PixelCache(pool, JobBridge(), lambda: originals)
    photo, small = large(originals, 70), large(originals, 80)
    pixel_cache.show([photo, small], {photo.sha256: 900, small.sha256: 200})
    until(lambda: not pixel_cache.is_busy)
    found = pixel_cache.pyramid(photo.sha256)
    assert found is not None and found.levels[0].shape == (750, 900, 3) and found.size == LARGE
    assert pixel_cache.at_least(small, 200) is not None and pixel_cache.at_least(small, 400) is None
    pixel_cache.show([photo], {photo.sha256: 1800})
    until(lambda: pixel_cache.at_least(photo, 1800))
    pixel_cache.show([photo])
    until(lambda: pixel_cache.whole(photo.sha256))


def test_what_failed_is_told_of_once_and_tried_again_when_chosen_anew(
    pool: WorkerPool, originals: Originals, until: Until
) -> None:
    pixel_cache = PixelCache(pool, JobBridge(), lambda: originals)
    photo = large(originals, 60)
    assert originals.folder is not None
    path = originals.folder / photo.sha256
    data = path.read_bytes()
    path.unlink()
    told: list[str] = []
    pixel_cache.failed.connect(lambda _, sentence: told.append(sentence))
    pixel_cache.show([photo])
    until(lambda: told)
    pixel_cache.show([photo])
    assert len(told) == 1
    path.write_bytes(data)
    pixel_cache.show([])
    pixel_cache.show([photo])
    until(lambda: pixel_cache.whole(photo.sha256))
