"""What can be extended is declared once: the menus, buttons, filters, dialogs and the README follow the declaration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from workspaces import lent_workspace

from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.app.workspace import Workspace


@pytest.fixture(name="workspace")
def fixture_workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def test_every_command_has_an_id_and_keys_of_its_own() -> None:
    ids = Counter(command.id for command in commands())
    keys = Counter(QKeySequence(key).toString() for command in commands() for key in command.keys)
    assert [name for name, count in ids.items() if count > 1] == []
    assert [key for key, count in keys.items() if count > 1 or not key] == []


def test_every_command_is_an_action_that_is_enabled_by_what_it_needs(workspace: Workspace) -> None:
    assert list(workspace.actions) == [command.id for command in commands()]
    needing = {command.id for command in commands() if command.needs}
    disabled = {name for name, action in workspace.actions.items() if not action.isEnabled()}
    assert disabled == needing | {"undo", "redo"}


def test_a_drawing_tool_is_declared_once(workspace: Workspace) -> None:
    zones, toolbox = workspace.window.zones, workspace.view.toolbox
    assert list(zones.buttons) == [tool.id for tool in DRAWING_TOOLS]
    for tool in DRAWING_TOOLS:
        action = workspace.actions[tool.id]
        assert action.text() == tool.text
        assert tool.key in action.toolTip()
        assert tool.tip in zones.buttons[tool.id].toolTip()
        toolbox.use(tool.id)
        assert workspace.view.canvas.tool is toolbox.tools[tool.id]
        assert zones.buttons[tool.id].isChecked()
