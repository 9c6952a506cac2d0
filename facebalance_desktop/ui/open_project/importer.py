"""Takes photos in: reads and keeps their bytes, adds them in one step, then has their faces looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    Incoming,
    PhotoStore,
    take_in,
    take_in_bytes,
)
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.face_search import FaceSearch
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import FIRST_LOOK, PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Bug, Job, WorkerPool

PRIORITY_READING = 6
FIRST_LOOKS = 8
"""Photos of a batch that come with a first look; of the others only a thumbnail, so that many take little memory."""
NAMED = 6
"""Names in one sentence; of more it tells how many."""


@dataclass
class Batch:
    """Photos that were named together: their jobs, and what became of each, a photo or a sentence."""

    jobs: list[Job[Incoming]] = field(default_factory=list)
    outcomes: list[Incoming | str | None] = field(default_factory=list)


class PhotoImporter(QObject):
    """Photos on their way into one open project; they join it together, in the order they were given."""

    progress = Signal(int, int, str)
    """(done, of, words); (0, 0, "") when nothing is under way."""

    def __init__(
        self,
        session: Session,
        pool: WorkerPool,
        bridge: JobBridge,
        keeper: Callable[[], PhotoStore],
        pixel_cache: PixelCache,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._keeper = keeper
        self._pixel_cache = pixel_cache
        self._batch = Batch()
        self.faces = FaceSearch(session, pool, bridge, keeper, pixel_cache, self)
        self.faces.progressed.connect(self._tell_progress)

    def start(self) -> None:
        """The project is shown: look for the faces of its photos, now and when others are added."""
        self.faces.start()

    def stop(self) -> None:
        """The project is no longer shown: nothing is read any more."""
        if self.faces.is_started:
            self._stop_reading()
            self.faces.stop()

    def _stop_reading(self) -> None:
        batch, self._batch = self._batch, Batch()
        for reading in batch.jobs:
            reading.cancel()
        self._tell_progress()

    @property
    def is_reading(self) -> bool:
        """Whether photos are still to join the project."""
        return bool(self._batch.jobs)

    @property
    def is_working(self) -> bool:
        """Whether photos are being read or faces looked for."""
        return self.is_reading or self.faces.is_searching

    def settle(self) -> None:
        """The project is about to be left: photos that have been read join it, the others are told of."""
        batch, self._batch = self._batch, Batch()
        if not batch.jobs:
            return
        read: list[Incoming] = []
        for job in batch.jobs:
            if job.is_done:
                with suppress(Problem, Bug):
                    read.append(job.result(0))
            job.cancel()
        late = len(batch.jobs) - len(read)
        if late:
            self._session.warn(
                tr(
                    "{late} of {count} photos were not read before their project was left.",
                    late=late,
                    count=len(batch.jobs),
                )
            )
        self._add(read)
        self._tell_progress()

    def cancel(self) -> None:
        """Stop reading and looking for faces; photos that are in stay, and their faces can be looked for again."""
        if self.faces.is_searching or self.is_reading:
            self.settle()
            self.faces.cancel()
            self._session.tell(tr("Stopped. What was finished before is kept."))

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these files in the background; each that cannot be read is one sentence, the others still come."""
        for place, path in enumerate(paths):
            job = self._pool.submit(
                take_in,
                path,
                self._keeper(),
                FIRST_LOOK if place < FIRST_LOOKS else None,
                deadline=DECODE_LIMIT,
                priority=PRIORITY_READING,
                name=tr("Reading {name}", name=path.name),
            )
            self._await(job)
        self._tell_progress()

    def read_bytes(self, data: bytes, name: str) -> None:
        """Read a photo that came without a file."""
        job = self._pool.submit(
            take_in_bytes,
            data,
            name,
            self._keeper(),
            FIRST_LOOK,
            deadline=DECODE_LIMIT,
            priority=PRIORITY_READING,
            name=tr("Reading {name}", name=name),
        )
        self._await(job)
        self._tell_progress()

    def _await(self, job: Job[Incoming]) -> None:
        batch, place = self._batch, len(self._batch.jobs)
        batch.jobs.append(job)
        batch.outcomes.append(None)
        arrive = partial(self._arrive, batch, place)
        self._bridge.follow(job, arrive, arrive)

    def _arrive(self, batch: Batch, place: int, outcome: Incoming | str) -> None:
        if batch is not self._batch:
            return
        batch.outcomes[place] = outcome
        if all(item is not None for item in batch.outcomes):
            self._batch = Batch()
            self._add_all(batch.outcomes)
        self._tell_progress()

    def _add_all(self, outcomes: Sequence[Incoming | str | None]) -> None:
        """A whole batch: photos join the project, files that could not be read and photos that are there are told."""
        for sentence in calmly([item for item in outcomes if isinstance(item, str)], len(outcomes)):
            self._session.warn(sentence)
        read = [item for item in outcomes if isinstance(item, Incoming)]
        known = {photo.sha256 for photo in self._session.project.photos}
        again = []
        for photo in (item.photo for item in read):
            if photo.sha256 in known:
                again.append(photo.name)
            known.add(photo.sha256)
        if again:
            self._session.tell(tr("Already in this project, not added again: {listed}.", listed=listed(again)))
        self._add(read)

    def _add(self, read: Sequence[Incoming]) -> None:
        for item in read:
            self._pixel_cache.keep_incoming(item)
        photos = [item.photo for item in read]
        if photos:
            self._session.do(tr("Add photos") if len(photos) > 1 else tr("Add photo"), add_photos(photos))

    def _tell_progress(self) -> None:
        of = len(self._batch.outcomes)
        reading = self._batch.outcomes.count(None)
        if reading:
            self.progress.emit(of - reading, of, tr("Reading photos"))
        elif self.faces.is_searching:
            self.progress.emit(*self.faces.amount, tr("Finding faces"))
        else:
            self.progress.emit(0, 0, "")


def calmly(sentences: Sequence[str], of: int) -> list[str]:
    """The sentences of files that could not be taken in; of many only how many, with the first as an example."""
    if len(sentences) <= 3:
        return list(sentences)
    return [
        tr(
            "{count} of {of} files could not be opened; the others are here. The first: {sentences}",
            count=len(sentences),
            of=of,
            sentences=sentences[0],
        )
    ]


def listed(names: Sequence[str]) -> str:
    """Names in a row, of many the first and how many more."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return tr("{names} and {named} more", names=", ".join(names[: NAMED - 1]), named=len(names) - NAMED + 1)
