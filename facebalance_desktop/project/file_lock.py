"""A lock that ends with the process that holds it, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """A lock on a file made for it; held from `take` until `free` or the process's end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Try to hold the lock; False while another process (or another Lock of this one) holds it. Raises OSError."""
        if self._file is not None:
            return True
        file = open(self.path, "ab", opener=_private)  # noqa: SIM115  # open as long as the lock is held
        try:
            if sys.platform == "win32":
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def free(self) -> None:
        if self._file is not None:
            if sys.platform != "win32":  # a process that is being started at this moment may share the file for a while
                fcntl.flock(self._file.fileno(), fcntl.LOCK_UN)
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Free the lock and remove its file, so that no waiting program is left with a deleted one.

        Where an open file can be removed it goes while it is held: a program that opened it before finds it missing,
        and a later one makes a new file. Elsewhere a file that another program has opened meanwhile stays.
        """
        if os.name == "posix":
            self.path.unlink(missing_ok=True)
            self.free()
        else:
            self.free()
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
