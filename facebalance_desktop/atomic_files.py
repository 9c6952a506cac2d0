"""Writing files that at any moment are whole or not there."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from facebalance_desktop.translation import tr

BINARY = getattr(os, "O_BINARY", 0)  # only Windows tells text from bytes
REPLACE_FOR = 3.0
"""Seconds for which replacing a file is tried again: virus scanners and network shares hold files for moments."""


def write_atomically(path: Path, data: bytes, is_shared: bool = False) -> None:
    """Put `data` at `path` so that at any moment the old or the new file is there, whole. Raises OSError.

    Only this user may read it; one that `is_shared` (the clinic's tables, exports) is as readable as others there.
    """
    write_together({path: data}, is_shared)


def write_together(contents: Mapping[Path, bytes], is_shared: bool = True) -> None:
    """Write several files, all or none: where one fails, what stood at each place stands there. Raises OSError."""
    parts = {path: _beside(path, "part") for path in contents}
    former: dict[Path, Path | None] = {}
    try:
        for path, data in contents.items():
            _write_part(parts[path], data, is_shared)
        for path, part in parts.items():
            if len(parts) > 1:
                former[path] = _copy_of(path)
            replace_patiently(part, path)
    except BaseException:
        for part in parts.values():
            _remove(part)
        for path, copy in former.items():
            _put_back(copy, path)
        raise
    for copy in filter(None, former.values()):
        _remove(copy)
    for folder in {path.parent for path in contents}:
        flush_folder(folder)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{uuid4().hex}.{suffix}")


def _write_part(part: Path, data: bytes, is_shared: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY
    with open(os.open(part, flags, 0o666 if is_shared else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _put_back(copy: Path | None, path: Path) -> None:
    """What stood at `path` before; where even that is refused, the copy stays beside it."""
    if copy is None:
        _remove(path)
        return
    with suppress(OSError):
        os.replace(copy, path)
        _remove(copy)  # two names of one file: replacing did nothing


def _copy_of(path: Path) -> Path | None:
    """The file once more under another name, None where there is none."""
    if not path.exists():
        return None
    copy = _beside(path, "old")
    try:
        os.link(path, copy)
    except OSError:  # a share without links
        shutil.copyfile(path, copy)
    return copy


def replace_patiently(new: Path, path: Path) -> None:
    """Move `new` over `path`, trying again for `REPLACE_FOR` seconds while another program holds it. Raises OSError."""
    until = time.monotonic() + REPLACE_FOR
    while True:
        try:
            os.replace(new, path)
            return
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.05)


def flush_folder(folder: Path) -> None:
    """Have the folder's entries written to disk, where the system can."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network shares refuse; the file itself is safe
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


REASONS = {
    errno.ENOSPC: tr("no space left on device"),
    errno.EDQUOT: tr("disk quota exceeded"),
    errno.EROFS: tr("read-only file system"),
    errno.EACCES: tr("permission denied"),
    errno.EPERM: tr("operation not permitted"),
    errno.ENOENT: tr("no such file or directory"),
    errno.ENOTDIR: tr("not a directory"),
    errno.EISDIR: tr("is a directory"),
    errno.EEXIST: tr("file exists"),
    errno.EIO: tr("input/output error"),
    errno.ENAMETOOLONG: tr("file name too long"),
    errno.ENODEV: tr("no such device"),
    errno.EBUSY: tr("device or resource busy"),
    errno.ESTALE: tr("stale file handle"),
    errno.ENOTCONN: tr("the share is not connected"),
    errno.ETIMEDOUT: tr("connection timed out"),
}
"""Why the system refuses, by its number; it says so itself in its own language only."""


def reason(error: OSError) -> str:
    """Why the system refused, in words for a sentence."""
    if error.errno in REASONS:
        return REASONS[error.errno]
    words = (error.strerror or tr("the system refused")).strip()
    return words[:1].lower() + words[1:]
