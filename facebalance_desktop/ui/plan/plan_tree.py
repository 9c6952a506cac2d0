"""The tree of a plan: drags become requests, the panel turns them into edits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.theme import current, scaled

KEY = Qt.ItemDataRole.UserRole
KIND = Qt.ItemDataRole.UserRole + 1
MOST_ROWS = 12


class PlanTree(QTreeWidget):
    """Sessions, regions in them, treatments in those."""

    treatment_moved = Signal(str, str, str)
    """(treatment, session or empty, the treatment it shall stand before or empty)"""
    session_moved = Signal(str, int)
    """(session, its new place in the order)"""
    edited = Signal(object, int)
    """(row, column): its tick or its words were changed"""

    def __init__(self) -> None:
        super().__init__()
        self.is_telling = False
        """A row was changed, and Qt reads on in it once all have heard of that: the rows have to stay until then."""
        self.itemChanged.connect(self._tell)
        self.setAccessibleName(tr("Treatment plan"))
        self.setColumnCount(2)
        self.setHeaderLabels([tr("What"), ""])  # amounts say what they are; the names need the room
        self.headerItem().setToolTip(1, tr("Amount"))
        self.headerItem().setData(1, Qt.ItemDataRole.AccessibleTextRole, tr("Amount"))
        self.setIndentation(8)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        current().sized.connect(self.fit_rows)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _tell(self, row: QTreeWidgetItem, column: int) -> None:
        self.is_telling = True
        try:
            self.edited.emit(row, column)
        finally:
            self.is_telling = False

    def fit_rows(self) -> None:
        """As high as its rows, up to a limit from which on they scroll."""
        walk, least, wanted = QTreeWidgetItemIterator(self), scaled(18), 0
        while (item := walk.value()) is not None:
            wanted += max(self.sizeHintForIndex(self.indexFromItem(item)).height(), least) + 1
            walk += 1
        row = max(self.sizeHintForRow(0), least) + 1
        rows = min(max(wanted, 3 * row), MOST_ROWS * row)
        self.setFixedHeight(self.header().sizeHint().height() + rows + 2 * self.frameWidth() + 2)

    def chosen(self, kind: str) -> str | None:
        """The id of what is picked, if it is of this kind."""
        item = self.currentItem()
        if item is None or item.data(0, KIND) != kind:
            return None
        return str(item.data(0, KEY)) or None

    def pick(self, key: str) -> None:
        found = self._find(key)
        self.setCurrentItem(found) if found is not None else self.setCurrentIndex(self.rootIndex())

    def _find(self, key: str) -> QTreeWidgetItem | None:
        walk = QTreeWidgetItemIterator(self)
        while (item := walk.value()) is not None:
            if key and item.data(0, KEY) == key:
                return item
            walk += 1
        return None

    def edit_allowed(self, item: QTreeWidgetItem, column: int) -> bool:
        return column == 1 and item.data(0, KIND) == "treatment"

    @safe_override
    def mouseDoubleClickEvent(self, event: object) -> None:
        item = self.currentItem()
        if item is not None and self.edit_allowed(item, 1):
            self.editItem(item, 1)

    @safe_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Nothing moves in the tree itself: the plan changes, then the tree follows it."""
        moved, target = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if moved is not None:
            self.drop(moved, target, self.dropIndicatorPosition())

    def drop(self, moved: QTreeWidgetItem, target: QTreeWidgetItem | None, where: object) -> None:
        """`moved` was dropped on, above or below `target`."""
        key, kind = str(moved.data(0, KEY) or ""), moved.data(0, KIND)
        top = target
        while top is not None and top.parent() is not None:
            top = top.parent()
        if kind == "session" and key:
            place = self.topLevelItemCount() if top is None else self.indexOfTopLevelItem(top)
            if where == QAbstractItemView.DropIndicatorPosition.BelowItem:
                place += 1
            own = self.indexOfTopLevelItem(moved)
            self.session_moved.emit(key, place - 1 if own < place else place)
        elif kind == "treatment":
            session = "" if top is None else str(top.data(0, KEY) or "")
            before = target if target is not None and target.data(0, KIND) == "treatment" else None
            if before is not None and where == QAbstractItemView.DropIndicatorPosition.BelowItem:
                before = self.itemBelow(before)
            is_treatment = before is not None and before.data(0, KIND) == "treatment"
            self.treatment_moved.emit(key, session, str(before.data(0, KEY)) if before and is_treatment else "")
