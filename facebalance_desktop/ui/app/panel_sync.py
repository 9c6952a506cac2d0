"""Connects the drawings on the photos with the panels of zones and plan."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.annotation_commands import AnnotationCommands
from facebalance_desktop.ui.annotate.tools.annotation_selection import AnnotationSelection
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.plan.plan_overview import PlanOverview
from facebalance_desktop.ui.widgets.passing import passing


class PanelSync(QObject):
    """Selection runs both ways; what a panel asks for is a command."""

    def __init__(
        self, session: Session, view: CompareView, window: MainWindow, clinic: Clinic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._window = window
        self._clinic = clinic
        self.annotation_commands = AnnotationCommands(session, view.toolbox, clinic, self)
        self._actions: Mapping[str, QAction] = {}

    @property
    def selection(self) -> AnnotationSelection:
        return self._view.toolbox.select.selection

    def connect_to(self, actions: Mapping[str, QAction]) -> None:
        """Join the panels, once all commands are there."""
        self._actions = actions
        zones, plan, toolbox = self._window.zones, self._window.plan, self._view.toolbox
        zones.show_tips(actions)
        self._window.guides.show_tips(actions)
        zones.asked.connect(self._do)
        zones.selected.connect(self._view.pick_zone)
        zones.template_asked.connect(self.annotation_commands.put_template)
        zones.keep_asked.connect(self.annotation_commands.keep_as_template)
        toolbox.drawn.connect(self._drawn)
        toolbox.select.selection_changed.connect(self._follow)
        self._view.tool_changed.connect(zones.show_tool)
        plan.picked.connect(self._show_picked)
        plan.overview_requested.connect(self.show_overview)
        plan.chart_requested.connect(partial(self._do, "chart"))

    def use_tool(self, name: str) -> None:
        self._window.side.choose_page(tr("Zones"))
        self._view.use_tool(name)

    def _do(self, name: str) -> None:
        self._actions[name].trigger()

    def _follow(self) -> None:
        chosen = self.selection.current
        self._window.zones.select(chosen)
        self._window.plan.follow_mark(chosen)

    def _drawn(self, annotation_id: str) -> None:
        """Start typing the text of a new note; other drawings need none."""
        item = self._session.project.annotation(annotation_id)
        if item is not None and item.kind == "note":
            self._window.side.show_page(tr("Zones"))
            self._window.zones.properties.start_writing()

    def _show_picked(self, annotation_id: str) -> None:
        if annotation_id and annotation_id not in self.selection.ids:
            self._view.pick_zone(annotation_id)

    def plan_treatment(self, state: str) -> None:
        self._window.side.show_page(tr("Plan"))
        self._window.plan.add_treatment(state)
        self.enter_page()

    def open_page(self, title: str) -> None:
        """A page by its key: it comes to the front, and the keyboard goes into it."""
        if self._window.are_panels_hidden:
            self._window.hide_panels()
        self._window.side.show_page(title)
        self.enter_page()

    def enter_page(self) -> None:
        """The keyboard goes to the first field of the open page: of the plan, to the treatment that is picked."""
        side, form = self._window.side, self._window.plan.form
        side.show_page(side.page)
        if side.page == tr("Plan") and form.modality.isVisible():
            side.enter(form.modality)
        else:
            side.enter()

    def choose_zone(self) -> None:
        """The keyboard goes to the list of zones that can be put on the face."""
        self._window.side.show_page(tr("Zones"))
        self._window.side.enter(self._window.zones.zone)

    def record_performed(self) -> None:
        """The treatment that is picked, or that of the selected drawing, becomes one that was done."""
        self._window.side.show_page(tr("Plan"))
        if not self._window.plan.record_performed():
            self._session.tell(tr("Pick the planned treatment that was performed; then it can be recorded."))

    def show_overview(self) -> None:
        with passing(PlanOverview(self._session.project.plan, self._clinic.tables, self._window)) as overview:
            overview.exec()
