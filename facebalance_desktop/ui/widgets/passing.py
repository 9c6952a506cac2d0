"""Dialogs and menus that are gone once they are closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

W = TypeVar("W", bound=QWidget)


@contextmanager
def passing(shown: W) -> Iterator[W]:
    """A dialog or menu for one opening. Its parent alone would keep each of them as long as the window."""
    try:
        yield shown
    finally:
        shown.deleteLater()


def passing_menu(parent: QWidget) -> QMenu:
    """A menu that is shown by `popup`, which does not wait: it goes as it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
