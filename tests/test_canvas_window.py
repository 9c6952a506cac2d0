"""The canvas in the whole window: every mode, region, guide and pane by its key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from workspaces import show_project

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    window = MainWindow()
    made = equipped_workspace(window)
    window.show()
    QTest.qWaitForWindowActive(window)
    show_project(qapp, made, pair_with_faces())
    made.view.canvas.setFocus()
    yield made
    window.close()


def press(workspace: Workspace, keys: str) -> None:
    stroke = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs miss it
    QTest.keyClick(workspace.view.canvas, stroke.key(), stroke.keyboardModifiers())


def test_no_key_means_two_things(workspace: Workspace) -> None:
    known: dict[str, list[str]] = {}
    for name, action in workspace.actions.items():
        for key in action.shortcuts():
            known.setdefault(key.toString(), []).append(name)
    assert {key: names for key, names in known.items() if len(names) > 1} == {}


def test_every_mode_region_and_guide_has_its_key(workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    for number, mode in enumerate(MODES, start=1):
        press(workspace, str(number))
        assert canvas.view_options.mode == mode or canvas.viewport.obstacle or mode == "movement"
        assert workspace.actions[canvas.view_options.mode].isChecked()
    press(workspace, "1")
    seen = set()
    for number in range(1, len(REGIONS) + 1):
        press(workspace, f"Alt+{number}")
        seen.add(canvas.viewport.placed())
    assert len(seen) == len(REGIONS)
    for guide, kind in guide_kinds().items():
        was_shown = workspace.session.project.is_guide_shown(guide)
        press(workspace, kind.key)
        assert workspace.session.project.is_guide_shown(guide) is not was_shown, guide
        assert workspace.window.guides.boxes[guide].isChecked() is not was_shown
    press(workspace, "U")
    assert canvas.viewport.is_apart and workspace.actions["unlink"].isChecked()
    press(workspace, "F")
    assert canvas.viewport.wanted.centre is None


def test_less_and_more_move_the_slider(workspace: Workspace) -> None:
    press(workspace, "2")
    before = workspace.modes.slider.value()
    press(workspace, ".")
    assert workspace.modes.slider.value() > before
    workspace.modes.slider.setValue(0)
    assert workspace.view.canvas.view_options.wipe == 0.0
    press(workspace, "Shift+W")
    assert workspace.view.canvas.view_options.wipe_angle == 45.0


def test_the_missing_points_are_asked_for_by_key(workspace: Workspace) -> None:
    press(workspace, guide_kinds()["fifths"].key)
    press(workspace, "Ctrl+P")
    tools: list[object] = [workspace.view.canvas.tool]
    QTest.keyClick(workspace.view.canvas, Qt.Key.Key_Escape)
    tools.append(workspace.view.canvas.tool)
    assert tools == [workspace.view.place, workspace.view.select]
