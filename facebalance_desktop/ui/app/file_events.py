"""Files that the system asks the running program to open: on macOS a double click is an event, not a start."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent

from facebalance_desktop.project.starts import StartRequest
from facebalance_desktop.ui.widgets.safe_events import safe_override

ARE_SENT = sys.platform == "darwin"
"""Elsewhere a file is opened by a start of the program, and nothing is looked for: that takes 4 µs of every event."""
GATHERED = 50
"""Milliseconds in which files count as opened together: each has an event of its own."""


class FileEvents(QObject):
    """Receives the events from the start on, and keeps them until a receiver is connected."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._paths: list[str] = []
        self._tell: Callable[[StartRequest], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHERED)
        self._timer.timeout.connect(self._hand_over)
        if ARE_SENT:
            application.installEventFilter(self)

    def listen(self, tell: Callable[[StartRequest], None]) -> None:
        """Have `tell` called with what has come and what comes."""
        self._tell = tell
        self._hand_over()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._paths.append(event.file())
        self._timer.start()
        return True

    def _hand_over(self) -> None:
        if self._tell is not None and self._paths:
            paths, self._paths = self._paths, []
            self._tell(StartRequest(tuple(Path(path).absolute() for path in paths)))
