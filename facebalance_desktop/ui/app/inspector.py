"""The pages beside the photo in the order of a consultation, and the rail of icons that opens and folds them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.buttons import box, follow_tip, icon_button
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.tab_order import put_in_order, stops
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

RAIL, PAGE = 40, 280
"""Pixels at 100 %: the rail of icons, and the page beside it."""
ROW = 28
FOLDING = tr("Open this page; on the open one: fold the panels")


class Inspector(QFrame):
    """A page scrolls when its panels are taller than the window; the window never grows."""

    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Panels"))
        self.head = self._make_head()
        self._pages = QStackedWidget()
        self._titles: list[str] = []
        self._buttons: list[QToolButton] = []
        """Of the rail; a group of buttons would let Tab reach only one of them."""
        rail = QFrame()
        rail.setObjectName("pages")
        self._rail = QVBoxLayout(rail)
        self._rail.setContentsMargins(0, 0, 0, 0)
        self._rail.setSpacing(0)
        self._rail.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._pages)
        row.addWidget(rail)
        self._column = rail
        self.is_folded = False
        keep_fitted(self, self._show_state)

    def _make_head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("head")
        keep_fitted(head, lambda: head.setFixedHeight(scaled(ROW)))
        self._heading = Label()
        self._heading.setObjectName("title")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._heading, 1)
        return head

    def add_page(self, title: str, picture: str, *panels: QWidget) -> None:
        """A page with these panels one below the other, and its icon on the rail."""
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for panel in panels:
            panel.setMinimumWidth(
                RAIL
            )  # else the height of wrapped words is asked for at the width of its widest field
            layout.addWidget(panel)
        layout.addStretch(1)
        page = PageArea()
        page.setWidget(column)
        page.setWidgetResizable(True)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setAccessibleName(title)
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Page keys scroll it from each of its fields
        self._pages.addWidget(page)
        self._titles.append(title)
        button = icon_button(picture, title, FOLDING, "page")
        button.setCheckable(True)
        box(button, RAIL, RAIL)
        button.clicked.connect(partial(self._clicked, len(self._titles) - 1))
        self._buttons.append(button)
        self._rail.insertWidget(self._rail.count() - 1, button)
        self._show_state()

    @property
    def titles(self) -> tuple[str, ...]:
        """Of the pages, from the top of the rail."""
        return tuple(self._titles)

    @property
    def page(self) -> str:
        """The title of the page in front."""
        return self._titles[self._pages.currentIndex()] if self._titles else ""

    def show_page(self, title: str) -> None:
        """Bring the page with this title to the front and unfold it."""
        if title in self._titles:
            self._pages.setCurrentIndex(self._titles.index(title))
            self.fold(False)

    def show_keys(self, actions: Sequence[QAction]) -> None:
        """Tell the key of each page's command at its icon; a page may have none."""
        for button, action in zip(self._buttons, actions, strict=False):
            follow_tip(button, action, FOLDING)

    def enter(self, field: QWidget | None = None) -> None:
        """Give the keyboard to a field of the page in front, by default to the first one, and bring it into sight."""
        page = self._pages.currentWidget()
        first = [stop for stop in stops(page) if stop.isEnabled()] if page is not None else []
        field = field or next(iter(first), None)
        if field is not None and isinstance(page, PageArea):
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, field, partial(page.ensureWidgetVisible, field))  # once it has its place

    def put_in_order(self, before: QWidget) -> None:
        """Let Tab go from the widget before the panels through the page in front, as it is read."""
        page = self._pages.currentWidget()
        if page is not None and self._pages.isVisible():
            put_in_order(before, *stops(page), *self._buttons)

    def choose_page(self, title: str) -> None:
        """Bring a page to the front, folded or not."""
        if title in self._titles:
            self._pages.setCurrentIndex(self._titles.index(title))
            self._show_state()

    def fold(self, is_folded: bool) -> None:
        """Fold the pages to the rail, or open them."""
        was_folded, self.is_folded = self.is_folded, is_folded
        self._show_state()
        if was_folded != is_folded:
            self.folded.emit(is_folded)

    def _clicked(self, place: int, _: bool = False) -> None:
        if place == self._pages.currentIndex() and not self.is_folded:
            self.fold(True)
        else:
            self._pages.setCurrentIndex(place)
            self.fold(False)

    def _show_state(self) -> None:
        self._pages.setFixedWidth(page_width())
        self._column.setFixedWidth(scaled(RAIL))
        self._pages.setVisible(not self.is_folded)
        self.setFixedWidth(scaled(RAIL) + (0 if self.is_folded else page_width()))
        self._heading.setText(self.page)
        for place, title in enumerate(self._titles):
            self._buttons[place].setChecked(title == self.page and not self.is_folded)


class PageArea(QScrollArea):
    """A page as wide as its place: what is in it is cut or wrapped rather than hidden behind the rail."""

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (inside := self.widget()) is not None:
            inside.setFixedWidth(self.viewport().width())

    @safe_override
    def showEvent(self, event: QShowEvent) -> None:
        """Words that changed while the page was hidden have not told their layouts how high they are now."""
        super().showEvent(event)
        if (inside := self.widget()) is not None:
            for layout in inside.findChildren(QLayout):
                layout.invalidate()
            inside.updateGeometry()


def page_width() -> int:
    """Pixels of a page: it grows half as much as the text, so that the photo keeps its place."""
    return round((PAGE + scaled(PAGE)) / 2)
