"""What floats over the photo fades when it is not used, and is back as soon as the pointer moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, Qt, QTimer
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QStyle, QWidget

from facebalance_desktop.ui.widgets.safe_events import safe_override

AWAY_AFTER, TAKES = 3000, 200
"""Milliseconds without the pointer, and of the fading itself."""
USED = (
    QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.Enter, QEvent.Type.KeyPress,
)  # fmt: skip


class Fading(QObject):
    """Fades one floating widget; what is faded lets every press through to what lies below it.

    It stays while the pointer is on it, while it has the keyboard, and while a menu is open.
    """

    def __init__(self, floating: QWidget, *pointed: QWidget) -> None:
        """`pointed`: widgets on which the pointer brings it back."""
        super().__init__(floating)
        self._floating = floating
        self._effect = QGraphicsOpacityEffect(floating)
        self._effect.setEnabled(False)
        floating.setGraphicsEffect(self._effect)
        self._motion = QPropertyAnimation(self._effect, b"opacity", self)
        self._motion.setEndValue(0.0)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(AWAY_AFTER)
        self._away.timeout.connect(self._leave)
        self.is_faded = False
        for widget in (floating, *pointed):
            widget.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        self._away.start()

    def come(self, *_: object) -> None:
        """Be there, and leave again in a while."""
        if self.is_faded:
            self.is_faded = False
            self._motion.stop()
            self._effect.setOpacity(1.0)
            self._effect.setEnabled(False)
            self._floating.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._away.start()

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._floating.isAncestorOf(now):
            self.come()

    def _leave(self) -> None:
        floating, focused = self._floating, QApplication.focusWidget()
        has_keys = focused is not None and floating.isAncestorOf(focused)
        if floating.underMouse() or has_keys or QApplication.activePopupWidget() is not None:
            self._away.start()
            return
        self.is_faded = True
        floating.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._effect.setEnabled(True)
        moves = floating.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, floating)
        self._motion.setDuration(TAKES if moves else 0)  # 0 where the system wants no motion
        self._motion.setStartValue(1.0)
        self._motion.start()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in USED:
            self.come()
        return False
