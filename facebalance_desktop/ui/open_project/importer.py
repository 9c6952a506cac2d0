"""Takes photos in: reads and keeps their bytes, adds them in one step, then has their faces found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    DETECT_LIMIT,
    PROFILE,
    Analysis,
    Incoming,
    OpenedPhoto,
    PhotoStore,
    analyse,
    decoded_bytes,
    learn_analysis,
    learn_problem,
    open_photo,
    take_in,
    take_in_bytes,
)
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import FIRST_LOOK, PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Bug, Job, WorkerPool

PRIORITY_READING, PRIORITY_ON_BENCH, PRIORITY_FACES = 6, 2, 1
FIRST_LOOKS = 8
"""Photos of a batch that come with a first look; of the others only a thumbnail, so that many take little memory."""
NAMED = 6
"""Names in one sentence; of more it tells how many."""
STOPPED = "The search for the face was stopped; Edit, Find the faces again takes it up."


@dataclass
class Batch:
    """Photos that were named together: their jobs, and what became of each, a photo or a sentence."""

    jobs: list[Job[Incoming]] = field(default_factory=list)
    outcomes: list[Incoming | str | None] = field(default_factory=list)


@dataclass(frozen=True)
class Search:
    """The search for one photo's face: near which point (px), its job, and whether that brings the photo's pixels."""

    near: Point | None
    job: Job[Any]
    has_pixels: bool


class PhotoImporter(QObject):
    """Photos on their way into one open project; they join it together, in the order they were given."""

    progress = Signal(int, int, str)
    """(done, of, words); (0, 0, "") when nothing is under way."""
    choice_needed = Signal(str)
    """A photo on the bench shows several faces: its id."""

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
        pixel_cache.is_brought = self._brings_pixels
        self._batch = Batch()
        self._searches: dict[str, Search] = {}
        self._is_started = False

    def start(self) -> None:
        """The project is on the bench: look for the faces of its photos, now and when others come."""
        if not self._is_started:
            self._is_started = True
            self._session.changed.connect(self._look_for_faces)
            self._find_missing()

    def stop(self) -> None:
        """The project is off the bench: nothing comes in any more."""
        if self._is_started:
            self._is_started = False
            self._session.changed.disconnect(self._look_for_faces)
            self._drop()

    def _drop(self) -> None:
        """Stop what is under way."""
        batch, self._batch = self._batch, Batch()
        for reading in batch.jobs:
            reading.cancel()
        searches, self._searches = self._searches, {}
        for search in searches.values():
            search.job.cancel()
        self._tell_progress()

    @property
    def is_reading(self) -> bool:
        """Whether photos are still to join the project."""
        return bool(self._batch.jobs)

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
            self._session.tell(f"{late} of {len(batch.jobs)} photos were not read before their project was left.")
        self._add(read)
        self._tell_progress()

    def cancel(self) -> None:
        """Stop reading and looking for faces; photos that are in stay, and their faces can be looked for again."""
        if self._searches or self.is_reading:
            self.settle()
            stopped = dict(self._searches)
            self._drop()
            for photo_id, search in stopped.items():
                self._session.learn(learn_problem(photo_id, STOPPED, search.near))
                self._bring(photo_id, search, None)
            self._session.tell("Stopped. What was finished before is kept.")

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
                name=f"Reading {path.name}",
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
            name=f"Reading {name}",
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
            self._session.tell(sentence)
        read = [item for item in outcomes if isinstance(item, Incoming)]
        known = {photo.sha256 for photo in self._session.project.photos}
        again = []
        for photo in (item.photo for item in read):
            if photo.sha256 in known:
                again.append(photo.name)
            known.add(photo.sha256)
        if again:
            self._session.tell(f"Already in this project, not added again: {listed(again)}.")
        self._add(read)

    def _add(self, read: Sequence[Incoming]) -> None:
        for item in read:
            self._pixel_cache.keep_incoming(item)
        photos = [item.photo for item in read]
        if photos:
            self._session.do("Add photos" if len(photos) > 1 else "Add photo", add_photos(photos))

    def _look_for_faces(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos:
            self._find_missing()

    def _find_missing(self) -> None:
        """Look for the faces that nobody looked for, nor is looking for; another chosen face is another question."""
        for photo in self._session.project.photos:
            if photo.faces is None and not self._is_looking_for(photo):
                self.find_face(photo)

    def _is_looking_for(self, photo: Photo) -> bool:
        search = self._searches.get(photo.id)
        return search is not None and search.near == photo.face_near

    def find_again(self) -> None:
        """Look for the faces on the bench once more; points set by hand stay as they are."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if not self._is_looking_for(side.photo):
                self.find_face(side.photo)

    def find_face(self, photo: Photo) -> None:
        """Find (again) the face of a photo, the one picked by hand if one was; an earlier search is dropped."""
        if photo.id in self._searches:
            self._searches.pop(photo.id).job.cancel()
        is_on_bench = self._is_on_bench(photo.id)
        has_pixels = self._pixel_cache.is_awaiting(photo.sha256) or (
            is_on_bench and self._pixel_cache.whole(photo.sha256) is None and photo.faces is None
        )
        job = self._submit(photo, has_pixels, is_on_bench)
        search = self._searches[photo.id] = Search(photo.face_near, job, has_pixels)
        learn = partial(self._learn, photo.id, search)
        self._bridge.follow(job, learn, learn)
        self._tell_progress()

    def _submit(self, photo: Photo, has_pixels: bool, is_on_bench: bool) -> Job[Any]:
        function: Callable[..., Analysis | OpenedPhoto] = open_photo if has_pixels else analyse
        return self._pool.submit(
            function,
            self._keeper(),
            photo.sha256,
            photo.name,
            photo.face_near,
            deadline=DECODE_LIMIT + DETECT_LIMIT,
            lane="faces",
            priority=PRIORITY_ON_BENCH if is_on_bench else PRIORITY_FACES,
            name=f"Looking for the face in {photo.name}",
            weight=decoded_bytes(photo),
        )

    def _brings_pixels(self, photo: Photo) -> bool:
        """Whether the search for this photo's face, under way or about to begin, decodes it for the screen, too."""
        search = self._searches.get(photo.id)
        return self._is_started and photo.faces is None and (search is None or search.has_pixels)

    def _bring(self, photo_id: str, search: Search, pyramid: Pyramid | None) -> None:
        photo = self._session.project.photo(photo_id)
        if photo is not None and search.has_pixels:
            self._pixel_cache.bring(photo.sha256, pyramid)

    def _is_on_bench(self, photo_id: str) -> bool:
        pair = self._session.pair
        return pair is not None and pair.side_of(photo_id) is not None

    def _learn(self, photo_id: str, search: Search, found: Analysis | OpenedPhoto | str) -> None:
        if self._searches.get(photo_id) is not search:
            return
        self._searches.pop(photo_id)
        self._bring(photo_id, search, found.pyramid if isinstance(found, OpenedPhoto) else None)
        if isinstance(found, str):
            self._session.learn(learn_problem(photo_id, found, search.near))
        else:
            analysis = found.analysis if isinstance(found, OpenedPhoto) else found
            self._session.learn(learn_analysis(photo_id, analysis, search.near))
        if not self._searches:
            self._tell_problems()
        self._tell_progress()

    def _tell_problems(self) -> None:
        """Why photos on the bench have no face; the details tell it of all others."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if side.photo.face_problem not in (None, PROFILE):  # a profile has none, and is nothing to worry about
                self._session.tell(f"{side.photo.name}: {side.photo.face_problem}")
            if side.photo.face is None and len(side.photo.face_centres) > 1:
                self.choice_needed.emit(side.photo.id)

    def _tell_progress(self) -> None:
        of = len(self._batch.outcomes)
        reading = self._batch.outcomes.count(None)
        if reading:
            self.progress.emit(of - reading, of, "Reading photos")
        elif self._searches:
            of = max(len(self._searches), len(self._session.project.photos))
            self.progress.emit(of - len(self._searches), of, "Finding faces")
        else:
            self.progress.emit(0, 0, "")


def calmly(sentences: Sequence[str], of: int) -> list[str]:
    """The sentences of files that could not be taken in; of many only how many, with the first as an example."""
    if len(sentences) <= 3:
        return list(sentences)
    return [f"{len(sentences)} of {of} files could not be opened; the others are here. The first: {sentences[0]}"]


def listed(names: Sequence[str]) -> str:
    """Names in a row, of many the first and how many more."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1} more"
