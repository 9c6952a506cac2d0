"""Zones and other drawings: tools, templates, the list of what is drawn, and the properties of what is selected."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QWidget,
)

from facebalance_desktop.planning.annotations import KINDS, Annotation
from facebalance_desktop.project.edits_annotations import change_annotation
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.properties import Properties
from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.buttons import follow_tip, icon_button
from facebalance_desktop.ui.widgets.fields import swatch
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.section import Section, say

IN_A_ROW = 6
"""Drawing tools side by side."""
NARROW = "padding: 6px 2px;"
"""Three buttons in a row of a narrow page."""


class ZonesPanel(Section):
    """Everything about drawings that is not done on the photo itself."""

    manual_page = "plan#mark-the-zones"
    selected = Signal(str)
    """The id of the annotation picked in the list; empty for none."""
    asked = Signal(str)
    """The id of a command: a tool, or something to do with what is selected."""
    template_asked = Signal(str, str)
    """Zone of the table, and right, left, both or middle."""
    keep_asked = Signal(str)
    """The id of the zone to be saved as a template of the clinic."""

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(tr("Zones and drawings"), parent)
        self._session = session
        self._clinic = clinic
        self._listed: tuple[object, ...] | None = None
        self.buttons: dict[str, QToolButton] = {}
        self._add_tools()
        self._add_templates()
        self.empty = self.add_words()
        self.list = QListWidget()
        self.list.setMinimumHeight(110)
        self.list.setAccessibleName(tr("Zones and drawings"))
        self.list.currentItemChanged.connect(self._pick)
        self.list.itemChanged.connect(self._tick)
        self.body.addWidget(self.list)
        self.properties = Properties(session)
        self.properties.asked.connect(self.asked)
        self.body.addWidget(self.properties)
        self.measure = self.add_words()
        self.keep = QPushButton(tr("Save as a template of the clinic"))
        self.keep.setToolTip(tr("Saves the zone's outline on the face mesh, and nothing of the patient"))
        self.keep.clicked.connect(lambda: self.keep_asked.emit(self.current.id if self.current else ""))
        self.body.addWidget(self.keep)
        session.changed.connect(self._update)
        self._show()

    def _add_tools(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, tool in enumerate(DRAWING_TOOLS):
            button = icon_button(tool.icon, tool.text, tool.tip)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=tool.id: self.asked.emit(name))
            grid.addWidget(button, place // IN_A_ROW, place % IN_A_ROW)
            self.buttons[tool.id] = button
        grid.setColumnStretch(IN_A_ROW, 1)
        self.body.addLayout(grid)

    def show_tips(self, actions: Mapping[str, QAction]) -> None:
        """Each button says what its command does and by which key, whatever keys are given later."""
        self.properties.show_tips(actions)
        for name, button in self.buttons.items():
            follow_tip(button, actions[name])

    def _add_templates(self) -> None:
        title = Label(tr("Add a zone to the face"))
        title.setObjectName("quiet")
        self.body.addWidget(title)
        self.zone = ComboBox()
        self.zone.setAccessibleName(tr("Zone of the table"))
        self.zone.currentIndexChanged.connect(self._show_sides)
        self.zone.setToolTip(tr("Enter puts the zone on both sides of the face"))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(key, self.zone)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._put_on_both)
        self.body.addWidget(self.zone)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.sides: dict[str, QPushButton] = {}
        for side, words in (("right", tr("Right")), ("left", tr("Left")), ("both", tr("Both")), ("middle", tr("Add"))):
            button = QPushButton(words)
            button.setStyleSheet(NARROW)
            button.setToolTip(tr("The patient's side; schematic, to be adjusted"))
            button.clicked.connect(
                lambda _=False, side=side: self.template_asked.emit(str(self.zone.currentData()), side)
            )
            row.addWidget(button, 1)
            self.sides[side] = button
        self.body.addLayout(row)
        self._offer()
        self._clinic.changed.connect(self._offer)

    def _put_on_both(self) -> None:
        zone = str(self.zone.currentData())
        is_pair = len(self._clinic.templates.sides_of(zone)) == 2
        self.template_asked.emit(zone, "both" if is_pair else "middle")

    def _show_sides(self) -> None:
        is_pair = len(self._clinic.templates.sides_of(str(self.zone.currentData()))) == 2
        for side, button in self.sides.items():
            button.setVisible(is_pair != (side == "middle"))

    def _offer(self) -> None:
        """The zones of the table, with those that the clinic kept; the chosen one stays chosen."""
        chosen = self.zone.currentData()
        with QSignalBlocker(self.zone):
            self.zone.clear()
            for zone, name in self._clinic.templates.zones.items():
                self.zone.addItem(name, zone)
            self.zone.setCurrentIndex(max(0, self.zone.findData(chosen)))
        self._show_sides()

    def show_tool(self, name: str) -> None:
        """Mark the active tool."""
        for tool, button in self.buttons.items():
            button.setChecked(tool == name)

    @property
    def current(self) -> Annotation | None:
        item = self.list.currentItem()
        chosen = item.data(Qt.ItemDataRole.UserRole) if self.list.currentRow() >= 0 else None
        return self._session.project.annotation(chosen)

    def select(self, annotation_id: str | None) -> None:
        """Follow the selection on the photos."""
        with QSignalBlocker(self.list):
            found = -1
            for row in range(self.list.count()):
                if self.list.item(row).data(Qt.ItemDataRole.UserRole) == annotation_id:
                    found = row
            self.list.setCurrentRow(found)
        self._show_current()

    def _update(self, before: Project, now: Project) -> None:
        if before.annotations is not now.annotations or before.photos is not now.photos:
            self._show()

    def _show(self) -> None:
        """The list anew, where anything in it differs: a drawing that only moves does not."""
        project = self._session.project
        listed = tuple(
            (item.id, item.told, item.text, item.colour, item.is_shown, item.is_locked, item.kind)
            for item in project.annotations
        )
        if listed == self._listed:
            self.properties.refresh()
            return
        self._listed = listed
        items = [item for item in self._session.project.annotations if not item.is_foreign]
        chosen = None if self.current is None else self.current.id
        with QSignalBlocker(self.list):
            self.list.clear()
            for item in reversed(items):
                words = item.told or item.text.split("\n")[0][:40] or KINDS[item.kind].name
                row = QListWidgetItem(
                    swatch(item.colour), words + (tr(" (locked)") if item.is_locked else ""), self.list
                )
                row.setData(Qt.ItemDataRole.UserRole, item.id)
                row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                row.setCheckState(Qt.CheckState.Checked if item.is_shown else Qt.CheckState.Unchecked)
                row.setToolTip(
                    plain(tr("{name}; tick to show it; the first in the list is in front", name=KINDS[item.kind].name))
                )
        self.list.setVisible(bool(items))
        say(self.empty, "" if items else tr("Nothing drawn yet. Drawings also appear on the other photo."))
        self.select(chosen)

    def _show_current(self) -> None:
        item = self.current
        self.properties.show_one(None if item is None else item.id)
        self.keep.setVisible(item is not None and item.is_zone)
        words = self.properties.measure_words()
        if item is not None and item.is_schematic:
            words = tr("Schematic: adjust it to this face.")
        say(self.measure, words)

    def _pick(self) -> None:
        self._show_current()
        item = self.current
        self.selected.emit("" if item is None else item.id)

    def _tick(self, row: QListWidgetItem) -> None:
        is_shown = row.checkState() == Qt.CheckState.Checked
        chosen = row.data(Qt.ItemDataRole.UserRole)
        item = self._session.project.annotation(chosen)
        if item is not None and item.is_shown != is_shown:
            self._session.do(
                tr("Show drawing") if is_shown else tr("Hide drawing"), change_annotation(chosen, is_shown=is_shown)
            )
