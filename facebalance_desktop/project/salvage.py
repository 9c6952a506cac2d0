"""What is still whole in a project's file: every fault named, everything else kept.

A file that is damaged is never written to. What is whole is copied into the originals of the one who asks, so that it
can be saved as another file.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.days import moment_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.formats import format_of
from facebalance_desktop.project.archive import PHOTOS, PROJECT, UNREADABLE, VERSIONS, parse
from facebalance_desktop.project.codec import NewerProgram
from facebalance_desktop.project.edits_photos import remove_photo
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import Original, Photo, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.work import JobContext

HEADER = struct.Struct("<4s2B4HL2L2H")
"""A local header of a zip: signature, versions, flags, method, time, date, CRC-32, sizes, lengths of name and extra."""
SIGNATURE = b"PK\x03\x04"
START = 4096
"""Bytes from which the format of a photo is told."""
LATE_SIZES = 0x08
"""The flag of a member whose sizes stand behind it: it is not one that this program writes."""


@dataclass(frozen=True)
class Member:
    """A part of the file as its own header tells it: where its bytes are, how they are packed, what they should be."""

    start: int
    packed: int
    size: int
    method: int
    crc: int


@dataclass(frozen=True)
class Salvaged:
    """What is whole of a project's file: a project whose photos are all in the originals, None where no record is.

    `faults` are sentences, one for each; none where the file is whole. `missing` are the photos left out.
    """

    project: Project | None
    faults: tuple[str, ...] = ()
    missing: tuple[Photo, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.faults


def salvage(path: Path, originals: Originals, context: JobContext | None = None) -> Salvaged:
    """Examine a project's file and copy its whole photos into `originals`; without a folder they are only examined.

    A photo that is damaged in the file is taken from `originals` where it is whole there. Raises Problem where the file
    cannot be read at all, or Cancelled.
    """
    context = context or JobContext()
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                return Salvaged(None, (tr("{name} is empty.", name=path.name),))
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return _examined(path.name, content, path, originals, context)
    except IsADirectoryError:
        raise Problem(tr("{name} is a folder, not a project.", name=path.name)) from None
    except FileNotFoundError:
        raise Problem(tr("{name} was not found.", name=path.name)) from None
    except OSError as error:
        raise Problem(tr("{name} could not be read: {reason}.", name=path.name, reason=reason(error))) from error


def _examined(name: str, content: mmap.mmap, path: Path, originals: Originals, context: JobContext) -> Salvaged:
    faults: list[str] = []
    members = _listed(path)
    if members is None:
        faults.append(
            tr(
                "The list of the parts of {name} is damaged or cut off; its parts were looked for one by one.",
                name=name,
            )
        )
        members = dict(_scanned(content))
    if not any(member.startswith((PHOTOS, VERSIONS, PROJECT)) for member in members):
        return Salvaged(None, (_no_project(name, content[:START]),))
    project, told = _record(name, content, members)
    faults += told
    if project is None:
        whole = sum(
            1 for member in members if member.startswith(PHOTOS) and _photo(content, members, member) is not None
        )
        faults.append(
            tr(
                "{name} holds no record of the project that can be read; {whole} of its photos are intact.",
                name=name,
                whole=whole,
            )
        )
        return Salvaged(None, tuple(faults))
    lost = set()
    for number, (sha256, original) in enumerate(project.originals.items()):
        context.raise_if_cancelled()
        context.report(number, len(project.originals), tr("Checking the photos"))
        data = _photo(content, members, PHOTOS + sha256)
        if data is not None and originals.folder is not None:
            originals.keep(data)
        elif data is None:
            is_elsewhere = _is_in(originals, sha256)
            is_there = PHOTOS + sha256 in members
            faults.append(_fault(name, project, sha256, original, is_there, is_elsewhere))
            if not is_elsewhere:
                lost.add(sha256)
    missing = tuple(photo for photo in project.photos if photo.sha256 in lost)
    for photo in missing:
        project = remove_photo(photo.id)(project)
    return Salvaged(_without_forms(project, lost), tuple(faults), missing)


def _no_project(name: str, start: bytes) -> str:
    if format_of(start) in (None, "PDF", "video"):
        return tr("{name} is not a FaceBalance project, or nothing of it can be read.", name=name)
    return tr("{name} is a photo, not a project.", name=name)


def _without_forms(project: Project, lost: Set[str]) -> Project:
    """Consents stay; a signed form whose bytes are lost does not."""
    consents = tuple(
        replace(consent, attachments=tuple(form for form in consent.attachments if form.sha256 not in lost))
        for consent in project.consents
    )
    return replace(project, consents=consents)


def _fault(name: str, project: Project, sha256: str, original: Original, is_there: bool, is_elsewhere: bool) -> str:
    what = original.words[:1].upper() + original.words[1:] + (tr(" is damaged") if is_there else tr(" is missing"))
    if is_elsewhere:
        return tr("{what} in {name}; an intact copy was found in the program's own folder.", what=what, name=name)
    photos = {photo.id for photo in project.photos if photo.sha256 == sha256}
    drawn = sum(1 for item in project.annotations if item.photo in photos)
    words = (
        tr_plural(", and with it {count} drawing on it", ", and with it {count} drawings on it", drawn) if drawn else ""
    )
    return tr("{what} in {name} and is left out{words}.", what=what, name=name, words=words)


def _is_in(originals: Originals, sha256: str) -> bool:
    try:
        originals.at(None).read(sha256)
    except Problem:
        return False
    return True


# The parts of the file


def _listed(path: Path) -> dict[str, Member] | None:
    """The parts as the file's own list tells them; None where it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
            members = {}
            with path.open("rb") as file:
                for info in found:
                    file.seek(info.header_offset)
                    header = HEADER.unpack(file.read(HEADER.size))
                    start = info.header_offset + HEADER.size + header[10] + header[11]
                    size, packed = info.file_size, info.compress_size
                    members[info.filename] = Member(start, packed, size, info.compress_type, info.CRC)
            return members
    except UNREADABLE:
        return None


def _scanned(content: mmap.mmap) -> Iterator[tuple[str, Member]]:
    """The parts by their own headers, wherever they stand; a header within a photo is passed over with the photo."""
    place = content.find(SIGNATURE)
    while 0 <= place <= len(content) - HEADER.size:
        _, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = HEADER.unpack_from(content, place)
        start = place + HEADER.size + name_length + extra_length
        raw = content[place + HEADER.size : place + HEADER.size + name_length]
        extra = content[start - extra_length : start]
        if packed == 0xFFFFFFFF or size == 0xFFFFFFFF:
            size, packed = _large(extra, size, packed)
        is_ours = raw.startswith((PHOTOS.encode(), VERSIONS.encode())) or raw == PROJECT.encode()
        if is_ours and not flags & LATE_SIZES and start + packed <= len(content):
            yield raw.decode("utf-8", "replace"), Member(start, packed, size, method, crc)
            place = content.find(SIGNATURE, start + packed)
        else:
            place = content.find(SIGNATURE, place + 1)


def _large(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    """Sizes beyond 4 GiB, which stand in the extra field."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1 and length >= 16:
            large, large_packed = struct.unpack_from("<QQ", extra, 4)
            return large, large_packed
        extra = extra[4 + length :]
    return size, packed


def _read(content: mmap.mmap, member: Member, most: int) -> bytes | None:
    """The bytes of a part; None where they are not those that were written."""
    if member.size > most:
        return None
    data: bytes = content[member.start : member.start + member.packed]
    if member.method == zipfile.ZIP_DEFLATED:
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, member.size + 1)
        except zlib.error:
            return None
    elif member.method != zipfile.ZIP_STORED:
        return None
    return data if len(data) == member.size and zlib.crc32(data) == member.crc else None


def _photo(content: mmap.mmap, members: Mapping[str, Member], name: str) -> bytes | None:
    member = members.get(name)
    data = None if member is None else _read(content, member, LIMITS.photo_bytes)
    is_whole = data is not None and hashlib.sha256(data).hexdigest() == name.removeprefix(PHOTOS)
    return data if is_whole else None


def _record(name: str, content: mmap.mmap, members: Mapping[str, Member]) -> tuple[Project | None, list[str]]:
    """The project's record: the present one, else the latest kept version that can be read."""
    faults: list[str] = []
    versions = sorted((member for member in members if member.startswith(VERSIONS)), reverse=True)
    for member in (PROJECT, *versions):
        data = _read(content, members[member], LIMITS.json_bytes) if member in members else None
        if data is None:
            continue
        try:
            project = parse(data, name)
        except NewerProgram:
            if member == PROJECT:
                raise  # which is no damage
            continue
        except Problem:
            continue
        if member != PROJECT:
            at = version_moment(member.removeprefix(VERSIONS)[:15])
            faults.append(
                tr("The record of {name} is damaged or missing; the state of {moment} is shown.", name=name, moment=at)
            )
        return project, faults
    return None, faults


def version_moment(at: str) -> str:
    """`12 Mar 2024, 14:05 (UTC)` of the name of a kept version, which begins with `20240312T140507`."""
    if len(at) == len("20240312T140507"):  # strptime takes fewer digits as well
        with suppress(ValueError):
            return f"{moment_words(datetime.strptime(at, '%Y%m%dT%H%M%S').isoformat())} (UTC)"
    return tr("an earlier time")
