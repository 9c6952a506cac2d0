"""What would hold the window up in one piece is done in short rounds, ahead, or not at all."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import application, needs_qt
from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QIcon, QPainterPathStroker
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.project import assessments, codec, recent_facts
from facebalance_desktop.project.memory import ProjectMemory, current
from facebalance_desktop.project.model import Photo, Project, Visit
from facebalance_desktop.project.visits import Group, grouped
from facebalance_desktop.render import fonts, rims
from facebalance_desktop.render.painter import TEXT_HALO
from facebalance_desktop.ui.app import warm_up
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.photos.visit_groups import AT_ONCE
from facebalance_desktop.ui.widgets import icons
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
YEARS, TOGETHER = 12, 5


class Watch(QObject):
    """Tells when what it watches is painted."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._tell()
        return False


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def twelve_years() -> Project:
    """A visit of five photos a year."""
    project = pair_with_faces()
    photos = [
        replace(
            project.photos[number % 2],
            id=f"{number:032x}",
            taken=f"{2010 + number // TOGETHER}-05-05T09:00:{number % TOGETHER:02d}",
            taken_source="exif",
        )
        for number in range(YEARS * TOGETHER)
    ]
    return replace(project, photos=tuple(photos), comparisons=())


def test_the_photos_of_many_visits_come_into_the_row_a_few_at_a_time(qapp: object, workspace: Workspace) -> None:
    strip = workspace.window.filmstrip
    counts: list[int] = []
    workspace.session.changed.connect(lambda *_: counts.append(len(strip.thumbs)))
    show_project(qapp, workspace, twelve_years())
    assert 0 < counts[0] <= AT_ONCE
    assert not strip.missing
    until(qapp, lambda: len(strip.groups) == YEARS)
    shown = [photo.id for photo in workspace.session.project.photos]
    assert list(strip.thumbs) == shown


def test_photos_that_are_shown_stay_while_many_earlier_ones_come(qapp: object, workspace: Workspace) -> None:
    strip = workspace.window.filmstrip
    project = twelve_years()
    show_project(qapp, workspace, replace(project, photos=project.photos[-TOGETHER:]))
    shown = dict(strip.thumbs)
    assert len(shown) == TOGETHER
    workspace.session.learn(lambda _: project)
    assert TOGETHER < len(strip.thumbs) < YEARS * TOGETHER
    assert all(strip.thumbs.get(photo) is thumb for photo, thumb in shown.items())
    until(qapp, lambda: len(strip.groups) == YEARS)
    assert all(strip.thumbs[photo] is thumb for photo, thumb in shown.items())


def test_a_visit_of_many_photos_comes_into_the_row_a_few_at_a_time(qapp: object, workspace: Workspace) -> None:
    strip = workspace.window.filmstrip
    project = twelve_years()
    undated = tuple(replace(photo, name="a.jpg", taken=None, taken_source=None) for photo in project.photos)
    counts: list[int] = []
    workspace.session.changed.connect(lambda *_: counts.append(len(strip.thumbs)))
    show_project(qapp, workspace, replace(project, photos=undated))
    assert 0 < counts[0] <= AT_ONCE
    group = strip.groups[0]
    until(qapp, lambda: len(strip.thumbs) == len(undated))
    assert list(strip.thumbs) == [photo.id for photo in undated]
    assert strip.groups == [group]
    assert [group.row.indexOf(thumb) for thumb in strip.thumbs.values()] == list(range(len(undated)))


def test_photos_that_are_gone_meanwhile_do_not_come(qapp: object, workspace: Workspace) -> None:
    strip = workspace.window.filmstrip
    show_project(qapp, workspace, twelve_years())
    few = replace(workspace.session.project, photos=workspace.session.project.photos[:TOGETHER])
    workspace.session.learn(lambda _: few)
    application(qapp).processEvents()
    assert len(strip.groups) == 1
    assert len(strip.thumbs) == TOGETHER


def test_what_is_remembered_of_a_project_is_gone_before_the_next_one_is_shown(
    qapp: object, workspace: Workspace
) -> None:
    show_project(qapp, workspace, pair_with_faces())
    until(qapp, lambda: not workspace.project.bridge.has_lasting)
    memory = workspace.project.memory
    assert len(memory) > 0
    left: list[int] = []
    workspace.opening.laid_out.connect(lambda _: left.append(len(memory)))
    show_project(qapp, workspace, pair_with_faces())
    assert left == [0]


def test_what_waits_has_its_turn_between_a_projects_laying_out_and_its_painting(
    qapp: object, workspace: Workspace
) -> None:
    order: list[str] = []
    canvas = workspace.view.canvas
    waiting = QTimer()
    waiting.timeout.connect(lambda: order.append("waiting"))
    workspace.session.changed.connect(lambda *_: waiting.start(0))
    watch = Watch(lambda: order.append("painted"))
    canvas.installEventFilter(watch)
    show_project(qapp, workspace, pair_with_faces())
    until(qapp, lambda: "painted" in order)
    waiting.stop()
    assert order[0] == "waiting"
    assert workspace.window.updatesEnabled()


def test_another_mode_is_laid_out_before_what_waits_and_painted_after_it(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    canvas, order = workspace.view.canvas, list[str]()
    until(qapp, lambda: canvas.updatesEnabled() and not canvas.viewport.is_moving)
    waiting = QTimer()
    waiting.timeout.connect(lambda: order.append("waiting"))
    watch = Watch(lambda: order.append("painted"))
    canvas.installEventFilter(watch)
    waiting.start(0)
    workspace.view.set_mode("side-by-side" if canvas.view_options.mode != "side-by-side" else "overlay")
    until(qapp, lambda: "painted" in order)
    waiting.stop()
    assert order[0] == "waiting"
    assert canvas.updatesEnabled()


def test_letters_and_icons_are_made_before_they_are_painted(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    strokers: list[QPainterPathStroker] = []

    def stroker() -> QPainterPathStroker:
        strokers.append(QPainterPathStroker())
        return strokers[-1]

    monkeypatch.setattr(rims, "QPainterPathStroker", stroker)
    halo = 1.01 * TEXT_HALO  # one that nothing was painted with yet
    monkeypatch.setattr(warm_up, "TEXT_HALO", halo)
    icons.renderer.cache_clear()
    rounds = warm_up.warm_up(workspace.window)
    until(qapp, lambda: rounds.is_active)
    until(qapp, lambda: not rounds.is_active)
    before = icons.renderer.cache_info().misses
    for action in workspace.actions.values():
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
            action.icon().pixmap(QSize(16, 16), mode)
    workspace.window.grab()
    assert icons.renderer.cache_info().misses == before > 0
    current().clear()
    made = len(strokers)
    for is_bold in (False, True):
        rims.rim(warm_up.LETTERS, is_bold, halo * fonts.EM)
    assert len(strokers) == made > 0


def test_what_a_card_of_the_start_page_tells_is_not_remembered_with_the_photos(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    projects = [twelve_years()]
    photo = weakref.ref(projects[0].photos[0])
    monkeypatch.setattr(recent_facts, "read_project", lambda _: projects.pop())
    monkeypatch.setattr(recent_facts, "read_preview", lambda _: None)
    memory = ProjectMemory()
    (told,) = memory.run(recent_facts.read_facts, JobContext(), [tmp_path], load_tables(), date(2026, 1, 1))
    assert "2021" in told.last_visit
    assert len(memory) == 0
    gc.collect()
    assert photo() is None


def test_records_are_made_line_by_line() -> None:
    project = twelve_years()
    read = codec.loaded(codec.as_bytes(project))
    assert all(isinstance(photo, Photo) for photo in read["photos"])
    assert codec.from_json(read) == project


def test_what_is_wrong_with_a_record_is_told_with_its_place() -> None:
    project = pair_with_faces()
    spoiled = json.loads(codec.as_bytes(project))
    spoiled["photos"][1]["width"] = "wide"
    lines = codec.as_bytes(project).decode().splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith('"photos"')) + 2
    lines[place] = json.dumps(spoiled["photos"][1])
    with pytest.raises(Exception, match=r"photos\[1\]\.width"):
        codec.from_json(codec.loaded(("\n".join(lines) + "\n").encode()))


def test_visits_are_grouped_once_for_all_their_assessments(monkeypatch: pytest.MonkeyPatch) -> None:
    project = twelve_years()
    asked: list[object] = []

    def counted(photos: Sequence[Photo], visits: Sequence[Visit]) -> tuple[Group, ...]:
        asked.append(photos)
        return grouped(photos, visits)

    monkeypatch.setattr(assessments, "grouped", counted)
    assert len(assessments.assessed_visits(project)) == YEARS
    assert len(asked) == 2
