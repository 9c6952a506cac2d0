"""Exporting: asks how, writes, copies or prints a figure, and remembers the last template."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.show import show_of
from facebalance_desktop.drawing.templates import FigureTemplate, FigureTemplates, paper_name, templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.match_warnings import print_warning
from facebalance_desktop.render import fonts
from facebalance_desktop.render.document import paint_vectors, resolution
from facebalance_desktop.render.figure_photos import sides_at_once
from facebalance_desktop.render.logo import clinic_of, with_logo
from facebalance_desktop.render.paper import paper_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.export.export_dialog import ExportDialog, ask_for_path
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.export_runner import ExportRequest
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.presentation.show_dialog import ShowDialog
from facebalance_desktop.ui.presentation.step_pictures import StepPictures
from facebalance_desktop.ui.widgets.confirm import may_go_on
from facebalance_desktop.ui.widgets.passing import passing

PAPER_SIZES = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


class ExportCommands(QObject):
    """The export dialog and what follows from it. A dialog is about the project that was shown when it opened."""

    def __init__(self, opening: Opening, view: CompareView, clinic: Clinic, window: QWidget) -> None:
        super().__init__(window)
        self._opening = opening
        self._view = view
        self._clinic = clinic
        self._window = window

    def material(self, project: OpenProject) -> Material | None:
        """The project and the view as they are now."""
        pair = project.session.pair
        if pair is None:
            return None
        viewport = self._view.canvas.viewport
        clinic = clinic_of(self._clinic.settings, self._clinic.logo)
        return Material(project.session.project, pair, viewport.view_options, viewport.visible_frame(), clinic)

    def ask(self) -> None:
        """Open the designer."""
        known = self._clinic.settings
        with self._opening.dialog() as project:
            material = self.material(project)
            if material is None:
                return
            dialog = ExportDialog(material, project.pixel_cache, self._clinic, self._window)
            dialog.consent_requested.connect(lambda: self._ask_for_consent(project, dialog))
            with passing(dialog):
                try:
                    if not dialog.exec():
                        return
                finally:
                    for arrived in dialog.arrivals:
                        arrived.disconnect(dialog.take_pixels)
            order = ExportRequest(dialog.material, dialog.template, dialog.long_side, known, self._clinic.logo)
            self._remember(dialog.names.currentData())
            if dialog.wish == "copy":
                project.export_runner.copy(order)
            elif dialog.wish == "print":
                if self.may_print(order):
                    self._print(project, order)
            elif dialog.path is not None:
                project.export_runner.export(order, dialog.path)

    def export_again(self) -> None:
        """By the template that was used last; only the place is asked for."""
        known = self._clinic.settings
        with self._opening.dialog() as project:
            material = self.material(project)
            if material is None:
                return
            template = self.last_template()
            path = ask_for_path(self._window, template)
            order = ExportRequest(material, template, None, known, self._clinic.logo)
            if path is not None:
                project.export_runner.export(order, path)

    def export_chart(self) -> None:
        """The chart of the plan as a PDF; only the place is asked for."""
        with self._opening.dialog() as project:
            material = self.material(project)
            if material is None:
                return
            template = self._templates().named("chart")
            path = ask_for_path(self._window, template, tr("chart"), ".pdf")
            if path is not None:
                order = ExportRequest(material, template, None, self._clinic.settings, self._clinic.logo)
                project.export_runner.export(order, path)

    def may_print(self, order: ExportRequest) -> bool:
        """Whether a figure may be printed; asks where its photos match poorly."""
        figure = lay_out(order.material, order.template, fonts.measure)
        warning = print_warning(order.material.pair, [side.photo.id for side in figure.sides])
        return warning is None or may_go_on(self._window, tr("Photo match"), warning, tr("Print all the same?"))

    def last_template(self) -> FigureTemplate:
        """The template that was used last, or the first."""
        table = self._templates()
        try:
            return table.named(self._clinic.settings.last_template)
        except Problem:
            return table.all[0]

    def _templates(self) -> FigureTemplates:
        return templates(CLINIC.source, paper_of(self._clinic.settings.paper))

    def ask_for_consent(self) -> None:
        """Note what the patient agreed to."""
        with self._opening.dialog() as project:
            self._note_consent(project)

    def _note_consent(self, project: OpenProject) -> None:
        dialog = ConsentDialog(
            project.session.project, project.originals, self._window, project.bridge, project.session.tell
        )
        with passing(dialog):
            if dialog.exec() and (edit := dialog.edit) is not None:
                project.session.do(tr("Note consent"), edit)

    def ask_for_settings(self) -> None:
        """The settings dialog; what was chosen holds at once."""
        with self._opening.dialog(), passing(SettingsDialog(self._clinic.settings, self._window)) as dialog:
            is_wanted, chosen = bool(dialog.exec()), dialog.chosen
        if is_wanted:
            self._change(chosen)

    def ask_for_show(self) -> None:
        """Offer the steps that the project is good for, then present them."""
        with self._opening.dialog() as project:
            steps = show_of(project.session.project)
            if not steps:
                project.session.tell(tr("There is nothing to show yet: add photos first."))
                return
            pictures = StepPictures(project.session.project, project.pixel_cache)
            with passing(ShowDialog(steps, pictures, self._window)) as dialog:
                project.pixel_cache.thumbnail_ready.connect(dialog.refresh)
                try:
                    is_wanted, chosen = bool(dialog.exec()), dialog.steps
                finally:
                    project.pixel_cache.thumbnail_ready.disconnect(dialog.refresh)
            if is_wanted and chosen:
                if self._view.presentation is not None:
                    self._view.presentation.close()
                self._view.present(self._window, chosen)

    def _ask_for_consent(self, project: OpenProject, dialog: ExportDialog) -> None:
        self._note_consent(project)
        pair = project.session.pair
        if pair is not None:
            dialog.take_material(replace(dialog.material, project=project.session.project, pair=pair))

    def _remember(self, template_id: str) -> None:
        self._change(replace(self._clinic.settings, last_template=template_id))

    def _change(self, chosen: Settings) -> None:
        try:
            self._clinic.change(chosen)
        except Problem as problem:
            self._opening.project.session.tell(problem.sentence)

    def _print(self, project: OpenProject, order: ExportRequest) -> None:
        figure = lay_out(order.material, order.template, fonts.measure)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        page = figure.pages[0]
        across = page.width > page.height
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        paper = paper_name(order.template.page, paper_of(order.settings.paper))
        printer.setPageSize(QPageSize(PAPER_SIZES[paper]))
        with passing(QPrintDialog(printer, self._window)) as dialog:
            if not dialog.exec():
                return
        sides, cache = sides_at_once(figure, resolution(figure)), project.pixel_cache
        photos = [side.photo for side in figure.sides]
        missing = [photo for photo in photos if cache.at_least(photo, sides[photo.sha256]) is None]
        if missing:
            for photo in missing:
                cache.ask(photo, sides[photo.sha256])
            project.session.tell(tr("The photos are still being opened; print again in a moment."))
            return
        found = with_logo(cache.pyramid, order.settings, order.logo, order.template.background)
        painter = QPainter()
        if not painter.begin(printer):
            project.session.tell(tr("The printer could not be used; nothing was printed."))
            return
        try:
            for number, one in enumerate(figure.pages):
                if number:
                    printer.newPage()
                paint_vectors(painter, one, printer, found)
        finally:
            painter.end()
        project.export_runner.note(order, tuple(side.photo for side in figure.sides), "print")
        project.session.tell(tr("Sent to the printer."))
