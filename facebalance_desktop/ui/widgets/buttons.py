"""Buttons of the bars: icons in a fixed box, parted by thin lines, with their key and one line of what for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QFrame, QToolButton, QWidget

from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

BOX, PICTURE, SMALL = 32, 20, 18
"""Pixels at 100 %: a button, its icon, and an icon in rows and strips."""


def icon_button(name: str, words: str, tip: str = "", kind: str = "icon", picture: int = PICTURE) -> QToolButton:
    """A button with an icon alone; `words` is its name for screen readers and the first line of its tool tip."""
    button = QToolButton()
    button.setObjectName(kind)
    button.setIcon(icon(name))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(words)
    button.setToolTip(plain(f"{words}\n{tip}" if tip else words))
    box(button, BOX, BOX, picture)
    return button


def action_button(action: QAction, kind: str = "icon", picture: int = PICTURE) -> QToolButton:
    """A button with an action's icon alone; it has the action's name and follows it."""
    button = QToolButton()
    button.setObjectName(kind)
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAccessibleName(action.text().rstrip(" …"))
    box(button, BOX, BOX, picture)
    return button


def follow_tip(button: QAbstractButton, action: QAction, more: str = "") -> None:
    """Let the button's tool tip be the action's, with the key that it has at the moment, and `more` below it."""

    def show() -> None:
        button.setToolTip(plain("\n".join(line for line in (action.toolTip(), more) if line)))

    show()
    action.changed.connect(show)


def box(button: QToolButton, width: int, height: int, picture: int = PICTURE) -> None:
    """Give the button a fixed size that grows with the text."""

    def fit() -> None:
        button.setFixedSize(scaled(width), scaled(height))
        button.setIconSize(QSize(scaled(picture), scaled(picture)))

    keep_fitted(button, fit)


def separator(parent: QWidget | None = None) -> QFrame:
    """A line of 1 x 20 between groups of buttons."""
    line = QFrame(parent)
    line.setObjectName("separator")
    keep_fitted(line, lambda: line.setFixedSize(1, scaled(20)))
    return line
