"""Measures what moved between the photos of the shown pair, in a worker; an answer for another pair is dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.project.moves import MOVES_LIMIT, moves_between
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.work import WorkerPool


class ChangesController(QObject):
    """Answers the panel's request, for the open project (`present`)."""

    def __init__(self, present: Callable[[], OpenProject], pool: WorkerPool, panel: ChangesPanel) -> None:
        super().__init__(panel)
        self._present = present
        self._pool = pool
        self._panel = panel
        panel.measure_requested.connect(self.measure)

    def measure(self) -> None:
        """Start; the answer comes into the panel if the pair is still the same."""
        project = self._present()
        session = project.session
        pair = session.pair
        if pair is None or pair.after is None or pair.comparison is None:
            return
        self._panel.show_busy()
        before, after = pair.before.photo, pair.after.photo
        job = self._pool.submit(
            moves_between,
            project.originals,
            before,
            after,
            pair.comparison,
            deadline=MOVES_LIMIT,
            name=tr("Measuring what moved"),
        )

        def show(found: dict[str, Change]) -> None:
            if session.pair is pair:
                self._panel.show_changes(found)

        def fail(sentence: str) -> None:
            if session.pair is pair:
                self._panel.show_problem(sentence)

        project.bridge.follow(job, show, fail)
