"""Kills at random moments and two programs on one file: a quick part of `tests/benchmarks/storage.py`."""

from __future__ import annotations

import errno
import gettext
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from projects_stored import made, renamed
from sources import ROOT

from facebalance_desktop.atomic_files import REASONS, reason, write_atomically
from facebalance_desktop.folders import resource_folder
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.placing import NewFile
from facebalance_desktop.project.recovery import Recovery, begin, list_recoverable
from facebalance_desktop.project.store import Conflict, Known, open_project, read_preview, save_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.open_project.save_job import SaveRequest, save
from facebalance_desktop.work import JobContext

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="many processes that start at once need fork")


def told_by(program: str, folder: Path, count: int) -> dict[str, Any]:
    """What a program of the tests found out in `count` kills or rounds."""
    command = [sys.executable, str(ROOT / "tests" / program), str(folder), str(count), "20261127"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_fork
def test_whoever_is_killed_finds_what_was_saved_and_what_was_kept(tmp_path: Path) -> None:
    found = told_by("storage_kills.py", tmp_path, 15)
    assert (found["lost_saves"], found["lost_kept"], found["broken"]) == ([], [], [])
    assert found["kills"] == 15 and len(found["during"]) > 1


@needs_fork
def test_whoever_is_killed_in_the_window_finds_all_but_the_last_edits(tmp_path: Path) -> None:
    """At most two seconds of edits may be gone, which a busy machine makes longer; the benchmark measures them."""
    found = told_by("storage_window_kills.py", tmp_path, 3)
    assert (found["lost_saves"], found["broken"]) == ([], [])
    assert found["kills"] == 3 and found["edits"] > 0
    assert found["longest_lost_s"] < 4.0


@needs_fork
def test_two_programs_on_one_file_lose_nothing_without_a_word(tmp_path: Path) -> None:
    found = told_by("storage_rounds.py", tmp_path, 8)
    assert (found["lost"], found["left_beside"], found["rounds"]) == ([], [], 8)
    assert found["conflicts"] > 0


def test_who_saves_between_another_s_look_and_its_replacing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals, path = Originals(tmp_path / "originals"), tmp_path / "a.facebalance"
    project = made(originals, b"first")
    save_project(JobContext(), project, path, originals)
    known, outcomes, real = open_project(path).known, [], NewFile.replace

    def other() -> None:
        try:
            save_project(JobContext(), renamed("B")(project), path, originals, None, known, refuses_changed=True)
            outcomes.append("saved")
        except Conflict:
            outcomes.append("told")

    second = threading.Thread(target=other)

    def replace(new: NewFile) -> None:
        if not second.is_alive() and not outcomes:
            second.start()
            second.join(0.3)
        real(new)

    monkeypatch.setattr(NewFile, "replace", replace)
    save_project(JobContext(), renamed("A")(project), path, originals, None, known, refuses_changed=True)
    second.join()
    assert outcomes == ["told"]
    assert open_project(path).project.patient.name == "A"
    assert [left.name for left in tmp_path.iterdir() if left.is_file()] == [path.name]


def test_a_turn_that_a_killed_program_left_holds_nobody_up(tmp_path: Path) -> None:
    originals, path = Originals(tmp_path / "originals"), tmp_path / "a.facebalance"
    project = made(originals, b"first")
    known = save_project(JobContext(), project, path, originals).known
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    sign = tmp_path / f".{path.name}.turn"
    sign.write_text(f"{os.uname().nodename if hasattr(os, 'uname') else ''} {ended.pid}")
    if os.name != "posix":
        os.utime(sign, (0, 0))
    assert save_project(JobContext(), renamed("A")(project), path, originals, None, known).path == path
    assert not sign.exists()


def saved_by_job(
    project: Project, path: Path, known: Known, recovery: Recovery, paint: Callable[[], bytes | None] = lambda: None
) -> None:
    """Save as the window does."""
    order = SaveRequest(
        project=project,
        path=path,
        chosen=None,
        stem="a",
        better_stem="",
        lock=None,
        known=known,
        originals=recovery.originals.at(path),
        recovery=recovery,
        settings=Settings(),
        paint=paint,
        kept=recovery.writes,
    )
    result = save(JobContext(), order)
    if result.lock is not None:
        result.lock.free()


def test_killed_between_saving_and_forgetting_no_older_state_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved at once after an edit: what was kept for recovery before is older than the file."""
    recovery, path = begin(), tmp_path / "a.facebalance"
    project = made(recovery.originals, b"first")
    known = save_project(JobContext(), project, path, recovery.originals).known
    recovery.write(renamed("kept")(project), path, known)
    monkeypatch.setattr(Recovery, "has_been_saved", lambda *_: None)
    saved_by_job(renamed("saved")(project), path, known, recovery)
    recovery.free()
    assert open_project(path).project.patient.name == "saved"
    assert list_recoverable() == ()


def test_a_small_picture_that_fails_keeps_nothing_from_being_saved(tmp_path: Path) -> None:
    recovery, path = begin(), tmp_path / "a.facebalance"
    project = made(recovery.originals, b"first")
    known = save_project(JobContext(), project, path, recovery.originals, b"a picture").known

    def fail() -> NoReturn:
        raise ZeroDivisionError

    saved_by_job(renamed("saved")(project), path, known, recovery, fail)
    recovery.end()
    assert open_project(path).project.patient.name == "saved"
    assert read_preview(path) == b"a picture", "the one of before stays"


@pytest.mark.skipif(os.name != "posix", reason="rights of files are told otherwise")
def test_what_is_being_written_is_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes, real = [], os.replace

    def look(new: Path, path: Path) -> None:
        modes.append(os.stat(new).st_mode & 0o777)
        real(new, path)

    former = os.umask(0)
    try:
        with NewFile(tmp_path / "a.facebalance") as new:
            modes += [left.stat().st_mode & 0o777 for left in tmp_path.glob(".*.part")]
            assert new.file.writable()
        monkeypatch.setattr(os, "replace", look)
        write_atomically(tmp_path / "b.json", b"{}")
        recovery = begin()
        recovery.write(made(recovery.originals, b"first"), None)
        recovery.free()
    finally:
        os.umask(former)
    assert len(modes) >= 4 and set(modes) == {0o600}
    assert {path.stat().st_mode & 0o077 for path in (recovery.folder, *recovery.folder.rglob("*"))} == {0}


@pytest.mark.skipif(sys.platform != "linux", reason="the words of one system")
@pytest.mark.parametrize("number", REASONS)
def test_why_the_system_refused_is_told_in_the_language_of_the_window(number: int) -> None:
    """The system's own words are in its own language; in English they are the same."""
    if number != errno.ENOTCONN:  # "transport endpoint"
        assert reason(OSError(number, "x")) == os.strerror(number).lower()
    for language in ("de", "fr", "es"):
        with (resource_folder() / "locales" / f"{language}.mo").open("rb") as file:
            assert gettext.GNUTranslations(file).gettext(REASONS[number]) != REASONS[number]


def test_a_reason_that_nobody_has_translated_is_told_as_the_system_says_it() -> None:
    assert reason(OSError(errno.EPIPE, "Broken pipe")) == "broken pipe"
