"""Many photos at once: the earliest and the latest are read and looked at first; all come in one step, as they were
named."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from driving import needs_qt
from PIL import Image
from projects_made import made_photo
from workspaces import lent_workspace, run_here, sentences, until

from facebalance_desktop.project.edits_photos import add_photos, compare_photos
from facebalance_desktop.project.intake import analyse, open_photo, take_in
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.reading_order import FIRST, from_both_ends, likely_pair, times_of
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import priorities
from facebalance_desktop.ui.open_project.face_search import STOPPED, FaceSearch
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Job, JobContext, WorkerPool

pytestmark = needs_qt
MANY = 30


@pytest.fixture
def workspace(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(WorkerPool, "submit", run_here)
    for made in lent_workspace():
        made.project.importer.faces.stop()
        yield made


@pytest.fixture
def dated(tmp_path: Path) -> list[Path]:
    """Small photos whose names do not follow their dates."""
    days = [f"20{year:02d}:06:01 10:00:00" for year in range(MANY)]
    random.Random(3).shuffle(days)
    paths = []
    for number, day in enumerate(days):
        image = Image.new("RGB", (64, 48), (5 * number, 90, 90))
        exif = image.getexif()
        exif.get_ifd(0x8769)[0x9003] = day
        paths.append(tmp_path / f"{number:02d} of {day[:4]}.jpg")
        image.save(paths[-1], exif=exif)
    return paths


def names(project: Project) -> list[str]:
    return [photo.name for photo in project.photos]


def test_places_go_from_both_ends_to_the_middle() -> None:
    assert from_both_ends(["2003", "2001", None, "2002", "2004", ""]) == [1, 4, 3, 0, 2, 5]
    assert from_both_ends([]) == []


def test_dates_are_told_by_the_beginning_of_a_file(dated: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "words.txt"
    other.write_text("no photo")
    *known, from_file, missing = times_of(JobContext(), [*dated, other, tmp_path / "gone.jpg"])
    assert [time[:4] for time in known if time] == [path.stem[-4:] for path in dated]
    assert from_file is not None and missing is None


def test_many_photos_come_from_both_ends_and_stand_as_they_were_named(
    qapp: object, workspace: Workspace, dated: list[Path]
) -> None:
    states: list[Project] = []
    workspace.session.changed.connect(lambda _, now: states.append(now))
    workspace.project.importer.read_files(dated)
    until(qapp, lambda: len(workspace.session.project.photos) == MANY)
    assert sorted(name[-8:-4] for name in names(states[0])) == ["2000", "2029"]
    assert states[0].comparison is not None
    assert states[0].comparison.before == next(photo.id for photo in states[0].photos if "2000" in photo.name)
    assert names(workspace.session.project) == [path.name for path in dated]
    workspace.session.undo()
    assert workspace.session.project.photos == () and workspace.session.history.undo_label is None


def test_who_undoes_the_adding_gets_no_more_of_them(qapp: object, workspace: Workspace, dated: list[Path]) -> None:
    workspace.session.changed.connect(lambda before, _: None if before.photos else workspace.session.undo())
    workspace.project.importer.read_files(dated)
    until(qapp, lambda: workspace.project.importer.is_reading)
    until(qapp, lambda: not workspace.project.importer.is_reading)
    assert workspace.session.project.photos == ()
    assert "was undone" in sentences(workspace)


def test_the_likely_pair_is_the_first_from_the_front_of_the_earliest_and_of_the_latest_day() -> None:
    days = ("2001-01-01T10:00", "2001-01-01T10:01", "2002-02-02T10:00", "2003-03-03T10:02", "2003-03-03T10:01")
    assert likely_pair(list(zip(days, (0.8, 0.95, 0.99, 0.93, 0.91), strict=True))) == (1, 4)
    assert likely_pair(list(zip(days, (0.95, 0.96, 0.99, 0.93, 0.5), strict=True))) == (0, 3)
    assert likely_pair([(days[0], 0.9), (days[1], 0.9), (None, 0.9)]) is None
    assert likely_pair([]) is None


@pytest.fixture
def visits(tmp_path: Path) -> list[Path]:
    """Visits of five photos, of which one in the middle is symmetrical."""
    paths = []
    for number in range(MANY):
        visit, shot = divmod(number, 5)
        ramp = np.linspace(30, 220, 64)
        if shot == 3:
            ramp = np.concatenate([ramp[::2], ramp[::-2]])
        image = Image.fromarray(np.broadcast_to(ramp + visit, (48, 64)).astype(np.uint8)).convert("RGB")
        exif = image.getexif()
        exif.get_ifd(0x8769)[0x9003] = f"20{10 + visit}:06:01 10:0{shot}:00"
        paths.append(tmp_path / f"{visit}-{shot}.jpg")
        image.save(paths[-1], exif=exif)
    return paths


def test_the_likely_pair_is_shown_and_looked_at_before_all_others(
    qapp: object, workspace: Workspace, visits: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = Noting()

    def read_or_note(pool: WorkerPool, function: Callable[..., Any], *args: Any, **words: Any) -> Job[Any]:
        looks = function in (analyse, open_photo)
        return noting.submit(function, *args, **words) if looks else run_here(pool, function, *args, **words)

    monkeypatch.setattr(WorkerPool, "submit", read_or_note)
    workspace.project.importer.faces.start()
    workspace.project.importer.read_files(visits)
    until(qapp, lambda: len(workspace.session.project.photos) == MANY)
    project = workspace.session.project
    comparison = project.comparison
    assert comparison is not None
    shown = [project.photo(photo_id) for photo_id in (comparison.before, comparison.after)]
    assert [photo and photo.name for photo in shown] == ["0-3.jpg", "5-3.jpg"]
    assert sorted(noting.asked[:2]) == [(priorities.SHOWN, "0-3.jpg"), (priorities.SHOWN, "5-3.jpg")]
    assert len(noting.named(priorities.SHOWN)) == 2 and len(noting.asked) == MANY
    workspace.session.undo()
    assert workspace.session.project.photos == () and workspace.session.history.undo_label is None


def test_reading_that_is_stopped_leaves_no_photo_unlooked_at(
    qapp: object, workspace: Workspace, visits: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_two(pool: WorkerPool, function: Callable[..., Any], *args: Any, **words: Any) -> Job[Any]:
        is_read = function is times_of or (function is take_in and args[0] in (visits[0], visits[-1]))
        return run_here(pool, function, *args, **words) if is_read else Job()

    monkeypatch.setattr(WorkerPool, "submit", read_two)
    importer = workspace.project.importer
    importer.faces.start()
    importer.read_files(visits)
    until(qapp, lambda: len(workspace.session.project.photos) == 2)
    assert not importer.faces.is_searching
    importer.cancel()
    assert all(photo.face_problem == STOPPED for photo in workspace.session.project.photos)


@pytest.mark.parametrize("later", ["known", "broken", "undone"])
def test_faces_are_looked_for_though_no_photo_follows_the_first_two(
    qapp: object, workspace: Workspace, visits: list[Path], monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    importer, session = workspace.project.importer, workspace.session
    if later == "known":
        importer.read_files(visits[1:-1])
        until(qapp, lambda: len(session.project.photos) == MANY - 2)
        session.learn(lambda project: replace(project, photos=tuple(replace(p, faces=0) for p in project.photos)))
    elif later == "broken":
        for path in visits[1:-1]:
            path.write_bytes(b"no photo")
            os.utime(path, (1_340_000_000, 1_340_000_000))
    else:
        session.do("Add photos", add_photos([unlooked(2000)]))
        session.changed.connect(lambda _, now: session.undo() if len(now.photos) == 3 else None)
        monkeypatch.setattr(FaceSearch, "start", lambda search: setattr(search, "is_started", True))
    noting = Noting()

    def read_or_note(pool: WorkerPool, function: Callable[..., Any], *args: Any, **words: Any) -> Job[Any]:
        looks = function in (analyse, open_photo)
        return noting.submit(function, *args, **words) if looks else run_here(pool, function, *args, **words)

    monkeypatch.setattr(WorkerPool, "submit", read_or_note)
    importer.faces.start()
    importer.read_files(visits)
    until(qapp, lambda: not importer.is_reading)
    unfound = {photo.name for photo in session.project.photos if photo.faces is None}
    assert unfound == ({"2000"} if later == "undone" else {visits[0].name, visits[-1].name})
    assert {name for _, name in noting.asked} == unfound


class Noting:
    """A pool that runs nothing and notes what it was asked for, first what comes first."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    def submit(self, function: Callable[..., object], *args: Any, priority: int, **words: object) -> Job[Any]:
        self.asked.append((priority, args[2]))
        return Job()

    def named(self, least: int) -> list[str]:
        return [name for priority, name in self.asked if priority >= least]


@pytest.fixture
def noting() -> Noting:
    return Noting()


@pytest.fixture
def session(noting: Noting) -> Session:
    """A session whose photos' faces are looked for by the noting pool."""
    made, bridge = Session(), JobBridge()
    pixels = PixelCache(noting, bridge, Originals, made)  # type: ignore[arg-type]  # the pool of this test
    search = FaceSearch(made, noting, bridge, Originals, pixels, made)  # type: ignore[arg-type]  # the same
    bridge.setParent(made)
    search.start()
    return made


def unlooked(year: int) -> Photo:
    return made_photo(f"{year}", taken=f"{year}-06-01T10:00:00", taken_source="exif", faces=None, face=None)


def test_faces_are_looked_for_from_both_ends(session: Session, noting: Noting) -> None:
    session.do("Add photos", add_photos([unlooked(year) for year in range(2000, 2000 + MANY)]))
    first = noting.named(priorities.FIRST_FACES)
    assert first[:4] == ["2000", "2029", "2001", "2028"]
    assert len(first) == FIRST and len(noting.asked) == MANY


def test_the_faces_of_a_pair_that_is_chosen_come_next(session: Session, noting: Noting) -> None:
    session.do("Add photos", add_photos([unlooked(year) for year in range(2000, 2000 + MANY)]))
    photos = session.project.photos
    noting.asked.clear()
    session.do("Choose photos", compare_photos(photos[14].id, photos[15].id))
    assert noting.named(priorities.SHOWN) == ["2014", "2015"]
