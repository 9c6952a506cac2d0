"""What later starts of the program and the system ask for, done in the window that is open."""

from __future__ import annotations

import logging
from collections import deque

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from facebalance_desktop.project.starts import StartRequest, Starts
from facebalance_desktop.project.store import SUFFIX
from facebalance_desktop.ui.app.workspace import Workspace

LOOK_AGAIN = 100
"""Milliseconds after which it is asked again whether the window is free."""
log = logging.getLogger(__name__)


class LaterStarts(QObject):
    """Takes requests as they come and does them one after the other, once no dialog is open.

    Photos go to a new project, as they would in a window of their own, never into the one that is open.
    """

    def __init__(self, starts: Starts | None, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._starts = starts
        self._workspace = workspace
        self.waiting: deque[StartRequest] = deque()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN)
        self._timer.timeout.connect(self._look)
        if starts is None:
            return
        if self._watcher.addPath(str(starts.folder)):
            self._look()
        else:
            starts.free()  # this system tells of no change: each start has a window of its own

    def take(self, request: StartRequest) -> None:
        """Do this, too, once the window is free."""
        self.waiting.append(request)
        self._come_forward()
        self._look()

    def _look(self) -> None:
        """Take what has come; do the first of it if the window is free."""
        window = self._workspace.window
        if self._workspace.is_closing or not window.isVisible():
            self._timer.start()  # if it closes after all, the later start opens a window of its own
            return
        try:
            asked = [] if self._starts is None else self._starts.requests()
        except OSError as error:
            log.warning("requests of later starts cannot be read: %s", type(error).__name__)
            return
        if asked:
            self.waiting.extend(asked)
            self._come_forward()
        if not self.waiting:
            return
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._timer.start()
            return
        self._do(self.waiting.popleft())
        self._timer.start()

    def _come_forward(self) -> None:
        window = self._workspace.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)  # where the system lets no program come to the front by itself

    def _do(self, request: StartRequest) -> None:
        opening, incoming = self._workspace.opening, self._workspace.incoming
        project = opening.project.session.project
        is_empty = not (project.photos or project.patient.is_known) and not opening.is_opening
        if request.is_demonstration:
            opening.show_demonstration()
        elif not request.paths:
            return
        elif is_empty or any(path.suffix.lower() == SUFFIX for path in request.paths):
            incoming.receive(request.paths)
        else:
            opening.start_new(lambda _: incoming.receive(request.paths))
