"""Decoded photos for the screen: asked for by their record, decoded by a worker, kept within a budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from facebalance_desktop.faces.crops import reduced
from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.gallery import BUDGET, BudgetedCache
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    THUMBNAIL,
    Incoming,
    PhotoBytes,
    decode_for_page,
    decode_pyramid,
    decoded_bytes,
    load_thumbnail,
    stand_by,
)
from facebalance_desktop.project.model import Photo
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project import priorities
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Job, WorkerPool

FIRST_LOOK = 1600
"""px: long side of the reduced decode that is shown until the whole photo is there."""
BYTES_A_PIXEL = 4
"""Three channels, and a third more for the smaller levels."""
PAIR = 2
"""Photos at the beginning of those on the screen that get what they need, whatever the budget."""
NOTHING_LESS: Mapping[str, int] = {}


@dataclass(frozen=True)
class Asked:
    """The decodes of a photo that are under way, the largest of them with this long side (px)."""

    side: int
    jobs: tuple[Job[Any], ...]


class PixelCache(QObject):
    """Pyramids of an open project's photos looked at last and a thumbnail of each; answers at once with what is there.

    A photo is decoded as large as it is needed: `side` is always the long side in px of what is asked for, None the
    photo's own. `source` says where the original bytes are at the moment of asking: Save As moves them.
    """

    ready = Signal(str)
    """A photo's pixels arrived or grew sharper: its SHA-256."""
    thumbnail_ready = Signal(str)
    """A photo's thumbnail arrived: its SHA-256."""
    failed = Signal(str, str)
    """A photo cannot be shown: its SHA-256 and the sentence."""

    def __init__(
        self,
        pool: WorkerPool,
        bridge: JobBridge,
        source: Callable[[], PhotoBytes],
        parent: QObject | None = None,
        budget_bytes: int = BUDGET,
    ) -> None:
        super().__init__(parent)
        self._pool = pool
        self._bridge = bridge
        self._budget = budget_bytes
        self._source = source
        self._gallery: BudgetedCache[Pyramid] = BudgetedCache(budget_bytes)
        self._thumbnails: dict[str, Pyramid] = {}
        self._asked: dict[str, Asked] = {}
        self._thumbnail_jobs: dict[str, Job[Any]] = {}
        self._failed: set[str] = set()
        self._shown: set[str] = set()
        self._awaited: dict[str, Photo] = {}
        self.is_brought: Callable[[Photo], bool] = lambda _: False
        """Whether the search for a photo's face brings its whole pixels."""

    def clear(self) -> None:
        """Forget all pixels and stop what is under way: nobody looks at the project any more."""
        for jobs in (*(asked.jobs for asked in self._asked.values()), tuple(self._thumbnail_jobs.values())):
            for job in jobs:
                job.cancel()
        self._gallery.clear()
        for kept in (self._failed, self._shown):
            kept.clear()
        for known in (self._thumbnails, self._asked, self._thumbnail_jobs, self._awaited):
            known.clear()

    @property
    def is_busy(self) -> bool:
        """Whether pixels for the screen are still on their way."""
        return bool(self._asked or self._awaited or self._shown & self._thumbnail_jobs.keys())

    def pyramid(self, sha256: str) -> Pyramid | None:
        """The photo's pixels, at least as small ones, or None while nothing is there."""
        return self._gallery.get(sha256) or self._thumbnails.get(sha256)

    def whole(self, sha256: str) -> Pyramid | None:
        """The photo's own pixels, or None while they are not there."""
        found = self.pyramid(sha256)
        return found if found is not None and found.is_whole else None

    def at_least(self, photo: Photo, side: int | None) -> Pyramid | None:
        """The photo's pixels where they are as large as this, or None."""
        found = self.pyramid(photo.sha256)
        return found if found is not None and found.long_side >= _needed(photo, side) else None

    def thumbnail(self, photo: Photo) -> Pixels | None:
        """A small picture, (h, w, 3) sRGB, or None while it is being made (`thumbnail_ready` tells)."""
        sha256 = photo.sha256
        found = self._thumbnails.get(sha256)
        if found is None and (decoded := self._gallery.get(sha256)) is not None:
            small = reduced(decoded.levels[-1], THUMBNAIL)[0]
            found = self._thumbnails[sha256] = Pyramid.of(small, decoded.size)
        if found is None and sha256 not in self._thumbnail_jobs and sha256 not in self._failed:
            job = self._pool.submit(
                load_thumbnail,
                self._source(),
                sha256,
                photo.name,
                deadline=DECODE_LIMIT,
                priority=priorities.THUMBNAIL,
                name=_doing(photo),
                weight=_weight(photo, THUMBNAIL),
            )
            self._thumbnail_jobs[sha256] = job
            self._bridge.follow(job, lambda got: self._keep_thumbnail(photo, got), lambda why: self._fail(sha256, why))
        return None if found is None else found.levels[0]

    def is_making(self, photo: Photo) -> bool:
        """Whether its thumbnail is asked for already, or cannot be made."""
        return photo.sha256 in self._thumbnail_jobs or photo.sha256 in self._failed

    def for_page(self, photo: Photo, side: int) -> Pyramid | Job[Pyramid]:
        """The photo's pixels for an export, or the job that decodes them."""
        return self.whole(photo.sha256) or self._pool.submit(
            decode_for_page,
            self._source(),
            photo.sha256,
            photo.name,
            side,
            deadline=DECODE_LIMIT,
            priority=priorities.EXPORT,
            name=_doing(photo),
            weight=decoded_bytes(photo),
        )

    def show(self, photos: Sequence[Photo], sides: Mapping[str, int] = NOTHING_LESS) -> None:
        """These photos, and no others, are on screen: they are kept and decoded, others under way are dropped.

        `sides` tells by SHA-256 how large those are needed that are not needed whole. As many as the budget holds come
        so, in this order; what is beyond it stays a first look or a thumbnail.
        """
        shown = {photo.sha256: photo for photo in photos}
        self._failed -= shown.keys() - self._shown  # chosen anew: what failed on a busy machine is tried again
        self._shown = set(shown)
        self._gallery.pin(shown)
        for sha256 in [name for name in self._asked if name not in shown]:
            self._drop(sha256)
        self._awaited = {name: photo for name, photo in self._awaited.items() if name in shown}
        room = self._budget
        for number, (sha256, photo) in enumerate(shown.items()):
            side = _needed(photo, sides.get(sha256))
            for smaller in (FIRST_LOOK, THUMBNAIL) if number >= PAIR else ():
                side = side if _bytes(photo, side) <= room else min(side, smaller)
            room -= _bytes(photo, side)
            self.ask(photo, side)

    def ask(self, photo: Photo, side: int | None = None) -> None:
        """Decode a photo unless it is there or under way: of a large one a quick reduced look first.

        Where there is something to show until then, it waits for the whole pixels that the search for its face brings.
        """
        sha256, side = photo.sha256, _needed(photo, side)
        asked = self._asked.get(sha256)
        is_coming = sha256 in self._awaited or (asked is not None and asked.side >= side)
        if is_coming or sha256 in self._failed or self.at_least(photo, side) is not None:
            return
        if side <= THUMBNAIL:
            self.thumbnail(photo)
            return
        self._drop(sha256)
        is_there = sha256 in self._gallery
        jobs = []
        if photo.format == "JPEG" and side > 2 * FIRST_LOOK and not is_there:
            first = self._decode(photo, FIRST_LOOK, priorities.FIRST_LOOK)
            self._bridge.follow(first, lambda got: self._show_first(sha256, got), lambda _: None)
            jobs.append(first)
        if side >= max(photo.width, photo.height) and (is_there or jobs) and self.is_brought(photo):
            self._awaited[sha256] = photo
        else:
            jobs.append(self._ask_for(photo, side))
        if jobs:
            self._asked[sha256] = Asked(side, tuple(jobs))

    def _drop(self, sha256: str) -> None:
        asked = self._asked.pop(sha256, None)
        for job in () if asked is None else asked.jobs:
            job.cancel()

    def _ask_for(self, photo: Photo, side: int) -> Job[Pyramid]:
        sha256 = photo.sha256
        job = self._decode(photo, side, priorities.SHOWN)
        self._bridge.follow(job, lambda got: self._keep(sha256, got), lambda why: self._fail(sha256, why))
        return job

    def keep_incoming(self, incoming: Incoming) -> None:
        """What the reading of a photo's file has decoded already."""
        photo = incoming.photo
        self._thumbnails[photo.sha256] = Pyramid.of(incoming.thumbnail, (photo.width, photo.height))
        if incoming.first_look is not None and photo.sha256 not in self._gallery:
            self._gallery.put(photo.sha256, incoming.first_look)

    def is_awaiting(self, sha256: str) -> bool:
        """Whether a photo on screen waits for the whole pixels that the search for its face brings."""
        return sha256 in self._awaited

    def bring(self, sha256: str, pyramid: Pyramid | None) -> None:
        """The whole pixels of a photo whose face was looked for; None where that search brings none."""
        awaited = self._awaited.pop(sha256, None)
        if pyramid is not None:
            self._keep(sha256, pyramid)
        elif awaited is not None and sha256 not in self._asked:
            side = _needed(awaited, None)
            self._asked[sha256] = Asked(side, (self._ask_for(awaited, side),))

    def _decode(self, photo: Photo, side: int | None, priority: int) -> Job[Pyramid]:
        is_whole = _needed(photo, side) >= max(photo.width, photo.height)
        max_side = None if is_whole else side
        return self._pool.submit(
            decode_pyramid,
            self._source(),
            photo.sha256,
            photo.name,
            max_side,
            deadline=DECODE_LIMIT,
            priority=priority,
            name=_doing(photo),
            weight=_weight(photo, max_side),
        )

    def _show_first(self, sha256: str, pyramid: Pyramid) -> None:
        if sha256 not in self._gallery:
            self._gallery.put(sha256, pyramid)
            self.ready.emit(sha256)
        asked = self._asked.get(sha256)
        if asked is not None and all(job.is_done for job in asked.jobs):
            self._asked.pop(sha256)

    def _keep(self, sha256: str, pyramid: Pyramid) -> None:
        self._asked.pop(sha256, None)
        self._gallery.put(sha256, pyramid)
        self.ready.emit(sha256)

    def _keep_thumbnail(self, photo: Photo, pixels: Pixels) -> None:
        self._thumbnail_jobs.pop(photo.sha256, None)
        self._thumbnails[photo.sha256] = Pyramid.of(pixels, (photo.width, photo.height))
        self.thumbnail_ready.emit(photo.sha256)
        if photo.sha256 in self._shown and photo.sha256 not in self._gallery:
            self.ready.emit(photo.sha256)

    def _fail(self, sha256: str, sentence: str) -> None:
        self._asked.pop(sha256, None)
        self._thumbnail_jobs.pop(sha256, None)
        if sha256 not in self._failed:
            self._failed.add(sha256)
            self.failed.emit(sha256, sentence)


class BoundPixelCache(PixelCache):
    """The pixels of whichever project is shown, for views that outlive it; none until `bind`."""

    def __init__(self, parent: QObject | None = None) -> None:
        QObject.__init__(self, parent)  # no pixels of its own
        self._bound: PixelCache | None = None

    def bind(self, pixels: PixelCache) -> None:
        """Show the photos of this project from now on."""
        if self._bound is not None:
            for mine, its in self._signals(self._bound):
                its.disconnect(mine)
        self._bound = pixels
        for mine, its in self._signals(pixels):
            its.connect(mine)

    def _signals(self, pixels: PixelCache) -> Sequence[tuple[SignalInstance, SignalInstance]]:
        return (self.ready, pixels.ready), (self.thumbnail_ready, pixels.thumbnail_ready), (self.failed, pixels.failed)

    def pyramid(self, sha256: str) -> Pyramid | None:
        return None if self._bound is None else self._bound.pyramid(sha256)

    def whole(self, sha256: str) -> Pyramid | None:
        return None if self._bound is None else self._bound.whole(sha256)

    def thumbnail(self, photo: Photo) -> Pixels | None:
        return None if self._bound is None else self._bound.thumbnail(photo)

    def is_making(self, photo: Photo) -> bool:
        return self._bound is not None and self._bound.is_making(photo)

    @property
    def is_busy(self) -> bool:
        return self._bound is not None and self._bound.is_busy

    def at_least(self, photo: Photo, side: int | None) -> Pyramid | None:
        return None if self._bound is None else self._bound.at_least(photo, side)

    def for_page(self, photo: Photo, side: int) -> Pyramid | Job[Pyramid]:
        if self._bound is None:
            raise ValueError("no project is open")
        return self._bound.for_page(photo, side)

    def show(self, photos: Sequence[Photo], sides: Mapping[str, int] = NOTHING_LESS) -> None:
        if self._bound is not None:
            self._bound.show(photos, sides)

    def ask(self, photo: Photo, side: int | None = None) -> None:
        if self._bound is not None:
            self._bound.ask(photo, side)

    def clear(self) -> None:
        raise NotImplementedError("each project clears its own pixels")


def begin_workers(pool: WorkerPool) -> None:
    """Photos will be asked for in a moment: workers that do not run yet begin now, not then."""
    for _ in range(pool.size):
        pool.submit(stand_by, deadline=DECODE_LIMIT, priority=priorities.FIRST_LOOK, name=tr("Getting ready"))


def _doing(photo: Photo) -> str:
    return tr("Opening {name}", name=photo.name)


def _needed(photo: Photo, side: int | None) -> int:
    whole = max(photo.width, photo.height)
    return whole if side is None else min(side, whole)


def _bytes(photo: Photo, side: int) -> int:
    """What a pyramid from this side on takes in memory."""
    share = side / max(photo.width, photo.height, 1)
    return round(BYTES_A_PIXEL * photo.width * photo.height * share**2)


def _weight(photo: Photo, max_side: int | None) -> int:
    """Bytes that are decoded for it: only a JPEG is decoded small from the beginning."""
    return decoded_bytes(photo) if max_side is None or photo.format != "JPEG" else 0
