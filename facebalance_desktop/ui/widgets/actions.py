"""Every user action as a named command with its keys: menus, tool bars, the shortcut sheet and the README read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, TypeVar

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from facebalance_desktop.ui.widgets.fields import commit_typing
from facebalance_desktop.ui.widgets.plain_text import plain

Target = TypeVar("Target")
"""What the commands act on: the workspace of a window."""


@dataclass(frozen=True)
class Command(Generic[Target]):
    """One action: its name in the code, its place in the menus, its words and keys, and what it does to the target.

    `group` makes commands exclusive choices, `is_apart` starts a new part of the menu, and a `tip` is shown with the
    shortcut behind it. A command that `needs` photos, or a pair of them, is disabled where there are none.
    """

    id: str
    menu: str
    text: str
    tip: str
    do: Callable[[Target], object]
    keys: tuple[str, ...] = ()
    group: str | None = None
    is_toggle: bool = False
    is_apart: bool = False
    needs: Literal["", "photos", "pair"] = ""


def make_actions(window: QMainWindow, commands: Sequence[Command[Target]], target: Target) -> Mapping[str, QAction]:
    """Actions by id, in the window's menus in the order of the table."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in commands:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setToolTip(plain(tool_tip(command.text, command.tip, command.keys)))
        action.setWhatsThis(plain(command.tip))
        action.setCheckable(command.is_toggle or command.group is not None)
        if command.group is not None:
            group = groups.setdefault(command.group, QActionGroup(window))
            group.addAction(action)
        action.triggered.connect(partial(_do, command, target, window))
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        if command.is_apart:
            menus[command.menu].addSeparator()
        menus[command.menu].addAction(action)
        actions[command.id] = action
    return actions


def _do(command: Command[Target], target: Target, window: QMainWindow, _: bool = False) -> None:
    """A key reaches a command while text is typed: what is typed comes first."""
    commit_typing(window)
    command.do(target)


def tool_tip(text: str, tip: str, keys: Sequence[str]) -> str:
    """The name with its key, and one line of what for."""
    return "  ".join((text.rstrip(" …"), *map(shown_key, keys[:1]))) + f"\n{tip}"


def shown_key(key: QKeySequence | str) -> str:
    """A key as the menus show it, in the words of the language and the signs of the system: `Strg+O`."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def enable_actions(
    actions: Mapping[str, QAction], commands: Sequence[Command[Target]], has_photos: bool, has_pair: bool
) -> None:
    """Enable each action whose command has what it needs."""
    given = {"photos": has_photos, "pair": has_pair}
    for command in commands:
        if command.needs:
            actions[command.id].setEnabled(given[command.needs])
