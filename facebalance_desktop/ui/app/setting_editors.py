"""The fields in which settings are edited, made from how each setting is declared."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from facebalance_desktop.project.clinic_values import read_logo
from facebalance_desktop.render.logo import LOGO_ENDINGS, logo_pyramid
from facebalance_desktop.settings import Declaration
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import file_dialogs, inks
from facebalance_desktop.ui.widgets.inputs import ComboBox, DoubleSpinBox, SpinBox
from facebalance_desktop.ui.widgets.plain_text import plain

PICTURES = " ".join(f"*.{ending}" for ending in LOGO_ENDINGS)


@dataclass(frozen=True)
class SettingEditor:
    """One field: its widget, what is entered in it now, and what finds the sentence that says what is wrong with that,
    or none. It looks at the disk, so it is called in a thread."""

    widget: QWidget
    value: Callable[[], Any]
    set_value: Callable[[Any], None]
    problem_of: Callable[[Any], str] = lambda value: ""


def editor_for(declaration: Declaration, kind: type, value: Any, parent: QWidget) -> SettingEditor:
    """A field for a setting of this type, holding `value`."""
    made = _made(declaration, kind, parent)
    made.widget.setToolTip(plain(declaration.hint))
    made.set_value(value)
    return made


def _made(declaration: Declaration, kind: type, parent: QWidget) -> SettingEditor:
    if kind is bool:
        return _switch(declaration)
    if kind is int or kind is float:
        return _number(declaration, kind)
    if declaration.choices:
        return _choice(declaration)
    if declaration.kind == "text":
        return _text(declaration)
    return _line(declaration, parent)


def _switch(declaration: Declaration) -> SettingEditor:
    box = QCheckBox(declaration.label)
    return SettingEditor(box, box.isChecked, box.setChecked)


def _number(declaration: Declaration, kind: type) -> SettingEditor:
    box = SpinBox() if kind is int else DoubleSpinBox()
    box.setAccessibleName(declaration.label)
    box.setSuffix(declaration.unit)
    if isinstance(box, SpinBox):
        box.setRange(int(declaration.smallest), int(declaration.largest))
        box.setSingleStep(int(declaration.step))
    else:
        box.setDecimals(1)
        box.setRange(declaration.smallest, declaration.largest)
        box.setSingleStep(declaration.step)
    return SettingEditor(box, box.value, box.setValue)


def _choice(declaration: Declaration) -> SettingEditor:
    box = ComboBox()
    box.setAccessibleName(declaration.label)
    for value, words in declaration.choices:
        box.addItem(words, value)
    return SettingEditor(box, box.currentData, lambda value: box.setCurrentIndex(max(0, box.findData(value))))


def _text(declaration: Declaration) -> SettingEditor:
    box = QPlainTextEdit()
    box.setAccessibleName(declaration.label)
    box.setPlaceholderText(declaration.hint)
    box.setTabChangesFocus(True)
    box.setFixedHeight(84)
    return SettingEditor(box, lambda: box.toPlainText().strip(), box.setPlainText)


def _line(declaration: Declaration, parent: QWidget) -> SettingEditor:
    line = QLineEdit()
    line.setAccessibleName(declaration.label)
    line.setPlaceholderText(declaration.hint)
    line.setToolTip(plain(declaration.hint))

    def value() -> str:
        return line.text().strip()

    if declaration.kind == "folder":

        def choose_folder() -> None:
            line.setText(file_dialogs.folder_to_use(parent, declaration.label, line.text()) or line.text())

        widget = _with_button(line, choose_folder)
        return SettingEditor(widget, value, line.setText, partial(_folder_problem, declaration.label))
    if declaration.kind == "picture":

        def choose_picture() -> None:
            filters = tr("Pictures ({pictures})", pictures=PICTURES)
            name, _ = file_dialogs.name_to_open(parent, declaration.label, line.text(), filters)
            line.setText(name or line.text())

        widget = _with_button(line, choose_picture)
        return SettingEditor(widget, value, line.setText, partial(_picture_problem, declaration.label))
    return SettingEditor(line, value, line.setText)


def _with_button(line: QLineEdit, choose: Callable[[], None]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    button = QPushButton(tr("Choose …"))
    button.setAutoDefault(False)
    button.clicked.connect(choose)
    layout.addWidget(line, 1)
    layout.addWidget(button)
    row.setFocusProxy(line)
    return row


def _folder_problem(label: str, name: str) -> str:
    is_there = not name or os.path.isdir(os.path.expanduser(name))
    return (
        ""
        if is_there
        else tr("{label}: there is no folder of that name; choose it again or leave it empty.", label=label)
    )


def _picture_problem(label: str, name: str) -> str:
    if not name:
        return ""
    if not os.path.isfile(os.path.expanduser(name)):
        return tr("{label}: there is no file of that name; choose it again or leave it empty.", label=label)
    if logo_pyramid(name, read_logo(name), inks.PAPER) is None:
        return tr("{label}: this file cannot be read as a picture; choose another or leave it empty.", label=label)
    return ""
