"""Notes on the whole face, on how features relate, and on single regions; asymmetries by the patient's side."""

from __future__ import annotations

from functools import partial
from typing import Unpack, cast

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.planning.assessment import ASPECTS, REGIONS
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.project.changes import RegionNoteChanges
from facebalance_desktop.project.edits_assessment import note_region
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.plan.assessment_writer import AssessmentWriter, narrow_form
from facebalance_desktop.ui.widgets.fields import LineField
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.passing import passing_menu
from facebalance_desktop.ui.widgets.plain_text import Label, plain_action
from facebalance_desktop.ui.widgets.section import say

SHORT = {"asymmetry": tr("Asymmetry"), "asymmetry_right": tr("  on the right"), "asymmetry_left": tr("  on the left")}


class RegionNotes(QWidget):
    """One region at a time; words are offered, none is entered by itself."""

    def __init__(self, writer: AssessmentWriter, tables: Tables, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writer = writer
        self._tables = tables
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.region = ComboBox()
        self.region.setAccessibleName(tr("Region of the notes"))
        for key, name in REGIONS:
            self.region.addItem(name, key)
        self.region.currentIndexChanged.connect(lambda _: self.refresh())
        column.addWidget(self.region)
        holder, form = narrow_form()
        column.addWidget(holder)
        self.aspects: dict[str, LineField] = {}
        for aspect, name in ASPECTS:
            entry = LineField(name, partial(self._note_aspect, aspect))
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
            layout.addWidget(entry, 1)
            if any(phrase.aspect == aspect for phrase in tables.phrases):
                layout.addWidget(self._offer_button(aspect, name))
            form.addRow(SHORT.get(aspect, name), row)
            self.aspects[aspect] = entry
        self.aspects["asymmetry"].setPlaceholderText(tr("on the first photos"))
        self.aspects["asymmetry"].setToolTip(
            tr("As seen on the first photos of this project; how it was before them is not known")
        )
        self.link = QPushButton()
        self.link.setToolTip(tr("State on which photos this was seen: those shown now"))
        self.link.clicked.connect(self._link)
        column.addWidget(self.link)
        self.written = Label()
        self.written.setObjectName("quiet")
        self.written.setWordWrap(True)
        column.addWidget(self.written)

    def _offer_button(self, aspect: str, name: str) -> QPushButton:
        offer = QPushButton("+")
        offer.setMaximumWidth(30)
        offer.setAccessibleName(tr("Words for {name}", name=in_sentence(name)))
        offer.setToolTip(tr("Words to choose from; nothing is entered by itself"))
        offer.clicked.connect(lambda _=False: self._offer(aspect, offer))
        return offer

    @property
    def current_region(self) -> str:
        return str(self.region.currentData())

    def refresh(self) -> None:
        """Show the notes of the assessment that is shown."""
        assessment = self._writer.current
        note = assessment.note(self.current_region)
        owner = f"{self._writer.owner} {self.current_region}"
        for aspect, entry in self.aspects.items():
            entry.show_text(getattr(note, aspect), owner)
        photos = self._writer.session.project.photos
        names = [photo.name for photo in photos if photo.id in note.photos]
        self.link.setText(plain_action(tr("Seen on ") + ", ".join(names)) if names else tr("Link to the photos shown"))
        others = [name for key, name in REGIONS if not assessment.note(key).is_empty]
        say(self.written, tr("Notes on: ") + in_sentence(", ".join(others)) + "." if others else "")

    def _note(self, **changes: Unpack[RegionNoteChanges]) -> None:
        name, region = in_sentence(dict(REGIONS)[self.current_region]), self.current_region
        self._writer.do(tr("Note on {name}", name=name), lambda writing: note_region(region, writing, **changes))

    def _note_aspect(self, aspect: str, text: str) -> None:
        self._note(**cast(RegionNoteChanges, {aspect: text}))

    def _offer(self, aspect: str, beside: QPushButton) -> None:
        menu = passing_menu(self)
        for phrase in self._tables.phrases:
            if phrase.aspect == aspect:
                menu.addAction(plain_action(phrase.text), partial(self._put_phrase, aspect, phrase.text))
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _put_phrase(self, aspect: str, text: str) -> None:
        old = getattr(self._writer.current.note(self.current_region), aspect)
        self._note_aspect(aspect, f"{old}; {text}" if old else text)

    def _link(self) -> None:
        pair = self._writer.session.pair
        shown = () if pair is None else tuple(side.photo.id for side in pair.sides)
        old = self._writer.current.note(self.current_region).photos
        self._note(photos=() if old == shown else shown)
