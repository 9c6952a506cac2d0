"""Unsaved work after a crash, and two windows that do not get into each other's way."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest
from another_process import in_another_process
from projects_made import made_photo

from facebalance_desktop.errors import Problem
from facebalance_desktop.project import file_lock, recovery
from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.file_lock import Lock
from facebalance_desktop.project.locks import lock_project
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.store import open_project, read_project, read_version, save_project
from facebalance_desktop.settings import recovery_dir
from facebalance_desktop.work import JobContext

ROOT = Path(__file__).parents[1]


def made(name: str = "Zoë") -> Project:
    return set_patient(Patient(name))(new_project())


def test_a_living_window_s_work_is_not_offered() -> None:
    window = recovery.begin()
    window.write(made(), None)
    assert recovery.list_recoverable() == ()
    window.end()


@pytest.mark.skipif(os.name != "posix", reason="killed by a signal")
def test_a_killed_window_s_work_is_offered_with_its_photos(tmp_path: Path) -> None:
    in_another_process(
        """
        window = recovery.begin()
        photo = made_photo("Ü.jpg", sha256=window.originals.keep(b"bytes"), size=5)
        window.write(made("first"), Path(sys.argv[1]))
        window.write(add_photos([photo])(made("last")), Path(sys.argv[1]))
        """,
        str(tmp_path / "Fall Ü.facebalance"),
        is_killed=True,
    )
    (found,) = recovery.list_recoverable()
    assert found.project.patient.name == "last"
    assert found.path == tmp_path / "Fall Ü.facebalance"
    assert found.at
    window = recovery.resume(found)
    assert window.originals.read(found.project.photos[0].sha256) == b"bytes"
    with pytest.raises(Problem, match="already open"):
        recovery.resume(found)
    recovery.discard(found)
    assert window.folder.exists(), "nobody's work is removed from under a window"
    assert recovery.list_recoverable() == ()
    saved = save_project(JobContext(), found.project, tmp_path / "Fall Ü.facebalance", window.originals)
    assert saved.path.exists()
    window.has_been_saved(found.project)
    window.end()
    assert not window.folder.exists()
    assert recovery.list_recoverable() == ()


@pytest.mark.skipif(os.name != "posix", reason="killed by a signal")
def test_the_next_start_finds_the_work_where_the_home_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("FACEBALANCE_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    in_another_process("window = recovery.begin()\nwindow.write(made('Unsaved'), None)\n", is_killed=True)
    (found,) = recovery.list_recoverable()
    assert found.project.patient.name == "Unsaved"
    assert recovery_dir().is_relative_to(tmp_path / "temporary")


def test_work_that_stays_unsaved_at_the_end_is_offered_and_can_be_discarded() -> None:
    window = recovery.begin()
    window.originals.keep(b"bytes")
    window.write(made("unsaved"), None)
    window.end()
    (found,) = recovery.list_recoverable()
    assert (found.project.patient.name, found.path) == ("unsaved", None)
    recovery.discard(found)
    assert recovery.list_recoverable() == ()
    assert not found.folder.exists()
    recovery.discard(found)


def test_saving_an_older_state_leaves_the_newer_one_unsaved() -> None:
    window = recovery.begin()
    older, newer = made("older"), made("newer")
    window.write(older, None)
    window.write(newer, None)
    window.has_been_saved(older)
    window.end()
    (found,) = recovery.list_recoverable()
    assert found.project == newer


def test_work_that_its_file_holds_already_is_not_offered(tmp_path: Path) -> None:
    """Killed between saving and noting so."""
    path = tmp_path / "a.facebalance"
    project = made("saved")
    window = recovery.begin()
    window.write(project, path)
    save_project(JobContext(), project, path, window.originals)
    window.end()
    assert recovery.list_recoverable() == ()
    assert not window.folder.exists()


def test_damaged_work_is_not_offered_and_not_removed() -> None:
    window = recovery.begin()
    window.write(made(), None)
    window.end()
    (window.folder / "project.json").write_bytes(b"{")
    assert recovery.list_recoverable() == ()
    assert window.folder.exists()


def test_the_latest_work_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in ("08", "10", "09"):
        monkeypatch.setattr(recovery, "now", lambda hour=hour: f"2026-03-01T{hour}:00:00+01:00")
        window = recovery.begin()
        window.write(made(hour), None)
        window.end()
    assert [found.project.patient.name for found in recovery.list_recoverable()] == ["10", "09", "08"]


def test_empty_folders_of_the_dead_are_removed() -> None:
    (recovery_dir() / "0123").mkdir()
    (recovery_dir() / "0123" / "lock").touch()
    living = recovery.begin()
    assert recovery.list_recoverable() == ()
    assert not (recovery_dir() / "0123").exists()
    assert living.folder.exists()
    living.end()


def test_a_refusing_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    window = recovery.begin()

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(Problem, match=r"could not be kept for recovery: no space left on device\. Save"):
            window.write(made(), None)
    window.end()


def test_a_project_opens_in_one_window_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "Fall Ü.facebalance"
    lock = lock_project(path)
    with pytest.raises(Problem, match=r"^Fall Ü\.facebalance is already open in another window"):
        lock_project(tmp_path / "." / path.name)
    other = """
        try:
            lock = lock_project(Path(sys.argv[1]))
            lock_project(Path(sys.argv[1] + "other")).free()
        except Problem as problem:
            print(problem.sentence)
        """
    assert "already open" in in_another_process(other, str(path))
    lock.free()
    if os.name == "posix":
        assert in_another_process(other, str(path), is_killed=True) == ""
    again = lock_project(path)
    again.free()


@pytest.mark.skipif(os.name != "posix", reason="processes begin as copies of this one")
def test_a_lock_that_is_freed_is_free_though_a_process_is_just_being_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between fork and exec the child has every open file of its parent."""
    opened: list[IO[bytes]] = []

    def keeping(*given: Any, **named: Any) -> IO[bytes]:
        opened.append(open(*given, **named))  # noqa: SIM115  # the lock closes it
        return opened[-1]

    lock = Lock(tmp_path / "lock")
    with monkeypatch.context() as patched:
        patched.setattr(file_lock, "open", keeping, raising=False)
        assert lock.take()
    shared = os.dup(opened[0].fileno())
    lock.free()
    other = Lock(tmp_path / "lock")
    assert other.take()
    other.free()
    os.close(shared)


def test_records_are_compared_by_value() -> None:
    window = recovery.begin()
    project = made()
    window.write(project, None)
    window.has_been_saved(replace(project))
    window.end()
    assert not window.folder.exists()


def test_the_latest_is_told_by_the_moment_not_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Summer time ended, or the surgeon flew west, between two crashes."""
    for at in ("2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00", "not a time"):
        monkeypatch.setattr(recovery, "now", lambda at=at: at)
        window = recovery.begin()
        window.write(made(at), None)
        window.end()
    assert [found.at[-6:] for found in recovery.list_recoverable()] == ["+01:00", "+02:00", "a time"]


def test_work_of_one_file_is_found_by_its_place(tmp_path: Path) -> None:
    for name in ("a", "b"):
        window = recovery.begin()
        window.write(made(name), tmp_path / f"{name}.facebalance")
        window.end()
    place = tmp_path / "." / "b.facebalance"
    (found,) = (found for found in recovery.list_recoverable() if recovery.is_of(found, place))
    assert found.project.patient.name == "b"


def test_the_state_in_the_file_stays_as_a_version_when_recovered_work_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "a.facebalance"
    window = recovery.begin()
    known = save_project(JobContext(), made("in the file"), path, window.originals).known
    window.write(made("unsaved"), path, known)
    window.end()
    (found,) = recovery.list_recoverable()
    save_project(JobContext(), found.project, path, window.originals, None, found.known)
    opened = open_project(path)
    assert [read_version(path, version).patient.name for version in opened.versions] == ["in the file"]


def test_what_is_kept_is_forgotten_once_it_was_undone_and_saved() -> None:
    window = recovery.begin()
    window.write(made("done and undone"), None)
    window.forget()
    window.end()
    assert recovery.list_recoverable() == ()


def test_names_that_are_no_unicode_are_kept(tmp_path: Path) -> None:
    """Of a photo and of a file: as cameras and old shares write them, in Latin-1."""
    name = os.fsdecode(b"vor \xe4.jpg")
    window = recovery.begin()
    project = add_photos([made_photo(name)])(made())
    window.write(project, tmp_path / name)
    window.end()
    (found,) = recovery.list_recoverable()
    assert found.project == project
    assert found.path == tmp_path / name
    (found.folder / "project.json").read_bytes().decode("utf-8")


def test_a_folder_that_was_swept_away_is_made_again() -> None:
    window = recovery.begin()
    shutil.rmtree(window.folder)
    window.write(made(), None)
    assert (window.folder / "project.json").exists()
    assert window.folder.stat().st_mode & 0o077 == 0 or os.name != "posix"
    window.forget()
    window.end()


@pytest.mark.parametrize("is_noted", [True, False])
def test_recovered_work_does_not_replace_a_file_changed_meanwhile(tmp_path: Path, is_noted: bool) -> None:
    path = tmp_path / "a.facebalance"
    window = recovery.begin()
    known = save_project(JobContext(), made("old"), path, window.originals).known
    window.write(made("unsaved"), path, known if is_noted else None)
    window.end()
    (found,) = recovery.list_recoverable()
    assert (replace(found.known, opened=None, place=known.place) == known) is is_noted
    save_project(JobContext(), made("somebody else's"), path, window.originals)
    window = recovery.resume(found)
    saved = save_project(JobContext(), found.project, path, window.originals, None, found.known)
    assert saved.path != path
    assert read_project(path).patient.name == "somebody else's"
    assert read_project(saved.path).patient.name == "unsaved"
    window.has_been_saved(found.project)
    window.end()


def test_recovered_work_goes_back_into_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.facebalance"
    window = recovery.begin()
    known = save_project(JobContext(), made("old"), path, window.originals).known
    window.write(made("unsaved"), path, known)
    window.end()
    (found,) = recovery.list_recoverable()
    saved = save_project(JobContext(), found.project, path, window.originals, None, found.known)
    assert (saved.path, saved.sentence) == (path, None)
