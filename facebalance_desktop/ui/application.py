"""Starts the program: the window first, everything slow after it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from facebalance_desktop.project.intake import warm
from facebalance_desktop.ui.background import UNEXPECTED
from facebalance_desktop.ui.commands import equipped_desk
from facebalance_desktop.ui.desk import Desk
from facebalance_desktop.ui.theme import dress

log = logging.getLogger(__name__)


def run(words: Sequence[str], is_demonstration: bool = False) -> int:
    """Show the window with these photos or this project, and stay until it is closed."""
    application = QApplication.instance() or QApplication(["facebalance"])
    assert isinstance(application, QApplication)
    application.setApplicationName("FaceBalance")
    application.setApplicationDisplayName("FaceBalance")
    dress(application)
    desk = equipped_desk()
    _tell_bugs(desk)
    desk.window.show()
    QTimer.singleShot(0, lambda: _begin(desk, [Path(word) for word in words], is_demonstration))
    code = application.exec()
    sys.excepthook = sys.__excepthook__
    return code


def _begin(desk: Desk, paths: Sequence[Path], is_demonstration: bool) -> None:
    """What may take a moment, once the window stands."""
    if is_demonstration:
        desk.opening.show_demonstration()
    elif paths:
        desk.opening.take(paths)
    else:
        desk.opening.offer_recovery()
    desk.crew.warm(warm, "faces")


def _tell_bugs(desk: Desk) -> None:
    """A bug in the window is logged and told; what is open stays open and saved."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("unexpected", exc_info=(kind, error, trace))
        desk.session.tell(UNEXPECTED)

    sys.excepthook = tell
