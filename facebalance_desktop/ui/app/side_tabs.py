"""The pages beside the bench: one job each, so that none is crowded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget


class SideTabs(QTabWidget):
    """Tabs of panels; a page scrolls when its panels are taller than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setMinimumWidth(340)
        self.setUsesScrollButtons(True)
        self.tabBar().setExpanding(False)
        self.setAccessibleName("Panels")

    def add_page(self, title: str, *panels: QWidget) -> None:
        """A page with these panels one below the other."""
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for panel in panels:
            layout.addWidget(panel)
        layout.addStretch(1)
        page = QScrollArea()
        page.setWidget(column)
        page.setWidgetResizable(True)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setFrameShape(QFrame.Shape.NoFrame)
        self.addTab(page, title)

    def show_page(self, title: str) -> None:
        """Bring the page with this title to the front."""
        for place in range(self.count()):
            if self.tabText(place) == title:
                self.setCurrentIndex(place)
