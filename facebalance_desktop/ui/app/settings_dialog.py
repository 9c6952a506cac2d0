"""The clinic's own words on exported pages, and how this workstation behaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.settings import Settings, clinic_dir
from facebalance_desktop.ui.widgets.inputs import ComboBox, SpinBox
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.tokens import APPEARANCES

PICTURES = "Pictures (*.png *.jpg *.jpeg *.svg *.webp *.tif *.tiff)"


class SettingsDialog(QDialog):
    """`chosen` are the settings as they were typed; nothing is kept before OK."""

    def __init__(self, known: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._known = known
        usual = str(clinic_dir(replace(known, clinic_folder="")))
        self.name = self._line(known.clinic_name, "Clinic's name", "Stands on exported pages")
        self.logo = self._line(known.clinic_logo, "Logo", "A picture; it stands beside the clinic's name")
        self.footer = self._line(known.page_footer, "Footer", "Address, telephone, licence number")
        self.disclaimer = QPlainTextEdit(known.page_disclaimer)
        self.disclaimer.setAccessibleName("Disclaimer")
        self.disclaimer.setPlaceholderText("What the clinic has to say below before and after photos")
        self.disclaimer.setTabChangesFocus(True)
        self.disclaimer.setFixedHeight(84)
        self.folder = self._line(known.clinic_folder, "Folder of new projects", usual)
        self.text_size = _size_field(known.text_size)
        self.appearance = _appearance_choice(known.appearance)
        self.names = QCheckBox("Show the patient's name and dates in a presentation")
        self.names.setChecked(known.allow_names_in_presentation)
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.addRow(_title("On exported pages"))
        form.addRow("Clinic's name", self.name)
        form.addRow("Logo", self._with_button(self.logo, self._choose_logo))
        form.addRow("Footer", self.footer)
        form.addRow("Disclaimer", self.disclaimer)
        form.addRow(_title("On this workstation"))
        form.addRow("New projects", self._with_button(self.folder, self._choose_folder))
        form.addRow("Size of text", self.text_size)
        form.addRow("Appearance", self.appearance)
        form.addRow("", self.names)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Save")
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(600)
        self.name.setFocus()

    @property
    def chosen(self) -> Settings:
        return replace(
            self._known,
            clinic_name=self.name.text().strip(),
            clinic_logo=self.logo.text().strip(),
            page_footer=self.footer.text().strip(),
            page_disclaimer=self.disclaimer.toPlainText().strip(),
            clinic_folder=self.folder.text().strip(),
            text_size=self.text_size.value(),
            appearance=str(self.appearance.currentData()),
            allow_names_in_presentation=self.names.isChecked(),
        )

    @staticmethod
    def _line(text: str, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        return line

    @staticmethod
    def _with_button(line: QLineEdit, choose: Callable[[], None]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        button = QPushButton("Choose …")
        button.setAutoDefault(False)
        button.clicked.connect(choose)
        layout.addWidget(line, 1)
        layout.addWidget(button)
        return row

    def _choose_logo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "The clinic's logo", self.logo.text(), PICTURES)
        if name:
            self.logo.setText(name)

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder of new projects", self.folder.text())
        if name:
            self.folder.setText(name)

    def _check(self) -> None:
        logo, folder = self.chosen.clinic_logo, self.chosen.clinic_folder
        problem = ""
        if logo and not Path(logo).expanduser().is_file():
            problem = "There is no file with the logo's name; choose it again or leave it empty."
        elif folder and not Path(folder).expanduser().is_dir():
            problem = "There is no folder of that name for new projects; choose it again or leave it empty."
        self.problem.setText(problem)
        if not problem:
            self.accept()


def _title(words: str) -> QLabel:
    label = Label(words)
    label.setObjectName("title")
    return label


def _appearance_choice(chosen: str) -> ComboBox:
    choice = ComboBox()
    choice.setAccessibleName("Appearance")
    for key, words in APPEARANCES.items():
        choice.addItem(words, key)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    return choice


def _size_field(per_cent: int) -> SpinBox:
    field = SpinBox()
    field.setRange(75, 250)
    field.setSingleStep(5)
    field.setSuffix(" %")
    field.setValue(per_cent)
    field.setAccessibleName("Size of text")
    return field
