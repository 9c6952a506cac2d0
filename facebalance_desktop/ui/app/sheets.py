"""The shortcut sheet and the words about the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop import __version__
from facebalance_desktop.drawing.figure_text import INTENDED_PURPOSE
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.presentation.presentation import KEYS
from facebalance_desktop.ui.widgets.actions import shown_key
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

ABOUT_WORDS = (
    tr("Intended purpose: {intended_purpose}", intended_purpose=INTENDED_PURPOSE),
    tr(
        "After photos are only turned, scaled and shifted onto the before photo; light, head position and expression "
        "may differ. What is estimated is drawn dashed and labelled as estimated."
    ),
    tr("Not clinically validated: the README says what was tested and what was not."),
    tr("Screen colours: photos are converted to sRGB; the monitor's own profile is not applied."),
)
ABOUT = f"<b>FaceBalance Desktop {__version__}</b>" + "".join(f"<p>{words}</p>" for words in ABOUT_WORDS)
BY_HAND = (
    (tr("Drag a point, a line or a zone"), tr("correct it")),
    ("Enter", tr("confirm the selected point, then the next")),
    ("Tab", tr("select the next estimated point")),
    (tr("Tab, Shift+Tab, a drawing selected"), tr("choose its next corner or end, the one before; Esc leaves it")),
    (tr("Arrow keys, a drawing selected"), tr("move it, or the chosen corner or end, 1 px, with Shift 10 px")),
    (tr("Arrow keys"), tr("move the selected point 1 px, with Shift 0.1 px")),
    (tr("Arrow keys, nothing selected"), tr("move the picture; unlinked the after, with Ctrl the before")),
    (tr("Arrow keys, with a drawing tool"), tr("aim, with Shift finely, with Ctrl far; Space presses")),
    (tr("Arrow keys and Enter, on a board"), tr("choose a photo and enlarge it; Enter or Esc goes back")),
    ("Del", tr("delete the zone; reset the point to automatic")),
    ("Esc", tr("cancel; select nothing")),
    (tr("Wheel"), tr("zoom at the pointer, with Shift move sideways")),
    (tr("Right or middle button, drag"), tr("move the picture")),
    (tr("Right button, click"), tr("the menu of what can be done there")),
    (tr("Shift, drag the divider"), tr("turn it")),
    (tr("Space, held, in blink"), tr("the after photo; with a drawing tool Space presses")),
    (tr("Two fingers"), tr("move and zoom the picture")),
)


COLUMNS = 3


class Page(QScrollArea):
    """As large as what it shows where there is room for it."""

    def __init__(self, shown: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._shown = shown
        self.setWidget(shown)
        self.setWidgetResizable(True)

    @safe_override
    def sizeHint(self) -> QSize:
        return self._shown.sizeHint() + QSize(self.verticalScrollBar().sizeHint().width(), 0)


class ShortcutSheet(QDialog):
    """Every command that has a key, and what the pointer does, in columns."""

    manual_page = "settings#keys"

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        rows = [
            (", ".join(map(shown_key, action.shortcuts())), action.text().rstrip(" …"))
            for action in actions
            if action.shortcuts()
        ]
        pages = QTabWidget()
        pages.addTab(self._page(rows, COLUMNS), tr("Keys"))
        pages.addTab(self._page(BY_HAND, 1), tr("By hand"))
        pages.addTab(self._page(KEYS, 1), tr("In a presentation"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(pages)
        layout.addWidget(buttons)
        open_at(self, self.sizeHint().width(), self.sizeHint().height())

    def _page(self, rows: Sequence[tuple[str, str]], columns: int) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(1)
        tall = -(-len(rows) // columns)
        for place, (keys, words) in enumerate(rows):
            self._row(grid, place % tall, 2 * (place // tall), keys, words)
        grid.setRowStretch(tall, 1)
        grid.setColumnStretch(2 * columns, 1)
        return Page(page)

    @staticmethod
    def _row(grid: QGridLayout, row: int, column: int, keys: str, words: str) -> None:
        label = Label(keys)
        label.setObjectName("title")
        grid.addWidget(label, row, column)
        grid.addWidget(Label(words), row, column + 1)
