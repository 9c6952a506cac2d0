"""The settings dialog: every setting as it is declared, in its section."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from facebalance_desktop.settings import Settings, declarations, hints
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.setting_editors import SettingEditor, editor_for
from facebalance_desktop.ui.widgets.plain_text import Label


class SettingsDialog(QDialog):
    """`chosen` are the settings as they were entered; nothing is kept before Save."""

    manual_page = "settings"

    def __init__(self, known: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._known = known
        self.editors: dict[str, SettingEditor] = {}
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Save"))
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(self._form())
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(600)
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
            editor = editor_for(declaration, hints()[name], getattr(self._known, name), self)
            self.editors[name] = editor
            is_named = isinstance(editor.widget, QCheckBox)
            form.addRow("" if is_named else declaration.label, editor.widget)
        return form

    @property
    def chosen(self) -> Settings:
        return replace(self._known, **{name: editor.value() for name, editor in self.editors.items()})

    def _check(self) -> None:
        problem = next(filter(None, (editor.problem() for editor in self.editors.values())), "")
        self.problem.setText(problem)
        if not problem:
            self.accept()
