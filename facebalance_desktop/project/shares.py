"""Whether the share or disk on which a project lies is there: an empty mount point is not taken for it.

Where a project was opened or saved on a mount of its own, that is noted. When the share is lost, its mount point is
left as an empty folder of this machine's own disk; a file saved there would be hidden as soon as the share is back.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from facebalance_desktop.atomic_files import write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.settings import data_dir
from facebalance_desktop.translation import tr

FILE = "shares.json"
MOST = 500
"""Folders that are remembered; the one noted longest ago goes first."""


def mount_of(folder: Path) -> Path:
    """The mount point that `folder` lies under by its name, whether or not the folder exists."""
    place = Path(os.path.realpath(folder))
    return next((parent for parent in (place, *place.parents) if os.path.ismount(parent)), Path(place.anchor))


def note_share(folder: Path) -> None:
    """Remember the mount under which a project was just read or written; a convenience that may fail."""
    place = Path(os.path.realpath(folder))
    mount = mount_of(place)
    with suppress(OSError):
        before = _noted()
        after = {known: at for known, at in before.items() if known != str(place)}
        if mount != Path(place.anchor):
            after[str(place)] = str(mount)
        if after != before:
            write_atomically(data_dir() / FILE, json.dumps(dict(list(after.items())[-MOST:])).encode())


def check_share(folder: Path, name: str) -> None:
    """Raise Problem where the folder's share or disk is away, of which `name` was to be saved there."""
    mount = _noted().get(os.path.realpath(folder))
    if mount is not None and not os.path.ismount(mount):
        raise Problem(
            tr(
                "{name} was not saved: the share or disk at {mount} is not available. The changes are kept "
                "for recovery and saved when it is available again.",
                name=name,
                mount=mount,
            )
        )


def _noted() -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((data_dir() / FILE).read_bytes())
        if isinstance(found, dict):
            return {str(folder): str(mount) for folder, mount in found.items()}
    return {}
