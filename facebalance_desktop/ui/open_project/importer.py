"""Takes photos in: reads and keeps their bytes, adds them in one step, then has their faces found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    DETECT_LIMIT,
    PROFILE,
    Analysis,
    PhotoStore,
    analyse,
    decoded_bytes,
    learn_analysis,
    learn_problem,
    take_in,
    take_in_bytes,
)
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Bug, Job, WorkerPool

PRIORITY_READING, PRIORITY_ON_BENCH, PRIORITY_FACES = 6, 2, 1
NAMED = 6
"""Names in one sentence; of more it tells how many."""
STOPPED = "The search for the face was stopped; Edit, Find the faces again takes it up."


@dataclass
class Batch:
    """Photos that were named together: their jobs, and what became of each, a photo or a sentence."""

    jobs: list[Job[Photo]] = field(default_factory=list)
    outcomes: list[Photo | str | None] = field(default_factory=list)


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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._keeper = keeper
        self._batch = Batch()
        self._analysing: dict[str, tuple[Point | None, Job[Analysis]]] = {}
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
        for _, search in self._analysing.values():
            search.cancel()
        self._analysing.clear()
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
        photos: list[Photo] = []
        for job in batch.jobs:
            if job.is_done:
                with suppress(Problem, Bug):
                    photos.append(job.result(0))
            job.cancel()
        late = len(batch.jobs) - len(photos)
        if late:
            self._session.tell(f"{late} of {len(batch.jobs)} photos were not read before their project was left.")
        self._add(photos)
        self._tell_progress()

    def cancel(self) -> None:
        """Stop reading and looking for faces; photos that are in stay, and their faces can be looked for again."""
        if self._analysing or self.is_reading:
            self.settle()
            stopped = {photo_id: near for photo_id, (near, _) in self._analysing.items()}
            self._drop()
            for photo_id, near in stopped.items():
                self._session.learn(learn_problem(photo_id, STOPPED, near))
            self._session.tell("Stopped. What was finished before is kept.")

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these files in the background; each that cannot be read is one sentence, the others still come."""
        for path in paths:
            name = f"Reading {path.name}"
            self._await(
                self._pool.submit(
                    take_in, path, self._keeper(), deadline=DECODE_LIMIT, priority=PRIORITY_READING, name=name
                )
            )
        self._tell_progress()

    def read_bytes(self, data: bytes, name: str) -> None:
        """Read a photo that came without a file."""
        words = f"Reading {name}"
        self._await(
            self._pool.submit(
                take_in_bytes, data, name, self._keeper(), deadline=DECODE_LIMIT, priority=PRIORITY_READING, name=words
            )
        )
        self._tell_progress()

    def _await(self, job: Job[Photo]) -> None:
        batch, place = self._batch, len(self._batch.jobs)
        batch.jobs.append(job)
        batch.outcomes.append(None)
        arrive = partial(self._arrive, batch, place)
        self._bridge.follow(job, arrive, arrive)

    def _arrive(self, batch: Batch, place: int, outcome: Photo | str) -> None:
        if batch is not self._batch:
            return
        batch.outcomes[place] = outcome
        if all(item is not None for item in batch.outcomes):
            self._batch = Batch()
            self._add_all(batch.outcomes)
        self._tell_progress()

    def _add_all(self, outcomes: Sequence[Photo | str | None]) -> None:
        """A whole batch: photos join the project, files that could not be read and photos that are there are told."""
        for sentence in calmly([item for item in outcomes if isinstance(item, str)], len(outcomes)):
            self._session.tell(sentence)
        photos = [item for item in outcomes if isinstance(item, Photo)]
        known = {photo.sha256 for photo in self._session.project.photos}
        again = []
        for photo in photos:
            if photo.sha256 in known:
                again.append(photo.name)
            known.add(photo.sha256)
        if again:
            self._session.tell(f"Already in this project, not added again: {listed(again)}.")
        self._add(photos)

    def _add(self, photos: Sequence[Photo]) -> None:
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
        near, _ = self._analysing.get(photo.id, (None, None))
        return photo.id in self._analysing and near == photo.face_near

    def find_again(self) -> None:
        """Look for the faces on the bench once more; points set by hand stay as they are."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if not self._is_looking_for(side.photo):
                self.find_face(side.photo)

    def find_face(self, photo: Photo) -> None:
        """Find (again) the face of a photo, the one picked by hand if one was; an earlier search is dropped."""
        near = photo.face_near
        if photo.id in self._analysing:
            self._analysing.pop(photo.id)[1].cancel()
        job = self._pool.submit(
            analyse,
            self._keeper(),
            photo.sha256,
            photo.name,
            near,
            deadline=DECODE_LIMIT + DETECT_LIMIT,
            lane="faces",
            priority=PRIORITY_ON_BENCH if self._is_on_bench(photo.id) else PRIORITY_FACES,
            name=f"Looking for the face in {photo.name}",
            weight=decoded_bytes(photo),
        )
        self._analysing[photo.id] = near, job
        learn = partial(self._learn, photo.id, near, job)
        self._bridge.follow(job, learn, learn)
        self._tell_progress()

    def _is_on_bench(self, photo_id: str) -> bool:
        pair = self._session.pair
        return pair is not None and pair.side_of(photo_id) is not None

    def _learn(self, photo_id: str, near: Point | None, job: Job[Analysis], found: Analysis | str) -> None:
        if self._analysing.get(photo_id, (None, None))[1] is not job:
            return
        self._analysing.pop(photo_id)
        if isinstance(found, str):
            self._session.learn(learn_problem(photo_id, found, near))
        else:
            self._session.learn(learn_analysis(photo_id, found, near))
        if not self._analysing:
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
        elif self._analysing:
            of = max(len(self._analysing), len(self._session.project.photos))
            self.progress.emit(of - len(self._analysing), of, "Finding faces")
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
