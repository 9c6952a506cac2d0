"""Earlier states in a project's file: which stay, and that none of them keeps the present from being saved."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from projects_stored import made, renamed, save

from facebalance_desktop.project.edits_photos import remove_photo
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, read_version, save_project
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
