"""Work by the keyboard alone: Enter presses what has the keyboard, a command out of the list reaches its field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benches_made import pair_with_faces
from driving import application
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from workspaces import lent_workspace, put_on_bench

from facebalance_desktop.drawing.blocks import moved
from facebalance_desktop.drawing.primitives import Disc, Mark
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.ui.app.sheets import ShortcutSheet
from facebalance_desktop.ui.app.way_button import WayButton
from facebalance_desktop.ui.app.workspace import Workspace


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        yield made


def test_enter_presses_a_way_to_start(workspace: Workspace) -> None:
    way = next(one for one in workspace.window.findChildren(WayButton) if one.isVisible())
    pressed: list[bool] = []
    way.clicked.disconnect()
    way.clicked.connect(lambda: pressed.append(True))
    way.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(way, key)
    assert len(pressed) == 2


def test_enter_presses_a_button_of_a_page_and_leaves_fields_alone(qapp: object, workspace: Workspace) -> None:
    put_on_bench(qapp, workspace, pair_with_faces())
    workspace.window.side.show_page("Zones")
    button = next(one for one in workspace.window.findChildren(QPushButton) if one.text() == "Add" and one.isVisible())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert len(workspace.session.project.annotations) == 1
    workspace.view.canvas.setFocus()
    QTest.keyClick(workspace.view.canvas, Qt.Key.Key_Return)
    assert len(workspace.session.project.annotations) == 1


def test_a_field_that_a_command_out_of_a_dialog_asked_for_keeps_the_keyboard(
    qapp: object, workspace: Workspace
) -> None:
    put_on_bench(qapp, workspace, pair_with_faces())
    window = workspace.window
    workspace.view.canvas.setFocus()
    for asks, is_home in ((True, False), (False, True)):
        if is_home:
            workspace.window.side.setFocus()
        application(qapp).focusWindowChanged.emit(None)  # a dialog has the keyboard
        if asks:
            workspace.panel_sync.choose_zone()
        application(qapp).focusWindowChanged.emit(window.windowHandle())
        for _ in range(4):
            application(qapp).processEvents()
        assert (QApplication.focusWidget() is workspace.view.canvas) is is_home


def test_the_shortcut_sheet_fits_a_small_screen_and_reaches_its_last_line(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda screen: QSize(1366, 768))
    sheet = ShortcutSheet(list(workspace.actions.values()), workspace.window)
    sheet.show()
    assert sheet.size() == sheet.sizeHint().boundedTo(QSize(1366, 768 - 48)), (
        "as large as its lines where there is room"
    )
    assert sheet.minimumSizeHint().height() < 500
    area = sheet.findChild(QScrollArea)
    assert area is not None
    last = area.findChildren(QLabel)[-1]
    area.ensureWidgetVisible(last)
    seen = QRect(last.mapTo(area.viewport(), last.rect().topLeft()), last.size())
    assert area.viewport().rect().intersects(seen)
    sheet.close()
    sheet.deleteLater()


def test_a_mark_beside_words_is_scaled_with_them_and_a_point_is_not() -> None:
    discs = (Mark((10.0, 10.0), 4.0, "#ffffff"), Disc((10.0, 10.0), 4.0, "#ffffff"))
    assert [one.radius for one in moved(discs, Similarity(0.5)) if isinstance(one, Disc)] == [2.0, 4.0]
