"""The project's photos in a row: which is before, which is after, and what the program knows of each."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from facebalance_desktop.project.edits_photos import compare_photos, remove_photo
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.ui.darkroom import Darkroom
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.thumbnails import blank, thumbnail

THUMBNAIL = QSize(72, 72)


class PhotoStrip(QListWidget):
    """Click a photo and choose its place; the context menu does the same by name."""

    removed = Signal(str)

    def __init__(self, session: Session, darkroom: Darkroom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._darkroom = darkroom
        self._pixmaps: dict[str, QPixmap] = {}
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(THUMBNAIL)
        self.setSpacing(4)
        self.setFixedHeight(116)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Photos of this project")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemDoubleClicked.connect(lambda item: self._put(item.data(Qt.ItemDataRole.UserRole), "after"))
        session.changed.connect(self._update)
        darkroom.glanced.connect(self._show_pixels)
        self._show(session.project)

    def _update(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos or before.comparisons is not now.comparisons:
            self._show(now)

    def _show(self, project: Project) -> None:
        self.clear()
        comparison = project.comparison
        for photo in project.photos:
            role = ""
            if comparison is not None:
                role = {comparison.before: "Before", comparison.after: "After"}.get(photo.id, "")
            item = QListWidgetItem(self._icon(photo), role or state_of(photo) or "")
            item.setData(Qt.ItemDataRole.UserRole, photo.id)
            item.setToolTip(described(photo) + "\nDouble-click: compare as after. Right-click: more.")
            item.setSizeHint(QSize(96, 100))
            self.addItem(item)
        self.setVisible(bool(project.photos))

    def _icon(self, photo: Photo) -> QIcon:
        pixmap = self._pixmaps.get(photo.sha256)
        if pixmap is None:
            pixels = self._darkroom.thumbnail(photo)
            if pixels is None:
                return QIcon(blank(THUMBNAIL))
            pixmap = self._pixmaps[photo.sha256] = thumbnail(pixels, THUMBNAIL, self.devicePixelRatioF())
        return QIcon(pixmap)

    def _show_pixels(self, sha256: str) -> None:
        for row, photo in enumerate(self._session.project.photos):
            item = self.item(row)
            if photo.sha256 == sha256 and item is not None:
                item.setIcon(self._icon(photo))

    def _put(self, photo_id: str, place: str) -> None:
        """Let a photo take the before or after place; the other one stays."""
        project = self._session.project
        comparison = project.comparison
        if comparison is None:
            return
        before, after = comparison.before, comparison.after
        if place == "before":
            before, after = photo_id, (before if after == photo_id else after)
        else:
            before, after = (after if before == photo_id else before), photo_id
        if (before, after) != (comparison.before, comparison.after):
            self._session.do("Choose photos", compare_photos(before, after))

    def _open_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        photo_id = item.data(Qt.ItemDataRole.UserRole)
        menu = QMenu(self)
        if self._session.project.comparison is not None:
            menu.addAction("Compare as before", lambda: self._put(photo_id, "before"))
            menu.addAction("Compare as after", lambda: self._put(photo_id, "after"))
            menu.addSeparator()
        menu.addAction("Take out of the project", lambda: self._remove(photo_id))
        menu.exec(self.mapToGlobal(at))

    def _remove(self, photo_id: str) -> None:
        self._session.do("Take out photo", remove_photo(photo_id))
        self._session.tell("The photo was taken out of the project; undo brings it back. Its file was not touched.")


def state_of(photo: Photo) -> str:
    """What stands under a photo that has no part in the comparison."""
    if photo.faces is None:
        return "analysing"
    return "no face" if photo.face is None and not photo.points else ""


def described(photo: Photo) -> str:
    """The facts of a photo for a tool tip: nothing of place, owner or serial number is known to the program."""
    taken = (photo.taken or "").replace("T", " ")
    lines = [photo.name, f"{photo.format}, {photo.width} x {photo.height} px, {photo.profile}"]
    if taken:
        lines.append(f"Taken {taken}" + (" (date of the file)" if photo.taken_source == "file" else ""))
    if photo.camera:
        lines.append(photo.camera)
    if photo.face_problem:
        lines.append(photo.face_problem)
    return "\n".join(lines)
