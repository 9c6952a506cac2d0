"""The surgeon's desk: builds the window's parts, connects them, and carries out what the commands ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from facebalance_desktop import settings
from facebalance_desktop.project.edits_photos import change_comparison, compare_photos
from facebalance_desktop.ui.app.commands.export import ExportCommands
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.incoming import IncomingFiles
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.app.panel_sync import PanelSync
from facebalance_desktop.ui.app.sheets import ABOUT, ShortcutSheet
from facebalance_desktop.ui.compare.measuring import ChangesController
from facebalance_desktop.ui.export.runner import ExportRunner
from facebalance_desktop.ui.open_project.autosave import Autosave
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.preview import Preview
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photo_import.importer import PhotoImporter
from facebalance_desktop.ui.viewer.context_menu import ContextMenu
from facebalance_desktop.ui.viewer.mode_bar import MODE_BAR, ModeBar
from facebalance_desktop.ui.widgets.actions import Command, enable_actions, make_actions
from facebalance_desktop.ui.widgets.photo_keys import keep_to_photo
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.work import WorkerPool


class Workspace(QObject):
    """One window with one project at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.pool = WorkerPool()
        self.session = Session(self)
        self.bridge = JobBridge(self)
        budget = settings.load().settings.gallery_budget_mib * 2**20
        self.pixel_cache = PixelCache(self.pool, self.bridge, self, budget)
        self.view = CompareView(self.session, self.pixel_cache, self)  # asks for pixels before faces are looked for
        self.importer = PhotoImporter(self.session, self.pool, self.bridge, self)
        self.window = window
        window.furnish(self.session, self.pixel_cache, self.view.canvas)
        self.autosave = Autosave(self.session, self.bridge, Preview(self.pixel_cache), self)
        self.incoming = IncomingFiles(self.session, self.pool, self.bridge, self.autosave, self.importer, self.window)
        self.opening = Opening(
            self.session, self.pool, self.bridge, self.autosave, self.importer, self.incoming, self.window
        )
        self.measuring = ChangesController(self.session, self.pool, self.bridge, self.autosave, window.changes)
        self.export_runner = ExportRunner(self.session, self.bridge, self.pixel_cache, self)
        self.export_commands = ExportCommands(self.session, self.view, self.pixel_cache, self.export_runner, window)
        clinic = settings.clinic_dir(settings.load().settings)
        self.panel_sync = PanelSync(self.session, self.view, window, clinic, self)
        self.actions: Mapping[str, QAction] = {}
        self.commands: Sequence[Command[Workspace]] = ()

    def equip(self, commands: Sequence[Command[Workspace]], tool_bar: Sequence[str]) -> None:
        """Give the window its menus and tool bar, connect everything and begin with an empty project."""
        self.commands = commands
        self.actions = make_actions(self.window, commands, self)
        keep_to_photo(self.view.canvas, self.actions.values())
        self._fill_tool_bar(tool_bar)
        self.modes = ModeBar(self.view.canvas.viewport, self.view.blinking)
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
        window.start_page.open_requested.connect(self.opening.ask_for_files)
        window.start_page.card_requested.connect(self.incoming.ask_for_folder)
        window.start_page.demonstration_requested.connect(self.opening.show_demonstration)
        window.start_page.project_chosen.connect(lambda path: self.opening.open(Path(path)))
        window.guides.confirm_requested.connect(view.check_next_point)
        window.guides.place_requested.connect(view.place_missing)
        window.alignment.method.points_requested.connect(view.align_by_hand)
        self.panel_sync.connect_to(self.actions)
        view.tool_changed.connect(self._show_tool)
        view.mode_changed.connect(lambda mode: self.actions[mode].setChecked(True))
        view.canvas.view_options_changed.connect(self._show_mode)
        self.pixel_cache.failed.connect(lambda _, sentence: self.session.tell(sentence))
        self.importer.progress.connect(window.show_progress)
        self.importer.choice_needed.connect(window.show_photo)
        self.export_runner.progress.connect(window.show_progress)
        self.session.changed.connect(self._show_present)
        self.importer.expecting.connect(self.opening.clear_demonstration)
        self.autosave.leaving.connect(self.importer.settle)
        self.autosave.source_changed.connect(self._read_from)
        self.autosave.state_changed.connect(window.show_state)
        window.start_page.refresh()

    def _read_from(self) -> None:
        self.pixel_cache.read_from(self.autosave.originals)
        self.importer.restart(self.autosave.originals)

    def _show_tool(self, name: str) -> None:
        if name in self.actions:
            self.actions[name].setChecked(True)

    def _show_mode(self) -> None:
        self.actions[self.view.canvas.view_options.mode].setChecked(True)

    def _show_present(self) -> None:
        history, project = self.session.history, self.session.project
        for name, label in (("undo", history.undo_label), ("redo", history.redo_label)):
            action = self.actions[name]
            action.setEnabled(label is not None)
            action.setText(name.capitalize())
            what = "Nothing to " + name if label is None else f"{name.capitalize()}: {label.lower()}"
            action.setToolTip(plain(f"{what} ({action.shortcut().toString()})"))
        enable_actions(self.actions, self.commands, bool(project.photos), project.comparison is not None)

    def cancel(self) -> None:
        """Stop what comes in and what is exported; what was finished before is kept."""
        self.importer.cancel()
        self.export_runner.cancel()

    def close(self) -> None:
        """Leave nothing behind: no unsaved edit, no presentation on the second screen, no worker."""
        if not self.autosave.close():
            self.window.may_close = False
            return
        if self.view.presentation is not None:
            self.view.presentation.close()
        self.bridge.cancel_all()
        self.pool.close()

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
