"""Raises inside every override of every widget class of the program, in a process of its own that must live on.

`python overrides_raised.py` prints one JSON line an override: its name, how often it was told, and what went wrong.
The exception is raised by a trace function as the override is entered, so nothing of the program is replaced.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FrameType
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMetaObject,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QStringListModel,
    Qt,
    QTimerEvent,
    QUrl,
)
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLayout,
    QListView,
    QSpacerItem,
    QStyledItemDelegate,
    QTextBrowser,
    QWidget,
)

from facebalance_desktop import ui

AT, TYPES, NONE = QPointF(3, 3), QEvent.Type, Qt.KeyboardModifier.NoModifier
LEFT, PHASE = Qt.MouseButton.LeftButton, Qt.ScrollPhase.NoScrollPhase


def mouse(kind: QEvent.Type) -> Callable[[], QEvent]:
    return lambda: QMouseEvent(kind, AT, AT, LEFT, LEFT, NONE)


@cache
def files() -> QMimeData:
    """What is dropped; Qt keeps no copy, so it stays as long as the process."""
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/one.jpg")])
    return dropped


EVENTS: dict[str, Callable[[], QEvent]] = {
    "mousePressEvent": mouse(TYPES.MouseButtonPress),
    "mouseReleaseEvent": mouse(TYPES.MouseButtonRelease),
    "mouseMoveEvent": mouse(TYPES.MouseMove),
    "mouseDoubleClickEvent": mouse(TYPES.MouseButtonDblClick),
    "keyPressEvent": lambda: QKeyEvent(TYPES.KeyPress, Qt.Key.Key_A, NONE),
    "keyReleaseEvent": lambda: QKeyEvent(TYPES.KeyRelease, Qt.Key.Key_A, NONE),
    "wheelEvent": lambda: QWheelEvent(AT, AT, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE, PHASE, False),
    "contextMenuEvent": lambda: QContextMenuEvent(QContextMenuEvent.Reason.Mouse, AT.toPoint(), AT.toPoint()),
    "dragEnterEvent": lambda: QDragEnterEvent(AT.toPoint(), Qt.DropAction.CopyAction, files(), LEFT, NONE),
    "dropEvent": lambda: QDropEvent(AT, Qt.DropAction.CopyAction, files(), LEFT, NONE),
    "resizeEvent": lambda: QResizeEvent(QRect(0, 0, 9, 9).size(), QRect(0, 0, 8, 8).size()),
    "closeEvent": QCloseEvent,
    "showEvent": QShowEvent,
    "hideEvent": QHideEvent,
    "enterEvent": lambda: QEnterEvent(AT, AT, AT),
    "leaveEvent": lambda: QEvent(TYPES.Leave),
    "changeEvent": lambda: QEvent(TYPES.FontChange),
    "timerEvent": lambda: QTimerEvent(0),
    "focusNextPrevChild": lambda: QKeyEvent(TYPES.KeyPress, Qt.Key.Key_Tab, NONE),
    "focusInEvent": lambda: QFocusEvent(TYPES.FocusIn),
    "focusOutEvent": lambda: QFocusEvent(TYPES.FocusOut),
    "event": lambda: QEvent(TYPES.User),
    "eventFilter": lambda: QEvent(TYPES.User),
}
ASKED: dict[str, Callable[[QAbstractItemModel], object]] = {
    "rowCount": lambda model: model.hasIndex(0, 0),
    "data": lambda model: model.createIndex(0, 0).data(),
    "flags": lambda model: model.createIndex(0, 0).flags(),
}
"""How Qt asks a model; what is missing here is a KeyError that says so."""
CLOSING = {"accept": "accept", "reject": "reject", "done": "reject"}
"""The slot of a dialog that calls the virtual function."""
OF_VIEWPORT = ("mouse", "wheel", "drag", "drop", "contextMenu", "resize")
"""What a scroll area gets by way of the widget inside it."""


class Passing(QObject):
    """A filter in Python below every event: here an exception that got out would end the process."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return False


class Welcoming(QObject):
    """Lets whatever is dragged come in: only what is accepted there is dropped."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        event.accept()
        return True


LAID_OUT: dict[str, Callable[[QLayout], object]] = {
    "addItem": lambda layout: layout.addItem(QSpacerItem(1, 1)),
    "count": lambda layout: layout.count(),
    "itemAt": lambda layout: layout.itemAt(0),
    "takeAt": lambda layout: layout.takeAt(0),
    "expandingDirections": lambda layout: layout.expandingDirections(),
    "hasHeightForWidth": lambda layout: layout.hasHeightForWidth(),
    "heightForWidth": lambda layout: layout.heightForWidth(40),
    "setGeometry": lambda layout: layout.setGeometry(QRect(0, 0, 40, 30)),
    "sizeHint": lambda layout: layout.sizeHint(),
    "minimumSize": lambda layout: layout.minimumSize(),
}
"""How a layout is asked."""


def classes() -> Iterator[type[QObject]]:
    """Every class of the program that inherits from Qt, abstract ones and those of new modules included."""
    for module in pkgutil.walk_packages(ui.__path__, ui.__name__ + "."):
        importlib.import_module(module.name)
    waiting, seen = [QObject], {QObject}
    while waiting:
        for cls in waiting.pop().__subclasses__():
            if cls not in seen:
                seen.add(cls)
                waiting.append(cls)
                if cls.__module__.startswith(ui.__name__):
                    yield cls


def overrides(cls: type[QObject]) -> list[str]:
    """Names of the functions of a class that a class of Qt has too."""
    names = [name for name, value in vars(cls).items() if callable(value) and not name.startswith("__")]
    return [name for name in names if name in vars(toolkit_class(cls)) or hasattr(toolkit_class(cls), name)]


def toolkit_class(cls: type[QObject]) -> type[QObject]:
    return next(one for one in cls.__mro__ if one.__module__.startswith("PySide6"))


def bare(cls: type[QObject]) -> QObject:
    """An object of the class of which only Qt's part was built."""
    made: QObject = cls.__new__(cls)
    toolkit_class(cls).__init__(made)
    return made


def provoke(owner: QObject, name: str) -> str:
    """Have Qt call the override; what is wrong afterwards."""
    if name == "paintEvent" and isinstance(owner, QWidget):
        owner.resize(40, 30)
        picture = owner.grab().toImage()
        seen = {picture.pixelColor(x, y).rgba() for x in range(40) for y in range(30)}
        return "" if len(seen) == 1 else "the page is not flat"
    if name == "hitButton" and isinstance(owner, QAbstractButton):
        owner.resize(40, 30)
        QApplication.sendEvent(owner, mouse(TYPES.MouseButtonPress)())
        return ""
    if isinstance(owner, QAbstractItemModel):
        ASKED[name](owner)
        return ""
    if isinstance(owner, QTextBrowser) and name == "loadResource":
        owner.setHtml('<img src="a.png">')
        owner.grab()
        return ""
    if isinstance(owner, QLayout):
        LAID_OUT[name](owner)
        return ""
    if isinstance(owner, QStyledItemDelegate):
        view, model = QListView(), QStringListModel(["a row"])
        view.setModel(model)
        view.setItemDelegate(owner)
        view.grab()
        return ""
    if name in CLOSING and isinstance(owner, QDialog):
        QMetaObject.invokeMethod(owner, CLOSING[name])
        return ""
    if name == "sizeHint" and isinstance(owner, QWidget):
        owner.adjustSize()
        return ""
    if name not in EVENTS:
        return "nobody says here how Qt calls it: add it to EVENTS"
    target = owner
    if name == "eventFilter":
        target = QWidget()
        target.installEventFilter(owner)
    elif isinstance(owner, QAbstractScrollArea) and name.startswith(OF_VIEWPORT):
        target = owner.viewport()
    if name == "dropEvent" and isinstance(target, QWidget):
        target.setAcceptDrops(True)
        welcoming = Welcoming()
        target.installEventFilter(welcoming)
        QApplication.sendEvent(target, EVENTS["dragEnterEvent"]())
        target.removeEventFilter(welcoming)
    QApplication.sendEvent(target, EVENTS[name]())
    return ""


def raising(code: CodeType, entered: list[str]) -> Callable[[FrameType, str, Any], None]:
    """A trace function that raises as `code` is entered."""

    def trace(frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code is code:
            entered.append(event)
            _ = 1 // 0

    return trace


def tried(cls: type[QObject], name: str) -> dict[str, object]:
    """Raise in one override, twice."""
    override = vars(cls)[name]
    code = getattr(override, "__wrapped__", override).__code__
    owner, told, entered, wrong = bare(cls), list[str](), list[str](), ""
    sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
    for _ in range(2):
        sys.settrace(raising(code, entered))  # Python stops tracing when the trace function raises
        try:
            wrong = wrong or provoke(owner, name)
        except BaseException as error:  # noqa: BLE001  # reported
            wrong = wrong or f"{type(error).__name__} came out"
        finally:
            sys.settrace(None)
    if len(entered) < 2:
        wrong = wrong or "it was not called"
    return {"override": f"{cls.__name__}.{name}", "told": told, "wrong": wrong}


if __name__ == "__main__":
    APPLICATION = QApplication([])
    FILTER = Passing()
    APPLICATION.installEventFilter(FILTER)
    for one in classes():
        for overridden in overrides(one):
            print(json.dumps(tried(one, overridden)), flush=True)
