"""The bar above the photo: menu and patient at the left, modes in the middle, what is done at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.match_sign import MatchSign
from facebalance_desktop.ui.app.patient_chip import PatientChip
from facebalance_desktop.ui.widgets.buttons import PICTURE, action_button, icon_button, separator
from facebalance_desktop.ui.widgets.icons import icon
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

HIGH, LOW = 44, 40
CRAMPED = 1040
"""Below this width, as on a small screen, regions, guides, drawing and undo are on the menu alone."""
NARROW = 1280
"""Below this width words of buttons are left out."""
GAP = 8
LEAST = 110
"""px that the patient keeps where there is no room for everything."""
NAMED = 480
"""px that the patient takes at most where there is room beside the modes in the window's middle."""


class TopBar(QFrame):
    """Empty until `fill` is given the actions."""

    manual_page = "compare"
    history_requested = Signal()

    def __init__(self, chip: PatientChip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName(tr("Top bar"))
        self._is_low = False
        self.chip = chip
        self.menu = QMenu(self)
        self.menu_button = icon_button("menu", tr("Menu (Alt)"), tr("Every command, by subject"))
        self.menu_button.clicked.connect(self.open_menu)
        self.match = MatchSign()
        self.modes = QFrame(self)
        self.modes.setObjectName("modes")
        self.present = QToolButton()
        self.export = QPushButton(tr("Export"))
        self.export.setObjectName("fill")
        self.setFixedHeight(scaled(HIGH))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.menu_button)
        self._row.addWidget(chip)
        self._row.addStretch(1)
        self._on_project: list[QWidget] = [chip, self.modes]
        self.name = Label("FaceBalance")
        self.name.setObjectName("title")
        self.name.setContentsMargins(8, 0, 0, 0)
        self._row.insertWidget(1, self.name)
        self._at_start: list[QWidget] = [self.name]
        self._spare: list[QWidget] = []
        """What the menu has, too, and leaves where the window is too narrow for it."""
        self._groups: list[tuple[QWidget | None, tuple[QWidget, ...]]] = []
        """What stands together at the right, and the line before it."""
        self._has_photos = False
        chip.reworded.connect(self._arrange)
        self.match.reworded.connect(self._arrange)

    def fill(self, actions: Mapping[str, QAction], menus: Mapping[str, QMenu]) -> None:
        """Put the actions where they belong."""
        for menu in menus.values():
            self.menu.addMenu(menu)
        self._fill_modes(actions)
        self.regions = icon_button("region", tr("Regions"), tr("Frame a region of the face in every pane"))
        self.regions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        regions = QMenu(self.regions)
        for name in ("fit", "fit-whole", *(f"region-{region}" for region in REGIONS)):
            regions.addAction(actions[name])
        self.regions.setMenu(regions)
        self.undo = action_button(actions["undo"])
        self.history = QMenu(self.undo)
        self.undo.setMenu(self.history)
        self.undo.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.history.aboutToShow.connect(self.history_requested)
        self.present.setDefaultAction(actions["present"])
        self.present.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.present.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setIcon(icon("export", "on-fill"))
        self.export.setToolTip(plain(actions["export"].toolTip()))
        self.export.clicked.connect(actions["export"].trigger)
        actions["export"].enabledChanged.connect(self.export.setEnabled)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.regions, action_button(actions["show-guides"]), action_button(actions["draw"])),
            (self.undo, action_button(actions["redo"])),
            (self.match,),
            (self.present, self.export),
        )
        self._spare = [*groups[0], *groups[1]]
        for place, group in enumerate(groups):
            line = separator() if place else None
            if line is not None:
                self._row.addSpacing(2)
                self._row.addWidget(line)
                self._row.addSpacing(2)
            self._groups.append((line, group))
            for widget in group:
                self._row.addWidget(widget)
                self._on_project.append(widget)
        for name in ("shortcuts", "settings"):
            self._at_start.append(action_button(actions[name]))
            self._row.addWidget(self._at_start[-1])
        self.show_project(self._has_photos)
        keep_fitted(self, self._fit)

    def _fill_modes(self, actions: Mapping[str, QAction]) -> None:
        row = QHBoxLayout(self.modes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for mode in MODES:
            row.addWidget(action_button(actions[mode], "mode"))
        self.modes.adjustSize()

    def show_project(self, has_photos: bool) -> None:
        """What means nothing on the start page is not there."""
        self._has_photos = has_photos
        for widget in self._on_project:
            widget.setVisible(has_photos)
        for widget in self._at_start:
            widget.setVisible(not has_photos)
        self._arrange()

    def open_menu(self) -> None:
        """The first entry is chosen, its own menu still closed: one that opens by itself cannot be entered by mouse."""
        self.menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height() + 2)))
        down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.menu, down)

    def set_low(self, is_low: bool) -> None:
        self._is_low = is_low
        self._fit()

    def _fit(self) -> None:
        """The sizes of now: the text may have another one."""
        self.setFixedHeight(scaled(LOW if self._is_low else HIGH))
        for button in (self.present, self.export):
            button.setIconSize(QSize(scaled(PICTURE), scaled(PICTURE)))
        self.present.setFixedHeight(scaled(32))
        self.modes.adjustSize()
        self._arrange()

    def _arrange(self) -> None:
        """The modes stand in the window's middle as long as there is room, else beside the patient."""
        is_narrow = self.width() < scaled(NARROW)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if self.present.toolButtonStyle() != style:
            self.present.setToolButtonStyle(style)
        self.match.set_short(is_narrow)
        has_room = self._has_photos and self.width() >= scaled(CRAMPED)
        self._show_spare(has_room)
        beside = (self.width() - self.modes.width()) // 2 - self.menu_button.width() - self._row.spacing() - 2 * GAP
        widest = scaled(200) if is_narrow else min(max(beside, scaled(280)), scaled(NAMED))
        if self._give_way(widest) > 0:
            self._show_spare(False)
            self._give_way(widest)
        left = GAP + self.menu_button.width() + self._row.spacing() + self.chip.width()
        right = self._row.sizeHint().width() - left
        middle = min((self.width() - self.modes.width()) // 2, self.width() - right - GAP - self.modes.width())
        self.modes.move(max(middle, left + GAP), (self.height() - 1 - self.modes.height()) // 2)

    def _show_spare(self, is_shown: bool) -> None:
        """And a line between two groups of which something is seen."""
        for button in self._spare:
            button.setVisible(is_shown)
        is_first = True
        for line, group in self._groups:
            is_seen = self._has_photos and any(self._is_seen(part) for part in group)
            if line is not None:
                line.setVisible(is_seen and not is_first)
            is_first = is_first and not is_seen

    def _is_seen(self, part: QWidget) -> bool:
        return not part.isHidden() and (part is not self.match or bool(self.match.words))

    def _give_way(self, widest: int) -> int:
        """Cut the words of the match, then those of the patient (at most `widest` px), until the modes have room; how
        many px are lacking even so."""
        if not self._has_photos:
            self.chip.set_widest(widest)
            return 0
        others = self._row.sizeHint().width() - self.match.width() - self.chip.width()
        room = self.width() - others - self.modes.width() - 2 * GAP
        chip = min(self.chip.wanted, widest)
        match = max(min(self.match.wanted, room - chip), self.match.least)
        chip = max(min(chip, room - match), min(chip, scaled(LEAST)))
        self.match.set_widest(match)
        self.chip.set_widest(chip)
        return chip + match - room

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
