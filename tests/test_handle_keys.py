"""The corners and ends of the selected drawing by keys: Tab chooses one, arrows move it, Esc leaves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workspaces import lent_workspace, show_project

from facebalance_desktop.drawing.primitives import Disc
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotation, change_annotations
from facebalance_desktop.ui.annotate.tools.hits import Hit, VertexHit, ZoneHit
from facebalance_desktop.ui.app.sheets import BY_HAND
from facebalance_desktop.ui.app.workspace import Workspace

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CORNERS = ((150.0, 150.0), (220.0, 150.0), (220.0, 210.0))


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    """A zone of three corners that is selected, and the keyboard on the photo."""
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        project = pair_with_faces()
        zone = Annotation("z", project.photos[0].id, "Cheek", "#8fd3ff", CORNERS)
        show_project(qapp, made, add_annotation(zone)(project))
        made.view.canvas.setFocus()
        made.view.pick_zone("z")
        yield made


def press(workspace: Workspace, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(workspace.view.canvas, key, held)


def chosen(workspace: Workspace) -> Hit | None:
    return workspace.view.select.selected


def corners(workspace: Workspace) -> tuple[Point, ...]:
    (item,) = workspace.session.project.annotations
    return item.points


def marked(workspace: Workspace) -> list[Point]:
    """Where the largest of the drawn handles are, page points, when they are not all alike."""
    discs = [one for one in workspace.view.select.overlay() if isinstance(one, Disc)]
    largest = max((disc.radius for disc in discs), default=0.0)
    return [disc.centre for disc in discs if disc.radius == largest] if len({d.radius for d in discs}) > 1 else []


def test_tab_steps_through_the_corners_and_leaves_the_photo_behind_the_last(workspace: Workspace) -> None:
    select, canvas = workspace.view.select, workspace.view.canvas
    pane = canvas.current_panes()[0]
    assert marked(workspace) == []
    for place in range(3):
        press(workspace, Key.Key_Tab)
        assert select.selected == VertexHit("z", place)
        assert marked(workspace) == [pytest.approx(pane.photo_to_page.point(CORNERS[place]))]
        assert QApplication.focusWidget() is canvas
    press(workspace, Key.Key_Tab)
    assert QApplication.focusWidget() is not canvas
    assert select.selected == ZoneHit("z") and marked(workspace) == []


def test_shift_and_tab_step_back_and_leave_before_the_first(workspace: Workspace) -> None:
    canvas = workspace.view.canvas
    press(workspace, Key.Key_Tab, Key.Key_Tab)
    press(workspace, Key.Key_Backtab, held=SHIFT)
    assert chosen(workspace) == VertexHit("z", 0)
    press(workspace, Key.Key_Backtab, held=SHIFT)
    assert chosen(workspace) == ZoneHit("z") and QApplication.focusWidget() is canvas
    press(workspace, Key.Key_Backtab, held=SHIFT)
    assert QApplication.focusWidget() is not canvas


def test_arrows_move_the_chosen_corner_alone_and_undo_takes_it_back(workspace: Workspace) -> None:
    press(workspace, Key.Key_Tab, Key.Key_Tab, Key.Key_Right)
    press(workspace, Key.Key_Down, held=SHIFT)
    assert corners(workspace) == (CORNERS[0], (221.0, 160.0), CORNERS[2])
    assert workspace.view.select.selected == VertexHit("z", 1), "it stays chosen"
    workspace.session.undo()
    workspace.session.undo()
    assert corners(workspace) == CORNERS


def test_esc_leaves_the_corner_then_the_drawing(workspace: Workspace) -> None:
    select = workspace.view.select
    press(workspace, Key.Key_Tab, Key.Key_Escape)
    assert select.selected == ZoneHit("z")
    press(workspace, Key.Key_Right)
    assert corners(workspace) == tuple((x + 1, y) for x, y in CORNERS)
    press(workspace, Key.Key_Escape)
    assert select.selected is None


def test_both_ends_of_an_arrow_and_nothing_of_what_is_locked(workspace: Workspace) -> None:
    photo = workspace.session.project.photos[0].id
    item = Annotation("a", photo, "", "#ffffff", ((150.0, 250.0), (200.0, 260.0)), "arrow")
    workspace.session.do("Arrow", add_annotation(item))
    workspace.view.pick_zone("a")
    press(workspace, Key.Key_Tab, Key.Key_Tab, Key.Key_Up)
    assert workspace.session.project.annotations[-1].points == ((150.0, 250.0), (200.0, 259.0))
    workspace.session.do("Lock", change_annotations(("a",), is_locked=True))
    assert marked(workspace) == []
    press(workspace, Key.Key_Up)
    assert workspace.session.project.annotations[-1].points == ((150.0, 250.0), (200.0, 259.0))
    press(workspace, Key.Key_Escape, Key.Key_Escape)
    workspace.view.pick_zone("a")
    press(workspace, Key.Key_Tab)
    assert not isinstance(workspace.view.select.selected, VertexHit)


def test_the_strip_and_the_table_of_keys_tell_it(qapp: object, workspace: Workspace) -> None:
    told = workspace.frame.modes.mouse
    assert told.text() == "Arrow keys move it, Tab chooses a corner or end"
    press(workspace, Key.Key_Tab, Key.Key_Tab)
    application(qapp).processEvents()
    assert told.text() == "Corner or end 2 of 3: arrow keys move it, Esc leaves it"
    press(workspace, Key.Key_Escape, Key.Key_Escape)
    assert told.text() == "Drag moves the photos"
    assert any("drawing selected" in keys for keys, _ in BY_HAND)
