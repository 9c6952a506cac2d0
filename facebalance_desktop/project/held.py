"""The opened file of a project, held in the program's own folder: it may be deleted, renamed, or its share may go away.

On the same disk it is held by a second name (a hard link), which costs nothing. From another disk or a share it is
copied, in the background, where there is room for it. docs/decisions/0009 has the figures.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from facebalance_desktop.settings import user_only
from facebalance_desktop.work import JobContext

CHUNK = 4 * 2**20
ROOM = 2 * 2**30
"""Bytes that stay free on the disk of the program's own folder."""
NAME = "held"


def hold(path: Path, folder: Path) -> bool:
    """Hold the file by a second name in `folder`, in place of the one held before; False where that cannot be."""
    held, fresh = folder / NAME, folder / f".{NAME}.part"
    try:
        user_only(folder)
        fresh.unlink(missing_ok=True)
        os.link(os.path.realpath(path), fresh)
        os.replace(fresh, held)
        fresh.unlink(missing_ok=True)  # left where both were names of one file already
    except OSError:
        return False
    return True


def hold_copy(context: JobContext, path: Path, folder: Path) -> bool:
    """Copy the file into `folder` where there is room; False where there is none, or the disk refuses.

    A job for a thread. Raises Cancelled.
    """
    fresh = folder / f".{NAME}.part"
    try:
        size = path.stat().st_size
        if shutil.disk_usage(user_only(folder)).free < size + ROOM:
            return False
        with path.open("rb") as source, open(fresh, "wb", opener=_private) as target:
            while chunk := source.read(CHUNK):
                context.raise_if_cancelled()
                target.write(chunk)
        os.replace(fresh, folder / NAME)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return True


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
