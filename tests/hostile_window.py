"""Spoiled projects in the program's window: opened, every page and view looked at, changed, saved, left again."""

from __future__ import annotations

import logging
import sys
import traceback
from functools import cache
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication
from workspaces import name_patient, until

from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project.job_bridge import UNEXPECTED

WAIT = 30.0
"""Seconds that a step may take."""


class Unexpected(logging.Handler):
    """Collects what the program itself calls unexpected: exceptions in the window, bugs in background work."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage()[-400:])

    def note(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        places = [f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(trace)[-3:]]
        self.found.append(f"{kind.__name__}: {error} ({' < '.join(reversed(places))})")


@cache
def shown() -> tuple[QApplication, Workspace, Unexpected]:
    """The program's window, one for all files."""
    application = QApplication.instance() or QApplication(["facebalance"])
    assert isinstance(application, QApplication)
    unexpected = Unexpected()
    logging.getLogger("facebalance_desktop").addHandler(unexpected)
    sys.excepthook = unexpected.note
    workspace = equipped_workspace(MainWindow())
    workspace.window.resize(1280, 800)
    workspace.window.show()
    return application, workspace, unexpected


def tried_window(path: Path, data: bytes) -> str:
    """Open the file in the window and do with it what can be done; raises AssertionError for what went wrong."""
    application, workspace, unexpected = shown()
    unexpected.found.clear()
    told: list[str] = []
    workspace.opening.told.connect(told.append)
    before = workspace.project
    path.write_bytes(data)
    workspace.opening.open(path)
    until(application, lambda: workspace.project is not before or not workspace.opening.is_opening, WAIT)
    outcome = "refused"
    if workspace.project is not before:
        outcome = "salvaged" if workspace.project.session.is_read_only else "opened"
        look_round(application, workspace)
        if outcome == "opened":
            name_patient(workspace, "Somebody else")
            workspace.project.autosave.save_soon()
            until(application, lambda: workspace.project.session.is_saved, WAIT)
        leave(application, workspace)
    elif path.read_bytes() != data:
        raise AssertionError("a file that was refused was changed")
    workspace.opening.told.disconnect(told.append)
    assert not unexpected.found, unexpected.found[0]
    assert UNEXPECTED not in told, "something unexpected was told"
    return outcome


def look_round(application: QApplication, workspace: Workspace) -> None:
    """Every page of the panels, and every way to look at the photos."""
    for page in PAGES:
        workspace.window.side.show_page(page.title)
        application.processEvents()
    for mode in MODES:
        workspace.actions[mode].trigger()
        application.processEvents()
    workspace.actions["side-by-side"].trigger()
    application.processEvents()


def leave(application: QApplication, workspace: Workspace) -> None:
    before = workspace.project
    workspace.opening.start_new()
    until(application, lambda: workspace.project is not before, WAIT)
