"""The window of earlier versions: what it shows of each, and what can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import needs_qt
from patients_made import patient_file
from projects_made import made_photo
from projects_stored import save
from workspaces import is_quiet, lent_workspace, name_in, name_patient, opened, sentences, until

from facebalance_desktop.project.edits_photos import add_photos, remove_photo
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.ui.app.versions_dialog import VersionsDialog
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = needs_qt
PHOTOS = (b"first" * 1000, b"second" * 1000)
Shown = list[tuple[list[str], list[str]]]


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def path(qapp: object, workspace: Workspace, tmp_path: Path) -> Path:
    """A file that was opened, in which a photo was removed, and that was saved: it keeps one version."""
    originals = Originals(tmp_path / "elsewhere")
    place = tmp_path / "a.facebalance"
    photos = [
        made_photo(f"Aufnahme {number}", sha256=originals.keep(data), size=len(data))
        for number, data in enumerate(PHOTOS)
    ]
    save(add_photos(photos)(new_project()), place, originals)
    opened(qapp, workspace, place)
    workspace.session.do("Remove", remove_photo(workspace.session.project.photos[0].id))
    name_patient(workspace, "Later")
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    return place


def pressing(monkeypatch: pytest.MonkeyPatch, press: Callable[[VersionsDialog], object]) -> Shown:
    shown: Shown = []

    def run(dialog: VersionsDialog) -> int:
        texts = [dialog.table.item(0, column) for column in range(dialog.table.columnCount())]
        lines = [dialog.differences.item(row).text() for row in range(dialog.differences.count())]
        shown.append(([item.text() for item in texts if item is not None], lines))
        press(dialog)
        return 0

    monkeypatch.setattr(VersionsDialog, "exec", run)
    return shown


def test_a_version_is_shown_with_who_saved_it_and_brought_back_as_an_edit(
    qapp: object, workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pressing(monkeypatch, lambda dialog: dialog.back_button.click())
    workspace.actions["versions"].trigger()
    until(qapp, lambda: shown and len(workspace.session.project.photos) == 2)
    ((row, lines),) = shown
    assert " on " in row[1] and row[2] == "2"
    assert any(line.startswith("Only in this version: photo Aufnahme 0") for line in lines)
    assert "Differs: The patient's details" in lines
    until(qapp, is_quiet(workspace))
    lost = workspace.session.project.photos[0].sha256
    assert workspace.project.originals.read(lost) == PHOTOS[0]
    workspace.session.undo()
    assert len(workspace.session.project.photos) == 1
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert name_in(path) == "Later"


def test_a_version_is_opened_as_a_copy_and_the_file_stays(
    qapp: object, workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressing(monkeypatch, lambda dialog: dialog.copy_button.click())
    before = path.read_bytes()
    workspace.actions["versions"].trigger()
    until(qapp, lambda: len(workspace.session.project.photos) == 2)
    assert workspace.project.session.is_read_only and "earlier version of a.facebalance" in sentences(workspace)
    photo = workspace.session.project.photos[0].sha256
    assert workspace.project.originals.read(photo) == PHOTOS[0]
    assert path.read_bytes() == before


def test_without_a_file_there_are_none(qapp: object, workspace: Workspace) -> None:
    workspace.actions["versions"].trigger()
    assert "no file yet" in sentences(workspace)


def test_each_version_has_a_picture_of_its_own_photos(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = patient_file(tmp_path / "b.facebalance", "Ada", 200)
    opened(qapp, workspace, place)
    workspace.session.do("Remove", remove_photo(workspace.session.project.photos[0].id))
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    seen: list[tuple[int, int]] = []

    def run(dialog: VersionsDialog) -> int:
        until(qapp, lambda: not dialog.picture.pixmap().isNull())
        colour = dialog.picture.pixmap().toImage().pixelColor(60, 120)
        seen.append((colour.red(), colour.green()))
        return 0

    monkeypatch.setattr(VersionsDialog, "exec", run)
    workspace.actions["versions"].trigger()
    until(qapp, lambda: seen)
    ((red, green),) = seen
    assert abs(red - 200) < 12 and abs(green - 55) < 12, "the photo that only the version has"
