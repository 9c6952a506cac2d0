"""The frame all side panels share: a title, a body, quiet words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

LABELS = 72
"""px that the labels of a form take at most, but for a word that is longer."""


class Section(QFrame):
    """A column in the side panel; without a title where its first line says what it is."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 12)
        self.body.setSpacing(6)
        if title:
            heading = Label(title)
            heading.setObjectName("title")
            self.body.addWidget(heading)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card; a border by the style sheet is forgotten where the height of wrapped words is asked for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        painter.setBrush(QColor(colours.card))
        painter.setPen(QColor(colours.line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def add_words(self, name: str = "quiet") -> QLabel:
        """A wrapped label; `name` is its look: quiet or problem."""
        label = Label()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setVisible(False)
        self.body.addWidget(label)
        return label


def keep_labels_narrow(owner: QWidget, form: QFormLayout) -> None:
    """Long labels of the owner's form stand on two lines: the longest one decides how wide all its fields are."""
    keep_fitted(owner, partial(_narrow, form))


def _narrow(form: QFormLayout) -> None:
    for row in range(form.rowCount()):
        item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        label = None if item is None else item.widget()
        if isinstance(label, QLabel):
            label.setWordWrap(True)
            label.ensurePolished()
            longest = max(map(label.fontMetrics().horizontalAdvance, label.text().split()), default=0)
            whole = label.fontMetrics().horizontalAdvance(label.text())
            label.setFixedWidth(min(whole, max(longest, scaled(LABELS))) + 4)


def say(label: QLabel, text: str) -> None:
    """Show the words, or nothing at all."""
    label.setText(text)
    label.setVisible(bool(text))
