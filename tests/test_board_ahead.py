"""The photos of the board are laid before it is asked for, a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from benches_made import pair_with_faces
from driving import needs_qt
from workspaces import lent_workspace, put_on_bench, until

from facebalance_desktop.project import photo_grids
from facebalance_desktop.project.identity_cache import empty_caches
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = needs_qt
MANY = 24


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def many_visits() -> Project:
    """A project of a photo with a face a month."""
    project = pair_with_faces()
    photos = [
        replace(
            project.photos[number % 2],
            id=f"{number:032x}",
            taken=f"20{10 + number // 12}-{number % 12 + 1:02d}-05T09:00:00",
            taken_source="exif",
            view="frontal",
        )
        for number in range(MANY)
    ]
    return replace(project, photos=tuple(photos), comparisons=())


def test_an_opened_board_is_laid_before_it_is_asked_for(
    qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_bench(qapp, workspace, many_visits())
    until(qapp, lambda: workspace.project.board_ahead.is_done)
    late: list[object] = []
    monkeypatch.setattr(photo_grids, "_laid_by", lambda *values: late.append(values))
    board = photo_grids.board_of(workspace.session.project)
    assert board is not None
    assert len(board.sides) == MANY
    assert late == []


def test_laying_ahead_gives_what_the_board_lays() -> None:
    project = many_visits()
    expected = photo_grids.board_of(project)
    empty_caches()
    assert sum(1 for _ in photo_grids.board_ahead(project)) == MANY + 1
    assert photo_grids.board_of(project) == expected


def test_a_project_that_is_left_is_laid_no_more(qapp: object, workspace: Workspace) -> None:
    put_on_bench(qapp, workspace, many_visits())
    left = workspace.project
    left.board_ahead.start()
    put_on_bench(qapp, workspace, pair_with_faces())
    assert workspace.project is not left
    assert left.board_ahead.is_done
