"""How much memory a project with many large photos takes, over all processes of the program, in MiB.

The real window (offscreen) takes in the photos, finds the faces, and shows one pair after another. A page
of code that processes share counts once, shared out by the kernel (PSS); a block of shared memory counts whole. Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facebalance_desktop.project.model import Photo
    from facebalance_desktop.ui.open_project.pixel_cache import PixelCache

PHOTOS = 200
EVERY = 0.05  # s between two looks
LIMIT = 1800.0  # s


def measure(photo: bytes, count: int = PHOTOS) -> float | None:
    """The peak for `count` copies of a JPEG that differ in a comment; None where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="facebalance-benchmark-") as folder:
        os.environ["FACEBALANCE_HOME"] = str(Path(folder) / "home")
        paths = [Path(folder) / f"photo {number:03d}.jpg" for number in range(count)]
        for number, path in enumerate(paths):
            words = f"{number:06d}".encode()
            path.write_bytes(photo[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + photo[2:])
        with Peak() as peak:
            walk(paths)
        return round(peak.highest / 2**20, 1)


class Peak:
    """Watches this process and all below it while the block runs, from a process of its own: a thread of this one would
    hold the window up each time it looks. `highest` is known after the block."""

    highest = 0

    def __enter__(self) -> Peak:
        words = [sys.executable, __file__, str(os.getpid())]
        self._watcher = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._watcher.stdout is not None
        self._watcher.stdout.readline()  # it looks
        return self

    def __exit__(self, *_: object) -> None:
        self.highest = int(self._watcher.communicate()[0])


def watch(pid: int) -> None:
    """Tell the most memory that the process `pid` and those below it took, this one apart, until the input ends."""
    waiting = threading.Thread(target=sys.stdin.read, daemon=True)
    waiting.start()
    print(flush=True)
    highest = 0
    while waiting.is_alive():
        waiting.join(EVERY)
        highest = max(highest, memory_of([child for child in family(pid) if child != os.getpid()]))
    print(highest)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def memory_of(pids: list[int]) -> int:
    """Bytes in use: what each process has for itself, and every block of shared memory once, touched or not."""
    own, blocks = 0, {}
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
        except OSError:  # it has ended
            continue
        own += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Pss_Anon:", "Pss_File:")))
        for line in maps:
            if "/dev/shm/fb" in line:
                span, _, _, _, inode = line.split()[:5]
                start, end = (int(part, 16) for part in span.split("-"))
                blocks[inode] = end - start
    return own + sum(blocks.values())


def are_whole(pixel_cache: PixelCache, photos: tuple[Photo, Photo]) -> bool:
    return all(pixel_cache.whole(photo.sha256) is not None for photo in photos)


def walk(paths: list[Path]) -> None:
    """Take the photos in, wait for the faces, and look at one pair after another."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from facebalance_desktop.project.edits_photos import compare_photos
    from facebalance_desktop.ui.app.commands.table import equipped_workspace
    from facebalance_desktop.ui.app.main_window import MainWindow
    from facebalance_desktop.ui.widgets.theme import apply_theme

    application = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(application, QApplication)
    apply_theme(application)
    window = MainWindow()
    window.show()
    workspace = equipped_workspace(window)

    def until(condition: Callable[[], object]) -> None:
        loop, timer = QEventLoop(), QTimer()
        ends = time.monotonic() + LIMIT
        timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > ends else None)
        timer.start(10)
        loop.exec()
        timer.stop()
        if not condition():
            raise TimeoutError

    workspace.project.importer.read_files(paths)
    until(lambda: len(workspace.session.project.photos) == len(paths))
    until(lambda: all(photo.faces is not None for photo in workspace.session.project.photos))
    photos = workspace.session.project.photos
    for before, after in zip(photos[::2], photos[1::2], strict=False):
        workspace.session.do("Choose photos", compare_photos(before.id, after.id))
        until(partial(are_whole, workspace.pixel_cache, (before, after)))
        window.canvas.repaint()
    window.close()
    until(lambda: not workspace.project.bridge.is_busy)


if __name__ == "__main__":
    watch(int(sys.argv[1]))
