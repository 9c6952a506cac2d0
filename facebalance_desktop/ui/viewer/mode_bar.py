"""The bar of modes: each way to look at the pair, the amount of the present one, regions and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.ui.viewer.amounts import AMOUNTS
from facebalance_desktop.ui.viewer.blinking import Blinking
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets.inputs import Slider
from facebalance_desktop.ui.widgets.plain_text import Label

TICKS = 200
MODE_BAR = ("unlink", "loupe", "navigator")
"""Commands on the bar of modes, behind the modes themselves."""


class ModeBar(QToolBar):
    """Actions come from the table of commands; the slider follows and leads the look."""

    def __init__(self, viewport: Viewport, blinking: Blinking, parent: QWidget | None = None) -> None:
        super().__init__("Modes", parent)
        self._viewport = viewport
        self._blinking = blinking
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.words = Label()
        self.words.setObjectName("quiet")
        self.slider = Slider()
        self.slider.setRange(0, TICKS)
        self.slider.setFixedWidth(150)
        self.slider.setMinimumHeight(32)
        self.slider.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.slider.valueChanged.connect(self._take)
        viewport.changed.connect(self._show)
        blinking.changed.connect(self._show)
        viewport.session.changed.connect(self._show)

    def fill(self, actions: Mapping[str, QAction], others: Sequence[str]) -> None:
        """Modes first, then the slider with its words, regions, and the other actions named."""
        for mode in MODES:
            self.addAction(actions[mode])
        self.addSeparator()
        self._parts = [self.addWidget(self.words), self.addWidget(self.slider)]
        self._clock = actions["blink-clock"]
        self._turn = actions["turn-divider"]
        self.addAction(self._clock)
        self.addAction(self._turn)
        self.addSeparator()
        regions = QToolButton()
        regions.setText("Regions")
        regions.setToolTip("Frame a region of the face in every pane (Alt+1 to Alt+7)")
        regions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(regions)
        for region in REGIONS:
            menu.addAction(actions[f"region-{region}"])
        regions.setMenu(menu)
        self.addWidget(regions)
        for name in others:
            self.addAction(actions[name])
        self._actions = {name: actions[name] for name in (*MODES, *others)}
        self._show()

    def _show(self) -> None:
        view_options = self._viewport.view_options
        self.setVisible(bool(self._viewport.session.project.photos))
        if not self.actions():
            return
        self._actions[view_options.mode].setChecked(True)
        if "unlink" in self._actions:
            self._actions["unlink"].setChecked(self._viewport.is_apart)
        amount = AMOUNTS.get(view_options.mode)
        for part in self._parts:
            part.setVisible(amount is not None)
        self._clock.setVisible(view_options.mode == "blink")
        self._clock.setChecked(self._blinking.is_timed)
        self._turn.setVisible(view_options.mode == "wipe")
        if amount is not None:
            value = amount.value(self._viewport, self._blinking)
            self.words.setText(f"{amount.name} {amount.words(value)}")
            self.slider.setAccessibleName(amount.name)
            share = (value - amount.least) / (amount.most - amount.least)
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(share * TICKS))

    def _take(self, tick: int) -> None:
        amount = AMOUNTS.get(self._viewport.view_options.mode)
        if amount is not None:
            value = amount.least + (amount.most - amount.least) * tick / TICKS
            amount.set(self._viewport, self._blinking, value)
