"""The order in which Tab goes through a part of the window: as it is read.

Qt puts a widget that is made later at the end of the whole window's order, wherever it is seen.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def stops(place: QWidget) -> list[QWidget]:
    """What Tab reaches inside `place`: rows from top to bottom, each from left to right."""
    found = [child for child in place.findChildren(QWidget) if _is_stop(child) and child.isVisibleTo(place)]
    inner = {part for widget in found for part in widget.findChildren(QWidget)}  # the line of a field of numbers
    seen = [(QRect(widget.mapTo(place, QPoint(0, 0)), widget.size()), widget) for widget in found]
    seen = sorted((one for one in seen if one[1] not in inner), key=lambda one: one[0].top())
    rows: list[list[tuple[QRect, QWidget]]] = []
    for area, widget in seen:
        if rows and area.center().y() <= rows[-1][0][0].bottom():
            rows[-1].append((area, widget))
        else:
            rows.append([(area, widget)])
    return [widget for row in rows for _, widget in sorted(row, key=lambda one: one[0].left())]


def put_in_order(first: QWidget, *others: QWidget) -> None:
    """Let Tab go from the first to the others, one after the other."""
    for before, after in pairwise((first, *others)):
        QWidget.setTabOrder(before, after)


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
