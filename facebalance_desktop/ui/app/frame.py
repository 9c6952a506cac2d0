"""What surrounds the photo, joined with the commands: bar, strip, match, menu key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.drawing.panes import is_moved_by_hand
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.hits import PointHit
from facebalance_desktop.ui.app import key_bindings, window_memory
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.icon_names import give_icons
from facebalance_desktop.ui.app.key_bindings import KeysDialog
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.palette import Palette
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.session import BoundSession
from facebalance_desktop.ui.viewer.mode_bar import ModeBar
from facebalance_desktop.ui.widgets.actions import Command
from facebalance_desktop.ui.widgets.fading import Fading
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.photo_keys import keep_to_photo
from facebalance_desktop.ui.widgets.safe_events import safe_override

USUAL_GUIDES = ("thirds", "midline", "horizontals")
"""What the guides' button shows on a project that has shown none."""
LISTED = 30
"""Steps of the history that its menu lists."""
LOSING = tuple(word.casefold() for word in (tr("Delete"), tr("Remove"), tr("Take back")))
"""Words in the labels of edits after which Undo is offered at once."""


class WindowFrame(QObject):
    """Keeps bar and strip true to the project and the view."""

    def __init__(self, window: MainWindow, session: BoundSession, view: CompareView) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._view = view
        self._guides: tuple[str, ...] = USUAL_GUIDES
        self._last: tuple[str, int] | None = None
        self._is_alt_alone = False
        self._mode = ""
        self.actions: Mapping[str, QAction] = {}
        self._commands: Sequence[Command[Any]] = ()

    def fill(self, commands: Sequence[Command[Any]], actions: Mapping[str, QAction]) -> ModeBar:
        """Build bar and strip from the actions and follow the project."""
        window, canvas = self._window, self._view.canvas
        self.actions, self._commands = actions, commands
        key_bindings.apply(commands, actions, key_bindings.load())
        keep_to_photo(canvas, actions.values())
        give_icons(actions)
        bar = window.menuBar()
        menus = {entry.text(): menu for entry in bar.actions() if isinstance(menu := entry.menu(), QMenu)}
        window.top_bar.fill(actions, menus)
        window.side.show_keys([actions[command.id] for command in commands if command.id.startswith("page-")])
        if not bar.isNativeMenuBar():
            bar.hide()  # or it would take the Alt key and the letters after it
            window.addActions(list(actions.values()))  # whose keys a hidden bar does not hear
        self.modes = ModeBar(canvas.viewport, self._view.blinking)
        self.modes.fill(actions)
        window.stage.float_strip(self.modes)
        self.fading = Fading(self.modes, canvas)
        for mode in MODES:
            actions[mode].triggered.connect(self.fading.come)
        self._view.tool_changed.connect(self.fading.come)
        window.top_bar.match.clicked.connect(self._open_match)
        window.top_bar.history_requested.connect(self._list_history)
        self._view.tool_changed.connect(self._show_tool)
        self._view.select.selection_changed.connect(self._show_point)
        self._later = AfterGesture(self._session, self._show_match, window)
        self._session.changed.connect(self._follow)
        canvas.viewport.changed.connect(self._show_match)
        canvas.view_options_changed.connect(self.modes.refresh)
        window.installEventFilter(self)
        self._show_match()
        return self.modes

    def restore(self) -> str:
        """Panels and mode as the window was closed with; the folder that photos came from last."""
        state = window_memory.load()
        window_memory.restore_panels(self._window, state)
        self._mode = state.mode if state.mode in MODES else ""
        self._session.opened.connect(self._restore_mode)
        return state.folder

    def _restore_mode(self) -> None:
        """The first project is looked at as the last one was."""
        mode, self._mode = self._mode, ""
        if mode:
            self._view.set_mode(mode)

    # Every command by typing, and its key

    def show_palette(self) -> None:
        """Every command by typing."""
        with passing(Palette(self._commands, self.actions, self._window)) as palette:
            palette.exec()
            chosen = palette.chosen
        if chosen is not None:
            chosen.trigger()

    def ask_for_keys(self) -> None:
        """Let the user give commands other keys."""
        with passing(KeysDialog(self._commands, self.actions, self._window)) as dialog:
            dialog.exec()
        keep_to_photo(self._view.canvas, self.actions.values())

    # What was written

    def offer_files(self, paths: list[Path]) -> None:
        """What was exported, with the ways to it."""
        first = paths[0]
        more = tr(" and {count} more", count=len(paths) - 1) if len(paths) > 1 else ""
        self._window.message_bar.offer(
            tr("Exported to {first}{more}.", first=first, more=more),
            (tr("Open"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(first)))),
            (tr("Show in folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(first.parent)))),
        )

    # The match, the mouse and undo

    def _show_match(self) -> None:
        pair = self._session.pair
        is_reading = any(photo.faces is None for photo in self._session.project.photos)
        offset = self._view.canvas.viewport.wanted.offset
        is_moved = pair is not None and is_moved_by_hand(pair, offset)
        self._window.top_bar.match.show_pair(pair, is_moved, is_reading)

    def _open_match(self) -> None:
        self._window.side.show_page(tr("Match"))
        self._window.match.fold.open(True)

    def _show_tool(self, name: str) -> None:
        action = self.actions.get(name)
        tip = "" if action is None or name == "select" else action.toolTip().split("\n")[-1]
        self.modes.show_tool(tip, name != "select")
        self.actions["draw"].setChecked(name not in ("select", "anchors", "place"))

    def _show_point(self) -> None:
        """Name the point or handle that is selected, by Tab for example, and the keys that act on it."""
        found = self._view.select.selected
        if isinstance(found, PointHit):
            point = point_name(found.code)
            words = tr("{point}: arrow keys move it, Enter confirms", point=point)
            self.modes.show_tool(words[:1].upper() + words[1:])
            self.fading.come()
        elif self._view.toolbox.name == "select":
            self.modes.show_tool(self._view.select.handles.words())
            if found is not None:
                self.fading.come()

    def _follow(self, before: Project, now: Project) -> None:
        self._later.ask()
        label = self._session.history.undo_label
        past = len(self._session.history.past)
        if label is not None and _loses(label) and (label, past) != self._last and now is not before:
            self._window.message_bar.offer(f"{label}.", (tr("Undo"), self._session.undo))
        self._last = None if label is None else (label, past)
        self.actions["show-guides"].setChecked(any(state.is_shown for state in now.guides))

    def _list_history(self) -> None:
        """The latest steps, the last one first; one of them undoes all down to it."""
        menu = self._window.top_bar.history
        menu.clear()
        steps = self._session.history.past[-LISTED:]
        for back, step in enumerate(reversed(steps), start=1):
            menu.addAction(step.label, partial(self._undo_many, back))
        if not steps:
            menu.addAction(tr("Nothing to undo")).setEnabled(False)

    def _undo_many(self, count: int) -> None:
        for _ in range(count):
            self._session.undo()

    # Guides and drawing

    def toggle_guides(self) -> None:
        """Hide every guide, or show those of before: thirds, midline and horizontals where none were."""
        shown = tuple(state.id for state in self._session.project.guides if state.is_shown)
        if shown:
            self._guides = shown
        label = tr("Hide the guides") if shown else tr("Show the guides")
        self._session.do(label, show_only_guides(() if shown else self._guides))

    def toggle_drawing(self) -> None:
        """Start the zone tool, or end the tool that is active."""
        is_drawing = self.actions["draw"].isChecked()
        if is_drawing:
            self._window.side.choose_page(tr("Zones"))
        self._view.use_tool("zone" if is_drawing else "select")

    # The menu by Alt

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._is_alt_alone = event.key() == Qt.Key.Key_Alt
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _is_pressed(event)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate, QEvent.Type.ShortcutOverride):
            is_alt = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt
            self._is_alt_alone = self._is_alt_alone and is_alt
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            if self._is_alt_alone:
                self._window.top_bar.open_menu()
            self._is_alt_alone = False
        return False


def _is_pressed(event: QKeyEvent) -> bool:
    """Whether Enter, of which nothing else wanted to know, pressed the button that has the keyboard."""
    button = QApplication.focusWidget()
    if event.isAutoRepeat() or not isinstance(button, QPushButton | QToolButton):
        return False
    button.click()
    return True


def _loses(label: str) -> bool:
    return any(word in label.casefold() for word in LOSING)
