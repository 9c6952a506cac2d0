"""Whether a project's file is still the one that was read or written by this program."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import PROJECT, open_archive, read_json
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class Known:
    """What this program last saw in a project's file, to tell whether it was changed elsewhere since.

    `digest` is the SHA-256 of project.json; `place` the device and number of the very file that was read, (0, 0) where
    it is not known; `opened` the project.json as it was opened and the member under which the next save keeps it.
    """

    size: int
    modified: int
    digest: str
    opened: tuple[str, bytes] | None = None
    place: tuple[int, int] = (0, 0)


GONE = Known(-1, -1, "")
"""Nothing is known: whatever is at the place counts as another program's."""


def known_by(found: os.stat_result, data: bytes) -> Known:
    """What is known of a file that `found` tells of and that holds the project.json `data`."""
    place = (found.st_dev, found.st_ino)
    return Known(found.st_size, found.st_mtime_ns, hashlib.sha256(data).hexdigest(), place=place)


def status_of(archive: zipfile.ZipFile) -> os.stat_result:
    """The status of the very file that is being read, whatever stands at its name by now. Raises OSError."""
    if archive.fp is None:
        raise ValueError("the archive is closed")
    return os.fstat(archive.fp.fileno())


def is_changed(path: Path, known: Known) -> bool:
    """Whether the file at `path` is another than the one known; one that was only touched or moved back is not.

    A file that is gone is no other. Raises OSError where the disk does not say.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    is_same_file = known.place in ((0, 0), (found.st_dev, found.st_ino))
    if is_same_file and (found.st_size, found.st_mtime_ns) == (known.size, known.modified):
        return False
    try:
        with open_archive(path) as archive:
            data = read_json(archive, PROJECT, path.name)
    except Problem:
        return True
    return hashlib.sha256(data).hexdigest() != known.digest


def keep_opened(known: Known, opened: tuple[str, bytes] | None) -> Known:
    """The same, with the state that the next save keeps as a version."""
    return replace(known, opened=opened)


class Conflict(Problem):
    """The file was changed elsewhere since it was opened, and was left as it is.

    `path` is the file; `changed` when it was changed (seconds since 1970, by the clock of its disk).
    """

    def __init__(self, path: Path, changed: float) -> None:
        self.path = path
        self.changed = changed
        super().__init__(
            tr(
                "{name} was changed elsewhere since it was opened, and was left as it is. Your changes are "
                "kept for recovery until you decide what to do with them.",
                name=path.name,
            )
        )
