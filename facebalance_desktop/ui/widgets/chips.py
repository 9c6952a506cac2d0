"""One of a few as small buttons side by side: all of them are seen, and one press chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.flow_layout import FlowLayout
from facebalance_desktop.ui.widgets.plain_text import Label, plain, plain_action
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

ROW = 24
"""Pixels of a button's height at 100 %."""
AFTER_TITLE = 8
"""Pixels between the title and its buttons, beside what is between two buttons."""


class Chips(QWidget):
    """`take` is called with the id of the one that was pressed; a press on the chosen one takes it back: empty.

    `title` stands before the buttons in the same line.
    """

    def __init__(self, name: str, take: Callable[[str], None], title: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._name = name
        self._take = take
        self._options: tuple[tuple[str, str], ...] = ()
        self.chosen = ""
        """The id of the chosen one; empty for none."""
        self.buttons: dict[str, QToolButton] = {}
        """By id."""
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        if title:
            label = Label(title)
            label.setContentsMargins(0, 0, AFTER_TITLE, 0)
            keep_fitted(label, lambda: label.setFixedHeight(scaled(ROW)))
            self._flow.add(label)
        keep_fitted(self, self._fit)

    def show_options(self, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Options as id and words, and the chosen id; one that is no longer offered is listed as well."""
        listed = tuple(options)
        if chosen and chosen not in dict(listed):
            listed = (*listed, (chosen, chosen))
        self.chosen = chosen
        if listed != self._options:
            self._options = listed
            self._make()
        for key, button in self.buttons.items():
            button.setChecked(key == chosen)

    def _make(self) -> None:
        for old in self.buttons.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for key, words in self._options:
            button = QToolButton()
            button.setObjectName("choice")
            button.setText(plain_action(words))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{self._name}: {words}")
            button.setToolTip(plain(tr("{name}: {words}\nPress again to take it back", name=self._name, words=words)))
            button.clicked.connect(lambda is_on, key=key: self._press(key, is_on))
            self.buttons[key] = button
            self._flow.add(button)
            button.setVisible(True)
        self._fit()

    def _fit(self) -> None:
        for button in self.buttons.values():
            button.setFixedHeight(scaled(ROW))
        height = self._flow.height_at(self.width())
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _press(self, key: str, is_on: bool) -> None:
        self.buttons[key].setChecked(key == self.chosen)  # what is kept decides what is shown
        self._take(key if is_on else "")
