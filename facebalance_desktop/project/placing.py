"""New project files: written beside, complete before they get a name that other programs can see.

A file takes another's place in one step, or a free name in one step: two machines that choose the same new name at the
same moment get two files.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO
from uuid import uuid4

from facebalance_desktop.atomic_files import flush_folder, replace_patiently
from facebalance_desktop.errors import Problem
from facebalance_desktop.translation import tr

SUFFIX = ".facebalance"
STALE = 3600.0
"""Seconds after which a half-written file beside a project is what a killed program left."""
TURN = 5.0
"""Seconds after which another program's turn to replace a file is over: it takes some milliseconds."""
LONGEST = 180
"""Bytes of a new file's name, of 255 that file systems allow: number, suffix and half-written copy have room."""
RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows takes for devices, whatever stands behind a dot."""
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EACCES}
"""How file systems without hard links refuse one."""


def free_path(folder: Path, stem: str) -> Path:
    """A free path for a new project file in `folder`: the stem, made fit for a file name, and a number if need be."""
    return next(free_paths(folder, stem))


def file_stem(stem: str) -> str:
    """The stem, made fit for a file name on every system."""
    stem = clipped(re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", stem).strip(" .")[:120]).strip(" .") or tr("Project")
    return tr("Project {stem}", stem=stem) if RESERVED.fullmatch(stem.partition(".")[0]) else stem


def free_paths(folder: Path, stem: str) -> Iterator[Path]:
    """Free paths one after the other, should another window be about to use the first."""
    stem = file_stem(stem)
    for number in count(1):
        path = folder / f"{stem}{f' {number}' if number > 1 else ''}{SUFFIX}"
        if not path.exists():
            yield path


def clipped(name: str, most: int = LONGEST) -> str:
    """The beginning of a name that is no more than `most` bytes: file systems count bytes, not letters."""
    return (
        name.encode("utf-8", "surrogatepass")[:most].decode("utf-8", "ignore")
        if len(os.fsencode(name)) > most
        else name
    )


class NewFile:
    """A file for this user alone beside `path`, which is gone again when the `with` ends unless it was placed.

    Raises OSError from each of its methods.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary = path.with_name(f".{_short(path)}.{uuid4().hex[:8]}.part")
        self._is_complete = False
        self.file: IO[bytes]

    def __enter__(self) -> NewFile:
        self.file = open(self._temporary, "xb", opener=_private)
        _remove_stale(self.path, self._temporary.stat().st_mtime)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what is still to be written is of no use any more
            self.file.close()
        if not self._is_complete:
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)

    def finish(self) -> os.stat_result:
        """Have it on the disk, with the rights of the file that it will replace; its status."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if self.path.exists():
            with suppress(OSError):
                shutil.copymode(self.path, self._temporary)
        found = os.fstat(self.file.fileno())
        self.file.close()
        return found

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The moment in which `path` is looked at and replaced, for one program at a time, on whatever machine.

        A file beside it says whose turn it is. One that a killed program left is removed: at once where it ran on this
        machine, else after TURN seconds. Where the folder takes no such file there is nothing to wait for.
        """
        sign = self.path.with_name(f".{_short(self.path)}.turn")
        until = time.monotonic() + 2 * TURN
        is_ours = False
        while not is_ours and time.monotonic() < until:
            try:
                with open(sign, "xb", opener=_private) as file:
                    file.write(_process().encode())
                is_ours = True
            except FileExistsError:
                with suppress(OSError):
                    if self._is_left(sign):
                        sign.unlink()
                time.sleep(0.01)
            except OSError:
                break
        try:
            yield
        finally:
            if is_ours:
                with suppress(OSError):
                    sign.unlink()

    def _is_left(self, sign: Path) -> bool:
        """Whether the turn has ended, by the clock of the disk. Raises OSError."""
        os.utime(self._temporary)
        host, _, process = sign.read_text("utf-8", "replace").rpartition(" ")
        if host == platform.node() and process.isdecimal() and not is_alive(int(process)):
            return True
        return self._temporary.stat().st_mtime - sign.stat().st_mtime > TURN

    def replace(self) -> None:
        """Take the place of `path`; where another program holds that too long, stay under another name (Problem)."""
        self._is_complete = True
        try:
            replace_patiently(self._temporary, self.path)
        except OSError:
            kept = self._kept_beside()
            raise Problem(
                tr(
                    "{name} is held by another program and could not be replaced; the whole project was saved "
                    "beside it as {name2}.",
                    name=self.path.name,
                    name2=kept.name,
                )
            ) from None
        flush_folder(self.path.parent)

    def take_free_name(self, stem: str) -> Path:
        """Take a name that is free at this very moment, in the folder of `path`; the new place."""
        for free in free_paths(self.path.parent, stem):
            try:
                move_to_free(self._temporary, free)
            except FileExistsError:
                continue
            self._is_complete = True
            flush_folder(free.parent)
            return free
        raise AssertionError("there is always one more number")

    def _kept_beside(self) -> Path:
        """The complete file under a name that a person finds; as it is where even that is refused. Raises OSError."""
        kept = self.path.with_name(
            tr("{clipped} (not yet in place){suffix}", clipped=clipped(self.path.stem), suffix=SUFFIX)
        )
        try:
            os.replace(self._temporary, kept)
        except OSError:
            kept = self._temporary
        if not kept.exists():
            raise FileNotFoundError(errno.ENOENT, "the folder is gone", str(self.path.parent))
        return kept


def is_alive(process: int) -> bool:
    """Whether a process of this machine runs; on Windows there is no harmless way to ask."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError, OSError):
        return True
    return True


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _process() -> str:
    return f"{platform.node()} {os.getpid()}"


def move_to_free(temporary: Path, free: Path) -> None:
    """Give the file this name unless there is one by it. Raises FileExistsError, OSError."""
    try:
        os.link(temporary, free)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # no links here: reserve the name
        os.replace(temporary, free)
    else:
        with suppress(OSError):
            temporary.unlink()


def _short(path: Path) -> str:
    """The file's name, short enough for the half-written file beside it to have a legal one too."""
    if len(os.fsencode(path.name)) <= LONGEST:
        return path.name
    return f"{clipped(path.name, LONGEST - 20)}.{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}"


def _remove_stale(path: Path, now: float) -> None:
    """Remove what saves of this file left half-written when their program was killed.

    `now` is the time by the clock of the disk itself: on a share this machine's may be hours off, and the half-written
    file of another machine that is saving must not go.
    """
    pattern = re.compile(re.escape(f".{_short(path)}.") + r"[0-9a-f]{8}\.part")
    with suppress(OSError):
        for left in path.parent.iterdir():
            if pattern.fullmatch(left.name) and now - left.stat().st_mtime > STALE:
                left.unlink()
