"""What is remembered of a project ends with it, and what is remembered never changes what is drawn."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from canvases_made import drawn_pixels, pair_with_faces
from driving import needs_qt
from patients_made import patient_file
from workspaces import PATIENCE, lent_workspace, opened, until

from facebalance_desktop.drawing.primitives import Picture
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import IDENTITY
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.derived import pair_of, points_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.identity_cache import IdentityCache, IdentityDict, Same
from facebalance_desktop.project.memory import current
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.render import fonts
from facebalance_desktop.render.live_layers import LiveLayers
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project.open_job import find, put_back
from facebalance_desktop.work import Job, JobContext, run_in_thread
from facebalance_desktop.work.pool import READY_LIMIT

SIZE = (1200.0, 700.0)


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


@needs_qt
def test_nothing_of_a_patient_is_in_memory_once_the_project_has_ended(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    kept = shown_and_left(qapp, workspace, tmp_path)
    workspace.view.canvas.grab()
    await_all_gone(qapp, kept)


@needs_qt
def test_what_a_thread_still_works_out_of_a_project_goes_with_the_thread(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    go_on = threading.Event()

    def work(context: JobContext, project: Project) -> None:
        go_on.wait(PATIENCE)
        assert visits_of(project)

    jobs: list[Job[None]] = []
    kept = shown_and_left(qapp, workspace, tmp_path, lambda project: jobs.append(run_in_thread(work, project)))
    go_on.set()
    assert jobs.pop().result(PATIENCE) is None
    await_all_gone(qapp, kept)


def test_what_was_measured_of_a_project_that_is_not_shown_after_all_is_forgotten(home: Path, tmp_path: Path) -> None:
    found = find(JobContext(), patient_file(tmp_path / "a.facebalance", "A", 20))
    photo = weakref.ref(found.project.photos[0])
    put_back(JobContext(), found)
    del found
    gc.collect()
    assert photo() is None


def are_whole(workspace: Workspace) -> bool:
    return all(workspace.pixel_cache.whole(photo.sha256) for photo in workspace.session.project.photos)


def await_all_gone(qapp: object, kept: dict[str, weakref.ref[object]]) -> None:
    """Wait until nothing of it is in memory; say what is and what holds it, if that does not come."""

    def left() -> list[str]:
        gc.collect()
        return [name for name, item in kept.items() if item() is not None]

    try:
        until(qapp, lambda: not left())
    except AssertionError:
        held = {name: [f"{type(one)} {one!r:.200}" for one in gc.get_referrers(kept[name]())] for name in left()}
        raise AssertionError(f"still in memory, and what holds it: {held}") from None


def shown_and_left(
    qapp: object,
    workspace: Workspace,
    folder: Path,
    meanwhile: Callable[[Project], None] = lambda _: None,
) -> dict[str, weakref.ref[object]]:
    """Parts of a project that was shown with all its pixels, and has ended; another patient's is shown."""
    opened(qapp, workspace, patient_file(folder / "a.facebalance", "A", 20))
    project = workspace.session.project
    until(qapp, lambda: are_whole(workspace), READY_LIMIT + PATIENCE)  # on a busy machine a worker takes long to begin
    workspace.view.canvas.grab()
    pair = workspace.session.pair
    assert pair is not None
    pixels = workspace.pixel_cache.whole(project.photos[0].sha256)
    assert pixels is not None
    kept: dict[str, weakref.ref[object]] = {
        "project": weakref.ref(project),
        "photo": weakref.ref(project.photos[0]),
        "pair": weakref.ref(pair),
        "pixels": weakref.ref(pixels),
    }
    meanwhile(project)
    del project, pair, pixels
    opened(qapp, workspace, patient_file(folder / "b.facebalance", "B", 60))
    until(qapp, lambda: not workspace.opening.retired)
    return kept


@needs_qt
def test_emptying_the_memory_changes_nothing_that_is_drawn(qapp: object) -> None:
    project = pair_with_faces()
    before = drawn(project)
    current().clear()
    assert drawn(project) == before


@needs_qt
def test_a_scene_follows_from_its_arguments_alone(qapp: object) -> None:
    """Labels keep their places while a picture moves because they are told where they stood, not by themselves."""
    project = pair_with_faces()
    for name in ("pupil-line", "thirds", "fifths"):
        project = show_guide(name, True)(project)
    moving = ViewOptions(is_moving=True)
    alone = drawn(project, moving)
    current().clear()
    drawn(project, ViewOptions())
    assert drawn(project, moving) == alone


@needs_qt
def test_labels_keep_their_places_while_the_picture_moves(qapp: object) -> None:
    project = show_guide("pupil-line", True)(pair_with_faces())
    pair = pair_of(project)
    assert pair is not None
    still = compose(project, pair, ViewOptions(), SIZE, fonts.measure)
    assert any(still.shifts.values())
    moved = {photo: dict.fromkeys(shifts, (40.0, 40.0)) for photo, shifts in still.shifts.items()}
    moving = compose(project, pair, ViewOptions(is_moving=True), SIZE, fonts.measure, moved)
    assert moving.shifts is moved
    assert moving != compose(project, pair, ViewOptions(is_moving=True), SIZE, fonts.measure, still.shifts)


def drawn(project: Project, view_options: ViewOptions | None = None) -> object:
    pair = pair_of(project)
    assert pair is not None
    return compose(project, pair, view_options or ViewOptions(), SIZE, fonts.measure).items


def test_equal_values_are_not_the_same() -> None:
    photo = pair_with_faces().photos[0]
    twin = replace(photo)
    assert photo == twin
    assert points_of(photo) is points_of(photo)
    assert points_of(twin) is not points_of(photo)
    cache: IdentityCache[str] = IdentityCache(2)
    assert cache.of((photo,), (), lambda: "one") == cache.of((photo,), (), lambda: "two") == "one"
    assert cache.of((twin,), (), lambda: "three") == "three"
    cache.of((object(),), (), lambda: "four")
    assert len(cache) == 2
    known: IdentityDict[str] = IdentityDict()
    known[photo] = "one"
    assert (known.get(photo), known.get(twin)) == ("one", None)
    assert Same(photo) == Same(photo) != Same(twin)


def test_an_object_that_is_known_by_its_identity_is_kept_alive() -> None:
    cache: IdentityCache[int] = IdentityCache(100)
    made = [cache.of((np.zeros(3),), (), lambda number=number: number) for number in range(50)]  # type: ignore[misc]  # a number
    assert made == list(range(50)), "no array took the place of one before"
    current().clear()
    assert len(cache) == 0


@needs_qt
def test_another_decode_of_a_photo_is_another_version_wherever_it_lies_in_memory(qapp: object) -> None:
    """A reduced decode that is gone may have had the address of the whole one: an image of it is not the whole's."""
    held: dict[str, Pyramid] = {}
    layers = LiveLayers(held.get)
    picture = Picture("a" * 64, 400, 400, IDENTITY)
    assert layers.version(picture) is None
    versions = []
    for seed in range(20):
        held[picture.sha256] = Pyramid.of(drawn_pixels(seed, 40))
        versions.append(layers.version(picture))
        held.clear()
        gc.collect()
    assert all(one != other for place, one in enumerate(versions) for other in versions[:place])
