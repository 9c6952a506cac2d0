"""Waits until things are quiet."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Debounce(QTimer):
    """Calls once nothing has happened for a while; however busy it is, `at_latest` ms after the first of it."""

    def __init__(self, call: Callable[[], None], at_latest: int, parent: QObject) -> None:
        super().__init__(parent)
        self._at_latest = at_latest
        self._first = 0.0
        self.setSingleShot(True)
        self.timeout.connect(call)

    def limit(self, at_latest: int) -> None:
        """Call `at_latest` ms after the first event from now on."""
        self._at_latest = at_latest

    def wait(self, quiet: int) -> None:
        """Something happened: call after `quiet` ms in which nothing more does."""
        now = time.monotonic()
        if not self.isActive():
            self._first = now
        left = self._at_latest - 1000 * (now - self._first)
        self.start(int(max(0, min(quiet, left))))
