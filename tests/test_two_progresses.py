"""Photos that come in and figures that go out have a bar each, and each is cancelled by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from workspaces import lent_workspace, show_project

from facebalance_desktop.project.model import new_project
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = needs_qt


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def test_import_and_export_share_no_bar(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, pair_with_faces())
    project, stage = workspace.project, workspace.window.stage
    project.export_runner.progress.emit(1, 3, "Exporting")
    project.importer.progress.emit(2, 9, "Reading photos")
    assert [part.words.text() for part in (stage.work, stage.exporting)] == ["Reading photos", "Exporting"]
    assert stage.work.isVisible() and stage.exporting.isVisible()
    assert not stage.work.geometry().intersects(stage.exporting.geometry())
    project.importer.progress.emit(0, 0, "")
    assert stage.exporting.isVisible() and not stage.work.isVisible()
    show_project(qapp, workspace, new_project())
    assert not stage.exporting.isVisible(), "it belongs to the project that is exported"


def test_each_cancel_stops_its_own(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(workspace.project.importer, "cancel", lambda: stopped.append("import"))
    monkeypatch.setattr(workspace.project.export_runner, "cancel", lambda: stopped.append("export"))
    stage = workspace.window.stage
    stage.work.cancel.click()
    assert stopped == ["import"]
    stage.exporting.cancel.click()
    assert stopped == ["import", "export"]
