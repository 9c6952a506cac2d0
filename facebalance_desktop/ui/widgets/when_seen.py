"""What a hidden panel shows is brought up to date when it is seen, or in a quiet moment: not while an edit waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from facebalance_desktop.ui.widgets.safe_events import safe_override

QUIET = 300
"""Milliseconds after the last wish until a widget that is not visible is brought up to date."""


class WhenSeen(QObject):
    """Calls `show` at once while the widget is seen; else as soon as it is shown, at the latest after a quiet while."""

    def __init__(self, widget: QWidget, show: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._show = show
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(QUIET)
        self._later.timeout.connect(self._show_now)
        widget.installEventFilter(self)

    def ask(self) -> None:
        """Something that the widget shows has changed."""
        if self._widget.isVisible():
            self._show_now()
        else:
            self._later.start()

    def _show_now(self) -> None:
        self._later.stop()
        self._show()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._later.isActive():
            self._show_now()
        return False
