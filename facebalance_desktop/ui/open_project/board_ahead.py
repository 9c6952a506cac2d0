"""Lays the photos of the board while nothing else is asked for, so that showing it does not hold the window up."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from facebalance_desktop.project.model import Project
from facebalance_desktop.project.photo_grids import board_ahead
from facebalance_desktop.ui.open_project.session import Session

QUIET, EVERY = 60, 5
"""Milliseconds after the last change, and between two rounds."""
ROUND = 0.005
"""Seconds that one round may take."""


class BoardAhead(QObject):
    """For one open project, as long as it is shown; what is laid is remembered until the project ends."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_started = False
        self._left: Iterator[None] = iter(())
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._begin)
        self._next = QTimer(self)
        self._next.setInterval(EVERY)
        self._next.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether all is laid that can be."""
        return not (self._quiet.isActive() or self._next.isActive())

    def start(self) -> None:
        """Lay what is there now, and again after each change."""
        if not self._is_started:
            self._is_started = True
            self._session.changed.connect(self._ask)
        self._quiet.start()

    def stop(self) -> None:
        """Nothing is laid any more."""
        if self._is_started:
            self._is_started = False
            self._session.changed.disconnect(self._ask)
        self._left = iter(())
        self._quiet.stop()
        self._next.stop()

    def _ask(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._next.stop()
            self._quiet.start()

    def _begin(self) -> None:
        self._left = board_ahead(self._session.project)
        self._next.start()

    def _go_on(self) -> None:
        until = time.perf_counter() + ROUND
        while time.perf_counter() < until:
            if next(self._left, self) is self:
                self._next.stop()
                return
