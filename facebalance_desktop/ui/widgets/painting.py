"""When a widget is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


def paint_later(widget: QWidget, ahead: Callable[[], object] | None = None) -> None:
    """Paint the widget after what waits had its turn, and do `ahead` in a turn of its own: all at once takes too long.

    A timer of 0 would go before other timers and events.
    """

    def go_on() -> None:
        try:
            if ahead is not None:
                ahead()
        finally:
            widget.setUpdatesEnabled(True)

    widget.setUpdatesEnabled(False)
    QTimer.singleShot(1, widget, go_on)
