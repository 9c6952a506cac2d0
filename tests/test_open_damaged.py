"""A damaged project in the window: what is whole is shown, to be looked at and saved as another file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from projects_stored import PATIENT, made, save
from workspaces import lent_workspace, sentences, until

from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project
from facebalance_desktop.ui.app.workspace import Workspace

PHOTOS = (b"first" * 1000, b"second" * 1000)


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    originals = Originals(tmp_path / "elsewhere")
    path = tmp_path / "a.facebalance"
    save(made(originals, *PHOTOS), path, originals)
    path.write_bytes(path.read_bytes().replace(PHOTOS[0], b"f1rst" * 1000))
    return path


def test_what_is_whole_is_shown_and_can_be_saved_as_another_file(
    qapp: object, workspace: Workspace, damaged: Path, tmp_path: Path
) -> None:
    before = damaged.read_bytes()
    workspace.opening.open(damaged)
    until(qapp, lambda: workspace.session.project.patient == PATIENT)
    assert "is damaged and was left as it is" in sentences(workspace) and "Aufnahme 0" in sentences(workspace)
    assert workspace.project.session.is_read_only and len(workspace.session.project.photos) == 1
    other = tmp_path / "whole.facebalance"
    workspace.project.autosave.save_as(other)
    until(qapp, lambda: workspace.session.path == other)
    assert damaged.read_bytes() == before
    assert [photo.sha256 for photo in open_project(other).project.photos] == [
        photo.sha256 for photo in workspace.session.project.photos
    ]
