"""What holds for every widget of a window: it has a name, the keyboard reaches it in the order it is seen, its words
are readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from facebalance_desktop.drawing.text_colour import contrast

FOCUSED = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, QAbstractItemView, QPlainTextEdit)
EASE = 4.5
"""The contrast that text needs (WCAG 2.2, AA)."""


def named(widget: QWidget) -> bool:
    words = widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        words = words or widget.text()
    return bool(re.search(r"\w", words))


def inner(widget: QWidget) -> bool:
    """A part of another field, which has the name: the line of a spin box, the list of a choice, a scroll bar."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QAbstractItemView | QScrollBar | QLineEdit | QMenu):
            return True
        above = above.parentWidget()
    return isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def nameless(root: QWidget) -> list[str]:
    """The fields and buttons that a screen reader has no words for."""
    return [
        told(widget)
        for kind in FOCUSED
        for widget in root.findChildren(kind)
        if not inner(widget) and not named(widget)
    ]


def told(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r} in {type(widget.parentWidget()).__name__}"


def in_focus_order(root: QWidget) -> Iterator[QWidget]:
    """What Tab goes through within `root`, in its order, beginning with the first after it."""
    widget = root.nextInFocusChain()
    seen: set[QWidget] = set()
    while widget is not None and widget not in seen:
        seen.add(widget)
        is_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if (
            widget is not root
            and root.isAncestorOf(widget)
            and is_reached
            and widget.isVisibleTo(root)
            and widget.isEnabled()
        ):
            yield widget
        widget = widget.nextInFocusChain()


def out_of_order(root: QWidget) -> list[str]:
    """Steps of Tab that go up within a column, or to the left within a row."""
    steps = list(in_focus_order(root))
    wrong = []
    for one, other in pairwise(steps):
        first, second = _place(one, root), _place(other, root)
        inside, other_inside = scrolled_in(one), scrolled_in(other)
        if inside is not other_inside:  # out of a scrolled page, or into it: what counts is where the page is
            first = first if inside is None else _place(inside, root)
            second = second if other_inside is None else _place(other_inside, root)
        is_up = second.bottom() <= first.top() and _overlap(first.left(), first.right(), second.left(), second.right())
        is_left = second.right() <= first.left() and _overlap(
            first.top(), first.bottom(), second.top(), second.bottom()
        )
        if is_up or is_left:
            wrong.append(f"{told(one)} -> {told(other)}")
    return wrong


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _overlap(low: int, high: int, other_low: int, other_high: int) -> bool:
    """Whether two spans share more than half of the shorter one."""
    shared = min(high, other_high) - max(low, other_low)
    return shared > 0.5 * min(high - low, other_high - other_low)


def scrolled_in(widget: QWidget) -> QScrollArea | None:
    """The area in which a widget is scrolled, if it is in one."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _seen_place(widget: QWidget, root: QWidget) -> QRect:
    """The part of a widget that is not scrolled out of sight."""
    area = scrolled_in(widget)
    place = _place(widget, root)
    return place if area is None else place.intersected(_place(area.viewport(), root))


def unreadable(root: QWidget) -> list[str]:
    """Labels and buttons whose words stand out less from their ground than text must, by their very pixels."""
    image = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for kind in (QLabel, QAbstractButton):
        for widget in root.findChildren(kind):
            text = str(getattr(widget, "text", str)())
            is_seen = widget.isVisibleTo(root) and widget.isEnabled() and bool(re.search(r"\w", text))
            if is_seen and not inner(widget) and (best := _contrast_within(image, _seen_place(widget, root))) < EASE:
                found.append(f"{told(widget)}: {best:.1f}")
    return found


def _contrast_within(image: QImage, place: QRect) -> float:
    """The largest contrast of a pixel to the most frequent colour of a part of a picture."""
    part = image.copy(place.intersected(image.rect()))
    if part.width() < 4 or part.height() < 4:
        return EASE  # scrolled out of sight
    pixels = np.frombuffer(part.constBits(), np.uint32) & 0xFFFFFF
    coarse = (pixels >> 12 & 0xF00) | (pixels >> 8 & 0xF0) | (pixels >> 4 & 0xF)
    ground = pixels[np.argmax(coarse == np.bincount(coarse).argmax())]
    light = 0.21 * (pixels >> 16) ** 2.2 + 0.72 * (pixels >> 8 & 255) ** 2.2 + 0.07 * (pixels & 255) ** 2.2
    ends = pixels[np.argmin(light)], pixels[np.argmax(light)]
    return max(contrast(f"#{colour:06x}", f"#{ground:06x}") for colour in ends)


def offered(field: QLineEdit, beginning: str) -> str:
    """The first of the words that a field completes to which begin so."""
    words = field.completer().model()
    found = (str(words.index(row, 0).data()) for row in range(words.rowCount()))
    return next(word for word in found if word.startswith(beginning))
