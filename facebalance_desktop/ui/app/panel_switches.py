"""The two switches at the end of the views' line: the row of photos and the panels."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.inspector import ROW, Inspector
from facebalance_desktop.ui.photos.filmstrip import Filmstrip
from facebalance_desktop.ui.widgets.buttons import SMALL, box, icon_button
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

KEY = tr("F9 hides and brings back all of them")


class PanelSwitches(QFrame):
    """They stand in the same place whatever is folded."""

    restore_requested = Signal()
    """A switch was used while all panels are hidden."""

    def __init__(self, side: Inspector, filmstrip: Filmstrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._side = side
        self._filmstrip = filmstrip
        self._are_hidden = False
        self.film = icon_button("filmstrip", tr("Row of photos"), KEY, "switch", SMALL)
        self.panels = icon_button("inspector", tr("Panels"), KEY, "switch", SMALL)
        self.film.clicked.connect(self._switch_film)
        self.panels.clicked.connect(self._switch_panels)
        side.folded.connect(lambda _: self.show_state(self._are_hidden))
        filmstrip.folded.connect(lambda _: self.show_state(self._are_hidden))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(0)
        for button in (self.film, self.panels):
            button.setCheckable(True)
            row.addWidget(button)
            box(button, 32, ROW - 1, SMALL)
        keep_fitted(self, self._fit)

    def _fit(self) -> None:
        self.setFixedSize(scaled(72), scaled(ROW))
        if self._side.head.parentWidget() is not None:  # before that it would flash up as a window of its own
            self.show_state(self._are_hidden)

    def show_state(self, are_hidden: bool) -> None:
        self._are_hidden = are_hidden
        self._side.head.setVisible(not are_hidden and not self._side.is_folded)
        self._side.head.setFixedWidth(max(0, self._side.width() - self.width()))
        self.film.setChecked(not are_hidden and not self._filmstrip.is_folded)
        self.panels.setChecked(not are_hidden and not self._side.is_folded)

    def _switch_film(self) -> None:
        if self._are_hidden:
            self._filmstrip.fold(False)
            self.restore_requested.emit()
        else:
            self._filmstrip.fold(not self._filmstrip.is_folded)
        self.show_state(self._are_hidden)

    def _switch_panels(self) -> None:
        if self._are_hidden:
            self._side.fold(False)
            self.restore_requested.emit()
        else:
            self._side.fold(not self._side.is_folded)
        self.show_state(self._are_hidden)
