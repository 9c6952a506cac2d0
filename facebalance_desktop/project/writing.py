"""Writing the inside of a .facebalance file; what the old file has is copied from it."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import (
    CHUNK,
    PREVIEW,
    PROJECT,
    UNREADABLE,
    parse,
    photo_member,
    version_members,
)
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.originals import Originals, Source
from facebalance_desktop.work import Ticket


@dataclass(frozen=True)
class Writing:
    """One save under way: what is read from, what is written to."""

    ticket: Ticket
    file: IO[bytes]
    former: zipfile.ZipFile | None
    originals: Source
    name: str

    def write(
        self, project: Project, content: bytes, preview: bytes | None, opened: tuple[str, bytes] | None, kept: int
    ) -> None:
        """Write the whole zip: photos, preview, earlier states, and `content`, the project's JSON, last.

        `opened` is the state to be kept as a version, with its member; `kept` how many versions stay.
        """
        versions = self._kept_versions(opened, content, project, kept)
        states = [*(version for _, version in versions.values()), project]
        photos = {photo.sha256: photo for state in states for photo in state.photos}
        with zipfile.ZipFile(self.file, "w", allowZip64=True) as archive:
            for number, photo in enumerate(photos.values()):
                self.ticket.raise_if_cancelled()
                self.ticket.report(number, len(photos), "Saving")
                self._write_photo(archive, photo)
            if preview is None:
                preview = self._member(PREVIEW)
            if preview is not None:
                archive.writestr(_info(PREVIEW, zipfile.ZIP_STORED), preview)
            for member, (data, _) in versions.items():
                archive.writestr(_info(member, zipfile.ZIP_DEFLATED), data)
            archive.writestr(_info(PROJECT, zipfile.ZIP_DEFLATED), content)
        if isinstance(self.originals, Originals):
            self.originals.rescue(photos.keys())
        self.ticket.report(len(photos), len(photos), "Saving")

    def _kept_versions(
        self, opened: tuple[str, bytes] | None, content: bytes, project: Project, kept: int
    ) -> dict[str, tuple[bytes, Project]]:
        """The earlier states that are kept, oldest first: those of the old file and the opened one.

        One that can no longer be read, or whose photos are gone, is dropped: it must not keep the present from being
        saved.
        """
        found: dict[str, bytes] = {}
        there = {photo_member(photo.sha256) for photo in project.photos}
        if self.former is not None:
            there |= set(self.former.namelist())
            found = {member: data for member in version_members(self.former) if (data := self._member(member))}
        if opened is not None and opened[1] != content:
            found[opened[0]] = opened[1]
        versions = {}
        for member in sorted(found)[-kept:] if kept else []:
            with suppress(Problem):
                version = parse(found[member], self.name)
                if all(photo_member(photo.sha256) in there for photo in version.photos):
                    versions[member] = found[member], version
        return versions

    def _member(self, member: str) -> bytes | None:
        if self.former is None:
            return None
        try:
            return self.former.read(member)
        except UNREADABLE:
            return None

    def _write_photo(self, archive: zipfile.ZipFile, photo: Photo) -> None:
        """Copy one photo's bytes, checking them on the way."""
        info = _info(photo_member(photo.sha256), zipfile.ZIP_STORED)
        info.file_size = photo.size
        digest = hashlib.sha256()
        with archive.open(info, "w") as target:
            for chunk in self._chunks(photo):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != photo.sha256:
            raise Problem(
                f"The photo {photo.name} is damaged where it is kept, so {self.name} was not saved; the file on the "
                "disk is as it was."
            )

    def _chunks(self, photo: Photo) -> Iterator[bytes]:
        member = photo_member(photo.sha256)
        if self.former is None or member not in self.former.NameToInfo:
            yield self.originals.read(photo.sha256)
            return
        with self.former.open(member) as stream:
            while chunk := self._read(stream, photo):
                self.ticket.raise_if_cancelled()
                yield chunk

    def _read(self, stream: IO[bytes], photo: Photo) -> bytes:
        try:
            return stream.read(CHUNK)
        except UNREADABLE:
            raise Problem(
                f"The photo {photo.name} can no longer be read from {self.name}, so it was not saved; the file on the "
                "disk is as it was."
            ) from None


def _info(member: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member, time.localtime()[:6])
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    return info
