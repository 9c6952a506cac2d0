"""The dialog for photos and projects, with a preview of what is pointed at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from facebalance_desktop.days import day_words
from facebalance_desktop.photos.formats import READABLE_ENDINGS
from facebalance_desktop.project.camera_card import FileGlance, glance_at_file
from facebalance_desktop.project.intake import DECODE_LIMIT
from facebalance_desktop.project.store import SUFFIX
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.file_dialogs import fit_columns
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.thumbnails import thumbnail
from facebalance_desktop.work import Job, WorkerPool

PHOTOS = " ".join(f"*.{ending}" for ending in READABLE_ENDINGS)
PREVIEW = QSize(240, 240)


class PhotoDialog(QFileDialog):
    """Qt's own dialog: the system's ones take no preview of HEIC or RAW."""

    manual_page = "compare#add-the-photos"

    def __init__(self, pool: WorkerPool, parent: QWidget | None = None) -> None:
        super().__init__(parent, tr("Open photos or a project"))
        self._pool = pool
        self._bridge = JobBridge(self)
        self._job: Job[FileGlance | None] | None = None
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.HideNameFilterDetails)
        self.setFileMode(QFileDialog.FileMode.ExistingFiles)
        both = tr(
            "Photos and projects ({photos} {photos2} *{suffix})", photos=PHOTOS, photos2=PHOTOS.upper(), suffix=SUFFIX
        )
        self.setNameFilters(
            [
                both,
                tr("Photos ({photos} {photos2})", photos=PHOTOS, photos2=PHOTOS.upper()),
                tr("Projects (*{suffix})", suffix=SUFFIX),
                tr("All files (*)"),
            ]
        )
        self.picture = Label()
        self.picture.setFixedSize(PREVIEW)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts = Label()
        self.facts.setObjectName("quiet")
        self.facts.setWordWrap(True)
        self.facts.setFixedWidth(PREVIEW.width())
        beside = QVBoxLayout()
        beside.addWidget(self.picture)
        beside.addWidget(self.facts)
        beside.addStretch(1)
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            layout.addLayout(beside, 0, layout.columnCount(), layout.rowCount(), 1)
        fit_columns(self)
        open_at(self, 980, 560)
        self.currentChanged.connect(self._look_at)
        self.finished.connect(self._stop)

    @property
    def paths(self) -> list[Path]:
        return [Path(name) for name in self.selectedFiles()]

    @property
    def is_looking(self) -> bool:
        """Whether it is not yet known what the file that is pointed at shows."""
        return self._job is not None and not self._job.is_done

    def _look_at(self, name: str) -> None:
        self._stop()
        self.picture.clear()
        self.facts.clear()
        path = Path(name)
        if path.suffix.lower() == SUFFIX:
            return
        words = tr("Looking at {name}", name=path.name)
        self._job = self._pool.submit(glance_at_file, path, deadline=DECODE_LIMIT, priority=7, lane="faces", name=words)
        self._bridge.follow(self._job, self._show, self.facts.setText)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, found: FileGlance | None) -> None:
        if found is None:
            self.facts.setText(tr("This is not a photo."))
        elif found.problem is not None:
            self.facts.setText(found.problem)
        elif found.preview is not None:
            self.picture.setPixmap(thumbnail(found.preview, PREVIEW, self.devicePixelRatioF()))
            when = f"{day_words(found.taken[:10])}, {found.taken[11:16]}" if found.taken else ""
            is_files = tr(" (file date)") if found.date_source == "file" else ""
            self.facts.setText(f"{found.format}\n{when}{is_files}")
