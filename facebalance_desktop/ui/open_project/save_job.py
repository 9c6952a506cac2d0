"""Saving as one job for a thread: all that reaches for a disk, a share or a lock, and nothing of the window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from facebalance_desktop.atomic_files import flush_folder, reason
from facebalance_desktop.errors import Problem, described
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.project.document_lock import TakenOver
from facebalance_desktop.project.file_identity import GONE
from facebalance_desktop.project.held import hold
from facebalance_desktop.project.locks import ProjectLock, lock_path, lock_project
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.placing import move_to_free
from facebalance_desktop.project.recent import forget, remember
from facebalance_desktop.project.recovery import Recovery
from facebalance_desktop.project.shares import check_share, note_share
from facebalance_desktop.project.store import (
    Known,
    Opened,
    Saved,
    free_path,
    free_paths,
    open_project,
    read_preview,
    save_project,
)
from facebalance_desktop.settings import Settings, clinic_dir
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SaveRequest:
    """What is to be saved and where: at `chosen`, else at `path`, else under a free name in the clinic's folder."""

    project: Project
    path: Path | None
    chosen: Path | None
    stem: str
    better_stem: str
    """The name that a file which this program named should have by now; empty: it keeps the one it has."""
    lock: ProjectLock | None
    known: Known | None
    originals: Originals
    recovery: Recovery
    settings: Settings
    paint: Callable[[], bytes | None]
    kept: int = 0
    """How often a state had been kept for recovery when this was asked for."""
    refuses_changed: bool = False
    """Whether a file that somebody else has changed or taken over is a Conflict or TakenOver, for the user to decide;
    else the project goes beside it."""
    tables: Tables | None = None
    """Those that name what is planned in the summary; None: the program's own."""


@dataclass(frozen=True)
class SaveResult:
    """Where the project is now, and the lock on that file; another one than the order's if it is another file.

    `named_by`: who gave the file its name in this save.
    """

    project: Project
    saved: Saved
    lock: ProjectLock | None
    named_by: Literal["", "program", "user"] = ""


def suggested(context: JobContext, folder: Path, stem: str) -> Path:
    """A free place in the clinic's folder, which may be on a share."""
    return free_path(folder, stem)


def note_opened(context: JobContext, path: Path, project: Project, limit: int) -> None:
    """Put the file at the top of the recent projects; the list is a convenience that may fail."""
    with suppress(OSError):
        remember(path, project.patient, limit)


@dataclass(frozen=True)
class FileState:
    """What somebody else saved into a project's file, with its small picture."""

    opened: Opened
    preview: bytes | None
    changed: float


def state_in_file(context: JobContext, path: Path) -> FileState:
    """What is in the file now. Raises Problem."""
    opened = open_project(path, context)
    try:
        return FileState(opened, read_preview(path), path.stat().st_mtime)
    except OSError as error:
        raise Problem(tr("{name} could not be read: {reason}.", name=path.name, reason=reason(error))) from error


def take_back(context: JobContext, lock: ProjectLock | None) -> None:
    """Hold the project again that another machine had taken over."""
    if lock is not None:
        lock.document.take(takes_over=True)


def refresh_lock(context: JobContext, lock: ProjectLock | None) -> None:
    """Touch the file by which other machines see that the project is open."""
    if lock is not None:
        lock.document.refresh()


def save(context: JobContext, order: SaveRequest) -> SaveResult:
    """Save the project; what is kept for recovery and is now in the file is forgotten.

    Raises Problem; Conflict and TakenOver where the order refuses what somebody else has changed.
    """
    with suppress(Problem):  # a full disk of our own does not keep the project from being saved
        order.recovery.keep_before_saving(order.project, order.path, order.known, order.kept)
    try:
        path, lock, known = _place(order)
        if _is_taken_over(path, lock, order):
            known = GONE  # whatever is there is somebody else's: the work goes beside it
        try:
            is_new = order.path is None and order.chosen is None
            kept = order.settings.kept_versions
            saved = save_project(
                context,
                order.project,
                path,
                order.originals,
                _picture(order),
                known,
                kept,
                is_new,
                order.refuses_changed,
                tables=order.tables,
            )
        except BaseException:
            if lock is not None and lock is not order.lock:
                lock.free()
            raise
    except OSError as error:
        raise Problem(
            tr("The project could not be saved: {reason}. It is kept for recovery.", reason=reason(error))
        ) from error
    lock = _lock_of(saved.path, lock, order.lock)
    order.recovery.has_been_saved(order.project)
    named_by: Literal["", "program", "user"] = "program" if is_new else "user" if order.chosen is not None else ""
    if order.better_stem and saved.path == path and saved.sentence is None:
        free, lock = _renamed(path, order.better_stem, lock, order.lock)
        if free != path:
            saved, named_by = replace(saved, path=free), "program"
    hold(saved.path, order.recovery.folder)
    note_share(saved.path.parent)
    note_opened(context, saved.path, order.project, order.settings.recent_limit)
    return SaveResult(order.project, saved, lock, named_by)


def _place(order: SaveRequest) -> tuple[Path, ProjectLock | None, Known | None]:
    """Where to save, the lock on it, and what is known of the file that is there."""
    if order.chosen is not None and (order.lock is None or order.lock.path != lock_path(order.chosen)):
        return order.chosen, lock_project(order.chosen), None
    path = order.chosen or order.path
    if path is not None and order.chosen is None:
        check_share(path.parent, path.name)
    if path is not None:
        return path, order.lock, order.known
    folder = clinic_dir(order.settings)
    check_share(folder, tr("The project"))
    # Where nobody chose a folder it is the user's own, which other people of this computer have no business in.
    folder.mkdir(mode=0o777 if order.settings.clinic_folder else 0o700, parents=True, exist_ok=True)
    for free in free_paths(folder, order.stem):
        with suppress(Problem):  # another window has chosen this name and is about to use it
            return free, lock_project(free), None
    raise AssertionError("there is always one more number")


def _renamed(
    path: Path, stem: str, lock: ProjectLock | None, former: ProjectLock | None
) -> tuple[Path, ProjectLock | None]:
    """Give the file that was just saved a free name, in one step; where the disk refuses, it keeps the one it has.

    Returns its place and the lock on it.
    """
    for free in free_paths(path.parent, stem):
        try:
            fresh = lock_project(free)
        except Problem:  # another window is about to use this name
            continue
        try:
            move_to_free(path, free)
        except FileExistsError:
            fresh.free()
            continue
        except OSError:
            fresh.free()
            return path, lock
        if lock is not None and lock is not former:
            lock.free()  # that of before belongs to whoever gave it
        with suppress(OSError):
            flush_folder(free.parent)
        with suppress(OSError):
            forget(path)
        return free, fresh
    raise AssertionError("there is always one more number")


def _is_taken_over(path: Path, lock: ProjectLock | None, order: SaveRequest) -> bool:
    """Whether another machine has taken the project over since it was opened here; TakenOver where that is refused."""
    holder = None if lock is None or lock is not order.lock else lock.document.taken_by()
    if holder is not None and order.refuses_changed:
        raise TakenOver(path, holder)
    return holder is not None


def _lock_of(path: Path, lock: ProjectLock | None, former: ProjectLock | None) -> ProjectLock | None:
    """The lock on the file that the project was saved to, which may be one beside the file it was meant for."""
    if lock is not None and lock.path == lock_path(path):
        return lock
    if lock is not None and lock is not former:
        lock.free()
    with suppress(Problem, OSError):
        return lock_project(path)
    return None


def _picture(order: SaveRequest) -> bytes | None:
    """The small picture; a project is saved without a new one rather than not at all."""
    try:
        return order.paint()
    except Problem:
        return None
    except Exception as error:  # noqa: BLE001  # a bug of the painting keeps nobody's work from being saved
        log.error("the small picture was not painted: %s", described(error))
        return None
