"""Dialogs for files: they begin in a folder of the user's own, and Qt's own ones show whole columns."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHeaderView, QSplitter, QTreeView, QWidget

from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.work import JobContext, run_in_thread

Place = QStandardPaths.StandardLocation
LOOK_FOR = 0.3
"""Seconds that a dialog waits for its folder to answer; one on a share that does not is not where it begins."""
SIZE = (860, 520)
"""Of a dialog that Qt lays out itself, where the system has none."""


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
    return os.path.isdir(folder)  # also where it may not be looked at


def name_to_save(parent: QWidget, title: str, path: str, filters: str = "", first: str = "") -> tuple[str, str]:
    """Where to save, and the filter that was chosen; both empty without an answer. The system asks before a file is
    replaced."""
    dialog = QFileDialog(parent, title, _begun(os.path.dirname(path)), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if first:
        dialog.selectNameFilter(first)
    dialog.selectFile(Path(path).name)
    return _answer(dialog)


def name_to_open(parent: QWidget, title: str, path: str, filters: str) -> tuple[str, str]:
    """The file to read, and the filter that was chosen; both empty without an answer."""
    folder = _begun(path, os.path.dirname(path))
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if folder == os.path.dirname(path):
        dialog.selectFile(os.path.basename(path))
    return _answer(dialog)


def folder_to_use(parent: QWidget, title: str, path: str) -> str:
    """A folder; empty without an answer."""
    dialog = QFileDialog(parent, title, _begun(path))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _answer(dialog)[0]


def _begun(*places: str) -> str:
    """The first of these folders that answers at once, else the user's documents: Qt looks there in the window's
    thread."""
    return next((place for place in places if place and answers(place)), None) or _first(Place.DocumentsLocation)


def _answer(dialog: QFileDialog) -> tuple[str, str]:
    fit_columns(dialog)
    with passing(dialog):
        chosen = dialog.selectedFiles() if dialog.exec() else []
        return (chosen[0], dialog.selectedNameFilter()) if chosen else ("", "")


def fit_columns(dialog: QFileDialog) -> None:
    """Sizes and dates are whole; the name has the rest, beside whole names of places. Not in a dialog of the system."""
    files, split = dialog.findChild(QTreeView, "treeView"), dialog.findChild(QSplitter, "splitter")
    if files is not None and split is not None:
        files.header().setStretchLastSection(False)
        files.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        open_at(dialog, *SIZE)
        split.setSizes([150, 550])
