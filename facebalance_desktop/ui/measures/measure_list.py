"""The painted list of measures: a row shows its name, its figure and, of a difference, its interval."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facebalance_desktop.drawing.explanations import measure_told
from facebalance_desktop.project.measurements import table_in_use
from facebalance_desktop.render.saved_state import saved_state
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.measures.measure_rows import MeasureRow
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SIDE, AXIS = 8, 3.0
"""Margin of a row in px; the axis reaches this many detectable changes to both sides."""
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
PIN = "\u25c6 "
"""Before the name of a pinned measure."""


class MeasureModel(QAbstractListModel):
    """Rows that never change; others take their place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[MeasureRow, ...] = ()

    def show_rows(self, rows: Sequence[MeasureRow]) -> None:
        """Show these rows; where only their figures differ the list keeps its place and selection."""
        before, self_rows = self.rows, tuple(rows)
        if [(row.id, row.name, row.look == "heading") for row in before] == [
            (row.id, row.name, row.look == "heading") for row in self_rows
        ]:
            self.rows = self_rows
            if self_rows and before != self_rows:
                self.dataChanged.emit(self.index(0), self.index(len(self_rows) - 1))
            return
        self.beginResetModel()
        self.rows = self_rows
        self.endResetModel()

    @safe_override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @safe_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(part for part in (row.name, row.figure, row.words) if part)
        if role == Qt.ItemDataRole.ToolTipRole and row.look != "heading":
            return plain("\n".join(part for part in (row.name, row.figure, row.words) if part))
        if role == Qt.ItemDataRole.WhatsThisRole and (kind := table_in_use().kinds.get(row.id)) is not None:
            return plain(measure_told(kind))
        return row if role == Qt.ItemDataRole.UserRole else None

    @safe_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].look == "heading":
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class MeasureDelegate(QStyledItemDelegate):
    """Paints one row; nothing is judged by a colour."""

    @safe_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        line = QFontMetrics(_smaller(option.font)).height()
        if row.look == "heading":
            return QSize(100, line + 12)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        lines = name_height(row, _smaller(option.font), width - 2 * SIDE) / line
        lines += 0.9 if row.words or row.middle is not None else 0
        return QSize(100, round(line * lines) + 12)

    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        with saved_state(painter):
            _paint(painter, option, row)


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: MeasureRow) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette, area, font = option.palette, option.rect, _smaller(option.font)
    painter.setFont(font)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
        ground = QColor(palette.color(QPalette.ColorRole.Highlight))
        is_focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ground.setAlpha((255 if is_focused else 70) if is_chosen else 28)
        painter.fillRect(area, ground)
    line = QFontMetrics(font).height()
    inner = area.adjusted(SIDE, 5, -SIDE, -3)
    top = QRect(inner.x(), inner.y(), inner.width(), line)
    if row.look == "heading":
        painter.setPen(quiet)
        width = top.width() - QFontMetrics(font).horizontalAdvance(row.figure) - 8
        name = QFontMetrics(font).elidedText(row.name, Qt.TextElideMode.ElideRight, width)
        painter.drawText(top.translated(0, 4), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.drawText(top.translated(0, 4), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.figure)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        return
    text = palette.color(QPalette.ColorRole.Text) if row.look in ("beyond", "value") else quiet
    font.setBold(row.look == "beyond")
    painter.setFont(font)
    painter.setPen(text)
    painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.figure)
    font.setBold(False)
    painter.setFont(font)
    high = name_height(row, font, inner.width())
    painter.drawText(QRect(inner.x(), inner.y(), _room(row, font, inner.width()), high), WRAPPED, _name(row))
    low = QRect(inner.x(), inner.y() + high + 1, inner.width(), round(0.8 * line))
    if row.middle is not None:
        _paint_interval(painter, row, low, text, palette.color(QPalette.ColorRole.Mid))
    elif row.words:
        painter.setPen(quiet)
        words = QFontMetrics(painter.font()).elidedText(row.words, Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _name(row: MeasureRow) -> str:
    return f"{PIN if row.is_pinned else ''}{row.name}"


def _room(row: MeasureRow, font: QFont, width: int) -> int:
    """Pixels of `width` that a name has beside its figure."""
    bold = QFont(font)
    bold.setBold(row.look == "beyond")
    return width - (QFontMetrics(bold).horizontalAdvance(row.figure) + 8 if row.figure else 0)


def name_height(row: MeasureRow, font: QFont, width: int) -> int:
    """Pixels of a name that goes on in a further line where it is longer: cut in the middle it may be another one's."""
    metrics = QFontMetrics(font)
    room = QRect(0, 0, max(_room(row, font, width), 1), 100 * metrics.height())
    return max(metrics.height(), metrics.boundingRect(room, WRAPPED, _name(row)).height())


def _smaller(font: QFont) -> QFont:
    """A font of nine tenths, whether the style gives px or points."""
    made = QFont(font)
    if font.pixelSize() > 0:
        made.setPixelSize(round(0.9 * font.pixelSize()))
    else:
        made.setPointSizeF(0.9 * font.pointSizeF())
    return made


def _paint_interval(painter: QPainter, row: MeasureRow, area: QRect, ink: QColor, axis: QColor) -> None:
    """Zero, the interval as a whisker, the value as a dot: filled where it is beyond the detectable change. Rows are in
    detectable changes, so that the whisker of every row has the same length."""

    def at(share: float) -> float:
        return area.center().x() + max(-AXIS, min(AXIS, share)) / AXIS * area.width() / 2

    middle = float(area.center().y())
    painter.setPen(QPen(axis, 1))
    painter.drawLine(QPointF(at(0), area.top() - 2), QPointF(at(0), area.bottom() + 2))
    painter.setPen(QPen(ink, 1.4))
    low, high = at(row.low or 0.0), at(row.high or 0.0)
    painter.drawLine(QPointF(low, middle), QPointF(high, middle))
    for end in (low, high):
        painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
    painter.setBrush(ink if row.look == "beyond" else painter.background())
    painter.drawEllipse(QPointF(at(row.middle or 0.0), middle), 3.5, 3.5)


class MeasureList(QListView):
    """Hovering and choosing tell the id of a measure; a click or Enter pins it."""

    hovered = Signal(str)
    chosen = Signal(str)
    pin_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = MeasureModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(MeasureDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # names go on in further lines
        self.setWordWrap(True)  # rows are laid out anew also where only the width changes
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setObjectName("measures")
        self.setAccessibleName(tr("Measures"))
        self.entered.connect(lambda index: self.hovered.emit(self._id(index)))
        self.clicked.connect(self._pin)
        self.selectionModel().currentChanged.connect(self._choose)

    def _id(self, index: Index) -> str:
        return self.rows.rows[index.row()].id if index.isValid() else ""

    def _choose(self, index: Index, _: Index) -> None:
        self.chosen.emit(self._id(index))
        if self.hasFocus():
            self.hovered.emit(self._id(index))  # arrow keys show the lines, too

    def _pin(self, index: Index) -> None:
        if self._id(index):
            self.pin_requested.emit(self._id(index))

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pin(self.currentIndex())
            return
        super().keyPressEvent(event)

    @safe_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hovered.emit("")
        super().focusOutEvent(event)

    @safe_override
    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")
        super().leaveEvent(event)
