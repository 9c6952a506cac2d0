"""Lengths that follow the chosen text size at once: what has a fixed size gives itself another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from facebalance_desktop.ui.widgets.theme import current


class _Fit(QObject):
    """Belongs to its widget and ends with it."""

    def __init__(self, widget: QWidget, fit: Callable[[], object]) -> None:
        super().__init__(widget)
        self._fit = fit
        current().sized.connect(self.again)

    def again(self) -> None:
        self._fit()


def keep_fitted(widget: QWidget, fit: Callable[[], object]) -> None:
    """Call `fit` now, and again whenever the text has another size, as long as the widget exists."""
    fit()
    _Fit(widget, fit)
