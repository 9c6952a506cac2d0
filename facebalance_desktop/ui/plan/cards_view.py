"""The reading cards of the place that is being planned, beside its form."""

from __future__ import annotations

import html
from collections.abc import Collection
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.planning.own_cards import begin_cards
from facebalance_desktop.planning.tables import EMERGENCY, NO_PROTOCOL, Card
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.plain_text import Label


class CardsView(QWidget):
    """Static texts with their sources: the cards of the zones in full, those of every zone by their first sentence
    until they are opened. Nothing here is computed for the patient."""

    told = Signal(str)
    """A sentence for the user."""

    def __init__(self, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._opened: set[str] = set()
        self.cards: tuple[Card, ...] = ()
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setAccessibleName(tr("Reading cards of this place"))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.words.linkActivated.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(self.words)
        self.write = QPushButton(tr("Write the clinic's protocol …"))
        self.write.setToolTip(tr("Opens the clinic's own table of cards; one with an example is begun if need be"))
        self.write.clicked.connect(self._open_table)
        layout.addWidget(self.write)
        self.show_zones(frozenset(), None)

    def show_zones(self, zones: frozenset[str], modalities: Collection[str] | None) -> None:
        """The cards of these zones; `modalities` are what is planned there, None where nothing is looked at."""
        shown = () if modalities is None else self._clinic.tables.cards_for(zones, modalities)
        if len(shown) == 1:
            shown = ()  # the emergency protocol alone belongs to no place
        self.cards = shown
        self._show()

    def _toggle(self, card_id: str) -> None:
        self._opened ^= {card_id}
        self._show()

    def _show(self) -> None:
        own = [card for card in self.cards if card.zones]
        rest = [card for card in self.cards if not card.zones]
        self.words.setText("".join(self._card(card) for card in (*own, *rest)))
        self.write.setVisible(not self._clinic.tables.has_protocol)
        self.setVisible(bool(self.cards))

    def _open_table(self) -> None:
        self._clinic.write(begin_cards, self._show_table, self.told.emit)

    def _show_table(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.told.emit(tr("No program opens {path}; open it with a text editor.", path=path))

    def _card(self, card: Card) -> str:
        is_open = card.id in self._opened
        text, title = html.escape(card.text), html.escape(card.title)
        if not card.zones and not is_open:
            text = text.split(". ")[0].rstrip(".") + "."
        colour = theme.tokens().t2 if card.id == EMERGENCY else theme.tokens().warn
        words = tr("less") if is_open else tr("source")
        if not card.zones and not is_open:
            words = tr("all of it")
        link = f'<a href="{card.id}" style="color:{theme.tokens().accent}">{words}</a>'
        if card.text == NO_PROTOCOL:
            link = ""
        more = ""
        if is_open:
            standing = html.escape(card.standing(date.today().isoformat()))
            source = tr("Source: {escape}. ", escape=html.escape(card.source)) if card.source else ""
            more = f'<br><span style="color:{theme.tokens().t2}">{source}{standing}</span>'
        return f'<p><b style="color:{colour}">{title}</b><br>{text}{more} {link}</p>'
