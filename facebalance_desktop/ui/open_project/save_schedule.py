"""When a project's file is written: at a pause that is long beside what writing costs, and not while photos come in.

Edits are durable in the recovery folder within two seconds whatever this says (recovery_writer.py); the file holds all
photos, and each save writes all of it anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.debounce import Debounce
from facebalance_desktop.work import Report

AT_LATEST = 30_000
"""Milliseconds after the first edit that is not in the file, while edits go on without a pause."""
PAUSE_OF_COST = 15
"""A pause is at least so many times as long as the last save took: a large project is written less often."""
LATEST_OF_COST = 4
"""The same for the longest time without a save, in pauses."""
LONG = 1.0
"""Seconds after which a save tells how far it is."""


class SaveSchedule(Debounce):
    """Calls `save` when it is time. `pause` tells the setting, in seconds; `is_busy` whether photos are coming in."""

    def __init__(self, save: Callable[[], None], pause: Callable[[], float], parent: QObject) -> None:
        super().__init__(self._come, AT_LATEST, parent)
        self.is_busy: Callable[[], bool] = lambda: False
        self._save = save
        self._pause = pause
        self._began = 0.0
        self._cost = 0.0

    @property
    def quiet(self) -> int:
        """Milliseconds without an edit after which the file is written."""
        return int(1000 * max(self._pause(), PAUSE_OF_COST * self._cost))

    def edited(self) -> None:
        """Something is not in the file."""
        self.limit(max(AT_LATEST, LATEST_OF_COST * self.quiet))
        self.wait(self.quiet)

    def begin(self) -> None:
        """A save begins, for whatever reason."""
        self.stop()
        self._began = time.monotonic()

    def end(self) -> None:
        """It has ended well."""
        self._cost = time.monotonic() - self._began

    def words(self, report: Report) -> str:
        """How far the save is; of one that takes long also about how long it will take yet."""
        share = self.share(report)
        if share is None:
            return tr("Saving …")
        left = (time.monotonic() - self._began) * (1 - share) / share
        return tr("Saving … {share:.0f} %, about {left:.0f} s left", share=100 * share, left=left)

    def share(self, report: Report) -> float | None:
        """How much is written, 0 to 1, of a save that takes long; None of one that does not, and at its two ends."""
        is_long = time.monotonic() - self._began >= LONG
        return report.done / report.of if is_long and 0 < report.done < report.of else None

    def _come(self) -> None:
        if self.is_busy():
            self.start(self.quiet)
        else:
            self._save()
