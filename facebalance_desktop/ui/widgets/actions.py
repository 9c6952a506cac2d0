"""Every user action as a named command with its shortcut: menus, tool bar and the shortcut sheet are made from this."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True)
class Command:
    """One action: its name in the code, its place in the menus, its words and keys, and what it does.

    `group` makes commands exclusive choices. A `tip` is shown with the shortcut behind it.
    """

    id: str
    menu: str
    text: str
    tip: str
    do: Callable[[], object]
    keys: tuple[str, ...] = ()
    group: str | None = None
    is_toggle: bool = False
    is_apart: bool = False


def make_actions(window: QMainWindow, commands: Sequence[Command]) -> Mapping[str, QAction]:
    """Actions by id, in the window's menus in the order of the table; `is_apart` starts a new part of its menu."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in commands:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        keys = f" ({command.keys[0]})" if command.keys else ""
        action.setToolTip(command.tip + keys)
        action.setCheckable(command.is_toggle or command.group is not None)
        if command.group is not None:
            group = groups.setdefault(command.group, QActionGroup(window))
            group.addAction(action)
        action.triggered.connect(lambda _=False, do=command.do: do())
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        if command.is_apart:
            menus[command.menu].addSeparator()
        menus[command.menu].addAction(action)
        actions[command.id] = action
    return actions
