"""The clinic's own tables, templates, logo and page texts, written to a file and taken over from one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from facebalance_desktop.errors import Problem
from facebalance_desktop.render.clinic_set import SUFFIX, Imported, export_set, import_set
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext, run_in_thread

TOLD = 3
"""Sentences on what was left out that are shown; the command line tells all."""


class ClinicFiles(QObject):
    """Asks for the file; the disk is touched in a thread, and what was taken over holds at once."""

    def __init__(self, opening: Opening, bridge: JobBridge, clinic: Clinic, window: QWidget) -> None:
        super().__init__(window)
        self._opening = opening
        self._bridge = bridge
        self._clinic = clinic
        self._window = window
        self._filter = tr("Clinic sets (*{suffix})", suffix=SUFFIX)

    def ask_to_write(self) -> None:
        """Write the clinic's set to a file of the user's choice."""
        suggested = str(self._clinic.folder.parent / f"{self._clinic.settings.clinic_name or 'clinic'}{SUFFIX}")
        with self._opening.dialog():
            name, _ = file_dialogs.name_to_save(self._window, tr("Export the clinic's set"), suggested, self._filter)
        if name:
            path = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
            job = run_in_thread(_write, self._clinic.folder, self._clinic.settings, path)
            self._bridge.follow(job, partial(self._tell, tr("{name} was written.", name=path.name)), self._say)

    def ask_to_read(self) -> None:
        """Take over a set from a file of the user's choice."""
        with self._opening.dialog():
            name, _ = file_dialogs.name_to_open(
                self._window, tr("Import a clinic's set"), file_dialogs.documents(), self._filter
            )
        if name:
            path, known = Path(name), self._clinic.settings
            self._clinic.write(lambda folder: import_set(path, folder, known), self._take, self._say)

    def _take(self, found: Imported) -> None:
        try:
            self._clinic.change(found.settings)
        except Problem as problem:
            self._say(problem.sentence)
        self._tell(found.words, found.problems)

    def _tell(self, words: str, problems: tuple[str, ...]) -> None:
        more = len(problems) - TOLD
        rest = [tr_plural("{count} more is left out.", "{count} more are left out.", more)] if more > 0 else []
        self._say(" ".join([words, *problems[:TOLD], *rest]))

    def _say(self, sentence: str) -> None:
        self._opening.project.session.tell(sentence)


def _write(context: JobContext, clinic: Path, known: Settings, path: Path) -> tuple[str, ...]:
    return export_set(clinic, known, path)
