"""A folder on a share that may be slow or not answer at all, and who touches it."""

from __future__ import annotations

import builtins
import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

OF_THE_DISK = (
    (os, "stat"),
    (os, "lstat"),
    (os, "scandir"),
    (os, "listdir"),
    (os, "mkdir"),
    (os, "access"),
    (os, "readlink"),
    (os, "replace"),
    (os, "open"),
    (io, "open"),
    (builtins, "open"),
)


class Share:
    """A folder on a disk that may be slow: who touches it is noted, and may be kept waiting."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched_by_the_window: list[str] = []
        self.waited_for = threading.Event()
        self.answers = threading.Event()
        self.answers.set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module, name in OF_THE_DISK:
            monkeypatch.setattr(module, name, self._watched(name, getattr(module, name)))

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            if given and isinstance(given[0], str | Path) and str(given[0]).startswith(str(self.folder)):
                if threading.current_thread() is threading.main_thread():
                    self.touched_by_the_window.append(f"{name} {given[0]}")
                else:
                    if not self.answers.is_set():
                        self.waited_for.set()
                    assert self.answers.wait(60)
            return function(*given, **named)

        return watched


def watched_share(folder: Path, monkeypatch: pytest.MonkeyPatch, *photos: Path) -> Iterator[Share]:
    """A share with these photos as a.jpg, b.jpg and so on, which the window may not touch in its own thread."""
    made = Share(folder)
    made.folder.mkdir()
    for name, photo in zip("abc", photos, strict=False):
        shutil.copy(photo, made.folder / f"{name}.jpg")
    made.watch(monkeypatch)
    yield made
    made.answers.set()
    assert made.touched_by_the_window == []
