"""The clinic's folder may lie on a share that does not answer: the window stands and goes on, and reads it later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QInputDialog
from slow_shares import Share, watched_share
from workspaces import is_quiet, lent_workspace, name_patient, sentences, show_project, until

from facebalance_desktop import settings
from facebalance_desktop.analysis.guide_sets import guide_sets
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.open_project import clinic
from facebalance_desktop.ui.widgets import file_dialogs

pytestmark = needs_qt
MODALITY = """
[[row]]
id = "our-own"
name = "Our own modality"
sort = "injection"
colour = "#ff8fa3"
source = "clinic"
"""


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    """The clinic's folder, with a table and a logo, on a share."""
    for made in watched_share(tmp_path / "share", monkeypatch):
        (made.folder / "modalities.toml").write_text(MODALITY, "utf-8")
        Image.new("RGB", (30, 20), "#804020").save(made.folder / "logo.png")
        settings.save(Settings(clinic_folder=str(made.folder), clinic_logo=str(made.folder / "logo.png")))
        made.touched_by_the_window.clear()
        yield made


@pytest.fixture
def workspace(qapp: object, share: Share) -> Iterator[Workspace]:
    yield from lent_workspace()


def has_own(workspace: Workspace) -> bool:
    return workspace.clinic.tables.modality("our-own") is not None


@pytest.fixture
def workspace_on_dead_share(qapp: object, share: Share) -> Iterator[Workspace]:
    share.answers.clear()
    yield from lent_workspace()


def test_the_window_stands_while_the_clinic_s_folder_does_not_answer(
    qapp: object, workspace_on_dead_share: Workspace, share: Share
) -> None:
    workspace = workspace_on_dead_share
    show_project(qapp, workspace, pair_with_faces())
    assert not has_own(workspace)
    assert workspace.clinic.tables.modality("ha-filler") is not None
    changes: list[None] = []
    workspace.clinic.changed.connect(lambda: changes.append(None))
    share.answers.set()
    until(qapp, lambda: has_own(workspace))
    assert len(changes) == 1, "tables and logo are seen at once"
    assert workspace.clinic.logo is not None


def test_what_does_not_answer_is_told(
    qapp: object, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, share: Share
) -> None:
    until(qapp, lambda: not workspace.clinic.is_reading)
    monkeypatch.setattr(clinic, "SILENT_AFTER", 1)
    share.answers.clear()
    workspace.clinic.reload()
    until(qapp, lambda: "does not answer. Until it does" in sentences(workspace))
    workspace.window.guides.keep_set("Ours")
    until(qapp, lambda: "is written once it does" in sentences(workspace))


def test_another_folder_that_does_not_answer_leaves_what_was_read_last(
    qapp: object, workspace: Workspace, share: Share
) -> None:
    until(qapp, lambda: has_own(workspace))
    share.answers.clear()
    other = share.folder / "other"
    workspace.clinic.change(replace(workspace.clinic.settings, clinic_folder=str(other), text_size=110))
    assert (workspace.clinic.settings.text_size, workspace.clinic.folder) == (110, other)
    assert has_own(workspace)
    share.answers.set()
    until(qapp, lambda: not has_own(workspace))


def test_a_set_of_guides_is_kept_in_a_thread_and_listed_at_once(
    qapp: object, workspace: Workspace, share: Share
) -> None:
    show_project(qapp, workspace, pair_with_faces())
    until(qapp, lambda: has_own(workspace))
    share.answers.clear()
    workspace.window.guides.keep_set("Ours")
    workspace.window.guides.keep_set("Theirs")
    assert "was saved" not in sentences(workspace)
    share.answers.set()
    until(qapp, lambda: {"Ours", "Theirs"} <= {item.name for item in CLINIC.of(guide_sets)})
    until(qapp, lambda: "was saved in the clinic's folder" in sentences(workspace))


def test_a_table_of_cards_is_begun_in_a_thread(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def show(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    workspace.window.plan.cards.write.click()
    until(qapp, lambda: opened == [str(share.folder / "cards.toml")])


def test_the_preview_of_an_export_shows_the_logo_and_keeps_templates_without_touching_the_share(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_project(qapp, workspace, pair_with_faces())
    until(qapp, lambda: has_own(workspace))
    share.answers.clear()
    material = workspace.export_commands.material(workspace.project)
    assert material is not None and material.clinic.logo == (30, 20)
    dialog = ExportDialog(material, workspace.project.pixel_cache, workspace.clinic, workspace.window)
    dialog.refresh()
    assert workspace.export_commands.last_template().id == "side-by-side"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Ours", True))
    dialog.keep()
    assert dialog.names.findData("ours") < 0
    share.answers.set()
    until(qapp, lambda: dialog.names.currentData() == "ours")
    dialog.reject()
    dialog.deleteLater()


def test_a_project_is_saved_while_the_clinic_s_folder_does_not_answer(
    qapp: object, workspace: Workspace, share: Share, tmp_path: Path
) -> None:
    until(qapp, lambda: has_own(workspace))
    share.answers.clear()
    name_patient(workspace, "Ada")
    workspace.project.autosave.save_as(tmp_path / "ada.facebalance")
    until(qapp, is_quiet(workspace))
    assert workspace.session.path == tmp_path / "ada.facebalance"


def test_a_set_of_the_clinic_is_taken_over_in_a_thread(
    qapp: object, workspace: Workspace, share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(qapp, lambda: has_own(workspace))
    path = tmp_path / "ours.facebalance-clinic"
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(path), ""))
    monkeypatch.setattr(file_dialogs, "name_to_open", lambda *_: (str(path), ""))
    workspace.clinic_files.ask_to_write()
    until(qapp, lambda: "was written" in sentences(workspace))
    workspace.clinic_files.ask_to_read()
    until(qapp, lambda: "1 row was imported" in sentences(workspace))
    assert has_own(workspace)
