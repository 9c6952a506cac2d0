"""Choices, numbers and sliders that the mouse wheel changes only where the surgeon clicked into them.

A scroll over a panel must never change a record: a choice ignores the wheel altogether, for it keeps the keyboard after
something was chosen; numbers and sliders take it while they have the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QDateEdit, QDoubleSpinBox, QSlider, QSpinBox

from facebalance_desktop.ui.widgets.safe_events import safe_override


class ComboBox(QComboBox):
    """A choice; the wheel scrolls the page below it instead."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SpinBox(QSpinBox):
    """A whole number; the wheel counts while the field has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

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
