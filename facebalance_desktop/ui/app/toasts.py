"""Messages at the bottom left over the photo: they take no room and disappear by themselves.

They never take the keyboard; Tab and a key go to their buttons, and a message stays while it has the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.buttons import box
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

SHOWN_FOR, WITH_ACTION_FOR, WARNED_FOR, A_WORD_FOR = 6000, 10_000, 60_000, 60
"""Milliseconds a sentence stays, with an action, as a warning, and more for each character beyond a line."""
LINE = 60
TOGETHER = 1500
"""Milliseconds within which sentences stand together instead of replacing each other."""
MOST, MOST_ACTIONS = 4, 2
WIDEST = 460


Action = tuple[str, Callable[[], object]]
"""Words of a button, and what it does."""


class Toast(QFrame):
    """The latest sentence, with its actions; a newer one takes its place, but warnings stay beside each other.

    Amber is for real warnings alone.
    """

    left = Signal()
    """It goes while it has the keyboard, which belongs elsewhere now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._acts: tuple[Action, ...] = ()
        self._sentences: list[str] = []
        self._warnings: set[str] = set()
        self.sign = Label()
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.actions_shown = tuple(QPushButton() for _ in range(MOST_ACTIONS))
        for place, button in enumerate(self.actions_shown):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._do, place))
            button.setAccessibleName(tr("No action"))
            button.installEventFilter(self)
        self.close_button = QToolButton()
        self.close_button.setObjectName("icon")
        self.close_button.setIcon(icon("close", inks.ON_BLACK))
        self.close_button.setAccessibleName(tr("Close this message"))
        self.close_button.setToolTip(tr("Close this message"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.clear)
        self.close_button.installEventFilter(self)
        box(self.close_button, 28, 28, 18)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        for widget in (self.sign, self.words, *self.actions_shown, self.close_button):
            row.addWidget(widget)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.clear)
        self._together = QTimer(self)
        self._together.setSingleShot(True)
        self.hide()

    @property
    def is_warning(self) -> bool:
        return bool(self.property("level") == "warning")

    @property
    def has_keyboard(self) -> bool:
        return any(button.hasFocus() for button in (*self.actions_shown, self.close_button))

    def tell(self, sentence: str) -> None:
        """A sentence on what was done or is so."""
        self._show(sentence, (), False)

    def warn(self, sentence: str) -> None:
        """A sentence on what went wrong or may: in amber."""
        self._show(sentence, (), True)

    def offer(self, sentence: str, *acts: Action) -> None:
        """A sentence with actions beside it: Undo, Open, Show in folder."""
        self._show(sentence, acts, False)

    def withdraw(self, sentence: str) -> None:
        """Take back a sentence that is so no longer; those beside it stay."""
        if sentence not in self._sentences:
            return
        self._sentences.remove(sentence)
        self._warnings.discard(sentence)
        if not self._sentences:
            self.clear()
            return
        self._look()
        self._fill()

    def clear(self) -> None:
        self._sentences = []
        self._warnings.clear()
        self._acts = ()
        if self.has_keyboard:
            self.left.emit()
        self.hide()

    def _show(self, sentence: str, acts: tuple[Action, ...], is_warning: bool) -> None:
        is_read = self.has_keyboard
        stays = self._together.isActive() or (self.isVisible() and self.is_warning) or is_read
        others = [told for told in self._sentences if told != sentence] if stays else []
        self._sentences = [*others, sentence][-MOST:]
        self._warnings = (self._warnings | {sentence} if is_warning else self._warnings) & set(self._sentences)
        if is_read:  # what has the keyboard goes on doing what it says
            known = {words for words, _ in self._acts}
            acts = (*self._acts, *(act for act in acts if act[0] not in known))
        if acts or not others:
            self._acts = acts[:MOST_ACTIONS]
        for place, button in enumerate(self.actions_shown):
            button.setVisible(place < len(self._acts))
            words = self._acts[place][0] if place < len(self._acts) else ""
            button.setText(words)
            button.setAccessibleName(words or tr("No action"))
        self._look()
        self._together.start(TOGETHER)
        self.show()
        self._fill()
        self._wait()
        self.raise_()

    def _look(self) -> None:
        """Amber as long as one of the sentences is a warning."""
        is_warning = bool(self._warnings)
        self.sign.setVisible(is_warning)
        self.sign.setPixmap(icon("warn", inks.WARNING).pixmap(18, 18))
        if is_warning != self.is_warning:
            self.setProperty("level", "warning" if is_warning else "plain")
            for part in (self, *self.actions_shown):
                part.style().unpolish(part)
                part.style().polish(part)

    def _fill(self) -> None:
        self.words.setText("\n".join(self._sentences))
        widest = max(self.words.fontMetrics().horizontalAdvance(told) for told in self._sentences)
        self.words.setFixedWidth(min(widest + 4, WIDEST))
        self.adjustSize()

    def _wait(self) -> None:
        """Go after a while, unless the keyboard is here."""
        if self.has_keyboard:
            self._leaving.stop()
            return
        extra = A_WORD_FOR * max(0, len(self.words.text()) - LINE)
        usual = WARNED_FOR if self.is_warning else WITH_ACTION_FOR if self._acts else SHOWN_FOR
        self._leaving.start(usual + extra)

    def _do(self, place: int) -> None:
        _, act = self._acts[place]
        self.clear()
        act()

    @safe_override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._leaving.stop()

    @safe_override
    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._wait()

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard came to one of the buttons, or left it."""
        if event.type() == QEvent.Type.FocusIn:
            self._leaving.stop()
        elif event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.underMouse():
            self._wait()
        return False


class WorkToast(QFrame):
    """What is under way, how far it is, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.words = Label()
        self.progress = QProgressBar()
        self.progress.setFixedWidth(200)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(6)
        self.progress.setAccessibleName(tr("How far the work is"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.setToolTip(tr("Stop this work; nothing that is done is lost"))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        row.addLayout(column)
        row.addWidget(self.cancel)
        self.hide()

    def show_progress(self, done: int, of: int, words: str) -> None:
        """(0, 0, "") hides it."""
        self.setVisible(of > 0)
        self.words.setText(words)
        self.progress.setUpdatesEnabled(False)  # setValue would paint the whole window at once, in an edit's middle
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self.progress.setUpdatesEnabled(True)
        self.adjustSize()
