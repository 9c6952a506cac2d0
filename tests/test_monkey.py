"""Random mouse and key events on the window: nothing is raised. tests/benchmarks/monkey.py does it for longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import application, needs_qt
from monkeying import Monkey
from patients_made import patient_file
from workspaces import lent_workspace, opened

pytestmark = needs_qt
EVENTS = 2000
MOST_GROWTH = 300.0
"""MiB in the second half: what is kept of photos has a budget, and the run meets new ones until its end."""


@pytest.mark.qt_log_ignore("This plugin does not support", "Unimplemented code", extend=True)  # without a screen
def test_nothing_that_is_pressed_raises(qapp: object, tmp_path: Path) -> None:
    for workspace in lent_workspace():
        workspace.window.resize(1366, 768)
        workspace.window.show()
        opened(qapp, workspace, patient_file(tmp_path / "Ada.facebalance", "Ada", 40))
        report = Monkey(workspace, tmp_path, seed=1).run(EVENTS)
        application(qapp).processEvents()
        assert report.raised == []
        assert report.events == EVENTS
        assert report.growth < MOST_GROWTH
