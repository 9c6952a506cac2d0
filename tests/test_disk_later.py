"""What is under way on a share that does not answer, when something else is wished for or the window is closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import needs_qt
from patients_made import patient_file
from slow_shares import Share, watched_share
from test_one_patient import Gate, export, held_exports
from workspaces import lent_workspace, name_in, opened, saved, sentences, until

from facebalance_desktop.ui.app.closing import Closing
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import file_dialogs

pytestmark = needs_qt


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    yield from watched_share(tmp_path / "share", monkeypatch)


@pytest.fixture
def workspace(qapp: object, share: Share, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A.facebalance is open, and Save as was answered with a name without suffix on the share."""
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(share.folder / "chosen"), ""))
    for made in lent_workspace():
        opened(qapp, made, saved(share.folder.parent / "a.facebalance", "A"))
        yield made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> list[str]:
    """What is told as the window closes, which waits no longer than a moment."""
    found: list[str] = []
    monkeypatch.setattr(Closing, "tell", lambda _, sentences: found.extend(sentences))
    workspace.closing.limit = 1
    return found


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()


def ask_for_a_name(qapp: object, workspace: Workspace, share: Share) -> None:
    share.answers.clear()
    workspace.save_as.ask()
    until(qapp, lambda: share.waited_for.is_set() and workspace.project.bridge.has_lasting)


def test_a_name_that_was_chosen_is_used_though_another_project_was_opened(
    qapp: object, workspace: Workspace, share: Share, tmp_path: Path
) -> None:
    ask_for_a_name(qapp, workspace, share)
    opened(qapp, workspace, saved(tmp_path / "b.facebalance", "B"))
    share.answers.set()
    until(qapp, lambda: not workspace.opening.retired)
    share.touched_by_the_window.clear()
    assert name_in(share.folder / "chosen.facebalance") == "A"
    assert name_in(workspace.session.path or Path()) == "B"
    share.touched_by_the_window.clear()


def test_a_name_that_is_taken_is_told_though_another_project_was_opened(
    qapp: object, workspace: Workspace, share: Share, tmp_path: Path
) -> None:
    (share.folder / "chosen.facebalance").write_bytes(b"other")
    share.touched_by_the_window.clear()
    ask_for_a_name(qapp, workspace, share)
    opened(qapp, workspace, saved(tmp_path / "b.facebalance", "B"))
    share.answers.set()
    until(qapp, lambda: "chosen.facebalance exists already" in sentences(workspace))
    until(qapp, lambda: not workspace.opening.retired)


def test_the_window_closes_while_a_chosen_name_is_not_answered_and_tells(
    qapp: object, workspace: Workspace, share: Share, told: list[str]
) -> None:
    ask_for_a_name(qapp, workspace, share)
    assert workspace.window.close()
    assert any("a name that was chosen" in sentence for sentence in told)


def test_the_window_closes_while_an_export_is_not_answered_and_tells(
    qapp: object,
    workspace: Workspace,
    told: list[str],
    gate: Gate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held_exports(monkeypatch, gate)
    opened(qapp, workspace, patient_file(tmp_path / "b.facebalance", "B", 20))
    export(workspace, tmp_path / "figure.png")
    until(qapp, gate.arrived.is_set)
    assert workspace.window.close()
    assert any("the export was given up" in sentence for sentence in told)


def test_a_folder_dropped_while_a_project_is_being_opened_says_that_it_is_not_opened(
    qapp: object, workspace: Workspace, share: Share, tmp_path: Path
) -> None:
    path = saved(share.folder / "b.facebalance", "B")
    share.touched_by_the_window.clear()
    share.answers.clear()
    workspace.opening.open(path)
    workspace.incoming.receive([tmp_path])
    assert "b.facebalance is not opened" in sentences(workspace)
    until(qapp, lambda: workspace.incoming.sheet is not None)
    share.answers.set()
    assert workspace.incoming.sheet is not None
    workspace.incoming.sheet.reject()
    assert workspace.session.project.patient.name == "A"
