"""The strip that floats over the photo: the mode, its one amount, frame and zoom, link, loupe, and the mouse."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.translation import NO_BREAK, tr
from facebalance_desktop.ui.viewer.amounts import AMOUNTS
from facebalance_desktop.ui.viewer.blinking import Blinking
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets.buttons import SMALL, action_button, box
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.inputs import Slider
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

TICKS = 200
ZOOMS = ("fit", "fit-whole", "actual", "zoom-in", "zoom-out", "navigator")
"""Commands on the menu of the zoom."""
ONE_PLACE = ("wipe", "overlay", "blink", "difference", "mirrored", "movement", "board")
"""Modes in which linking means nothing."""
MOVED = tr("Drag moves the photos")
MOUSE = {
    "wipe": tr("Drag moves the divider or the photos"),
    "blink": tr("Hold Space for the after photo"),
    "board": tr("A click enlarges a photo; so do arrow keys and Enter"),
}
"""What the mouse does without a tool, where it is not `MOVED`."""
OTHER = tr("Shift+K: the other photo")
ENLARGED = tr("A click or Esc shows all photos")


class ModeBar(QFrame):
    """Actions come from the table of commands; the slider follows the view options and changes them."""

    def __init__(self, viewport: Viewport, blinking: Blinking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName(tr("Current mode"))
        self._viewport = viewport
        self._blinking = blinking
        self._tool_words = ""
        self._is_aimed = False
        self.name = Label()
        self.name.setObjectName("title")
        self.words = Label()
        self.slider = Slider()
        self.slider.setRange(0, TICKS)
        self.slider.setAccessibleName(tr("Setting of the mode"))
        self.slider.setFixedWidth(144)
        self.slider.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.slider.valueChanged.connect(self._take)
        self.zoom = QToolButton()
        self.zoom.setObjectName("strip")
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zoom.setIcon(icon("frame"))
        self.zoom.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.mouse = Label()
        self.mouse.setObjectName("quiet")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 1, 1, 1)
        self._row.setSpacing(4)
        viewport.changed.connect(self._show)
        blinking.changed.connect(self._show)
        viewport.session.changed.connect(self._show)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """The mode's name and amount, frame and zoom, link and loupe, what the mouse does."""
        self.clock = action_button(actions["blink-clock"], "strip", SMALL)
        self.clock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.turn = action_button(actions["turn-divider"], "strip", SMALL)
        self.link = action_button(actions["unlink"], "strip", SMALL)
        self.loupe = action_button(actions["loupe"], "strip", SMALL)
        menu = QMenu(self.zoom)
        for name in ZOOMS:
            menu.addAction(actions[name])
        self.zoom.setMenu(menu)
        self.zoom.setToolTip(tr("Clinical frame (F)\nFrame, zoom and the whole photo"))
        self.zoom.setAccessibleName(tr("Frame and zoom"))
        for button in (self.turn, self.link, self.loupe):
            box(button, 30, 26, SMALL)
        for widget in (
            self.name, self.slider, self.words, self.clock, self.turn, self.zoom, self.link, self.loupe, self.mouse
        ):  # fmt: skip
            self._row.addWidget(widget)
        self._row.addSpacing(4)
        self._actions = {name: actions[name] for name in (*MODES, "unlink")}
        keep_fitted(self, self._fit)

    def _fit(self) -> None:
        self.clock.setFixedSize(self.clock.sizeHint().width(), scaled(26))
        self.zoom.setFixedHeight(scaled(26))
        self.zoom.setIconSize(QSize(scaled(SMALL), scaled(SMALL)))
        self.setFixedHeight(scaled(28))
        self._show()

    def show_tool(self, words: str, is_aimed: bool = False) -> None:
        """What a press does now; `is_aimed`: a drawing tool is in hand, which Space presses."""
        self._tool_words, self._is_aimed = words, is_aimed
        self._show()

    def refresh(self) -> None:
        """Tell the zoom again: the photo's place has another size."""
        self._show()

    def _show(self) -> None:
        view_options = self._viewport.view_options
        self.setVisible(bool(self._viewport.session.project.photos))
        if self._row.isEmpty():
            return
        mode = view_options.mode
        self._actions[mode].setChecked(True)
        self._actions["unlink"].setChecked(self._viewport.is_apart)
        self.link.setIcon(icon("unlink" if self._viewport.is_apart else "link"))
        self.link.setEnabled(mode not in ONE_PLACE)
        self.name.setText(MODES[mode])
        amount = AMOUNTS.get(mode)
        for part in (self.words, self.slider):
            part.setVisible(amount is not None)
        self.clock.setVisible(mode == "blink")
        self.clock.setChecked(self._blinking.is_timed)
        self.turn.setVisible(mode == "wipe")
        self.zoom.setText(self._zoom_words())
        self.mouse.setText(self._mouse_words())
        if amount is not None:
            value = amount.value(self._viewport, self._blinking)
            self.words.setText(amount.words(value))
            self.slider.setAccessibleName(amount.name)
            self.slider.setToolTip(plain(tr("{name}\nLess and more by , and .", name=amount.name)))
            share = (value - amount.least) / (amount.most - amount.least)
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(share * TICKS))
        self.adjustSize()

    def _zoom_words(self) -> str:
        """Screen pixels a pixel of the before photo, per cent."""
        placed = self._viewport.placed()
        pair = self._viewport.pair
        if placed is None or pair is None:
            return ""
        return f"{100 * placed[1] * pair.before.to_reference.scale * self._viewport.stage.device_unit():.0f}{NO_BREAK}%"

    def _mouse_words(self) -> str:
        if self._tool_words:
            is_blink = self._viewport.view_options.mode == "blink" and self._is_aimed
            return f"{self._tool_words}. {OTHER}" if is_blink else self._tool_words
        if self._viewport.is_apart:
            return tr("Drag moves one photo by itself")
        shown = self._viewport.view_options
        return ENLARGED if shown.mode == "board" and shown.enlarged else MOUSE.get(shown.mode, MOVED)

    def _take(self, tick: int) -> None:
        amount = AMOUNTS.get(self._viewport.view_options.mode)
        if amount is not None:
            value = amount.least + (amount.most - amount.least) * tick / TICKS
            amount.set(self._viewport, self._blinking, value)
