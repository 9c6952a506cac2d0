"""The settings and the clinic's tables that hold now, for the window: read here at the moment of use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop import settings
from facebalance_desktop.planning.tables import Tables, load_tables
from facebalance_desktop.planning.templates import ZoneTemplates, load_templates
from facebalance_desktop.project.clinic_values import CLINIC, Stamp
from facebalance_desktop.project.view_set import ViewSet, load_view_set
from facebalance_desktop.settings import Settings


class Clinic(QObject):
    """No view keeps a copy: it reads the values again when they `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        CLINIC.refresh()
        self._stamps: tuple[Stamp, ...] | None = None

    @property
    def settings(self) -> Settings:
        return CLINIC.settings

    @property
    def folder(self) -> Path:
        """Where new projects and the clinic's own tables are kept; it need not exist yet."""
        return CLINIC.folder

    @property
    def tables(self) -> Tables:
        return CLINIC.of(load_tables)

    @property
    def templates(self) -> ZoneTemplates:
        return CLINIC.of(load_templates)

    @property
    def views(self) -> ViewSet:
        return CLINIC.of(load_view_set)

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each line or row that was not understood."""
        return (*CLINIC.problems, *self.tables.problems, *self.templates.problems, *self.views.problems)

    def change(self, chosen: Settings) -> None:
        """These hold from now on. Raises Problem where they cannot be written; they hold until the program ends."""
        if chosen != self.settings:
            CLINIC.take(chosen)
            self._stamps = None
            self.changed.emit()
            settings.save(chosen)

    def reload(self) -> None:
        """A table was written: all see it at once."""
        CLINIC.refresh()
        self._stamps = None
        self.changed.emit()

    def compare(self, found: tuple[Stamp, ...]) -> None:
        """Read again what somebody changed with another program, by what the disk says now."""
        if self._stamps not in (None, found):
            self.reload()
        self._stamps = found
