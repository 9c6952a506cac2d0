"""Makes the rims of letters while nothing happens, so that the first words of a mode need not wait for them."""

from __future__ import annotations

import string

from PySide6.QtCore import QObject, QTimer

from facebalance_desktop.render import fonts
from facebalance_desktop.render.painter import TEXT_HALO
from facebalance_desktop.render.rims import rim

LETTERS = string.ascii_letters + string.digits + " .,:;~=?()%°±·-/\N{EN DASH}\N{NO-BREAK SPACE}"
AFTER, EVERY = 2500, 25
"""Milliseconds after the window was made, and between two letters: each takes a millisecond or two."""


class WarmWords(QObject):
    """One letter at a time, regular and bold; what is made stays for the life of the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.left = [(letter, is_bold) for is_bold in (True, False) for letter in reversed(LETTERS)]
        self._next = QTimer(self)
        self._next.setInterval(EVERY)
        self._next.timeout.connect(self._make)
        QTimer.singleShot(AFTER, self._next, self._next.start)

    def _make(self) -> None:
        letter, is_bold = self.left.pop()
        rim(letter, is_bold, TEXT_HALO * fonts.EM)
        if not self.left:
            self._next.stop()
