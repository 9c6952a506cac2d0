"""Unsaved work that a crash left: taken up when the program starts for nothing else, else only told of."""

from __future__ import annotations

from PySide6.QtCore import QObject

from facebalance_desktop.ui.app.opening import UNSAVED, Opening
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import OpenResult, find_unsaved
from facebalance_desktop.work import run_in_thread


class RecoveryOffer(QObject):
    """Looks for it at the start, in a thread."""

    def __init__(self, opening: Opening, bridge: JobBridge) -> None:
        super().__init__(opening)
        self._opening = opening
        self._bridge = bridge

    def take_up(self) -> None:
        """Lay out the latest unsaved work, unless there is something on the bench by then."""
        self._bridge.follow(run_in_thread(find_unsaved), self._lay_out, self._tell)

    def tell(self) -> None:
        """Say that there is unsaved work, when the program was started to do something else."""
        if not self._opening.is_opening:  # what is opened brings its own along, and says so
            self._bridge.follow(run_in_thread(find_unsaved), self._only_tell, self._tell)

    def _lay_out(self, found: OpenResult | None) -> None:
        project = self._opening.project
        is_empty = not project.session.project.photos and project.session.path is None
        if found is not None and is_empty and not project.importer.is_reading and not self._opening.is_opening:
            self._opening.lay_out(found)
        else:
            self._only_tell(found)

    def _only_tell(self, found: OpenResult | None) -> None:
        if found is not None:
            self._opening.put_back(found)
            self._tell(UNSAVED)

    def _tell(self, sentence: str) -> None:
        self._opening.project.session.tell(sentence)
