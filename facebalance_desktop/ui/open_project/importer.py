"""Takes photos in: reads and keeps their bytes, adds them in one step, then has their faces looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage, QImageWriter

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    Incoming,
    PhotoStore,
    take_in,
    take_in_bytes,
)
from facebalance_desktop.project.model import new_id
from facebalance_desktop.project.reading_order import FIRST, from_both_ends, likely_pair, times_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project import priorities
from facebalance_desktop.ui.open_project.face_search import FaceSearch
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import FIRST_LOOK, PixelCache, begin_workers
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Bug, Job, JobContext, WorkerPool, run_in_thread

PAIR, SLICE = 2, 24
"""Of many photos so many join the project first, then FIRST, and then so many together."""
FIRST_LOOKS = 8
"""Photos of a batch that come with a first look; of the others only a thumbnail, so that many take little memory."""
QUICKLY = 20
"""Of 0 to 100: how hard pasted pixels are compressed."""
NAMED = 6
"""Names in one sentence; of more it tells how many."""


@dataclass
class Batch:
    """Photos that were named together: their jobs, and what became of each, a photo or a sentence.

    Few join the project at once. Many join bit by bit, all of them one step of the history (`gesture`): the earliest
    and the latest at once, then those that stand next to them, then the others.
    """

    jobs: list[Job[Any]] = field(default_factory=list)
    places: dict[Job[Incoming], int] = field(default_factory=dict)
    outcomes: list[Incoming | str | None] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    again: list[str] = field(default_factory=list)
    gesture: str = field(default_factory=new_id)
    order: list[int] = field(default_factory=list)
    """Places of many photos as they are read."""
    next_slice: int = PAIR
    """How many of them have to be read until the next ones join."""
    has_begun: bool = False
    """Whether the first of them are in the project."""
    is_awaited: bool = False
    """Whether two joined, and those among which the pair is looked for are still being read."""

    @property
    def read(self) -> list[Incoming]:
        """The photos so far, in the order they were named."""
        return [item for item in self.outcomes if isinstance(item, Incoming)]

    def take_due(self) -> bool:
        """Whether what was read by now joins the project."""
        if None not in self.outcomes:
            self.is_awaited = False
            return True
        if not self.order or any(self.outcomes[place] is None for place in self.order[: self.next_slice]):
            return False
        self.is_awaited = self.next_slice == PAIR
        self.next_slice = FIRST if self.is_awaited else self.next_slice + SLICE
        return True

    def likely_pair(self) -> tuple[str, str] | None:
        """The ids of the photos that the pair is probably made of, once those are read among which it is."""
        if not self.order or self.is_awaited:
            return None
        pair = likely_pair([(item.photo.taken, item.symmetry) for item in self.read])
        return None if pair is None else (self.read[pair[0]].photo.id, self.read[pair[1]].photo.id)


class PhotoImporter(QObject):
    """Photos on their way into one open project, where they stand in the order they were given."""

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
        self.faces.is_expecting = lambda: self.is_reading
        self.faces.is_awaiting_pair = lambda: self._batch.is_awaited
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
        return bool(self._batch.outcomes)

    @property
    def is_working(self) -> bool:
        """Whether photos are being read or faces looked for."""
        return self.is_reading or self.faces.is_searching

    def settle(self) -> None:
        """The project is about to be left: photos that have been read join it, the others are told of."""
        batch, self._batch = self._batch, Batch()
        if not batch.outcomes:
            return
        for job, place in batch.places.items():
            if job.is_done and batch.outcomes[place] is None:
                with suppress(Problem, Bug):
                    batch.outcomes[place] = job.result(0)
        for job in batch.jobs:
            job.cancel()
        late = len(batch.outcomes) - len(batch.read)
        if late:
            self._session.warn(
                tr(
                    "{late} of {count} photos were not read before their project was closed.",
                    late=late,
                    count=len(batch.outcomes),
                )
            )
        self._join(batch)
        self.faces.look()
        self._tell_progress()

    def cancel(self) -> None:
        """Stop reading and looking for faces; photos that are in stay, and their faces can be looked for again."""
        if self.faces.is_searching or self.is_reading:
            self.settle()
            self.faces.cancel()
            self._session.tell(tr("Stopped. What was finished before is kept."))

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these files in the background; each that cannot be read is one sentence, the others still come."""
        batch, begins = self._batch, len(self._batch.outcomes)
        batch.outcomes += [None] * len(paths)
        if len(paths) <= FIRST:
            self._read_in_order(batch, begins, paths, range(len(paths)))
        else:
            begin_workers(self._pool)
            name = tr("Looking at the dates of the photos")
            job = self._pool.submit(
                times_of, tuple(paths), deadline=DECODE_LIMIT, priority=priorities.FIRST_LOOK, name=name
            )
            batch.jobs.append(job)
            self._bridge.follow(
                job,
                lambda times: self._read_in_order(batch, begins, paths, from_both_ends(times)),
                lambda _: self._read_in_order(batch, begins, paths, range(len(paths))),
            )
        self._tell_progress()

    def _read_in_order(self, batch: Batch, begins: int, paths: Sequence[Path], order: Sequence[int]) -> None:
        """Read the files in this order of their places; what they give stands where they were named."""
        if batch is not self._batch:
            return
        if len(order) > FIRST:
            batch.order += [begins + place for place in order]
        for rank, place in enumerate(order):
            job = self._pool.submit(
                take_in,
                paths[place],
                self._keeper(),
                FIRST_LOOK if rank < FIRST_LOOKS else None,
                deadline=DECODE_LIMIT,
                priority=priorities.FIRST_READING if rank < FIRST else priorities.READING,
                name=tr("Reading {name}", name=paths[place].name),
            )
            self._await(batch, begins + place, job)

    def read_bytes(self, data: bytes, name: str) -> None:
        """Read a photo that came without a file."""
        self._await_one(self._submit(name, data))

    def read_image(self, image: QImage, name: str) -> None:
        """Read a photo that came as pixels; they are put into the form of a file in a thread."""
        self._await_one(run_in_thread(_read_image, image, partial(self._submit, name)))

    def _await_one(self, job: Job[Incoming]) -> None:
        self._batch.outcomes.append(None)
        self._await(self._batch, len(self._batch.outcomes) - 1, job)
        self._tell_progress()

    def _submit(self, name: str, data: bytes) -> Job[Incoming]:
        return self._pool.submit(
            take_in_bytes,
            data,
            name,
            self._keeper(),
            FIRST_LOOK,
            deadline=DECODE_LIMIT,
            priority=priorities.FIRST_READING,
            name=tr("Reading {name}", name=name),
        )

    def _await(self, batch: Batch, place: int, job: Job[Incoming]) -> None:
        batch.jobs.append(job)
        batch.places[job] = place
        arrive = partial(self._arrive, batch, place)
        self._bridge.follow(job, arrive, arrive)

    def _arrive(self, batch: Batch, place: int, outcome: Incoming | str) -> None:
        if batch is not self._batch:
            return
        batch.outcomes[place] = outcome
        if batch.take_due():
            self._join(batch)
            self.faces.look()  # also where no photo joined: known ones, none that could be read, or the adding undone
        if None not in batch.outcomes:
            self._batch = Batch()
            self._tell_of(batch)
            if batch.has_begun:
                self.faces.tell_when_done()
        self._tell_progress()

    def _join(self, batch: Batch) -> None:
        """Let what was read by now join the project, unless that was undone meanwhile: then the rest stays away."""
        if batch.has_begun and all(step.gesture != batch.gesture for step in self._session.history.past):
            self._stop_reading()
            self._session.tell(tr("Adding the photos was undone; those that were still to be read were not added."))
            return
        known = {photo.sha256 for photo in self._session.project.photos}
        photos = []
        for item in batch.read:
            photo = item.photo
            if photo.id in batch.joined:
                continue
            batch.joined.add(photo.id)
            if photo.sha256 in known:
                batch.again.append(photo.name)
            else:
                known.add(photo.sha256)
                photos.append(photo)
                self._pixel_cache.keep_incoming(item)
        if photos:
            label = tr("Add photos") if len(batch.outcomes) > 1 else tr("Add photo")
            order = [item.photo.id for item in batch.read]
            batch.has_begun = True
            self._session.do(label, add_photos(photos, order, batch.likely_pair()), batch.gesture)

    def _tell_of(self, batch: Batch) -> None:
        """Files that could not be read, and photos that were there already."""
        for sentence in calmly([item for item in batch.outcomes if isinstance(item, str)], len(batch.outcomes)):
            self._session.warn(sentence)
        if batch.again:
            self._session.tell(tr("Already in this project, not added again: {listed}.", listed=listed(batch.again)))

    def _tell_progress(self) -> None:
        of = len(self._batch.outcomes)
        reading = self._batch.outcomes.count(None)
        if reading:
            self.progress.emit(of - reading, of, tr("Reading photos"))
        elif self.faces.is_searching:
            self.progress.emit(*self.faces.amount, tr("Finding faces"))
        else:
            self.progress.emit(0, 0, "")


def _read_image(context: JobContext, image: QImage, read: Callable[[bytes], Job[Incoming]]) -> Incoming:
    """A job for a thread: Qt lets the window go on while it writes a PNG, which takes seconds for 24 megapixels."""
    data = as_png(image)
    context.raise_if_cancelled()
    return read(data).result()


def as_png(image: QImage) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    writer.setCompression(QUICKLY)
    writer.write(image)
    return bytes(store.data())


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
