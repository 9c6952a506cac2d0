"""Asks before something is done that a surgeon might not want."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from facebalance_desktop.ui.widgets.plain_text import plain


def may_go_on(parent: QWidget, title: str, sentence: str, question: str) -> bool:
    """Whether to go on in spite of what `sentence` says; Enter alone does not confirm."""
    buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
    words = plain(f"{sentence}\n\n{question}")
    return QMessageBox.warning(parent, title, words, buttons, QMessageBox.StandardButton.No) == (
        QMessageBox.StandardButton.Yes
    )
