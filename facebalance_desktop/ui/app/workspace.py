"""Builds the window's parts, binds them to the open project, and carries out what the commands ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMessageBox

from facebalance_desktop.project.edits_photos import change_comparison, compare_photos
from facebalance_desktop.project.memory import forget_all
from facebalance_desktop.render.clipboard import copy_text
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app import window_memory
from facebalance_desktop.ui.app.clinic_files import ClinicFiles
from facebalance_desktop.ui.app.closing import Closing
from facebalance_desktop.ui.app.commands.export import ExportCommands
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.diagnostic_facts import COPIED, facts_of, report
from facebalance_desktop.ui.app.file_questions import FileQuestions
from facebalance_desktop.ui.app.frame import WindowFrame
from facebalance_desktop.ui.app.help_key import HelpKey
from facebalance_desktop.ui.app.incoming import IncomingFiles
from facebalance_desktop.ui.app.light_switch import LightSwitch
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.app.panel_sync import PanelSync
from facebalance_desktop.ui.app.recovery_offer import RecoveryOffer
from facebalance_desktop.ui.app.save_as import SaveAs
from facebalance_desktop.ui.app.sheets import ABOUT, ShortcutSheet
from facebalance_desktop.ui.app.start_cards import StartCards
from facebalance_desktop.ui.app.versions_dialog import Versions
from facebalance_desktop.ui.compare.measuring import ChangesController
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.open_project.pixel_cache import BoundPixelCache
from facebalance_desktop.ui.open_project.session import BoundSession
from facebalance_desktop.ui.plan.lot_search import LotSearchDialog
from facebalance_desktop.ui.viewer.context_menu import ContextMenu
from facebalance_desktop.ui.widgets.actions import Command, enable_actions, make_actions, shown_key
from facebalance_desktop.ui.widgets.fields import commit_typing
from facebalance_desktop.ui.widgets.painting import paint_later
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.theme import apply_theme
from facebalance_desktop.work import WorkerPool, run_in_thread


class Workspace(QObject):
    """One window, and the project that its views are bound to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        # What lives as long as the program
        self.clinic = Clinic(self)
        self.pool = WorkerPool()
        self.bridge = JobBridge(self)
        self.opening = Opening(self.pool, self.bridge, self.clinic, self)
        self.recovery_offer = RecoveryOffer(self.opening, self.bridge, window)
        # What shows the open project, whichever it is
        self.session = BoundSession(self)
        self.pixel_cache = BoundPixelCache(self)
        self.view = CompareView(self.session, self.pixel_cache, self)
        self.window = window
        window.build_panels(self.session, self.pixel_cache, self.view.canvas, self.clinic)
        self.incoming = IncomingFiles(self.pool, self.bridge, self.opening, window)
        self.save_as = SaveAs(self.opening, self.clinic, window)
        self.clinic_files = ClinicFiles(self.opening, self.bridge, self.clinic, window)
        self.closing = Closing(window)
        self.is_closing = False
        self.versions = Versions(self.pool, self.opening, window)
        self.file_questions = FileQuestions(self.opening, self.bridge, window)
        self.measuring = ChangesController(lambda: self.opening.project, self.pool, window.changes)
        self.export_commands = ExportCommands(self.opening, self.view, self.clinic, window)
        self.panel_sync = PanelSync(self.session, self.view, window, self.clinic, self)
        self.frame = WindowFrame(window, self.session, self.view)
        self.help = HelpKey(window, self.view)
        self.light = LightSwitch(self.session, self.view.canvas.viewport, self.clinic, self)
        self.cards = StartCards(window.start_page, self.session, self.bridge, self.clinic)
        self.actions: Mapping[str, QAction] = {}
        self.commands: Sequence[Command[Workspace]] = ()
        self._bindings: tuple[tuple[SignalInstance, Callable[..., object]], ...] = ()

    @property
    def project(self) -> OpenProject:
        """The project that is shown."""
        return self.opening.project

    def equip(self, commands: Sequence[Command[Workspace]]) -> None:
        """Give the window its menus and bars, connect everything and begin with an empty project."""
        self.commands = commands
        self.actions = make_actions(self.window, commands, self)
        self.actions["select"].setChecked(True)
        self.actions["side-by-side"].setChecked(True)
        self.modes = self.frame.fill(commands, self.actions)
        self.help.fill(self.actions)
        self.menu = ContextMenu(self.view.canvas, self.view.select, self.actions)
        self._connect()
        self.incoming.folder = self.frame.restore()
        self.opening.begin()
        self.clinic.tell_problems()

    def _connect(self) -> None:
        window, view = self.window, self.view
        self.opening.laid_out.connect(self._bind)
        self.opening.progress.connect(window.show_progress)
        self.opening.told.connect(self.session.told)
        self.opening.warned.connect(self.session.warned)
        self.opening.resolved.connect(self.session.resolved)
        self.clinic.changed.connect(self._apply_settings)
        self.clinic.told.connect(self.session.tell)
        if isinstance(application := QApplication.instance(), QApplication):
            application.applicationStateChanged.connect(self._look_at_tables)
        window.dropped.connect(self.incoming.receive)
        window.closing.connect(self.close)
        window.cancel_requested.connect(self._cancel_import)
        window.export_cancel_requested.connect(self._cancel_export)
        window.start_page.open_requested.connect(self.incoming.ask_for_files)
        window.start_page.card_requested.connect(self.incoming.ask_for_folder)
        window.start_page.demonstration_requested.connect(self.opening.show_demonstration)
        window.start_page.paste_requested.connect(self.incoming.paste)
        window.start_page.project_chosen.connect(lambda path: self.opening.open(Path(path)))
        window.guides.confirm_requested.connect(view.check_next_point)
        window.guides.place_requested.connect(view.place_missing)
        window.measures.hovered.connect(view.show_measure)
        window.measures.points_requested.connect(view.place_points)
        window.alignment.method.points_requested.connect(view.align_by_hand)
        self.panel_sync.connect_to(self.actions)
        view.tool_changed.connect(self._show_tool)
        view.mode_changed.connect(lambda mode: self.actions[mode].setChecked(True))
        view.canvas.view_options_changed.connect(self._show_mode)
        self.pixel_cache.failed.connect(lambda _, sentence: self.session.warn(sentence))
        self.light.changed.connect(self.actions["match-display"].setChecked)
        self.session.changed.connect(self._show_present)
        window.start_page.refresh()

    def _bind(self, project: OpenProject) -> None:
        """Show this project in all views from now on; the one before goes on alone until it has ended."""
        for signal, slot in self._bindings:
            signal.disconnect(slot)
        self._bindings = (
            (project.autosave.state_changed, self.window.show_state),
            (project.autosave.progress, self.window.top_bar.chip.show_progress),
            (project.importer.progress, self.window.show_progress),
            (project.importer.faces.choice_needed, self.window.show_photo),
            (project.export_runner.progress, self.window.show_export_progress),
            (project.export_runner.written, self.frame.offer_files),
            (project.autosave.leaving, self._commit_typing),
            (project.autosave.disputed, self.file_questions.ask_what_becomes),
        )
        for signal, slot in self._bindings:
            signal.connect(slot)
        canvas = self.view.canvas
        paint_later(self.window, lambda: paint_later(canvas, canvas.scene))  # the photos in a turn of their own
        self.window.show_progress(0, 0, "")
        project.export_runner.tell_progress()
        self.pixel_cache.bind(project.pixel_cache)
        self.session.bind(project.session)
        self.window.start_page.refresh_when_seen()

    def _cancel_import(self) -> None:
        self.opening.cancel()
        self.project.importer.cancel()

    def _cancel_export(self) -> None:
        self.project.export_runner.cancel()

    def _commit_typing(self) -> None:
        """The project is left: what was typed belongs to it."""
        commit_typing(self.window)
        self.window.plan.record.take_drafts()
        self.window.assessment.take_drafts()

    def show_recent(self) -> None:
        """The start page with the list of projects, ready for typing."""
        self.opening.start_new(lambda _: self.window.start_page.search.setFocus())

    def find_lot(self) -> None:
        """Who was treated with a lot, in all projects of the clinic."""
        with passing(LotSearchDialog(self.clinic.folder, self.window)) as dialog:
            dialog.exec()

    def _look_at_tables(self, state: Qt.ApplicationState) -> None:
        """Back from another program, which may have changed the settings or the clinic's tables."""
        if state == Qt.ApplicationState.ApplicationActive and not self.clinic.is_reading:
            self.clinic.reload()

    def _apply_settings(self) -> None:
        """The settings or the clinic's tables are others: everything is shown by them at once."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            known = self.clinic.settings
            apply_theme(application, known.appearance, known.text_size)
        forget_all()
        self.view.canvas.clear()
        self.session.refresh()

    def _show_tool(self, name: str) -> None:
        if name in self.actions:
            self.actions[name].setChecked(True)

    def _show_mode(self) -> None:
        self.actions[self.view.canvas.view_options.mode].setChecked(True)

    def _show_present(self) -> None:
        history, project = self.session.history, self.session.project
        undo, redo = (history.undo_label, tr("Nothing to undo")), (history.redo_label, tr("Nothing to redo"))
        for name, title, (label, nothing) in (("undo", tr("Undo"), undo), ("redo", tr("Redo"), redo)):
            action = self.actions[name]
            action.setEnabled(label is not None)
            action.setText(title)
            action.setToolTip(plain(f"{title}  {shown_key(action.shortcut())}\n{nothing if label is None else label}"))
        enable_actions(self.actions, self.commands, bool(project.photos), project.comparison is not None)

    def close(self) -> None:
        """Leave nothing behind: no unsaved edit, no presentation on the second screen, no worker."""
        if self.is_closing:  # asked again while saving is waited for
            self.window.may_close = False
            return
        self.opening.cancel()
        told: list[str] = []
        self.is_closing = True

        def note(sentence: str) -> None:
            told.append(sentence)

        self.opening.told.connect(note)
        projects = (*self.opening.retired, self.project)
        self.window.may_close = all(project.has_ended or project.close(self.closing.wait) for project in projects)
        self.opening.told.disconnect(note)
        self.is_closing = False
        if not self.window.may_close:
            return
        self.closing.tell(told)
        if self.view.presentation is not None:
            self.view.presentation.close()
        window_memory.save(self.window, self.view.canvas.viewport.wanted.mode, self.incoming.folder)
        self.bridge.drop_all()
        self.clinic.close()
        self.bridge.deliver()  # what is still opening is put back
        self.pool.close()

    # What the commands do to the project

    def swap(self) -> None:
        if (comparison := self.session.project.comparison) is not None:
            self.session.do(tr("Swap before and after"), compare_photos(comparison.after, comparison.before))

    def toggle_level(self) -> None:
        if (comparison := self.session.project.comparison) is not None:
            edit = change_comparison(comparison.id, is_level=not comparison.is_level)
            self.session.do(tr("Unlevel") if comparison.is_level else tr("Level"), edit)

    # Words

    def show_shortcuts(self) -> None:
        with passing(ShortcutSheet(list(self.actions.values()), self.window)) as sheet:
            sheet.exec()

    def copy_diagnostics(self) -> None:
        """Put what the maintainers of the program need on the clipboard; the logs are read in a thread."""
        facts = facts_of(self.session.project, self.clinic.settings, self.window)
        self.bridge.follow(run_in_thread(report, facts), self._copy_report, self.session.warn)

    def _copy_report(self, text: str) -> None:
        copy_text(text)
        self.session.tell(COPIED)

    def show_about(self) -> None:
        QMessageBox.about(self.window, tr("FaceBalance Desktop"), ABOUT)
