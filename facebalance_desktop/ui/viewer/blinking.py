"""Blink: the other photo while a key is held, by a key, or in turn by a clock that is never fast.

While a tool is aimed by keys, Space is the tool's: it presses, as in every other mode.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets.safe_events import safe_override

SLOWEST, FASTEST = 0.5, 2.0
"""Turns a second. Flashes above 3 a second may provoke seizures; this stays well below."""
STEP = 0.25


class Blinking(QObject):
    """Turns the photos of one canvas in blink mode. Installed as event filter of the canvas for the held key."""

    changed = Signal()

    def __init__(self, viewport: Viewport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self.rate = 1.0
        self._is_held = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        viewport.changed.connect(self._follow_mode)

    @property
    def is_timed(self) -> bool:
        return self._timer.isActive()

    def toggle(self) -> None:
        """Start or stop the clock."""
        if self._timer.isActive():
            self._timer.stop()
        elif self._viewport.view_options.mode == "blink":
            self.set_rate(self.rate)
            self._timer.start()
        self.changed.emit()

    def turn(self) -> None:
        """Show the other photo; nothing in another mode."""
        if self._viewport.view_options.mode == "blink":
            self._turn()

    def set_rate(self, rate: float) -> None:
        """Whole turns (before, after, before) a second."""
        self.rate = min(FASTEST, max(SLOWEST, rate))
        self._timer.setInterval(round(500 / self.rate))
        self.changed.emit()

    def _turn(self) -> None:
        view_options = self._viewport.wanted
        self._viewport.set_view_options(replace(view_options, is_blinked=not view_options.is_blinked))

    def _follow_mode(self) -> None:
        if self._viewport.view_options.mode != "blink" and self._timer.isActive():
            self._timer.stop()
            self.changed.emit()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        is_down = event.type() == QEvent.Type.KeyPress
        is_aimed = isinstance(watched, Canvas) and watched.tool is not None and watched.tool.is_aimed
        if self._viewport.view_options.mode != "blink" or (is_aimed and not self._is_held):
            return False
        if not event.isAutoRepeat():
            self._is_held = is_down
            self._viewport.set_view_options(replace(self._viewport.wanted, is_blinked=is_down))
        return True
