"""Treatment zones: name and colour of each, in place."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from facebalance_desktop.planning.annotations import COLOURS, Annotation
from facebalance_desktop.project.edits_annotations import change_annotation, remove_annotation
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.panels.section import Section, say
from facebalance_desktop.ui.session import Session


class ZonesPanel(Section):
    """A list of zones; the selected one's name and colour are edited below it."""

    selected = Signal(str)
    """The id of the zone picked in the list."""
    draw_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Treatment zones", parent)
        self._session = session
        self.draw = QPushButton("Draw a zone")
        self.draw.setToolTip("Click round the area on either photo, Enter ends (Z)")
        self.draw.clicked.connect(self.draw_requested)
        self.body.addWidget(self.draw)
        self.empty = self.add_words()
        self.list = QListWidget()
        self.list.setMaximumHeight(130)
        self.list.setAccessibleName("Treatment zones")
        self.list.currentItemChanged.connect(self._pick)
        self.list.itemChanged.connect(self._tick)
        self.body.addWidget(self.list)
        self.name = QLineEdit()
        self.name.setAccessibleName("Zone name")
        self.name.setPlaceholderText("Name of the zone")
        self.name.editingFinished.connect(self._rename)
        self.colour = QPushButton("Colour")
        self.colour.setToolTip("Choose the zone's colour")
        self.colour.clicked.connect(self._choose_colour)
        self.delete = QPushButton("Delete")
        self.delete.setToolTip("Delete the zone (Del); undo brings it back")
        self.delete.clicked.connect(self._delete)
        row = QHBoxLayout()
        row.addWidget(self.colour)
        row.addWidget(self.delete)
        self.body.addWidget(self.name)
        self.body.addLayout(row)
        session.changed.connect(self._update)
        self._show()

    @property
    def current(self) -> Annotation | None:
        item = self.list.currentItem()
        zone_id = item.data(Qt.ItemDataRole.UserRole) if self.list.currentRow() >= 0 else None
        return next((zone for zone in self._session.project.annotations if zone.id == zone_id), None)

    def select(self, zone_id: str | None) -> None:
        """Follow the selection on the bench."""
        with QSignalBlocker(self.list):
            found = -1
            for row in range(self.list.count()):
                if self.list.item(row).data(Qt.ItemDataRole.UserRole) == zone_id:
                    found = row
            self.list.setCurrentRow(found)
        self._show_current()

    def start_naming(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _update(self, before: Project, now: Project) -> None:
        if before.annotations is not now.annotations:
            self._show()

    def _show(self) -> None:
        zones = self._session.project.annotations
        chosen = None if self.current is None else self.current.id
        with QSignalBlocker(self.list):
            self.list.clear()
            for zone in zones:
                swatch = QPixmap(14, 14)
                swatch.fill(QColor(zone.colour))
                item = QListWidgetItem(QIcon(swatch), zone.name or "Unnamed zone", self.list)
                item.setData(Qt.ItemDataRole.UserRole, zone.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if zone.is_shown else Qt.CheckState.Unchecked)
                item.setToolTip("Tick to show the zone")
        self.list.setVisible(bool(zones))
        say(self.empty, "" if zones else "None yet. Draw what is proposed on either photo.")
        self.select(chosen)

    def _show_current(self) -> None:
        zone = self.current
        for widget in (self.name, self.colour, self.delete):
            widget.setVisible(zone is not None)
        if zone is not None:
            if self.name.text() != zone.name:
                self.name.setText(zone.name)
            swatch = QPixmap(14, 14)
            swatch.fill(QColor(zone.colour))
            self.colour.setIcon(QIcon(swatch))

    def _pick(self) -> None:
        self._show_current()
        zone = self.current
        self.selected.emit("" if zone is None else zone.id)

    def _tick(self, item: QListWidgetItem) -> None:
        is_shown = item.checkState() == Qt.CheckState.Checked
        label = "Show zone" if is_shown else "Hide zone"
        self._session.do(label, change_annotation(item.data(Qt.ItemDataRole.UserRole), is_shown=is_shown))

    def _rename(self) -> None:
        zone = self.current
        if zone is not None and self.name.text().strip() != zone.name:
            self._session.do("Rename zone", change_annotation(zone.id, name=self.name.text().strip()))

    def _choose_colour(self) -> None:
        zone = self.current
        if zone is None:
            return
        dialog = QColorDialog(QColor(zone.colour), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        for place, colour in enumerate(COLOURS):
            QColorDialog.setCustomColor(place, QColor(colour))
        if dialog.exec():
            self._session.do("Colour zone", change_annotation(zone.id, colour=dialog.selectedColor().name()))

    def _delete(self) -> None:
        if (zone := self.current) is not None:
            self._session.do("Delete zone", remove_annotation(zone.id))
