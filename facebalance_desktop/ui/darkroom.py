"""Decoded photos for the screen: asked for by SHA-256, developed by a worker, kept within a budget."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.intake import DECODE_LIMIT, Bytes, develop
from facebalance_desktop.project.model import Photo
from facebalance_desktop.ui.background import Background
from facebalance_desktop.work import Crew, Job

BUDGET = 900 * 2**20
"""Bytes of decoded photos kept beside those on the bench."""
FIRST_LOOK = 1600
"""px: long side of the reduced decode that is shown until the whole photo is there."""


class Darkroom(QObject):
    """Keeps pyramids; `pyramid` answers at once with what is there."""

    ready = Signal(str)
    """A photo's pixels arrived or grew sharper: its SHA-256."""
    failed = Signal(str, str)
    """A photo cannot be shown: its SHA-256 and the sentence."""

    def __init__(self, crew: Crew, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crew = crew
        self._background = background
        self._source: Bytes | None = None
        self._kept: OrderedDict[str, Pyramid] = OrderedDict()
        self._first: dict[str, Pyramid] = {}
        self._jobs: dict[str, Job[Any]] = {}
        self._failed: set[str] = set()

    def read_from(self, source: Bytes) -> None:
        """Another project's originals: forget everything of the one before."""
        for job in self._jobs.values():
            job.cancel()
        self._source = source
        self._kept.clear()
        self._first.clear()
        self._jobs.clear()
        self._failed.clear()

    def pyramid(self, sha256: str) -> Pyramid | None:
        """The photo's pixels, at least reduced ones, or None while nothing is there."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        return self._first.get(sha256)

    def whole(self, sha256: str) -> Pyramid | None:
        """The photo's own pixels, or None while they are not there."""
        return self._kept.get(sha256)

    def ask(self, photo: Photo) -> None:
        """Develop a photo unless it is there or under way: a quick reduced look first, then the whole."""
        sha256 = photo.sha256
        if self._source is None or sha256 in self._kept or sha256 in self._jobs or sha256 in self._failed:
            return
        if max(photo.width, photo.height) > 2 * FIRST_LOOK and photo.format == "JPEG":
            first = self._crew.submit(
                develop,
                self._source,
                sha256,
                photo.name,
                FIRST_LOOK,
                deadline=DECODE_LIMIT,
                priority=3,
                name=_doing(photo),
            )
            self._background.follow(first, lambda got: self._take_first(sha256, got), lambda sentence: None)
        job = self._crew.submit(
            develop, self._source, sha256, photo.name, None, deadline=DECODE_LIMIT, priority=2, name=_doing(photo)
        )
        self._jobs[sha256] = job
        self._background.follow(job, lambda got: self._take(sha256, got), lambda why: self._fail(sha256, why))

    def _take_first(self, sha256: str, pyramid: Pyramid) -> None:
        if sha256 not in self._kept:
            self._first[sha256] = pyramid
            self.ready.emit(sha256)

    def _take(self, sha256: str, pyramid: Pyramid) -> None:
        self._jobs.pop(sha256, None)
        self._first.pop(sha256, None)
        self._kept[sha256] = pyramid
        while len(self._kept) > 2 and sum(item.nbytes for item in self._kept.values()) > BUDGET:
            self._kept.popitem(last=False)
        self.ready.emit(sha256)

    def _fail(self, sha256: str, sentence: str) -> None:
        self._jobs.pop(sha256, None)
        self._failed.add(sha256)
        self.failed.emit(sha256, sentence)


def _doing(photo: Photo) -> str:
    return f"Opening {photo.name}"
