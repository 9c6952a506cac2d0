"""A line that shows and hides what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.plain_text import plain


class Fold(QToolButton):
    """Its parts are shown while it is open; `opened` tells of each change by a press."""

    opened = Signal(bool)

    def __init__(self, words: str, *parts: QWidget, tip: str) -> None:
        super().__init__()
        self.setObjectName("fold")
        self.setText(words)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(plain(tip))
        self._parts = parts
        self.is_open = False
        self.clicked.connect(self._press)
        self.open(False)

    def open(self, is_open: bool) -> None:
        """Show the parts, or hide them."""
        self.is_open = is_open
        self.setIcon(icon("chev-u" if is_open else "chev-d"))
        self.setAccessibleDescription(tr("open") if is_open else tr("folded"))
        for part in self._parts:
            part.setVisible(is_open)

    def _press(self) -> None:
        self.open(not self.is_open)
        self.opened.emit(self.is_open)
