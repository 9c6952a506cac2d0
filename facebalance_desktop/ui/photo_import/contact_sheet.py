"""A card or folder on a contact sheet, split into runs: only what is chosen is added."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.camera_card import FileGlance
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.ui.photo_import.contact_sheet_reading import CardReading
from facebalance_desktop.ui.photo_import.contact_sheet_runs import KEYS, PICTURE, RunBox, TileList
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.section import say
from facebalance_desktop.ui.widgets.thumbnails import blank, thumbnail

NOTHING = tr("No photos were found here.")


class ContactSheet(QDialog):
    """Shows what a CardReading sees; once all is looked at, runs and photos can be picked.

    `into` says whose project is open, empty for a new one. `known` are the SHA-256 that are there already.
    """

    manual_page = "card"

    def __init__(self, reading: CardReading, into: str, known: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Choose photos"))
        open_at(self, 1080, 760)
        self._reading = reading
        self._known = known
        self._pictures: dict[str, QPixmap] = {}
        self.runs: list[RunBox] = []
        self.words = Label(tr("Looking at the photos …"))
        self.words.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.problems = Label()
        self.problems.setObjectName("problem")
        self.problems.setWordWrap(True)
        self.new_project = QCheckBox(tr("Start a new project for them"))
        self.target = Label(tr("They are added to the open project: {into}", into=into) if into else "")
        self._make_buttons()
        self._lay_out()
        self.new_project.setVisible(bool(into))
        self.target.setVisible(bool(into))
        self.problems.hide()
        reading.progress.connect(self._show_progress)
        reading.seen.connect(self._show_glance)
        reading.finished.connect(self._show_runs)
        reading.failed.connect(self._fail)
        self.rejected.connect(reading.cancel)

    @property
    def picked(self) -> tuple[Path, ...]:
        """The files of the picked photos, by time."""
        return tuple(Path(shot.photo.key) for box in self.runs for shot in box.picked)

    @property
    def is_new_project(self) -> bool:
        return self.new_project.isVisibleTo(self) and self.new_project.isChecked()

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = QPushButton(tr("Choose photos"))
        self.add.setEnabled(False)
        self.buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)  # Enter must never throw away what is picked
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self._column = QWidget()
        self._rows = QVBoxLayout(self._column)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.addStretch(1)
        self.seen_so_far = TileList(tr("Photos seen so far"))
        self.seen_so_far.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._rows.insertWidget(0, self.seen_so_far)
        scroll = QScrollArea()
        scroll.setWidget(self._column)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.addWidget(self.target)
        foot.addWidget(self.new_project)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (self.words, self.progress, self.problems):
            layout.addWidget(widget)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self.words.setText(tr("Looking at the photos: {done} of {of}", done=done, of=of))

    def _show_glance(self, glance: FileGlance) -> None:
        if glance.preview is not None:
            picture = thumbnail(glance.preview, PICTURE, self.devicePixelRatioF())
            self._pictures[str(glance.path)] = picture
            self.seen_so_far.add_tile(str(glance.path), glance.path.name, "", picture)

    def _show_runs(self) -> None:
        self.progress.hide()
        self.seen_so_far.hide()
        found = self._reading.runs
        for number, run in enumerate(found, 1):
            box = RunBox(number, run, self._picture, self._known)
            box.changed.connect(self._show_picked)
            if number <= KEYS:
                QShortcut(str(number), self).activated.connect(box.box.click)
            self._rows.insertWidget(self._rows.count() - 1, box)
            self.runs.append(box)
        self.words.setText(sheet_words(sum(len(run.shots) for run in found), len(found), self._reading.left_out))
        say(self.problems, problem_words(self._reading.problems))
        self.problems.setToolTip(plain("\n".join(self._reading.problems)))
        if self.runs:
            self.runs[0].box.setFocus()

    def _picture(self, key: str) -> QPixmap:
        return self._pictures.get(key) or blank(PICTURE)

    def _show_picked(self) -> None:
        count = len(self.picked)
        self.add.setEnabled(count > 0)
        self.add.setDefault(count > 0)
        words = tr_plural("{count} photo", "{count} photos", count)
        self.add.setText(tr("Add {words}", words=words) if count else tr("Choose photos"))

    def _fail(self, sentence: str) -> None:
        self.progress.hide()
        self.seen_so_far.hide()
        self.words.setText(sentence)


def sheet_words(shots: int, runs: int, left_out: int) -> str:
    """What is on the sheet, in one or two sentences."""
    if not shots:
        return NOTHING
    photos = tr_plural("{count} photo", "{count} photos", shots)
    words = (
        tr("{photos} in {runs} sittings.", photos=photos, runs=runs)
        if runs > 1
        else tr("{photos} in one sitting.", photos=photos)
    )
    words += tr(" Choose the sitting or the photos of this patient; nothing else is added.")
    if left_out:
        words += (
            tr(" {left_out} other file is not a photo.", left_out=left_out)
            if left_out == 1
            else tr(" {left_out} other files are not photos.", left_out=left_out)
        )
    return words


def problem_words(problems: tuple[str, ...]) -> str:
    """Sentences of files that cannot be opened; of many only how many, with the first as an example."""
    if len(problems) <= 3:
        return "\n".join(problems)
    return tr(
        "{count} files cannot be opened; nothing was changed. The first: {problems}",
        count=len(problems),
        problems=problems[0],
    )
