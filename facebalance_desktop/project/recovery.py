"""Unsaved work, kept where a crash or a power cut leaves it whole.

Each running window has a folder of its own in the user-only recovery folder, held by a lock that ends with the process:

    <recovery>/<id>/lock  originals/<sha256>  project.json  note.json

`project.json` is there only while something is not saved. What a dead process left behind is offered at the next start.
"""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import parse
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.locks import Lock
from facebalance_desktop.project.model import Project, new_id, now
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import Known, read_project
from facebalance_desktop.settings import reason, recovery_dir, user_only, write_atomically

LOCKS = "locks"
"""The one folder among the sessions' that is none (see locks.py)."""


class Recovery:
    """The folder of this window: where photos come in and unsaved work is kept. `end` it when the window closes."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        """Use `begin` or `resume`."""
        self.folder = folder
        self.originals = Originals(folder / "originals")
        self._lock = lock
        self._writing = threading.Lock()
        self._written: Project | None = None

    def write(self, project: Project, path: Path | None, known: Known | None = None) -> None:
        """Keep an unsaved state; `path` is the file it belongs to, `known` what its last open or save returned.

        Callers wait until edits pause. Raises Problem.
        """
        note: dict[str, object] = {"path": None if path is None else str(path.absolute()), "at": now()}
        if known is not None:
            note["known"] = {"size": known.size, "modified": known.modified, "digest": known.digest}
        try:
            with self._writing:
                write_atomically(self.folder / "note.json", json.dumps(note, ensure_ascii=False).encode("utf-8"))
                write_atomically(self.folder / "project.json", as_bytes(project))
                self._written = project
        except OSError as error:
            raise Problem(
                f"The changes could not be kept for recovery: {reason(error)}. Save the project now."
            ) from error

    def has_been_saved(self, project: Project) -> None:
        """The file holds `project`: if that is the state kept here, it is no longer unsaved."""
        with self._writing:
            if self._written is None or self._written is project or self._written == project:
                _forget(self.folder)
                self._written = None

    def end(self) -> None:
        """The window closes: what is saved needs no folder; what is not stays and is offered at the next start."""
        with self._writing:
            if not (self.folder / "project.json").exists():
                shutil.rmtree(self.folder / "originals", ignore_errors=True)
                self._lock.free()
                shutil.rmtree(self.folder, ignore_errors=True)
            self._lock.free()


@dataclass(frozen=True)
class Recoverable:
    """Unsaved work that a process left: which file it belongs to (None: it had none yet) and when it was written.

    `known` goes to the next save, so that a file that somebody changed meanwhile is not replaced.
    """

    folder: Path
    path: Path | None
    at: str
    project: Project
    known: Known


def begin() -> Recovery:
    """A folder for this window. Raises Problem where the disk refuses."""
    refused: OSError | None = None
    for _ in range(5):  # another window that is starting may take the still empty folder for a dead one's
        try:
            folder = user_only(recovery_dir() / new_id())
            lock = Lock(folder / "lock")
            if lock.take() and lock.path.exists():
                return Recovery(folder, lock)
            lock.free()
        except OSError as error:
            refused = error
    words = "another program holds it" if refused is None else reason(refused)
    raise Problem(f"The folder for unsaved work could not be made: {words}.") from refused


def list_recoverable() -> tuple[Recoverable, ...]:
    """What dead processes left unsaved, the latest first. Folders with nothing unsaved in them are removed."""
    found = []
    for folder in recovery_dir().iterdir():
        lock = Lock(folder / "lock")
        if folder.name == LOCKS or not folder.is_dir() or not _take(lock):
            continue
        try:
            recoverable = _read(folder)
        finally:
            lock.free()
        if recoverable is not None:
            found.append(recoverable)
        elif not (folder / "project.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
    return tuple(sorted(found, key=lambda item: item.at, reverse=True))


def resume(recoverable: Recoverable) -> Recovery:
    """Go on with unsaved work in its own folder. Raises Problem when another window does so already."""
    lock = Lock(recoverable.folder / "lock")
    if not _take(lock):
        raise Problem("This unsaved work is already open in another window.")
    recovery = Recovery(recoverable.folder, lock)
    recovery.originals = recovery.originals.at(recoverable.path)
    recovery._written = recoverable.project
    return recovery


def discard(recoverable: Recoverable) -> None:
    """The user does not want it: remove the folder, unless a window works in it."""
    lock = Lock(recoverable.folder / "lock")
    if _take(lock):
        _forget(recoverable.folder)
        lock.free()
        shutil.rmtree(recoverable.folder, ignore_errors=True)


def as_bytes(project: Project) -> bytes:
    return json.dumps(to_json(project), ensure_ascii=False, allow_nan=False).encode("utf-8")


def _take(lock: Lock) -> bool:
    """Hold a folder's lock; False as well where the folder is gone by now."""
    try:
        return lock.take()
    except OSError:
        return False


def _read(folder: Path) -> Recoverable | None:
    """What is unsaved in a dead process's folder; None where there is nothing, or where its file holds it already."""
    try:
        project = parse((folder / "project.json").read_bytes(), "The unsaved work")
    except (OSError, Problem):
        return None
    note = _note(folder)
    path = Path(note["path"]) if isinstance(note.get("path"), str) else None
    if path is not None:
        with suppress(Problem):
            if _is_same(read_project(path), project):
                _forget(folder)
                return None
    return Recoverable(folder, path, str(note.get("at", "")), project, _known(note.get("known")))


def _is_same(saved: Project, unsaved: Project) -> bool:
    """Whether the file holds the unsaved state: killed between saving and forgetting."""
    without = ("program",)
    first, second = to_json(saved), to_json(unsaved)
    return {key: first[key] for key in first if key not in without} == {
        key: second[key] for key in second if key not in without
    }


def _note(folder: Path) -> dict[str, Any]:
    try:
        note = json.loads((folder / "note.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _known(value: object) -> Known:
    """What was known of the file; without a note of it nothing, so that whatever is there counts as changed."""
    if isinstance(value, dict):
        with suppress(KeyError, TypeError, ValueError):
            return Known(int(value["size"]), int(value["modified"]), str(value["digest"]))
    return Known(-1, -1, "")


def _forget(folder: Path) -> None:
    for name in ("project.json", "note.json"):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
