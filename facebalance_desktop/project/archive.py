"""The inside of a .facebalance file: one zip: photos, preview, versions, card, and `project.json` last.

Reading only; everything that is not as it should be is one sentence.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.codec import from_json, loaded
from facebalance_desktop.project.limits import LIMITS, check_members, check_originals_named, check_photos, check_text
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

PROJECT, PREVIEW, CARD, PHOTOS, VERSIONS = "project.json", "preview.jpg", "card.json", "photos/", "versions/"
CHUNK = 1024 * 1024
LOCAL = 30
"""Bytes of a member's own header, before its name and its extra field, whose lengths stand at its end."""
HASHING = 2
"""Threads that check photos: hashing lets the others go on, and one processor hashes 1 GB in a second."""
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, RuntimeError, ValueError, LookupError, OverflowError),
)
"""What zipfile raises on files that are damaged or no zip: found by feeding it such files."""


def photo_member(sha256: str) -> str:
    return PHOTOS + sha256


def version_members(archive: zipfile.ZipFile) -> list[str]:
    """The members that hold earlier states, oldest first, in the order in which they were written: the latest ones, as
    many as are read."""
    return _all_versions(archive)[-LIMITS.versions :]


def unread_versions(archive: zipfile.ZipFile) -> int:
    """How many earlier states are in the file beyond those that are read."""
    return max(0, len(_all_versions(archive)) - LIMITS.versions)


def _all_versions(archive: zipfile.ZipFile) -> list[str]:
    return [member for member in dict.fromkeys(archive.namelist()) if member.startswith(VERSIONS)]


def open_archive(path: Path) -> zipfile.ZipFile:
    """The zip of a project, to be closed soon: an open file cannot be replaced on Windows. Raises Problem."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Problem(tr("{name} was not found.", name=path.name)) from None
    except IsADirectoryError:
        raise Problem(tr("{name} is a folder, not a project.", name=path.name)) from None
    except OSError as error:
        raise Problem(tr("{name} could not be opened: {reason}.", name=path.name, reason=reason(error))) from error
    except UNREADABLE:
        raise Problem(
            tr("{name} is not a FaceBalance project, or only part of one. The file was not changed.", name=path.name)
        ) from None
    try:
        check_members(archive, path.name)
    except Problem:
        archive.close()
        raise
    return archive


def read_json(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The bytes of a JSON member; `name` is the file's, for the sentence."""
    try:
        if archive.getinfo(member).file_size > LIMITS.json_bytes:
            raise ValueError("larger than any project")
        return archive.read(member)
    except KeyError:
        raise Problem(tr("{name} does not hold a FaceBalance project. The file was not changed.", name=name)) from None
    except UNREADABLE:
        raise Problem(tr("{name} is damaged and cannot be opened. The file was not changed.", name=name)) from None


def parse(data: bytes, name: str) -> Project:
    """The project of a `project.json`. Raises Problem beginning with the file's name."""
    check_text(data, name)
    try:
        value: Any = loaded(data)
    except (ValueError, RecursionError):
        raise Problem(tr("{name} is damaged and cannot be opened. The file was not changed.", name=name)) from None
    try:
        project = from_json(value)
        check_photos(project.photos)
        check_originals_named(project.originals)
        return project
    except Problem as problem:
        raise type(problem)(f"{name}: {problem.sentence}") from None
    except RecursionError:
        raise Problem(tr("{name} is damaged and cannot be opened. The file was not changed.", name=name)) from None


def check_originals(archive: zipfile.ZipFile, project: Project, name: str, context: JobContext) -> None:
    """Raise Problem unless every photo and every signed form is there with the bytes that were added."""
    originals = project.originals
    workers = ThreadPoolExecutor(HASHING, thread_name_prefix="checking")
    try:
        checked = workers.map(partial(_is_whole, archive), originals, [item.size for item in originals.values()])
        for number, (is_whole, original) in enumerate(zip(checked, originals.values(), strict=True)):
            context.raise_if_cancelled()
            context.report(number, len(originals), tr("Checking the photos"))
            if not is_whole:
                raise _fault(name, original.words, is_missing=is_whole is None)
    finally:
        workers.shutdown(cancel_futures=True)


def _fault(name: str, words: str, is_missing: bool) -> Problem:
    if is_missing:
        return Problem(
            tr("{name} lacks {words}, so it was not opened. The file was not changed.", name=name, words=words)
        )
    return Problem(
        tr(
            "{words} in {name} is damaged, so the project was not opened. The file was not changed.",
            words=words[:1].upper() + words[1:],
            name=name,
        )
    )


def _is_whole(archive: zipfile.ZipFile, sha256: str, size: int) -> bool | None:
    """Whether the bytes are those that were added; None where there are none by this name."""
    try:
        info = archive.getinfo(photo_member(sha256))
    except KeyError:
        return None
    digest = hashlib.sha256()
    try:
        for chunk in member_chunks(archive, info) if info.file_size == size else ():
            digest.update(chunk)
    except UNREADABLE:
        return False
    return digest.hexdigest() == sha256


def member_chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes | memoryview]:
    """The bytes of a member; of one that is stored as it is without the zip's own sum, which the SHA-256 outranks.

    Any thread may read: the place in the file is its own.
    """
    if info.compress_type != zipfile.ZIP_STORED or not hasattr(os, "preadv") or archive.fp is None:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
        return
    with archive.open(info):  # looks at the member's own header: name, method, encryption
        file = archive.fp.fileno()
        header = os.pread(file, LOCAL, info.header_offset)
    at = info.header_offset + LOCAL + sum(struct.unpack_from("<HH", header, 26))
    buffer, left = memoryview(bytearray(CHUNK)), info.file_size
    while left and (count := os.preadv(file, [buffer[: min(left, CHUNK)]], at)):
        yield buffer[:count]
        at, left = at + count, left - count
