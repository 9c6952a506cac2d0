"""Work by the keyboard alone: Enter presses what has the keyboard, a command out of the list reaches its field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton, QWidget
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.drawing.blocks import moved
from facebalance_desktop.drawing.primitives import Disc, Mark
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.project.recent import Recent
from facebalance_desktop.ui.annotate.tools.hits import PointHit
from facebalance_desktop.ui.app import key_bindings
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.page_titles import PAGE_TITLES
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.app.sheets import ShortcutSheet
from facebalance_desktop.ui.app.way_button import WayButton
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import shown_key
from facebalance_desktop.ui.widgets.style_sheet import STYLE

FRAMED = ("QToolButton", "QScrollArea", "QListView")
"""Widgets that have no frame of Qt's own where they have the keyboard."""


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
    show_project(qapp, workspace, pair_with_faces())
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
    show_project(qapp, workspace, pair_with_faces())
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


def tabs_through(window: MainWindow, first: QWidget, count: int) -> list[QWidget]:
    """What has the keyboard after each of so many Tabs, beginning at `first`."""
    first.setFocus()
    seen = []
    for _ in range(count):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget() or window)
    return seen


def test_tab_goes_through_a_page_as_it_is_read_also_what_was_made_later(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    window = workspace.window
    workspace.actions["plan"].trigger()
    until(qapp, lambda: window.updatesEnabled() and workspace.view.canvas.updatesEnabled())  # all is laid out
    application(qapp).processEvents()
    page = window.plan
    chips = [one for one in page.findChildren(QToolButton) if one.objectName() == "choice" and one.isVisible()]
    assert len(chips) > 5
    through = [one for one in tabs_through(window, workspace.view.canvas, 60) if page.isAncestorOf(one)]
    assert set(chips) <= set(through)
    rows = [one.mapTo(page, one.rect().center()).y() for one in dict.fromkeys(through)]
    assert all(after > before - 8 for before, after in pairwise(rows))


def test_tab_and_a_key_reach_every_page(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    side = workspace.window.side
    rail = [one for one in workspace.window.findChildren(QToolButton) if one.objectName() == "page"]
    assert len(rail) == len(PAGES) == len(PAGE_TITLES)
    assert set(rail) <= set(tabs_through(workspace.window, workspace.view.canvas, 80))
    rail[3].setFocus()
    QTest.keyClick(rail[3], Qt.Key.Key_Return)
    assert side.page == PAGES[3].title
    for number, (page, title) in enumerate(zip(PAGES, PAGE_TITLES, strict=True), start=2):
        assert page.title == title
        workspace.view.canvas.setFocus()
        QTest.keyClick(workspace.window, Qt.Key(Qt.Key.Key_F1 + number - 1), Qt.KeyboardModifier.ShiftModifier)
        assert side.page == title
        focused = QApplication.focusWidget()
        assert focused is not None and side.isAncestorOf(focused) and focused not in rail
        assert f"Shift+F{number}" in rail[number - 2].toolTip()


def test_a_page_is_opened_by_its_key_also_while_the_panels_are_hidden(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    workspace.actions["panels"].trigger()
    assert not workspace.window.side.isVisible()
    QTest.keyClick(workspace.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    focused = QApplication.focusWidget()
    assert focused is not None and workspace.window.side.isAncestorOf(focused)


def test_a_planned_treatment_is_filled_in_at_once_and_its_field_is_in_sight(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    window = workspace.window
    window.resize(1000, 520)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):
        application(qapp).processEvents()
    modality = window.plan.form.modality
    assert QApplication.focusWidget() is modality
    assert modality.visibleRegion().boundingRect() == modality.rect()


def test_tab_leaves_the_photo_behind_its_last_point(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    workspace.actions["midline"].trigger()
    canvas, select = workspace.view.canvas, workspace.view.select
    canvas.setFocus()
    seen = []
    while QApplication.focusWidget() is canvas:
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        assert select.selected not in seen, "Tab goes round in circles"
        seen.append(select.selected)
        point = select.selected
        told = workspace.frame.modes.mouse.text()
        assert ("Enter confirms" in told) is isinstance(point, PointHit)
        assert not isinstance(point, PointHit) or told.casefold().startswith(point_name(point.code).casefold())
        assert not told[:1].islower()
    assert len(seen) > 2 and seen[-1] is None


def test_a_list_that_was_opened_by_key_keeps_the_keyboard(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    window = workspace.window
    window.side.show_page("Match")
    handle = window.windowHandle()
    for is_by_key in (True, False):
        window.alignment.method.choice.setFocus()
        if is_by_key:
            QTest.keyClick(handle, Qt.Key.Key_Shift)
        else:
            words = window.alignment.words
            QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=words.mapTo(window, words.rect().center()))
        application(qapp).focusWindowChanged.emit(None)  # its list has the keyboard
        application(qapp).focusWindowChanged.emit(handle)
        application(qapp).processEvents()
        assert (QApplication.focusWidget() is workspace.view.canvas) != is_by_key


def test_tab_goes_from_the_search_to_the_patients_and_then_to_new_ones(qapp: object, workspace: Workspace) -> None:
    page = workspace.window.start_page
    entries = [Recent(Path(f"{name}.facebalance"), name, "", "", "") for name in ("One", "Two", "Three")]
    page.show_projects("", entries)
    application(qapp).processEvents()
    through = tabs_through(workspace.window, page.search, 5)
    assert through == [page.hiding, *page.cards, page.drop.button]


def test_what_has_the_keyboard_is_framed() -> None:
    focused = [line for line in STYLE.splitlines() if line.startswith(FRAMED) and ":focus" in line]
    assert {line.split(":focus")[0].split("#")[0] for line in focused} == set(FRAMED)
    assert [line for line in focused if "border: 2px solid {accent}" not in line] == []


def test_a_guide_tells_the_key_that_it_has(workspace: Workspace) -> None:
    box = workspace.window.guides.boxes["midline"]
    assert "M" in box.toolTip().split("\n")[0].split()
    key_bindings.apply(workspace.commands, workspace.actions, {"midline": "Ctrl+Alt+9"})
    assert box.toolTip().split("\n")[0].endswith(shown_key("Ctrl+Alt+9"))
