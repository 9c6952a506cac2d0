"""Projects from their files, and unsaved work that a crash left, as jobs for a thread."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.locks import Lock, lock_project
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.recovery import Recoverable, Recovery, is_of, list_recoverable, resume
from facebalance_desktop.project.store import Known, open_project
from facebalance_desktop.work import JobContext


@dataclass(frozen=True)
class OpenResult:
    """A project that is held for this window: from its file, or, with a `recovery` folder, what a crash left at `at`.

    `others` is how much more unsaved work there is.
    """

    project: Project
    path: Path | None
    lock: Lock | None
    known: Known | None
    recovery: Recovery | None = None
    at: str = ""
    others: int = 0

    @property
    def sentence(self) -> str:
        more = f" {self.others} more will be offered at the next start." if self.others else ""
        return f"Unsaved work of {self.at} was recovered.{more}"

    def put_back(self) -> None:
        """It is not laid out after all: let go of it, so that it can be opened or offered again."""
        if self.recovery is not None:
            self.recovery.end()
        if self.lock is not None:
            self.lock.free()


def find(context: JobContext, path: Path) -> OpenResult:
    """The project at `path`, or the newer state of it that a crash left unsaved. Raises Problem."""
    lock = lock_project(path)
    try:
        others = 0
        for recoverable in list_recoverable():
            if is_of(recoverable, path):
                with suppress(Problem):
                    return _resumed(recoverable, lock)
            others += 1
        opened = open_project(path, context)
        context.raise_if_cancelled()
    except BaseException:
        lock.free()
        raise
    return OpenResult(opened.project, opened.path, lock, opened.known, others=others)


def find_unsaved(context: JobContext) -> OpenResult | None:
    """The latest unsaved work that no other window holds, nor its file."""
    recoverables = list_recoverable()
    for recoverable in recoverables:
        lock: Lock | None = None
        try:
            lock = None if recoverable.path is None else lock_project(recoverable.path)
            return _resumed(recoverable, lock, len(recoverables) - 1)
        except Problem:
            if lock is not None:
                lock.free()
    return None


def _resumed(found: Recoverable, lock: Lock | None, others: int = 0) -> OpenResult:
    at = found.at.replace("T", " ")
    return OpenResult(found.project, found.path, lock, found.known, resume(found), at, others)
