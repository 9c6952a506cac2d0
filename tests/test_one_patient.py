"""Work of one patient never lands in another: late answers, dialogs, exports and photos find their own project."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import needs_qt
from patients_made import jpeg, patient_file
from workspaces import PATIENCE, is_free, is_quiet, lent_workspace, name_in, name_patient, opened, sentences, until

from facebalance_desktop.project.store import Opened, Saved, open_project, read_project, save_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.open_project import export_runner, open_job, save_job
from facebalance_desktop.ui.open_project.export_runner import ExportRequest
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return patient_file(tmp_path / "a.facebalance", "A", 20)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return patient_file(tmp_path / "b.facebalance", "B", 60)


class Gate:
    """Holds the threads that come to it until it is opened; `arrived` says that one is there."""

    def __init__(self) -> None:
        self.arrived, self._is_open = threading.Event(), threading.Event()

    def open(self) -> None:
        self._is_open.set()

    def wait(self) -> None:
        self.arrived.set()
        assert self._is_open.wait(PATIENCE)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, second: Path, gate: Gate) -> Gate:
    """Reading the second patient's file waits at the gate."""

    def slowly(path: Path, context: JobContext) -> Opened:
        if path == second:
            gate.wait()
        return open_project(path, context)

    monkeypatch.setattr(open_job, "open_project", slowly)
    return gate


def name_shown(workspace: Workspace) -> str:
    return workspace.session.project.patient.name


# What is opened


def test_a_slow_project_does_not_take_the_place_of_one_opened_later(
    qapp: object, workspace: Workspace, first: Path, second: Path, slow: Gate
) -> None:
    workspace.opening.open(second)
    until(qapp, slow.arrived.is_set)
    opened(qapp, workspace, first)
    slow.open()
    until(qapp, lambda: is_free(second))
    assert name_shown(workspace) == "A"
    opened(qapp, workspace, second)
    assert name_shown(workspace) == "B"


def test_opening_the_slow_project_once_more_takes_up_the_first_wish(
    qapp: object, workspace: Workspace, first: Path, second: Path, slow: Gate
) -> None:
    workspace.opening.open(second)
    workspace.opening.open(first)
    workspace.opening.open(second)
    slow.open()
    until(qapp, lambda: name_shown(workspace) == "B")
    assert "already open" not in sentences(workspace)


def test_a_new_project_or_dropped_photos_cancel_what_is_still_opening(
    qapp: object, workspace: Workspace, first: Path, second: Path, slow: Gate, tmp_path: Path
) -> None:
    dropped = tmp_path / "dropped.jpg"
    dropped.write_bytes(jpeg(200))
    opened(qapp, workspace, first)
    workspace.opening.open(second)
    workspace.incoming.receive([dropped])
    slow.open()
    until(qapp, lambda: len(workspace.session.project.photos) == 3)
    until(qapp, lambda: is_free(second))
    assert name_shown(workspace) == "A"
    workspace.opening.open(second)
    workspace.opening.start_new()
    until(qapp, lambda: workspace.session.path is None)
    until(qapp, lambda: is_free(second) and is_free(first))
    assert name_shown(workspace) == ""
    assert [len(read_project(path).photos) for path in (first, second)] == [3, 2]


def test_closing_the_window_lets_go_of_what_is_still_opening(
    qapp: object, workspace: Workspace, second: Path, slow: Gate
) -> None:
    workspace.opening.open(second)
    until(qapp, slow.arrived.is_set)
    workspace.window.close()
    slow.open()
    until(qapp, lambda: is_free(second))
    assert not list(second.parent.glob(".~lock*")), "nobody on another machine is told that it is open"


def test_photos_dropped_while_another_project_is_waited_for_still_come_in(
    qapp: object,
    workspace: Workspace,
    first: Path,
    second: Path,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The save that the switch had begun ends while they are being read."""

    def slowly(*values: Any, **named: Any) -> Saved:
        gate.wait()
        return save_project(*values, **named)

    dropped = tmp_path / "dropped.jpg"
    dropped.write_bytes(jpeg(200))
    opened(qapp, workspace, first)
    monkeypatch.setattr(save_job, "save_project", slowly)
    name_patient(workspace, "A2")
    workspace.opening.open(second)
    until(qapp, gate.arrived.is_set)
    workspace.incoming.receive([dropped])
    gate.open()
    until(qapp, lambda: len(workspace.session.project.photos) == 3)
    assert name_shown(workspace) == "A2"
    assert "not read" not in sentences(workspace)


# Dialogs


def meanwhile(qapp: object, workspace: Workspace, path: Path) -> None:
    """Another project is opened while a dialog is open, and has all the time it needs."""
    workspace.opening.open(path)
    until(qapp, lambda: not workspace.bridge.is_busy)


def test_the_name_given_to_a_project_is_not_given_to_another(
    qapp: object, workspace: Workspace, first: Path, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "chosen.facebalance"

    def ask(*_: object) -> tuple[str, str]:
        meanwhile(qapp, workspace, second)
        assert name_shown(workspace) == "A"
        return str(chosen), ""

    monkeypatch.setattr(file_dialogs, "name_to_save", ask)
    opened(qapp, workspace, first)
    workspace.save_as.ask()
    until(qapp, lambda: name_shown(workspace) == "B")
    until(qapp, is_quiet(workspace))
    assert (name_in(chosen), name_in(first), name_in(second)) == ("A", "A", "B")


def test_consent_is_noted_for_the_patient_who_was_asked(
    qapp: object, workspace: Workspace, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agree(dialog: ConsentDialog) -> int:
        meanwhile(qapp, workspace, second)
        dialog.answers["publication"].setCurrentIndex(1)
        return 1

    monkeypatch.setattr(ConsentDialog, "exec", agree)
    opened(qapp, workspace, first)
    workspace.export_commands.ask_for_consent()
    until(qapp, lambda: name_shown(workspace) == "B")
    until(qapp, is_quiet(workspace))
    assert [len(read_project(path).consents) for path in (first, second)] == [1, 0]


def test_photos_chosen_from_a_card_join_the_project_they_were_chosen_for(
    qapp: object, workspace: Workspace, first: Path, second: Path, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "IMG_1.jpg").write_bytes(jpeg(201))
    opened(qapp, workspace, first)
    workspace.incoming.receive([card])
    until(qapp, lambda: workspace.incoming.sheet is not None)
    sheet = workspace.incoming.sheet
    assert sheet is not None
    until(qapp, lambda: sheet.runs)
    meanwhile(qapp, workspace, second)
    assert name_shown(workspace) == "A"
    sheet.runs[0].box.click()
    sheet.accept()
    until(qapp, lambda: len(workspace.session.project.photos) == 3)
    assert name_shown(workspace) == "A"
    until(qapp, is_quiet(workspace))
    assert [len(read_project(path).photos) for path in (first, second)] == [3, 2]


# What goes out


def held_exports(monkeypatch: pytest.MonkeyPatch, gate: Gate) -> None:
    """Exports wait at the gate, then write a file of one word."""

    def slowly(context: JobContext, material: object, template: object, path: Path, *_: object) -> tuple[Path, ...]:
        gate.wait()
        path.write_text("figure")
        return (path,)

    monkeypatch.setattr(export_runner, "export_template", slowly)


def export(workspace: Workspace, path: Path) -> None:
    material = workspace.export_commands.material(workspace.project)
    assert material is not None
    template = workspace.export_commands.last_template()
    workspace.project.export_runner.export(ExportRequest(material, template, 400, Settings()), path)


def exports_in(path: Path) -> int:
    return len(read_project(path).exports)


def test_an_export_is_recorded_in_its_own_project_whatever_is_shown_by_then(
    qapp: object,
    workspace: Workspace,
    first: Path,
    second: Path,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held_exports(monkeypatch, gate)
    opened(qapp, workspace, first)
    exporting = workspace.project
    export(workspace, tmp_path / "figure.png")
    until(qapp, gate.arrived.is_set)
    opened(qapp, workspace, second)
    assert not exporting.has_ended
    gate.open()
    until(qapp, lambda: is_free(first))
    assert "figure.png" in sentences(workspace)
    workspace.window.close()
    assert (exports_in(first), exports_in(second)) == (1, 0)


def test_a_project_that_is_still_exporting_is_taken_up_again(
    qapp: object,
    workspace: Workspace,
    first: Path,
    second: Path,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held_exports(monkeypatch, gate)
    opened(qapp, workspace, first)
    exporting = workspace.project
    export(workspace, tmp_path / "figure.png")
    until(qapp, gate.arrived.is_set)
    opened(qapp, workspace, second)
    opened(qapp, workspace, first)
    assert workspace.project is exporting
    gate.open()
    until(qapp, lambda: workspace.session.project.exports)
    name_patient(workspace, "A2")
    workspace.window.close()
    assert (exports_in(first), exports_in(second), name_in(first)) == (1, 0, "A2")


def test_closing_the_window_records_an_export_that_has_just_ended(
    qapp: object,
    workspace: Workspace,
    first: Path,
    second: Path,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held_exports(monkeypatch, gate)
    opened(qapp, workspace, first)
    exporting = workspace.project
    export(workspace, tmp_path / "figure.png")
    until(qapp, gate.arrived.is_set)
    opened(qapp, workspace, second)
    assert exporting in workspace.opening.retired
    gate.open()
    exporting.export_runner.wait()
    workspace.window.close()
    assert (exports_in(first), exports_in(second)) == (1, 0)


# Photos


def test_after_saving_under_another_name_the_photos_are_read_from_there(
    qapp: object, workspace: Workspace, first: Path, tmp_path: Path
) -> None:
    opened(qapp, workspace, first)
    until(qapp, lambda: workspace.pixel_cache.whole(workspace.session.project.photos[0].sha256) is not None)
    workspace.project.autosave.save_as(tmp_path / "c.facebalance")
    until(qapp, lambda: workspace.session.path == tmp_path / "c.facebalance")
    first.unlink()
    workspace.project.pixel_cache.clear()
    photo = workspace.session.project.photos[0]
    workspace.project.pixel_cache.show([photo])
    until(qapp, lambda: workspace.pixel_cache.whole(photo.sha256) is not None)
    assert sentences(workspace) == ""
