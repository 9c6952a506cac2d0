"""Takes photos in: reads and keeps their bytes, adds them in one step, then has their faces found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
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


class PhotoImporter(QObject):
    """Photos on their way in; they join the project together, in the order they were given."""

    progress = Signal(int, int, str)
    """(done, of, words); (0, 0, "") when nothing is under way."""
    choice_needed = Signal(str)
    """A photo on the bench shows several faces: its id."""
    expecting = Signal()
    """Photos are about to come in for the project that is open."""

    def __init__(self, session: Session, pool: WorkerPool, bridge: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self.keeper: PhotoStore | None = None
        self._waiting: list[Photo | str | None] = []
        self._reading: list[Job[Photo]] = []
        self._analysing: dict[str, Job[Analysis]] = {}
        self._epoch = self._reading_epoch = 0
        session.changed.connect(self._look_for_faces)

    def restart(self, keeper: PhotoStore) -> None:
        """Another project: what was still coming in for the one before is dropped."""
        self.keeper = keeper
        self._epoch += 1
        self._reading_epoch += 1
        self._waiting = []
        for reading in self._reading:
            reading.cancel()
        for viewport in self._analysing.values():
            viewport.cancel()
        self._reading = []
        self._analysing.clear()
        self._tell_progress()

    @property
    def is_reading(self) -> bool:
        """Whether photos are still to join the project."""
        return bool(self._reading)

    def settle(self) -> None:
        """The project is about to be left: photos that have been read join it, the others are told of."""
        reading, self._reading, self._waiting = self._reading, [], []
        if not reading:
            return
        self._reading_epoch += 1
        photos: list[Photo] = []
        for job in reading:
            if job.is_done:
                with suppress(Problem, Bug):
                    photos.append(job.result(0))
            job.cancel()
        late = len(reading) - len(photos)
        if late:
            self._session.tell(f"{late} of {len(reading)} photos were not read before their project was left.")
        if photos:
            self._session.do("Add photos" if len(photos) > 1 else "Add photo", add_photos(photos))
        self._tell_progress()

    def cancel(self) -> None:
        """Stop reading and looking for faces; photos that are in stay, and their faces can be looked for again."""
        stopped = list(self._analysing)
        if self.keeper is not None and (stopped or self._waiting):
            self.settle()
            stopped = list(self._analysing)
            self.restart(self.keeper)
            for photo_id in stopped:
                self._session.learn(learn_problem(photo_id, STOPPED))
            self._session.tell("Stopped. What was finished before is kept.")

    def take(self, paths: Sequence[Path]) -> None:
        """Read these files in the background; each that cannot be read is one sentence, the others still come."""
        self.expecting.emit()
        if self.keeper is None:
            return
        for path in paths:
            name = f"Reading {path.name}"
            self._await(
                self._pool.submit(
                    take_in, path, self.keeper, deadline=DECODE_LIMIT, priority=PRIORITY_READING, name=name
                )
            )
        self._tell_progress()

    def take_bytes(self, data: bytes, name: str) -> None:
        """Read a photo that came without a file."""
        self.expecting.emit()
        if self.keeper is None:
            return
        words = f"Reading {name}"
        self._await(
            self._pool.submit(
                take_in_bytes, data, name, self.keeper, deadline=DECODE_LIMIT, priority=PRIORITY_READING, name=words
            )
        )
        self._tell_progress()

    def _await(self, job: Job[Photo]) -> None:
        place, epoch = len(self._waiting), self._reading_epoch
        self._waiting.append(None)
        self._reading.append(job)
        self._bridge.follow(job, partial(self._arrive, epoch, place), partial(self._arrive, epoch, place))

    def _arrive(self, epoch: int, place: int, outcome: Photo | str) -> None:
        if epoch != self._reading_epoch:
            return
        self._waiting[place] = outcome
        if all(item is not None for item in self._waiting):
            photos = [item for item in self._waiting if isinstance(item, Photo)]
            sentences = [item for item in self._waiting if isinstance(item, str)]
            of = len(self._waiting)
            self._waiting, self._reading = [], []
            for sentence in calmly(sentences, of):
                self._session.tell(sentence)
            known = {photo.sha256 for photo in self._session.project.photos}
            again = []
            for photo in photos:
                if photo.sha256 in known:
                    again.append(photo.name)
                known.add(photo.sha256)
            if again:
                self._session.tell(f"Already in this project, not added again: {listed(again)}.")
            if photos:
                self._session.do("Add photos" if len(photos) > 1 else "Add photo", add_photos(photos))
        self._tell_progress()

    def _look_for_faces(self, before: Project, now: Project) -> None:
        if before.photos is now.photos or self.keeper is None:
            return
        for photo in now.photos:
            if photo.faces is None and photo.id not in self._analysing:
                self.find_face(photo, photo.face_near)

    def find_again(self) -> None:
        """Look for the faces on the bench once more; points set by hand stay as they are."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if side.photo.id not in self._analysing:
                self.find_face(side.photo, side.photo.face_near)

    def find_face(self, photo: Photo, near: Point | None) -> None:
        """Find (again) the face of a photo, the one nearest to `near` where it is given."""
        if self.keeper is None:
            return
        epoch = self._epoch
        job = self._pool.submit(
            analyse,
            self.keeper,
            photo.sha256,
            photo.name,
            near,
            deadline=DECODE_LIMIT + DETECT_LIMIT,
            lane="faces",
            priority=PRIORITY_ON_BENCH if self._is_on_bench(photo.id) else PRIORITY_FACES,
            name=f"Looking for the face in {photo.name}",
            weight=decoded_bytes(photo),
        )
        self._analysing[photo.id] = job
        self._bridge.follow(
            job,
            partial(self._learn, epoch, photo.id),
            partial(self._learn, epoch, photo.id),
        )
        self._tell_progress()

    def _is_on_bench(self, photo_id: str) -> bool:
        pair = self._session.pair
        return pair is not None and pair.side_of(photo_id) is not None

    def _learn(self, epoch: int, photo_id: str, found: Analysis | str) -> None:
        if epoch != self._epoch:
            return
        self._analysing.pop(photo_id, None)
        edit = learn_problem(photo_id, found) if isinstance(found, str) else learn_analysis(photo_id, found)
        self._session.learn(edit)
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
        reading = sum(item is None for item in self._waiting)
        if reading:
            self.progress.emit(len(self._waiting) - reading, len(self._waiting), "Reading photos")
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
