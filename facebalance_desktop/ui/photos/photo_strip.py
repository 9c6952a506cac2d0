"""The project's photos in a row: which is before, which is after, and what the program knows of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from facebalance_desktop.project.details import details_of
from facebalance_desktop.project.edits_photos import compare_photos, remove_photo
from facebalance_desktop.project.edits_visits import set_view
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.view_set import ViewSet
from facebalance_desktop.project.visits import day_of, day_words, view_of, visits_of
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.thumbnails import blank, thumbnail

THUMBNAIL = QSize(64, 64)


class PhotoStrip(QListWidget):
    """Click a photo and choose its place; the context menu does the same by name."""

    chosen = Signal(str)
    """The id of the photo that was clicked on."""

    def __init__(
        self, session: Session, pixel_cache: PixelCache, views: ViewSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._session = session
        self._pixel_cache = pixel_cache
        self._pixmaps: dict[str, QPixmap] = {}
        self._photos: list[Photo] = []
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(THUMBNAIL)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setSpacing(4)
        self.setFixedHeight(138)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Photos of this project")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.itemDoubleClicked.connect(lambda item: self._put(item.data(Qt.ItemDataRole.UserRole), "after"))
        session.changed.connect(self._update)
        pixel_cache.thumbnail_ready.connect(self._show_pixels)
        self._show(session.project)

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._show(now)

    def _show(self, project: Project) -> None:
        """All photos by time; the same ones keep their items, so that nothing flickers or scrolls."""
        self._photos = [photo for visit in visits_of(project) for photo in visit.photos]
        while self.count() > len(self._photos):
            self.takeItem(self.count() - 1)
        while self.count() < len(self._photos):
            item = QListWidgetItem()
            item.setSizeHint(QSize(96, 108))
            self.addItem(item)
        comparison = project.comparison
        places = {} if comparison is None else {comparison.before: "Before", comparison.after: "After"}
        for row, photo in enumerate(self._photos):
            item = self.item(row)
            words = places.get(photo.id) or state_of(photo) or self._views.short(view_of(photo)) or "no view"
            day = day_of(photo)  # a file's own date says little
            item.setText("\n".join(part for part in (words, day_words(day) if day else "") if part))
            item.setToolTip(plain(described(photo) + "\nDouble-click: compare as after. Right-click: more."))
            if item.data(Qt.ItemDataRole.UserRole) != photo.id or photo.sha256 not in self._pixmaps:
                item.setData(Qt.ItemDataRole.UserRole, photo.id)
                item.setIcon(self._icon(photo))
        self.setVisible(bool(project.photos))

    def _icon(self, photo: Photo) -> QIcon:
        pixmap = self._pixmaps.get(photo.sha256)
        if pixmap is None:
            pixels = self._pixel_cache.thumbnail(photo)
            if pixels is None:
                return QIcon(blank(THUMBNAIL))
            pixmap = self._pixmaps[photo.sha256] = thumbnail(pixels, THUMBNAIL, self.devicePixelRatioF())
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # a chosen photo keeps its colours
        return icon

    def _show_pixels(self, sha256: str) -> None:
        for row, photo in enumerate(self._photos):
            if photo.sha256 == sha256:
                self.item(row).setIcon(self._icon(photo))

    def _put(self, photo_id: str, place: str) -> None:
        """Let a photo take the before or after place; the other one stays."""
        project = self._session.project
        comparison = project.comparison
        if comparison is None:
            before = after = next((photo.id for photo in project.photos if photo.id != photo_id), photo_id)
        else:
            before, after = comparison.before, comparison.after
        if place == "before":
            before, after = photo_id, (before if after == photo_id else after)
        else:
            before, after = (after if before == photo_id else before), photo_id
        if before != after and (comparison is None or (before, after) != (comparison.before, comparison.after)):
            self._session.do("Choose photos", compare_photos(before, after))

    def _open_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        photo_id = item.data(Qt.ItemDataRole.UserRole)
        menu = QMenu(self)
        if len(self._photos) > 1:
            menu.addAction("Compare as before", lambda: self._put(photo_id, "before"))
            menu.addAction("Compare as after", lambda: self._put(photo_id, "after"))
            views = menu.addMenu("View")
            for view, name in self._views.names.items():
                views.addAction(name, partial(self._set_view, photo_id, view))
            menu.addSeparator()
        menu.addAction("Take out of the project", lambda: self._remove(photo_id))
        menu.exec(self.mapToGlobal(at))

    def _set_view(self, photo_id: str, view: str) -> None:
        self._session.do("Set the view", set_view(photo_id, view))

    def _remove(self, photo_id: str) -> None:
        self._session.do("Take out photo", remove_photo(photo_id))
        self._session.tell("The photo was taken out of the project; undo brings it back. Its file was not touched.")


def state_of(photo: Photo) -> str:
    """What stands under a photo as long as it is not known what it shows."""
    return "analysing" if photo.faces is None else "pick a face" if photo.faces > 1 and photo.face is None else ""


def described(photo: Photo) -> str:
    """The facts of a photo for a tool tip: nothing of place, owner or serial number is known to the program."""
    told = [f"{label}: {words}" for label, words in details_of(photo) if label != "SHA-256"]
    return "\n".join((photo.name, *told))
