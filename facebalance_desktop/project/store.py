"""Opening and saving `name.facebalance`: at any moment the old file or the new one is there, whole.

Saving writes a new zip beside, has it flushed to disk and puts it in the old one's place. A file that somebody else
changed since it was opened is not replaced: the project goes beside it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import (
    PREVIEW,
    PROJECT,
    UNREADABLE,
    VERSIONS,
    check_photos,
    open_archive,
    parse,
    read_json,
    version_members,
)
from facebalance_desktop.project.codec import as_bytes
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import PROGRAM, Project
from facebalance_desktop.project.originals import Originals, Source
from facebalance_desktop.project.writing import Writing
from facebalance_desktop.settings import flush_folder, reason, replace_patiently
from facebalance_desktop.work import JobContext

SUFFIX = ".facebalance"
KEPT_VERSIONS = 5
STALE = 3600.0
"""Seconds after which a half-written file beside a project is what a killed program left."""
LONGEST = 180
"""Bytes of a new file's name, of 255 that file systems allow: number, suffix and half-written copy have room."""
RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows takes for devices, whatever stands behind a dot."""


@dataclass(frozen=True)
class Version:
    """An earlier state kept in a project's file: the member's name and since when it was the present one (UTC)."""

    member: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """What this program last saw in a project's file, to tell whether somebody else has changed it since.

    `opened` is the project.json as it was opened and the member under which the next save keeps it.
    """

    size: int
    modified: int
    digest: str
    opened: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Opened:
    """A project from its file. `known` goes to the next save; `versions` are older states, oldest first."""

    project: Project
    path: Path
    originals: Originals
    known: Known
    versions: tuple[Version, ...] = ()


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
        data = read_json(archive, PROJECT, path.name)
        project = parse(data, path.name)
        check_photos(archive, project, path.name, context)
        versions = tuple(_versions(archive))
    known = replace(_known(path, data), opened=(_version_member(path), data))
    return Opened(project, path, (originals or Originals()).at(path), known, versions)


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
        data = read_json(archive, PROJECT, path.name)
    return (_version_member(path), data) if hashlib.sha256(data).hexdigest() == known.digest else None


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
) -> Saved:
    """Save `project` at `path`; a job for a thread.

    `known` is what the last open or save of this file returned; without it whatever is at `path` is replaced, which the
    caller has asked the user about, unless `is_new`: then another free name is taken. Without a `preview` the old one
    stays. Raises Problem (the old file is as it was) or Cancelled.
    """
    path = Path(os.path.realpath(path))
    sentence = None
    if is_new and known is None and path.exists():
        path = free_path(path.parent, path.stem)
    if known is not None and path.exists() and _is_changed(path, known):
        copy = free_path(path.parent, f"{path.stem} (saved {datetime.now():%Y-%m-%d %H.%M})")
        sentence = (
            f"{path.name} was changed by somebody else since it was opened, so it was left as it is and this project "
            f"was saved beside it as {copy.name}."
        )
        return replace(_save(context, project, copy, path, originals, preview, None, kept_versions), sentence=sentence)
    old = path if known is not None and path.exists() else None
    return _save(context, project, path, old, originals, preview, known, kept_versions)


def free_path(folder: Path, stem: str) -> Path:
    """A free path for a new project file in `folder`: the stem, made fit for a file name, and a number if need be."""
    return next(free_paths(folder, stem))


def free_paths(folder: Path, stem: str) -> Iterator[Path]:
    """Free paths one after the other, should another window be about to use the first."""
    stem = clipped(re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", stem).strip(" .")[:120]).strip(" .") or "Project"
    if RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"Project {stem}"
    for number in count(1):
        path = folder / f"{stem}{f' {number}' if number > 1 else ''}{SUFFIX}"
        if not path.exists():
            yield path


def clipped(name: str, most: int = LONGEST) -> str:
    """The beginning of a name that is no more than `most` bytes: file systems count bytes, not letters."""
    return (
        name.encode("utf-8", "surrogatepass")[:most].decode("utf-8", "ignore")
        if len(os.fsencode(name)) > most
        else name
    )


def _save(
    context: JobContext,
    project: Project,
    path: Path,
    old: Path | None,
    originals: Source,
    preview: bytes | None,
    known: Known | None,
    kept_versions: int,
) -> Saved:
    """Write the new file beside and put it in place. `old` is the file whose photos, versions and preview are kept."""
    content = as_bytes(replace(project, program=PROGRAM))
    temporary = path.with_name(f".{_short(path)}.{uuid4().hex[:8]}.part")
    is_complete = False
    try:
        with temporary.open("xb") as file:
            _remove_stale(path, temporary.stat().st_mtime)
            with ExitStack() as stack:
                former = _former(stack, old)
                opened = known.opened if known is not None else None
                writing = Writing(context, file, former, originals, path.name)
                writing.write(project, content, preview, opened, kept_versions)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            with suppress(OSError):
                shutil.copymode(path, temporary)
        context.raise_if_cancelled()
        is_complete = True
        _put_in_place(temporary, path)
    except OSError as error:
        raise Problem(
            f"{path.name} could not be saved: {reason(error)}. The file on the disk is as it was; the changes are kept "
            "for recovery."
        ) from error
    finally:
        if not is_complete:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    flush_folder(path.parent)
    return Saved(path, replace(_known(path, content), opened=known.opened if known else None))


def _former(stack: ExitStack, old: Path | None) -> zipfile.ZipFile | None:
    if old is None:
        return None
    try:
        return stack.enter_context(zipfile.ZipFile(old))
    except UNREADABLE:
        return None  # damaged since it was opened: what our own folder has is enough, or the save says what is missing


def _put_in_place(temporary: Path, path: Path) -> None:
    """Replace `path`; where another program holds it too long, keep the complete new file under another name."""
    try:
        replace_patiently(temporary, path)
    except OSError:
        kept = path.with_name(f"{clipped(path.stem)} (not yet in place){SUFFIX}")
        try:
            os.replace(temporary, kept)
        except OSError:
            kept = temporary
        if not kept.exists():
            raise
        raise Problem(
            f"{path.name} is held by another program and could not be replaced; the whole project was saved beside it "
            f"as {kept.name}."
        ) from None


def _short(path: Path) -> str:
    """The file's name, short enough for the half-written file beside it to have a legal one too."""
    if len(os.fsencode(path.name)) <= LONGEST:
        return path.name
    return f"{clipped(path.name, LONGEST - 20)}.{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}"


def _remove_stale(path: Path, now: float) -> None:
    """Remove what saves of this file left half-written when their program was killed.

    `now` is the time by the clock of the disk itself: on a share this machine's may be hours off, and the half-written
    file of another machine that is saving must not go.
    """
    pattern = re.compile(re.escape(f".{_short(path)}.") + r"[0-9a-f]{8}\.part")
    with suppress(OSError):
        for left in path.parent.iterdir():
            if pattern.fullmatch(left.name) and now - left.stat().st_mtime > STALE:
                left.unlink()


def _known(path: Path, data: bytes) -> Known:
    try:
        found = path.stat()
    except OSError:  # gone again already: nothing that comes later is ours
        return Known(-1, -1, hashlib.sha256(data).hexdigest())
    return Known(found.st_size, found.st_mtime_ns, hashlib.sha256(data).hexdigest())


def _is_changed(path: Path, known: Known) -> bool:
    """Whether the file is another than the one known; one that was only touched or moved back is not."""
    found = path.stat()
    if (found.st_size, found.st_mtime_ns) == (known.size, known.modified):
        return False
    try:
        with open_archive(path) as archive:
            data = read_json(archive, PROJECT, path.name)
    except Problem:
        return True
    return hashlib.sha256(data).hexdigest() != known.digest


def _version_member(path: Path) -> str:
    """The member that keeps the state of `path` which is now the present one; names sort by age."""
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        at = datetime.now(UTC)
    return f"{VERSIONS}{at:%Y%m%dT%H%M%S.%f}.json"


def _versions(archive: zipfile.ZipFile) -> Iterator[Version]:
    for member in version_members(archive):
        with suppress(ValueError):
            at = datetime.strptime(member, f"{VERSIONS}%Y%m%dT%H%M%S.%f.json").replace(tzinfo=UTC)
            yield Version(member, at)
