"""A desk without the program round it, and what tests of it wait for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from driving import application
from PySide6.QtCore import QEventLoop

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import read_project, save_project
from facebalance_desktop.ui.commands import equipped_desk
from facebalance_desktop.ui.desk import Desk
from facebalance_desktop.ui.window import Window
from facebalance_desktop.work import Ticket

PATIENCE = 20.0


def lent_desk() -> Iterator[Desk]:
    """A desk in a window that is closed afterwards."""
    made = equipped_desk(Window())
    yield made
    made.window.close()


def until(qapp: object, condition: Callable[[], object]) -> None:
    """Let the window live until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        application(qapp).processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def saved(path: Path, name: str) -> Path:
    """A project file of a patient."""
    save_project(Ticket(), set_patient(Patient(name))(new_project()), path, Originals())
    return path


def name_in(path: Path) -> str:
    return read_project(path).patient.name


def clinic(home: Path) -> list[str]:
    """The names in the files of the clinic's folder."""
    return sorted(name_in(path) for path in (home / "clinic").glob("*.facebalance"))


def opened(qapp: object, desk: Desk, path: Path) -> Path:
    desk.opening.open(path)
    until(qapp, lambda: desk.session.path == path)
    return path


def is_quiet(desk: Desk) -> Callable[[], bool]:
    """Whether everything is saved and no save is under way."""
    return lambda: desk.session.is_saved and desk.keeping._saving is None


def sentences(desk: Desk) -> str:
    return desk.window.notice.words.text()


def name_patient(desk: Desk, name: str) -> None:
    """An edit: the patient gets a name."""
    desk.session.do("Patient", set_patient(Patient(name)))
