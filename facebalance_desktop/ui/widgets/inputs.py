"""Choices, numbers and sliders that the mouse wheel changes only where the surgeon clicked into them.

A scroll over a panel must never change a record: a choice ignores the wheel altogether, for it keeps the keyboard after
something was chosen; numbers and sliders take it while they have the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from facebalance_desktop.ui.widgets.safe_events import safe_override

PATIENCE = 4
"""How many of the system's pauses between two letters may lie between those of one name."""
BESIDE_WORDS, BESIDE_ICON = 2, 4
"""Pixels that Qt leaves at the sides of a choice's words and after its icon."""
INSET = 9
"""Pixels before a number: a style sheet's padding does not reach the line in which it stands."""


class ComboBox(QComboBox):
    """A choice; the wheel scrolls the page below it instead. Typing finds an option by its beginning or its words."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._pause = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt paints it, but words that are wider than their place end in an ellipsis instead of within a letter."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        box, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, field, self).width() - BESIDE_WORDS
        room -= 0 if option.currentIcon.isNull() else option.iconSize.width() + BESIDE_ICON
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(box, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own search ends at a space, which many options have in their names."""
        is_late = not self._pause.isValid() or self._pause.elapsed() > QApplication.keyboardInputInterval() * PATIENCE
        typed = "" if is_late else self._typed
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        is_letter = bool(event.text()) and event.text().isprintable() and bool((typed + event.text()).strip())
        if self.isEditable() or not plain or not is_letter:
            self._typed = ""
            super().keyPressEvent(event)
            return
        self._typed = typed + event.text()
        self._pause.start()
        place = self._found(self._typed.casefold())
        if place >= 0 and place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)

    def _found(self, typed: str) -> int:
        names = [self.itemText(place).casefold() for place in range(self.count())]
        begun = (place for place, name in enumerate(names) if name.startswith(typed))
        held = (place for place, name in enumerate(names) if all(word in name for word in typed.split()))
        return next(begun, next(held, -1))


class SpinBox(QSpinBox):
    """A whole number; the wheel counts while the field has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(INSET, 0, 0, 0)

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if is_entered(self):
            super().wheelEvent(event)
        else:
            event.ignore()


class DoubleSpinBox(QDoubleSpinBox):
    """A number; the wheel counts while the field has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(INSET, 0, 0, 0)

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if is_entered(self):
            super().wheelEvent(event)
        else:
            event.ignore()


class DateEdit(QDateEdit):
    """A date; the wheel counts while the field has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(INSET, 0, 0, 0)

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if is_entered(self):
            super().wheelEvent(event)
        else:
            event.ignore()


class Slider(QSlider):
    """A level slider; the wheel moves it while it has the keyboard."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if is_entered(self):
            super().wheelEvent(event)
        else:
            event.ignore()


def is_entered(field: QAbstractSpinBox | QAbstractSlider) -> bool:
    """Whether the field has the keyboard, so that a turn of the wheel is meant for it."""
    return field.hasFocus()
