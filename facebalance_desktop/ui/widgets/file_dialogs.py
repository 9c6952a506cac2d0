"""Where dialogs for files begin: in a folder of the user's own, not where the program was started."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from facebalance_desktop.work import JobContext, run_in_thread

Place = QStandardPaths.StandardLocation
LOOK_FOR = 0.3
"""Seconds that a dialog waits for its folder to answer; one on a share that does not is not where it begins."""


def pictures(latest: str = "") -> str:
    """The folder that was used last, else the user's pictures, else their home."""
    return latest if latest and answers(latest) else _first(Place.PicturesLocation)


def documents(name: str = "") -> str:
    """The user's documents, else their home; with a name, the file of this name there."""
    folder = _first(Place.DocumentsLocation)
    return str(Path(folder) / name) if name else folder


def _first(place: Place) -> str:
    named = QStandardPaths.writableLocation(place)
    return named if named and answers(named) else str(Path.home())


def answers(folder: str) -> bool:
    """Whether there is such a folder, and its disk says so at once."""
    job = run_in_thread(_is_folder, folder)
    try:
        return job.result(LOOK_FOR)
    except TimeoutError:
        job.cancel()  # the program's end does not wait for it
        return False


def _is_folder(context: JobContext, folder: str) -> bool:
    return Path(folder).is_dir()
