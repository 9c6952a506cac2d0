"""The project's file is named after the patient as soon as there is one; a name that a human gave is never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from driving import needs_qt
from workspaces import clinic_lock, is_free, is_quiet, lent_workspace, name_in, opened, saved, show_project, until

from facebalance_desktop.project import recent
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.store import read_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import save_job
from facebalance_desktop.ui.open_project.file_name import FileName, day_of_unnamed, stem_of

TODAY = date.today().isoformat()


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def save_now(qapp: object, workspace: Workspace) -> str:
    """Save; the name of the file."""
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert workspace.session.path is not None
    return workspace.session.path.name


def give(workspace: Workspace, patient: Patient) -> None:
    workspace.session.do("Patient", set_patient(patient))


def begin(qapp: object, workspace: Workspace) -> Path:
    """A project that came about without a patient, in its file."""
    show_project(qapp, workspace, replace(new_project(), visits=()))
    workspace.session.do("Note", lambda project: replace(project, assessment=replace(project.assessment, goals="rest")))
    assert save_now(qapp, workspace) == f"Patient {TODAY}.facebalance"
    assert workspace.session.path is not None
    return workspace.session.path


@needs_qt
def test_the_file_follows_the_patient_and_undo(qapp: object, workspace: Workspace, home: Path) -> None:
    first = begin(qapp, workspace)
    give(workspace, Patient("Walter, Brigitte"))
    assert save_now(qapp, workspace) == f"Walter, Brigitte {TODAY}.facebalance"
    give(workspace, Patient("Walter, Brigitte", "K-20"))  # typing paused here
    give(workspace, Patient("Walter, Brigitte", "K-2041"))
    assert save_now(qapp, workspace) == f"K-2041 {TODAY}.facebalance"
    path = workspace.session.path
    assert path is not None
    assert [file.name for file in (home / "clinic").glob("*.facebalance")] == [path.name]
    assert clinic_lock(path).exists() and not clinic_lock(first).exists() and is_free(first) and not is_free(path)
    assert [entry.path for entry in recent.search()] == [path]
    for _ in range(3):
        workspace.session.undo()
    assert save_now(qapp, workspace) == f"Patient {TODAY}.facebalance"
    workspace.session.redo()
    assert save_now(qapp, workspace) == f"Walter, Brigitte {TODAY}.facebalance"


@needs_qt
def test_another_patient_of_that_name_keeps_the_file(qapp: object, workspace: Workspace, home: Path) -> None:
    begin(qapp, workspace)
    taken = saved(home / "clinic" / f"K-7 {TODAY}.facebalance", "Somebody else")
    before = taken.read_bytes()
    give(workspace, Patient("Ada", "K-7"))
    assert save_now(qapp, workspace) == f"K-7 {TODAY} 2.facebalance"
    assert taken.read_bytes() == before
    give(workspace, Patient("Ada L", "K-7"))
    assert save_now(qapp, workspace) == f"K-7 {TODAY} 2.facebalance"  # its name is right already


@needs_qt
def test_a_file_that_was_named_by_hand_keeps_its_name(
    qapp: object, workspace: Workspace, tmp_path: Path, home: Path
) -> None:
    opened(qapp, workspace, saved(tmp_path / "mine.facebalance", "A"))
    give(workspace, Patient("B", "K-1"))
    assert save_now(qapp, workspace) == "mine.facebalance"
    begin(qapp, workspace)
    workspace.project.autosave.save_as(home / "clinic" / f"Patient {TODAY} 9.facebalance")
    until(qapp, lambda: workspace.session.path is not None and "9" in workspace.session.path.name)
    give(workspace, Patient("B", "K-1"))
    assert save_now(qapp, workspace) == f"Patient {TODAY} 9.facebalance"


@needs_qt
def test_a_file_without_a_patient_is_named_in_a_later_session_with_its_own_day(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    (home / "clinic").mkdir()
    path = saved(home / "clinic" / "Patient 2020-02-01 2.facebalance", "")
    opened(qapp, workspace, path)
    workspace.session.do("Note", lambda project: replace(project, extra={"x": 1}))
    assert save_now(qapp, workspace) == "Patient 2020-02-01 2.facebalance"  # nobody is named yet
    give(workspace, Patient("Ada", "K-7"))
    assert save_now(qapp, workspace) == "K-7 2020-02-01.facebalance"
    assert not path.exists() and read_project(home / "clinic" / "K-7 2020-02-01.facebalance").extra == {"x": 1}


@needs_qt
def test_a_disk_that_refuses_the_new_name_leaves_the_file_where_it_is(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin(qapp, workspace)

    def refuse(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:  # `undo` would take back the folder that the tests write to as well
        patched.setattr(save_job, "move_to_free", refuse)
        give(workspace, Patient("Ada", "K-7"))
        assert save_now(qapp, workspace) == first.name and name_in(first) == "Ada"
    give(workspace, Patient("Ada", "K-8"))
    assert save_now(qapp, workspace) == f"K-8 {TODAY}.facebalance"


def test_names_are_made_of_what_is_known_of_the_patient() -> None:
    known = Settings()
    assert stem_of(Patient(), known, "2026-01-02") == "Patient 2026-01-02"
    assert stem_of(Patient("Ada"), known, "2026-01-02") == "Ada 2026-01-02"
    assert stem_of(Patient("Ada", "K/1"), known, "2026-01-02") == "K-1 2026-01-02"
    assert stem_of(Patient("Ada"), replace(known, project_name_pattern="{x}"), "2026-01-02") == "Ada 2026-01-02"


@pytest.mark.parametrize(
    ("stem", "pattern", "day"),
    [
        ("Patient 2026-01-02", "{id} {date}", "2026-01-02"),
        ("Patient 2026-01-02 12", "{id} {date}", "2026-01-02"),
        ("Patient", "{name}", ""),
        ("2026-01-02 Patient (Patient)", "{date} {name} ({id})", "2026-01-02"),
        ("Patient", "{id} {date}", None),
        ("Patienten 2026-01-02", "{id} {date}", None),
        ("Patient 2026-01-02 old", "{id} {date}", None),
        ("K-7 2026-01-02", "{id} {date}", None),
        ("Patient 2026-01-02", "{id", None),
    ],
)
def test_a_name_without_a_patient_is_known_again(stem: str, pattern: str, day: str | None) -> None:
    assert day_of_unnamed(stem, replace(Settings(), project_name_pattern=pattern)) == day


def test_only_what_the_program_named_gets_a_better_name() -> None:
    known, ada = Settings(), Patient("Ada", "K-7")
    name = FileName()
    assert name.better(ada, None, known) == ""
    assert name.better(ada, Path("Patient 2026-01-02.facebalance"), known) == "K-7 2026-01-02"
    assert name.better(Patient(), Path("Patient 2020-01-02.facebalance"), known) == ""
    assert name.better(ada, Path("Ada's nose.facebalance"), known) == ""
    name.take(Path("K-1 2026-01-02.facebalance"), "program")
    assert name.better(ada, Path("K-1 2026-01-02.facebalance"), known) == "K-7 2026-01-02"
    name.take(Path("Patient 2026-01-02.facebalance"), "user")
    assert name.better(ada, Path("Patient 2026-01-02.facebalance"), known) == ""
