"""Long work in the window's own thread, done in short rounds between which the window answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

EVERY, SOON = 5, 1
"""Milliseconds between two rounds, and until a round is tried again that made way."""
ROUND = 0.005
"""Seconds after which a round ends with the step that is under way."""
APART = 0.0005
"""Seconds since the end of another round within which a round would lengthen the same turn of the window."""
LATE = 0.008
"""Seconds past its time that show that the window is busy: what it does should not take longer by a round."""
TRIES = 3
"""How often in a row a round makes way at most: on a slow computer all is late."""


class Rounds(QObject):
    """Takes one step after another of an iterator. A new one takes the place of what is left of the one before.

    A round makes way to the round of another, and to whatever keeps the window busy.
    """

    _ended: ClassVar[float] = 0.0
    """When the last round of any ended (s, time.perf_counter)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[object] = iter(())
        self._made_way = 0
        self._due = 0.0
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self.advance)

    @property
    def is_active(self) -> bool:
        """Whether steps are left."""
        return self._next.isActive()

    def begin(self, steps: Iterator[object]) -> None:
        self._left = steps
        self._wait(EVERY)

    def stop(self) -> None:
        """Take no step any more."""
        self._left = iter(())
        self._next.stop()

    def _wait(self, milliseconds: int) -> None:
        self._due = time.perf_counter() + milliseconds / 1000
        self._next.start(milliseconds)

    def advance(self) -> None:
        """Take the steps of a round, or make way: done by itself, `EVERY` milliseconds after the last one."""
        now = time.perf_counter()
        if self._made_way < TRIES and (0 <= now - Rounds._ended < APART or now - self._due > LATE):
            self._made_way += 1
            self._wait(SOON)
            return
        self._made_way = 0
        self._wait(EVERY)
        try:
            while time.perf_counter() < now + ROUND:
                if next(self._left, self) is self:
                    self._next.stop()
                    break
        except BaseException:
            self.stop()  # it would be raised again with each round
            raise
        finally:
            Rounds._ended = time.perf_counter()
