"""What can be laid out, as jobs for a thread: a project from its file, unsaved work of a crash, an empty project."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.locks import ProjectLock, lock_project
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.recovery import Recoverable, Recovery, begin, is_of, list_recoverable, resume
from facebalance_desktop.project.store import Known, open_project
from facebalance_desktop.work import Bug, Job, JobContext

Releases = Sequence[Job[None]]
"""Projects that are being let go of: waited for, so that a project can be opened again at once."""


@dataclass(frozen=True)
class OpenResult:
    """A project that is held for this window, with the recovery folder it works in and the lock on its file.

    `is_recovered`: it is what a crash left unsaved at `at`. `others` is how much more unsaved work there is, `sentence`
    what the user has to know.
    """

    project: Project
    recovery: Recovery
    path: Path | None = None
    lock: ProjectLock | None = None
    known: Known | None = None
    is_recovered: bool = False
    at: str = ""
    others: int = 0
    sentence: str = ""


def release(context: JobContext, recovery: Recovery, lock: ProjectLock | None) -> None:
    """Let go of a project's folder and file, so that it can be opened or offered again."""
    recovery.end()
    if lock is not None:
        lock.free()


def find(context: JobContext, path: Path, releases: Releases = ()) -> OpenResult:
    """The project at `path`, or the newer state of it that a crash left unsaved. Raises Problem."""
    _await(releases)
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
        recovery, problem = begun()
    except BaseException:
        lock.free()
        raise
    return OpenResult(opened.project, recovery, opened.path, lock, opened.known, others=others, sentence=problem)


def find_unsaved(context: JobContext) -> OpenResult | None:
    """The latest unsaved work that no other window holds, nor its file."""
    recoverables = list_recoverable()
    for recoverable in recoverables:
        lock: ProjectLock | None = None
        try:
            lock = None if recoverable.path is None else lock_project(recoverable.path)
            return _resumed(recoverable, lock, len(recoverables) - 1)
        except Problem:
            if lock is not None:
                lock.free()
    return None


def _resumed(found: Recoverable, lock: ProjectLock | None, others: int = 0) -> OpenResult:
    recovery = resume(found)
    recovery.originals.forget_all_but(found.project.originals.keys())
    at = found.at.replace("T", " ")
    more = f" {others} more will be offered at the next start." if others else ""
    sentence = f"Unsaved work of {at} was recovered.{more}"
    return OpenResult(found.project, recovery, found.path, lock, found.known, True, at, others, sentence)


def empty(context: JobContext) -> OpenResult:
    """A new project."""
    recovery, problem = begun()
    return OpenResult(new_project(), recovery, sentence=problem)


def made_up(context: JobContext) -> OpenResult:
    """The demonstration."""
    recovery, problem = begun()
    return OpenResult(demonstration(recovery.originals), recovery, sentence=problem)


def begun() -> tuple[Recovery, str]:
    """A folder for a project, and a sentence if it is none that outlives a crash."""
    try:
        return begin(), ""
    except Problem as problem:
        sentence = f"{problem.sentence} Until it can be, photos and unsaved work stay in a temporary folder."
        return begin(Path(tempfile.mkdtemp(prefix="facebalance-"))), sentence


def _await(releases: Releases) -> None:
    for job in releases:
        with suppress(Problem, Cancelled, Bug):
            job.result()
