"""When a widget is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget

TURN = "painted_in_turn"


def paint_later(widget: QWidget, ahead: Callable[[], object] | None = None) -> None:
    """Paint the widget after what waits had its turn, and do `ahead` in a turn of its own: all at once takes too long.

    A timer of 0 would go before other timers and events. Asked for again meanwhile, it waits for the later one.

    Qt (6.11) drops a request to paint that comes in while a window's updates are off, and takes every later one for
    asked already, so that the window was never painted again: it is asked here in any case.
    """
    turn = (widget.property(TURN) or 0) + 1

    def paint() -> None:
        if widget.property(TURN) == turn:
            widget.setUpdatesEnabled(True)
            QCoreApplication.postEvent(widget.window(), QEvent(QEvent.Type.UpdateRequest))

    def go_on(first: Callable[[], object]) -> None:
        try:
            first()
        finally:
            QTimer.singleShot(1, widget, paint)

    widget.setProperty(TURN, turn)
    widget.setUpdatesEnabled(False)
    QTimer.singleShot(1, widget, paint if ahead is None else lambda: go_on(ahead))
