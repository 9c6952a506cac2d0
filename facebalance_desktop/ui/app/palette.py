"""Every command by typing: a line, and the commands that match what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.actions import Command, shown_key
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.theme import scaled

MOVING = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
"""Rows of the list that a key moves by."""


class Palette(QDialog):
    """Enter carries out the chosen command, Esc leaves. Commands that mean nothing now are shown and do nothing."""

    manual_page = "settings#every-command-by-typing"

    def __init__(
        self, commands: Sequence[Command[Any]], actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Commands"))
        self._commands = commands
        self._actions = actions
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Type what you want to do"))
        self.line.setAccessibleName(tr("Command"))
        self.line.textChanged.connect(lambda _: self._show())
        self.line.returnPressed.connect(self._do)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Commands that match"))
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(lambda _: self._do())
        self.list.itemClicked.connect(lambda _: self._do())
        self.nothing = Label(tr("No command matches. Try one word of it, such as zone or export."))
        self.nothing.setObjectName("quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.resize(scaled(520), scaled(420))
        self.chosen: QAction | None = None
        """What Enter was pressed on."""
        self._show()

    @property
    def found(self) -> list[str]:
        """The ids of the commands that are listed."""
        return [str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count())]

    def _show(self) -> None:
        words = without_accents(self.line.text()).split()
        self.list.clear()
        ranked = sorted(
            (command for command in self._commands if matches(command, words)),
            key=lambda command: not without_accents(command.text).startswith(tuple(words)) if words else 0,
        )
        for command in ranked:
            action = self._actions[command.id]
            key = shown_key(action.shortcut())
            menu = command.menu.replace("&", "")
            item = QListWidgetItem("   ".join(part for part in (action.text().rstrip(" …"), menu, key) if part))
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            item.setToolTip(plain(command.tip))
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setVisible(self.list.count() == 0)
        first = next((row for row in range(self.list.count()) if self.list.item(row).flags()), -1)
        self.list.setCurrentRow(first)

    def _do(self) -> None:
        if self.list.currentRow() < 0 or not (item := self.list.currentItem()).flags():
            return
        self.chosen = self._actions[str(item.data(Qt.ItemDataRole.UserRole))]
        self.accept()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while the line is typed into."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in MOVING:
            row = self.list.currentRow() + MOVING[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
            return True
        return False


def matches(command: Command[Any], words: Sequence[str]) -> bool:
    """Whether every word stands in the command's name, menu or explanation."""
    told = without_accents(f"{command.text} {command.menu.replace('&', '')} {command.tip}")
    return all(word in told for word in words)
