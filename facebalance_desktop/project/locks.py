"""Locks that end with the process that holds them, however it ends."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.document_lock import DocumentLock, OpenElsewhere
from facebalance_desktop.settings import recovery_dir, user_only

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """A lock on a file made for it; held from `take` until `free` or the process's end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Try to hold the lock; False while another process (or another Lock of this one) holds it. Raises OSError."""
        if self._file is not None:
            return True
        file = self.path.open("ab")
        try:
            if sys.platform == "win32":
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def free(self) -> None:
        if self._file is not None:
            if sys.platform != "win32":  # a process that is being started at this moment may share the file for a while
                fcntl.flock(self._file.fileno(), fcntl.LOCK_UN)
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Free the lock and remove its file, so that nobody who waits for it is left with one that is gone.

        Where an open file can be removed it goes while it is held: whoever opened it before finds it missing, and
        whoever comes later makes a new one. Elsewhere one that somebody has opened meanwhile stays.
        """
        if os.name == "posix":
            self.path.unlink(missing_ok=True)
            self.free()
        else:
            self.free()
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


class ProjectLock(Lock):
    """Holds a project for one window: against other windows of this user, and, as far as they look, other machines."""

    def __init__(self, path: Path) -> None:
        super().__init__(lock_path(path))
        self.document = DocumentLock(path)

    def free(self) -> None:
        if self._file is not None:
            self.document.free()
        super().free()


def lock_project(path: Path, takes_over: bool = False) -> ProjectLock:
    """Hold the project at `path` for this program; `free` it when another takes its place.

    Raises Problem when another window of this user has it open, and OpenElsewhere when another machine has, unless
    that is taken over. Where the folder takes no lock file, others are told apart at saving alone.
    """
    lock = ProjectLock(path)
    if not lock.take():
        raise Problem(f"{path.name} is already open in another window; go on there, or close it first.")
    holder = lock.document.take(takes_over)
    if holder is not None:
        lock.free()
        raise OpenElsewhere(path, holder)
    return lock


def lock_path(path: Path) -> Path:
    """The file by which the project at `path` is held; the same for every way to write its place."""
    place = os.path.normcase(os.path.realpath(path))
    name = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return user_only(recovery_dir() / "locks") / name
