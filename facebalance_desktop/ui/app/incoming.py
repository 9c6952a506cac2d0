"""The ways in which projects and photos come: files, a folder or camera card, the clipboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from facebalance_desktop.photos.formats import PHOTO_FORMATS
from facebalance_desktop.project.store import SUFFIX
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.photo_import.contact_sheet import ContactSheet
from facebalance_desktop.ui.photo_import.contact_sheet_reading import CardReading
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.photos.patient_bar import patient_line
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.work import JobContext, WorkerPool, run_in_thread

FEW = 12
"""Files that are added without a contact sheet when they are named one by one."""
PASTED_AS = {row.mime: row.endings[0] for row in PHOTO_FORMATS.values() if row.mime}
CLOSED = tr("The photos were chosen for a project that is closed by now; nothing was added.")
NOTHING_TO_PASTE = tr("There is no photo on the clipboard. Copy a photo or its file first.")


class IncomingFiles(QObject):
    """Files named one by one are added; from folders and of many files the user chooses on a contact sheet.

    They are for the project that is open when they are named, and cancel the opening of another.
    """

    def __init__(self, pool: WorkerPool, bridge: JobBridge, opening: Opening, window: MainWindow) -> None:
        super().__init__(window)
        self._pool = pool
        self._bridge = bridge
        self._opening = opening
        self._window = window
        self.sheet: ContactSheet | None = None
        self.folder = ""
        """Where the dialogs begin: the folder that photos came from last."""

    def receive(self, paths: Sequence[Path]) -> None:
        """Projects, photos and folders, from a drop, the command line or a dialog."""
        projects = [path for path in paths if path.suffix.lower() == SUFFIX]
        if projects:
            self.folder = str(paths[0].parent)
            self._opening.open(projects[0])
            if len(paths) > 1:
                self._tell(tr("Only {name} was opened; add photos once it is open.", name=projects[0].name))
        elif paths:
            self._opening.give_way()
            into = self._opening.project
            self._bridge.follow(run_in_thread(_folders, paths), partial(self._receive_photos, into, paths), self._tell)

    def _receive_photos(self, into: OpenProject, paths: Sequence[Path], folders: frozenset[Path]) -> None:
        """It is known which of the paths are folders; meanwhile another project may have been asked for."""
        self.folder = str(paths[0] if paths[0] in folders else paths[0].parent)
        if into is not self._opening.project or self._opening.is_opening:
            self._tell(CLOSED)
        elif len(paths) > FEW or folders:
            self.show_sheet(paths)
        else:
            self._add_to(into, lambda project: project.importer.read_files(paths))

    def ask_for_files(self) -> None:
        """Photos or a project, chosen in a dialog."""
        with self._opening.dialog(), passing(PhotoDialog(self._pool, self._window)) as dialog:
            dialog.setDirectory(file_dialogs.pictures(self.folder))
            is_wanted, paths = bool(dialog.exec()), dialog.paths
        if is_wanted:
            self.receive(paths)

    def ask_for_folder(self) -> None:
        """A folder or camera card, shown as a contact sheet."""
        with self._opening.dialog():
            name = file_dialogs.folder_to_use(
                self._window, tr("Open a camera card or folder"), file_dialogs.pictures(self.folder)
            )
        if name:
            self.show_sheet([Path(name)])

    def show_sheet(self, paths: Sequence[Path]) -> None:
        """What is on these paths, to choose from for the open project."""
        if self.sheet is not None:
            self.sheet.reject()
        into = self._opening.project
        project = into.session.project
        is_empty = not (project.photos or project.patient.is_known)
        reading = CardReading(self._pool, self._bridge)
        known = {photo.sha256 for photo in project.photos}
        self.sheet = sheet = ContactSheet(
            reading, "" if is_empty else patient_line(project.patient), known, self._window
        )
        reading.setParent(sheet)
        sheet.accepted.connect(lambda: self._add_chosen(sheet, into))
        sheet.finished.connect(self._forget)
        sheet.open()
        reading.start(paths)

    def _add_chosen(self, sheet: ContactSheet, into: OpenProject) -> None:
        chosen = sheet.picked
        if sheet.is_new_project:
            self._opening.give_way()
            self._opening.start_new(lambda project: project.importer.read_files(chosen))
        else:
            self._add_to(into, lambda project: project.importer.read_files(chosen))

    def _add_to(self, project: OpenProject, read: Callable[[OpenProject], None]) -> None:
        """Have photos read into the project they were named for; real ones are no part of the demonstration."""
        if project is not self._opening.project:
            self._tell(CLOSED)
        elif project.session.project.is_demonstration and project.session.path is None:
            self._opening.start_new(read)
        else:
            self._opening.give_way()
            read(project)

    def _forget(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None
        self._window.activateWindow()

    def paste(self) -> None:
        """A photo, or files and folders, from the clipboard."""
        data: QMimeData | None = QApplication.clipboard().mimeData()
        if data is None:  # nothing was copied since the system was started
            self._tell(NOTHING_TO_PASTE)
            return
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.receive(paths)
            return
        found = pasted(data)
        if found is None:
            self._tell(NOTHING_TO_PASTE)
            return
        photo, name = found

        def read(project: OpenProject) -> None:
            if isinstance(photo, QImage):
                project.importer.read_image(photo, name)
            else:
                project.importer.read_bytes(photo, name)

        self._add_to(self._opening.project, read)

    def _tell(self, sentence: str) -> None:
        self._opening.project.session.tell(sentence)


def _folders(context: JobContext, paths: Sequence[Path]) -> frozenset[Path]:
    """Those of the paths that are folders."""
    return frozenset(path for path in paths if os.path.isdir(path))


def pasted(data: QMimeData) -> tuple[bytes | QImage, str] | None:
    """A copied photo and a name for it: its bytes as another program wrote them, else its pixels."""
    for kind, ending in PASTED_AS.items():
        if data.hasFormat(kind) and (written := bytes(data.data(kind).data())):
            return written, f"pasted.{ending}"
    image = data.imageData() if data.hasImage() else None
    return (image, "pasted.png") if isinstance(image, QImage) and not image.isNull() else None
