"""The bytes of photos, exactly as they came, under their SHA-256."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import PHOTOS, UNREADABLE, member_chunks, photo_member
from facebalance_desktop.project.limits import SHA256
from facebalance_desktop.settings import user_only
from facebalance_desktop.translation import tr


class Source(Protocol):
    """Where original bytes are read from."""

    def read(self, sha256: str) -> bytes: ...


@dataclass(frozen=True)
class Originals:
    """Original bytes in a user-only folder and in a project's file; a value, so it can travel to a worker.

    Bytes that come in are copied into the folder at once: a camera card may be pulled, a file renamed. Without a folder
    nothing is taken in; the project's file is opened for each read and closed.
    """

    folder: Path | None = None
    project: Path | None = None
    held: Path | None = None
    """The project's file as it was opened or last saved, should it be deleted or its share go away (see held.py)."""

    def keep(self, data: bytes) -> str:
        """Copy the bytes into the folder, check the copy, and return their SHA-256. Raises Problem."""
        if self.folder is None:
            raise ValueError("these originals are only read")
        sha256 = hashlib.sha256(data).hexdigest()
        path = user_only(self.folder) / sha256
        if path.is_file() and _digest(path) == sha256:
            return sha256
        try:
            write_atomically(path, data)
            copied = _digest(path)
        except OSError as error:
            raise Problem(
                tr(
                    "The photo could not be copied into the program's own folder: {reason}. Nothing was changed.",
                    reason=reason(error),
                )
            ) from error
        if copied != sha256:
            path.unlink()
            raise Problem(tr("The photo's copy differs from the photo; the disk may be damaged. Nothing was changed."))
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes, checked. Raises Problem where they are missing or damaged."""
        if not SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        if self.folder is not None and (self.folder / sha256).is_file():
            with suppress(OSError):
                data = (self.folder / sha256).read_bytes()
                if hashlib.sha256(data).hexdigest() == sha256:
                    return data
        if self.project is None and not self._is_held:
            raise Problem(tr("A photo's original is missing from the program's own folder; add the photo again."))
        try:
            return self._read_from_project(self.project or self.file, sha256)
        except Problem:
            if not self._is_held or self.held is None:
                raise
            with suppress(Problem):
                return self._read_from_project(self.held, sha256)
            raise

    @property
    def file(self) -> Path:
        """The project's file, or the held one where that is gone."""
        if self.held is not None and (self.project is None or not self.project.exists()) and self.held.exists():
            return self.held
        return self.project or Path()

    @property
    def _is_held(self) -> bool:
        return self.held is not None and self.held.is_file()

    def at(self, project: Path | None) -> Originals:
        """The same folder beside another project file."""
        return replace(self, project=project)

    def forget_all_but(self, reachable: Set[str]) -> None:
        """Remove from the folder what neither the project nor its undo can reach any more."""
        if self.folder is None or not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.name not in reachable:
                with suppress(OSError):  # held by a scanner: goes next time
                    path.unlink()

    def rescue(self, written: Set[str]) -> None:
        """Copy into the folder what the project's file alone has and a new one will not: undo can still reach it.

        `written` are the SHA-256 of the photos in the new file. Raises Problem.
        """
        if self.folder is None or self.project is None or not self.file.exists():
            return
        try:
            with zipfile.ZipFile(self.file) as archive:
                there = {member.removeprefix(PHOTOS) for member in archive.namelist() if member.startswith(PHOTOS)}
        except UNREADABLE:
            return  # damaged: the save that follows says what is missing
        for sha256 in there - written:
            if SHA256.fullmatch(sha256) and not (self.folder / sha256).is_file():
                self.keep(self.read(sha256))

    @staticmethod
    def _read_from_project(project: Path, sha256: str) -> bytes:
        try:
            with zipfile.ZipFile(project) as archive:
                data = b"".join(map(bytes, member_chunks(archive, archive.getinfo(photo_member(sha256)))))
        except FileNotFoundError:
            raise Problem(
                tr(
                    "{name} is no longer at its place, so its photos cannot be read; put it back or save it anew.",
                    name=project.name,
                )
            ) from None
        except UNREADABLE:
            raise Problem(
                tr(
                    "A photo cannot be read from {name}; the file is damaged or in use by another program.",
                    name=project.name,
                )
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem(
                tr("A photo in {name} is damaged: its bytes are not those that were added.", name=project.name)
            )
        return data


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
