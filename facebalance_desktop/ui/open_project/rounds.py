"""Long work in the window's own thread, done in short rounds between which the window answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

EVERY = 5
"""Milliseconds between two rounds."""
ROUND = 0.005
"""Seconds after which a round ends with the step that is under way."""


class Rounds(QObject):
    """Takes one step after another of an iterator. A new one takes the place of what is left of the one before."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[object] = iter(())
        self._next = QTimer(self)
        self._next.setInterval(EVERY)
        self._next.timeout.connect(self._go_on)

    @property
    def is_active(self) -> bool:
        """Whether steps are left."""
        return self._next.isActive()

    def begin(self, steps: Iterator[object]) -> None:
        self._left = steps
        self._next.start()

    def stop(self) -> None:
        """Take no step any more."""
        self._left = iter(())
        self._next.stop()

    def _go_on(self) -> None:
        until = time.perf_counter() + ROUND
        while time.perf_counter() < until:
            if next(self._left, self) is self:
                self._next.stop()
                return
