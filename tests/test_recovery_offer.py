"""Unsaved work with which the program ends again and again is not laid out unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from driving import Script, drive, needs_qt, project, window
from patients_made import patient_file
from test_killed import ROOT, work_and_be_killed
from workspaces import lent_workspace, name_in, name_patient, opened, saved, sentences, until

from facebalance_desktop.project import recovery
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.store import open_project, read_project
from facebalance_desktop.settings import recovery_dir
from facebalance_desktop.ui.app.recovery_offer import RecoveryQuestion
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import open_project as lifetime
from facebalance_desktop.ui.open_project.open_job import empty
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
PROGRAM = """
import os, signal
from PySide6.QtWidgets import QApplication
from driving import drive
from facebalance_desktop.ui.viewer.canvas import Canvas

def paint(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def script():
    yield lambda: False

Canvas.paintEvent = paint
application = QApplication(["facebalance"])
drive(script)
"""


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def left_unsaved(name: str = "left", path: Path | None = None) -> Path:
    """The folder of unsaved work that a process left."""
    dead = recovery.begin()
    known = None if path is None else open_project(path).known
    dead.write(set_patient(Patient(name))(new_project() if path is None else read_project(path)), path, known)
    dead.end()
    return dead.folder


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """Press this button of the question; the texts of the questions that came."""
    asked: list[str] = []

    def press(question: RecoveryQuestion) -> int:
        asked.append(question.text())
        question.show()
        (button,) = [button for button in question.answers if button.text() == words]
        button.click()
        return 0

    monkeypatch.setattr(RecoveryQuestion, "exec", press)
    return asked


@pytest.mark.skipif(os.name != "posix", reason="killed by a signal")
def test_a_state_that_ends_the_program_when_it_is_painted_is_asked_about_at_the_second_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_and_be_killed(home)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    asked = answer(monkeypatch, "Open a read-only copy")

    def script() -> Script:
        yield lambda: project().patient.name == "the last edit"
        window().session.do("Patient", set_patient(Patient("changed")))
        assert project().patient.name == "the last edit"
        assert "read-only copy" in window().message_bar.words.text()
        yield lambda: True

    assert drive(script) == 0
    assert len(asked) == 1
    assert not (home / "clinic").exists(), "a read-only copy is saved nowhere"
    (left,) = recovery.list_recoverable()
    assert left.project.patient.name == "the last edit"
    assert left.was_attempted


def test_work_with_which_the_program_has_lived_is_not_asked_about(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifetime, "SURVIVED_AFTER", 20)
    folder = left_unsaved()
    workspace.recovery_offer.take_up()
    until(qapp, lambda: workspace.session.project.patient.name == "left")
    until(qapp, lambda: not (folder / recovery.ATTEMPT).exists())


def test_closing_in_order_is_no_attempt(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.facebalance", "A")
    folder = left_unsaved("A2", path)
    opened(qapp, workspace, path)
    assert (folder / recovery.ATTEMPT).exists()
    assert workspace.session.project.patient.name == "A2"
    workspace.window.close()
    assert not folder.exists()
    assert name_in(path) == "A2"


def test_a_file_with_doubtful_work_is_asked_about_too_and_can_be_opened(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.facebalance", "A")
    (left_unsaved("A2", path) / recovery.ATTEMPT).touch()
    asked = answer(monkeypatch, "Open")
    opened(qapp, workspace, path)
    assert workspace.session.project.patient.name == "A2"
    assert len(asked) == 1


def test_what_is_set_aside_is_kept_whole_and_not_offered_again(
    qapp: object, workspace: Workspace, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left_unsaved()
    (folder / recovery.ATTEMPT).touch()
    answer(monkeypatch, "Set aside")
    workspace.recovery_offer.take_up()
    until(qapp, lambda: "set aside" in sentences(workspace))
    aside = home / recovery.SET_ASIDE / folder.name
    assert str(aside) in sentences(workspace)
    assert "left" in (aside / "project.json").read_text("utf-8")
    assert not folder.exists()
    assert recovery.list_recoverable() == ()


def is_asked(asked: list[str], count: int) -> bool:
    return len(asked) == count


def test_what_is_left_for_later_is_asked_about_again(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left_unsaved()
    (folder / recovery.ATTEMPT).touch()
    asked = answer(monkeypatch, "Decide later")
    for count in (1, 2):
        workspace.recovery_offer.take_up()
        until(qapp, partial(is_asked, asked, count))
        until(qapp, lambda: recovery.list_recoverable() != ())
    assert workspace.session.project.patient.name == ""


def test_a_read_only_copy_has_its_photos_and_can_be_saved_under_a_name(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = patient_file(tmp_path / "a.facebalance", "A", 20)
    (left_unsaved("A2", path) / recovery.ATTEMPT).touch()
    answer(monkeypatch, "Open a read-only copy")
    workspace.recovery_offer.take_up()
    until(qapp, lambda: workspace.session.project.patient.name == "A2")
    first = workspace.session.project.photos[0]
    until(qapp, lambda: workspace.pixel_cache.whole(first.sha256) is not None)
    workspace.project.autosave.save_soon()
    assert "Save as" in sentences(workspace)
    workspace.project.autosave.save_as(tmp_path / "copy.facebalance")
    until(qapp, lambda: workspace.session.path is not None)
    name_patient(workspace, "A3")
    workspace.window.close()
    assert (name_in(path), name_in(tmp_path / "copy.facebalance")) == ("A", "A3")
    assert recovery.list_recoverable()[0].project.patient.name == "A2"


def test_work_that_cannot_be_read_is_told_with_its_folder(qapp: object, workspace: Workspace) -> None:
    folder = left_unsaved()
    (folder / "project.json").write_bytes(b"{")
    workspace.recovery_offer.take_up()
    until(qapp, lambda: str(folder) in sentences(workspace))
    assert (folder / "project.json").read_bytes() == b"{"
    assert folder in list(recovery_dir().iterdir())


def test_the_question_is_about_the_work_and_leaves_it_alone_when_escaped(qapp: object, workspace: Workspace) -> None:
    found = empty(JobContext())
    question = RecoveryQuestion(replace(found, at="2026-11-27"), workspace.window)
    question.show()
    assert "2026-11-27" in question.text()
    question.reject()
    assert question.chosen == ""
    question.deleteLater()
    found.recovery.end()
