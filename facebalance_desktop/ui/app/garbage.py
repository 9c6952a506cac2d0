"""Python's search for what refers to itself in a circle, made in the window's thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

EVERY = 500
"""Milliseconds between two looks."""


class GarbageSearch(QObject):
    """No thread searches while it exists but the window's, from `begin` on.

    Left to itself Python searches in whatever thread needs memory, also in that of a job, and there deletes the objects
    of Qt that it finds. Qt lets only the window's thread delete widgets, timers and pixmaps: anything else may end the
    process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """The program is built: to search while it was would have looked through all of it."""
        self._timer.start(EVERY)

    def end(self) -> None:
        """Leave it to Python again, where it was before; no thread of a job runs any more."""
        if self._was_enabled:
            gc.enable()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.DeferredDelete)

    def _look(self) -> None:
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:  # a drag is not held up
            search_if_due()


def search_if_due() -> None:
    """Search the youngest generations of objects for which it is time by Python's own thresholds."""
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, threshold) in enumerate(counted) if count > threshold > 0]
    if due:
        gc.collect(due[-1])
