"""Keys without Ctrl or Alt are the photo's: anywhere else they type or do nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

MOVING = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
FIXED = MOVING | {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_BracketLeft,
    Qt.Key.Key_BracketRight,
    Qt.Key.Key_Menu,
}
"""Keys that the photo and its tools use themselves: a command that had one would take it away from them."""
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


def is_fixed(key: QKeySequence) -> bool:
    """Whether the photo uses the key itself: one of `FIXED`, alone or with Shift; the arrows with Ctrl, too."""
    if key.isEmpty():
        return False
    stroke = key[0]  # type: ignore[index]  # the stubs miss it
    held = stroke.keyboardModifiers() & WITH
    is_moving = stroke.key() in MOVING and held == Qt.KeyboardModifier.ControlModifier
    return is_moving or (stroke.key() in FIXED and not held)
