"""Random mouse and key events on the real window, the same for the same seed; what was raised and how memory went."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from traceback import format_exception
from typing import Any, TextIO
from unittest.mock import patch

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QKeyEvent, QWheelEvent, QWindow
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from soaking import memory

from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.presentation.presentation import Presentation
from facebalance_desktop.ui.widgets import file_dialogs

KEYS = (
    *(getattr(Qt.Key, f"Key_{letter}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    *(getattr(Qt.Key, f"Key_{digit}") for digit in range(10)),
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Question,
    Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_F1, Qt.Key.Key_F9, Qt.Key.Key_F11, Qt.Key.Key_Menu,
)  # fmt: skip
MODIFIERS = (
    *(5 * (Qt.KeyboardModifier.NoModifier,)),
    *(3 * (Qt.KeyboardModifier.ControlModifier,)),
    *(2 * (Qt.KeyboardModifier.ShiftModifier,)),
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
BUTTONS = (*(6 * (Qt.MouseButton.LeftButton,)), Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
PATIENCE, DEEP = 40, 4
"""Events in one dialog after which Escape is pressed, and how many dialogs may stand over each other."""
LOOK_EVERY = 250
"""Events after which memory is looked at."""


@dataclass
class Report:
    """What happened: how many events, what was raised, what Qt complained of, and memory in MiB over time."""

    events: int = 0
    raised: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """MiB between the middle and the end of the run."""
        half = len(self.memory) // 2
        return self.memory[-1] - self.memory[half] if self.memory else 0.0


class Monkey(QObject):
    """One run on a window that is shown; it never leaves it: dialogs of the system answer by themselves."""

    def __init__(self, workspace: Workspace, folder: Path, seed: int, log: TextIO | None = None) -> None:
        super().__init__()
        self.report = Report()
        self._window = workspace.window
        self._folder = folder
        self._chance = random.Random(seed)
        self._log = log
        self._loop = QEventLoop()
        self._left = 0
        self._over: list[QWidget | None] = []
        self._in_dialog = 0
        self._is_over = False

    def run(self, events: int) -> Report:
        """So many events, each once the one before was taken in or opened a dialog of its own."""
        self._left = events
        self._window.installEventFilter(self)
        with self._stubs():
            QTimer.singleShot(0, self, self._step)
            self._loop.exec()
            self._is_over = True
        self._window.removeEventFilter(self)
        return self.report

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is not closed from within, nor by what the last event leads to."""
        if event.type() != QEvent.Type.Close or watched is not self._window:
            return False
        event.ignore()  # one that is only kept from the window counts as accepted: Qt would delete it
        return True

    @contextmanager
    def _stubs(self) -> Iterator[None]:
        """Nothing outside the folder is touched, and no dialog of the system is waited for."""
        place = str(self._folder / "written")

        def save(*told: Any, **_: Any) -> tuple[str, str]:
            return ("", "") if self._chance.random() < 0.5 else (f"{place}{Path(str(told[2])).suffix or '.png'}", "")

        with ExitStack() as stack:
            for owner, name, answer in (
                (file_dialogs, "name_to_save", save),
                (file_dialogs, "name_to_open", lambda *_, **__: ("", "")),
                (file_dialogs, "folder_to_use", lambda *_, **__: ""),
                (QDesktopServices, "openUrl", lambda *_: True),
                (QPrintDialog, "exec", lambda *_: 0),
                (PhotoDialog, "exec", lambda *_: 0),
                (QDrag, "exec", lambda *_: Qt.DropAction.IgnoreAction),
                (sys, "excepthook", self._raised),
            ):
                stack.enter_context(patch.object(owner, name, answer))
            yield

    def _raised(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        self.report.raised.append("".join(format_exception(kind, error, trace)))
        self._tell(f"raised {self.report.raised[-1]}")

    def _step(self) -> None:
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self._over and self._over[-1] is over:  # called while an event is still taken in: it opened no loop
            QDrag.cancel()  # selected words that are dragged wait for a mouse that is not there
            QTimer.singleShot(1, self, self._step)
            return
        if self._left <= 0:
            self._leave()
            return
        self._left -= 1
        self.report.events += 1
        if self.report.events % LOOK_EVERY == 0:
            self.report.memory.append(memory())
        QTimer.singleShot(0, self, self._step)  # before the event: it may open a dialog with a loop of its own
        self._over.append(over)
        try:
            self._act()
        except BaseException as error:  # noqa: BLE001  # told at the end, with all others
            self._raised(type(error), error, error.__traceback__)
        finally:
            self._over.pop()

    def _leave(self) -> None:
        """Close what stands over the window, from the innermost loop outwards, then end."""
        if self._is_over:
            return
        QTimer.singleShot(10, self, self._leave)  # what was still on its way may open another one
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if above is not None:
            above.close()
            return
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.isVisible():
                widget.close()
        self._loop.quit()

    def _act(self) -> None:
        modal = QApplication.activeModalWidget()
        self._in_dialog = self._in_dialog + 1 if isinstance(modal, QDialog) else 0
        if isinstance(modal, QDialog) and (self._in_dialog > PATIENCE or len(self._over) > DEEP):
            self._in_dialog = 0
            self._tell(f"reject {type(modal).__name__}")
            modal.reject()
            return
        widget = QApplication.activePopupWidget() or modal or self._top()
        handle = widget.windowHandle()
        if handle is None:
            return
        chosen = self._chance.choices((self._click, self._drag, self._wheel, self._key, self._size), (9, 2, 2, 9, 0.05))
        chosen[0](widget, handle)

    def _top(self) -> QWidget:
        """The presentation where there is one, now and then; else the window."""
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and isinstance(widget, Presentation | QDialog) and widget.windowHandle() is not None
        ]
        if others and self._chance.random() < 0.1:
            others[0].close()
        return others[0] if others and others[0].isVisible() else self._window

    def _at(self, widget: QWidget) -> QPoint:
        return QPoint(self._chance.randrange(max(1, widget.width())), self._chance.randrange(max(1, widget.height())))

    def _click(self, widget: QWidget, handle: QWindow) -> None:
        at, button, modifier = self._at(widget), self._chance.choice(BUTTONS), self._chance.choice(MODIFIERS)
        times = 2 if self._chance.random() < 0.1 else 1
        self._tell(f"click {times} {button.name} {modifier.name} {at.x()},{at.y()} on {self._named(widget, at)}")
        for _ in range(times):
            for send in (QTest.mousePress, QTest.mouseRelease):
                if is_there(handle):
                    send(handle, button, modifier, at)

    def _drag(self, widget: QWidget, handle: QWindow) -> None:
        start, button, modifier = self._at(widget), self._chance.choice(BUTTONS), self._chance.choice(MODIFIERS)
        self._tell(f"drag {button.name} from {start.x()},{start.y()} on {self._named(widget, start)}")
        ways = [self._at(widget) for _ in range(self._chance.randrange(1, 5))]
        QTest.mousePress(handle, button, modifier, start)
        for at in ways:
            if is_there(handle):
                QTest.mouseMove(handle, at)
        if is_there(handle):
            QTest.mouseRelease(handle, button, modifier, ways[-1])

    def _wheel(self, widget: QWidget, handle: QWindow) -> None:
        at, turn = self._at(widget), self._chance.choice((-120, 120))
        below = widget.childAt(at) or widget
        self._tell(f"wheel {turn} {at.x()},{at.y()} on {self._named(widget, at)}")
        local = QPointF(below.mapFrom(widget, at))
        event = QWheelEvent(
            local, QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
            self._chance.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(below, event)

    def _key(self, widget: QWidget, handle: QWindow) -> None:
        key, modifier = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        self._tell(f"key {key.name} {modifier.name} on {type(widget).__name__}")
        if widget is self._window:
            QTest.keyClick(handle, key, modifier)
            return
        # A dialog may go with a key; QTest would hold on to its window.
        text = chr(key) if key < 128 and modifier in PLAIN else ""
        focused: QWidget | None = widget.focusWidget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.postEvent(widget if focused is None else focused, QKeyEvent(kind, key, modifier, text))

    def _size(self, widget: QWidget, handle: QWindow) -> None:
        if widget is self._window:
            width, height = self._chance.choice(((1366, 768), (1280, 720), (1600, 900)))
            self._tell(f"size {width} x {height}")
            self._window.showNormal()
            self._window.resize(width, height)

    def _named(self, widget: QWidget, at: QPoint) -> str:
        below = widget.childAt(at)
        return type(widget).__name__ if below is None else f"{type(below).__name__} {below.accessibleName()}"

    def _tell(self, words: str) -> None:
        if self._log is not None:
            print(self.report.events, words, file=self._log, flush=True)


def is_there(handle: QWindow) -> bool:
    """Whether a window still lives: what was pressed may have closed it, and what is let go goes to nobody."""
    return handle in QGuiApplication.allWindows()
