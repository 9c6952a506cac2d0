"""What is open is in its own file, or kept for recovery, whatever happens meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from driving import needs_qt
from projects_made import made_photo
from workspaces import (
    PATIENCE,
    is_free,
    is_quiet,
    lent_workspace,
    name_in,
    name_patient,
    opened,
    saved,
    sentences,
    until,
)

from facebalance_desktop.project import codec, locks, recovery, store
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.placing import NewFile
from facebalance_desktop.project.store import open_project, read_project, read_version
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import autosave, preview, save_schedule
from facebalance_desktop.ui.open_project import open_job as finding
from facebalance_desktop.ui.open_project.save_job import SaveRequest, SaveResult, save
from facebalance_desktop.work import JobContext

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Saves wait in front of it while it is cleared."""
    event = threading.Event()
    event.set()
    real = NewFile.finish

    def finish(new: NewFile) -> os.stat_result:
        assert event.wait(PATIENCE)
        return real(new)

    monkeypatch.setattr(NewFile, "finish", finish)
    yield event
    event.set()


def test_closing_saves_nothing_into_the_file_of_the_project_before(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    workspace.opening.open(first)
    until(qapp, lambda: workspace.session.path == first)
    name_patient(workspace, "A2")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: workspace.session.is_saved)
    workspace.opening.open(second)
    until(qapp, lambda: workspace.session.path == second)
    workspace.window.close()
    assert (name_in(first), name_in(second)) == ("A2", "B")


def test_an_edit_while_a_save_is_running_is_saved_after_it(
    qapp: object, workspace: Workspace, tmp_path: Path, gate: threading.Event
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "first")
    gate.clear()
    workspace.project.autosave.save_soon()
    name_patient(workspace, "second")
    gate.set()
    until(qapp, is_quiet(workspace))
    assert name_in(path) == "second"
    assert list(tmp_path.glob("*.facebalance")) == [path], "our own save is nobody else's change"


def test_undo_while_a_save_is_running_is_saved_too(
    qapp: object, workspace: Workspace, tmp_path: Path, gate: threading.Event
) -> None:
    """The state that the file is about to lose is the present one again: nothing may take it for saved."""
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    other = saved(tmp_path / "b.facebalance", "B")
    name_patient(workspace, "undone")
    gate.clear()
    workspace.project.autosave.save_soon()
    workspace.session.undo()
    workspace.opening.open(other)
    gate.set()
    until(qapp, lambda: workspace.session.path == other)
    name_patient(workspace, "B2")
    workspace.window.close()
    assert (name_in(path), name_in(other)) == ("A", "B2")


@pytest.mark.parametrize("is_undone", [False, True])
def test_closing_while_a_save_is_running_leaves_the_present_state_in_the_file(
    qapp: object, workspace: Workspace, tmp_path: Path, gate: threading.Event, is_undone: bool
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "first")
    gate.clear()
    workspace.project.autosave.save_soon()
    if is_undone:
        workspace.session.undo()
    else:
        name_patient(workspace, "second")
    threading.Timer(0.2, gate.set).start()
    workspace.window.close()
    assert name_in(path) == ("A" if is_undone else "second")
    assert list(tmp_path.glob("*.facebalance")) == [path]
    assert recovery.list_recoverable() == ()


def test_undoing_the_first_photos_after_a_save_is_saved(qapp: object, workspace: Workspace, home: Path) -> None:
    """Without photos and patient a project that has a file is not nothing: the file still shows the photos."""
    photo = made_photo("a.jpg", sha256=workspace.project.autosave.originals.keep(b"bytes"), size=5)
    workspace.session.do("Add photo", add_photos([photo]))
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    workspace.session.undo()
    until(qapp, is_quiet(workspace))
    (path,) = (home / "clinic").glob("*.facebalance")
    assert read_project(path).photos == ()
    workspace.session.redo()
    until(qapp, is_quiet(workspace))
    assert open_project(path).originals.read(photo.sha256) == b"bytes"


def test_what_was_done_and_undone_is_not_offered_as_unsaved(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "undone")
    folder = workspace.project.autosave.originals.folder
    assert folder is not None
    until(qapp, (folder.parent / "project.json").exists)
    workspace.session.undo()
    workspace.window.close()
    assert recovery.list_recoverable() == ()


def test_edits_made_while_another_project_is_opening_are_saved(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    opened(qapp, workspace, first)
    gate = threading.Event()
    real = open_project

    def slowly(path: Path, context: JobContext) -> store.Opened:
        assert gate.wait(PATIENCE)
        return real(path, context)

    monkeypatch.setattr(finding, "open_project", slowly)
    workspace.opening.open(second)
    name_patient(workspace, "late")
    gate.set()
    until(qapp, lambda: workspace.session.path == second)
    assert name_in(first) == "late"


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, *, recovery_too: bool = False) -> Iterator[None]:
    """The disk is full within."""

    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(NewFile, "__enter__", full)
        if recovery_too:
            patch.setattr(recovery, "write_atomically", full)
        yield


def test_a_project_that_cannot_be_saved_stays_open_and_the_other_can_be_opened_elsewhere(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    opened(qapp, workspace, first)
    name_patient(workspace, "unsaved")
    with full_disk(monkeypatch):
        workspace.opening.open(second)
        until(qapp, lambda: "no space left" in sentences(workspace))
        assert (workspace.session.path, workspace.session.project.patient.name) == (first, "unsaved")
        until(qapp, lambda: is_free(second))
    workspace.opening.open(second)
    until(qapp, lambda: workspace.session.path == second)
    assert name_in(first) == "unsaved"


def test_a_failed_save_is_told_once_and_tried_again(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "RETRY_AFTER", 50)
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    told: list[str] = []
    workspace.session.told.connect(told.append)
    tries: list[object] = []
    real = NewFile.__enter__

    def refuse(*words: object) -> NoReturn:
        tries.append(words)
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(NewFile, "__enter__", refuse)
    name_patient(workspace, "in the end")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: len(tries) > 3)
    assert len(told) == 1
    workspace.session.tell("Something else.")
    assert workspace.window.message_bar.is_warning
    assert workspace.window.message_bar.words.text() == f"{told[0]}\nSomething else."
    monkeypatch.setattr(NewFile, "__enter__", real)
    until(qapp, is_quiet(workspace))
    assert workspace.window.message_bar.words.text() == "Something else.", "it is saved: nothing warns of it any more"
    assert not workspace.window.message_bar.is_warning, "what is left is no warning"
    assert name_in(path) == "in the end"


def test_closing_what_cannot_be_saved_leaves_it_for_the_next_start(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    name_patient(workspace, "unsaved")
    with full_disk(monkeypatch):
        workspace.window.close()
    assert workspace.window.may_close
    next_start = equipped_workspace(MainWindow())
    next_start.opening.open(path)
    until(qapp, lambda: next_start.session.path == path)
    assert next_start.session.project.patient.name == "unsaved"
    assert "Recovered your last changes" in sentences(next_start)
    until(qapp, is_quiet(next_start))
    assert name_in(path) == "unsaved"
    assert [read_version(path, version).patient.name for version in open_project(path).versions] == ["A"]
    next_start.window.close()
    assert recovery.list_recoverable() == ()


def test_a_window_whose_work_is_nowhere_safe_does_not_close_at_once(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    workspace.window.show()
    name_patient(workspace, "nowhere")
    with full_disk(monkeypatch, recovery_too=True):
        assert not workspace.window.close()
        assert "close again" in sentences(workspace)
        assert workspace.window.close()


def test_the_window_s_thread_does_not_touch_the_disk_nor_put_the_project_into_words(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty photos as JSON in one piece stop whoever waits for a quarter of a second; a disk or a share, for longer."""
    first, second = saved(tmp_path / "a.facebalance", "A"), saved(tmp_path / "b.facebalance", "B")
    threads: dict[str, set[bool]] = {}

    def watch(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def watched(*words: object, **named: object) -> object:
            threads.setdefault(name, set()).add(threading.current_thread() is threading.main_thread())
            return real(*words, **named)

        monkeypatch.setattr(owner, name, watched)

    for owner, name in (
        (os, "fsync"),
        (os, "replace"),
        (codec, "to_json"),
        (preview, "painted_small"),
        (locks, "lock_path"),
    ):
        watch(owner, name)
    opened(qapp, workspace, first)
    name_patient(workspace, "A2")
    folder = workspace.project.autosave.originals.folder
    assert folder is not None
    until(qapp, (folder.parent / "project.json").exists)
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    name_patient(workspace, "A3")
    opened(qapp, workspace, second)
    assert {name for name, where in threads.items() if where == {False}} == set(threads)
    assert len(threads) == 5


def test_the_window_tells_how_far_a_long_save_is(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reporting(context: JobContext, order: SaveRequest) -> SaveResult:
        context.report(1, 4, "Saving")
        return save(context, order)

    monkeypatch.setattr(autosave, "save", reporting)
    monkeypatch.setattr(save_schedule, "LONG", 0.0)
    opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    told: list[str] = []
    workspace.project.autosave.state_changed.connect(told.append)
    name_patient(workspace, "B")
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert any("25" in words and "left" in words for words in told)
    assert told[-1] == "Saved in a.facebalance"
