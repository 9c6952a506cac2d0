"""What follows from an edit and takes its time: done at once, but during a drag once the drag pauses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from facebalance_desktop.ui.open_project.debounce import Debounce
from facebalance_desktop.ui.open_project.session import Session

QUIET, AT_LATEST = 80, 500
"""Milliseconds without a further step of a drag, and from the first step at most."""


class AfterGesture(QObject):
    """Calls `show` for every edit and every other project; for the steps of a gesture once the gesture pauses."""

    def __init__(self, session: Session, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._show = show
        self._shown = session.typing_key
        self._later = Debounce(self._show_now, AT_LATEST, self)

    def ask(self) -> None:
        """The project was edited, or another one is shown: of that nothing waits behind the former one's words."""
        past, former = self._session.history.past, self._shown
        self._shown = self._session.typing_key
        if self._shown == former and past and past[-1].gesture is not None:
            self._later.wait(QUIET)
        else:
            self._show_now()

    def _show_now(self) -> None:
        self._later.stop()
        self._show()
