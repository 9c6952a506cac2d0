"""Measures what moved between the photos on the bench, in a worker; an answer for another pair is dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject

from facebalance_desktop.comparison.changes import Change
from facebalance_desktop.project.moves import MOVES_LIMIT, moves_between
from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
from facebalance_desktop.ui.open_project.autosave import Autosave
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import WorkerPool


class ChangesController(QObject):
    """Answers the panel's wish."""

    def __init__(
        self, session: Session, pool: WorkerPool, bridge: JobBridge, autosave: Autosave, panel: ChangesPanel
    ) -> None:
        super().__init__(panel)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._autosave = autosave
        self._panel = panel
        panel.measure_requested.connect(self.measure)

    def measure(self) -> None:
        """Start; the answer comes into the panel if the pair is still the same."""
        pair = self._session.pair
        if pair is None or pair.after is None or pair.comparison is None:
            return
        self._panel.show_busy()
        before, after = pair.before.photo, pair.after.photo
        job = self._pool.submit(
            moves_between,
            self._autosave.originals,
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

        self._bridge.follow(job, show, fail)
