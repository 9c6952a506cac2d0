"""Looks at the files of a card in the background and tells what was seen: for the contact sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.photos.runs import CardSitting
from facebalance_desktop.project.camera_card import FileGlance, files_in, glance, is_companion, pictures, runs_on
from facebalance_desktop.project.intake import DECODE_LIMIT
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Job, WorkerPool

LIST_LIMIT = 60.0
PRIORITY = 4


class CardReading(QObject):
    """One card or folder, looked at once. Nothing is copied or changed."""

    progress = Signal(int, int)
    """Files looked at, of so many."""
    seen = Signal(object)
    """A FileSummary with a preview."""
    finished = Signal()
    failed = Signal(str)

    def __init__(self, pool: WorkerPool, bridge: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._bridge = bridge
        self._jobs: list[Job[FileGlance | None]] = []
        self._listing: Job[tuple[Path, ...]] | None = None
        self._looked = 0
        self._count = 0
        self.glances: dict[Path, FileGlance] = {}
        self.left_out = 0
        """Files that are no photos."""

    @property
    def runs(self) -> tuple[CardSitting, ...]:
        return runs_on(list(self.glances.values()))

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(item.problem for item in self.glances.values() if item.problem is not None)

    def start(self, paths: Sequence[Path]) -> None:
        self._listing = self._pool.submit(
            files_in, tuple(paths), deadline=LIST_LIMIT, priority=PRIORITY, name=tr("Listing the files")
        )
        self._bridge.follow(self._listing, self._look_at, self.failed.emit)

    def cancel(self) -> None:
        for job in (self._listing, *self._jobs):
            if job is not None:
                job.cancel()

    def _look_at(self, files: tuple[Path, ...]) -> None:
        self._count = len(files)
        present = pictures(files)
        for path in files:
            job = self._pool.submit(
                glance,
                path,
                not is_companion(path, present),
                deadline=DECODE_LIMIT,
                priority=PRIORITY,
                lane="faces",
                name=tr("Looking at {name}", name=path.name),
            )
            self._jobs.append(job)
            self._bridge.follow(job, partial(self._take, path), partial(self._fail, path))
        self.progress.emit(0, self._count)
        if not files:
            self.finished.emit()

    def _take(self, path: Path, found: FileGlance | None) -> None:
        if found is None:
            self.left_out += 1
        else:
            self.glances[path] = found
            if found.preview is not None:
                self.seen.emit(found)
        self._count_one()

    def _fail(self, path: Path, sentence: str) -> None:
        self.glances[path] = FileGlance(path, problem=sentence)
        self._count_one()

    def _count_one(self) -> None:
        self._looked += 1
        self.progress.emit(self._looked, self._count)
        if self._looked == self._count:
            self.finished.emit()
