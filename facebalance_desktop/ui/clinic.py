"""The settings that hold now: one value for the whole program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop import settings
from facebalance_desktop.settings import Settings


class Clinic(QObject):
    """Everybody reads the settings here at the moment of use, or hears that they changed; nobody keeps a copy."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        loaded = settings.load()
        self._settings = loaded.settings
        self.problems = loaded.problems
        """A sentence for each line that was not understood."""

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def folder(self) -> Path:
        """Where new projects and the clinic's own tables are kept; it need not exist yet."""
        return settings.clinic_dir(self._settings)

    def change(self, chosen: Settings) -> None:
        """These hold from now on. Raises Problem where they cannot be written; they hold until the program ends."""
        if chosen == self._settings:
            return
        self._settings = chosen
        self.changed.emit()
        settings.save(chosen)
