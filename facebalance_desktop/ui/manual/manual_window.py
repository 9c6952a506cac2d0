"""The manual in a window of its own: its pages at the left, found by their words; the page beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.manual.manual_pages import INDEX, pages, search
from facebalance_desktop.ui.manual.page_browser import PageBrowser
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.theme import scaled

NAME = Qt.ItemDataRole.UserRole
TITLE = tr("Manual")
FIND = tr("Find in the manual")
PAGES = tr("Pages of the manual")
NOTHING = tr("No page has all of these words.")
BACK, FORTH = tr("Back"), tr("Forward")
SIDE = 250


class ManualWindow(QDialog):
    """Stays open beside the program. Reads nothing but the pages that come with the program."""

    manual_page = INDEX

    def __init__(self, parent: QWidget | None = None, first: str = INDEX) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.pages = pages()
        self.browser = PageBrowser(self.pages)
        self.line = QLineEdit()
        self.line.setPlaceholderText(FIND)
        self.line.setAccessibleName(FIND)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(lambda _: self._list())
        self.line.returnPressed.connect(self._open_first)
        self.list = QListWidget()
        self.list.setAccessibleName(PAGES)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.currentItemChanged.connect(lambda item, _: self._open(item))
        self.nothing = Label(NOTHING)
        self.nothing.setObjectName("quiet")
        self.back, self.forth = QPushButton(BACK), QPushButton(FORTH)
        self._lay_out()
        self._connect()
        open_at(self, scaled(980), scaled(720))
        self._list()
        self.show_page(first)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        for widget in (self.line, self.nothing, self.list):
            side.addWidget(widget)
        ways = QHBoxLayout()
        for button in (self.back, self.forth):
            button.setAutoDefault(False)
            ways.addWidget(button)
        side.addLayout(ways)
        for widget in (self.line, self.list):
            widget.setFixedWidth(scaled(SIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addLayout(side)
        row.addWidget(self.browser, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.browser.backward)
        self.forth.clicked.connect(self.browser.forward)
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        self.browser.forwardAvailable.connect(self.forth.setEnabled)
        self.browser.page_shown.connect(self._follow)
        self.back.setEnabled(False)
        self.forth.setEnabled(False)
        for key, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._start_finding),
            (QKeySequence(QKeySequence.StandardKey.Back), self.browser.backward),
            (QKeySequence(QKeySequence.StandardKey.Forward), self.browser.forward),
        ):
            QShortcut(key, self).activated.connect(partial(act))

    def show_page(self, place: str) -> None:
        """A page by its name, or a heading of it: `export`, `export#for-the-chart`."""
        self.browser.show_place(place)

    def _start_finding(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _list(self) -> None:
        """Every page, or those with the words that were typed."""
        words = self.line.text().strip()
        with QSignalBlocker(self.list):
            self.list.clear()
            told = [(hit.page, hit.words) for hit in search(self.pages, words)] if words else []
            for page, around in told or ([] if words else [(page, "") for page in self.pages]):
                item = QListWidgetItem(f"{page.title}\n… {around} …" if around else page.title)
                item.setData(NAME, page.name)
                item.setToolTip(plain(page.title))
                item.setSizeHint(QSize())
                self.list.addItem(item)
        self.nothing.setVisible(not self.list.count())
        self.browser.mark(words)
        self._follow()

    def _open_first(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self._open(self.list.item(0))

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.browser.show_place(str(item.data(NAME)))
            self.browser.mark(self.line.text().strip(), is_shown=True)

    def _follow(self) -> None:
        """The list marks the page that is read."""
        with QSignalBlocker(self.list):
            rows = [row for row in range(self.list.count()) if self.list.item(row).data(NAME) == self.browser.page]
            self.list.setCurrentRow(rows[0] if rows else -1)
