"""The photos of the board are laid before it is asked for, a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.comparison.alignment import Alignment
from facebalance_desktop.project import photo_grids
from facebalance_desktop.project.derived import alignment_of
from facebalance_desktop.project.memory import current
from facebalance_desktop.project.model import Comparison, Photo, Project
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
    show_project(qapp, workspace, many_visits())
    until(qapp, lambda: workspace.project.board_ahead.is_done)
    aligned: list[object] = []

    def counted(reference: Photo, photo: Photo, comparison: Comparison) -> tuple[Alignment | None, str | None]:
        aligned.append(photo)
        return alignment_of(reference, photo, comparison)

    monkeypatch.setattr(photo_grids, "alignment_of", counted)
    board = photo_grids.board_of(workspace.session.project)
    assert board is not None
    assert len(board.sides) == MANY
    assert aligned == []
    current().clear()
    assert photo_grids.board_of(workspace.session.project) == board
    assert len(aligned) == MANY - 1, "each but the first on the first"


def test_laying_ahead_gives_what_the_board_lays() -> None:
    project = many_visits()
    expected = photo_grids.board_of(project)
    current().clear()
    assert sum(1 for _ in photo_grids.board_ahead(project)) == MANY + 1
    assert photo_grids.board_of(project) == expected


def test_a_project_that_is_left_is_laid_no_more(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, many_visits())
    left = workspace.project
    left.board_ahead.start()
    show_project(qapp, workspace, pair_with_faces())
    assert workspace.project is not left
    assert left.board_ahead.is_done
