"""A project whose file is deleted, renamed or away while it is open: every photo of it can still be saved."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from projects_stored import made, renamed, save

from facebalance_desktop.errors import Cancelled
from facebalance_desktop.project import held, recovery
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, read_version
from facebalance_desktop.work import JobContext

CONTENTS = (b"first" * 1000, b"second" * 5000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    originals = Originals(tmp_path / "elsewhere")
    place = tmp_path / "clinic" / "a.facebalance"
    place.parent.mkdir()
    save(made(originals, *CONTENTS), place, originals)
    shutil.rmtree(tmp_path / "elsewhere")
    return place


@pytest.mark.parametrize("is_copied", [False, True])
@pytest.mark.parametrize("is_share_gone", [False, True])
def test_all_of_it_can_be_saved_elsewhere(path: Path, tmp_path: Path, is_copied: bool, is_share_gone: bool) -> None:
    window = recovery.begin()
    opened = open_project(path, originals=window.originals)
    if is_copied:
        assert held.hold_copy(JobContext(), path, window.folder)
    else:
        assert held.hold(path, window.folder)
    if is_share_gone:
        os.rename(path.parent, tmp_path / "away")
    else:
        path.unlink()
    for photo in opened.project.photos:
        assert opened.originals.read(photo.sha256) in CONTENTS
    other = tmp_path / "b.facebalance"
    save(renamed("B")(opened.project), other, opened.originals)
    again = open_project(other)
    assert {again.originals.read(photo.sha256) for photo in again.project.photos} == set(CONTENTS)
    if not is_share_gone:
        save(renamed("C")(opened.project), path, opened.originals, opened.known)
        back = open_project(path)
        assert back.project.patient.name == "C"
        assert [read_version(path, version).patient.name for version in back.versions] == [opened.project.patient.name]
    window.end()
    assert not window.folder.exists()


def test_the_held_name_follows_the_file(path: Path) -> None:
    window = recovery.begin()
    opened = open_project(path, originals=window.originals)
    for name in ("B", "C"):
        assert held.hold(path, window.folder) and held.hold(path, window.folder)
        save(renamed(name)(opened.project), path, opened.originals, open_project(path).known)
    held.hold(path, window.folder)
    assert os.path.samefile(window.folder / held.NAME, path)
    assert [found.name for found in window.folder.iterdir()] == ["held", "lock"] or len(
        list(window.folder.iterdir())
    ) == 2
    window.end()


def test_a_copy_that_is_stopped_or_has_no_room_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = recovery.begin()
    stopped = JobContext(is_cancelled=lambda: True)
    with pytest.raises(Cancelled):
        held.hold_copy(stopped, path, window.folder)
    monkeypatch.setattr(held, "ROOM", 2**62)
    assert not held.hold_copy(JobContext(), path, window.folder)
    assert not held.hold_copy(JobContext(), path.with_name("none"), window.folder)
    assert [found.name for found in window.folder.iterdir()] == ["lock"]
    window.end()
