"""A wide button of the start page: a picture, what it does in bold, and how in a quieter line below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout

from facebalance_desktop.ui.widgets.icons import LineSign
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

HEIGHT, PICTURE = 56, 20


class WayButton(QToolButton):
    """So many px wide at the usual size of text, and as high as its words need."""

    def __init__(self, picture: str, title: str, words: str, width: int) -> None:
        super().__init__()
        self.setObjectName("way")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self._icon = LineSign(picture, scaled(PICTURE))
        self.title, self.words = Label(title), Label(words)
        self.title.setObjectName("title")
        self.words.setObjectName("quiet")
        for label in (self.title, self.words):
            label.setWordWrap(True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self.title)
        lines.addWidget(self.words)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        for part in (self._icon, self.title, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

        def fit() -> None:
            self.setFixedWidth(scaled(width))
            self._icon.setFixedSize(scaled(PICTURE), scaled(PICTURE))
            self.setFixedHeight(max(scaled(HEIGHT), row.heightForWidth(scaled(width)) + scaled(8)))

        keep_fitted(self, fit)
