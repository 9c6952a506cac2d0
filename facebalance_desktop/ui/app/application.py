"""Starts the program: the window first, everything slow after it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from facebalance_desktop import resources, settings
from facebalance_desktop.diagnostics import log_unexpected
from facebalance_desktop.project.starts import Starts
from facebalance_desktop.ui.app.file_events import FileEvents
from facebalance_desktop.ui.app.garbage import GarbageSearch
from facebalance_desktop.ui.app.language import speak
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.window_memory import load as load_window
from facebalance_desktop.ui.app.window_memory import place_window
from facebalance_desktop.ui.widgets.discretion import forget_folders, use_own_dialogs
from facebalance_desktop.ui.widgets.theme import apply_theme, follow_system

if TYPE_CHECKING:
    from facebalance_desktop.ui.app.workspace import Workspace

FAILED = 3
TURN = 0.0005
"""Seconds for which a thread that saves or opens may compute while the window waits: Python's own 5 ms, a few times in
a row, are seen as a stutter."""
AT_LATEST = 1000
"""Milliseconds until the panels are built even if the window was never shown: it may start minimised."""


def run(words: Sequence[str], is_demonstration: bool = False, starts: Starts | None = None) -> int:
    """Show the window with these photos or this project, and stay until it is closed.

    What comes to `starts` meanwhile is done in this window.
    """
    use_own_dialogs()
    application = QApplication.instance() or QApplication(["facebalance"])
    assert isinstance(application, QApplication)
    sys.setswitchinterval(TURN)
    application.setApplicationName("FaceBalance")
    application.setApplicationDisplayName("FaceBalance")
    application.setDesktopFileName("facebalance")  # by which Linux finds the icon of the window
    application.setWindowIcon(QIcon(str(resources.path("facebalance.svg"))))
    search, file_events = GarbageSearch(application), FileEvents(application)
    speak(application)
    known = settings.load().settings
    apply_theme(application, known.appearance, known.text_size)
    follow_system(application)
    window = MainWindow()
    place_window(window, load_window())
    workspaces: list[Workspace] = []

    def build_workspace() -> None:
        if workspaces:
            return
        try:
            workspaces.append(_build(window, words, is_demonstration, starts, file_events))
            search.begin()
        except BaseException:
            window.close()  # a bug: an empty window that answers nothing would be worse
            application.exit(FAILED)
            raise

    window.stood.connect(build_workspace)
    QTimer.singleShot(AT_LATEST, build_workspace)
    window.show()
    code = application.exec()
    _close(window)
    forget_folders()
    sys.excepthook = sys.__excepthook__
    _take_down(window, file_events)
    search.end()
    return code


def _close(window: MainWindow) -> None:
    """Somebody else may have ended the program: then, too, what is unsaved is saved and what runs is stopped."""
    for _ in range(2):  # where it cannot be saved the window stays once, to say so
        if isValid(window) and window.isVisible() and window.close():
            return


def _take_down(*owners: QObject) -> None:
    """These and all that they own go; what threads still do is waited for, as Qt itself goes next."""
    from facebalance_desktop.work import await_threads

    for owner in owners:
        if isValid(owner):
            owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    await_threads()


def _build(
    window: MainWindow,
    words: Sequence[str],
    is_demonstration: bool,
    starts: Starts | None,
    file_events: FileEvents,
) -> Workspace:
    """What takes a moment, once the window is shown: the workspace, the project to open, the face models."""
    from facebalance_desktop.project.intake import warm
    from facebalance_desktop.ui.app.commands.table import equipped_workspace
    from facebalance_desktop.ui.app.later_starts import LaterStarts
    from facebalance_desktop.ui.app.pauses import prevent_pauses

    workspace = equipped_workspace(window)
    _tell_bugs(workspace)
    gc.freeze()  # the program itself stays: to look through it for what is left over took 60 ms within an edit
    if is_demonstration:
        workspace.opening.show_demonstration()
    elif words:
        workspace.incoming.receive([Path(word) for word in words])
        workspace.recovery_offer.tell()
    else:
        workspace.recovery_offer.take_up()
    file_events.listen(LaterStarts(starts, workspace).take)
    workspace.pool.warm(warm, "faces")
    prevent_pauses(window)
    return workspace


def _tell_bugs(workspace: Workspace) -> None:
    """A bug in the window is logged and told; what is open stays open and saved."""
    from facebalance_desktop.ui.open_project.job_bridge import UNEXPECTED

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log_unexpected(kind, error, trace)
        workspace.session.warn(UNEXPECTED)

    sys.excepthook = tell
