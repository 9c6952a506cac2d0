"""Blink and drawing by keys: Space presses while a drawing tool is aimed, Shift+K shows the other photo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from workspaces import lent_workspace, show_project

from facebalance_desktop.ui.app.sheets import BY_HAND
from facebalance_desktop.ui.app.workspace import Workspace

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, pair_with_faces())
        made.view.set_mode("blink")
        made.view.canvas.setFocus()
        yield made


def press(workspace: Workspace, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(workspace.view.canvas, key, held)


def is_after(workspace: Workspace) -> bool:
    return workspace.view.canvas.view_options.is_blinked


def test_space_that_is_held_shows_the_after_photo_while_no_tool_is_aimed(workspace: Workspace) -> None:
    QTest.keyPress(workspace.view.canvas, Key.Key_Space)
    assert is_after(workspace)
    QTest.keyRelease(workspace.view.canvas, Key.Key_Space)
    assert not is_after(workspace)


def test_space_presses_while_a_drawing_tool_is_in_hand(workspace: Workspace) -> None:
    press(workspace, Key.Key_I, Key.Key_Left)
    QTest.keyPress(workspace.view.canvas, Key.Key_Space)
    assert not is_after(workspace)
    QTest.keyRelease(workspace.view.canvas, Key.Key_Space)
    before, _ = workspace.session.project.photos
    assert [one.photo for one in workspace.session.project.annotations] == [before.id]


def test_shift_k_shows_the_other_photo_and_it_is_drawn_on(workspace: Workspace) -> None:
    press(workspace, Key.Key_I, Key.Key_Left)
    press(workspace, Key.Key_K, held=SHIFT)
    assert is_after(workspace) and workspace.view.toolbox.name != "select"
    press(workspace, Key.Key_Space)
    _, after = workspace.session.project.photos
    assert [one.photo for one in workspace.session.project.annotations] == [after.id]
    press(workspace, Key.Key_K, held=SHIFT)
    assert not is_after(workspace)


def test_in_another_mode_shift_k_changes_nothing(workspace: Workspace) -> None:
    workspace.view.set_mode("wipe")
    press(workspace, Key.Key_K, held=SHIFT)
    assert not is_after(workspace)


def test_a_tool_that_is_taken_while_space_is_held_leaves_the_before_photo(workspace: Workspace) -> None:
    QTest.keyPress(workspace.view.canvas, Key.Key_Space)
    workspace.view.use_tool("point")
    QTest.keyRelease(workspace.view.canvas, Key.Key_Space)
    assert not is_after(workspace)


def test_the_strip_and_the_table_of_keys_tell_it(workspace: Workspace) -> None:
    told = workspace.frame.modes.mouse
    assert told.text() == "Hold Space for the after photo"
    press(workspace, Key.Key_I)
    assert told.text().endswith(" Shift+K: the other photo")
    workspace.view.set_mode("side-by-side")
    assert "Shift+K" not in told.text()
    assert ("Space, held, in blink", "the after photo; with a drawing tool Space presses") in BY_HAND
