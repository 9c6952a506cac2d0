"""What leaves the room: asks how, writes, copies or prints, and keeps the last template for one key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from facebalance_desktop import settings
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.show import show_of
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.render import fonts
from facebalance_desktop.render.document import paint_vectors
from facebalance_desktop.render.logo import clinic_of, with_logo
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.export.export_dialog import ExportDialog, ask_for_path
from facebalance_desktop.ui.export.runner import ExportRequest, ExportRunner
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.show_dialog import ShowDialog
from facebalance_desktop.ui.widgets.theme import enlarge


class ExportCommands(QObject):
    """The designer and its outcomes."""

    def __init__(
        self, session: Session, view: CompareView, pixel_cache: PixelCache, export_runner: ExportRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._view = view
        self._pixel_cache = pixel_cache
        self._export_runner = export_runner
        self._window = window

    def material(self, known: settings.Settings) -> Material | None:
        """The project and the bench as they are now."""
        pair = self._session.pair
        if pair is None:
            return None
        viewport = self._view.canvas.viewport
        return Material(self._session.project, pair, viewport.view_options, viewport.visible_frame(), clinic_of(known))

    def ask(self) -> None:
        """Open the designer."""
        known = settings.load().settings
        material = self.material(known)
        if material is None:
            return
        dialog = ExportDialog(material, self._pixel_cache, known, self._window)
        dialog.consent_requested.connect(lambda: self._ask_for_consent(dialog))
        try:
            if not dialog.exec():
                return
        finally:
            self._pixel_cache.ready.disconnect(dialog.refresh)
            dialog.deleteLater()
        order = ExportRequest(dialog.material, dialog.template, dialog.long_side, known)
        self._remember(known, dialog.names.currentData())
        if dialog.wish == "copy":
            self._export_runner.copy(order)
        elif dialog.wish == "print":
            self._print(order)
        elif dialog.path is not None:
            self._export_runner.export(order, dialog.path)

    def export_again(self) -> None:
        """By the template that was used last; only the place is asked for."""
        known = settings.load().settings
        material = self.material(known)
        if material is None:
            return
        table = templates(settings.clinic_dir(known))
        try:
            template = table.named(known.last_template)
        except Problem:
            template = table.all[0]
        path = ask_for_path(self._window, template)
        if path is not None:
            self._export_runner.export(ExportRequest(material, template, None, known), path)

    def ask_for_consent(self) -> None:
        """Note what the patient agreed to."""
        dialog = ConsentDialog(self._session.project, self._window)
        if dialog.exec() and (edit := dialog.edit) is not None:
            self._session.do("Note consent", edit)
        dialog.deleteLater()

    def ask_for_settings(self) -> None:
        """The clinic's words and this workstation's ways; they hold at once."""
        dialog = SettingsDialog(settings.load().settings, self._window)
        is_wanted, chosen = bool(dialog.exec()), dialog.chosen
        dialog.deleteLater()
        if not is_wanted:
            return
        try:
            settings.save(chosen)
        except Problem as problem:
            self._session.tell(problem.sentence)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            enlarge(application, chosen.text_size)

    def ask_for_show(self) -> None:
        """Offer the steps that the project is good for, then present them."""
        steps = show_of(self._session.project)
        if not steps:
            self._session.tell("There is nothing to show yet: add photos first.")
            return
        dialog = ShowDialog(steps, self._window)
        is_wanted, chosen = bool(dialog.exec()), dialog.steps
        dialog.deleteLater()
        if is_wanted and chosen:
            if self._view.presentation is not None:
                self._view.presentation.close()
            self._view.present(self._window, chosen)

    def _ask_for_consent(self, dialog: ExportDialog) -> None:
        self.ask_for_consent()
        pair = self._session.pair
        if pair is not None:
            dialog.take_material(replace(dialog.material, project=self._session.project, pair=pair))

    def _remember(self, known: settings.Settings, template_id: str) -> None:
        if known.last_template == template_id:
            return
        try:
            settings.save(replace(known, last_template=template_id))
        except Problem as problem:
            self._session.tell(problem.sentence)

    def _print(self, order: ExportRequest) -> None:
        figure = lay_out(order.material, order.template, fonts.measure)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        page = figure.pages[0]
        across = page.width > page.height
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        if order.template.page.startswith("letter"):
            printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        dialog = QPrintDialog(printer, self._window)
        if not dialog.exec():
            return
        if any(self._pixel_cache.whole(side.photo.sha256) is None for side in figure.sides):
            self._session.tell("The photos are still being opened; print again in a moment.")
            return
        found = with_logo(self._pixel_cache.whole, order.settings, order.template.background)
        painter = QPainter()
        if not painter.begin(printer):
            self._session.tell("The printer could not be used; nothing was printed.")
            return
        try:
            for number, one in enumerate(figure.pages):
                if number:
                    printer.newPage()
                paint_vectors(painter, one, printer, found)
        finally:
            painter.end()
        self._export_runner.note(order, tuple(side.photo for side in figure.sides), "print")
        self._session.tell("Sent to the printer.")
