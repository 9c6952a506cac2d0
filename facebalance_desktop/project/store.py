"""Opening and saving `name.facebalance`: at any moment the old file or the new one is there, whole.

Saving writes a new zip beside, has it flushed to disk and puts it in the old one's place. A file that another program
changed since it was opened is not replaced: the project goes beside it.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.days import moment_of
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.project.archive import (
    PREVIEW,
    PROJECT,
    UNREADABLE,
    VERSIONS,
    check_originals,
    open_archive,
    parse,
    read_json,
    unread_versions,
    version_members,
)
from facebalance_desktop.project.codec import as_bytes
from facebalance_desktop.project.file_identity import Conflict, Known, is_changed, keep_opened, known_by, status_of
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import PROGRAM, Project
from facebalance_desktop.project.originals import Originals, Source
from facebalance_desktop.project.placing import SUFFIX, NewFile, free_path, free_paths
from facebalance_desktop.project.summary import SavedBy, savers_in
from facebalance_desktop.project.writing import DamagedMember, Writing
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

__all__ = [
    "KEPT_VERSIONS",
    "SUFFIX",
    "Conflict",
    "Known",
    "Opened",
    "Saved",
    "Version",
    "free_path",
    "free_paths",
    "list_versions",
    "open_project",
    "read_preview",
    "read_project",
    "read_version",
    "save_project",
    "state_of",
]

KEPT_VERSIONS = 5


@dataclass(frozen=True)
class Version:
    """An earlier state kept in a project's file: the member's name, since when it was the present one (UTC), by whom.

    `saved_by` is None where it was not noted.
    """

    member: str
    at: datetime
    saved_by: SavedBy | None = None


@dataclass(frozen=True)
class Opened:
    """A project from its file. `known` goes to the next save; `versions` are older states, oldest first."""

    project: Project
    path: Path
    originals: Originals
    known: Known
    versions: tuple[Version, ...] = ()
    saved_by: SavedBy | None = None
    unread_versions: int = 0
    """How many more states, older than those, are in the file and not read."""


@dataclass(frozen=True)
class Saved:
    """Where the project is now. `sentence` tells the user when that is not where it was to be saved."""

    path: Path
    known: Known
    sentence: str | None = None


def open_project(path: Path, context: JobContext | None = None, originals: Originals | None = None) -> Opened:
    """Open a project and check every photo's bytes. Raises Problem with one sentence for whatever is wrong with it.

    `originals` is the folder of the session that will work on it; without one the project is only read.
    """
    context = context or JobContext()
    with open_archive(path) as archive:
        found = status_of(archive)
        data = read_json(archive, PROJECT, path.name)
        project = parse(data, path.name)
        check_originals(archive, project, path.name, context)
        versions = tuple(_versions(archive))
        saved_by = savers_in(archive).present
        unread = unread_versions(archive)
    known = keep_opened(known_by(found, data), (_version_member(found.st_mtime), data))
    return Opened(project, path, (originals or Originals()).at(path), known, versions, saved_by, unread)


def list_versions(path: Path) -> tuple[Version, ...]:
    """The states kept in a file besides the present one, oldest first. Raises Problem."""
    with open_archive(path) as archive:
        return tuple(_versions(archive))


def read_version(path: Path, version: Version) -> Project:
    """An earlier state; its photos are in the file. Raises Problem."""
    with open_archive(path) as archive:
        return parse(read_json(archive, version.member, path.name), path.name)


def read_project(path: Path) -> Project:
    """The project record alone, photos unchecked: for lists and comparisons. Raises Problem."""
    with open_archive(path) as archive:
        return parse(read_json(archive, PROJECT, path.name), path.name)


def state_of(path: Path, known: Known) -> tuple[str, bytes] | None:
    """The state in the file, to be kept as a version by a save that goes on with `known`. Raises Problem."""
    with open_archive(path) as archive:
        found = status_of(archive)
        data = read_json(archive, PROJECT, path.name)
    return (_version_member(found.st_mtime), data) if hashlib.sha256(data).hexdigest() == known.digest else None


def read_preview(path: Path) -> bytes | None:
    """The small picture of the project, None where there is none. Raises Problem for what is no zip."""
    with open_archive(path) as archive:
        try:
            return archive.read(PREVIEW) if archive.getinfo(PREVIEW).file_size <= LIMITS.preview_bytes else None
        except UNREADABLE:
            return None


def save_project(
    context: JobContext,
    project: Project,
    path: Path,
    originals: Source,
    preview: bytes | None = None,
    known: Known | None = None,
    kept_versions: int = KEPT_VERSIONS,
    is_new: bool = False,
    refuses_changed: bool = False,
    tables: Tables | None = None,
) -> Saved:
    """Save `project` at `path`; a job for a thread.

    `known` is what the last open or save of this file returned; without it whatever is at `path` is replaced, which the
    caller has asked the user about, unless `is_new`: then another free name is taken. A file that was changed elsewhere
    meanwhile is never replaced: the project goes beside it, or, with `refuses_changed`, nowhere (Conflict). Without a
    `preview` the old one stays. `tables` are the clinic's, for the due dates that lists show. Raises Problem (the old
    file is as it was) or Cancelled.
    """
    path = Path(os.path.realpath(path))
    content = as_bytes(replace(project, program=PROGRAM))
    try:
        is_conflict = _is_conflict(path, known, is_new, refuses_changed)
        opened = known.opened if known is not None and not is_conflict else None
        with NewFile(path) as new:
            with ExitStack() as stack:
                former = _former(stack, _file_before(path, known, originals))
                writing = Writing(context, new.file, former, originals, path.name, tables)
                dropped = _written(writing, project, content, preview, opened, kept_versions)
            seen = keep_opened(known_by(new.finish(), content), opened)
            context.raise_if_cancelled()
            if is_new and known is None:
                return Saved(new.take_free_name(path.stem), seen, dropped or None)
            with new.turn():
                if not is_conflict and not _is_conflict(path, known, is_new, refuses_changed):
                    new.replace()
                    return Saved(path, seen, dropped or None)
            copy = new.take_free_name(tr("{stem} (saved {now:%Y-%m-%d %H.%M})", stem=path.stem, now=datetime.now()))
            return Saved(copy, keep_opened(seen, None), f"{_saved_beside(path, copy)} {dropped}".strip())
    except OSError as error:
        raise Problem(
            tr(
                "{name} could not be saved: {reason}. The file on the disk is as it was; the changes are "
                "kept for recovery.",
                name=path.name,
                reason=reason(error),
            )
        ) from error


def _written(
    writing: Writing,
    project: Project,
    content: bytes,
    preview: bytes | None,
    opened: tuple[str, bytes] | None,
    kept: int,
) -> str:
    """Write the zip; where the former file has a damaged photo, again without that one's bytes. What was dropped."""
    while True:
        try:
            return writing.write(project, content, preview, opened, kept)
        except DamagedMember as found:
            writing = replace(writing, damaged=writing.damaged | {found.sha256})
            writing.file.seek(0)
            writing.file.truncate()


def _is_conflict(path: Path, known: Known | None, is_new: bool, refuses_changed: bool) -> bool:
    """Whether the file was changed elsewhere; Conflict where that is to be refused."""
    if known is None or is_new or not is_changed(path, known):
        return False
    if refuses_changed:
        raise Conflict(path, path.stat().st_mtime)
    return True


def _saved_beside(path: Path, copy: Path) -> str:
    return tr(
        "{name} was changed elsewhere since it was opened, so it was left as it is and this project was saved "
        "beside it as {name2}.",
        name=path.name,
        name2=copy.name,
    )


def _file_before(path: Path, known: Known | None, originals: Source) -> Path | None:
    """The file whose photos and versions go on: the one at `path`, or the held one where that is gone."""
    if known is None:
        return None
    if path.exists():
        return path
    held = originals.held if isinstance(originals, Originals) else None
    return held if held is not None and held.is_file() else None


def _former(stack: ExitStack, old: Path | None) -> zipfile.ZipFile | None:
    if old is None:
        return None
    try:
        return stack.enter_context(zipfile.ZipFile(old))
    except UNREADABLE:
        return None  # damaged since it was opened: what our own folder has is enough, or the save says what is missing


def _version_member(modified: float) -> str:
    """The member that keeps a state which was the present one since `modified`; names sort by age."""
    return f"{VERSIONS}{moment_of(modified):%Y%m%dT%H%M%S.%f}.json"


def _versions(archive: zipfile.ZipFile) -> Iterator[Version]:
    savers = savers_in(archive).versions
    for member in version_members(archive):
        with suppress(ValueError):
            at = datetime.strptime(member, f"{VERSIONS}%Y%m%dT%H%M%S.%f.json").replace(tzinfo=UTC)
            yield Version(member, moment_of(at.timestamp()), savers.get(member))
