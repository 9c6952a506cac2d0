"""The keyboard goes back to the photo after whatever was done by mouse beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from facebalance_desktop.ui.widgets.safe_events import safe_override

LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
"""Keys that end the typing in a line."""
LINES = (QLineEdit, QAbstractSpinBox)
EDITED = (*LINES, QPlainTextEdit, QTextEdit)
"""What is typed into: one line, or several."""


class FocusReturn(QObject):
    """Watches one window: after a click that leaves no text field entered, and after a dialog, `home` has the keyboard;
    a command out of a dialog may ask for another field.

    Who walks through the panels by keys is left alone until Esc is pressed, also by a list that was opened by key.
    """

    def __init__(self, window: QWidget, home: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._handle: QWindow | None = None
        self._left: QWidget | None = None
        """What had the keyboard when the window was left."""
        self._is_by_key = False
        """The last thing done in the window was done by key."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._follow)

    def _follow(self, entered: QWindow | None) -> None:
        """The window has the keyboard again: a dialog, a menu or a list of choices was closed."""
        handle = self._window.windowHandle()
        if entered is None or entered is not handle:
            self._left = self._window.focusWidget()
            return
        if self._handle is not handle:
            self._handle = handle
            handle.installEventFilter(self)
        if self._left is not None and self._window.focusWidget() is not self._left:
            return  # what was done in the dialog asked for another field
        if self._is_by_key and self._window.focusWidget() is not None:
            return
        QTimer.singleShot(0, self, self.give_back)

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            self._is_by_key = event.type() == QEvent.Type.KeyPress
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self.give_back)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in LEAVING:
            if is_editor_of_list(QApplication.focusWidget()):
                return False  # the key ends the typing: the list or tree has the keyboard again
            is_escape = event.key() == Qt.Key.Key_Escape
            QTimer.singleShot(0, self, partial(self._leave_text, EDITED if is_escape else LINES))
            if is_escape:
                QTimer.singleShot(0, self, self.give_back)
        return False

    def give_back(self) -> None:
        """Hand the keyboard to the photo unless text is being typed."""
        focused = QApplication.focusWidget()
        if focused is self._home or not self._home.isVisible() or QApplication.activePopupWidget() is not None:
            return
        if focused is None or (focused.window() is self._window and not is_typed_into(focused)):
            self._home.setFocus()

    def _leave_text(self, kinds: tuple[type[QWidget], ...]) -> None:
        """The typing ends in a field of these kinds: Enter is a new line where there are several, Esc never is."""
        focused = QApplication.focusWidget()
        if isinstance(focused, kinds) and focused.window() is self._window and self._home.isVisible():
            self._home.setFocus()


def is_editor_of_list(widget: QWidget | None) -> bool:
    """Whether something is typed in a row of a list or tree itself."""
    if widget is None or not is_typed_into(widget):
        return False
    inside = widget.parentWidget()
    while inside is not None and not isinstance(inside, QAbstractItemView):
        inside = inside.parentWidget()
    return inside is not None


def is_typed_into(widget: QWidget) -> bool:
    """Whether keys that arrive at the widget are text."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, EDITED)
