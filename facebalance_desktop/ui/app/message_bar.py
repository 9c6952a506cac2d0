"""Sentences for the user, shown without taking the keyboard or the screen away."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from facebalance_desktop.ui.widgets.plain_text import Label


class MessageBar(QFrame):
    """The latest sentences, until they are closed or newer ones come; equal ones are not repeated."""

    MOST = 4
    OLD = 30.0  # s after which a sentence makes place for the next

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._sentences: dict[str, float] = {}
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton()
        self.close_button.setText("Close")
        self.close_button.setToolTip("Close this message")
        self.close_button.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.close_button)
        self.hide()

    def tell(self, sentence: str) -> None:
        now = time.monotonic()
        young = {told: at for told, at in self._sentences.items() if now - at < self.OLD and told != sentence}
        self._sentences = dict([*young.items(), (sentence, now)][-self.MOST :])
        self.words.setText("\n".join(self._sentences))
        self.show()

    def clear(self) -> None:
        self._sentences = {}
        self.hide()
