"""The table of commands: every action of the window, in the order of its menus."""

from __future__ import annotations

from facebalance_desktop.ui.app.commands.draw import DRAW
from facebalance_desktop.ui.app.commands.file_edit import EDIT, FILE, HELP
from facebalance_desktop.ui.app.commands.reach import REACH
from facebalance_desktop.ui.app.commands.view import PRESENT, VIEW, guide_commands
from facebalance_desktop.ui.app.commands.window import WINDOW
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command


def commands() -> tuple[Command[Workspace], ...]:
    """Everything the surgeon can ask for by menu, tool bar or key. It needs no window."""
    return (*FILE, *EDIT, *VIEW, *DRAW, *REACH, *PRESENT, *guide_commands(), *WINDOW, *HELP)


def equipped_workspace(window: MainWindow) -> Workspace:
    """A workspace in this window, with all commands."""
    workspace = Workspace(window)
    workspace.equip(commands())
    return workspace
