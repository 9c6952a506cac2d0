"""Where the project is saved: under another name, in two windows, never the demonstration, for nobody else to read."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import needs_qt
from workspaces import clinic, is_quiet, lent_workspace, name_in, name_patient, opened, saved, sentences, until

from facebalance_desktop.errors import Problem
from facebalance_desktop.project import recovery
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.intake import Incoming
from facebalance_desktop.project.locks import lock_project
from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.recent import search
from facebalance_desktop.project.store import open_project, read_project
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import open_job
from facebalance_desktop.ui.open_project.debounce import Debounce
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import Job

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def test_saving_under_another_name_goes_on_there(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    first = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    second = saved(tmp_path / "b.facebalance", "B")
    name_patient(workspace, "A2")
    workspace.project.autosave.save_soon()
    workspace.project.autosave.save_as(second)
    until(qapp, lambda: workspace.session.path == second and workspace.session.is_saved)
    name_patient(workspace, "A3")
    workspace.window.close()
    assert (name_in(first), name_in(second)) == ("A2", "A3")
    assert sorted(tmp_path.glob("*.facebalance")) == [first, second], "no copies beside"
    for path in (first, second):
        lock_project(path).free()


def test_saving_under_its_own_name_is_saving(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "A2")
    workspace.project.autosave.save_as(path.parent / "." / path.name)
    until(qapp, is_quiet(workspace))
    assert name_in(path) == "A2"
    assert len(open_project(path).versions) == 1, "as with every save after opening"
    assert sentences(workspace) == ""


def test_saving_onto_a_project_that_is_open_elsewhere_changes_nothing(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    elsewhere = lock_project(second)
    opened(qapp, workspace, first)
    workspace.project.autosave.save_as(second)
    until(qapp, lambda: "already open in another window" in sentences(workspace))
    name_patient(workspace, "A2")
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert (workspace.session.path, name_in(first), name_in(second)) == (first, "A2", "B")
    assert len(open_project(first).versions) == 1, "the failed attempt has not made it forget its file"
    elsewhere.free()


def test_a_name_that_got_its_suffix_from_us_replaces_nothing(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = saved(tmp_path / "b.facebalance", "B")
    name_patient(workspace, "A")
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_, **__: (str(tmp_path / "b"), ""))
    workspace.save_as.ask()
    until(qapp, lambda: "exists already" in sentences(workspace))
    until(qapp, is_quiet(workspace))
    assert name_in(other) == "B"


def test_two_windows_with_projects_of_no_name_take_two_files(qapp: object, workspace: Workspace, home: Path) -> None:
    second = equipped_workspace(MainWindow())
    for number, one in enumerate((workspace, second)):
        name_patient(one, f"number {number}")
        one.project.autosave.save_soon()
    for one in (workspace, second):
        until(qapp, is_quiet(one))
    assert clinic(home) == ["number 0", "number 1"]
    second.window.close()
    workspace.window.close()
    assert sorted(entry.name for entry in search()) == ["number 0", "number 1"]


def test_the_demonstration_is_never_saved_by_itself_and_photos_begin_a_project(
    qapp: object, workspace: Workspace, home: Path, hopper_path: Path
) -> None:
    workspace.opening.show_demonstration()
    until(qapp, lambda: workspace.session.project.is_demonstration)
    workspace.session.do("Patient", set_patient(Patient("of the demonstration")))
    workspace.project.autosave.leave(lambda: None)
    workspace.incoming.receive([hopper_path])
    until(qapp, lambda: not workspace.session.project.is_demonstration)
    until(qapp, lambda: len(workspace.session.project.photos) == 1)
    workspace.window.close()
    (path,) = (home / "clinic").glob("*.facebalance")
    assert [photo.name for photo in read_project(path).photos] == [hopper_path.name]


def test_a_saved_demonstration_keeps_what_is_done_to_it(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    workspace.opening.show_demonstration()
    until(qapp, lambda: workspace.session.project.is_demonstration)
    path = tmp_path / "demonstration.facebalance"
    workspace.project.autosave.save_as(path)
    until(qapp, lambda: workspace.session.path == path and workspace.session.is_saved)
    name_patient(workspace, "late")
    workspace.opening.start_new()
    until(qapp, lambda: workspace.session.path is None)
    assert name_in(path) == "late"


def test_photos_that_were_read_join_the_project_that_is_left(
    qapp: object, workspace: Workspace, home: Path, hopper_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never: Job[Incoming] = Job()
    submit, jobs = workspace.pool.submit, [never]

    def submitted(function: Any, first: Any, *values: Any, **words: Any) -> Job[Any]:
        if not isinstance(first, Path):
            return submit(function, first, *values, **words)
        if first.name == "never.jpg":
            return never
        jobs.append(submit(function, first, *values, **words))
        return jobs[-1]

    monkeypatch.setattr(workspace.pool, "submit", submitted)
    workspace.project.importer.read_files([hopper_path, hopper_path.with_name("never.jpg")])
    until(qapp, lambda: jobs[1].is_done)
    workspace.window.close()
    (path,) = (home / "clinic").glob("*.facebalance")
    assert [photo.name for photo in read_project(path).photos] == [hopper_path.name]
    assert open_project(path).project.photos
    assert "1 of 2 photos" in sentences(workspace)


def test_edits_without_a_pause_are_kept_meanwhile(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[float] = []
    debounce = Debounce(lambda: calls.append(time.monotonic()), 300, workspace)
    begin = time.monotonic()

    def is_called() -> bool:
        debounce.wait(200)
        return bool(calls)

    until(qapp, is_called)
    assert 0.25 <= calls[0] - begin <= 2


def test_a_home_that_cannot_be_written_is_a_sentence_not_an_empty_window(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recovery.begin
    problem = Problem("The folder for unsaved work could not be made: permission denied.")

    def begin(within: Path | None = None) -> recovery.Recovery:
        if within is None:
            raise problem
        return real(within)

    monkeypatch.setattr(open_job, "begin", begin)
    workspace = equipped_workspace(MainWindow())
    until(qapp, lambda: "permission denied" in sentences(workspace))
    folder = workspace.project.autosave.originals.folder
    assert folder is not None
    workspace.window.close()
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_is_written_is_for_this_user_alone(qapp: object, workspace: Workspace, home: Path) -> None:
    former = os.umask(0o022)
    try:
        name_patient(workspace, "A")
        folder = workspace.project.autosave.originals.folder
        assert folder is not None
        workspace.project.autosave.originals.keep(b"bytes")
        until(qapp, (folder.parent / "project.json").exists)
        kept = [path for path in (home / "recovery").rglob("*") if path.is_file() and path.name != "lock"]
        assert {path.name for path in kept} >= {"project.json", hashlib.sha256(b"bytes").hexdigest()}
        assert all(path.stat().st_mode & 0o077 == 0 for path in kept)
        workspace.project.autosave.save_soon()
        until(qapp, is_quiet(workspace))
        for path in (home / "recovery", home / "clinic", home / "recent.json"):
            assert path.stat().st_mode & 0o077 == 0, path
    finally:
        os.umask(former)


def test_nothing_that_others_see_names_the_patient(
    qapp: object, workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    name_patient(workspace, "Ada Secret")
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert "Secret" not in workspace.window.windowTitle()
    workspace.window.close()
    told = capfd.readouterr()
    assert "Secret" not in told.out + told.err
