"""The frame all side panels share: a title, a body, quiet words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from facebalance_desktop.ui.widgets.plain_text import Label


class Section(QFrame):
    """A titled column in the side panel."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 6)
        self.body.setSpacing(6)
        heading = Label(title)
        heading.setObjectName("title")
        self.body.addWidget(heading)

    def add_words(self, name: str = "quiet") -> QLabel:
        """A wrapped label; `name` is its look: quiet or problem."""
        label = Label()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setVisible(False)
        self.body.addWidget(label)
        return label


def say(label: QLabel, text: str) -> None:
    """Show the words, or nothing at all."""
    label.setText(text)
    label.setVisible(bool(text))
