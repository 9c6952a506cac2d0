"""The settings and the clinic's tables that hold now, for the window: read here at the moment of use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from facebalance_desktop import settings
from facebalance_desktop.planning.tables import Tables, load_tables
from facebalance_desktop.planning.templates import ZoneTemplates, load_templates
from facebalance_desktop.project.clinic_values import CLINIC, ClinicFiles, Stamp, read_files, settings_stamp
from facebalance_desktop.project.view_set import ViewSet, load_view_set
from facebalance_desktop.settings import Loaded, Settings, clinic_dir
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Job, JobContext, run_in_thread

T = TypeVar("T")
AT_START = 0.3
"""Seconds for which the window waits for the clinic's folder as it begins; one that answers later is read then."""
SILENT_AFTER = 3000
"""Milliseconds after which it is said that the clinic's folder does not answer."""


@dataclass(frozen=True)
class Found:
    """What a thread found on the disk: the settings, and the files of the folder and of the logo that they name."""

    stamp: Stamp
    loaded: Loaded
    files: ClinicFiles


class Clinic(QObject):
    """No view keeps a copy: it reads the values again when they `changed`.

    The clinic's folder may be on a share. It is read and written in threads; until it has answered, what was read last
    holds, at the start the program's own tables.
    """

    changed = Signal()
    told = Signal(str)
    """What has to be said of the clinic's folder."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        CLINIC.refresh()
        self._bridge = JobBridge(self)
        self._reading: Job[Found] | None = None
        self._stamp: Stamp | None = None
        self._files = ClinicFiles()
        self._known_problems: frozenset[str] = frozenset()
        CLINIC.hold(self._files)
        self.reload()
        self._take_at_start()

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
    def logo(self) -> bytes | None:
        """The bytes of the logo that the settings name; None where there is none that can be read."""
        return CLINIC.logo

    @property
    def is_reading(self) -> bool:
        """Whether the folder is being read: it holds at once when that has ended."""
        return self._reading is not None

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each line or row that was not understood."""
        return (*CLINIC.problems, *self.tables.problems, *self.templates.problems, *self.views.problems)

    def tell_problems(self) -> None:
        """Say what was not understood and was not said before."""
        problems = self.problems
        for problem in problems:
            if problem not in self._known_problems:
                self.told.emit(problem)
        self._known_problems = frozenset(problems)

    def change(self, chosen: Settings) -> None:
        """These hold from now on. Raises Problem where they cannot be written; they hold until the program ends."""
        known = self.settings
        if chosen != known:
            CLINIC.take(chosen)
            self._stamp = None
            self.changed.emit()
            if _places(chosen) != _places(known):
                self.reload()
            settings.save(chosen)

    def reload(self) -> None:
        """Read the settings and the clinic's tables again: what is another holds at once when they are read."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = job = run_in_thread(_look, self._stamp, CLINIC.settings)
        self._bridge.follow(job, partial(self._take_found, job), lambda _: None)
        words = tr(
            "The clinic's folder {folder} does not answer. Until it does, the tables that were read last hold, or the "
            "program's own.",
            folder=self.folder,
        )
        self._tell_if_silent(job, words)

    def write(self, change: Callable[[Path], T], then: Callable[[T], None], on_problem: Callable[[str], None]) -> None:
        """Have `change` write into the clinic's folder in a thread. What is there then holds, and `then` gets the
        result; a Problem that it raises goes to `on_problem`."""

        def take(written: tuple[T, ClinicFiles]) -> None:
            result, files = written
            self._take_files(files, folder)
            then(result)

        folder = self.folder
        job = run_in_thread(_change_and_read, change, folder, self.settings.clinic_logo)
        self._bridge.follow(job, take, on_problem)
        words = tr(
            "The clinic's folder {folder} does not answer; what you wanted to keep there is written once it does.",
            folder=folder,
        )
        self._tell_if_silent(job, words)

    def close(self) -> None:
        """Nobody waits for the folder any more."""
        self._bridge.drop_all()

    def _take_at_start(self) -> None:
        """The folder of most clinics has answered by now: nothing is shown twice then."""
        job = self._reading
        if job is not None:
            with suppress(Exception):  # whatever became of it, it is answered as any job
                found = job.result(AT_START)
                self._stamp, self._files = found.stamp, found.files
                CLINIC.hold(found.files)

    def _take_found(self, job: Job[Found], found: Found) -> None:
        if job is not self._reading:
            return
        self._reading = None
        is_other = self._stamp is not None and found.stamp != self._stamp
        self._stamp = found.stamp
        if is_other and found.loaded.settings != CLINIC.settings:
            CLINIC.take_loaded(found.loaded)
            self._take(found.files)
        else:
            self._take_files(found.files, clinic_dir(found.loaded.settings))
        self.tell_problems()

    def _take_files(self, files: ClinicFiles, folder: Path) -> None:
        """What was read of the folder holds, unless it is the same as before or that of another clinic."""
        if folder == self.folder and not files.is_same(self._files):
            self._take(files)

    def _take(self, files: ClinicFiles) -> None:
        self._files = files
        CLINIC.hold(files)
        self.changed.emit()

    def _tell_if_silent(self, job: Job[Any], words: str) -> None:
        QTimer.singleShot(SILENT_AFTER, self, lambda: None if job.is_done else self.told.emit(words))


_writing = threading.Lock()
"""A table is read, changed and written by one thread at a time."""


def _places(known: Settings) -> tuple[str, str]:
    """What is read again when it becomes another."""
    return known.clinic_folder, known.clinic_logo


def _look(context: JobContext, stamp: Stamp | None, held: Settings) -> Found:
    """The settings, those that are held where their file is as it was, and the files that they name."""
    now = settings_stamp()
    loaded = Loaded(held) if stamp in (None, now) else settings.load()
    known = loaded.settings
    return Found(now, loaded, read_files(clinic_dir(known), known.clinic_logo))


def _change_and_read(
    context: JobContext, change: Callable[[Path], T], folder: Path, logo: str
) -> tuple[T, ClinicFiles]:
    """Write into a clinic's folder, then read it. Raises Problem."""
    with _writing:
        return change(folder), read_files(folder, logo)
