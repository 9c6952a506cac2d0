"""The ways in which photos come: files, a folder or camera card, the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QFileDialog

from facebalance_desktop.photos.formats import PHOTO_FORMATS
from facebalance_desktop.project.model import new_project
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.open_project.autosave import Autosave
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photo_import.contact_sheet import ContactSheet
from facebalance_desktop.ui.photo_import.contact_sheet_reading import CardReading
from facebalance_desktop.ui.photo_import.importer import PhotoImporter
from facebalance_desktop.ui.photos.patient_bar import patient_line
from facebalance_desktop.work import WorkerPool

FEW = 12
"""Files that are added without a contact sheet when they are named one by one."""
PASTED_AS = {row.mime: row.endings[0] for row in PHOTO_FORMATS.values() if row.mime}
NOTHING_TO_PASTE = "There is no photo on the clipboard. Copy a photo or its file first."


class IncomingFiles(QObject):
    """Files named one by one are added; of folders and of many files a contact sheet is shown to pick from."""

    def __init__(
        self,
        session: Session,
        pool: WorkerPool,
        bridge: JobBridge,
        autosave: Autosave,
        importer: PhotoImporter,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._autosave = autosave
        self._importer = importer
        self._window = window
        self.sheet: ContactSheet | None = None

    def take(self, paths: Sequence[Path]) -> None:
        """Photos and folders, from a drop, the command line, a dialog or the clipboard."""
        if len(paths) > FEW or any(path.is_dir() for path in paths):
            self.show_sheet(paths)
        else:
            self._importer.take(paths)

    def ask_for_folder(self) -> None:
        """A folder or camera card, shown as a contact sheet."""
        name = QFileDialog.getExistingDirectory(self._window, "Open a camera card or folder")
        if name:
            self.show_sheet([Path(name)])

    def show_sheet(self, paths: Sequence[Path]) -> None:
        """What is on these paths, to pick from."""
        if self.sheet is not None:
            self.sheet.reject()
        project = self._session.project
        is_empty = not (project.photos or project.patient.is_known)
        reading = CardReading(self._pool, self._bridge)
        known = {photo.sha256 for photo in project.photos}
        self.sheet = sheet = ContactSheet(
            reading, "" if is_empty else patient_line(project.patient), known, self._window
        )
        reading.setParent(sheet)
        sheet.accepted.connect(lambda: self._add(sheet))
        sheet.finished.connect(self._forget)
        sheet.open()
        reading.start(paths)

    def _add(self, sheet: ContactSheet) -> None:
        picked = sheet.picked
        if sheet.is_new_project:
            self._autosave.leave(lambda: self._begin(picked))
        else:
            self._receive(picked)

    def _begin(self, picked: Sequence[Path]) -> None:
        self._autosave.take(new_project(), None)
        self._receive(picked)

    def _receive(self, picked: Sequence[Path]) -> None:
        self._importer.take(picked)

    def _forget(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None
        self._window.activateWindow()

    def paste(self) -> None:
        """A photo, or files and folders, from the clipboard."""
        data = QApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take(paths)
            return
        found = pasted(data)
        if found is None:
            self._session.tell(NOTHING_TO_PASTE)
        else:
            self._importer.take_bytes(*found)


def pasted(data: QMimeData) -> tuple[bytes, str] | None:
    """The bytes of a copied photo and a name for it: as another program wrote them, else its pixels as PNG."""
    for kind, ending in PASTED_AS.items():
        if data.hasFormat(kind) and (written := bytes(data.data(kind).data())):
            return written, f"pasted.{ending}"
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(store.data()), "pasted.png"
