"""Overrides of Qt's virtual functions that let no exception out.

An exception that leaves a Python override which Qt called from another Python override (`event`, `eventFilter`) ends
the process: `tests/test_platform.py` proves it. So every override in this program is a `safe_override`; the tests of
the architecture hold it to that.
"""

from __future__ import annotations

import functools
import logging
import sys
import traceback
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

ACTIONS = ("mouse", "key", "wheel", "drag", "drop", "contextMenu", "tablet", "accept")
"""Overrides whose names begin so carry out what the user does. Where one failed half-way nothing more is done: Qt's own
part would act on the widget (move the row that was dropped) and not on the project."""
TOLD = "_failures_told"


def safe_override(override: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """An override that catches whatever is raised inside and hands it to `sys.excepthook`, once for each place.

    Instead of its result comes what Qt does without it. A `paintEvent` leaves a flat page; an action of the user is
    dropped; a close is refused the first time, since work may be unsaved.
    """
    name = override.__name__

    @functools.wraps(override)
    def safe(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return override(self, *args, **kwargs)
        except BaseException as error:  # noqa: BLE001  # whatever it is, Qt must not see it
            is_first = _tell_once(self, name, error)
            return cast(R, _fallback(self, name, safe, args, is_first))

    return safe


def _tell_once(owner: object, name: str, error: BaseException) -> bool:
    """Tell of the failure unless the same one of this object was told; whether it was told now."""
    trace = traceback.extract_tb(error.__traceback__)
    place = name, type(error), trace[-1].filename, trace[-1].lineno
    told: set[object] = owner.__dict__.setdefault(TOLD, set())
    is_first = place not in told
    if is_first:
        told.add(place)
        try:
            sys.excepthook(type(error), error, error.__traceback__)
        except BaseException:
            log.exception("a failure in %s could not be told", name)
    _release(error)
    return is_first


def _release(error: BaseException) -> None:
    """Let go of what the failed calls held: a painter that is still active keeps its widget from being painted."""
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__context__


def _fallback(owner: object, name: str, safe: object, args: tuple[Any, ...], is_first: bool) -> object:
    """What is done and returned instead of a failed override."""
    event = args[-1] if args else None
    if not isinstance(owner, QObject):
        return None  # an icon that failed leaves its place empty
    if name == "paintEvent" and isinstance(owner, QWidget):
        painter = QPainter(owner)
        painter.fillRect(owner.rect(), owner.palette().window())
        painter.end()
        return None
    if name.startswith(ACTIONS) or (name == "closeEvent" and is_first):
        if name.startswith(("drag", "drop", "close")) and isinstance(event, QEvent):
            event.ignore()
        return None
    try:
        return _inherited(owner, name, safe)(*args)
    except NotImplementedError:  # Qt itself has nothing there: a model that says nothing is empty
        return 0 if name in ("rowCount", "columnCount") else None


def _inherited(owner: QObject, name: str, safe: object) -> Callable[..., object]:
    """The function that `safe` overrides, bound to its object."""
    classes = type(owner).__mro__
    (own,) = [place for place, cls in enumerate(classes) if cls.__dict__.get(name) is safe]
    overridden = next(cls.__dict__[name] for cls in classes[own + 1 :] if name in cls.__dict__)
    return cast(Callable[..., object], overridden.__get__(owner, type(owner)))
