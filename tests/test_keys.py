"""Keys of commands: no two alike, and none of those that the photo and its tools use themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from workspaces import lent_workspace

from facebalance_desktop.ui.app import key_bindings
from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.app.key_bindings import KeysDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.photo_keys import FIXED, is_fixed

UI = Path(key_bindings.__file__).parents[1]
PHOTO_CODE = sorted((*(UI / "annotate" / "tools").glob("*.py"), *(UI / "viewer").glob("*.py")))
DELIVERED = [QKeySequence(key).toString() for command in commands() for key in command.keys]


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    yield from lent_workspace()


def test_no_two_delivered_keys_are_alike() -> None:
    assert len(DELIVERED) > 80 and all(DELIVERED)
    assert [key for key, count in Counter(DELIVERED).items() if count > 1] == []


def test_no_delivered_key_is_one_of_the_photos_own() -> None:
    assert [key for key in DELIVERED if is_fixed(QKeySequence(key))] == []


def test_every_key_that_the_photo_and_its_tools_name_is_fixed() -> None:
    named = {name for path in PHOTO_CODE for name in re.findall(r"Qt\.Key\.(Key_\w+)", path.read_text("utf-8"))}
    assert {"Key_Tab", "Key_Space", "Key_Left", "Key_Delete", "Key_BracketLeft"} <= named
    assert named - {key.name for key in FIXED} == set()


@pytest.mark.parametrize(
    "key",
    ["Tab", "Shift+Tab", "Return", "Enter", "Space", "Esc", "Del", "Backspace", "[", "Left", "Shift+Up", "Ctrl+Down"],
)
def test_a_key_of_the_photo_is_given_to_no_command(workspace: Workspace, key: str) -> None:
    dialog = KeysDialog(workspace.commands, workspace.actions, workspace.window)
    dialog.table.selectRow([command.id for command in workspace.commands].index("overlay"))
    dialog.edit.setKeySequence(QKeySequence(key))
    dialog.set_key()
    assert dialog.problem.text().startswith(f"The photo itself uses {key}")
    assert workspace.actions["overlay"].shortcut().toString() == "3"
    assert key_bindings.load() == {}
    dialog.deleteLater()


def test_a_key_of_the_photo_in_the_file_of_keys_is_left_out(workspace: Workspace) -> None:
    key_bindings.apply(workspace.commands, workspace.actions, {"overlay": "Tab", "wipe": "Ctrl+Alt+9", "blink": ""})
    assert workspace.actions["overlay"].shortcut().toString() == "3"
    assert workspace.actions["wipe"].shortcut().toString() == "Ctrl+Alt+9"
    assert workspace.actions["blink"].shortcut().isEmpty()


def test_the_same_keys_with_ctrl_or_alt_are_free() -> None:
    assert not any(is_fixed(QKeySequence(key)) for key in ("Ctrl+Return", "Alt+Left", "Ctrl+Alt+Del", "T", "F12"))
    assert not is_fixed(QKeySequence(Qt.Key.Key_PageDown))


def test_a_key_that_was_chosen_is_not_lost_to_one_that_a_command_has_by_itself(workspace: Workspace) -> None:
    """Every key of the program's own that comes with a later version may have been chosen before."""
    key_bindings.apply(workspace.commands, workspace.actions, {"shortcuts": "Shift+F3"})
    try:
        assert [key.toString() for key in workspace.actions["shortcuts"].shortcuts()] == ["Shift+F3"]
        assert workspace.actions["page-3"].shortcuts() == []
    finally:
        key_bindings.apply(workspace.commands, workspace.actions, {})
