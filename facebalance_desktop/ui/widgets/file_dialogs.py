"""Where dialogs for files begin: in a folder of the user's own, not where the program was started."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

Place = QStandardPaths.StandardLocation


def pictures() -> str:
    """The user's pictures, else their home."""
    return _first(Place.PicturesLocation)


def documents(name: str = "") -> str:
    """The user's documents, else their home; with a name, the file of this name there."""
    folder = _first(Place.DocumentsLocation)
    return str(Path(folder) / name) if name else folder


def _first(place: Place) -> str:
    named = QStandardPaths.writableLocation(place)
    return named if named and Path(named).is_dir() else str(Path.home())
