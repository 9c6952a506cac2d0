"""Damaged project files: one sentence each, never an empty project, never written to."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects_stored import made, renamed, save

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.work import JobContext


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def project(originals: Originals) -> Project:
    return made(originals, b"first" * 1000, b"second" * 500_000)


def spoiled(path: Path, change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED) -> None:
    """Write the zip anew with other members."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def with_json(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["project.json"] = json.dumps(json.loads(members["project.json"]) | changes).encode()

    return change


def first_photo(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith("photos/"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: members.pop("project.json"), "does not hold a FaceBalance project"),
        (lambda members: members.update({"project.json": b"{"}), "is damaged"),
        (lambda members: members.update({"project.json": b"\xff\xfe"}), "is damaged"),
        (lambda members: members.update({"project.json": b"[" * 100_000}), "is damaged"),
        (lambda members: members.update({"project.json": b'{"format": NaN}'}), "is damaged"),
        (lambda members: members.update({"project.json": b"[]"}), "does not hold a FaceBalance project"),
        (with_json(format=99, program="FaceBalance 9"), "newer version"),
        (with_json(photos="none"), "photos is not a list"),
        (lambda members: members.pop(first_photo(members)), "lacks the photo Aufnahme"),
        (lambda members: members.update({first_photo(members): b"other"}), "is damaged"),
        (lambda members: members.update({first_photo(members): b"fIrst" * 1000}), "is damaged"),
    ],
)
def test_each_kind_of_damage_is_one_sentence_and_the_file_stays(
    tmp_path: Path,
    project: Project,
    originals: Originals,
    change: Callable[[dict[str, bytes]], None],
    words: str,
) -> None:
    path = tmp_path / "Fall Ä.facebalance"
    save(project, path, originals)
    spoiled(path, change)
    before = path.read_bytes()
    with pytest.raises(Problem, match=words) as caught:
        open_project(path)
    assert caught.value.sentence.startswith(("Fall Ä.facebalance", "The photo Aufnahme"))
    assert path.read_bytes() == before


def with_text(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        text = members["project.json"].decode()
        assert old in text
        members["project.json"] = text.replace(old, new, 1).encode()

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_text('"format": 1', '"format": 1,\n"ours": 1e999'), "ours is not a finite number"),
        (with_text('"format": 1', '"format": 1,\n"ours": {"deep": [1, -1e999]}'), "ours is not a finite number"),
        (with_text('"format": 1', '"format": 1,\n"ours": ' + "[" * 80 + "]" * 80), "tables deep"),
        (with_text('"format": 1', '"format": 1,\n"ours": 9' + "0" * 40), "whole number of at most"),
        (with_text('"guides": []', '"guides": [{"id": "thirds", "is_shown": true, "width": 1e300}]'), "at most"),
        (
            with_text('"format": 1', '"format": 1,\n"ours": [' + "[]," * 2_100_000 + "[]]"),
            "more records than a project",
        ),
        (lambda members: members.update({"versions/a.json": b"\0" * 2**22}), "states more content"),
        (with_json(photos=[{"sha256": "a"}] * 3), "is not there"),
    ],
)
def test_what_could_never_be_saved_or_fills_the_memory_is_refused(
    tmp_path: Path, project: Project, originals: Originals, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    path = tmp_path / "Fall.facebalance"
    save(project, path, originals)
    spoiled(path, change, zipfile.ZIP_LZMA if words.startswith("states") else zipfile.ZIP_STORED)
    before = path.read_bytes()
    with pytest.raises(Problem, match=words):
        open_project(path)
    assert path.read_bytes() == before


def test_what_a_later_version_wrote_survives_within_the_limits(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "Fall.facebalance"
    save(project, path, originals)
    spoiled(
        path, with_text('"format": 1', '"format": 1,\n"ours": {"deep": [[[1.5, null, "x"]]], "n": 4611686018427387904}')
    )
    opened = open_project(path)
    save_project(JobContext(), opened.project, path, opened.originals, None, opened.known)
    assert open_project(path).project.extra["ours"] == {"deep": [[[1.5, None, "x"]]], "n": 2**62}


def test_what_is_no_project_at_all_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="was not found"):
        open_project(tmp_path / "a.facebalance")
    with pytest.raises(Problem, match=r"is a folder|could not be opened"):
        open_project(tmp_path)
    for data in (b"", b"PK", b"not a zip" * 1000):
        (tmp_path / "b.facebalance").write_bytes(data)
        with pytest.raises(Problem, match="not a FaceBalance project"):
            open_project(tmp_path / "b.facebalance")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_told_or_harmless(tmp_path: Path, data: st.DataObject) -> None:
    """Cut off anywhere, or any bytes changed: a sentence, or exactly the project that was saved."""
    whole, project = tmp_path / "whole.facebalance", tmp_path / "project"
    if not whole.exists():
        originals = Originals(tmp_path / "originals")
        made_project = made(originals, b"first" * 100, b"second" * 50)
        save(made_project, whole, originals)
        project.write_text(json.dumps({**to_json(made_project), "program": ""}))
    content = bytearray(whole.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.facebalance"
    path.write_bytes(content)
    opened = None
    with suppress(Problem):
        opened = open_project(path)
    if opened is not None:
        assert {**to_json(opened.project), "program": ""} == json.loads(project.read_text())
        for photo in opened.project.photos:
            opened.originals.read(photo.sha256)


def test_a_photo_damaged_since_opening_is_told_and_never_saved(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"second" * 500_000, b"sEcond" * 500_000))
    sha256 = project.photos[1].sha256
    with pytest.raises(Problem, match=r"a\.facebalance"):
        opened.originals.read(sha256)
    before = path.read_bytes()
    os.utime(path, ns=(opened.known.modified, opened.known.modified))
    with pytest.raises(Problem, match=r"no longer be read|damaged"):
        save_project(JobContext(), renamed("B")(project), path, opened.originals, None, opened.known)
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="without it the zip's own sum is looked at, and the file refused")
def test_a_wrong_sum_of_the_zip_over_whole_bytes_keeps_nothing_from_being_shown_and_saved(tmp_path: Path) -> None:
    """The SHA-256 outranks it in all three: a file that opens can be worked with."""
    path, data = tmp_path / "a.facebalance", b"first" * 1000
    originals = Originals(tmp_path / "originals")
    project = made(originals, data)
    save(project, path, originals)
    sha256 = project.photos[0].sha256
    with zipfile.ZipFile(path) as archive:
        right = archive.getinfo(f"photos/{sha256}").CRC.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(right, bytes(4)))
    opened = open_project(path)
    assert opened.originals.read(sha256) == data
    saved = save(renamed("Later")(opened.project), path, opened.originals, opened.known)
    with zipfile.ZipFile(saved.path) as archive:
        assert archive.testzip() is None
    assert open_project(saved.path).originals.read(sha256) == data
