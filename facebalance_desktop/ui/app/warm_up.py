"""Makes what the first photos on the screen need, while nothing happens: words, icons and the look of hidden parts.

Made when they are first painted, they held the window up for a tenth of a second all together.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from facebalance_desktop.render import fonts
from facebalance_desktop.render.painter import TEXT_HALO
from facebalance_desktop.render.rims import rim
from facebalance_desktop.ui.open_project.rounds import Rounds
from facebalance_desktop.ui.widgets.icons import prepare_icons

SIGNS = " .,()·\N{EN DASH}\N{NO-BREAK SPACE}"
LETTERS = string.digits + SIGNS + string.ascii_lowercase + string.ascii_uppercase + ":;~=?%°±-/"
"""Those of dates and captions first."""
AFTER = 200
"""Milliseconds after the window was made: it is painted first."""


def warm_up(window: QWidget) -> Rounds:
    """Begin soon. What is made stays for the life of the program."""
    rounds = Rounds(window)
    QTimer.singleShot(AFTER, rounds, lambda: rounds.begin(steps(window)))
    return rounds


def steps(window: QWidget) -> Iterator[None]:
    """Each takes a millisecond or two."""
    for is_bold in (False, True):
        fonts.measure(LETTERS, 1.0, is_bold)
        yield
    yield from prepare_icons()
    for is_bold in (False, True):
        for letter in LETTERS:
            rim(letter, is_bold, TEXT_HALO * fonts.EM)
            yield
    for widget in window.findChildren(QWidget):
        if isValid(widget):  # a panel may have let go of it meanwhile
            widget.ensurePolished()
            yield
