"""The lock by which a project is held."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.document_lock import DocumentLock, OpenElsewhere
from facebalance_desktop.project.file_lock import Lock
from facebalance_desktop.settings import recovery_dir, user_only
from facebalance_desktop.translation import tr


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
        raise Problem(tr("{name} is already open in another window; go on there, or close it first.", name=path.name))
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
