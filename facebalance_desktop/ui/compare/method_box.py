"""What the alignment rests on: chosen by the surgeon, regions that were treated do not vote."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from facebalance_desktop.faces.regions import regions
from facebalance_desktop.project.edits_photos import change_comparison
from facebalance_desktop.project.model import Comparison
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label

METHODS = (
    ("eyes", tr("Eyes"), tr("Pupils and lid corners")),
    ("untreated", tr("Untreated points only"), tr("Points of regions that were treated are not used")),
    (
        "whole-face",
        tr("Whole face"),
        tr("Spreads a local change over the whole face: not suitable for judging a local change"),
    ),
    ("points", tr("Two points by hand …"), tr("Click the same two places in both photos")),
)


class MethodBox(QWidget):
    """A choice of method and, for untreated points, ticks of what was treated."""

    points_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        label = Label(tr("Align on"))
        label.setObjectName("quiet")
        self.choice = ComboBox()
        self.choice.setAccessibleName(tr("Align on"))
        for place, (method, words, tip) in enumerate(METHODS):
            self.choice.addItem(words, method)
            self.choice.setItemData(place, tip, 3)
        self.choice.activated.connect(self._choose)
        self.treated = QToolButton()
        self.treated.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.treated.setToolTip(tr("Tick what was treated: its points are not used"))
        self.menu = QMenu(self.treated)
        self.treated.setMenu(self.menu)
        for region in regions().values():
            action = self.menu.addAction(region.name)
            action.setCheckable(True)
            action.setData(region.id)
            action.triggered.connect(self._take_regions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (label, self.choice, self.treated):
            layout.addWidget(widget)

    def show_comparison(self, comparison: Comparison) -> None:
        """Follow the project."""
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(self.choice.findData(comparison.on))
        self.treated.setVisible(comparison.on == "untreated")
        for action in self.menu.actions():
            action.setChecked(action.data() in comparison.treated)
        count = len(comparison.treated)
        self.treated.setText(tr("Treated: {count} regions", count=count) if count else tr("What was treated?"))

    def _choose(self, place: int) -> None:
        comparison = self._session.project.comparison
        method = self.choice.itemData(place)
        if comparison is None or method == comparison.on:
            return
        if method == "points":
            self.show_comparison(comparison)
            self.points_requested.emit()
            return
        words = {key: text for key, text, _ in METHODS}[method]
        self._session.do(
            tr("Align on {words}", words=in_sentence(words)), change_comparison(comparison.id, on=method, anchors=())
        )

    def _take_regions(self) -> None:
        comparison = self._session.project.comparison
        ticked = tuple(action.data() for action in self.menu.actions() if action.isChecked())
        if comparison is not None and ticked != comparison.treated:
            self._session.do(tr("Tick treated regions"), change_comparison(comparison.id, treated=ticked))
