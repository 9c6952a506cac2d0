"""How large a dialog opens: as large as its content wants, never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

FRAME = 48
"""What the system puts round a dialog takes of the screen's height, at most."""


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog this size, or as much of it as its screen has room for."""
    room = dialog.screen().availableSize() - QSize(0, FRAME)
    dialog.resize(QSize(width, height).boundedTo(room))
