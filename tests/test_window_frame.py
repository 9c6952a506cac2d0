"""The frame of the window: shares of the screen, nothing that moves the photo, names, contrast, keys, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QToolButton,
)
from screens import BOUNDS, SCREENS
from widget_tree import EASE, nameless
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.analysis.guides import COLOURS as GUIDE_COLOURS
from facebalance_desktop.drawing.text_colour import contrast, for_words
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.ui.app import key_bindings, window_memory
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.icon_names import ICONS
from facebalance_desktop.ui.app.key_bindings import KeysDialog
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.palette import Palette
from facebalance_desktop.ui.app.toasts import WARNED_FOR
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.style_sheet import STYLE
from facebalance_desktop.ui.widgets.tokens import DARK, LIGHT, NEUTRAL, Tokens


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, pair_with_faces())
        yield made


def settle(qapp: object, workspace: Workspace, width: int, height: int) -> None:
    workspace.window.resize(width, height)
    for _ in range(4):
        application(qapp).processEvents()


def share(workspace: Workspace) -> float:
    window, canvas = workspace.window, workspace.window.canvas
    return canvas.width() * canvas.height() / (window.width() * window.height())


def place_of_photo(workspace: Workspace) -> QRect:
    canvas = workspace.window.canvas
    return QRect(canvas.mapTo(workspace.window, QPoint(0, 0)), canvas.size())


def test_the_photo_gets_its_share_of_every_screen(qapp: object, workspace: Workspace) -> None:
    for name, size in SCREENS.items():
        settle(qapp, workspace, *size)
        assert share(workspace) >= BOUNDS[name], name
    for size in ((1280, 720), (3840, 2160)):
        settle(qapp, workspace, *size)
        assert (workspace.window.width(), workspace.window.height()) == size
    settle(qapp, workspace, 1920, 1080)
    before = place_of_photo(workspace)
    workspace.actions["panels"].trigger()
    settle(qapp, workspace, 1920, 1080)
    assert share(workspace) >= BOUNDS["share_hidden_1920"]
    workspace.actions["panels"].trigger()
    settle(qapp, workspace, 1920, 1080)
    assert place_of_photo(workspace) == before


def test_nothing_moves_or_resizes_the_photo(qapp: object, workspace: Workspace) -> None:
    window, session = workspace.window, workspace.session
    settle(qapp, workspace, 1366, 768)
    before = place_of_photo(workspace)
    session.tell("A sentence. " * 30)
    session.warn("A warning.")
    window.show_progress(1, 3, "Reading")
    for mode in MODES:
        workspace.actions[mode].trigger()
        application(qapp).processEvents()
        assert place_of_photo(workspace) == before, mode
    for title in window.side.titles:
        window.side.show_page(title)
        application(qapp).processEvents()
        assert place_of_photo(workspace) == before, title
    workspace.actions["zone"].trigger()
    workspace.actions["show-guides"].trigger()
    window.show_progress(0, 0, "")
    application(qapp).processEvents()
    assert place_of_photo(workspace) == before


def test_the_bars_are_low_in_a_small_window_that_was_there_before_them(qapp: object) -> None:
    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    made = equipped_workspace(window)
    show_project(qapp, made, pair_with_faces())
    settle(qapp, made, 1366, 768)
    assert window.top_bar.height() == 40 and share(made) >= BOUNDS["share_1366"]
    window.close()


def test_a_folded_panel_stays_folded_when_a_tool_is_taken(qapp: object, workspace: Workspace) -> None:
    workspace.window.side.fold(True)
    application(qapp).processEvents()
    before = place_of_photo(workspace)
    workspace.actions["zone"].trigger()
    workspace.window.show_photo(workspace.session.project.photos[0].id)
    application(qapp).processEvents()
    assert workspace.window.side.is_folded and place_of_photo(workspace) == before


def test_every_widget_has_a_name_for_screen_readers(workspace: Workspace) -> None:
    assert nameless(workspace.window) == []


def test_every_icon_button_tells_its_name_and_key(workspace: Workspace) -> None:
    for button in workspace.window.top_bar.findChildren(QToolButton):
        if button.isVisible() and not button.text():
            assert button.toolTip(), button.accessibleName()
    for name in ICONS:
        assert not icon(ICONS[name]).pixmap(20, 20).isNull()
    tip = workspace.actions["wipe"].toolTip()
    assert tip.startswith("Wipe  2\n")


@pytest.mark.parametrize("colours", [DARK, LIGHT, NEUTRAL], ids=["dark", "light", "neutral"])
def test_text_is_readable_in_every_theme(colours: Tokens) -> None:
    grounds = (colours.window, colours.panel, colours.card, colours.field)
    for text in (colours.t1, colours.t2, colours.warn, colours.bad, colours.good, colours.accent):
        assert min(contrast(text, ground) for ground in grounds) >= EASE, text
    pairs = (
        (colours.on_tint, colours.tint),
        (colours.on_fill, colours.fill),
        (colours.on_toast, colours.toast),
        (colours.on_toast, colours.warn_toast),
        (colours.t1, colours.hover),
    )
    assert min(contrast(*pair) for pair in pairs) >= EASE
    assert min(contrast(colours.edge, ground) for ground in grounds) >= 3.0  # edges of fields (WCAG 1.4.11)
    for name in ("window", "panel", "card", "field", "hover", "line", "edge", "t1", "t2", "surround"):
        value = getattr(colours, name)
        assert value[1:3] == value[3:5] == value[5:7], f"{name} is not neutral"


def test_labels_on_the_photo_are_readable_on_their_halo() -> None:
    assert min(contrast(colour, "#000000") for colour in GUIDE_COLOURS.values()) >= EASE
    on_white = "#333333"  # the words' halo, four fifths black, over a white ground
    assert min(contrast(for_words(colour), on_white) for colour in (*GUIDE_COLOURS.values(), "#000080")) >= 10.0
    assert for_words("#ffffff") == "#ffffff"


@pytest.mark.parametrize("colour", ["red", "#fff", "#ff00ff80", "no colour"])
def test_a_colour_that_a_file_writes_in_another_way_is_left_as_it_is(colour: str) -> None:
    assert for_words(colour) == colour


def test_the_style_names_only_colours_of_the_theme() -> None:
    assert set(re.findall(r"#[0-9a-fA-F]{6}", STYLE)) <= {"#333333", "#5A4720"}  # the buttons of messages


def test_every_command_is_on_the_menu_and_in_the_palette(workspace: Workspace) -> None:
    listed: set[object] = set()

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            inside = action.menu()
            if isinstance(inside, QMenu):
                walk(inside)
            else:
                listed.add(action)

    walk(workspace.window.top_bar.menu)
    assert {name for name, action in workspace.actions.items() if action not in listed} == set()
    palette = Palette(workspace.commands, workspace.actions, workspace.window)
    assert set(palette.found) == set(workspace.actions)
    palette.line.setText("facial thirds")
    assert palette.found == ["thirds"]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.chosen is workspace.actions["thirds"]
    palette.deleteLater()


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_menu_opens_by_alt_alone(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Alt)
    until(qapp, window.top_bar.menu.isVisible)
    assert not window.menuBar().isVisible()  # else it would take the letters that follow
    window.top_bar.menu.close()


def test_a_key_is_given_to_one_command_alone(workspace: Workspace) -> None:
    dialog = KeysDialog(workspace.commands, workspace.actions, workspace.window)
    place = [command.id for command in workspace.commands].index("overlay")
    dialog.table.selectRow(place)
    dialog.edit.setKeySequence(QKeySequence("Ctrl+E"))
    dialog.set_key()
    assert "belongs to Export" in dialog.problem.text()
    dialog.edit.setKeySequence(QKeySequence("Ctrl+Alt+9"))
    dialog.set_key()
    assert workspace.actions["overlay"].shortcut().toString() == "Ctrl+Alt+9"
    assert key_bindings.load() == {"overlay": "Ctrl+Alt+9"}
    assert "Ctrl+Alt+9" in workspace.actions["overlay"].toolTip()
    dialog.deleteLater()


def test_the_window_stands_as_it_was_closed(qapp: object, workspace: Workspace) -> None:
    window = workspace.window
    settle(qapp, workspace, 1400, 800)
    window.side.show_page("Plan")
    window.side.fold(True)
    window.filmstrip.fold(True)
    window_memory.save(window, "wipe", "/photos")
    for other in lent_workspace():
        window_memory.place_window(other.window, window_memory.load())
        state = window_memory.load()
        assert (other.window.width(), other.window.height()) == (1400, 800) or state.is_maximized
        assert other.window.side.is_folded and other.window.filmstrip.is_folded
        assert other.window.side.page == "Plan"
        assert other.view.canvas.viewport.wanted.mode == "wipe"
        assert other.incoming.folder == "/photos"


def test_the_first_window_fits_the_screen(qapp: object, workspace: Workspace) -> None:
    window_memory.place_window(workspace.window, window_memory.WindowState())
    screen = application(qapp).primaryScreen().availableGeometry()
    assert workspace.window.width() <= screen.width() and workspace.window.height() <= screen.height()


@pytest.mark.parametrize(("size", "fills"), [((1366, 768), True), ((1600, 1040), True), ((3840, 2160), False)])
def test_the_first_window_fills_a_screen_that_has_no_room_for_its_title(
    qapp: object, workspace: Workspace, size: tuple[int, int], fills: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its title would push the row of visits off the lower edge."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda screen: QRect(0, 0, *size))
    filled: list[bool] = []
    monkeypatch.setattr(workspace.window, "showMaximized", lambda: filled.append(True))
    window_memory.place_window(workspace.window, window_memory.WindowState())
    assert bool(filled) is fills


def test_a_message_tells_undo_and_leaves_by_itself(qapp: object, workspace: Workspace) -> None:
    toast = workspace.window.message_bar
    toast.offer("Zone deleted: chin", ("Undo", workspace.session.undo))
    assert toast.isVisible() and toast.actions_shown[0].text() == "Undo" and not toast.is_warning
    workspace.session.warn("The card was pulled.")
    assert toast.is_warning
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    (leaving,) = (timer for timer in toast.findChildren(QTimer) if timer.isActive() and timer.interval() >= WARNED_FOR)
    leaving.timeout.emit()
    assert not toast.isVisible()


def test_words_that_no_command_matches_are_told_so(workspace: Workspace) -> None:
    palette = Palette(workspace.commands, workspace.actions, workspace.window)
    palette.show()
    assert not palette.nothing.isVisible() and palette.list.isVisible()
    palette.line.setText("zzzqq")
    assert palette.found == []
    assert palette.nothing.isVisible() and not palette.list.isVisible()
    assert palette.nothing.text() == "No command matches. Try one word of it, such as zone or export."
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.chosen is None and palette.isVisible()
    palette.line.setText("zone")
    assert palette.found and not palette.nothing.isVisible()
    palette.close()
    palette.deleteLater()
