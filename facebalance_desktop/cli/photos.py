"""Photos named on the command line: read, checked and analysed by the workers, in the order they were named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    DETECT_LIMIT,
    PhotoBytes,
    analyse,
    learned,
    photo_of,
    read_file,
    take_in,
)
from facebalance_desktop.project.model import Photo
from facebalance_desktop.translation import tr
from facebalance_desktop.work import Job, JobContext, WorkerPool


@dataclass
class InMemory:
    """Originals for one command: kept in memory, written nowhere."""

    data: dict[str, bytes] = field(default_factory=dict)

    def keep(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.data[sha256] = data
        return sha256

    def read(self, sha256: str) -> bytes:
        return self.data[sha256]


def analysed_file(context: JobContext, path: Path) -> Photo:
    """A photo's record with its face, straight from its file: for commands that keep nothing."""
    keeper = InMemory()
    photo = take_in(context, path, keeper).photo
    return learned(photo, analyse(context, keeper, photo.sha256, photo.name))


def analysed_files(pool: WorkerPool, names: Sequence[str]) -> Iterator[tuple[str, Photo | str]]:
    """Each name with its photo or the sentence that says why not; all run at once, on both workers."""
    jobs: list[tuple[str, Job[Photo]]] = [
        (
            name,
            pool.submit(
                analysed_file,
                Path(name),
                deadline=DECODE_LIMIT + DETECT_LIMIT,
                lane="faces",
                name=tr("Reading {name}", name=Path(name).name),
            ),
        )
        for name in names
    ]
    for name, job in jobs:
        try:
            yield name, job.result()
        except Problem as problem:
            yield name, problem.sentence


def taken_in(pool: WorkerPool, paths: Sequence[Path], keeper: InMemory) -> tuple[Photo, ...]:
    """Photos with their faces, their bytes kept in memory. Raises the first Problem."""
    jobs = []
    for path in paths:
        data, changed = read_file(path)
        keeper.keep(data)
        job = pool.submit(
            record_of, data, path.name, changed, deadline=DECODE_LIMIT, name=tr("Reading {name}", name=path.name)
        )
        jobs.append(job)
    return with_faces(pool, [job.result() for job in jobs], keeper)


def record_of(context: JobContext, data: bytes, name: str, changed: datetime) -> Photo:
    """The record of a photo whose bytes stay where they are: only its header is read."""
    return photo_of(data, name, InMemory(), changed)


def with_faces(pool: WorkerPool, photos: Sequence[Photo], source: PhotoBytes) -> tuple[Photo, ...]:
    """The photos with what is found in them, where that is not known yet. Raises the first Problem."""
    jobs = [
        None
        if photo.faces is not None
        else pool.submit(
            analyse,
            source,
            photo.sha256,
            photo.name,
            photo.face_near,
            deadline=DECODE_LIMIT + DETECT_LIMIT,
            lane="faces",
            name=tr("Looking for the face in {name}", name=photo.name),
        )
        for photo in photos
    ]
    return tuple(
        photo if job is None else learned(photo, job.result()) for photo, job in zip(photos, jobs, strict=True)
    )
