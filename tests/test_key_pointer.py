"""Drawing without a mouse: arrow keys aim the chosen tool, Space presses, and what is chosen by key is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workspaces import lent_workspace, show_project

from facebalance_desktop.drawing.primitives import Line
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.viewer.key_pointer import COARSE, OUTER, STEP


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, pair_with_faces())
        made.view.canvas.setFocus()
        yield made


def press(workspace: Workspace, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(workspace.view.canvas, key, held)


def test_a_zone_is_drawn_by_keys(workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    press(workspace, Qt.Key.Key_Z, Qt.Key.Key_Space)
    start = canvas.key_pointer.at
    assert start is not None
    press(workspace, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    press(workspace, Qt.Key.Key_Down, held=Qt.KeyboardModifier.ControlModifier)
    press(workspace, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    (zone,) = workspace.session.project.annotations
    pane = canvas.current_panes()[0]
    assert zone.kind == "zone" and zone.photo == pane.side.photo.id
    seen = [tuple(canvas.unit() * value for value in pane.photo_to_page.point(point)) for point in zone.points]
    wanted = [(0.0, 0.0), (2 * STEP, 0.0), (2 * STEP, COARSE)]
    assert seen == [pytest.approx((start[0] + x, start[1] + y), abs=0.1) for x, y in wanted]
    assert workspace.view.toolbox.name == "select" and canvas.key_pointer.at is None
    assert workspace.view.select.selection.current == zone.id


def test_a_note_is_placed_and_written_by_keys(qapp: object, workspace: Workspace) -> None:
    press(workspace, Qt.Key.Key_A, held=Qt.KeyboardModifier.ShiftModifier)
    press(workspace, Qt.Key.Key_Space)
    assert not workspace.session.project.annotations
    press(workspace, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space)
    (note,) = workspace.session.project.annotations
    assert note.kind == "note" and len(note.points) == 2
    application(qapp).processEvents()
    field = QApplication.focusWidget()
    assert field is not None and field is not workspace.view.canvas
    QTest.keyClicks(field, "scar")
    application(qapp).focusWindowChanged.emit(workspace.window.windowHandle())
    QTest.keyClick(workspace.window.windowHandle(), Qt.Key.Key_Escape)
    application(qapp).processEvents()
    assert QApplication.focusWidget() is workspace.view.canvas
    assert [one.text for one in workspace.session.project.annotations] == ["scar"]


def test_each_space_sets_an_injection_point_and_esc_ends(workspace: Workspace) -> None:
    press(workspace, Qt.Key.Key_I, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert [one.kind for one in workspace.session.project.annotations] == ["point", "point"]
    press(workspace, Qt.Key.Key_Escape)
    assert workspace.view.toolbox.name == "select" and workspace.view.canvas.key_pointer.at is None


def test_space_that_is_held_presses_once_and_an_arrow_that_is_held_goes_on(qapp: object, workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    press(workspace, Qt.Key.Key_I, Qt.Key.Key_Left)
    start = canvas.key_pointer.at
    assert start is not None
    none = Qt.KeyboardModifier.NoModifier
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
        for is_repeated in (False, True, True):
            application(qapp).sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, key, none, "", is_repeated))
    assert canvas.key_pointer.at == (start[0] + 3 * STEP, start[1])
    assert len(workspace.session.project.annotations) == 1


def test_a_drag_by_keys_that_esc_ended_does_not_go_on_when_the_tool_is_taken_again(workspace: Workspace) -> None:
    far = Qt.KeyboardModifier.ControlModifier
    press(workspace, Qt.Key.Key_E, Qt.Key.Key_Space)
    press(workspace, Qt.Key.Key_Right, held=far)
    press(workspace, Qt.Key.Key_Escape)
    assert workspace.view.toolbox.name == "select"
    press(workspace, Qt.Key.Key_E)
    assert workspace.view.canvas.key_pointer.at is None
    press(workspace, Qt.Key.Key_Space)
    press(workspace, Qt.Key.Key_Right, Qt.Key.Key_Down, held=far)
    press(workspace, Qt.Key.Key_Space)
    assert [one.kind for one in workspace.session.project.annotations] == ["zone"]


def test_without_a_tool_the_arrows_move_the_picture_and_the_mouse_takes_the_cross_away(workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    before = canvas.visible_frame()
    press(workspace, Qt.Key.Key_Right)
    assert canvas.visible_frame() != before and canvas.key_pointer.at is None
    placed = canvas.visible_frame()
    press(workspace, Qt.Key.Key_Z, Qt.Key.Key_Right)
    assert canvas.visible_frame() == placed
    assert len(canvas.key_pointer.drawings()) == 5
    QTest.mouseMove(canvas, QPoint(40, 50))
    assert canvas.key_pointer.drawings() == ()


def test_the_cross_has_its_size_in_pixels_of_the_screen(qapp: object, workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    press(workspace, Qt.Key.Key_Z, Qt.Key.Key_Right)
    for width, height in ((1100, 640), (2600, 1500)):
        workspace.window.resize(width, height)
        application(qapp).processEvents()
        lines = [one for one in canvas.key_pointer.drawings() if isinstance(one, Line)]
        xs = [x * canvas.unit() for line in lines for x, _ in line.points]
        assert max(xs) - min(xs) == pytest.approx(2 * OUTER)


def test_the_cross_stays_on_the_photos(workspace: Workspace) -> None:
    press(workspace, Qt.Key.Key_Z)
    press(workspace, *[Qt.Key.Key_Left] * 40, held=Qt.KeyboardModifier.ControlModifier)
    press(workspace, *[Qt.Key.Key_Up] * 40, held=Qt.KeyboardModifier.ControlModifier)
    assert workspace.view.canvas.key_pointer.at == (0.0, 0.0)


def test_a_measure_that_is_chosen_by_key_shows_its_lines_until_the_keyboard_leaves(
    qapp: object, workspace: Workspace
) -> None:
    measures = workspace.window.measures
    workspace.window.side.show_page("Measures")
    application(qapp).processEvents()
    told: list[str] = []
    measures.hovered.connect(told.append)
    measures.list.setFocus()
    for _ in range(2):
        QTest.keyClick(measures.list, Qt.Key.Key_Down)
    chosen = [one for one in told if one]
    assert chosen and chosen[-1] in {row.id for row in measures.list.rows.rows}
    workspace.view.canvas.setFocus()
    assert told[-1] == ""
