"""Drives the real program: a script of steps runs inside its event loop, waiting for what it expects to see."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from facebalance_desktop.cli.main import main
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace

Script = Generator[Callable[[], object], None, None]
"""Yields conditions; goes on when one holds."""
PATIENCE = 150_000
"""Milliseconds a script may take."""


def drive(script: Callable[[], Script], words: Sequence[str] = ()) -> int:
    """Run `main(words)` while `script` acts on its window; returns the exit code, raises what failed."""
    steps = script()
    failure: list[BaseException] = []
    finished: list[bool] = []
    waiting: list[Callable[[], object]] = [lambda: find_window() is not None]
    timer, limit = QTimer(), QTimer()

    def end() -> None:
        timer.stop()
        limit.stop()
        for widget in QApplication.topLevelWidgets():
            widget.close()
        QTimer.singleShot(0, QApplication.quit)

    def step() -> None:
        try:
            if not waiting[0]():
                return
            waiting[0] = next(steps)
        except StopIteration:
            finished.append(True)
            end()
        except BaseException as error:  # noqa: BLE001  # raised below, outside the event loop
            failure.append(error)
            end()

    def give_up() -> None:
        failure.append(AssertionError("the script waited too long"))
        end()

    timer.timeout.connect(step)
    limit.timeout.connect(give_up)
    timer.start(15)
    limit.start(PATIENCE)
    watch, running = Strays(), QApplication.instance()
    assert running is not None
    running.installEventFilter(watch)
    code = main(list(words))
    running.removeEventFilter(watch)
    timer.stop()
    limit.stop()
    if failure:
        raise failure[0]
    assert not watch.seen, f"shown as windows of their own: {watch.seen}"
    assert finished, "the program ended before the script"
    return code


class Strays(QObject):
    """Sees panels that flash up as windows because they were shown before they had a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Show or not isinstance(watched, QWidget):
            return False
        if type(watched) in (QWidget, QFrame, QLabel) and watched.windowType() == Qt.WindowType.Window:
            self.seen.append(repr(watched))
        return False


def find_window() -> MainWindow | None:
    """The main window that is shown."""
    found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow) and is_ready(widget)]
    return found[0] if found else None


def is_ready(shown: MainWindow) -> bool:
    return shown.isVisible() and hasattr(shown, "session")


def window() -> MainWindow:
    found = find_window()
    assert found is not None
    return found


def workspace() -> Workspace:
    """What is behind the main window that is shown."""
    found = window().findChild(Workspace)
    assert isinstance(found, Workspace)
    return found


def project() -> Project:
    return window().session.project


def are_analysed(count: int) -> Callable[[], bool]:
    """Whether so many photos are there, their faces looked for, and the shown photos decoded."""

    def check() -> bool:
        photos = project().photos
        return len(photos) == count and all(photo.faces is not None for photo in photos) and is_developed()

    return check


def is_developed() -> bool:
    cache = window().filmstrip.pixel_cache
    pair = window().session.pair
    return pair is not None and all(cache.whole(side.photo.sha256) is not None for side in pair.sides)


def key(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys on the photo, which has the keyboard."""
    window().canvas.setFocus()
    for one in keys:
        QTest.keyClick(window().canvas, one, modifiers)


def at(pane: Pane, point: Point) -> QPoint:
    """Where a point of a photo (px) is on the canvas."""
    canvas = window().canvas
    x, y = pane.photo_to_page.point(point)
    unit = canvas.width() / canvas.page_size()[0]
    return QPoint(round(x * unit), round(y * unit))


def click(place: QPoint) -> None:
    QTest.mouseClick(window().canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def drag(start: QPoint, end: QPoint) -> None:
    """Press, move in four steps, release."""
    canvas = window().canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        QTest.mouseMove(canvas, start + (end - start) * (step / 4))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def drop(paths: Sequence[Path], onto: QWidget) -> None:
    """Drop files on a widget, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(onto, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(onto, dropped)
    assert dropped.isAccepted()


def application(qapp: object) -> QApplication:
    return cast(QApplication, qapp)


needs_qt = pytest.mark.usefixtures("qapp")
