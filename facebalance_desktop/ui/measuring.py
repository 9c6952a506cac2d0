"""Measures what moved between the photos on the bench, in a worker; an answer for another pair is dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject

from facebalance_desktop.comparison.changes import Change
from facebalance_desktop.project.moves import MOVES_LIMIT, moves_between
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.keeping import Keeping
from facebalance_desktop.ui.panels.changes_panel import ChangesPanel
from facebalance_desktop.ui.session import Session
from facebalance_desktop.work import Crew


class Measuring(QObject):
    """Answers the panel's wish."""

    def __init__(
        self, session: Session, crew: Crew, background: Background, keeping: Keeping, panel: ChangesPanel
    ) -> None:
        super().__init__(panel)
        self._session = session
        self._crew = crew
        self._background = background
        self._keeping = keeping
        self._panel = panel
        panel.measure_requested.connect(self.measure)

    def measure(self) -> None:
        """Start; the answer comes into the panel if the pair is still the same."""
        pair = self._session.pair
        if pair is None or pair.after is None or pair.comparison is None:
            return
        self._panel.show_busy()
        before, after = pair.before.photo, pair.after.photo
        job = self._crew.submit(
            moves_between,
            self._keeping.originals,
            before,
            after,
            pair.comparison,
            deadline=MOVES_LIMIT,
            name="Measuring what moved",
        )

        def show(found: dict[str, Change]) -> None:
            if self._session.pair is pair:
                self._panel.show_changes(found)

        def fail(sentence: str) -> None:
            if self._session.pair is pair:
                self._panel.show_problem(sentence)

        self._background.follow(job, show, fail)
