"""F1 opens the manual at the page about what has the focus, also in a dialog; the manual shows nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.help_key import page_of
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.manual.manual_pages import INDEX, pages
from facebalance_desktop.ui.manual.manual_window import ManualWindow


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, pair_with_faces())
        made.window.activateWindow()
        until(qapp, made.window.isActiveWindow)
        yield made


def manual_of(owner: QWidget) -> ManualWindow:
    (found,) = [child for child in owner.children() if isinstance(child, ManualWindow)]
    return found


def test_f1_opens_the_page_of_what_has_the_focus(workspace: Workspace) -> None:
    window = workspace.window
    window.side.show_page("Guides")
    box = window.guides.boxes["thirds"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F1)
    manual = manual_of(window)
    assert manual.isVisible()
    assert manual.browser.source() == QUrl("compare.md#show-guides-and-check-the-points")
    workspace.view.canvas.setFocus()
    workspace.view.set_mode("board")
    assert workspace.help.place() == "reassess#all-visits-at-once"
    workspace.view.use_tool("ellipse")
    assert workspace.help.place() == "plan#mark-the-zones"
    workspace.view.use_tool("place")
    assert workspace.help.place() == "profile#place-the-points"
    workspace.actions["manual"].trigger()
    assert manual_of(window) is manual
    assert manual.browser.page == "profile"


def test_f1_in_a_dialog_opens_a_manual_that_goes_with_it(workspace: Workspace, qapp: object) -> None:
    dialog = SettingsDialog(Settings(), workspace.window)
    dialog.open()
    until(qapp, dialog.isActiveWindow)
    line = dialog.editors["clinic_name"].widget
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_F1)
    assert manual_of(dialog).browser.page == "settings"
    assert not [child for child in workspace.window.children() if isinstance(child, ManualWindow)]
    dialog.reject()
    dialog.deleteLater()


def test_the_nearest_widget_that_declares_a_page_decides(workspace: Workspace) -> None:
    detail = workspace.window.measures.detail.place
    assert page_of(detail) == "error-bars"
    assert page_of(workspace.window.changes.button) == "error-bars#what-moved"
    assert page_of(workspace.window) == page_of(None) == INDEX


def test_links_and_back_lead_between_pages_and_headings_come_into_view(workspace: Workspace, qapp: object) -> None:
    workspace.help.open("index")
    manual = manual_of(workspace.window)
    assert not manual.back.isEnabled()
    manual.show_page("glossary#nose")
    bar = manual.browser.verticalScrollBar()
    assert 0 < bar.value() < bar.maximum()
    manual.back.click()
    manual.show_page("plan#find-a-lot")
    assert manual.browser.textCursor().block().text() == "Find a lot"
    assert manual.list.currentItem().text() == "Plan cheeks and chin"
    assert manual.back.isEnabled()
    manual.resize(980, 720)  # its size on a screen that has room for it, which the one of the tests has not
    assert manual.browser.horizontalScrollBar().maximum() == 0
    manual.back.click()
    assert manual.browser.page == INDEX
    manual.forth.click()
    assert manual.browser.page == "plan"


def test_words_are_found_and_marked(workspace: Workspace) -> None:
    workspace.help.open("index")
    manual = manual_of(workspace.window)
    manual.line.setText("hyaluronic")
    titles = [manual.list.item(row).text().split("\n")[0] for row in range(manual.list.count())]
    assert "Reassess after a year" in titles
    QTest.keyClick(manual.line, Qt.Key.Key_Return)
    marks = [mark.cursor.selectedText().lower() for mark in manual.browser.extraSelections()]
    assert marks
    assert set(marks) == {"hyaluronic"}
    manual.line.setText("zebra unicorn")
    assert not manual.list.count()
    assert manual.nothing.isVisibleTo(manual)
    manual.line.clear()
    assert manual.list.count() == len(pages())


def test_the_manual_reads_its_own_pages_and_pictures_alone(workspace: Workspace) -> None:
    workspace.help.open("glossary")
    browser = manual_of(workspace.window).browser
    html, picture = QTextDocument.ResourceType.HtmlResource.value, QTextDocument.ResourceType.ImageResource.value
    assert "# Glossary" in browser.loadResource(html, QUrl("glossary.md"))
    assert isinstance(browser.loadResource(picture, QUrl("pictures/points-eyes.png")), QImage)
    for name in ("http://example.org/a.md", "file:///etc/passwd", "../../README.md", "pictures/../glossary.md"):
        assert browser.loadResource(html, QUrl(name)) is None
