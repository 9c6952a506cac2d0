"""Keys without Ctrl or Alt are the photo's: anywhere else they type or do nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def keep_to_photo(photo: QWidget, actions: Iterable[QAction]) -> None:
    """Let the actions whose keys are letters, figures or signs act by key only while `photo` has the keyboard."""
    for action in actions:
        keys = action.shortcuts()
        if keys and all(is_photo_key(key) for key in keys):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            photo.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)


def is_photo_key(key: QKeySequence) -> bool:
    """Whether the key is pressed without Ctrl, Alt or Meta and is none of F1 to F35."""
    stroke = key[0]  # type: ignore[index]  # the stubs miss it
    is_function = Qt.Key.Key_F1 <= stroke.key() <= Qt.Key.Key_F35
    return not is_function and not (stroke.keyboardModifiers() & WITH)
