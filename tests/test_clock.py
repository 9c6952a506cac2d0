"""A clock that is wrong, of this computer or of a disk: projects are opened and saved, and one sentence tells."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from another_process import in_another_process
from clocks import clock_at, in_year
from projects_stored import made, renamed, save

from facebalance_desktop.days import moment_of
from facebalance_desktop.project import store
from facebalance_desktop.project.clock import clock_words
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import list_versions, open_project
from facebalance_desktop.project.summary import SavedBy
from facebalance_desktop.ui.open_project.open_job import find, find_unsaved, look_at, put_back_unsaved
from facebalance_desktop.work import JobContext


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project that was saved by the clock of today."""
    place, originals = tmp_path / "a.facebalance", Originals(tmp_path / "originals")
    save(made(originals, b"first" * 1000), place, originals)
    return place


@pytest.mark.parametrize(("year", "written"), [(1970, 1980), (1979, 1980), (2026, 2026), (2107, 2107), (2150, 2107)])
def test_a_project_is_saved_whatever_year_the_clock_says(path: Path, year: int, written: int) -> None:
    opened = open_project(path)
    with clock_at(in_year(year)):
        saved = save(renamed("new")(opened.project), path, opened.originals, opened.known)
        again = open_project(path)
        save(renamed("newer")(again.project), path, again.originals, saved.known)
    assert open_project(path).project.patient.name == "newer"
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {written}


@pytest.mark.parametrize("modified", [-4e9, 3e11, 1e18])
def test_a_file_of_a_year_that_no_calendar_has_is_opened_and_saved(
    path: Path, modified: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = os.stat(path)
    monkeypatch.setattr(store, "status_of", lambda _: os.stat_result((*told[:7], modified, modified, modified)))
    opened = open_project(path)
    saved = save(renamed("new")(opened.project), path, opened.originals, opened.known)
    assert (saved.path == path, len(list_versions(path))) == (True, 1)


def test_a_version_of_the_end_of_all_calendars_is_listed_with_a_time_that_every_zone_has(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for time in ("00010101T000000.000000", "99991231T235959.000000"):
            archive.writestr(f"versions/{time}.json", archive.read("project.json"))
    assert [version.at.astimezone().year for version in list_versions(path)] in ([1970, 9999], [1969, 9999])


def test_a_moment_beyond_the_calendar_is_the_nearest() -> None:
    assert moment_of(1e9) == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert [moment_of(seconds).year for seconds in (-1e18, 1e18)] == [1970, 9999]


def test_a_clock_before_the_last_save_is_told_when_the_project_is_opened(path: Path) -> None:
    for opens in (find, look_at):
        with clock_at(in_year(1970)):
            told = opens(JobContext(), path)
        assert "a.facebalance was saved last on" in told.sentence
        assert "says 2 Jan 1970" in told.sentence and "Nothing is lost" in told.sentence
        told.recovery.end()
        if told.lock is not None:
            told.lock.free()
    found = find(JobContext(), path)
    assert found.sentence == ""
    found.recovery.end()
    assert found.lock is not None
    found.lock.free()


@pytest.mark.parametrize(
    ("saved", "is_told"),
    [
        ("2026-01-02T13:00:00+00:00", False),
        ("2026-01-02T13:00:01+00:00", True),
        ("2026-01-02T14:00:01+01:00", True),
        ("2026-01-02T14:00:00+02:00", False),
        ("9999-12-31T23:59:59-12:00", True),
        ("0001-01-01T00:00:00+12:00", False),
        ("2099-01-02T13:00:01", False),
        ("tomorrow", False),
    ],
)
def test_the_clock_is_doubted_only_beyond_an_hour_and_only_by_what_is_a_time(saved: str, is_told: bool) -> None:
    with clock_at(in_year(2026)):
        assert bool(clock_words("a.facebalance", SavedBy("host", "user", saved))) is is_told


@pytest.mark.skipif(os.name != "posix", reason="killed by a signal")
def test_a_clock_before_what_was_recovered_is_told() -> None:
    in_another_process("window = recovery.begin()\nwindow.write(made('Unsaved'), None)\n", is_killed=True)
    with clock_at(in_year(1970)):
        left = find_unsaved(JobContext())
    assert left.latest is not None
    assert "The recovered work was saved last on" in left.latest.sentence
    assert "says 2 Jan 1970" in left.latest.sentence
    put_back_unsaved(left)


def test_a_project_that_nobody_signed_says_nothing_of_the_clock() -> None:
    assert clock_words("a.facebalance", None) == ""
