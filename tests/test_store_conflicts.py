"""Two programs, one project file: nobody's work is replaced, and nobody gets the other's name."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from projects_stored import made, renamed, save

from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.placing import NewFile
from facebalance_desktop.project.store import Conflict, open_project, save_project
from facebalance_desktop.work import JobContext


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def project(originals: Originals) -> Project:
    return made(originals, b"first" * 1000, b"second" * 5_000)


def test_a_file_changed_while_it_is_being_saved_is_not_replaced(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine saves between the first look and the last step."""
    path = tmp_path / "a.facebalance"
    known = save(project, path, originals).known
    really = NewFile.finish

    def meanwhile(new: NewFile) -> os.stat_result:
        found = really(new)
        if new.path == path:
            monkeypatch.setattr(NewFile, "finish", really)
            save(renamed("theirs")(project), path, originals)
        return found

    monkeypatch.setattr(NewFile, "finish", meanwhile)
    done = save(renamed("ours")(project), path, originals, known)
    assert "changed elsewhere" in (done.sentence or "")
    assert (open_project(path).project.patient.name, open_project(done.path).project.patient.name) == ("theirs", "ours")


def test_a_changed_file_is_a_conflict_where_that_is_asked_for(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    known = save(project, path, originals).known
    save(renamed("theirs")(project), path, originals)
    with pytest.raises(Conflict, match="left as it is") as caught:
        save_project(JobContext(), renamed("ours")(project), path, originals, None, known, refuses_changed=True)
    assert (caught.value.path, caught.value.changed) == (path, path.stat().st_mtime)
    assert open_project(path).project.patient.name == "theirs"


def test_a_file_that_was_replaced_by_one_of_the_same_size_and_time_is_another(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    known = save(renamed("first")(project), path, originals).known
    save(renamed("other")(project), tmp_path / "b.facebalance", originals)
    os.utime(tmp_path / "b.facebalance", ns=(known.modified, known.modified))
    known = replace(known, size=(tmp_path / "b.facebalance").stat().st_size)
    os.replace(tmp_path / "b.facebalance", path)
    done = save(renamed("ours")(project), path, originals, known)
    assert done.path != path and open_project(path).project.patient.name == "other"


def test_two_that_choose_the_same_new_name_get_two_files(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    names = [f"window {number}" for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        jobs = [
            threads.submit(
                save_project, JobContext(), renamed(name)(project), path, originals, None, None, 5, is_new=True
            )
            for name in names
        ]
    places = {job.result().path for job in jobs}
    assert len(places) == 4
    assert sorted(open_project(place).project.patient.name for place in places) == names


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_a_file_is_for_its_owner_alone_also_while_it_is_written(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    rights: list[str] = []
    really = NewFile.finish

    def watched(new: NewFile) -> os.stat_result:
        rights.extend(oct(found.stat().st_mode & 0o777) for found in tmp_path.glob(".*.part"))
        return really(new)

    monkeypatch.setattr(NewFile, "finish", watched)
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    assert (rights, oct(path.stat().st_mode & 0o777)) == (["0o600"], "0o600")
