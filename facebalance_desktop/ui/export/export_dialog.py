"""The designer of exported figures: templates, every element of a page, and a live preview of what will be written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.drawing.figure import Material, lay_out, same_pages
from facebalance_desktop.drawing.leaving import refused_use
from facebalance_desktop.drawing.templates import (
    FigureTemplate,
    FigureTemplates,
    drop_template,
    id_of,
    keep_template,
    templates,
)
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.model import Photo
from facebalance_desktop.render import fonts
from facebalance_desktop.render.export import pages_of
from facebalance_desktop.render.figure_photos import sides_in
from facebalance_desktop.render.formats import formats_for
from facebalance_desktop.render.logo import with_logo
from facebalance_desktop.render.paper import paper_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.export.figure_controls import FigureControls
from facebalance_desktop.ui.export.figure_preview import FigurePreview, PageTurner
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.work import JobContext, run_in_thread

OWN = tr("made in this program")

NARROWEST = 330
"""Pixels of the column of controls, wider where their words are."""


class ExportDialog(QDialog):
    """Choose, look, write. `path` is None until a place was chosen; `wish` says what was asked for."""

    manual_page = "export"
    consent_requested = Signal()

    def __init__(
        self, material: Material, pixel_cache: PixelCache, clinic: Clinic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        open_at(self, 1120, 740)
        self.path: Path | None = None
        self.wish = "file"
        self.material = material
        self._pixel_cache = pixel_cache
        self.arrivals = (pixel_cache.ready, pixel_cache.thumbnail_ready)
        """What tells that pixels arrived; to be disconnected from `take_pixels` when the dialog ends."""
        self._clinic, self._settings = clinic, clinic.settings
        self._bridge = JobBridge(self)
        self._is_over = False
        self.finished.connect(self._end)
        self._known = self._templates()
        self.names = ComboBox()
        self.controls = FigureControls()
        self.preview = FigurePreview()
        self.turner = PageTurner(self.preview)
        self.words = Label()
        self.problem = Label()
        self._build()
        self._fill_names(self._settings.last_template)
        self.names.currentIndexChanged.connect(self._take_named)
        self.controls.changed.connect(self.refresh)
        self.controls.size_changed.connect(self.refresh)
        self._missing: list[Photo] = []
        self._sides: Mapping[str, int] = {}
        for arrived in self.arrivals:
            arrived.connect(self.take_pixels)
        self.preview.resized.connect(self.refresh)
        self._take_named()

    @property
    def template(self) -> FigureTemplate:
        return self.controls.template

    @property
    def long_side(self) -> int | None:
        return self.controls.long_side

    def _templates(self) -> FigureTemplates:
        return templates(CLINIC.source, paper_of(self._settings.paper))

    def _build(self) -> None:
        top = QHBoxLayout()
        self.names.setMinimumWidth(200)
        self.names.setAccessibleName(tr("Template"))
        top.addWidget(Label(tr("Template")))
        top.addWidget(self.names)
        for text, tip, call in (
            (tr("Save as a template …"), tr("Save this page as a template of the clinic"), self.keep),
            (tr("Remove"), tr("Remove the clinic's own template"), self.remove),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setToolTip(plain(tip))
            button.clicked.connect(call)
            top.addWidget(button)
            if call == self.remove:
                self.remove_button = button
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        top.addWidget(self.words, 1)
        scroll = QScrollArea()
        scroll.setWidget(self.controls)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard, and is scrolled to
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setFixedWidth(max(NARROWEST, self.controls.minimumSizeHint().width() + bar + 2 * scroll.frameWidth()))
        middle = QHBoxLayout()
        pages = QVBoxLayout()
        pages.addWidget(self.preview, 1)
        pages.addWidget(self.turner)
        middle.addLayout(pages, 1)
        middle.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addLayout(top)
        column.addLayout(middle, 1)
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.consent_button = QPushButton(tr("Consent …"))
        self.consent_button.setToolTip(tr("What the patient agreed to"))
        self.consent_button.clicked.connect(self.consent_requested)
        row.addWidget(self.consent_button)
        row.addStretch(1)
        made = {}
        for name, text, call in (
            ("close", tr("Close"), self.reject),
            ("copy", tr("Copy"), lambda: self._accept("copy")),
            ("print", tr("Print …"), lambda: self._accept("print")),
            ("file", tr("Export to a file …"), self._choose),
        ):
            made[name] = QPushButton(text)
            made[name].clicked.connect(call)
            row.addWidget(made[name])
        for button in (self.consent_button, *made.values()):
            button.setAutoDefault(False)
        made["file"].setDefault(True)
        made["file"].setObjectName("fill")  # wide enough for its bold words
        self.output_buttons = (made["copy"], made["print"], made["file"])
        return row

    def _fill_names(self, chosen: str) -> None:
        self.names.blockSignals(True)
        self.names.clear()
        for template in self._known.all:
            self.names.addItem(template.name, template.id)
        self.names.setCurrentIndex(max(0, self.names.findData(chosen)))
        self.names.blockSignals(False)

    def _take_named(self) -> None:
        template = self._known.named(self.names.currentData())
        self.controls.show_template(template)
        self._tell_of(template)
        self.remove_button.setEnabled(template.source == OWN)
        self.refresh()

    def _tell_of(self, template: FigureTemplate) -> None:
        """What the template is for, and which others make the same pages of this project."""
        same = same_pages(self.material, template, self._known.all, fonts.measure)
        names = ", ".join(other.name for other in same)
        alike = tr("For this project the same as {names}.", names=names) if names else ""
        self.words.setText(f"{template.words} {alike}".strip())

    def take_material(self, material: Material) -> None:
        """The project was changed while the dialog is open."""
        self.material = material
        self._tell_of(self._known.named(self.names.currentData()))
        self.refresh()

    def refresh(self) -> None:
        """Lay the page out and paint it, as the export will."""
        template = self.template
        figure = lay_out(self.material, template, fonts.measure)
        photos = [side.photo for side in figure.sides]
        refused = refused_use(self.material, figure, template)
        notes = [refused or "", *self._known.problems]
        if len(figure.pages) > 1:
            notes.append(tr("This needs more room than one page has: it makes {count} pages.", count=len(figure.pages)))
        self.problem.setText(" ".join(note for note in notes if note))
        self.problem.setVisible(bool(self.problem.text()))
        for button in self.output_buttons:
            button.setEnabled(refused is None)
        sides = sides_in(figure, max(self.preview.unit(page) for page in figure.pages))
        self._missing = self._too_small(photos, sides)
        if self._missing:
            for photo in self._missing:
                self._pixel_cache.ask(photo, sides[photo.sha256])
            self.preview.show_words(tr("The photos are being opened …"))
            return
        found = with_logo(self._pixel_cache.pyramid, self._settings, self._clinic.logo, template.background)
        self.preview.show_figure(figure, found)

    def _too_small(self, photos: Sequence[Photo], sides: Mapping[str, int]) -> list[Photo]:
        """The photos that are not there as large as they are shown, and from now on waited for."""
        self._sides = sides
        return [photo for photo in photos if self._pixel_cache.at_least(photo, sides[photo.sha256]) is None]

    def _end(self) -> None:
        self._is_over = True
        self._bridge.drop_all()

    def take_pixels(self, sha256: str) -> None:
        """A photo's pixels arrived: paint the page once all of them are there."""
        if self._missing and not self._too_small(self._missing, self._sides):
            self.refresh()

    def keep(self) -> None:
        """Keep the page as a template of the clinic."""
        name, is_given = QInputDialog.getText(self, tr("Save as a template"), tr("Name"), text=self.template.name)
        if not is_given or not name.strip():
            return
        kept = replace(self.template, id=id_of(name), name=name.strip(), source=OWN)
        self._change_table(lambda folder: keep_template(folder, kept), kept.id)

    def remove(self) -> None:
        chosen = self.names.currentData()
        self._change_table(lambda folder: drop_template(folder, chosen), "side-by-side")

    def _change_table(self, change: Callable[[Path], None], chosen: str) -> None:
        """Have the clinic's table changed in a thread; the dialog may be closed meanwhile."""
        before = self.template
        self._clinic.write(change, lambda _: self._take_table(before, chosen), self._tell)

    def _take_table(self, before: FigureTemplate, chosen: str) -> None:
        """The table is written: go on with the row `chosen`, unless the page was changed meanwhile."""
        if self._is_over:
            return
        is_same, named = self.template == before, self.names.currentData()
        self._known = self._templates()
        self._fill_names(chosen if is_same else named)
        if is_same:
            self._take_named()

    def _tell(self, sentence: str) -> None:
        """In the dialog, or in the window once it is closed."""
        if self._is_over:
            self._clinic.told.emit(sentence)
        else:
            self.problem.setText(sentence)
            self.problem.show()

    def _accept(self, wish: str) -> None:
        self.wish = wish
        self.accept()

    def _choose(self) -> None:
        self._bridge.drop_all()  # another name takes the place of one that is still looked up
        path = ask_for_path(self, self.template)
        if path is None:
            return
        template = self.template
        more = () if template.is_moving else pages_of(path, lay_out(self.material, template, fonts.measure))[1:]
        if more:  # the dialog asked about the first page alone
            found = run_in_thread(_names_there, more)
            self._bridge.follow(found, partial(self._take_path, path, template), self.problem.setText)
        else:
            self._take_path(path, template, [])

    def _take_path(self, path: Path, template: FigureTemplate, others: list[str]) -> None:
        """Export to this path, unless the page was changed meanwhile or `others` of its files shall stay."""
        if template == self.template and (not others or may_replace(self, others)):
            self.path = path
            self._accept("file")


def _names_there(context: JobContext, files: Sequence[Path]) -> list[str]:
    """The names of those that exist."""
    return [file.name for file in files if os.path.exists(file)]


def ask_for_path(parent: QWidget, template: FigureTemplate, stem: str = "", ending: str = "") -> Path | None:
    """Where a figure is written, by `ending` the format that is offered first; asks before a file is replaced."""
    filters = filters_for(template.is_moving)
    first = next((words for words, usual in filters.items() if usual == ending), next(iter(filters)))
    name, chosen = file_dialogs.name_to_save(
        parent,
        tr("Export as"),
        file_dialogs.documents((stem or tr("comparison")) + filters[first]),
        ";;".join(filters),
        first,
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(filters.get(chosen, filters[first]))


def filters_for(is_moving: bool) -> dict[str, str]:
    """The filters of the file dialog, each with the ending of its files."""
    return {
        f"{row.moving if is_moving else row.still} ({' '.join('*' + ending for ending in row.endings)})": row.endings[0]
        for row in formats_for(is_moving)
    }


def may_replace(parent: QWidget, names: list[str]) -> bool:
    """Whether files that are there already may be replaced."""
    words = tr(
        "{names} {words} already there. Replace?",
        names=", ".join(names),
        words=tr("is") if len(names) == 1 else tr("are"),
    )
    return QMessageBox.question(parent, tr("Replace files"), plain(words)) == QMessageBox.StandardButton.Yes
