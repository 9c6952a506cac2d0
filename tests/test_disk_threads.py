"""Folders and files that may lie on a share are touched in threads alone: the window never waits for a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox
from slow_shares import Share, watched_share
from test_measures_panel import edged_pair
from workspaces import lent_workspace, sentences, show_project, until

from facebalance_desktop.project import camera_card
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export import export_dialog
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.open_project.importer import PhotoImporter
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import Job, WorkerPool, run_in_thread


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hopper_path: Path) -> Iterator[Share]:
    yield from watched_share(tmp_path / "share", monkeypatch, hopper_path, hopper_path)


@pytest.fixture
def workspace(qapp: object, share: Share) -> Iterator[Workspace]:
    for made in lent_workspace():
        show_project(qapp, made, pair_with_faces())
        yield made


@pytest.fixture
def threads_for_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What workers do is done in threads, and without the models of faces."""

    def submit(pool: WorkerPool, function: Callable[..., Any], *given: Any, **named: Any) -> Job[Any]:
        return run_in_thread(function, *given)

    monkeypatch.setattr(WorkerPool, "submit", submit)
    monkeypatch.setattr(camera_card, "warm_up", lambda: None)
    monkeypatch.setattr(camera_card, "shows_face", lambda pixels: True)


def test_photos_and_folders_that_come_are_told_apart_in_a_thread(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch, threads_for_workers: None
) -> None:
    came: list[Path] = []
    monkeypatch.setattr(PhotoImporter, "read_files", lambda importer, paths: came.extend(paths))
    workspace.incoming.receive([share.folder / "a.jpg"])
    until(qapp, lambda: came == [share.folder / "a.jpg"])
    assert workspace.incoming.folder == str(share.folder)
    workspace.incoming.receive([share.folder])
    until(qapp, lambda: workspace.incoming.sheet is not None and workspace.incoming.sheet.runs)
    assert workspace.incoming.sheet is not None
    workspace.incoming.sheet.reject()
    assert workspace.incoming.folder == str(share.folder)
    assert len(came) == 1


def test_what_comes_from_a_share_that_does_not_answer_joins_no_other_project(
    qapp: object, workspace: Workspace, share: Share
) -> None:
    share.answers.clear()
    workspace.incoming.receive([share.folder / "a.jpg"])
    other = pair_with_faces()
    show_project(qapp, workspace, other)
    share.answers.set()
    until(qapp, lambda: "closed by now; nothing was added" in sentences(workspace))
    assert len(workspace.session.project.photos) == len(other.photos)


def test_dialogs_begin_in_folders_that_answer(
    workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: list[str] = []

    def begin(dialog: object, title: str, folder: str) -> str:
        begun.append(folder)
        return ""

    monkeypatch.setattr(PhotoDialog, "setDirectory", lambda dialog, folder: begun.append(folder))
    monkeypatch.setattr(PhotoDialog, "exec", lambda dialog: 0)
    monkeypatch.setattr(file_dialogs, "folder_to_use", begin)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: str(share.folder))
    workspace.incoming.folder = str(share.folder)
    workspace.incoming.ask_for_files()
    workspace.incoming.ask_for_folder()
    assert file_dialogs.documents("a.pdf") == str(share.folder / "a.pdf")
    assert begun == [str(share.folder)] * 2
    share.answers.clear()
    workspace.incoming.ask_for_folder()
    assert file_dialogs.pictures() == begun[-1] == str(Path.home())


def test_a_dialog_does_not_begin_where_the_disk_does_not_answer(
    workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def begin(dialog: QFileDialog) -> int:
        begun.append(dialog.directory().absolutePath())
        return 0

    def ask() -> None:
        begun.clear()
        file_dialogs.name_to_save(workspace.window, "Save", str(share.folder / "a.png"), "PNG (*.png)")
        file_dialogs.name_to_open(workspace.window, "Open", str(share.folder / "a.jpg"), "JPEG (*.jpg)")
        file_dialogs.folder_to_use(workspace.window, "Folder", str(share.folder))

    monkeypatch.setattr(QFileDialog, "exec", begin)
    ask()
    assert begun == [str(share.folder)] * 3
    share.answers.clear()
    ask()
    assert str(share.folder) not in begun and len(begun) == 3


def test_what_is_pointed_at_is_looked_at_by_a_worker(
    qapp: object, workspace: Workspace, share: Share, threads_for_workers: None
) -> None:
    dialog = PhotoDialog(workspace.pool, workspace.window)
    dialog.currentChanged.emit(str(share.folder / "a.jpg"))
    until(qapp, lambda: "JPEG" in dialog.facts.text())
    dialog.currentChanged.emit(str(share.folder))
    assert dialog.facts.text() == ""
    until(qapp, lambda: not dialog.is_looking)
    assert dialog.facts.text() == "" and dialog.picture.pixmap().isNull()
    dialog.close()
    dialog.deleteLater()


def test_a_name_without_its_ending_is_compared_in_a_thread(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_project(qapp, workspace, set_patient(Patient("Ada"))(new_project()))
    answers = iter([share.folder / "taken", share.folder / "free"])
    (share.folder / "taken.facebalance").touch()
    share.touched_by_the_window.clear()
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(next(answers)), ""))
    workspace.save_as.ask()
    until(qapp, lambda: "taken.facebalance exists already" in sentences(workspace))
    workspace.save_as.ask()
    until(qapp, lambda: workspace.session.path == share.folder / "free.facebalance")


def test_further_pages_of_an_export_are_looked_for_in_a_thread(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(parent: object, title: str, words: str) -> QMessageBox.StandardButton:
        asked.append(words)
        return QMessageBox.StandardButton.No

    chosen = share.folder / "figure.jpg", share.folder / "a.jpg"
    monkeypatch.setattr(export_dialog, "pages_of", lambda path, figure: (path, *chosen[1:]))
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(chosen[0]), ""))
    monkeypatch.setattr(QMessageBox, "question", refuse)
    material = workspace.export_commands.material(workspace.project)
    assert material is not None
    dialog = ExportDialog(material, workspace.project.pixel_cache, workspace.clinic, workspace.window)
    to_file = dialog.output_buttons[-1]
    to_file.click()
    until(qapp, lambda: asked)
    assert "a.jpg is already there" in asked[0]
    assert dialog.path is None and dialog.result() == 0
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    to_file.click()
    until(qapp, lambda: dialog.path == chosen[0])
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    dialog.deleteLater()


def test_a_late_answer_on_further_pages_ends_no_dialog_while_another_name_is_asked_for(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Job[Any]] = []
    ended: list[int] = []

    def looked_for(*given: Any) -> Job[Any]:
        jobs.append(run_in_thread(*given))
        return jobs[-1]

    def answer(*_: object) -> tuple[str, str]:
        if not jobs:
            return str(share.folder / "one.jpg"), ""
        share.answers.set()
        until(qapp, lambda: jobs[0].is_done)
        application(qapp).processEvents()
        assert ended == []
        return str(share.folder / "two.jpg"), ""

    monkeypatch.setattr(export_dialog, "run_in_thread", looked_for)
    monkeypatch.setattr(export_dialog, "pages_of", lambda path, figure: (path, path.with_name("second.jpg")))
    monkeypatch.setattr(file_dialogs, "name_to_save", answer)
    material = workspace.export_commands.material(workspace.project)
    assert material is not None
    dialog = ExportDialog(material, workspace.project.pixel_cache, workspace.clinic, workspace.window)
    dialog.finished.connect(ended.append)
    share.answers.clear()
    for _ in range(2):
        dialog.output_buttons[-1].click()
    until(qapp, lambda: ended)
    assert dialog.path == share.folder / "two.jpg"
    dialog.deleteLater()


def test_folders_and_pictures_of_the_settings_are_looked_for_in_a_thread(
    qapp: object, share: Share, workspace: Workspace
) -> None:
    dialog = SettingsDialog(Settings(), workspace.window)
    save = dialog.save_button
    dialog.editors["clinic_folder"].set_value(str(share.folder))
    dialog.editors["clinic_logo"].set_value(str(share.folder / "gone.png"))
    save.click()
    until(qapp, lambda: "there is no file" in dialog.problem.text())
    share.answers.clear()
    dialog.editors["clinic_logo"].set_value(str(share.folder / "a.jpg"))
    save.click()
    assert dialog.result() == 0 and not save.isEnabled()
    share.answers.set()
    until(qapp, lambda: dialog.result() == SettingsDialog.DialogCode.Accepted)
    dialog.deleteLater()


def test_measures_are_written_in_a_thread(qapp: object, workspace: Workspace, share: Share) -> None:
    told: list[str] = []
    show_project(qapp, workspace, edged_pair())
    workspace.session.told.connect(told.append)
    workspace.window.show()
    workspace.window.side.show_page("Measures")
    until(qapp, lambda: workspace.window.measures.menu.text_of("csv"))
    workspace.window.measures.menu.save(share.folder / "m.csv", "csv")
    until(qapp, lambda: "The measures were saved as m.csv." in told)
