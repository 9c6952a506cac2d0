"""One run of a contact sheet: its heading with a box that picks all of it, and its photos, each picked by a click."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.days import day_words
from facebalance_desktop.photos.runs import CardPhoto, CardSitting
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override

PICTURE = QSize(128, 128)
CELL = QSize(148, 162)
KEYS = 9
"""The first sittings are ticked by the keys 1 to 9."""

Pictures = Callable[[str], QPixmap]
"""The preview of a photo by its key."""


class TileList(QListWidget):
    """Photos in rows, as high as it needs to be."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setIconSize(PICTURE)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def add_tile(self, key: str, words: str, tip: str, picture: QPixmap) -> QListWidgetItem:
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # skin keeps its colour when it is picked
        item = QListWidgetItem(icon, words)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setToolTip(plain(tip))
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.addItem(item)
        self.fit()
        return item

    def fit(self) -> None:
        across = max(1, (self.width() - 12) // CELL.width())
        self.setFixedHeight(-(-max(1, self.count()) // across) * CELL.height() + 14)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class Heading(QCheckBox):
    """A box that takes clicks over its whole width."""

    @safe_override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class RunBox(QWidget):
    """`changed` whenever something was picked or put back."""

    changed = Signal()

    def __init__(
        self, number: int, run: CardSitting, pictures: Pictures, known: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shots = {shot.photo.key: shot for shot in run.shots}
        self.box = Heading(tr("Sitting {number}   {run}", number=number, run=run_words(run)))
        self.box.setStyleSheet("font-weight: 600;")
        key = f"  ({number})" if number <= KEYS else ""
        self.box.setToolTip(plain(tr("Choose the whole sitting, or none of it") + key))
        self.list = TileList(tr("Photos of sitting {number}", number=number))
        for shot in run.shots:
            item = self.list.add_tile(shot.photo.key, shot_words(shot), shot_tip(shot), pictures(shot.photo.key))
            if shot.photo.sha256 in known:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setText(tr("in the project"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        self.list.itemSelectionChanged.connect(self._show_picked)
        self.box.clicked.connect(self._pick_all)
        self._pickable = sum(bool(self.list.item(n).flags()) for n in range(self.list.count()))
        self.box.setEnabled(self._pickable > 0)

    @property
    def picked(self) -> tuple[CardPhoto, ...]:
        """The picked shots, by time."""
        keys = {item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()}
        return tuple(shot for key, shot in self._shots.items() if key in keys)

    def _pick_all(self) -> None:
        if len(self.list.selectedItems()) < self._pickable:
            self.list.selectAll()
        else:
            self.list.clearSelection()
        self._show_picked()

    def _show_picked(self) -> None:
        picked = len(self.list.selectedItems())
        state = Qt.CheckState.Unchecked if picked == 0 else Qt.CheckState.PartiallyChecked
        self.box.setCheckState(Qt.CheckState.Checked if 0 < picked == self._pickable else state)
        self.changed.emit()


def run_words(run: CardSitting) -> str:
    """`12 Mar 2024, 10:31 to 10:34   14 photos`."""
    count = tr_plural("{count} photo", "{count} photos", len(run.shots))
    start, end = run.started, run.ended
    if not start or not end:
        return tr("no capture time   {count}", count=count)
    same_day = start[:10] == end[:10]
    last = end[11:16] if same_day else f"{day_words(end[:10])}, {end[11:16]}"
    until = "" if start[:16] == end[:16] else tr(" to {last}", last=last)
    return f"{day_words(start[:10])}, {start[11:16]}{until}   {count}"


def shot_words(shot: CardPhoto) -> str:
    taken = shot.photo.taken
    words = taken[11:19] if taken else shot.photo.name
    kinds = dict.fromkeys("video" if item.format == "video" else "RAW" for item in shot.companions)
    return " + ".join((words, *kinds))


def shot_tip(shot: CardPhoto) -> str:
    lines = [shot.photo.name]
    if shot.companions:
        lines.append(tr("The same shot as ") + ", ".join(item.name for item in shot.companions))
    if shot.copies:
        lines.append(tr("The same bytes as ") + ", ".join(item.name for item in shot.copies))
    if shot.photo.has_face is False:
        lines.append(tr("No face was seen in a quick check."))
    return "\n".join(lines)
