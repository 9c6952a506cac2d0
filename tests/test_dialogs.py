"""Every dialog of the program, found by its class: Escape closes it, fields have names, Tab goes as the eye does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from dialogs_made import DIALOGS, dialogs_of_the_program, planned_and_done
from driving import application
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from widget_tree import nameless, out_of_order, told, unreadable
from workspaces import lent_workspace, show_project

from facebalance_desktop.ui.app.file_questions import ElsewhereQuestion, TakenOverQuestion
from facebalance_desktop.ui.app.recovery_offer import RecoveryQuestion
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.widgets import theme

NOT_OURS = (PhotoDialog, ElsewhereQuestion, RecoveryQuestion, TakenOverQuestion)
"""Qt lays these out itself: its own file dialog and messages, whose buttons stand as the system has them."""


@pytest.mark.parametrize("text_size", [100, 150])
def test_what_is_looked_for_is_found(qapp: object, text_size: int) -> None:
    """A dialog in which everything is wrong; the theme makes buttons higher, as in every window before it."""
    theme.apply_theme(application(qapp), text_size=text_size)
    bad = QDialog()
    faint, line, one, other = QLabel("faint", bad), QLineEdit(bad), QPushButton("one", bad), QPushButton("two", bad)
    faint.setStyleSheet("color: #777777; background: #808080")
    for widget, y in ((faint, 0), (line, 60), (other, 120), (one, 180)):
        widget.setGeometry(0, y, 120, 28)
    bad.show()
    assert nameless(bad) == [told(line)]
    assert len(out_of_order(bad)) == 1
    assert any(told(faint) in words for words in unreadable(bad))
    bad.close()
    bad.deleteLater()
    theme.apply_theme(application(qapp))


def test_every_dialog_of_the_program_is_known_here() -> None:
    assert dialogs_of_the_program() == set(DIALOGS), "give a new dialog its row in DIALOGS"


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, planned_and_done())
        yield made


@pytest.fixture
def dialogs(qapp: object, workspace: Workspace) -> Iterator[dict[type[QDialog], QDialog]]:
    """Each dialog, shown."""
    made = {kind: make(workspace) for kind, make in DIALOGS.items()}
    for dialog in made.values():
        dialog.show()
    application(qapp).processEvents()
    yield made
    for dialog in made.values():
        dialog.close()
        dialog.deleteLater()


def test_escape_closes_every_dialog_and_nothing_is_chosen(qapp: object, dialogs: dict[type[QDialog], QDialog]) -> None:
    for kind, dialog in dialogs.items():
        dialog.activateWindow()
        application(qapp).processEvents()
        assert dialog.isVisible(), kind
        focused: QWidget | None = dialog.focusWidget()
        QTest.keyClick(dialog if focused is None else focused, Qt.Key.Key_Escape)
        assert not dialog.isVisible(), kind.__name__
        if isinstance(dialog, QMessageBox):
            assert getattr(dialog, "chosen", None) == "", kind.__name__
        else:
            assert dialog.result() == QDialog.DialogCode.Rejected, kind.__name__


def test_enter_never_cancels_a_dialog(dialogs: dict[type[QDialog], QDialog]) -> None:
    cancel = QDialogButtonBox.StandardButton.Cancel
    boxes = [
        (kind.__name__, box)
        for kind, dialog in dialogs.items()
        for box in dialog.findChildren(QDialogButtonBox)
        if kind not in NOT_OURS and cancel in map(box.standardButton, box.buttons())
    ]
    assert {"ContactSheet", "SettingsDialog"} <= {name for name, _ in boxes}
    assert [name for name, box in boxes if box.button(cancel).isDefault()] == []


def test_everything_in_a_dialog_has_a_name_and_tab_goes_as_the_eye_does(
    dialogs: dict[type[QDialog], QDialog],
) -> None:
    ours = {kind.__name__: dialog for kind, dialog in dialogs.items() if kind not in NOT_OURS}
    assert {name: found for name, dialog in ours.items() if (found := nameless(dialog))} == {}
    assert {name: steps for name, dialog in ours.items() if (steps := out_of_order(dialog))} == {}
    assert [name for name, dialog in ours.items() if not dialog.windowTitle()] == []


def test_tab_goes_through_every_page_as_the_eye_does(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    window.resize(1920, 1080)
    for title in window.side.titles:
        window.side.show_page(title)
        application(qapp).processEvents()
        page = window.side.findChildren(QStackedWidget)[0].currentWidget()
        assert page is not None and out_of_order(page) == [], title
    for part in (*window.side.findChildren(QFrame, "pages"), window.top_bar, window.filmstrip, window.view_rail):
        assert out_of_order(part) == []


@pytest.fixture
def wear(qapp: object) -> Iterator[Callable[[str], None]]:
    """Puts the program into a theme; afterwards it is as it was."""
    app, now = application(qapp), theme.current()
    style, palette, font = app.styleSheet(), app.palette(), app.font()
    tokens, size, appearance = now.tokens, now.text_size, now.appearance
    yield lambda name: theme.apply_theme(app, name)
    now.tokens, now.text_size, now.appearance = tokens, size, appearance
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)


def test_words_stand_out_from_their_ground_by_the_pixel(
    qapp: object, wear: Callable[[str], None], workspace: Workspace, dialogs: dict[type[QDialog], QDialog]
) -> None:
    window = workspace.window
    window.resize(1920, 1080)
    for name in ("dark", "light"):
        wear(name)
        application(qapp).processEvents()
        found = {kind.__name__: unreadable(dialog) for kind, dialog in dialogs.items()}
        for title in window.side.titles:
            window.side.show_page(title)
            application(qapp).processEvents()
            found[title] = unreadable(window.side)
        for part in (window.top_bar, window.filmstrip, window.view_rail):
            found[type(part).__name__] = unreadable(part)
        assert {place: words for place, words in found.items() if words} == {}, name
