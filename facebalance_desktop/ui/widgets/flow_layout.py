"""A row of widgets that goes on in the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from facebalance_desktop.ui.widgets.safe_events import safe_override


class FlowLayout(QLayout):
    """Every widget has the size of its hint; hidden ones take no place.

    Its widget asks `height_at` for the height: forms forget the height for a width when rows are shown and hidden.
    """

    def __init__(self, spacing: int = 4) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    @safe_override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def add(self, widget: QWidget) -> None:
        """Put a widget behind the others; it belongs to the layout's widget."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    @safe_override
    def count(self) -> int:
        return len(self._items)

    @safe_override
    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    @safe_override
    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def height_at(self, width: int) -> int:
        """Pixels that all lines need in this width."""
        return self._lay(QRect(0, 0, width, 0), is_moved=False)

    @safe_override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, is_moved=True)

    @safe_override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @safe_override
    def minimumSize(self) -> QSize:
        """The widest widget and one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        return QSize(
            max((hint.width() for hint in hints), default=0), max((hint.height() for hint in hints), default=0)
        )

    @safe_override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def _lay(self, rect: QRect, is_moved: bool) -> int:
        """Put the widgets into lines of the rectangle's width; returns the height of all lines in pixels."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(rect.width(), item.sizeHint().height()))
            if line and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if is_moved:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
