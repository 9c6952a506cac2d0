"""What is on the bench is in its own file, or kept for recovery, whatever happens meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import application, needs_qt
from PySide6.QtCore import QEventLoop

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import read_project, save_project
from facebalance_desktop.ui.commands import equipped_desk
from facebalance_desktop.ui.desk import Desk
from facebalance_desktop.ui.window import Window
from facebalance_desktop.work import Ticket

pytestmark = needs_qt
PATIENCE = 20.0


@pytest.fixture
def desk(qapp: object) -> Iterator[Desk]:
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


def call(desk: Desk, name: str) -> None:
    """An edit: the patient gets a name."""
    desk.session.do("Patient", set_patient(Patient(name)))


def test_closing_saves_nothing_into_the_file_of_the_project_before(qapp: object, desk: Desk, tmp_path: Path) -> None:
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    desk.opening.open(first)
    until(qapp, lambda: desk.session.path == first)
    call(desk, "A2")
    desk.keeping.save_soon()
    until(qapp, lambda: desk.session.is_saved)
    desk.opening.open(second)
    until(qapp, lambda: desk.session.path == second)
    desk.window.close()
    assert (name_in(first), name_in(second)) == ("A2", "B")
