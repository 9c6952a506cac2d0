"""Messages by keyboard: Tab and a key reach their buttons, which stay while they have the keyboard and are framed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from workspaces import lent_workspace, name_patient, show_project

from facebalance_desktop.ui.app.toasts import Toast
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.style_sheet import STYLE


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, pair_with_faces())
        made.view.canvas.setFocus()
        yield made


def offer_undo(workspace: Workspace) -> Toast:
    """An edit, and the message that offers to take it back."""
    name_patient(workspace, "Anna Muster")
    toast = workspace.window.message_bar
    toast.offer("Zone deleted.", ("Undo", workspace.session.undo))
    return toast


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWidget | None:
    """Press a key where the keyboard is; what has it then."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)
    return QApplication.focusWidget()


def is_leaving(toast: Toast) -> bool:
    """Whether it will go by itself."""
    return any(timer.isActive() and timer.interval() > 5000 for timer in toast.findChildren(QTimer))


def test_tab_goes_from_the_photo_to_the_message_and_on_to_the_page(workspace: Workspace) -> None:
    toast = offer_undo(workspace)
    assert press(Qt.Key.Key_Tab) is toast.actions_shown[0]
    assert press(Qt.Key.Key_Tab) is toast.close_button
    after = press(Qt.Key.Key_Tab)
    assert after is not None and workspace.window.side.isAncestorOf(after)
    assert press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier) is toast.close_button
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier) is workspace.view.canvas


def test_a_key_goes_to_the_message_and_enter_takes_its_offer(workspace: Workspace) -> None:
    toast = offer_undo(workspace)
    assert workspace.session.project.patient.name == "Anna Muster"
    assert press(Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier) is toast.actions_shown[0]
    press(Qt.Key.Key_Return)
    assert workspace.session.project.patient.name != "Anna Muster"
    assert not toast.isVisible() and QApplication.focusWidget() is workspace.view.canvas


def test_esc_leaves_the_message_for_the_photo(qapp: object, workspace: Workspace) -> None:
    toast = offer_undo(workspace)
    press(Qt.Key.Key_Tab)
    QTest.keyClick(workspace.window.windowHandle(), Qt.Key.Key_Escape)
    application(qapp).processEvents()
    assert QApplication.focusWidget() is workspace.view.canvas and toast.isVisible() and is_leaving(toast)


def test_a_message_stays_while_it_has_the_keyboard(workspace: Workspace) -> None:
    toast = offer_undo(workspace)
    assert is_leaving(toast)
    press(Qt.Key.Key_Tab)
    assert not is_leaving(toast)
    press(Qt.Key.Key_Tab)
    assert not is_leaving(toast)
    workspace.view.canvas.setFocus()
    assert is_leaving(toast)


def test_a_sentence_that_comes_meanwhile_takes_nothing_away(workspace: Workspace) -> None:
    toast = offer_undo(workspace)
    press(Qt.Key.Key_Tab)
    for timer in toast.findChildren(QTimer):
        timer.stop()  # it has stood for a while
    toast.offer("Exported to a.png.", ("Open", lambda: None))
    assert toast.words.text() == "Zone deleted.\nExported to a.png."
    assert [one.text() for one in toast.actions_shown if one.isVisible()] == ["Undo", "Open"]
    assert QApplication.focusWidget() is toast.actions_shown[0] and not is_leaving(toast)


def test_without_a_message_the_key_leaves_the_keyboard_where_it_is(workspace: Workspace) -> None:
    workspace.window.message_bar.clear()
    assert press(Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier) is workspace.view.canvas


def test_a_button_of_a_message_that_has_the_keyboard_is_framed_on_dark() -> None:
    for kind in ("QPushButton", "QToolButton"):
        (rule,) = re.findall(rf"QFrame#toast {kind}:focus(.*)", STYLE)
        assert "border: 2px solid {on_toast}" in rule
