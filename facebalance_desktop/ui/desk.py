"""The surgeon's desk: builds the window's parts, connects them, and carries out what the commands ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from facebalance_desktop import settings
from facebalance_desktop.project.edits_photos import change_comparison, compare_photos
from facebalance_desktop.ui.actions import Command, make_actions
from facebalance_desktop.ui.arrivals import Arrivals
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.bench_view import BenchView
from facebalance_desktop.ui.context_menu import ContextMenu
from facebalance_desktop.ui.darkroom import Darkroom
from facebalance_desktop.ui.dialogs.sheets import ABOUT, ShortcutSheet
from facebalance_desktop.ui.exporting import Exporting
from facebalance_desktop.ui.figures import Figures
from facebalance_desktop.ui.keeping import Keeping
from facebalance_desktop.ui.measuring import Measuring
from facebalance_desktop.ui.opening import Opening
from facebalance_desktop.ui.panels.mode_bar import MODE_BAR, NEED_PHOTOS, ModeBar
from facebalance_desktop.ui.planning import Planning
from facebalance_desktop.ui.preview import Preview
from facebalance_desktop.ui.reception import Reception
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.window import Window
from facebalance_desktop.work import Crew


class Desk(QObject):
    """One window with one project at a time."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.crew = Crew()
        self.session = Session(self)
        self.background = Background(self)
        budget = settings.load().settings.gallery_budget_mib * 2**20
        self.darkroom = Darkroom(self.crew, self.background, self, budget)
        self.view = BenchView(self.session, self.darkroom, self)  # asks for pixels before faces are looked for
        self.reception = Reception(self.session, self.crew, self.background, self)
        self.window = window
        window.furnish(self.session, self.darkroom, self.view.canvas)
        self.keeping = Keeping(self.session, self.background, Preview(self.darkroom), self)
        self.arrivals = Arrivals(self.session, self.crew, self.background, self.keeping, self.reception, self.window)
        self.opening = Opening(
            self.session, self.crew, self.background, self.keeping, self.reception, self.arrivals, self.window
        )
        self.measuring = Measuring(self.session, self.crew, self.background, self.keeping, window.changes)
        self.exporting = Exporting(self.session, self.background, self.darkroom, self)
        self.figures = Figures(self.session, self.view, self.darkroom, self.exporting, window)
        clinic = settings.clinic_dir(settings.load().settings)
        self.planning = Planning(self.session, self.view, window, clinic, self)
        self.actions: Mapping[str, QAction] = {}

    def equip(self, commands: Sequence[Command], tool_bar: Sequence[str]) -> None:
        """Give the window its menus and tool bar, connect everything and begin with an empty project."""
        self.actions = make_actions(self.window, commands)
        self._fill_tool_bar(tool_bar)
        self.modes = ModeBar(self.view.canvas.looking, self.view.blinking)
        self.modes.fill(self.actions, MODE_BAR)
        self.window.addToolBarBreak()
        self.window.addToolBar(self.modes)
        self.menu = ContextMenu(self.view.canvas, self.view.select, self.actions)
        self._connect()
        self.opening.start_new()
        self._show_present()

    def _fill_tool_bar(self, names: Sequence[str]) -> None:
        for name in names:
            if name == "|":
                self.window.tools.addSeparator()
            else:
                self.window.tools.addAction(self.actions[name])
        self.actions["select"].setChecked(True)
        self.actions["side-by-side"].setChecked(True)

    def _connect(self) -> None:
        window, view = self.window, self.view
        window.dropped.connect(self.opening.take)
        window.closing.connect(self.close)
        window.cancel_requested.connect(self.cancel)
        window.welcome.open_requested.connect(self.opening.ask_for_files)
        window.welcome.card_requested.connect(self.arrivals.ask_for_folder)
        window.welcome.demonstration_requested.connect(self.opening.show_demonstration)
        window.welcome.project_chosen.connect(lambda path: self.opening.open(Path(path)))
        window.guides.confirm_requested.connect(view.check_next_point)
        window.guides.place_requested.connect(view.place_missing)
        window.alignment.method.points_requested.connect(view.align_by_hand)
        self.planning.connect_to(self.actions)
        view.tool_changed.connect(self._show_tool)
        view.mode_changed.connect(lambda mode: self.actions[mode].setChecked(True))
        view.canvas.look_changed.connect(self._show_mode)
        self.darkroom.failed.connect(lambda _, sentence: self.session.tell(sentence))
        self.reception.progress.connect(window.show_progress)
        self.reception.choice_needed.connect(window.show_photo)
        self.exporting.progress.connect(window.show_progress)
        self.session.changed.connect(self._show_present)
        self.reception.expecting.connect(self.opening.clear_demonstration)
        self.keeping.leaving.connect(self.reception.settle)
        self.keeping.source_changed.connect(self._read_from)
        self.keeping.state_changed.connect(window.show_state)
        window.welcome.refresh()

    def _read_from(self) -> None:
        self.darkroom.read_from(self.keeping.originals)
        self.reception.restart(self.keeping.originals)

    def _show_tool(self, name: str) -> None:
        if name in self.actions:
            self.actions[name].setChecked(True)

    def _show_mode(self) -> None:
        self.actions[self.view.canvas.look.mode].setChecked(True)

    def _show_present(self) -> None:
        history, project = self.session.history, self.session.project
        for name, label in (("undo", history.undo_label), ("redo", history.redo_label)):
            action = self.actions[name]
            action.setEnabled(label is not None)
            action.setText(name.capitalize())
            what = "Nothing to " + name if label is None else f"{name.capitalize()}: {label.lower()}"
            action.setToolTip(f"{what} ({action.shortcut().toString()})")
        has_pair = project.comparison is not None
        for name in ("swap", "level"):
            self.actions[name].setEnabled(has_pair)
        for name in (*NEED_PHOTOS, "export", "export-again", "consent"):
            self.actions[name].setEnabled(bool(project.photos))

    def cancel(self) -> None:
        """Stop what comes in and what is exported; what was finished before is kept."""
        self.reception.cancel()
        self.exporting.cancel()

    def close(self) -> None:
        """Leave nothing behind: no unsaved edit, no presentation on the second screen, no worker."""
        if not self.keeping.close():
            self.window.may_close = False
            return
        if self.view.presentation is not None:
            self.view.presentation.close()
        self.background.cancel_all()
        self.crew.close()

    # What the commands do to the project

    def swap(self) -> None:
        if (comparison := self.session.project.comparison) is not None:
            self.session.do("Swap before and after", compare_photos(comparison.after, comparison.before))

    def toggle_level(self) -> None:
        if (comparison := self.session.project.comparison) is not None:
            edit = change_comparison(comparison.id, is_level=not comparison.is_level)
            self.session.do("Unlevel" if comparison.is_level else "Level", edit)

    # Words

    def show_shortcuts(self) -> None:
        ShortcutSheet(list(self.actions.values()), self.window).exec()

    def show_about(self) -> None:
        QMessageBox.about(self.window, "FaceBalance Desktop", ABOUT)
