"""Closing: what is not saved is waited for with words and a way out, and what must be told is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import needs_qt
from test_file_questions import saved_by_somebody
from workspaces import PATIENCE, is_free, lent_workspace, name_in, name_patient, opened, saved, until

from facebalance_desktop.errors import Problem
from facebalance_desktop.project import placing, recovery
from facebalance_desktop.project.placing import NewFile
from facebalance_desktop.project.store import open_project
from facebalance_desktop.ui.app import closing
from facebalance_desktop.ui.app.closing import Closing, WaitDialog
from facebalance_desktop.ui.app.conflict_dialog import ConflictDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import open_job
from facebalance_desktop.work import JobContext

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(Closing, "tell", lambda _, sentences: found.extend(sentences))
    return found


@pytest.fixture
def dead_share(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Saves do not end until it is set."""
    event = threading.Event()
    real = NewFile.finish

    def finish(new: NewFile) -> object:
        assert event.wait(PATIENCE)
        return real(new)

    monkeypatch.setattr(NewFile, "finish", finish)
    yield event
    event.set()


@pytest.mark.parametrize("is_pressed", [True, False])
def test_a_save_that_does_not_end_is_left_and_the_work_offered_again(
    qapp: object,
    workspace: Workspace,
    tmp_path: Path,
    dead_share: threading.Event,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    is_pressed: bool,
) -> None:
    dead_share.set()
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    dead_share.clear()
    name_patient(workspace, "B")
    monkeypatch.setattr(closing, "QUICK", 20)
    workspace.closing.limit = 60_000 if is_pressed else 100
    shown: list[str] = []
    real = WaitDialog.show

    def show(dialog: WaitDialog) -> None:
        shown.append(dialog.words.text())
        real(dialog)
        if is_pressed:
            dialog.leave.click()

    monkeypatch.setattr(WaitDialog, "show", show)
    assert workspace.window.close()
    assert "Saving the project …" in shown and any("saving was not completed" in sentence for sentence in told)
    dead_share.set()
    until(qapp, lambda: is_free(path))
    (left,) = recovery.list_recoverable()
    assert (left.path, left.project.patient.name) == (path, "B")


def test_a_save_that_ends_soon_asks_nothing(
    qapp: object, workspace: Workspace, tmp_path: Path, told: list[str]
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "B")
    assert workspace.window.close()
    assert (name_in(path), told) == ("B", [])
    assert is_free(path) and not recovery.list_recoverable()


def test_a_file_changed_meanwhile_is_asked_about_before_the_window_closes(
    qapp: object, workspace: Workspace, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ConflictDialog] = []

    def leave(dialog: ConflictDialog) -> int:
        asked.append(dialog)
        return 0

    monkeypatch.setattr(ConflictDialog, "exec", leave)
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    saved_by_somebody(path, "Theirs")
    name_patient(workspace, "Mine")
    assert not workspace.window.close()
    until(qapp, lambda: asked)
    assert workspace.window.close(), "undecided, the work stays for recovery"
    assert name_in(path) == "Theirs" and list(tmp_path.glob("*.facebalance")) == [path]
    (left,) = recovery.list_recoverable()
    assert left.project.patient.name == "Mine"


def test_that_it_was_saved_beside_is_told_before_the_window_closes(
    qapp: object, workspace: Workspace, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))

    def held_by_another_program(*_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(placing, "replace_patiently", held_by_another_program)
    name_patient(workspace, "B")
    assert workspace.window.close()
    (sentence,) = (one for one in told if "saved beside it as" in one)
    (other,) = (found for found in tmp_path.glob("*.facebalance") if found != path)
    assert other.name in sentence and (name_in(path), name_in(other)) == ("A", "B")


def test_opening_is_cancelled_while_photos_are_checked(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.facebalance", "A")
    begun, real = threading.Event(), open_project

    def check(place: Path, context: JobContext) -> object:
        begun.set()
        for step in range(10**9):
            context.raise_if_cancelled()
            context.report(step % 7, 7, "Checking the photos")
        return real(place, context)

    monkeypatch.setattr(open_job, "open_project", check)
    workspace.opening.open(path)
    until(qapp, begun.is_set)
    until(qapp, lambda: workspace.window.stage.work.words.text() == "Checking the photos")
    workspace.window.stage.work.cancel.click()
    until(qapp, lambda: is_free(path))
    assert workspace.session.path is None and not workspace.opening.is_opening
    monkeypatch.setattr(open_job, "open_project", real)
    opened(qapp, workspace, path)


def test_asked_for_again_at_once_it_opens(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.facebalance", "A")
    real, is_stopped = open_project, threading.Event()

    def check(place: Path, context: JobContext) -> object:
        while not is_stopped.is_set():
            try:
                context.raise_if_cancelled()
            except BaseException:
                is_stopped.set()
                raise
        return real(place, context)

    monkeypatch.setattr(open_job, "open_project", check)
    workspace.opening.open(path)
    workspace.opening.cancel()
    assert is_stopped.wait(PATIENCE)
    opened(qapp, workspace, path)


def test_a_project_that_could_not_be_kept_anywhere_is_told_first(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))

    def refuse(*_: object, **__: object) -> None:
        raise Problem("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr("facebalance_desktop.project.recovery.Recovery.write", refuse)
        full.setattr("facebalance_desktop.ui.open_project.save_job.save_project", refuse)
        name_patient(workspace, "B")
        assert not workspace.window.close()
        assert workspace.window.close()
