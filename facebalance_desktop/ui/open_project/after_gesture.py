"""What follows from an edit and takes its time: told at once, but while something is dragged not with every step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from facebalance_desktop.ui.open_project.debounce import Debounce
from facebalance_desktop.ui.open_project.session import Session

QUIET, AT_LATEST = 80, 500
"""Milliseconds without a further step of the same drag, and from the first step at most."""


class AfterGesture(QObject):
    """Calls `show` for every edit; for a further step of one gesture once the hand rests."""

    def __init__(self, session: Session, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._show = show
        self._gesture: str | None = None
        self._later = Debounce(self._show_now, AT_LATEST, self)

    def ask(self) -> None:
        """The project was edited."""
        past = self._session.history.past
        before, self._gesture = self._gesture, past[-1].gesture if past else None
        if self._gesture is not None and self._gesture == before:
            self._later.wait(QUIET)
        else:
            self._show_now()

    def _show_now(self) -> None:
        self._later.stop()
        self._show()
