"""Lays the photos of the board while nothing else is asked for, so that showing it does not hold the window up."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from facebalance_desktop.project.model import Project
from facebalance_desktop.project.photo_grids import board_ahead
from facebalance_desktop.ui.open_project.rounds import Rounds
from facebalance_desktop.ui.open_project.session import Session

QUIET = 60
"""Milliseconds after the last change."""


class BoardAhead(QObject):
    """For one open project, as long as it is shown; what is laid is remembered until the project ends."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_started = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._begin)
        self._rounds = Rounds(self)

    @property
    def is_done(self) -> bool:
        """Whether all is laid that can be."""
        return not (self._quiet.isActive() or self._rounds.is_active)

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
        self._quiet.stop()
        self._rounds.stop()

    def _ask(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._rounds.stop()
            self._quiet.start()

    def _begin(self) -> None:
        self._rounds.begin(board_ahead(self._session.project))
