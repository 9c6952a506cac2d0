"""The clinic's folder is searched by the cards of its files, which are read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from facebalance_desktop.project import clinic_search
from facebalance_desktop.project.clinic_search import KnownProjects, projects_in
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recent import SHOWN
from facebalance_desktop.project.store import save_project
from facebalance_desktop.project.summary import ProjectSummary, read_summary
from facebalance_desktop.work import JobContext


def saved(folder: Path, name: str, number: str) -> Path:
    path = folder / f"{number}.facebalance"
    save_project(JobContext(), set_patient(Patient(name, number, "1984-03-02"))(new_project()), path, Originals())
    return path


def found(folder: Path, text: str, known: KnownProjects) -> list[str]:
    return [entry.path.stem for entry in projects_in(JobContext(), folder, text, known)]


def test_files_are_found_by_their_cards_and_read_again_only_when_they_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(path: Path) -> ProjectSummary:
        read.append(path.stem)
        return read_summary(path)

    monkeypatch.setattr(clinic_search, "read_summary", noted)
    known = KnownProjects()
    first, _ = saved(tmp_path, "Brandt, Elisabeth", "K-1"), saved(tmp_path, "Walter, Brigitte", "K-2")
    assert found(tmp_path, "brandt", known) == ["K-1"] and found(tmp_path, "2.3.84", known) == ["K-1", "K-2"]
    assert sorted(read) == ["K-1", "K-2"]
    first.unlink()
    saved(tmp_path, "Brandt-Maier, Elisabeth Maria", "K-1")
    assert found(tmp_path, "maier", known) == ["K-1"] and read[2:] == ["K-1"]


def test_what_cannot_be_read_is_found_by_its_name_and_a_folder_that_is_away_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "damaged 7.facebalance").write_bytes(b"no zip")
    assert found(tmp_path, "damaged", KnownProjects()) == ["damaged 7"]
    assert found(tmp_path / "away", "damaged", KnownProjects()) == []


def test_of_many_matches_one_more_is_told_than_the_list_shows(tmp_path: Path) -> None:
    for number in range(SHOWN + 5):
        (tmp_path / f"{number:03}.facebalance").write_bytes(b"")
    assert len(found(tmp_path, "0", KnownProjects())) == SHOWN + 1
