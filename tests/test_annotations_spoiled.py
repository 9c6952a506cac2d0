"""Annotations out of a spoiled file that have too few points for their kind: kept, listed, never drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from workspaces import begin_to_lay_out, lent_workspace, until

from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.planning.annotations import KINDS, Annotation, is_touched
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.fonts import measure
from facebalance_desktop.ui.app.workspace import Workspace


def spoiled(project: Project) -> Project:
    """Of each kind, one with every count of points that is too small."""
    made = [
        Annotation(
            f"{kind.id} {count}", project.photos[0].id, points=((60.0, 60.0), (70.0, 60.0))[:count], kind=kind.id
        )
        for kind in KINDS.values()
        for count in range(kind.least)
    ]
    return replace(project, annotations=tuple(made))


def test_they_are_kept_and_neither_drawn_nor_touched(qapp: object) -> None:
    project = pair_with_faces()
    pair = pair_of(project)
    assert pair is not None
    sound = compose(project, pair, ViewOptions(), (1200.0, 700.0), measure).items
    assert compose(spoiled(project), pair, ViewOptions(), (1200.0, 700.0), measure).items == sound
    assert from_json(to_json(spoiled(project))) == spoiled(project)
    assert not any(is_touched(item, (60.0, 60.0), 6.0) for item in spoiled(project).annotations)


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        begin_to_lay_out(made, spoiled(pair_with_faces()))
        until(qapp, partial(has_pair, made))
        made.window.show()
        yield made


def has_pair(workspace: Workspace) -> bool:
    return workspace.session.pair is not None


@needs_qt
def test_they_are_chosen_from_the_list_and_deleted(workspace: Workspace) -> None:
    selection = workspace.view.select.selection
    for item in workspace.session.project.annotations:
        workspace.window.side.show_page("Zones")
        selection.select(item.id)
        assert selection.overlay() == ()
        workspace.actions["delete"].trigger()
    assert workspace.session.project.annotations == ()
