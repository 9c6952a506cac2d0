"""The settings dialog: every setting as it is declared, in its section, and found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.settings import Settings, declarations, hints
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.setting_editors import SettingEditor, editor_for
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.work import JobContext, run_in_thread

LARGEST = 500
"""px of the settings that are seen at once: a screen of 768 px shows the whole dialog."""


class SettingsDialog(QDialog):
    """`chosen` are the settings as they were entered; nothing is kept before Save."""

    manual_page = "settings"

    def __init__(self, known: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._known = known
        self._bridge = JobBridge(self)
        self.finished.connect(self._bridge.drop_all)
        self.editors: dict[str, SettingEditor] = {}
        self._titles: dict[str, QWidget] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a setting"))
        self.search.setAccessibleName(tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_found)
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.save_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.save_button.setText(tr("Save"))
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        page = QWidget()
        self.form = self._form()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 12, 0)
        rows.addLayout(self.form)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard, and is scrolled to
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        layout.addWidget(area, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(720)
        area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        area.setMinimumHeight(min(page.sizeHint().height(), LARGEST))
        next(iter(self.editors.values())).widget.setFocus()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        section = ""
        for name, declaration in declarations().items():
            if not declaration.section:
                continue  # remembered, not set
            if declaration.section != section:
                section = declaration.section
                title = Label(section)
                title.setObjectName("title")
                form.addRow(title)
                self._titles[section] = title
            editor = editor_for(declaration, hints()[name], getattr(self._known, name), self)
            self.editors[name] = editor
            is_named = isinstance(editor.widget, QCheckBox)
            form.addRow("" if is_named else declaration.label, editor.widget)
        return form

    def _show_found(self, typed: str) -> None:
        """Show the settings that have every typed word in their section, label, hint or choices."""
        words = without_accents(typed).split()
        found: set[str] = set()
        for name, editor in self.editors.items():
            declaration = declarations()[name]
            choices = [label for _, label in declaration.choices]
            text = without_accents(" ".join([declaration.section, declaration.label, declaration.hint, *choices]))
            is_found = all(word in text for word in words)
            self.form.setRowVisible(editor.widget, is_found)
            found |= {declaration.section} if is_found else set()
        for section, title in self._titles.items():
            self.form.setRowVisible(title, section in found)
        self.problem.setText("" if found else tr("No setting has these words."))

    @property
    def chosen(self) -> Settings:
        return replace(self._known, **{name: editor.value() for name, editor in self.editors.items()})

    def _check(self) -> None:
        self.search.clear()  # what is wrong shall be seen
        values = tuple(editor.value() for editor in self.editors.values())
        checks = tuple(editor.problem_of for editor in self.editors.values())
        self.save_button.setEnabled(False)
        self._bridge.follow(run_in_thread(_first_problem, checks, values), partial(self._end, values), self._refuse)

    def _end(self, checked: tuple[object, ...], problem: str) -> None:
        if problem:
            self._refuse(problem)
        elif checked == tuple(editor.value() for editor in self.editors.values()):
            self.accept()
        else:
            self._check()

    def _refuse(self, problem: str) -> None:
        self.save_button.setEnabled(True)
        self.problem.setText(problem)


def _first_problem(context: JobContext, checks: Sequence[Callable[[Any], str]], values: Sequence[Any]) -> str:
    return next(filter(None, (check(value) for check, value in zip(checks, values, strict=True))), "")
