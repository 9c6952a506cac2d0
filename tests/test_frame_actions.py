"""What the frame of the window does: the ways to an exported file, several steps undone at once, the whole screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from workspaces import lent_workspace, name_patient, show_project, until

from facebalance_desktop.ui.app.frame import LISTED
from facebalance_desktop.ui.app.workspace import Workspace


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, pair_with_faces())
        yield made


def patient(workspace: Workspace) -> str:
    return workspace.session.project.patient.name


def listed_steps(workspace: Workspace) -> list[str]:
    """The words of the list of steps, opened anew."""
    workspace.window.top_bar.history.aboutToShow.emit()
    return [action.text() for action in workspace.window.top_bar.history.actions()]


@pytest.mark.parametrize(("place", "words", "goal"), [(0, "Open", "a.png"), (1, "Show in folder", "")])
def test_after_an_export_the_file_and_its_folder_are_one_press_away(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, words: str, goal: str
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    workspace.project.export_runner.written.emit([tmp_path / "a.png", tmp_path / "b.png"])
    toast = workspace.window.message_bar
    assert toast.words.text() == f"Exported to {tmp_path / 'a.png'} and 1 more."
    button = toast.actions_shown[place]
    assert button.isVisible() and button.text() == words
    button.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path / goal))]


def test_a_step_of_the_list_undoes_all_down_to_it(workspace: Workspace) -> None:
    session = workspace.session
    assert listed_steps(workspace) == ["Nothing to undo"]
    for name in ("One", "Two", "Three", "Four"):
        name_patient(workspace, name)
    assert listed_steps(workspace) == ["Patient"] * 4
    workspace.window.top_bar.history.actions()[2].trigger()
    assert patient(workspace) == "One"
    assert listed_steps(workspace) == ["Patient"]
    for _ in range(3):
        session.redo()
    assert patient(workspace) == "Four"


def test_the_list_has_the_latest_steps_the_last_one_first(workspace: Workspace) -> None:
    for number in range(LISTED + 5):
        name_patient(workspace, f"Name {number}")
    steps = workspace.session.history.past
    assert len(steps) == LISTED + 5
    assert len(listed_steps(workspace)) == LISTED
    workspace.window.top_bar.history.actions()[-1].trigger()
    assert patient(workspace) == "Name 4"


def test_f11_fills_the_screen_and_comes_back(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    window.resize(1200, 760)
    until(qapp, lambda: window.width() == 1200)
    before = window.geometry()
    QTest.keyClick(window.canvas, Qt.Key.Key_F11)
    until(qapp, lambda: window.isFullScreen() and window.size() == window.screen().size())
    QTest.keyClick(window.canvas, Qt.Key.Key_F11)
    until(qapp, lambda: not window.isFullScreen() and window.size() == before.size())
