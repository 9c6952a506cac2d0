"""Unsaved work, kept where a crash or a power cut leaves it whole.

Each open project has a folder of its own in the user-only recovery folder, held by a lock that ends with the process:

    <recovery>/<id>/lock  originals/<sha256>  project.json  attempt

`project.json` is there only while something is not saved; its key `recovery` says of which file it is, and when. What a
dead process left behind is offered at the next start. `attempt` is there from before such work is laid out until the
program has lived with it for a while: if it is found, laying it out may be what ended the program the last time.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.project import held
from facebalance_desktop.project.archive import PROJECT, parse
from facebalance_desktop.project.codec import as_bytes, to_json
from facebalance_desktop.project.file_lock import Lock
from facebalance_desktop.project.locks import lock_path
from facebalance_desktop.project.model import Project, new_id, now
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import Known, read_project, state_of
from facebalance_desktop.settings import data_dir, recovery_dir, user_only
from facebalance_desktop.translation import tr

LOCKS = "locks"
"""The one folder among the sessions' that is none (see locks.py)."""
NOTE = "recovery"
"""The key of project.json for what concerns its recovery alone: one file, so that the two are never of two moments."""
ATTEMPT = "attempt"
"""The file that says that a program has begun to write the work there."""
SET_ASIDE = "set-aside"
"""The folder beside the recovery folder for work that the user does not want to be offered again."""


class Recovery:
    """The folder of this window: where photos come in and unsaved work is kept. `end` it when the window closes."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        """Use `begin` or `resume`."""
        self.folder = folder
        self.originals = Originals(folder / "originals", held=folder / held.NAME)
        self._lock = lock
        self._writing = threading.Lock()
        self._written: Project | None = None
        self.writes = 0
        """How often a state was kept: a writer whose state is older by then does not keep it."""

    def write(self, project: Project, path: Path | None, known: Known | None = None) -> None:
        """Keep an unsaved state; `path` is the file it belongs to, `known` what its last open or save returned.

        Callers wait until edits pause, and for the last call to end. Raises Problem.
        """
        note: dict[str, object] = {"path": None if path is None else os.fspath(path.absolute()), "at": now()}
        if known is not None:
            note["known"] = {"size": known.size, "modified": known.modified, "digest": known.digest}
        data = as_bytes(replace(project, extra={**project.extra, NOTE: note}))
        try:
            with self._writing:
                write_atomically(user_only(self.folder) / PROJECT, data)
                self._written = project
                self.writes += 1
        except OSError as error:
            raise Problem(
                tr("The changes could not be kept for recovery: {reason}. Save the project now.", reason=reason(error))
            ) from error

    def keep_before_saving(self, project: Project, path: Path | None, known: Known | None, since: int) -> None:
        """Keep the state that is about to be saved, unless something was kept after `since` (`writes`) already.

        A program that is killed between saving and forgetting leaves the same state in both places then: the next
        start finds nothing unsaved, not an older state than the file's. Raises Problem.
        """
        if self._written is not project and self.writes == since:
            self.write(project, path, known)

    def has_been_saved(self, project: Project) -> None:
        """The file holds `project`: if that is the state kept here, it is no longer unsaved."""
        with self._writing:
            if self._written is None or self._written is project or self._written == project:
                self._forget()

    def free(self) -> None:
        """Let go of the folder as it is."""
        self._lock.free()

    def forget(self) -> None:
        """Nothing is unsaved: the file holds the present state, whatever was kept here before."""
        with self._writing:
            self._forget()

    def _forget(self) -> None:
        with suppress(OSError):
            (self.folder / PROJECT).unlink(missing_ok=True)
        self._written = None

    def begin_attempt(self) -> None:
        """The work is about to be laid out: should that end the program, the next start asks. Raises OSError."""
        (self.folder / ATTEMPT).touch()

    def end_attempt(self) -> None:
        """The program has run with it, or the work was not laid out after all."""
        with suppress(OSError):
            (self.folder / ATTEMPT).unlink(missing_ok=True)

    def end(self) -> None:
        """The project closes: what is saved needs no folder; what is not stays and is offered at the next start."""
        with self._writing:
            self.end_attempt()
            if (self.folder / PROJECT).exists():
                self._lock.free()
            else:
                _remove(self.folder, self._lock)


@dataclass(frozen=True)
class Recoverable:
    """Unsaved work that a process left: which file it belongs to (None: it had none yet) and when it was written.

    `was_attempted`: it was being laid out when the program ended the last time.
    `known` goes to the next save, so that a file that was changed meanwhile is not replaced.
    """

    folder: Path
    path: Path | None
    at: str
    project: Project
    known: Known
    was_attempted: bool = False


@dataclass(frozen=True)
class Remains:
    """What dead processes left: what can be taken up, the latest first, and folders of what cannot be read."""

    recoverable: tuple[Recoverable, ...]
    unreadable: tuple[Path, ...]


def begin(within: Path | None = None) -> Recovery:
    """A folder for this window, `within` the recovery folder or another. Raises Problem where the disk refuses."""
    refused: OSError | None = None
    for _ in range(5):  # another window that is starting may take the still empty folder for a dead one's
        try:
            folder = user_only((within or recovery_dir()) / new_id())
            lock = Lock(folder / "lock")
            if lock.take() and lock.path.exists():
                return Recovery(folder, lock)
            lock.free()
        except OSError as error:
            refused = error
    words = tr("another program holds it") if refused is None else reason(refused)
    raise Problem(tr("The folder for unsaved work could not be made: {words}.", words=words)) from refused


def list_recoverable() -> tuple[Recoverable, ...]:
    """What dead processes left unsaved, the latest first."""
    return remains().recoverable


def remains() -> Remains:
    """What dead processes left; folders of theirs with nothing unsaved are removed.

    Reads from the disk, perhaps from a share: not for the window's thread.
    """
    found: list[Recoverable] = []
    unreadable: list[Path] = []
    for folder in recovery_dir().iterdir():
        lock = Lock(folder / "lock")
        if folder.name == LOCKS or not folder.is_dir() or not _take(lock):
            continue
        recoverable = _read(folder)
        if recoverable is not None:
            found.append(recoverable)
        elif (folder / PROJECT).exists():
            unreadable.append(folder)
        else:
            _remove(folder, lock)
        lock.free()
    latest_first = sorted(found, key=lambda item: _moment(item.at), reverse=True)
    return Remains(tuple(latest_first), tuple(sorted(unreadable)))


def resume(recoverable: Recoverable) -> Recovery:
    """Go on with unsaved work in its own folder. Raises Problem when another window does so already."""
    lock = Lock(recoverable.folder / "lock")
    if not _take(lock):
        raise Problem(tr("This unsaved work is already open in another window."))
    recovery = Recovery(recoverable.folder, lock)
    recovery.originals = recovery.originals.at(recoverable.path)
    recovery._written = recoverable.project
    return recovery


def set_aside(recovery: Recovery) -> Path:
    """Put unsaved work where it is not offered any more, whole, and return its new folder. Raises Problem."""
    kept = data_dir() / SET_ASIDE
    try:
        user_only(kept)
        recovery.free()  # an open file would hold the folder where it is on Windows
        os.replace(recovery.folder, kept / recovery.folder.name)
    except OSError as error:
        raise Problem(
            tr("The unsaved work could not be set aside: {reason}. It stays where it is.", reason=reason(error))
        ) from error
    return kept / recovery.folder.name


def discard(recoverable: Recoverable) -> None:
    """The user does not want it: remove the folder, unless a window works in it."""
    lock = Lock(recoverable.folder / "lock")
    if _take(lock):
        _remove(recoverable.folder, lock)


def _remove(folder: Path, lock: Lock) -> None:
    """Remove a folder whose lock is held; one that another program begins to use at this moment stays."""
    for name in (PROJECT, ATTEMPT):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "originals", ignore_errors=True)
    with suppress(OSError):
        (folder / held.NAME).unlink(missing_ok=True)
    for left in folder.glob(".*.part"):
        with suppress(OSError):
            left.unlink()
    lock.remove()
    with suppress(OSError):
        folder.rmdir()


def _take(lock: Lock) -> bool:
    """Hold a folder's lock; False as well where the folder is gone by now."""
    try:
        return lock.take()
    except OSError:
        return False


def is_of(recoverable: Recoverable, path: Path) -> bool:
    """Whether the unsaved work belongs to the file at `path`."""
    return recoverable.path is not None and lock_path(recoverable.path) == lock_path(path)


def _moment(at: str) -> datetime:
    """When it was written; moments with different offsets (summer time began, a journey) do not sort as text."""
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _read(folder: Path) -> Recoverable | None:
    """What is unsaved in a dead process's folder; None where there is nothing, or where its file holds it already."""
    try:
        project = parse((folder / PROJECT).read_bytes(), tr("The unsaved work"))
    except (OSError, Problem):
        return None
    found = project.extra.get(NOTE)
    note: Mapping[str, Any] = found if isinstance(found, dict) else {}
    project = replace(project, extra={key: value for key, value in project.extra.items() if key != NOTE})
    path = Path(note["path"]) if isinstance(note.get("path"), str) else None
    known = _known(note.get("known"))
    if path is not None:
        with suppress(Problem, OSError):
            if _is_same(read_project(path), project):
                with suppress(OSError):
                    (folder / PROJECT).unlink()
                return None
            known = replace(known, opened=state_of(path, known))
    was_attempted = (folder / ATTEMPT).exists()
    return Recoverable(folder, path, str(note.get("at", "")), project, known, was_attempted)


def _is_same(saved: Project, unsaved: Project) -> bool:
    """Whether the file holds the unsaved state: killed between saving and forgetting."""
    without = ("program",)
    first, second = to_json(saved), to_json(unsaved)
    return {key: first[key] for key in first if key not in without} == {
        key: second[key] for key in second if key not in without
    }


def _known(value: object) -> Known:
    """What was known of the file; without a note of it nothing, so that whatever is there counts as changed."""
    if isinstance(value, dict):
        with suppress(KeyError, TypeError, ValueError):
            return Known(int(value["size"]), int(value["modified"]), str(value["digest"]))
    return Known(-1, -1, "")
