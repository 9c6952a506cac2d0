"""A dialog or menu is gone once it is closed: opening one again and again leaves nothing behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton
from workspaces import begin_to_lay_out, lent_workspace, until

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.model import new_id
from facebalance_desktop.ui.app.workspace import Workspace

COMMANDS = ("shortcuts", "consent", "settings", "export", "show", "open")


@pytest.fixture
def workspace(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A window whose dialogs are closed as soon as they are shown."""
    for kind in (QDialog, QPrintDialog):
        monkeypatch.setattr(kind, "exec", lambda _: 0)
    for made in lent_workspace():
        project = pair_with_faces()
        zone = Annotation(new_id(), project.photos[0].id, "Zone", points=((9.0, 9.0), (90.0, 9.0), (9.0, 90.0)))
        begin_to_lay_out(made, replace(project, annotations=(zone,)))
        until(qapp, partial(has_pair, made))
        made.window.show()
        yield made


def has_pair(workspace: Workspace) -> bool:
    return workspace.session.pair is not None


def close_popup() -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None, "no menu was shown"
    popup.close()


def open_everything(workspace: Workspace) -> None:
    """Open every dialog and menu that is made for each opening; all are closed at once."""
    window, canvas, strip = workspace.window, workspace.view.canvas, workspace.window.filmstrip
    for name in COMMANDS:
        workspace.actions[name].trigger()
    workspace.panel_sync.show_overview()
    workspace.view.select.selection.select(workspace.session.project.annotations[0].id)
    buttons = window.findChildren(QPushButton)
    for words in ("Colour", "Compare assessments …", "Add an earlier treatment …"):
        next(button for button in buttons if button.text() == words).click()
    QTimer.singleShot(0, close_popup)
    workspace.menu.open(canvas.press_at(canvas.rect().center().toPointF()), QPoint())
    QTimer.singleShot(0, close_popup)
    photo, thumb = next(iter(strip.thumbs.items()))
    thumb.menu_wanted.emit(photo, QPoint())
    next(button for button in buttons if button.text() == "+").click()
    close_popup()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def kept(workspace: Workspace) -> Counter[str]:
    found = [*workspace.window.findChildren(QDialog), *workspace.window.findChildren(QMenu)]
    return Counter(type(one).__name__ for one in found)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")  # said of menus by the offscreen platform
def test_opening_again_and_again_leaves_nothing_behind(workspace: Workspace) -> None:
    before = kept(workspace)
    for _ in range(3):
        open_everything(workspace)
    assert kept(workspace) - before == Counter()
