"""What an empty bench shows: what to do, and the projects of before, found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.recent import search
from facebalance_desktop.ui.widgets.plain_text import Label, plain


class StartPage(QWidget):
    """Drop photos, open photos, or find a patient's project by name, ID or birth date."""

    open_requested = Signal()
    card_requested = Signal()
    demonstration_requested = Signal()
    project_chosen = Signal(str)
    """The path of a project from the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = Label("Drop two photos here")
        heading.setStyleSheet("font-size: 26px; font-weight: 600;")
        hint = Label(
            "They are aligned on the eyes and shown side by side. Your files stay as they are. "
            "Of a folder or card you pick the photos."
        )
        hint.setObjectName("quiet")
        buttons = QHBoxLayout()
        opening = QPushButton("Open photos or a project …")
        opening.setDefault(True)
        opening.setToolTip("Choose files (Ctrl+O)")
        opening.clicked.connect(self.open_requested)
        card = QPushButton("Open a camera card …")
        card.setToolTip("Pick this patient's photos from a card or folder (Ctrl+Shift+O)")
        card.clicked.connect(self.card_requested)
        showing = QPushButton("Show the demonstration")
        showing.clicked.connect(self.demonstration_requested)
        buttons.addStretch(1)
        buttons.addWidget(opening)
        buttons.addWidget(card)
        buttons.addWidget(showing)
        buttons.addStretch(1)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a project: name, ID or birth date")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._open_first)
        self.list = QListWidget()
        self.list.setAccessibleName("Recent projects")
        self.list.itemActivated.connect(self._choose)
        self.nothing = Label("No project matches.")
        self.nothing.setObjectName("quiet")
        column = QVBoxLayout()
        for words in (heading, hint):
            column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addSpacing(24)
        for widget in (self.search, self.list, self.nothing):
            widget.setFixedWidth(520)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.list.setMaximumHeight(240)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column)
        layout.addStretch(2)

    def refresh(self) -> None:
        """Show the projects that match what is typed."""
        self.list.clear()
        entries = search(self.search.text())
        for entry in entries:
            parts = [part for part in (entry.name, entry.id, entry.birth_date) if part]
            text = " · ".join(parts) or entry.path.stem
            if entry.is_missing:
                text += "  (file not found)"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, str(entry.path))
            item.setToolTip(plain(f"{entry.path}\nOpened {entry.opened.replace('T', ' ')}"))
            self.list.addItem(item)
        has_any = bool(entries) or bool(self.search.text())
        self.search.setVisible(has_any)
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(has_any and not entries)

    def _choose(self, item: QListWidgetItem) -> None:
        self.project_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _open_first(self) -> None:
        if self.list.count():
            self._choose(self.list.item(0))
