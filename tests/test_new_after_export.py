"""Ctrl+N with the page Plan open, while and just after an export: the window lives on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from driving import application, needs_qt
from patients_made import patient_file
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from workspaces import lent_workspace, opened, until

from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project.export_runner import ExportRequest

pytestmark = needs_qt
ROUNDS = 12
PLAN = Plan(
    sessions=(PlanSession("s", "Session 1", date="2026-05-05"),),
    treatments=tuple(
        Treatment(f"t{number}", modality="ha-filler", amount=0.5, unit="mL", session="s") for number in range(4)
    ),
)


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.resize(1366, 768)
        made.window.show()
        yield made


@pytest.mark.parametrize("is_ended", [False, True], ids=["under way", "just ended"])
def test_a_new_patient_after_an_export_with_the_plan_open(
    qapp: object, workspace: Workspace, tmp_path: Path, is_ended: bool
) -> None:
    window = workspace.window
    ada = patient_file(tmp_path / "Ada.facebalance", "Ada", 40)
    for number in range(ROUNDS):
        opened(qapp, workspace, ada)
        workspace.session.do("Plan", lambda project: replace(project, plan=PLAN))
        window.side.choose_page("Plan")
        window.plan.pick(f"t{number % 4}")
        window.plan.form.goal.setFocus()
        application(qapp).processEvents()
        commands, runner = workspace.export_commands, workspace.project.export_runner
        material = commands.material(workspace.project)
        assert material is not None
        path = tmp_path / f"{number}.png"
        runner.export(ExportRequest(material, commands.last_template(), 300, Settings()), path)
        if is_ended:
            until(qapp, path.exists)
        window.canvas.setFocus()
        QTest.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        until(qapp, lambda: not workspace.session.project.photos and not workspace.opening.retired)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert path.exists()
    assert window.isVisible()
