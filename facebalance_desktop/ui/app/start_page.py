"""What the window shows without a project: recent patients as cards, and the ways to start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.project.recent import SHOWN, Recent, search
from facebalance_desktop.project.recent_facts import RecentFacts
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.patient_card import WIDTH, PatientCard
from facebalance_desktop.ui.app.way_button import WayButton
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.actions import shown_key
from facebalance_desktop.ui.widgets.icons import LineSign, icon
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.tab_order import put_in_order
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

GAP = 16
BESIDE = 320
PROMISE = tr("Photos stay on this machine. The files you add are never changed.")


class StartPage(QWidget):
    """Find a patient's project by name, ID or birth date; drop photos, open a card, paste, or see a demonstration."""

    manual_page = "index"
    open_requested = Signal()
    card_requested = Signal()
    paste_requested = Signal()
    demonstration_requested = Signal()
    project_chosen = Signal(str)
    """The path of a project among the cards."""
    facts_wanted = Signal(list)
    """Paths of the projects that are shown: what their files tell is wanted."""
    projects_wanted = Signal(str)
    """The projects of the clinic's folder that match these words are wanted, too; empty: none."""
    hiding_changed = Signal(bool)
    """Names and faces are hidden from now on, or shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[PatientCard] = []
        self._facts: dict[str, RecentFacts] = {}
        self._is_outdated = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._make_patients(), 1)
        row.addWidget(self._make_ways())

    def _make_patients(self) -> QVBoxLayout:
        heading = Label(tr("Patients"))
        heading.setObjectName("heading")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name, ID or date of birth"))
        self.search.setAccessibleName(tr("Find a patient"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        keep_fitted(self.search, lambda: self.search.setFixedWidth(scaled(264)))
        self.search.textChanged.connect(lambda _: self.refresh())
        self.search.returnPressed.connect(self._open_first)
        self.hiding = QCheckBox(tr("Hide names and faces"))
        self.hiding.setToolTip(tr("Cards show the ID alone; the choice is kept"))
        self.hiding.toggled.connect(self._hide_names)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for widget in (heading, self.search):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.hiding)
        self.nothing = Label()
        self.nothing.setObjectName("quiet")
        self.more = Label(
            tr("{count} patients are shown. Type a name, an ID or a date of birth to find others.", count=SHOWN)
        )
        self.more.setObjectName("quiet")
        self.more.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._area = CardArea()
        self._area.resized.connect(self._lay_out)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout()
        whole.setContentsMargins(24, 16, 16, 16)
        whole.setSpacing(GAP)
        whole.addLayout(head)
        whole.addWidget(self.nothing)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.more)
        return whole

    def _make_ways(self) -> QFrame:
        side = QFrame()
        side.setObjectName("inspector")
        keep_fitted(side, lambda: side.setFixedWidth(scaled(BESIDE)))
        heading = Label(tr("New patient"))
        heading.setObjectName("heading")
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(heading)
        self.drop = DropPlace()
        self.drop.button.clicked.connect(self.open_requested)
        column.addWidget(self.drop)
        for picture, title, words, act in (
            ("card", tr("From a camera card"), tr("You choose the photos  Ctrl+Shift+O"), self.card_requested),
            ("paste", tr("Paste a photo"), shown_key("Ctrl+V"), self.paste_requested),
            ("folder", tr("Open a project"), tr(".facebalance file  Ctrl+O"), self.open_requested),
            ("present", tr("Show the demonstration"), tr("A made-up pair to try everything on"),
             self.demonstration_requested),
        ):  # fmt: skip
            way = WayButton(picture, title, words, BESIDE - 49)
            way.clicked.connect(act)
            column.addWidget(way)
        column.addStretch(1)
        promise = Label(PROMISE)
        promise.setObjectName("quiet")
        promise.setWordWrap(True)
        column.addWidget(promise)
        return side

    @safe_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated:
            self.refresh()

    def refresh_when_seen(self) -> None:
        """Show the projects of now; behind a photo, as soon as the page comes back: a project opens faster."""
        self._is_outdated = self.isHidden()
        if not self._is_outdated:
            self.refresh()

    def refresh(self) -> None:
        """Show the projects that match what is typed."""
        self._is_outdated = False
        text = self.search.text().strip()
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        self._add_cards(search(text))
        self._say_nothing(tr("Looking in the clinic's folder …") if text else tr("Saved projects appear here."))
        self.projects_wanted.emit(text)

    def show_projects(self, text: str, found: Sequence[Recent]) -> None:
        """The projects of the clinic's folder that match `text`, below those that were opened before."""
        if text == self.search.text().strip():
            known = {card.entry.path for card in self.cards}
            self._add_cards([entry for entry in found if entry.path not in known])
            self._say_nothing(tr("No patient matches."))

    def _add_cards(self, entries: Sequence[Recent]) -> None:
        room = SHOWN - len(self.cards)
        self.more.setVisible(len(entries) > room)
        for entry in entries[:room]:
            card = PatientCard(entry, self.hiding.isChecked())
            card.opened.connect(self.project_chosen)
            if (facts := self._facts.get(str(entry.path))) is not None:
                card.show_facts(facts)
            self.cards.append(card)
        self._lay_out()
        paths = [card.entry.path for card in self.cards]
        self.facts_wanted.emit(
            sorted(paths, key=lambda path: str(path) in self._facts)
        )  # those of which nothing is known first

    def _say_nothing(self, words: str) -> None:
        """Why there are no cards, where there are none."""
        self.nothing.setText("" if self.cards else words)
        self.nothing.setVisible(not self.cards)

    def show_facts(self, found: Sequence[RecentFacts]) -> None:
        """What the files told; kept until they are asked again."""
        self._facts.update({str(facts.path): facts for facts in found})
        for card in self.cards:
            facts = self._facts.get(str(card.entry.path))
            if facts is not None:
                card.show_facts(facts)

    def show_hiding(self, is_hidden: bool) -> None:
        """As the settings say."""
        if self.hiding.isChecked() != is_hidden:
            self.hiding.setChecked(is_hidden)

    def _hide_names(self, is_hidden: bool) -> None:
        self.hiding_changed.emit(is_hidden)
        self.refresh()

    def _lay_out(self) -> None:
        across = max(1, (self._area.viewport().width() + GAP) // (scaled(WIDTH) + GAP))
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(across, 1)
        put_in_order(self.hiding, *self.cards)

    def _open_first(self) -> None:
        if self.cards:
            self.project_chosen.emit(str(self.cards[0].entry.path))


class CardArea(QScrollArea):
    """The place of the cards."""

    resized = Signal()

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class DropPlace(QFrame):
    """A dashed place that says what can be dropped; all of the window takes it."""

    def __init__(self) -> None:
        super().__init__()
        keep_fitted(self, lambda: self.setMinimumHeight(scaled(180)))
        picture = LineSign("drop", 32)
        title = Label(tr("Drop two photos here"))
        title.setObjectName("title")
        words = Label(tr("or a folder, a card, a project"))
        words.setObjectName("quiet")
        self.button = QPushButton(tr("Choose photos  Ctrl+O"))
        self.button.setToolTip(tr("Choose files; they are aligned on the eyes and shown side by side"))
        column = QVBoxLayout(self)
        column.setSpacing(4)
        column.addStretch(1)
        for widget in (picture, title, words):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        painter.setPen(QPen(QColor(colours.edge), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
