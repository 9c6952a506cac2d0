"""The controls of the designer: every element of a template can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from facebalance_desktop.drawing.subjects import FRAMINGS
from facebalance_desktop.drawing.templates import LAYOUTS, LIMITS, PAPERS, FigureTemplate, template_of
from facebalance_desktop.project.consent import USES
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.inputs import ComboBox, DoubleSpinBox
from facebalance_desktop.ui.widgets.plain_text import Label

PAGES = {
    "fit": tr("As large as the photos"),
    **{name: words for name, (words, _) in PAPERS.items()},
    "1920x1080": tr("1920 x 1080 px (slide)"),
    "1080x1080": tr("1080 x 1080 px (square)"),
    "1080x1350": tr("1080 x 1350 px (upright)"),
}
DATES = {"none": tr("No dates"), "dates": tr("Dates"), "intervals": tr("Intervals (3 months later)")}
CAPTIONS = {"none": tr("None"), "inside": tr("On the photos"), "above": tr("Above the photos")}
MEASURES = {
    "none": tr("None"),
    "told": tr("The pinned and the largest changes"),
    "all": tr("All, with what is withheld"),
}
SIZES: Mapping[str, str] = {
    "": tr("Full resolution"),
    "4000": tr("4000 px"),
    "2400": tr("2400 px"),
    "1200": tr("1200 px"),
}
CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "layout": (tr("Layout"), {str(name): words for name, words in LAYOUTS.items()}),
    "framing": (tr("Framing"), FRAMINGS),
    "page": (tr("Page"), PAGES),
    "captions": (tr("Captions"), CAPTIONS),
    "dates": (tr("Dates"), DATES),
    "background": (tr("Background"), inks.PAGES),
    "measures": (tr("Measures"), MEASURES),
    "use": (tr("For"), USES),
}
TOGGLES = {
    "has_guides": tr("Guides that are shown"),
    "has_zones": tr("Zones that are shown"),
    "has_legend": tr("Legend of the zones"),
    "has_plan": tr("Table of the plan"),
    "has_amounts": tr("Amounts"),
    "has_match": tr("Photo match with its reasons"),
    "has_limits": tr("What cannot be said"),
    "has_statement": tr("How the photos were aligned"),
    "has_views": tr("View"),
    "has_sides": tr("R and L"),
    "has_identifiers": tr("Patient's name, ID and birth date"),
    "has_clinic": tr("Clinic's name, logo, disclaimer, footer"),
    "has_risks": tr("Risks that were discussed"),
    "has_purpose": tr("What the program is for"),
    "is_moving": tr("Moving picture (wipe and overlay)"),
}
NUMBERS = {"text_size": tr("Text size"), "spacing": tr("Spacing"), "margin": tr("Margin")}
WORDS = {"title": tr("Title"), "watermark": tr("Watermark")}


class FigureControls(QWidget):
    """Shows a template and tells when a part of it was changed by hand."""

    changed = Signal(object)
    """The template as it is now."""
    size_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = FigureTemplate("", "", "")
        self._is_showing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(3)
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(5)
        column.addLayout(form)
        self.choices = {name: self._choice(form, name, *CHOICES[name]) for name in CHOICES}
        self.pixels = ComboBox()
        for value, words in SIZES.items():
            self.pixels.addItem(words, value)
        self.pixels.currentIndexChanged.connect(self.size_changed)
        self.pixels.setAccessibleName(tr("Pixels"))
        form.addRow(tr("Pixels"), self.pixels)
        self.choices["page"].setEditable(True)
        self.choices["page"].setToolTip(tr("A size in px may be typed: 1600x900"))
        if (line := self.choices["page"].lineEdit()) is not None:
            line.editingFinished.connect(self._typed_page)
        heading = Label(tr("On the page"))
        heading.setObjectName("title")
        column.addSpacing(6)
        column.addWidget(heading)
        self.toggles = {name: self._toggle(column, name, words) for name, words in TOGGLES.items()}
        more = QFormLayout()
        column.addSpacing(6)
        column.addLayout(more)
        self.words = {name: self._line(more, name, words) for name, words in WORDS.items()}
        self.numbers = {name: self._number(more, name, words) for name, words in NUMBERS.items()}
        column.addStretch(1)

    @property
    def long_side(self) -> int | None:
        """px of the long side that was asked for; None: full resolution."""
        value = self.pixels.currentData()
        return int(value) if value else None

    def show_template(self, template: FigureTemplate) -> None:
        """Take over a template without telling."""
        self.template = template
        self._is_showing = True
        for name, box in self.choices.items():
            value = getattr(template, name)
            if box.findData(value) < 0:
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))
        for name, toggle in self.toggles.items():
            toggle.setChecked(getattr(template, name))
        for name, line in self.words.items():
            line.setText(getattr(template, name))
        for name, number in self.numbers.items():
            number.setValue(getattr(template, name))
        self._is_showing = False
        self._update_enabled()

    def _choice(self, form: QFormLayout, name: str, words: str, values: Mapping[str, str]) -> QComboBox:
        box = ComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.setAccessibleName(words)
        for value, text in values.items():
            box.addItem(text, value)
        box.currentIndexChanged.connect(lambda _: self._change(name, box.currentData()))
        form.addRow(words, box)
        return box

    def _toggle(self, column: QVBoxLayout, name: str, words: str) -> QCheckBox:
        toggle = QCheckBox(words)
        toggle.toggled.connect(lambda is_on: self._change(name, is_on))
        column.addWidget(toggle)
        return toggle

    def _line(self, form: QFormLayout, name: str, words: str) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(120)
        line.setAccessibleName(words)
        line.textEdited.connect(lambda text: self._change(name, text))
        form.addRow(words, line)
        return line

    def _number(self, form: QFormLayout, name: str, words: str) -> QDoubleSpinBox:
        number = DoubleSpinBox()
        number.setRange(*LIMITS[name])
        number.setAccessibleName(words)
        number.setDecimals(1)
        number.setSuffix(" pt")
        number.valueChanged.connect(lambda value: self._change(name, value))
        form.addRow(words, number)
        return number

    def _typed_page(self) -> None:
        box = self.choices["page"]
        text = box.currentText().strip().replace(" ", "").replace("px", "")
        if box.findText(box.currentText()) >= 0:
            return
        try:
            template_of({"id": "x", "name": "x", "source": "x", "page": text})
        except ValueError:
            box.setCurrentIndex(box.findData(self.template.page))
            return
        box.addItem(f"{text} px", text)
        box.setCurrentIndex(box.count() - 1)

    def _change(self, name: str, value: Any) -> None:
        if self._is_showing or value is None:
            return
        self.template = replace(self.template, **{name: value})
        if name == "layout" and value not in ("wipe", "overlay") and self.template.is_moving:
            self.toggles["is_moving"].setChecked(False)
        self._update_enabled()
        self.changed.emit(self.template)

    def _update_enabled(self) -> None:
        template = self.template
        self.toggles["is_moving"].setEnabled(template.layout in ("wipe", "overlay"))
        self.toggles["has_legend"].setEnabled(template.has_zones and not template.has_plan)
        self.toggles["has_amounts"].setEnabled(template.has_plan or template.has_legend)
        self.pixels.setEnabled(template.pixels is None)
