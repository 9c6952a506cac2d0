"""The plan at a glance: side against side, the ledger, dates, what is published on sequence, cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.planning.ledger import METABOLISM, Review, ledger, place_of, product_of, review_words, reviews
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.planning.treatments import (
    Plan,
    Treatment,
    place_words,
    region_words,
    state_words,
    treatment_words,
)
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.dates import shown_day
from facebalance_desktop.ui.widgets.dialog_size import open_at
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

ROW = 30
LEFT = 250


class PlanOverview(QDialog):
    """Reads the plan as it is now; nothing is edited here."""

    manual_page = "plan#look-at-the-whole-plan"

    def __init__(self, plan: Plan, tables: Tables, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Overview of the plan"))
        open_at(self, 900, 620)
        self.tabs = QTabWidget()
        for page, words in (
            (side_table(plan.treatments), tr("Side against side")),
            (ledger_table(plan.treatments, tables), tr("Ledger")),
        ):
            page.setAccessibleName(words)
            self.tabs.addTab(page, words)
        self.tabs.addTab(_scrolled(dates_page(plan, tables)), tr("Dates"))
        self.tabs.addTab(_scrolled(text_page(sequence_text(tables))), tr("Published sequences"))
        self.tabs.addTab(_scrolled(text_page(cards_text(plan, tables))), tr("Cards"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> QWidget:
    if not rows:
        return text_page(empty)
    table = QTableWidget(len(rows), len(heads))
    table.setHorizontalHeaderLabels(list(heads))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.verticalHeader().setVisible(False)
    table.setWordWrap(True)
    for n, row in enumerate(rows):
        for column, words in enumerate(row):
            table.setItem(n, column, QTableWidgetItem(words))
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.resizeRowsToContents()
    return table


def side_table(treatments: Sequence[Treatment]) -> QWidget:
    """Zones as rows; what is planned and done on the right, in the middle and on the left of the patient."""
    places: dict[str, dict[str, list[str]]] = {}
    for item in treatments:
        sides = places.setdefault(region_words(item) or tr("No region"), {})
        for side in {"right": ("right",), "left": ("left",), "both": ("right", "left")}.get(item.side, ("middle",)):
            sides.setdefault(side, []).append(f"{state_words(item)}: {treatment_words(item)}")
    rows = [
        (place, *("\n".join(sides.get(side, ())) for side in ("right", "middle", "left")))
        for place, sides in places.items()
    ]
    return _table(
        (tr("Zone"), tr("Patient's right"), tr("Middle"), tr("Patient's left")),
        rows,
        tr("Nothing is planned or performed yet."),
    )


def ledger_table(treatments: Sequence[Treatment], tables: Tables) -> QWidget:
    """What was done, added up over all visits per zone and product; units of different products never meet."""
    rows = [
        (
            place_of(entry, treatments),
            product_of(entry, treatments, tables),
            entry.words,
            ", ".join(map(shown_day, entry.dates)) or tr("no date"),
        )
        for entry in ledger(treatments)
    ]
    return _table(
        (tr("Zone"), tr("Product"), tr("All visits together"), tr("Dates")),
        rows,
        tr("Nothing was recorded as performed yet."),
    )


def dates_page(plan: Plan, tables: Tables) -> QWidget:
    found = reviews(plan.treatments, tables)
    page = QWidget()
    layout = QVBoxLayout(page)
    if not found:
        layout.addWidget(Label(tr("Nothing with a date was recorded as performed yet.")))
        layout.addStretch(1)
        return page
    layout.addWidget(Timeline(found))
    for review in found:
        label = Label(f"{place_words(review.treatment)}, {treatment_words(review.treatment)}: {review_words(review)}."
                       + (tr(" Source: {source}.", source=review.source) if review.source else ""))  # fmt: skip
        label.setWordWrap(True)
        layout.addWidget(label)
    note = Label(METABOLISM)
    note.setWordWrap(True)
    note.setObjectName("quiet")
    layout.addWidget(note)
    layout.addStretch(1)
    return page


class Timeline(QWidget):
    """A row a treatment: the day it was done, the days to look again, the published range of its effect, and today."""

    def __init__(self, found: Sequence[Review]) -> None:
        super().__init__()
        self._found = tuple(found)
        days = [date.fromisoformat(day) for review in found for day in review.days]
        self._first, self._last = min(*days, date.today()), max(*days, date.today())
        self.setFixedHeight(ROW * len(self._found) + 34)
        self.setAccessibleName(tr("Timeline of result checks and reassessments"))

    def _x(self, day: str) -> float:
        span = max((self._last - self._first).days, 1)
        return LEFT + (self.width() - LEFT - 24) * (date.fromisoformat(day) - self._first).days / span

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        today = self._x(date.today().isoformat())
        painter.setPen(QColor(theme.tokens().t2))
        painter.drawLine(int(today), 18, int(today), self.height())
        painter.drawText(QRectF(today - 40, 0, 80, 16), Qt.AlignmentFlag.AlignCenter, tr("today"))
        small = QFont(painter.font())
        for n, review in enumerate(self._found):
            y = 22 + n * ROW
            painter.setPen(QColor(theme.tokens().t1))
            painter.setFont(small)
            words = f"{place_words(review.treatment)}, {treatment_words(review.treatment)}"
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, LEFT - 14)
            painter.drawText(QRectF(4, y, LEFT - 10, ROW), Qt.AlignmentFlag.AlignVCenter, words)
            self._bar(painter, review, y + ROW / 2)

    def _bar(self, painter: QPainter, review: Review, y: float) -> None:
        colour = QColor(review.treatment.colour or theme.tokens().t2)
        done = self._x(review.treatment.date or date.today().isoformat())
        painter.setPen(Qt.PenStyle.NoPen)
        first, last = review.effect
        if last is not None or first is not None:
            faint = QColor(colour)
            faint.setAlphaF(0.35)
            painter.setBrush(faint)
            painter.drawRoundedRect(QRectF(done, y - 2, max(self._x(last or first or "") - done, 2), 4), 2, 2)
        if first is not None:
            painter.setBrush(colour)
            width = 3.0 if last is None else max(self._x(last) - self._x(first), 3)
            painter.drawRoundedRect(QRectF(self._x(first), y - 6, width, 12), 3, 3)
        painter.setBrush(QColor(theme.tokens().t1))
        painter.drawEllipse(QRectF(done - 4, y - 4, 8, 8))
        for day in (review.result, review.due):
            if day is not None:
                painter.setBrush(QColor(theme.tokens().accent))
                painter.drawRect(QRectF(self._x(day) - 2, y - 8, 4, 16))


def sequence_text(tables: Tables) -> str:
    """Every published opinion with its source; none is compared with the plan."""
    head = "<p>" + escape(
        tr("What is published on the order of treatments. The sources disagree; none of it is compared with this plan.")
    )
    notes = (
        f"<p><b>{escape(note.title)}</b><br>{escape(note.text)}<br><i>{escape(note.source)}</i>"
        for note in tables.sequence
    )
    return head + "".join(notes)


def cards_text(plan: Plan, tables: Tables) -> str:
    """The emergency protocol first, then the cards of the plan's zones, each with who approved it."""
    zones = frozenset(item.region for item in plan.treatments if item.region)
    today = date.today().isoformat()
    parts = []
    for card in tables.cards_for(zones, [item.modality for item in plan.treatments] or [""]):
        lines = (escape(card.text), f"<i>{escape(card.source)}</i>", f"<i>{escape(card.standing(today))}</i>")
        told = [line for line in lines if line != "<i></i>"]
        parts.append("<br>".join((f"<p><b>{escape(card.title)}</b>", *told)))
    return "".join(parts)


def text_page(text: str) -> QWidget:
    page = Label(text)
    page.setWordWrap(True)
    page.setTextFormat(Qt.TextFormat.RichText)
    page.setAlignment(Qt.AlignmentFlag.AlignTop)
    page.setContentsMargins(8, 8, 8, 8)
    page.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    return area
