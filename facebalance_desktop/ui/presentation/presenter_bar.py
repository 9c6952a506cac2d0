"""The presenter's bar: large buttons at the foot of the patient's screen that come and go with the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QToolButton, QWidget

from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override

TARGET, PICTURE, GAP, BOTTOM, AWAY_AFTER = 44, 22, 4, 48, 3000
"""Pixels of a button (a finger's), of its icon, between two, to the foot of the screen; ms without a pointer."""
Act = tuple[str, str, str, Callable[[], object]]
"""Icon, words, key, and what it does; an empty icon parts two groups."""


class PresenterBar(QFrame):
    """Never part of what is shown for long: it leaves 3 s after the last movement of the pointer."""

    def __init__(self, acts: Sequence[Act], over: QWidget, pointed: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("presenter")
        self._over = over
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(GAP)
        for picture, words, key, act in acts:
            if not picture:
                row.addSpacing(3 * GAP)
                continue
            button = QToolButton()
            button.setObjectName("presenter")
            button.setIcon(icon(picture, inks.ON_BLACK))
            button.setIconSize(QSize(PICTURE, PICTURE))
            button.setFixedSize(TARGET, TARGET)
            if picture == "close":  # the one that must be found at once says what it does
                button.setText(words)
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                button.setMinimumWidth(TARGET)
                button.setMaximumWidth(4 * TARGET)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys are the presentation's
            button.setAccessibleName(words)
            button.setToolTip(plain(f"{words}  {key}"))
            button.clicked.connect(lambda _=False, picture=picture, act=act: self._press(picture, act))
            self.buttons[picture] = button
            row.addWidget(button)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(AWAY_AFTER)
        self._away.timeout.connect(self._leave)
        pointed.installEventFilter(self)
        over.installEventFilter(self)
        self.hide()

    def _press(self, picture: str, act: Callable[[], object]) -> None:
        """Do it; whether the button is on follows from what is shown, not from the press."""
        button = self.buttons[picture]
        if button.isCheckable():
            button.setChecked(not button.isChecked())
        act()

    def show_on(self, picture: str, among: Sequence[str]) -> None:
        """Mark the button of this icon as the one in effect `among` others."""
        for name in among:
            self.buttons[name].setCheckable(True)
            self.buttons[name].setChecked(name == picture)

    def come(self) -> None:
        """Be there for a moment."""
        if not self.isVisible():
            self.place()
            self.show()
            self.raise_()
        self._away.start()

    def place(self) -> None:
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - BOTTOM)

    def _leave(self) -> None:
        if self.underMouse():
            self._away.start()
        else:
            self.hide()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.TouchBegin):
            self.come()
        elif event.type() == QEvent.Type.Resize and watched is self._over:
            self.place()
        return False


class KeySheet(QFrame):
    """Every key of the presentation over the picture; `?` brings it and takes it away."""

    def __init__(self, keys: Sequence[tuple[str, str]], over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("presenter")
        self._over = over
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(20)
        for row, (key, words) in enumerate(keys):
            name = Label(key)
            name.setObjectName("title")
            grid.addWidget(name, row, 0)
            grid.addWidget(Label(words), row, 1)
        self.hide()

    def toggle(self) -> None:
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, (self._over.height() - self.height()) // 2)
        self.setVisible(self.isHidden())
        self.raise_()
