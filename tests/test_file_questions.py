"""A project that is open on another machine, taken over by one, or changed by one while it is open here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import needs_qt
from test_document_lock import left_by
from workspaces import clinic_lock, is_quiet, lent_workspace, name_in, name_patient, opened, saved, sentences, until

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.ui.app.conflict_dialog import ConflictDialog
from facebalance_desktop.ui.app.file_questions import ElsewhereQuestion, TakenOverQuestion
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
Answers = dict[type, str]


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def asked() -> list[str]:
    """What was asked."""
    return []


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> Answers:
    """By the kind of question the words of the button that is pressed."""
    found: Answers = {}

    def choose(question: ElsewhereQuestion | TakenOverQuestion) -> int:
        asked.append(question.text())
        words = found[type(question)]
        next(button for button in question.buttons() if button.text() == words).click()
        return 0

    def decide(dialog: ConflictDialog) -> int:
        lines = (dialog.differences.item(row).text() for row in range(dialog.differences.count()))
        asked.append("\n".join((dialog.heading.text(), dialog.mine.text(), dialog.theirs.text(), *lines)))
        buttons = (dialog.copy_button, dialog.theirs_button, dialog.later_button)
        next(button for button in buttons if button.text() == found[ConflictDialog]).click()
        return 0

    for kind in (ElsewhereQuestion, TakenOverQuestion):
        monkeypatch.setattr(kind, "exec", choose)
    monkeypatch.setattr(ConflictDialog, "exec", decide)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return saved(tmp_path / "a.facebalance", "As it was")


def saved_by_somebody(path: Path, name: str) -> None:
    """Another machine saves another patient's name into the file."""
    there = open_project(path)
    project = set_patient(Patient(name))(there.project)
    save_project(JobContext(), project, path, Originals().at(path), known=there.known)


def test_one_that_is_open_elsewhere_can_be_looked_at(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str]
) -> None:
    file = left_by(path)
    lock, content = file.read_bytes(), path.read_bytes()
    answers[ElsewhereQuestion] = "Open read-only"
    workspace.opening.open(path)
    until(qapp, lambda: workspace.session.project.patient.name == "As it was")
    assert asked == ["a.facebalance is open on RECEPTION-2 by anna since 10:14."]
    assert workspace.project.session.is_read_only and "read-only" in sentences(workspace)
    assert (file.read_bytes(), path.read_bytes()) == (lock, content)


def test_it_can_be_taken_over_once_that_is_asked(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str]
) -> None:
    left_by(path)
    answers[ElsewhereQuestion] = "Take over"
    opened(qapp, workspace, path)
    assert len(asked) == 1
    assert json.loads(clinic_lock(path).read_bytes())["process"] == os.getpid()


def test_without_an_answer_it_stays_closed(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str]
) -> None:
    left_by(path)
    answers[ElsewhereQuestion] = "Cancel"
    workspace.opening.open(path)
    until(qapp, lambda: asked)
    assert workspace.session.path is None and not workspace.opening.is_opening


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_folder_that_takes_no_lock_file_is_told(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    path = saved(folder / "a.facebalance", "A")
    folder.chmod(0o500)
    try:
        opened(qapp, workspace, path)
        assert "people on other machines cannot see that it is open here" in sentences(workspace)
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("answer", ["Keep my version as a copy", "Take it back", "Decide later"])
def test_another_machine_that_takes_it_over_is_noticed_at_the_next_save(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str], answer: str
) -> None:
    opened(qapp, workspace, path)
    left_by(path)
    answers[TakenOverQuestion] = answer
    name_patient(workspace, "Mine")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: asked)
    assert "taken over on another machine: it is open on RECEPTION-2 by anna since 10:14" in asked[0]
    if answer == "Decide later":
        assert name_in(path) == "As it was" and workspace.project.autosave.is_unsaved
        workspace.project.autosave.may_ask = False  # the window may be closed
        return
    until(qapp, is_quiet(workspace))
    copies = [found for found in path.parent.glob("*.facebalance") if found != path]
    if answer == "Take it back":
        assert name_in(path) == "Mine" and not copies
    else:
        assert name_in(path) == "As it was" and [name_in(copy) for copy in copies] == ["Mine"]
        assert workspace.session.path == copies[0]


def test_a_changed_file_is_a_question_with_both_sides_and_what_differs(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qapp, workspace, path)
    with monkeypatch.context() as there:
        there.setattr("platform.node", lambda: "RECEPTION-2")
        there.setattr("getpass.getuser", lambda: "anna")
        saved_by_somebody(path, "Theirs")
    answers[ConflictDialog] = "Keep my version as a copy"
    name_patient(workspace, "Mine")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: asked)
    assert "a.facebalance was changed elsewhere" in asked[0]
    assert "saved on RECEPTION-2 by anna" in asked[0] and "Differs: The patient's details" in asked[0]
    until(qapp, is_quiet(workspace))
    copies = [found for found in path.parent.glob("*.facebalance") if found != path]
    assert name_in(path) == "Theirs" and [name_in(copy) for copy in copies] == ["Mine"]


def test_theirs_can_be_taken_and_undo_brings_mine_back(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str]
) -> None:
    opened(qapp, workspace, path)
    saved_by_somebody(path, "Theirs")
    answers[ConflictDialog] = "Use the other version"
    name_patient(workspace, "Mine")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: workspace.session.project.patient.name == "Theirs")
    assert workspace.session.is_saved and name_in(path) == "Theirs"
    workspace.session.undo()
    assert workspace.session.project.patient.name == "Mine"
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert name_in(path) == "Mine" and len(asked) == 1
    assert len(list(path.parent.glob("*.facebalance"))) == 1


def test_until_it_is_answered_nothing_is_saved_and_edits_are_kept(
    qapp: object, workspace: Workspace, path: Path, answers: Answers, asked: list[str]
) -> None:
    opened(qapp, workspace, path)
    saved_by_somebody(path, "Theirs")
    answers[ConflictDialog] = "Decide later"
    name_patient(workspace, "Mine")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: asked)
    name_patient(workspace, "Mine still")
    kept = workspace.project.autosave.originals.folder
    assert kept is not None
    record = kept.parent / "project.json"
    until(qapp, lambda: record.exists() and b"Mine still" in record.read_bytes())
    assert not workspace.project.autosave.schedule.isActive() and name_in(path) == "Theirs" and len(asked) == 1
    workspace.project.autosave.save_soon()
    until(qapp, lambda: len(asked) == 2)
    assert list(path.parent.glob("*.facebalance")) == [path]
