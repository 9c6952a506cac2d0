"""What moved between the two photos, measured on request, and what is not measurable."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.drawing.change_words import UNMOVED, change_words
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.section import Section, say


class ChangesPanel(Section):
    """A button, then sentences; gone as soon as the photos, their points or their alignment change."""

    manual_page = "error-bars#what-moved"
    measure_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("What moved"), parent)
        self._session = session
        self.button = QPushButton(tr("Measure what moved"))
        self.button.setToolTip(tr("Follow the skin from the before photo into the after photo"))
        self.button.clicked.connect(self.measure_requested)
        self.body.addWidget(self.button)
        self.measured = self.add_words("title")
        self.unmoved = self.add_words()
        self.others = self.add_words()
        self.problem = self.add_words("problem")
        self._later = AfterGesture(session, self._offer, self)
        session.changed.connect(self._update)
        self.clear()

    def _update(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos or before.comparisons is not now.comparisons:
            self._forget()
            self._later.ask()

    def clear(self) -> None:
        """Nothing measured of the present pair."""
        self._forget()
        self._offer()

    def _forget(self) -> None:
        for words in (self.measured, self.unmoved, self.others):
            say(words, "")

    def _offer(self) -> None:
        """Whether what moved can be measured, which takes the photo match."""
        pair = self._session.pair
        self.setVisible(pair is not None and pair.alignment is not None)
        match = None if pair is None else pair.match
        is_refused = match is not None and match.is_refused
        self.button.setEnabled(not is_refused)
        say(self.problem, tr("Figures are withheld: the photos are not comparable.") if is_refused else "")

    def show_busy(self) -> None:
        say(self.others, tr("Measuring …"))

    def show_problem(self, sentence: str) -> None:
        self.clear()
        say(self.problem, sentence)

    def show_changes(self, found: Mapping[str, Change]) -> None:
        """The measured points by size; the others with what could be seen of them, never left out silently."""
        pair = self._session.pair
        words = change_words(found, None if pair is None else view_of(pair.before.photo))
        say(self.measured, "\n".join(part for part in (words.headline, *words.moved) if part))
        say(self.unmoved, "\n".join((UNMOVED, *words.unmoved)) if words.unmoved else "")
        say(self.others, "\n".join(part for part in (words.unknown, words.always) if part))
