"""A workspace without the program round it, and what tests of it wait for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from driving import application
from PySide6.QtCore import QEventLoop
from shiboken6 import isValid

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.locks import lock_project
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import read_project, save_project
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project.open_job import empty
from facebalance_desktop.work import Job, JobContext, WorkerPool

PATIENCE = 60.0  # s; a busy machine may need most of it


def lent_workspace() -> Iterator[Workspace]:
    """A workspace in a window that is closed afterwards."""
    made = equipped_workspace(MainWindow())
    window = made.window
    yield made
    if isValid(window):
        window.close()


def run_here(pool: WorkerPool, function: Callable[..., Any], *args: Any, deadline: float, **words: Any) -> Job[Any]:
    """A pool's work done at once in this process, in the order of asking."""
    job: Job[Any] = Job()
    try:
        job.finish(function(JobContext(), *args))
    except Problem as problem:
        job.fail(problem)
    return job


def until(qapp: object, condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Let the window live until the condition holds."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "waited too long"
        application(qapp).processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def saved(path: Path, name: str) -> Path:
    """A project file of a patient."""
    save_project(JobContext(), set_patient(Patient(name))(new_project()), path, Originals())
    return path


def name_in(path: Path) -> str:
    return read_project(path).patient.name


def clinic(home: Path) -> list[str]:
    """The names in the files of the clinic's folder."""
    return sorted(name_in(path) for path in (home / "clinic").glob("*.facebalance"))


def begin_to_lay_out(workspace: Workspace, project: Project) -> None:
    """Have a project without a file opened."""
    workspace.opening.lay_out(replace(empty(JobContext()), project=project))


def show_project(qapp: object, workspace: Workspace, project: Project) -> None:
    """Open a project without a file, and wait until it is there."""
    begin_to_lay_out(workspace, project)
    until(qapp, lambda: workspace.session.project is project)


def opened(qapp: object, workspace: Workspace, path: Path) -> Path:
    workspace.opening.open(path)
    until(qapp, lambda: workspace.session.path == path)
    return path


def is_free(path: Path) -> bool:
    """Whether no window holds the project at `path`."""
    with suppress(Problem):
        lock_project(path).free()
        return True
    return False


def is_quiet(workspace: Workspace) -> Callable[[], bool]:
    """Whether everything is saved and no save is under way."""
    return lambda: workspace.session.is_saved and not workspace.project.autosave.saving


def sentences(workspace: Workspace) -> str:
    return workspace.window.message_bar.words.text()


def name_patient(workspace: Workspace, name: str) -> None:
    """An edit: the patient gets a name."""
    workspace.session.do("Patient", set_patient(Patient(name)))


def clinic_lock(path: Path) -> Path:
    """The file by which other machines see that a project is open."""
    return path.with_name(f".~lock.{path.name}#")
