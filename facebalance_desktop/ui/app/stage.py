"""The place of the photo: start page or canvas fill it, and what floats over it takes nothing of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from facebalance_desktop.ui.app.toasts import Toast, WorkToast
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.tab_order import stops

LEFT, BOTTOM, APART = 12, 32, 8


class Stage(QWidget):
    """The tool strip floats at the middle of the foot, messages at its left; neither moves or resizes the photo."""

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self._pages = QStackedLayout(self)
        for page in pages:
            self._pages.addWidget(page)
        self.toast = Toast(self)
        self.work, self.exporting = WorkToast(self), WorkToast(self)
        """What comes in, and what goes out: each goes on, and is cancelled, by itself."""
        self._strip: QWidget | None = None
        for part in (self.toast, self.work, self.exporting):
            part.installEventFilter(self)
        self.toast.left.connect(self._take_keyboard)

    @property
    def page(self) -> QWidget | None:
        """What fills the stage."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._lift()

    def message_stops(self) -> list[QWidget]:
        """What Tab reaches in the messages that are shown, the latest first."""
        shown = (part for part in (self.toast, self.work, self.exporting) if part.isVisible())
        return [stop for part in shown for stop in stops(part)]

    def enter_message(self) -> None:
        """The keyboard goes to the first button of the messages; nothing happens while none is shown."""
        for stop in self.message_stops()[:1]:
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take_keyboard(self) -> None:
        """The message that had the keyboard goes."""
        if self.page is not None:
            self.page.setFocus()

    def float_strip(self, strip: QWidget) -> None:
        """The strip of the present mode."""
        self._strip = strip
        strip.setParent(self)
        strip.installEventFilter(self)
        self._lift()
        self.place()

    def _lift(self) -> None:
        for part in (self._strip, self.exporting, self.work, self.toast):
            if part is not None:
                part.raise_()

    def place(self) -> None:
        """Put what floats where it belongs."""
        strip, bottom = self._strip, self.height() - BOTTOM
        right = self.width() - LEFT
        if strip is not None:
            strip.move(max(0, (self.width() - strip.width()) // 2), bottom - strip.height())
        for part in (self.toast, self.work, self.exporting):
            if not part.isVisible():
                continue
            is_under = strip is not None and strip.isVisible() and LEFT + part.width() + APART > strip.x()
            if is_under and strip is not None:
                bottom = min(bottom, strip.y() - APART)
            part.move(LEFT if LEFT + part.width() <= right else 0, bottom - part.height())
            bottom = part.y() - APART

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self.place()
        return False
