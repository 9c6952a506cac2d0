"""A share that is lost while a project on it is open, and a home that cannot be written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from driving import needs_qt
from workspaces import is_quiet, lent_workspace, name_in, name_patient, opened, saved, sentences, until

from facebalance_desktop import settings
from facebalance_desktop.errors import Problem
from facebalance_desktop.project import recovery
from facebalance_desktop.project.shares import check_share, mount_of, note_share
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import autosave
from facebalance_desktop.work import payload

pytestmark = needs_qt


class Share:
    """A folder that is a mount point as long as `is_there`; lost, it is an empty folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.is_there = True
        self._aside = folder.with_name("disk")
        folder.mkdir()
        real = os.path.ismount
        monkeypatch.setattr("os.path.ismount", lambda path: self.is_there if Path(path) == folder else real(path))

    def lose(self) -> None:
        self.is_there = False
        self.folder.rename(self._aside)
        self.folder.mkdir()

    def come_back(self) -> None:
        for left in self.folder.iterdir():
            left.unlink()
        self.folder.rmdir()
        self._aside.rename(self.folder)
        self.is_there = True


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Share:
    return Share(tmp_path / "share", monkeypatch)


def test_an_empty_mount_point_is_not_taken_for_the_share(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(qapp, workspace, saved(share.folder / "a.facebalance", "A"))
    share.lose()
    name_patient(workspace, "B")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: "is not available" in sentences(workspace))
    assert workspace.project.autosave.is_unsaved and not list(share.folder.glob("*.facebalance"))
    folder = workspace.project.autosave.originals.folder
    assert folder is not None
    until(qapp, (folder.parent / "project.json").exists)
    share.come_back()
    monkeypatch.setattr(autosave, "RETRY_AFTER", 10)
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    assert name_in(path) == "B"


def test_closed_without_its_share_it_is_offered_at_the_next_start(
    qapp: object, workspace: Workspace, share: Share
) -> None:
    path = opened(qapp, workspace, saved(share.folder / "a.facebalance", "A"))
    share.lose()
    name_patient(workspace, "B")
    workspace.window.close()
    assert not list(share.folder.glob("*.facebalance"))
    (left,) = recovery.list_recoverable()
    assert (left.path, left.project.patient.name) == (path, "B")


def test_a_clinic_s_folder_whose_share_is_away_is_not_made_in_the_mount_point(
    qapp: object, workspace: Workspace, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = share.folder / "clinic"
    clinic.mkdir()
    note_share(clinic)
    share.lose()
    monkeypatch.setattr("facebalance_desktop.ui.open_project.save_job.clinic_dir", lambda _: clinic)
    name_patient(workspace, "New")
    workspace.project.autosave.save_soon()
    until(qapp, lambda: "is not available" in sentences(workspace))
    assert not clinic.exists()


def test_what_lies_on_this_machine_s_own_disk_is_never_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: str(path) == Path(tmp_path).anchor)
    note_share(tmp_path)
    check_share(tmp_path, "a")
    assert mount_of(tmp_path) == Path(tmp_path.anchor)


def test_a_folder_that_moved_from_a_share_to_this_disk_is_there_again(share: Share) -> None:
    note_share(share.folder)
    share.is_there = False
    with pytest.raises(Problem, match="is not available"):
        check_share(share.folder, "a")
    note_share(share.folder)  # a project was opened there
    check_share(share.folder, "a")


def test_with_a_home_that_cannot_be_written_work_is_kept_where_the_next_start_finds_it(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "temporary").mkdir()
    path = saved(tmp_path / "a.facebalance", "A")
    monkeypatch.setenv("FACEBALANCE_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (workspace,) = lent = list_of(lent_workspace())
    assert "cannot be written" in sentences(workspace) and str(settings.data_dir()) in sentences(workspace)
    opened(qapp, workspace, path)
    name_patient(workspace, "B")
    workspace.project.autosave.save_soon()
    until(qapp, is_quiet(workspace))
    name_patient(workspace, "C")
    workspace.project.autosave.keep()
    (folder,) = (tmp_path / "temporary").iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    until(qapp, lambda: any(b'"C"' in found.read_bytes() for found in folder.glob("recovery/*/project.json")))
    assert name_in(path) == "B"
    lent[0].window.close()


def list_of(lent: Iterator[Workspace]) -> list[Workspace]:
    """The workspace, which the test closes itself."""
    return [next(lent)]


def test_without_shared_memory_photos_go_the_slower_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(payload, "SharedMemory", refuse)
    sent = np.arange(200_000)
    packed, block = payload.pack(sent, "facebalance-test")
    assert block is None
    assert (payload.unpack(packed, is_owner=True) == sent).all()
