"""Names and texts out of files, shown as they stand: Qt obeys what looks like markup and loads what it names.

A photo may be called `<img src=...>`. Labels are `Label`s; a tooltip or a message is written with `plain`.
"""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """A label of plain text; one with markup of our own asks for rich text and escapes what it puts in."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def plain(text: str) -> str:
    """Text for a tooltip or a message box, which are shown as rich text as soon as they look like it."""
    if not Qt.mightBeRichText(text):
        return text
    return f"<span>{escape(text)}</span>".replace("\n", "<br>")


def plain_action(text: str) -> str:
    """Text for a menu or a button, where an ampersand would mark a key."""
    return text.replace("&", "&&")
