"""What can be opened, as jobs for a thread: a project from its file, unsaved work of a crash, an empty project."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from facebalance_desktop.days import day_words
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.clock import clock_words
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.face_trust import face_doubts
from facebalance_desktop.project.held import hold, hold_copy
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.locks import ProjectLock, lock_project
from facebalance_desktop.project.memory import ProjectMemory
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.photo_grids import board_ahead
from facebalance_desktop.project.recovery import (
    Recoverable,
    Recovery,
    begin,
    is_of,
    list_recoverable,
    remains,
    resume,
    set_aside,
)
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.shares import note_share
from facebalance_desktop.project.store import Known, Opened, Version, list_versions, open_project, read_version
from facebalance_desktop.project.summary import SavedBy
from facebalance_desktop.settings import fallback_words
from facebalance_desktop.translation import tr
from facebalance_desktop.work import Bug, Job, JobContext

COPY = tr(
    "This is a read-only copy of unsaved work of {at}, which stays as it is. Save as keeps the copy as a project."
)
LOOKED_AT = tr(
    "{name} is shown read-only, as last saved by the user who has it open. Save as keeps what is shown as another file."
)
UNSEEN = tr(
    "The folder of {name} takes no lock file: people on other machines cannot see that it is open here. Should one of "
    "them change it, you are asked before anything is replaced."
)
VERSION = tr("This is an earlier version of {name}, read-only. Save as keeps it as a project of its own.")
UNREAD = tr(
    "{name} holds {count} earlier versions, of which the last {most} are read. The others stay in the file until the "
    "project is saved into it; make a copy of the file first if you need them."
)
UNNAMED = tr("The recovered work")
MOST_FAULTS = 6
"""Faults of a damaged file that are told at once; the command `check` tells all."""
Releases = Sequence[Job[None]]
"""Projects that are being let go of: waited for, so that a project can be opened again at once."""


@dataclass(frozen=True)
class OpenResult:
    """A project that is held for this window, with the recovery folder it works in and the lock on its file.

    `is_recovered`: it is what a crash left unsaved at `at`; `was_attempted`: it was being laid out when the program
    ended the last time. `others` is how much more unsaved work there is, `sentence` what the user has to know.
    """

    project: Project
    recovery: Recovery
    path: Path | None = None
    lock: ProjectLock | None = None
    known: Known | None = None
    is_recovered: bool = False
    was_attempted: bool = False
    is_read_only: bool = False
    at: str = ""
    others: int = 0
    sentence: str = ""
    shown_from: Path | None = None
    """The file whose photos a read-only project shows, which is not its own."""
    memory: ProjectMemory = field(default_factory=ProjectMemory, repr=False, compare=False)
    """Its own, with what was computed of it while it was read."""


def release(context: JobContext, recovery: Recovery, lock: ProjectLock | None) -> None:
    """Release a project's folder and file, so that it can be opened or offered again."""
    recovery.end()
    if lock is not None:
        lock.free()


@dataclass(frozen=True)
class Unsaved:
    """What crashes left: the latest work, held for this window, and folders of work that cannot be read."""

    latest: OpenResult | None
    unreadable: tuple[Path, ...]


def put_back(context: JobContext, found: OpenResult) -> None:
    """It is not shown after all: release it, so that it can be opened or offered again."""
    if found.was_attempted:
        found.recovery.free()  # whoever takes it up is asked first
    else:
        found.recovery.end()
    if found.lock is not None:
        found.lock.free()


def put_back_unsaved(left: Unsaved) -> None:
    """Release unsaved work that is not wanted any more."""
    if left.latest is not None:
        put_back(JobContext(), left.latest)


def end_attempt(context: JobContext, recovery: Recovery) -> None:
    """The program has run with recovered work for a while: the next start need not ask."""
    recovery.end_attempt()


def put_aside(context: JobContext, found: OpenResult) -> Path:
    """Keep it where it is not offered any more, and return that folder. Raises Problem."""
    try:
        return set_aside(found.recovery)
    finally:
        if found.lock is not None:
            found.lock.free()


def copied(context: JobContext, found: OpenResult) -> OpenResult:
    """A copy of it in a folder of its own, with its photos; the work itself is put back. Raises Problem."""
    recovery, problem = begun()
    for sha256 in found.project.originals:
        with suppress(Problem):  # told where the photo is shown
            recovery.originals.keep(found.recovery.originals.read(sha256))
    put_back(context, found)
    sentence = " ".join(part for part in (problem, COPY.format(at=found.at)) if part)
    return OpenResult(found.project, recovery, is_read_only=True, sentence=sentence)


def look_at(context: JobContext, path: Path) -> OpenResult:
    """The project at `path` only to be looked at, while somebody else has it open. Raises Problem."""
    opened = open_project(path, context)
    recovery, problem = begun()
    hold(path, recovery.folder)
    sentence = " ".join(part for part in (problem, LOOKED_AT.format(name=path.name), *_doubts(opened)) if part)
    return OpenResult(opened.project, recovery, is_read_only=True, sentence=sentence, shown_from=path)


class Stopped(Problem):
    """Nobody waited for the file any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(tr("{name} was not opened.", name=path.name))


def find(
    context: JobContext,
    path: Path,
    releases: Releases = (),
    takes_over: bool = False,
    stop: threading.Event | None = None,
) -> OpenResult:
    """The project at `path`, or the newer state of it that a crash left unsaved. Raises Problem.

    OpenElsewhere where another machine has it open, unless that is taken over; Stopped soon after `stop` was set.
    """
    memory = ProjectMemory()  # nothing of it is remembered where another project's job may find it
    within = context if stop is None else JobContext(lambda report: context.report(*report), stop.is_set)
    try:
        return replace(memory.run(_found, within, path, releases, takes_over), memory=memory)
    except Cancelled:
        if stop is None:
            raise
        raise Stopped(path) from None


def _found(context: JobContext, path: Path, releases: Releases, takes_over: bool) -> OpenResult:
    _await(releases)
    lock = lock_project(path, takes_over)
    try:
        others = 0
        for recoverable in list_recoverable():
            if is_of(recoverable, path):
                with suppress(Problem):
                    return _resumed(recoverable, lock)
            others += 1
        try:
            opened = open_project(path, context)
        except Problem as damage:
            lock.free()
            return _salvaged(context, path, damage)
        context.raise_if_cancelled()
        face_doubts(opened.project)  # what it measures of each face is kept there
        _compute(context, opened.project)
        recovery, problem = begun()
        hold(path, recovery.folder)
        note_share(path.parent)
    except BaseException:
        lock.free()
        raise
    unseen = "" if lock.document.is_held else UNSEEN.format(name=path.name)
    sentence = " ".join(part for part in (problem, unseen, *_doubts(opened)) if part)
    return OpenResult(
        opened.project,
        recovery,
        opened.path,
        lock,
        opened.known,
        others=others,
        sentence=sentence,
    )


def _compute(context: JobContext, project: Project) -> None:
    """Have the pair remembered with all that takes long about it, and the board, so that the window has less to do
    when it shows them."""
    pair = pair_of(project)
    if pair is not None:
        _ = pair.match  # kept with the pair
    for _ in board_ahead(project):
        context.raise_if_cancelled()


def _doubts(opened: Opened) -> tuple[str, str]:
    """Sentences on a clock that contradicts the file, and on more versions than are read; empty where all is well."""
    name, unread, most = opened.path.name, opened.unread_versions, LIMITS.versions
    more = UNREAD.format(name=name, count=unread + most, most=most) if unread else ""
    return clock_words(name, opened.saved_by), more


def _salvaged(context: JobContext, path: Path, damage: Problem) -> OpenResult:
    """What is whole of a damaged file, only to be looked at; it can be saved as another file. Raises Problem."""
    recovery, _ = begun()
    try:
        found = salvage(path, recovery.originals, context)
        if found.project is None or found.is_whole:
            raise damage
    except BaseException:
        recovery.end()
        raise
    sentence = tr(
        "{name} is damaged and was left as it is. What is intact is shown; save it as another file.", name=path.name
    )
    return OpenResult(
        found.project, recovery, is_read_only=True, sentence=" ".join((sentence, *found.faults[:MOST_FAULTS]))
    )


@dataclass(frozen=True)
class KeptState:
    """An earlier state that a file keeps; None where it cannot be read."""

    version: Version
    project: Project | None


def kept_states(context: JobContext, path: Path) -> tuple[KeptState, ...]:
    """The states that a file keeps besides the present one, oldest first. Raises Problem."""
    found = []
    for version in list_versions(path):
        context.raise_if_cancelled()
        try:
            found.append(KeptState(version, read_version(path, version)))
        except Problem:
            found.append(KeptState(version, None))
    return tuple(found)


def copy_of_version(context: JobContext, path: Path, version: Version) -> OpenResult:
    """An earlier state only to be looked at; it can be saved as another file. Raises Problem."""
    project = read_version(path, version)
    recovery, problem = begun()
    hold(path, recovery.folder)
    sentence = " ".join(part for part in (problem, VERSION.format(name=path.name)) if part)
    return OpenResult(project, recovery, is_read_only=True, sentence=sentence, shown_from=path)


def hold_in(context: JobContext, recovery: Recovery, path: Path) -> None:
    """Hold the file on this disk where a second name cannot: it may be deleted, or its share go away."""
    if not hold(path, recovery.folder):
        hold_copy(context, path, recovery.folder)


def find_unsaved(context: JobContext) -> Unsaved:
    """The latest unsaved work that no other window holds, nor its file; and what of it cannot be read."""
    left = remains()
    return Unsaved(_latest(left.recoverable), left.unreadable)


def _latest(recoverables: Sequence[Recoverable]) -> OpenResult | None:
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
    at = _moment_words(found.at)
    more = tr(" {others} more will be offered at the next start.", others=others) if others else ""
    clock = clock_words(UNNAMED if found.path is None else found.path.name, SavedBy("", "", found.at))
    recovered = tr("Recovered your last changes ({at}).{more}", at=at, more=more)
    sentence = f"{recovered} {clock}".rstrip()
    if not found.was_attempted:
        with suppress(OSError):  # the work is more than the note of the attempt
            recovery.begin_attempt()
    return OpenResult(
        found.project,
        recovery,
        found.path,
        lock,
        found.known,
        is_recovered=True,
        was_attempted=found.was_attempted,
        at=at,
        others=others,
        sentence=sentence,
    )


def _moment_words(at: str) -> str:
    """`09:30` of today, else `12 Mar 2024, 09:30`, in the time zone where it was written; a file may say anything."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return tr("an unknown time")
    day = "" if moment.date() == datetime.now(moment.tzinfo).date() else f"{day_words(moment.date().isoformat())}, "
    return f"{day}{moment:%H:%M}"


def empty(context: JobContext) -> OpenResult:
    """A new project."""
    recovery, problem = begun()
    return OpenResult(new_project(), recovery, sentence=problem)


def made_up(context: JobContext) -> OpenResult:
    """The demonstration."""
    recovery, problem = begun()
    return OpenResult(demonstration(recovery.originals), recovery, sentence=problem)


def begun() -> tuple[Recovery, str]:
    """A folder for a project, and a sentence if it does not survive a crash."""
    try:
        return begin(), fallback_words()
    except Problem as problem:
        sentence = tr(
            "{sentence} Until then, photos and unsaved work stay in a temporary folder.", sentence=problem.sentence
        )
        return begin(Path(tempfile.mkdtemp(prefix="facebalance-"))), sentence


def _await(releases: Releases) -> None:
    for job in releases:
        with suppress(Problem, Cancelled, Bug):
            job.result()
