"""What floats and folds: the strip that fades, tools as icons, the match in one line, sizes that follow the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.resources import path as resource_path
from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import fading
from facebalance_desktop.ui.widgets.theme import apply_theme, scaled


@pytest.fixture
def workspace(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(fading, "AWAY_AFTER", 50)
    apply_theme(application(qapp))  # as the program does: without it the first texts have another font
    for made in lent_workspace():
        made.window.resize(1366, 768)
        made.window.show()
        show_project(qapp, made, pair_with_faces())
        yield made
    apply_theme(application(qapp))


def test_the_strip_fades_without_the_pointer_and_lets_presses_through(qapp: object, workspace: Workspace) -> None:
    strip, canvas = workspace.modes, workspace.view.canvas
    fade = workspace.frame.fading
    until(qapp, lambda: fade.is_faded)
    effect = strip.graphicsEffect()
    assert effect is not None
    until(qapp, lambda: effect.property("opacity") == 0.0)
    assert strip.isVisible() and workspace.window.stage.childAt(strip.geometry().center()) is canvas
    place = canvas.geometry()
    QTest.mouseMove(canvas, QPoint(200, 200))
    QTest.mouseMove(canvas, QPoint(210, 205))
    assert not fade.is_faded and not effect.isEnabled()
    assert workspace.window.stage.childAt(strip.geometry().center()) is not canvas
    assert canvas.geometry() == place  # nothing moves the photo


def test_the_strip_is_back_when_the_mode_changes(qapp: object, workspace: Workspace) -> None:
    fade = workspace.frame.fading
    until(qapp, lambda: fade.is_faded)
    workspace.actions["wipe"].trigger()
    assert not fade.is_faded


def test_the_strip_is_back_when_it_is_given_the_keyboard(qapp: object, workspace: Workspace) -> None:
    fade = workspace.frame.fading
    until(qapp, lambda: fade.is_faded)
    workspace.window.activateWindow()
    until(qapp, workspace.window.isActiveWindow)
    workspace.modes.zoom.setFocus()
    assert workspace.modes.zoom.hasFocus()
    assert not fade.is_faded


def test_the_strip_tells_what_the_mouse_does_in_each_mode(workspace: Workspace) -> None:
    def told(mode: str) -> str:
        workspace.actions[mode].trigger()
        return workspace.modes.mouse.text()

    assert told("wipe") == "Drag moves the divider or the photos"
    assert told("overlay") == told("side-by-side") == "Drag moves the photos"
    workspace.actions["unlink"].trigger()
    assert workspace.modes.mouse.text() == "Drag moves one photo by itself"
    workspace.actions["unlink"].trigger()
    assert told("board") == "A click enlarges a photo; so do arrow keys and Enter"
    told("side-by-side")
    workspace.view.use_tool("zone")
    assert workspace.modes.mouse.text() not in ("", "Drag moves the photos")


def test_every_drawing_tool_is_an_icon_with_its_name_key_and_purpose(workspace: Workspace) -> None:
    zones = workspace.window.zones
    assert set(zones.buttons) == {tool.id for tool in DRAWING_TOOLS}
    for tool in DRAWING_TOOLS:
        button = zones.buttons[tool.id]
        assert resource_path(f"icons/{tool.icon}.svg").is_file() and not button.icon().isNull()
        assert button.accessibleName() == tool.text and button.text() == ""
        name, purpose = button.toolTip().split("\n")
        assert name == f"{tool.text}  {tool.key}" and purpose == tool.tip
    QTest.mouseClick(zones.buttons["ruler"], Qt.MouseButton.LeftButton)
    assert workspace.view.toolbox.name == "ruler" and zones.buttons["ruler"].isChecked()


def test_the_match_is_one_line_until_it_is_unfolded(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    window.side.show_page("Match")
    application(qapp).processEvents()
    panel = window.match
    folded = panel.sizeHint().height()
    assert all(box.isHidden() or not box.isVisible() for box in panel.boxes.values())
    assert panel.line.word.text() and panel.line.isVisible() and folded < 3 * scaled(28)
    QTest.mouseClick(panel.line, Qt.MouseButton.LeftButton, pos=QPoint(40, panel.line.height() // 2))
    assert panel.fold.is_open and panel.boxes["make-up"].isVisible()
    panel.fold.click()
    assert not panel.boxes["make-up"].isVisible()
    window.top_bar.match.click()  # asks for the reasons
    assert panel.fold.is_open


def test_another_text_size_holds_for_every_bar_at_once(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    bars = (
        window.top_bar,
        window.view_rail,
        window.side,
        window.filmstrip,
        workspace.modes,
        window.zones.buttons["zone"],
    )
    usual = [(bar.width(), bar.height()) for bar in bars]
    apply_theme(application(qapp), text_size=150)
    application(qapp).processEvents()
    for bar, (width, height) in zip(bars, usual, strict=True):
        assert bar.height() > height or bar.width() > width, bar.accessibleName()
    assert window.top_bar.height() == scaled(40) == 60
    apply_theme(application(qapp))
    until(qapp, lambda: [(bar.width(), bar.height()) for bar in bars] == usual, 10)
