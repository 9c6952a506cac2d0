"""What the window has to do when a project opens is done by others where that can be."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from projects_stored import made, save
from workspaces import lent_workspace, opened, show_project, until

from facebalance_desktop.comparison import comparability
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project import derived
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.project.locks import lock_project
from facebalance_desktop.project.memory import ProjectMemory, current
from facebalance_desktop.project.model import Project, new_id, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import read_project
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import open_job
from facebalance_desktop.ui.open_project.autosave import state_words
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import JobContext

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for lent in lent_workspace():
        lent.window.show()
        yield lent


def stored_pair(folder: Path) -> Path:
    """A file with two photos whose faces are known."""
    project, originals = pair_with_faces(), Originals(folder / "originals")
    stored = made(originals, b"before", b"after")
    photos = [
        replace(photo, sha256=kept.sha256, size=kept.size)
        for photo, kept in zip(project.photos, stored.photos, strict=True)
    ]
    path = folder / "pair.facebalance"
    save(replace(project, photos=tuple(photos)), path, originals)
    return path


def test_alignment_and_match_are_computed_while_the_project_is_read(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored_pair(tmp_path)
    seen: dict[str, list[threading.Thread]] = {"align": [], "comparability": []}

    def watch(name: str) -> None:
        compute = getattr(derived, name)

        def watched(*values: Any, **words: Any) -> Any:
            seen[name].append(threading.current_thread())
            return compute(*values, **words)

        monkeypatch.setattr(derived, name, watched)

    for name in seen:
        watch(name)
    opened(qapp, workspace, path)
    shown = workspace.session.pair
    assert shown is not None
    assert shown.match is not None
    assert all(len(threads) == 1 for threads in seen.values())
    assert threading.main_thread() not in (*seen["align"], *seen["comparability"])


def test_a_project_whose_pair_cannot_be_computed_is_neither_locked_nor_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored_pair(tmp_path)
    remembered = IdentityCache[str](8)
    seen: list[tuple[weakref.ref[Project], weakref.ref[ProjectMemory]]] = []

    def fail(project: Project) -> None:
        remembered.of((project,), (), lambda: "of this project")
        seen.append((weakref.ref(project), weakref.ref(current())))
        assert len(current()) > 1, "with what was measured of its faces"
        raise ArithmeticError

    monkeypatch.setattr(open_job, "pair_of", fail)
    memory = ProjectMemory()
    with pytest.raises(ArithmeticError):
        memory.run(open_job.find, JobContext(), path)
    lock_project(path).free()
    assert len(memory) == 0
    gc.collect()
    assert [one() for one in seen.pop()] == [None, None]


def test_what_was_computed_while_a_project_was_read_is_remembered_where_it_is_shown(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    found = open_job.find(JobContext(), stored_pair(tmp_path))
    known = len(found.memory)
    assert known > 0
    workspace.opening.lay_out(found)
    until(qapp, lambda: workspace.session.project is found.project)
    assert workspace.project.memory is found.memory is current()
    assert len(found.memory) >= known
    workspace.opening.start_new()
    until(qapp, lambda: workspace.session.path is None and not workspace.opening.retired)
    assert len(found.memory) == 0


def test_a_plan_without_a_photo_is_something_to_save() -> None:
    session = Session(new_project())
    assert session.is_saved
    assert session.is_untouched
    session.do("Add a treatment", add_treatment(Treatment(new_id(), modality="filler", unit="mL")))
    assert not session.is_saved
    assert state_words(session, True, False, False) == "Changed, saved in a moment"
    assert state_words(session, True, True, False) == "Not saved yet; it is tried again"
    session.undo()
    assert session.is_saved
    assert not session.is_untouched


def test_a_plan_without_a_photo_is_in_a_file_when_the_window_was_closed(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    workspace.session.do("Add a treatment", add_treatment(Treatment(new_id(), modality="filler", unit="mL")))
    workspace.window.close()
    (path,) = (home / "clinic").glob("*.facebalance")
    assert len(read_project(path).plan.treatments) == 1


def test_the_match_is_not_computed_again_though_the_project_before_takes_what_is_remembered_with_it(
    qapp: object, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored_pair(tmp_path)
    show_project(qapp, workspace, pair_with_faces())
    threads: list[threading.Thread] = []
    compute = comparability.comparability

    def watched(*values: Any, **words: Any) -> Any:
        threads.append(threading.current_thread())
        return compute(*values, **words)

    monkeypatch.setattr(derived, "comparability", watched)
    opened(qapp, workspace, path)
    shown = workspace.session.pair
    assert shown is not None
    assert shown.match is not None
    assert threads
    assert threading.main_thread() not in threads
