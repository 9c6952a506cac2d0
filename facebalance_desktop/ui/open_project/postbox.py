"""How threads reach the window's thread: through the one object of Qt that a thread touches."""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Postbox(QObject):
    """Takes calls from any thread, and makes them in the window's thread, in order.

    While a signal is emitted PySide lets other threads run, and does not keep the object whose signal it is: one that
    the window's thread deletes meanwhile ends the process. This one belongs to no window. It takes calls until the
    program's end, and nothing more before Qt deletes it.
    """

    _arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._is_open = True
        self._arrived.connect(self._make_next, Qt.ConnectionType.QueuedConnection)
        atexit.register(self.close)  # later than PySide's own, so that it comes before

    def put(self, call: Callable[[], None]) -> None:
        """Have `call` made in a later turn of the window's thread; from any thread. After `close` it is dropped."""
        with self._lock:  # `close` waits for it
            if self._is_open:
                self._calls.append(call)
                self._arrived.emit()

    def close(self) -> None:
        """Take nothing more: when this returns no thread emits any more."""
        with self._lock:
            self._is_open = False
            self._calls.clear()

    def _make_next(self) -> None:
        if self._calls:
            self._calls.popleft()()


_boxes: list[Postbox] = []


def postbox() -> Postbox:
    """The one of this program; the first to ask is the window's thread."""
    if not _boxes:
        _boxes.append(Postbox())
    return _boxes[0]
