"""Writing the inside of a .facebalance file; what the old file has is copied from it."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import IO

from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.project.archive import (
    CARD,
    PHOTOS,
    PREVIEW,
    PROJECT,
    UNREADABLE,
    member_chunks,
    photo_member,
    version_members,
)
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals, Source
from facebalance_desktop.project.summary import SavedBy, card_bytes, savers_in
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.work import JobContext

PHOTOS_OF_STATE = re.compile(rb'"sha256":\s*"([0-9a-f]{64})"')
"""The photos and signed forms that a project.json names. To read all of it for them takes a second for each version of
fifty photos."""

ZIP_TIMES = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""The first and the last moment that a zip can tell, whatever the clock of the machine says."""


class DamagedMember(Exception):
    """Bytes of the former file are not those that were added; the save begins again without them."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


@dataclass(frozen=True)
class Writing:
    """One save under way: what is read from, what is written to.

    `damaged` are the photos and forms whose bytes in the former file are not to be used.
    """

    context: JobContext
    file: IO[bytes]
    former: zipfile.ZipFile | None
    originals: Source
    name: str
    tables: Tables | None = None
    damaged: frozenset[str] = frozenset()

    def write(
        self, project: Project, content: bytes, preview: bytes | None, opened: tuple[str, bytes] | None, kept: int
    ) -> str:
        """Write the whole zip: photos, preview, earlier states, and `content`, the project's JSON, last.

        `opened` is the state to be kept as a version, with its member; `kept` how many versions stay. Returns a
        sentence on earlier states that could not stay, or nothing. Raises DamagedMember, Problem, Cancelled, OSError.
        """
        photos = {
            sha256: (original.size, original.words[:1].upper() + original.words[1:])
            for sha256, original in project.originals.items()
        }
        versions, dropped = self._kept_versions(opened, content, photos.keys(), kept)
        for data in versions.values():
            for sha256 in _photos_of(data) - photos.keys():
                size = self.former.getinfo(photo_member(sha256)).file_size if self.former is not None else 0
                photos[sha256] = size, tr("A photo or form of an earlier version")
        with zipfile.ZipFile(self.file, "w", allowZip64=True) as archive:
            for number, (sha256, (size, words)) in enumerate(photos.items()):
                self.context.raise_if_cancelled()
                self.context.report(number, len(photos), tr("Saving"))
                self._write_photo(archive, sha256, size, words)
            if preview is None:
                preview = self._member(PREVIEW)
            if preview is not None:
                archive.writestr(_info(PREVIEW, zipfile.ZIP_STORED), preview)
            for member, data in versions.items():
                archive.writestr(_info(member, zipfile.ZIP_DEFLATED), data)
            card = card_bytes(project, content, self.tables, self._savers(versions, opened))
            archive.writestr(_info(CARD, zipfile.ZIP_DEFLATED), card)
            archive.writestr(_info(PROJECT, zipfile.ZIP_DEFLATED), content)
        if isinstance(self.originals, Originals):
            self.originals.rescue(photos.keys())
        self.context.report(len(photos), len(photos), tr("Saving"))
        return dropped

    def _kept_versions(
        self, opened: tuple[str, bytes] | None, content: bytes, photos: Set[str], kept: int
    ) -> tuple[dict[str, bytes], str]:
        """The earlier states that are kept, oldest first: those of the old file and the opened one; and a sentence.

        One that can no longer be read, or whose photos are gone, is dropped: it must not keep the present from being
        saved. The order is that of the file, not of the names, which a clock that ran ahead once has spoiled.
        """
        there = set(photos)
        if self.former is not None:
            there |= {member.removeprefix(PHOTOS) for member in self.former.namelist()}
        there = {sha256 for sha256 in there if sha256 in photos or self._is_whole(sha256)}
        latest = self._latest_versions(opened if opened is not None and opened[1] != content else None, kept)
        versions = {member: data for member, data in latest.items() if _photos_of(data) <= there}
        lost = sum(1 for member, data in latest.items() if _photos_of(data) & self.damaged and member not in versions)
        if not lost:
            return versions, ""
        return versions, tr_plural(
            "{count} kept version was dropped from {name}: a photo that only it had is damaged. "
            "The current state is intact.",
            "{count} kept versions were dropped from {name}: a photo only they had is damaged. "
            "The current state is intact.",
            lost,
            name=self.name,
        )

    def _latest_versions(self, opened: tuple[str, bytes] | None, kept: int) -> dict[str, bytes]:
        """The last `kept` states that can be read, oldest first, `opened` the last of them; no others are read."""
        members = [] if self.former is None else version_members(self.former)
        found = [] if opened is None or kept < 1 else [opened]
        for member in reversed(members):
            if len(found) >= kept:
                break
            if (opened is None or member != opened[0]) and (data := self._member(member)):
                found.append((member, data))
        return dict(reversed(found))

    def _savers(self, versions: Iterable[str], opened: tuple[str, bytes] | None) -> dict[str, SavedBy]:
        """Who saved the states that are kept: as the former file tells."""
        if self.former is None:
            return {}
        found = savers_in(self.former)
        known = dict(found.versions)
        if opened is not None and opened[0] not in known and found.present is not None:
            known[opened[0]] = found.present
        return {member: known[member] for member in versions if member in known}

    def _is_whole(self, sha256: str) -> bool:
        """Whether the bytes can be had: from the former file, or from our own folder where that one is damaged."""
        if sha256 not in self.damaged:
            return True
        try:
            self.originals.read(sha256)
        except Problem:
            return False
        return True

    def _member(self, member: str) -> bytes | None:
        if self.former is None:
            return None
        try:
            if self.former.getinfo(member).file_size > LIMITS.json_bytes:
                return None
            return self.former.read(member)
        except UNREADABLE:
            return None

    def _write_photo(self, archive: zipfile.ZipFile, sha256: str, size: int, words: str) -> None:
        """Copy one photo's bytes, checking them on the way."""
        info = _info(photo_member(sha256), zipfile.ZIP_STORED)
        info.file_size = size
        digest = hashlib.sha256()
        with archive.open(info, "w") as target:
            for chunk in self._chunks(sha256, words):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != sha256 and self._is_copied(sha256):
            raise DamagedMember(sha256)
        if digest.hexdigest() != sha256:
            raise self._damage(words)

    def _is_copied(self, sha256: str) -> bool:
        """Whether its bytes are taken from the former file."""
        is_there = self.former is not None and photo_member(sha256) in self.former.NameToInfo
        return is_there and sha256 not in self.damaged

    def _chunks(self, sha256: str, words: str) -> Iterator[bytes | memoryview]:
        if self.former is None or not self._is_copied(sha256):
            try:
                yield self.originals.read(sha256)
            except Problem as problem:
                raise (self._damage(words) if sha256 in self.damaged else problem) from None
            return
        try:
            for chunk in member_chunks(self.former, self.former.getinfo(photo_member(sha256))):
                self.context.raise_if_cancelled()
                yield chunk
        except UNREADABLE:
            raise DamagedMember(sha256) from None

    def _damage(self, words: str) -> Problem:
        return Problem(
            tr(
                "{words} is damaged where it is stored, so {name} was not saved; the file on the disk is as it was.",
                words=words,
                name=self.name,
            )
        )


def _photos_of(state: bytes) -> set[str]:
    return {found.decode() for found in PHOTOS_OF_STATE.findall(state)}


def _info(member: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member, min(max(time.localtime()[:6], ZIP_TIMES[0]), ZIP_TIMES[1]))
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    return info
