"""Each open project has a memory of its own, which nothing of another one comes into, and which ends with it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from patients_made import patient_file
from PySide6.QtCore import QCoreApplication, QEvent
from workspaces import PATIENCE, is_quiet, lent_workspace, opened, show_project, until

from facebalance_desktop.comparison.alignment import Alignment
from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.templates import FigureTemplate, templates
from facebalance_desktop.project import photo_grids
from facebalance_desktop.project.derived import Pair, alignment_of, pair_of
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.project.memory import ProjectMemory, cached_by_value, current, forget_all
from facebalance_desktop.project.model import Comparison, Patient, Photo, Project, new_id
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import export_runner
from facebalance_desktop.ui.open_project.export_runner import ExportRequest
from facebalance_desktop.work import JobContext, run_in_thread


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """What jobs wait for; they end with the test whatever comes."""
    made = threading.Event()
    yield made
    made.set()


def holds(memory: ProjectMemory, item: object) -> bool:
    """Whether what is remembered leads to the very same object."""
    seen: dict[int, object] = {}
    left: list[object] = [memory]
    while left:
        one = left.pop()
        if one is item:
            return True
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType | MethodType | str | float):
            seen[id(one)] = one
            left += gc.get_referents(one)
    return False


def patient() -> Project:
    """A pair with faces of somebody who has nothing in common with the others."""
    project = pair_with_faces()
    photos = tuple(replace(photo, id=new_id(), sha256=2 * new_id()) for photo in project.photos)
    comparison = replace(project.comparisons[0], id=new_id(), before=photos[0].id, after=photos[1].id)
    return replace(project, id=new_id(), photos=photos, comparisons=(comparison,))


def keep_open(workspace: Workspace, go_on: threading.Event) -> None:
    """The shown project does not end until the event."""

    def work(context: JobContext) -> None:
        go_on.wait(PATIENCE)

    workspace.project.bridge.follow(run_in_thread(work), lambda _: None, lambda _: None, must_end=True)


def of_the_process() -> ProjectMemory:
    return Context().run(current)


# Open projects


@needs_qt
def test_a_project_that_ends_takes_nothing_of_another_one_that_is_open(
    qapp: object, workspace: Workspace, go_on: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_project(qapp, workspace, patient())
    keep_open(workspace, go_on)
    show_project(qapp, workspace, patient())
    project = workspace.session.project
    until(qapp, lambda: workspace.project.board_ahead.is_done)
    pair, board = pair_of(project), photo_grids.board_of(project)
    aligned: list[object] = []

    def counted(reference: Photo, photo: Photo, comparison: Comparison) -> tuple[Alignment | None, str | None]:
        aligned.append(photo)
        return alignment_of(reference, photo, comparison)

    monkeypatch.setattr(photo_grids, "alignment_of", counted)
    assert len(workspace.opening.retired) == 1
    go_on.set()
    until(qapp, lambda: not workspace.opening.retired)
    assert pair_of(project) is pair
    assert photo_grids.board_of(project) is board
    assert aligned == []


@needs_qt
def test_what_a_late_thread_works_out_of_a_project_that_has_ended_is_remembered_nowhere(
    qapp: object, workspace: Workspace, go_on: threading.Event
) -> None:
    found: list[weakref.ref[Pair]] = []
    is_found, end = threading.Event(), threading.Event()

    def work(context: JobContext, project: Project) -> None:
        go_on.wait(PATIENCE)
        pair = pair_of(project)
        assert pair is not None
        assert visits_of(project)
        found.append(weakref.ref(pair))
        del pair
        is_found.set()
        end.wait(PATIENCE)

    show_project(qapp, workspace, patient())
    memory = weakref.ref(workspace.project.memory)
    photo = weakref.ref(workspace.session.project.photos[0])
    jobs = [run_in_thread(work, workspace.session.project)]
    show_project(qapp, workspace, patient())
    until(qapp, lambda: not workspace.opening.retired)
    go_on.set()
    assert is_found.wait(PATIENCE)
    gc.collect()
    assert found[0]() is None, "though the thread still works"
    end.set()
    assert jobs.pop().result(PATIENCE) is None

    def is_gone() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return photo() is None and memory() is None

    until(qapp, is_gone)


@needs_qt
def test_an_export_that_goes_on_behind_another_project_remembers_nothing_in_that_ones_memory(
    qapp: object, workspace: Workspace, go_on: threading.Event, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    laid_out: list[Figure] = []

    def late(material: Material, template: FigureTemplate, measure: Any) -> Figure:
        go_on.wait(PATIENCE)
        laid_out.append(lay_out(material, template, measure))
        assert holds(left.memory, project.photos[0])
        return laid_out[-1]

    monkeypatch.setattr(export_runner, "lay_out", late)
    opened(qapp, workspace, patient_file(tmp_path / "a.facebalance", "A", 20))
    left = workspace.project
    project = left.session.project
    material = workspace.export_commands.material(left)
    assert material is not None
    order = ExportRequest(material, templates().named("side-by-side"), 200, Settings())
    left.export_runner.export(order, tmp_path / "figure.png")
    show_project(qapp, workspace, patient())
    memory = workspace.project.memory
    left.memory.clear()
    go_on.set()
    until(qapp, lambda: not left.export_runner.is_busy)
    assert laid_out
    assert not holds(memory, project.photos[0])
    until(qapp, lambda: not workspace.opening.retired)
    workspace.view.canvas.grab()
    assert (tmp_path / "figure.png").is_file()
    assert not holds(memory, project.photos[0])
    assert holds(memory, workspace.session.project.photos[0])
    assert len(left.memory) == 0


@needs_qt
def test_what_is_kept_and_saved_behind_another_project_is_not_remembered_in_that_ones_memory(
    qapp: object, workspace: Workspace, go_on: threading.Event, tmp_path: Path
) -> None:
    opened(qapp, workspace, patient_file(tmp_path / "a.facebalance", "A", 20))
    left, photo = workspace.project, workspace.session.project.photos[0]
    keep_open(workspace, go_on)
    show_project(qapp, workspace, patient())
    left.memory.clear()
    left.session.learn(set_patient(Patient("Somebody")))
    until(qapp, lambda: len(left.memory) > 0)
    assert not left.session.is_saved, "it is kept for recovery first"
    until(qapp, lambda: left.session.is_saved and not left.autosave.saving)
    assert holds(left.memory, photo)
    assert not holds(workspace.project.memory, photo)
    assert not holds(of_the_process(), photo)


@needs_qt
def test_a_project_that_is_shown_again_finds_what_was_remembered_of_it(
    qapp: object, workspace: Workspace, go_on: threading.Event, tmp_path: Path
) -> None:
    path = opened(qapp, workspace, patient_file(tmp_path / "a.facebalance", "A", 20))
    left, pair = workspace.project, workspace.session.pair
    keep_open(workspace, go_on)
    show_project(qapp, workspace, patient())
    assert current() is workspace.project.memory is not left.memory
    workspace.opening.open(path)
    until(qapp, lambda: workspace.project is left)
    assert current() is left.memory
    assert workspace.session.pair is pair


@needs_qt
def test_nothing_of_an_open_project_is_remembered_for_the_whole_process(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, patient())
    until(qapp, is_quiet(workspace))
    workspace.view.canvas.grab()
    photo = workspace.session.project.photos[0]
    assert holds(workspace.project.memory, photo)
    assert not holds(of_the_process(), photo)
    workspace.window.close()
    assert len(workspace.project.memory) == 0
    assert pair_of(workspace.session.project) is not None
    assert len(current()) == 0, "what is looked at after the end is not remembered either"


@needs_qt
def test_other_settings_are_in_force_in_every_open_project(
    qapp: object, workspace: Workspace, go_on: threading.Event
) -> None:
    show_project(qapp, workspace, patient())
    left, pair = workspace.project, workspace.session.pair
    keep_open(workspace, go_on)
    show_project(qapp, workspace, patient())
    shown = workspace.session.pair
    workspace.clinic.change(
        replace(workspace.clinic.settings, hide_patients=not workspace.clinic.settings.hide_patients)
    )
    assert len(left.memory) == 0
    assert left.memory.run(pair_of, left.session.project) is not pair
    assert workspace.session.pair is not shown


# The memory itself

doubled: IdentityCache[list[str]] = IdentityCache(2)


def of_photo(photo: Photo) -> list[str]:
    return doubled.of((photo,), (), lambda: [photo.id])


def test_each_memory_has_entries_of_its_own() -> None:
    photo, other = pair_with_faces().photos
    first, second = ProjectMemory(), ProjectMemory()
    made = first.run(of_photo, photo)
    assert first.run(of_photo, photo) is made
    assert second.run(of_photo, photo) is not made
    assert (len(first), len(second)) == (1, 1)
    second.run(of_photo, other)
    second.run(of_photo, replace(photo))
    assert (len(first), len(second)) == (1, 2), "at most two in this section, in each memory"
    second.end()
    assert first.run(of_photo, photo) is made


def test_a_memory_that_has_ended_remembers_nothing() -> None:
    photo, _ = pair_with_faces().photos
    memory = ProjectMemory()
    memory.run(of_photo, photo)
    memory.end()
    assert len(memory) == 0
    assert memory.run(of_photo, photo) == [photo.id]
    forget_all()
    assert memory.run(of_photo, photo) is not memory.run(of_photo, photo)
    assert len(memory) == 0


@pytest.mark.parametrize("forget", [ProjectMemory.end, ProjectMemory.clear, lambda _: forget_all()])
def test_what_is_being_made_while_a_memory_is_emptied_does_not_come_into_it(
    forget: Callable[[ProjectMemory], None],
) -> None:
    photo, _ = pair_with_faces().photos
    memory = ProjectMemory()

    def make() -> list[str]:
        forget(memory)
        return ["made by what held before"]

    assert memory.run(lambda: doubled.of((photo,), (), make)) == ["made by what held before"]
    assert len(memory) == 0


def test_results_of_equal_values_are_remembered_in_each_memory() -> None:
    made: list[str] = []

    @cached_by_value(2)
    def asked(word: str) -> str:
        made.append(word)
        return word.upper()

    first, second = ProjectMemory(), ProjectMemory()
    assert [first.run(asked, word) for word in ("a", "a", "b")] == ["A", "A", "B"]
    assert made == ["a", "b"]
    assert second.run(asked, "a") == "A"
    assert made == ["a", "b", "a"]
    assert [first.run(asked, word) for word in ("a", "c", "a", "b")] == ["A", "C", "A", "B"]
    assert made == ["a", "b", "a", "c", "b"], "what was asked for last stays"
    assert (len(first), len(second)) == (2, 1)


def test_the_memory_before_holds_again_unless_another_one_has_become_current(memory: ProjectMemory) -> None:
    first, second = ProjectMemory(), ProjectMemory()
    assert first.run(current) is first
    assert first.run(lambda: second.run(lambda: first.run(current))) is first
    assert first.run(lambda: (second.run(current), current())) == (second, first)
    assert current() is memory
    with pytest.raises(ZeroDivisionError):
        first.run(lambda: 1 // 0)
    assert current() is memory
    first.run(second.become_current)
    assert current() is second


def test_a_thread_goes_on_with_the_memory_of_whoever_started_it(memory: ProjectMemory) -> None:
    first, second = ProjectMemory(), ProjectMemory()

    def started(context: JobContext) -> list[ProjectMemory]:
        nested = run_in_thread(lambda _: current())
        second.become_current()
        return [nested.result(PATIENCE), current()]

    job = first.run(partial(run_in_thread, started))
    assert job.result(PATIENCE) == [first, second]
    assert current() is memory
