"""Keys of commands that the user chose: kept beside the settings, checked against each other."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.folders import config_dir
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.actions import Command, shown_key, tool_tip
from facebalance_desktop.ui.widgets.photo_keys import is_fixed
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.section import say

FILE = "keys.toml"


def load() -> dict[str, str]:
    """Keys by the ids of commands, as they were chosen; empty: none. A file that cannot be read changes nothing."""
    try:
        table = tomllib.loads((config_dir() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: key for name, key in table.items() if isinstance(key, str)}


def save(keys: Mapping[str, str]) -> None:
    """Keep the chosen keys. Raises Problem where the disk refuses."""
    try:
        config_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(config_dir() / FILE, tomli_w.dumps(dict(keys)).encode())
    except OSError as error:
        raise Problem(tr("The keys could not be saved: {reason}.", reason=reason(error))) from error


def apply(commands: Sequence[Command[Any]], actions: Mapping[str, QAction], chosen: Mapping[str, str]) -> None:
    """Give the actions the chosen keys in place of their own; two never share one: who was given it by the user keeps
    it, else the first in the table.

    A chosen key that the photo uses itself is left out: the command keeps its own.
    """
    taken: set[str] = set()
    for command in sorted(commands, key=lambda command: command.id not in chosen):
        own = chosen.get(command.id)
        keys = list(command.keys) if own is None or is_fixed(QKeySequence(own)) else [own]
        known = [name for key in keys if (name := QKeySequence(key).toString()) and name not in taken]
        taken.update(known)
        action = actions[command.id]
        action.setShortcuts([QKeySequence(key) for key in known])
        action.setToolTip(plain(tool_tip(command.text, command.tip, known)))


def conflict(commands: Sequence[Command[Any]], actions: Mapping[str, QAction], own: str, key: QKeySequence) -> str:
    """The name of another command that has this key; empty for none."""
    for command in commands:
        if command.id != own and key in actions[command.id].shortcuts():
            return command.text.rstrip(" …")
    return ""


class KeysDialog(QDialog):
    """One row a command; a key that another command or the photo itself has is refused with the reason."""

    manual_page = "settings#keys"

    def __init__(
        self, commands: Sequence[Command[Any]], actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change shortcuts"))
        self._commands = commands
        self._actions = actions
        self.chosen = load()
        self.table = QTableWidget(len(commands), 2)
        self.table.setAccessibleName(tr("Commands and their keys"))
        self.table.setHorizontalHeaderLabels([tr("Command"), tr("Key")])
        self.table.verticalHeader().setVisible(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.currentCellChanged.connect(lambda *_: self._show_chosen())
        self.edit = QKeySequenceEdit()
        self.edit.setAccessibleName(tr("New key"))
        self.edit.setMaximumSequenceLength(1)
        self.set_button = QPushButton(tr("Set"))
        self.set_button.clicked.connect(self.set_key)
        self.usual = QPushButton(tr("As delivered"))
        self.usual.clicked.connect(self._reset)
        self.problem = Label()
        self.problem.setObjectName("problem")
        row = QHBoxLayout()
        for widget in (self.edit, self.set_button, self.usual):
            row.addWidget(widget)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.table, self.problem, buttons):
            column.addWidget(part)
        column.insertLayout(1, row)
        self.resize(560, 560)
        say(self.problem, "")
        self._show()
        self.table.selectRow(0)

    def _show(self) -> None:
        for row, command in enumerate(self._commands):
            keys = ", ".join(map(shown_key, self._actions[command.id].shortcuts()))
            for column, words in enumerate((command.text.rstrip(" …"), keys)):
                self.table.setItem(row, column, QTableWidgetItem(words))

    @property
    def _command(self) -> Command[Any]:
        return self._commands[max(0, self.table.currentRow())]

    def _show_chosen(self) -> None:
        self.edit.setKeySequence(self._actions[self._command.id].shortcut())
        say(self.problem, "")

    def set_key(self) -> None:
        """Let the chosen command have the typed key, unless another one or the photo itself has it."""
        key = self.edit.keySequence()
        if is_fixed(key):
            say(
                self.problem,
                tr(
                    "The photo itself uses {key}, as it does Tab, Enter, Space, Esc, Del and the arrows; "
                    "choose another.",
                    key=shown_key(key),
                ),
            )
            return
        other = conflict(self._commands, self._actions, self._command.id, key) if not key.isEmpty() else ""
        if other:
            say(
                self.problem,
                tr(
                    "{tostring} belongs to {other}; give that one another key first.",
                    tostring=shown_key(key),
                    other=other,
                ),
            )
            return
        self.chosen[self._command.id] = key.toString()
        self._keep()

    def _reset(self) -> None:
        self.chosen.pop(self._command.id, None)
        self._keep()

    def _keep(self) -> None:
        row = self.table.currentRow()
        try:
            save(self.chosen)
        except Problem as problem:
            say(self.problem, problem.sentence)
        apply(self._commands, self._actions, self.chosen)
        self._show()
        self.table.selectRow(row)
