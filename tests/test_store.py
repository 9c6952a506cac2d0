"""Project files: what goes in comes out, damage is one sentence, nobody's work is replaced."""

from __future__ import annotations

import errno
import json
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from projects_stored import PATIENT, is_same, made, renamed, save

from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.edits_photos import remove_photo
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.placing import NewFile
from facebalance_desktop.project.store import (
    Opened,
    free_path,
    open_project,
    read_preview,
    read_project,
    read_version,
    save_project,
)
from facebalance_desktop.work import JobContext, Report


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def project(originals: Originals) -> Project:
    return made(originals, b"first" * 1000, b"second" * 500_000)


@pytest.mark.parametrize("name", ["plain", "Müller 王小明 Ωé", "with ' quote & 100 %", "a.b.c"])
def test_what_is_saved_is_opened(tmp_path: Path, project: Project, originals: Originals, name: str) -> None:
    path = tmp_path / f"{name}.facebalance"
    saved = save(project, path, originals)
    assert saved.path == path.resolve()
    assert saved.sentence is None
    opened = open_project(path)
    assert is_same(opened.project, project)
    assert opened.versions == ()
    assert [opened.originals.read(photo.sha256) for photo in project.photos] == [b"first" * 1000, b"second" * 500_000]
    assert read_preview(path) == b"preview"
    assert is_same(read_project(path), project)
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted([path.name, "originals"])


def test_the_file_is_a_plain_zip_with_the_photos_byte_for_byte(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        assert archive.testzip() is None
        value = json.loads(archive.read("project.json"))
    photos = [f"photos/{photo.sha256}" for photo in project.photos]
    assert [member.filename for member in members] == [*photos, "preview.jpg", "card.json", "project.json"]
    assert {member.compress_type for member in members[:2]} == {zipfile.ZIP_STORED}
    assert (value["format"], value["patient"]["name"]) == (1, PATIENT.name)
    assert b"second" * 500_000 in path.read_bytes()


def test_saving_again_needs_only_the_file_itself(tmp_path: Path, project: Project, originals: Originals) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    originals.forget_all_but(frozenset())
    saved = save_project(JobContext(), renamed("B")(project), path, opened.originals, None, opened.known)
    assert open_project(path).project.patient.name == "B"
    assert read_preview(path) == b"preview", "without a new one the old preview stays"
    save_project(JobContext(), project, tmp_path / "copy.facebalance", opened.originals)
    save_project(JobContext(), project, path, opened.originals, None, saved.known)
    assert is_same(open_project(tmp_path / "copy.facebalance").project, project)


def test_unknown_members_of_records_survive_the_file(tmp_path: Path, project: Project, originals: Originals) -> None:
    path = tmp_path / "a.facebalance"
    later = replace(project, extra={"later": {"deep": [1, None, "ü"]}})
    save(later, path, originals)
    assert open_project(path).project.extra == {"later": {"deep": [1, None, "ü"]}}


def test_progress_is_told_and_a_cancelled_save_changes_nothing(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    heard: list[Report] = []
    save_project(JobContext(heard.append), project, path, originals)
    assert heard == [Report(0, 2, "Saving"), Report(1, 2, "Saving"), Report(2, 2, "Saving")]
    before = path.read_bytes()
    with pytest.raises(Cancelled):
        save_project(JobContext(is_cancelled=lambda: True), renamed("B")(project), path, originals)
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.facebalance", "originals"]


# --- saving where it does not go smoothly ----------------------------------------------------------------------------


def test_a_file_changed_by_somebody_else_is_never_replaced(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    mine, theirs = open_project(path), open_project(path)
    save(renamed("Theirs")(project), path, originals, theirs.known)
    saved = save(renamed("Mine")(project), path, originals, mine.known)
    assert saved.path != path
    assert saved.path.parent == path.parent
    assert saved.sentence is not None
    assert saved.path.name in saved.sentence
    assert open_project(path).project.patient.name == "Theirs"
    assert open_project(saved.path).project.patient.name == "Mine"
    again = save(renamed("Mine again")(project), saved.path, originals, saved.known)
    assert (again.path, again.sentence) == (saved.path, None)


def test_a_file_that_was_only_touched_or_copied_back_is_the_same(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    os.utime(path, (1, 1))
    assert save(renamed("B")(project), path, originals, opened.known).path == path


def test_a_file_that_is_gone_is_written_again_while_its_photos_are_at_hand(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    path.unlink()
    with pytest.raises(Problem, match="no longer at its place"):
        save_project(JobContext(), project, path, opened.originals, None, opened.known)
    assert not path.exists()
    save_project(JobContext(), project, path, originals.at(path), None, opened.known)
    assert is_same(open_project(path).project, project)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_refusing_disk_is_one_sentence_and_leaves_no_litter(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    before = path.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Problem, match=r"^a\.facebalance could not be saved: .*The file on the disk is as it was"):
        save(renamed("B")(project), path, originals)
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.facebalance", "originals"]


def test_a_missing_folder_is_one_sentence(tmp_path: Path, project: Project, originals: Originals) -> None:
    with pytest.raises(Problem, match="could not be saved: no such file"):
        save(project, tmp_path / "gone" / "a.facebalance", originals)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device is a thing of Linux")
def test_a_disk_that_fills_while_writing_leaves_the_old_file(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    before = path.read_bytes()
    really = NewFile.__enter__

    def full(new: NewFile) -> NewFile:
        really(new).file.close()
        new.file = open("/dev/full", "wb")  # noqa: SIM115 - closed with the new file
        return new

    monkeypatch.setattr(NewFile, "__enter__", full)
    with pytest.raises(Problem, match=r"could not be saved: .*"):
        save(renamed("B")(project), path, originals)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == [path.name]


def test_a_held_file_stays_and_the_new_one_is_whole_beside_it(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    really = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target).name == path.name:
            raise PermissionError(errno.EACCES, "held")
        really(source, target)

    monkeypatch.setattr("facebalance_desktop.atomic_files.REPLACE_FOR", 0.1)
    monkeypatch.setattr(os, "replace", held)
    for _ in range(2):
        with pytest.raises(Problem, match=r"held by another program .* as a \(not yet in place\)\.facebalance\."):
            save(renamed("B")(project), path, originals)
    assert open_project(path).project.patient.name == PATIENT.name
    assert open_project(tmp_path / "a (not yet in place).facebalance").project.patient.name == "B"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_link_to_a_project_stays_a_link(tmp_path: Path, project: Project, originals: Originals) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    link = tmp_path / "link.facebalance"
    save(project, folder / "a.facebalance", originals)
    try:
        link.symlink_to(folder / "a.facebalance")
    except OSError:
        pytest.skip("links are not allowed here")
    opened = open_project(link)
    saved = save(renamed("B")(project), link, originals, opened.known)
    assert link.is_symlink()
    assert open_project(folder / "a.facebalance").project.patient.name == "B"
    assert saved.sentence is None


def test_what_a_killed_save_left_is_removed_after_a_while(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    old, fresh, foreign = (
        tmp_path / name
        for name in (".a.facebalance.0123abcd.part", ".a.facebalance.89abcdef.part", ".b.facebalance.0123abcd.part")
    )
    for path in (old, fresh, foreign):
        path.write_bytes(b"half")
    for path in (old, foreign):
        os.utime(path, (1, 1))
    save(project, tmp_path / "a.facebalance", originals)
    assert [path.exists() for path in (old, fresh, foreign)] == [False, True, True]


def test_another_machine_s_save_under_way_is_not_removed_by_a_wrong_clock(
    tmp_path: Path, project: Project, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = tmp_path / ".a.facebalance.0123abcd.part"
    under_way.write_bytes(b"half")
    present = time.time()
    monkeypatch.setattr(time, "time", lambda: present + 86_400)
    save(project, tmp_path / "a.facebalance", originals)
    assert under_way.exists()


@pytest.mark.parametrize("letter", ["x", "ü", "患", "👩"])
def test_names_as_long_as_the_disk_takes_can_be_saved(
    letter: str, tmp_path: Path, project: Project, originals: Originals
) -> None:
    new = free_path(tmp_path, letter * 400)
    assert new.stem.strip(letter) == ""
    chosen = tmp_path / (letter * ((255 - len(".facebalance")) // len(letter.encode())) + ".facebalance")
    for path in (new, chosen):
        save(project, path, originals)
        assert is_same(open_project(path).project, project)
    known = open_project(new).known
    save(renamed("somebody else's")(project), new, originals)
    beside = save(project, new, originals, known)
    assert beside.path != new
    assert open_project(beside.path).project.photos


def test_names_of_devices_are_no_names_of_files(tmp_path: Path) -> None:
    assert free_path(tmp_path, "con").name == "Project con.facebalance"
    assert free_path(tmp_path, "Lpt1.2").name == "Project Lpt1.2.facebalance"
    assert free_path(tmp_path, "Connie").name == "Connie.facebalance"


def test_a_record_that_could_not_be_read_back_is_not_saved_over_a_good_file(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    known = save(project, path, originals).known
    for wrong in (float("nan"), "wide"):
        photo = replace(project.photos[0], id=new_id(), focal_length=wrong)  # type: ignore[arg-type]  # what a bug would do
        with pytest.raises(ValueError, match=r"read back|JSON compliant"):
            save(replace(project, photos=(photo,)), path, originals, known)
    assert is_same(open_project(path).project, project)
    assert [item.name for item in tmp_path.glob("*.part")] == []


# --- earlier versions ------------------------------------------------------------------------------------------------


def test_each_opening_leaves_one_version_and_only_the_last_stay(
    tmp_path: Path, project: Project, originals: Originals
) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    for session in range(4):
        opened = open_project(path)
        known = opened.known
        for edit in range(3):
            known = save(renamed(f"{session}.{edit}")(opened.project), path, originals, known, kept=2).known
    opened = open_project(path)
    assert [read_version(path, version).patient.name for version in opened.versions] == ["1.2", "2.2"]
    assert opened.versions[0].at <= opened.versions[1].at
    known = save(renamed("none")(opened.project), path, originals, opened.known, kept=0).known
    assert open_project(path).versions == ()


def test_a_version_keeps_the_photos_it_needs(tmp_path: Path, project: Project, originals: Originals) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    opened = open_project(path)
    without = remove_photo(project.photos[0].id)(opened.project)
    known = save_project(JobContext(), without, path, opened.originals, None, opened.known).known
    again = open_project(path)
    assert len(again.project.photos) == 1
    former = read_version(path, again.versions[0])
    save_project(JobContext(), former, path, again.originals, None, again.known)
    assert is_same(open_project(path).project, project)
    save_project(JobContext(), without, path, again.originals, None, open_project(path).known, kept_versions=0)
    with zipfile.ZipFile(path) as archive:
        assert len([name for name in archive.namelist() if name.startswith("photos/")]) == 1
    assert known.opened is not None


def test_names_of_new_files_are_free_and_allowed(tmp_path: Path) -> None:
    assert free_path(tmp_path, "Müller 2024").name == "Müller 2024.facebalance"
    (tmp_path / "Müller 2024.facebalance").touch()
    assert free_path(tmp_path, "Müller 2024").name == "Müller 2024 2.facebalance"
    assert free_path(tmp_path, "../a/b:c?").name == "-a-b-c-.facebalance"
    assert free_path(tmp_path, " . ").name == "Project.facebalance"
    assert len(free_path(tmp_path, "x" * 500).name) < 140


# --- the kept sample of each format ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "projects").glob("*.facebalance")), ids=lambda p: p.stem
)
def test_kept_samples_of_every_format_open(path: Path, tmp_path: Path) -> None:
    opened: Opened = open_project(path)
    assert opened.project.patient.name == "Zoë Ångström"
    assert [photo.name for photo in opened.project.photos] == ["before.jpg", "after.jpg"]
    assert opened.project.comparison is not None
    assert opened.project.annotations[0].name == "Chin"
    assert opened.project.extra["later"] == "kept"
    copy = tmp_path / "copy.facebalance"
    save_project(JobContext(), opened.project, copy, opened.originals)
    assert is_same(open_project(copy).project, opened.project)


def test_a_photo_that_only_undo_can_reach_is_kept(tmp_path: Path, project: Project, originals: Originals) -> None:
    path = tmp_path / "a.facebalance"
    save(project, path, originals)
    session = Originals(tmp_path / "session")
    opened = open_project(path, originals=session)
    gone = project.photos[0]
    without = remove_photo(gone.id)(opened.project)
    known = save_project(JobContext(), without, path, opened.originals, None, opened.known, kept_versions=0).known
    assert opened.originals.read(gone.sha256) == b"first" * 1000
    known = save_project(JobContext(), opened.project, path, opened.originals, None, known, kept_versions=0).known
    assert is_same(open_project(path).project, project)
    other = save_project(JobContext(), without, tmp_path / "b.facebalance", opened.originals).path
    assert opened.originals.at(other).read(gone.sha256) == b"first" * 1000


def test_a_new_project_replaces_nothing(tmp_path: Path, project: Project, originals: Originals) -> None:
    path = tmp_path / "a.facebalance"
    path.write_bytes(b"somebody else's, a moment ago")
    saved = save_project(JobContext(), project, path, originals, is_new=True)
    assert saved.path.name == "a 2.facebalance"
    assert path.read_bytes() == b"somebody else's, a moment ago"
