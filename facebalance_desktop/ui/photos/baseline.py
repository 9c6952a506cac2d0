"""The before photo, always in sight beside the row of photos however far that is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import date_words
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.thumbnails import blank, thumbnail

PICTURE = QSize(72, 72)


class Baseline(QToolButton):
    """A small picture of the before photo; a click tells of it. Hidden without a pair."""

    def __init__(self, session: Session, pixel_cache: PixelCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixel_cache = pixel_cache
        self.photo: Photo | None = None
        self.setObjectName("baseline")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(PICTURE)
        self.setFixedWidth(104)
        self.setToolTip(
            "The before photo stays here; Page Down and Page Up take the after photo through the series.\n"
            "Another one becomes the before photo by a right click on it."
        )
        session.changed.connect(self._update)
        pixel_cache.thumbnail_ready.connect(self._show_pixels)
        self._show(session.project)

    def _update(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos or before.comparisons is not now.comparisons:
            self._show(now)

    def _show(self, project: Project) -> None:
        comparison = project.comparison
        photo = None if comparison is None else project.photo(comparison.before)
        self.setVisible(photo is not None and len(project.photos) > 2)
        if photo is None:
            self.photo = None
            return
        self.setText("\n".join(part for part in ("Baseline", date_words(photo)) if part))
        if self.photo is None or self.photo.sha256 != photo.sha256:
            self.photo = photo
            self._show_pixels(photo.sha256)
        self.photo = photo

    def _show_pixels(self, sha256: str) -> None:
        if self.photo is None or self.photo.sha256 != sha256:
            return
        pixels = self._pixel_cache.thumbnail(self.photo)
        picture = blank(PICTURE) if pixels is None else thumbnail(pixels, PICTURE, self.devicePixelRatioF())
        self.setIcon(QIcon(picture))
