"""Decoded photos for the screen: asked for by their record, decoded by a worker, kept within a budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    decode_pyramid,
    decoded_bytes,
    load_thumbnail,
)
from facebalance_desktop.project.model import Photo
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Job, WorkerPool

FIRST_LOOK = 1600
"""px: long side of the reduced decode that is shown until the whole photo is there."""
BYTES_A_PIXEL = 4
"""Three channels, and a third more for the smaller levels."""
PRIORITY_FIRST_LOOK, PRIORITY_THUMBNAIL, PRIORITY_WHOLE = 5, 4, 3


class PixelCache(QObject):
    """Pyramids of an open project's photos looked at last and a thumbnail of each; answers at once with what is there.

    `source` says where the original bytes are at the moment of asking: Save As moves them.
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
        self._wholes: set[str] = set()  # of those in the gallery, the ones that are no first looks
        self._thumbnails: dict[str, Pixels] = {}
        self._jobs: dict[str, tuple[Job[Any], ...]] = {}
        self._thumbnail_jobs: dict[str, Job[Any]] = {}
        self._failed: set[str] = set()
        self._shown: set[str] = set()
        self._awaited: dict[str, Photo] = {}
        self.is_brought: Callable[[Photo], bool] = lambda _: False
        """Whether the search for a photo's face brings its whole pixels."""

    def clear(self) -> None:
        """Forget all pixels and stop what is under way: nobody looks at the project any more."""
        for jobs in (*self._jobs.values(), tuple(self._thumbnail_jobs.values())):
            for job in jobs:
                job.cancel()
        self._gallery.clear()
        for kept in (self._wholes, self._failed, self._shown):
            kept.clear()
        for known in (self._thumbnails, self._jobs, self._thumbnail_jobs, self._awaited):
            known.clear()

    def pyramid(self, sha256: str) -> Pyramid | None:
        """The photo's pixels, at least reduced ones, or None while nothing is there."""
        return self._gallery.get(sha256)

    def whole(self, sha256: str) -> Pyramid | None:
        """The photo's own pixels, or None while they are not there."""
        return self._gallery.get(sha256) if sha256 in self._wholes else None

    def thumbnail(self, photo: Photo) -> Pixels | None:
        """A small picture, (h, w, 3) sRGB, or None while it is being made (`thumbnail_ready` tells)."""
        sha256 = photo.sha256
        found = self._thumbnails.get(sha256)
        if found is None and (decoded := self._gallery.get(sha256)) is not None:
            found = self._thumbnails[sha256] = reduced(decoded.levels[-1], THUMBNAIL)[0]
        if found is None and sha256 not in self._thumbnail_jobs and sha256 not in self._failed:
            job = self._pool.submit(
                load_thumbnail,
                self._source(),
                sha256,
                photo.name,
                deadline=DECODE_LIMIT,
                priority=PRIORITY_THUMBNAIL,
                name=_doing(photo),
                weight=_weight(photo, THUMBNAIL),
            )
            self._thumbnail_jobs[sha256] = job
            self._bridge.follow(job, lambda got: self._keep_thumbnail(sha256, got), lambda why: self._fail(sha256, why))
        return found

    def at_full_size(self, photo: Photo) -> Pyramid | Job[Pyramid]:
        """The photo's own pixels for an export, or the job that decodes them."""
        return self.whole(photo.sha256) or self._decode(photo, None, PRIORITY_WHOLE)

    def show(self, photos: Sequence[Photo]) -> None:
        """These photos, and no others, are on screen: they are kept and decoded, others under way are dropped.

        As many as the budget holds come whole, in this order; what is beyond it stays a first look.
        """
        shown = {photo.sha256: photo for photo in photos}
        self._failed -= shown.keys() - self._shown  # chosen anew: what failed on a busy machine is tried again
        self._shown = set(shown)
        self._gallery.pin(shown)
        for sha256 in [name for name in self._jobs if name not in shown]:
            for job in self._jobs.pop(sha256):
                job.cancel()
        self._awaited = {name: photo for name, photo in self._awaited.items() if name in shown}
        room = self._budget
        for photo in shown.values():
            room -= BYTES_A_PIXEL * photo.width * photo.height
            self.ask(photo, is_whole=room >= 0 or len(shown) <= 2)

    def ask(self, photo: Photo, is_whole: bool = True) -> None:
        """Decode a photo unless it is there or under way: a quick reduced look first, then the whole.

        Where there is something to show until then, it waits for the whole pixels that the search for its face brings.
        """
        sha256 = photo.sha256
        if sha256 in self._jobs or sha256 in self._awaited or sha256 in self._failed or self.whole(sha256) is not None:
            return
        is_there = sha256 in self._gallery
        jobs = []
        is_large = max(photo.width, photo.height) > 2 * FIRST_LOOK
        if is_large and not is_there and (photo.format == "JPEG" or not is_whole):
            first = self._decode(photo, FIRST_LOOK, PRIORITY_FIRST_LOOK)
            refuse = (lambda _: None) if is_whole else (lambda why: self._fail(sha256, why))
            self._bridge.follow(first, lambda got: self._show_first(sha256, got), refuse)
            jobs.append(first)
        if (is_whole or not is_large) and (is_there or jobs) and self.is_brought(photo):
            self._awaited[sha256] = photo
        elif is_whole or not is_large:
            jobs.append(self._ask_whole(photo))
        if jobs:
            self._jobs[sha256] = tuple(jobs)

    def _ask_whole(self, photo: Photo) -> Job[Pyramid]:
        sha256 = photo.sha256
        whole = self._decode(photo, None, PRIORITY_WHOLE)
        self._bridge.follow(whole, lambda got: self._keep_whole(sha256, got), lambda why: self._fail(sha256, why))
        return whole

    def keep_incoming(self, incoming: Incoming) -> None:
        """What the reading of a photo's file has decoded already."""
        sha256 = incoming.photo.sha256
        self._thumbnails[sha256] = incoming.thumbnail
        if incoming.first_look is not None and sha256 not in self._gallery:
            self._gallery.put(sha256, incoming.first_look)

    def is_awaiting(self, sha256: str) -> bool:
        """Whether a photo on screen waits for the whole pixels that the search for its face brings."""
        return sha256 in self._awaited

    def bring(self, sha256: str, pyramid: Pyramid | None) -> None:
        """The whole pixels of a photo whose face was looked for; None where that search brings none."""
        awaited = self._awaited.pop(sha256, None)
        if pyramid is not None:
            self._keep_whole(sha256, pyramid)
        elif awaited is not None and sha256 not in self._jobs:
            self._jobs[sha256] = (self._ask_whole(awaited),)

    def _decode(self, photo: Photo, max_side: int | None, priority: int) -> Job[Pyramid]:
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
            self._wholes.discard(sha256)
            self.ready.emit(sha256)
        if all(job.is_done for job in self._jobs.get(sha256, ())):
            self._jobs.pop(sha256, None)

    def _keep_whole(self, sha256: str, pyramid: Pyramid) -> None:
        self._jobs.pop(sha256, None)
        self._gallery.put(sha256, pyramid)
        self._wholes.add(sha256)
        self._wholes = {name for name in self._wholes if name in self._gallery}
        self.ready.emit(sha256)

    def _keep_thumbnail(self, sha256: str, pixels: Pixels) -> None:
        self._thumbnail_jobs.pop(sha256, None)
        self._thumbnails[sha256] = pixels
        self.thumbnail_ready.emit(sha256)

    def _fail(self, sha256: str, sentence: str) -> None:
        self._jobs.pop(sha256, None)
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

    def at_full_size(self, photo: Photo) -> Pyramid | Job[Pyramid]:
        if self._bound is None:
            raise ValueError("no project is open")
        return self._bound.at_full_size(photo)

    def show(self, photos: Sequence[Photo]) -> None:
        if self._bound is not None:
            self._bound.show(photos)

    def ask(self, photo: Photo, is_whole: bool = True) -> None:
        if self._bound is not None:
            self._bound.ask(photo, is_whole)

    def clear(self) -> None:
        raise NotImplementedError("each project clears its own pixels")


def _doing(photo: Photo) -> str:
    return tr("Opening {name}", name=photo.name)


def _weight(photo: Photo, max_side: int | None) -> int:
    """Bytes that are decoded for it: only a JPEG is decoded small from the beginning."""
    return decoded_bytes(photo) if max_side is None or photo.format != "JPEG" else 0
