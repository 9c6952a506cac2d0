"""Saving under another name."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from facebalance_desktop.project.store import SUFFIX
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.opening import Opening
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.file_name import stem_of
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.open_project.save_job import suggested
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext, run_in_thread


class SaveAs(QObject):
    """Asks for a new name for the open project; the former file stays as it was last saved."""

    def __init__(self, opening: Opening, clinic: Clinic, window: QWidget) -> None:
        super().__init__(window)
        self._clinic = clinic
        self._opening = opening
        self._window = window

    def ask(self) -> None:
        """Look for a free name to suggest, then ask."""
        project = self._opening.project
        stem = stem_of(project.session.project.patient, self._clinic.settings)
        found = run_in_thread(suggested, self._clinic.folder, stem)
        project.bridge.follow(found, partial(self._ask_for_name, project), project.session.tell)

    def _ask_for_name(self, project: OpenProject, suggested: Path) -> None:
        if project is not self._opening.project:
            return  # another came in this moment
        filters = tr("FaceBalance projects (*{suffix})", suffix=SUFFIX)
        with self._opening.dialog():
            name, _ = file_dialogs.name_to_save(self._window, tr("Save the project as"), str(suggested), filters)
        if not name:
            return
        path = Path(name)
        whole = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
        if whole == path:
            project.autosave.save_as(whole)
        else:  # the dialog asked about the name without the suffix
            found = run_in_thread(_exists, whole)
            taken = partial(self._save, project, whole)  # also when another project is shown by then
            project.bridge.follow(found, taken, project.session.warn, must_end=True)

    def _save(self, project: OpenProject, path: Path, exists: bool) -> None:
        if exists:
            project.session.tell(
                tr("{name} exists already and was left as it is; choose it to replace it.", name=path.name)
            )
        else:
            project.autosave.save_as(path)


def _exists(context: JobContext, path: Path) -> bool:
    return os.path.exists(path)
