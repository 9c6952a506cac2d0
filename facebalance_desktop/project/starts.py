"""A second start of the program hands what it was asked to open to the window that is open already.

The first start holds a lock in a folder that is this user's alone. A later one writes what it was asked for into that
folder as a small file, which the window takes away; no socket is needed. See docs/decisions/0010.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.atomic_files import write_atomically
from facebalance_desktop.project.file_lock import Lock
from facebalance_desktop.settings import data_dir, user_only

SUFFIX = ".json"
WAIT = 15.0
"""Seconds that a later start waits for the window, which may be starting itself; then it opens a window of its own."""
LOOK_AGAIN = 0.02
LARGEST = 1 << 20
"""Bytes of a request; some thousand paths take less."""


@dataclass(frozen=True)
class StartRequest:
    """What a start of the program was asked for: absolute paths, or the demonstration, or only the window."""

    paths: tuple[Path, ...] = ()
    is_demonstration: bool = False

    @classmethod
    def of(cls, words: Sequence[str], is_demonstration: bool = False) -> StartRequest:
        """From the words of a command line."""
        return cls(tuple(Path(word).absolute() for word in words), is_demonstration)


class Starts:
    """The folder in which starts of this user on this screen meet. Raises OSError where there can be none."""

    def __init__(self) -> None:
        self.folder = user_only(user_only(data_dir() / "starts") / _screen())
        self._lock = Lock(self.folder / "window.lock")

    def take(self) -> bool:
        """Be the start that has the window; False while another has it. Raises OSError."""
        return self._lock.take()

    def free(self) -> None:
        self._lock.free()

    def hand_over(self, request: StartRequest) -> bool:
        """Give the request to the start that has the window; True once it was taken.

        False when it was withdrawn: it was not taken within `WAIT` seconds, or the window was closed meanwhile and this
        start has taken its place. Raises OSError.
        """
        path = self.folder / f"{time.time_ns():020d}-{os.getpid()}{SUFFIX}"
        told = {"paths": [str(one) for one in request.paths], "is_demonstration": request.is_demonstration}
        write_atomically(path, json.dumps(told).encode())
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            if not path.exists():
                return True
            if self.take():
                path.unlink(missing_ok=True)
                return False
            time.sleep(LOOK_AGAIN)
        return not _withdrawn(path)

    def requests(self) -> list[StartRequest]:
        """What later starts have asked for, in their order; each is told once. Raises OSError."""
        found = []
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            with suppress(FileNotFoundError):  # withdrawn at this moment
                is_fresh = time.time() - path.stat().st_mtime < WAIT
                request = _read(path)
                if _withdrawn(path) and is_fresh and request is not None:
                    found.append(request)
        return found


def _withdrawn(path: Path) -> bool:
    """Remove a request; False when the other side has done so before."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _read(path: Path) -> StartRequest | None:
    """The request in a file, None where it is none."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    try:
        told = json.loads(data)
        paths = tuple(Path(str(one)) for one in told["paths"])
        return StartRequest(paths, told["is_demonstration"] is True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _screen() -> str:
    """A name for where a window would be shown; a machine that shares the home, or another session, has its own."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "SESSIONNAME", "QT_QPA_PLATFORM")
    words = [platform.node(), *(os.environ.get(name, "") for name in names)]
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]
