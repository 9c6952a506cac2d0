"""Names that the disk refuses to look up are told about like names of nothing, never as a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from PySide6.QtWidgets import QMessageBox
from workspaces import lent_workspace, sentences, show_project, until

from facebalance_desktop.errors import Cancelled
from facebalance_desktop.project.camera_card import glance_at_file
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export import export_dialog
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.open_project.importer import PhotoImporter
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext

LONG = "x" * 300
"""Longer than a name may be: the system answers with an error that is not `no such file`."""


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        show_project(qapp, made, pair_with_faces())
        yield made


def test_a_dialog_begins_elsewhere(tmp_path: Path) -> None:
    assert not file_dialogs.answers(str(tmp_path / LONG))
    assert file_dialogs.answers(str(tmp_path))


def test_photos_are_handed_to_the_importer_which_tells_what_is_wrong(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Path] = []
    monkeypatch.setattr(PhotoImporter, "read_files", lambda importer, paths: came.extend(paths))
    workspace.incoming.receive([tmp_path / f"{LONG}.jpg"])
    until(qapp, lambda: came == [tmp_path / f"{LONG}.jpg"])


def test_nothing_is_shown_of_such_a_file(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        glance_at_file(JobContext(), tmp_path / f"{LONG}.jpg")


def test_a_project_is_not_saved_there_and_the_reason_is_told(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_project(qapp, workspace, set_patient(Patient("Ada"))(new_project()))
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(tmp_path / LONG), ""))
    workspace.save_as.ask()
    until(qapp, lambda: "could not be saved: file name too long" in sentences(workspace))


def test_a_figure_is_exported_without_a_question(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "figure.jpg"
    monkeypatch.setattr(export_dialog, "pages_of", lambda path, figure: (path, tmp_path / LONG))
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(chosen), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    material = workspace.export_commands.material(workspace.project)
    assert material is not None
    dialog = ExportDialog(material, workspace.project.pixel_cache, workspace.clinic, workspace.window)
    dialog.output_buttons[-1].click()
    until(qapp, lambda: dialog.path == chosen)
    dialog.deleteLater()


@pytest.mark.parametrize(("field", "words"), [("clinic_folder", "no folder"), ("clinic_logo", "no file")])
def test_settings_tell_that_nothing_is_there(
    qapp: object, workspace: Workspace, tmp_path: Path, field: str, words: str
) -> None:
    dialog = SettingsDialog(Settings(), workspace.window)
    dialog.editors[field].set_value(str(tmp_path / LONG))
    dialog.save_button.click()
    until(qapp, dialog.problem.text)
    assert words in dialog.problem.text()
    dialog.close()
    dialog.deleteLater()
