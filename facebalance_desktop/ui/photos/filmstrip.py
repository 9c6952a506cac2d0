"""Below the bench: the baseline, the photos in a row, and what the latest visit still lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facebalance_desktop.project.view_set import ViewSet
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.baseline import Baseline
from facebalance_desktop.ui.photos.photo_strip import PhotoStrip
from facebalance_desktop.ui.widgets.plain_text import Label


class Filmstrip(QWidget):
    """What it holds stays in its place however many photos there are."""

    chosen = Signal(str)
    """The id of the photo that was clicked on."""

    def __init__(
        self, session: Session, pixel_cache: PixelCache, views: ViewSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.baseline = Baseline(session, pixel_cache)
        self.baseline.clicked.connect(self._choose_baseline)
        self.strip = PhotoStrip(session, pixel_cache, views)
        self.strip.chosen.connect(self.chosen)
        self.missing = Label()
        self.missing.setObjectName("quiet")
        self.missing.setWordWrap(True)
        self.missing.setFixedWidth(230)
        self.missing.setContentsMargins(6, 4, 10, 4)
        self.missing.setToolTip("Of the clinic's set of views; Photos tells it of every visit")
        self.missing.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.baseline)
        row.addWidget(self.strip, 1)
        row.addWidget(self.missing)

    def show_missing(self, words: str) -> None:
        """What the latest visit lacks, while the patient is there; empty for nothing."""
        self.missing.setText(words)
        self.missing.setVisible(bool(words))

    def _choose_baseline(self) -> None:
        if self.baseline.photo is not None:
            self.chosen.emit(self.baseline.photo.id)
