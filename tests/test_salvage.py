"""Damaged project files: what is whole is kept, what is not is named, and the damaged file is never written to."""

from __future__ import annotations

import json
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from projects_stored import PATIENT, is_same, made, renamed, save
from test_store_damage import spoiled

from facebalance_desktop import translation
from facebalance_desktop.cli.main import main
from facebalance_desktop.days import day_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.codec import NewerProgram
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.store import open_project

PHOTOS = (b"first" * 4000, b"second PK\x03\x04 looks like a header" * 2000, b"third" * 3000)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def project(originals: Originals) -> Project:
    return made(originals, *PHOTOS)


@pytest.fixture
def path(tmp_path: Path, project: Project, originals: Originals) -> Path:
    """A file with an earlier version in it."""
    place = tmp_path / "Fall Ä.facebalance"
    save(renamed("earlier")(project), place, originals)
    opened = open_project(place)
    save(project, place, originals, opened.known)
    return place


@pytest.fixture
def found_in(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "found")


def test_a_whole_file_has_no_faults(path: Path, project: Project, found_in: Originals) -> None:
    found = salvage(path, found_in)
    assert found.is_whole and found.project is not None and is_same(found.project, project)


def rotten(content: bytes) -> bytes:
    return content.replace(PHOTOS[0], b"f1rst" + PHOTOS[0][5:])


def without_list(content: bytes) -> bytes:
    return content.replace(b"PK\x01\x02", b"PK\x00\x00")


def cut_off(content: bytes) -> bytes:
    return content[: content.index(b"PK\x01\x02") + 20]


@pytest.mark.parametrize(
    ("damage", "photos", "words"),
    [
        (rotten, 2, ["The photo Aufnahme 0 ü.jpg is damaged in Fall Ä.facebalance and is left out."]),
        (without_list, 3, ["The list of the parts of Fall Ä.facebalance is damaged"]),
        (cut_off, 3, ["The list of the parts of Fall Ä.facebalance is damaged"]),
        (lambda content: without_list(rotten(content)), 2, ["The list of the parts", "The photo Aufnahme 0 ü.jpg is"]),
    ],
)
def test_everything_that_is_whole_is_kept(
    path: Path,
    project: Project,
    found_in: Originals,
    damage: Callable[[bytes], bytes],
    photos: int,
    words: list[str],
) -> None:
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(Problem):
        open_project(path)
    found = salvage(path, found_in)
    assert found.project is not None and found.project.patient == project.patient
    assert len(found.project.photos) == photos
    assert [fault.startswith(start) for fault, start in zip(found.faults, words, strict=True)] == [True] * len(words)
    for photo in found.project.photos:
        assert found_in.read(photo.sha256) in PHOTOS
    assert path.read_bytes() == damaged


def test_a_photo_of_other_bytes_is_left_out_though_the_zip_calls_it_whole(path: Path, found_in: Originals) -> None:
    def exchange(members: dict[str, bytes]) -> None:
        members[next(name for name in members if name.startswith("photos/"))] = b"other"

    spoiled(path, exchange)
    found = salvage(path, found_in)
    assert found.project is not None and len(found.project.photos) == 2 and len(found.faults) == 1


def test_a_damaged_record_gives_way_to_the_latest_version(path: Path, found_in: Originals) -> None:
    spoiled(path, lambda members: members.update({"project.json": b'{"format": 1, "id": '}))
    found = salvage(path, found_in)
    assert found.project is not None
    assert (found.project.patient.name, len(found.project.photos)) == ("earlier", 3)
    today = day_words(datetime.now(UTC).date().isoformat())
    assert "is shown" in found.faults[0] and f"the state of {today}, " in found.faults[0] and "UTC" in found.faults[0]


def test_cut_off_anywhere_it_tells_and_never_invents(path: Path, found_in: Originals, tmp_path: Path) -> None:
    content = path.read_bytes()
    part = tmp_path / "part.facebalance"
    for length in range(1, len(content) - 1, len(content) // 60):
        part.write_bytes(content[:length])
        found = salvage(part, found_in)
        assert found.faults
        for photo in found.project.photos if found.project is not None else ():
            assert found_in.read(photo.sha256) in PHOTOS


def test_a_good_copy_in_the_program_s_own_folder_is_used(path: Path, project: Project, originals: Originals) -> None:
    path.write_bytes(rotten(path.read_bytes()))
    found = salvage(path, originals)
    assert found.project is not None and len(found.project.photos) == 3
    assert "an intact copy was found" in found.faults[0]


@pytest.mark.parametrize("language", ["en", "pseudo"])
def test_a_newer_program_s_file_is_not_damaged(
    path: Path, found_in: Originals, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation, "LANGUAGE", language)
    with zipfile.ZipFile(path) as archive:
        later = json.loads(archive.read("project.json")) | {"format": 99}
    spoiled(path, lambda members: members.update({"project.json": json.dumps(later).encode()}))
    with pytest.raises(NewerProgram):
        salvage(path, found_in)
    with pytest.raises(NewerProgram):
        open_project(path)


NO_PROJECT = "a.facebalance is not a FaceBalance project, or nothing of it can be read."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.facebalance is empty."),
        (b"PK", NO_PROJECT),
        (b"not a zip" * 1000, NO_PROJECT),
        (b"PK\x05\x06" + bytes(18), NO_PROJECT),
        (b"%PDF-1.7", NO_PROJECT),
        (b"\xff\xd8\xff\xe0 a JPEG", "a.facebalance is a photo, not a project."),
    ],
)
def test_what_is_no_project_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a.facebalance"
    place.write_bytes(content)
    assert main(["check", str(place)]) == 3
    assert capsys.readouterr().err == f"{place}: {told}\n"


def test_the_command_check_tells_each_fault_and_repairs_into_another_file(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: intact\n"
    damaged = without_list(rotten(path.read_bytes()))
    path.write_bytes(damaged)
    repaired = tmp_path / "repaired.facebalance"
    assert main(["check", str(path), "--repair", str(repaired)]) == 3
    told = capsys.readouterr()
    assert told.err.count("\n") == 2 and str(repaired) in told.out
    assert path.read_bytes() == damaged
    opened = open_project(repaired)
    assert (opened.project.patient, len(opened.project.photos)) == (PATIENT, 2)
    assert main(["check", str(repaired), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True
    assert main(["check", str(path), "--repair", str(repaired)]) == 3
    assert "already there" in capsys.readouterr().err
    assert main(["check", str(path), str(tmp_path / "none"), "--json"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(line["faults"]) for line in lines] == [2, 1]


def test_a_part_that_unpacks_to_far_more_than_it_says_takes_no_memory(path: Path, found_in: Originals) -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)[2:-4]
    with path.open("rb") as file:
        place = file.read().index(b"PK\x01\x02")
    name = b"project.json"
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(bomb), 100, len(name), 0)
    path.write_bytes(path.read_bytes()[:place] + header + name + bomb)  # and no list: the parts' own headers are read
    tracemalloc.start()
    found = salvage(path, found_in)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.faults
    assert highest < 50_000_000
