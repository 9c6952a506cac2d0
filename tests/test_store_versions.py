"""Earlier states in a project's file: which stay, and that none of them keeps the present from being saved."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest
from projects_stored import made, renamed, save

from facebalance_desktop.project.archive import VERSIONS
from facebalance_desktop.project.edits_photos import remove_photo
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import list_versions, open_project, read_version, save_project
from facebalance_desktop.ui.open_project.open_job import find
from facebalance_desktop.work import JobContext


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def project(originals: Originals) -> Project:
    return made(originals, b"first" * 1000, b"second" * 1000)


def changed(path: Path, name: str) -> None:
    """Open the file anew and save it under another patient's name."""
    opened = open_project(path)
    save(renamed(name)(opened.project), path, opened.originals, opened.known, kept=3)


def test_a_version_of_a_clock_that_ran_ahead_keeps_no_later_one_away(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(renamed("0")(project), path, originals)

    ahead = time.time() + 400 * 86_400
    os.utime(path, (ahead, ahead))
    for number in range(1, 6):
        changed(path, str(number))
    names = [read_version(path, version).patient.name for version in open_project(path).versions]
    assert names == ["2", "3", "4"]


def test_a_photo_that_only_a_version_has_and_that_is_damaged_drops_the_version_and_is_told(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    without = remove_photo(project.photos[0].id)(opened.project)
    save(without, path, originals, opened.known)
    path.write_bytes(path.read_bytes().replace(b"first" * 1000, b"f1rst" * 1000))
    opened = open_project(path)
    assert len(opened.versions) == 1
    done = save_project(JobContext(), renamed("B")(without), path, opened.originals, None, opened.known)
    assert "1 kept version was dropped" in (done.sentence or "")
    again = open_project(path)
    assert (again.project.patient.name, done.path) == ("B", path)
    assert [read_version(path, version).patient.name for version in again.versions] == [without.patient.name]


def test_a_damaged_photo_is_taken_from_the_program_s_own_folder(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    known = save(project, path, originals).known
    path.write_bytes(path.read_bytes().replace(b"first" * 1000, b"f1rst" * 1000))

    os.utime(path, ns=(known.modified, known.modified))
    save(renamed("B")(project), path, originals, known)
    assert Originals(project=path).read(project.photos[0].sha256) == b"first" * 1000


def with_versions(path: Path, count: int) -> None:
    """Put as many states into the file as no save of the program keeps."""
    with zipfile.ZipFile(path, "a") as archive:
        data = archive.read("project.json")
        for number in range(count):
            minutes, seconds = divmod(number, 60)
            archive.writestr(f"{VERSIONS}20200101T00{minutes:02}{seconds:02}.000000.json", data)


@pytest.mark.parametrize(("count", "listed", "unread"), [(200, 200, 0), (201, 200, 1)])
def test_of_more_than_200_versions_the_latest_are_read_and_the_others_told_and_left_in_the_file(
    tmp_path: Path, project: Project, originals: Originals, count: int, listed: int, unread: int
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    with_versions(path, count)
    before = path.read_bytes()
    opened = open_project(path)
    assert (len(opened.versions), len(list_versions(path)), opened.unread_versions) == (listed, listed, unread)
    assert opened.versions[-1].at.second == (count - 1) % 60
    found = find(JobContext(), path)
    found.recovery.end()
    assert found.lock is not None
    found.lock.free()
    assert ("holds 201 earlier versions, of which the last 200 are read" in found.sentence) is (unread > 0)
    assert path.read_bytes() == before


def test_a_save_reads_no_more_versions_than_it_keeps(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    with_versions(path, 201)
    opened = open_project(path)
    whole, read = zipfile.ZipFile.read, list[str]()

    def counted(archive: zipfile.ZipFile, name: str, *rest: bytes) -> bytes:
        read.append(name)
        return whole(archive, name, *rest)

    monkeypatch.setattr(zipfile.ZipFile, "read", counted)
    save(renamed("B")(opened.project), path, opened.originals, opened.known, kept=3)
    assert len([name for name in read if name.startswith(VERSIONS)]) == 2
    assert [version.at.year > 2020 for version in list_versions(path)] == [False, False, True]
    save(renamed("C")(opened.project), path, opened.originals, open_project(path).known, kept=0)
    assert list_versions(path) == ()
