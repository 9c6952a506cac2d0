"""What moved between the two photos, measured on request, and what cannot be told."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facebalance_desktop.comparison.changes import Change
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.section import Section, say

UNIT = "in % of the pupil distance; down and to image right are positive"


class ChangesPanel(Section):
    """A button, then sentences; gone as soon as the photos, their points or their alignment change."""

    measure_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("What moved", parent)
        self._session = session
        self.button = QPushButton("Measure what moved")
        self.button.setToolTip("Follow the skin from the before photo into the after photo")
        self.button.clicked.connect(self.measure_requested)
        self.body.addWidget(self.button)
        self.measured = self.add_words("title")
        self.others = self.add_words()
        self.problem = self.add_words("problem")
        session.changed.connect(self._update)
        self.clear()

    def _update(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos or before.comparisons is not now.comparisons:
            self.clear()

    def clear(self) -> None:
        """Nothing measured of the present pair."""
        pair = self._session.pair
        self.setVisible(pair is not None and pair.alignment is not None)
        match = None if pair is None else pair.match
        is_refused = match is not None and match.is_refused
        self.button.setEnabled(not is_refused)
        for words in (self.measured, self.others):
            say(words, "")
        say(self.problem, "Figures are withheld: the photos are not comparable." if is_refused else "")

    def show_busy(self) -> None:
        say(self.others, "Measuring …")

    def show_problem(self, sentence: str) -> None:
        self.clear()
        say(self.problem, sentence)

    def show_changes(self, found: Mapping[str, Change]) -> None:
        """The measured points by size; the others are counted, never left out silently."""
        measured = [(name, change) for name, change in found.items() if change.status == "measured"]
        measured.sort(key=lambda item: -size_of(item[1]))
        lines = [told(name, change) for name, change in measured]
        say(self.measured, "\n".join(lines) if lines else "No change above the measurement error was found.")
        within = sum(change.status == "within-error" for change in found.values())
        unknown = [point_kinds()[name].name for name, change in found.items() if change.status == "cannot-tell"]
        words = f"Displacement ± 95 % range, {UNIT}. {within} points lie within the measurement error."
        if unknown:
            words += f" Cannot be told: {', '.join(unknown).lower()}."
        say(self.others, words)


def size_of(change: Change) -> float:
    return math.hypot(change.dx or 0.0, change.dy or 0.0)


def told(name: str, change: Change) -> str:
    """`Menton: down +4.2, right -0.3 ± 1.1`."""
    return (
        f"{point_kinds()[name].name}: down {change.dy or 0.0:+.1f}, right {change.dx or 0.0:+.1f} "
        f"± {1.96 * (change.sigma or 0.0):.1f}"
    )
