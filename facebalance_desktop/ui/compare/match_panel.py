"""Photo match: whether these two photos can be compared, why not, and what nobody has checked."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from facebalance_desktop.comparison.comparability import (
    GRADE_WORDS,
    NEVER_CHECKED,
    Comparability,
    Grade,
    Reason,
)
from facebalance_desktop.project.clinic_rules import LIMITS
from facebalance_desktop.project.edits_photos import change_comparison
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.section import Section, say
from facebalance_desktop.ui.widgets.tokens import grade_colour

QUESTIONS = {
    "make-up": tr("Same make-up"),
    "hair": tr("Same hair and beard"),
    "glasses": tr("Same glasses and jewellery"),
    "clothing": tr("Same clothing and background"),
    "tan": tr("Same tan"),
    "posture": tr("Sitting, or lying, in both"),
    "weight": tr("Same body weight"),
    "swelling": tr("No swelling"),
    "neck-posture": tr("Same neck posture"),
}
"""What a human may answer by a tick; whatever else was not checked is only listed."""
READY_AFTER = 300
"""Milliseconds after which the table of limits is read, so that the first pair need not wait for it."""


class ReasonLabel(Label):
    """The sentence behind a dot of its grade's colour; used again for another one, which is quicker than a new one."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setObjectName("quiet")

    def tell(self, reason: Reason) -> None:
        words = f'<span style="color: {grade_colour(theme.tokens(), reason.grade)}">●</span> {escape(reason.sentence)}'
        if self.text() != words:
            self.setText(words)
            self.setToolTip(plain(f"{reason.what}: {GRADE_WORDS[reason.grade]}"))


class MatchPanel(Section):
    """The grade, a sentence a reason, and ticks for what no algorithm sees."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Photo match"), parent)
        self._session = session
        self.grade = self.add_words("title")
        self.reasons = QVBoxLayout()
        self._labels: list[ReasonLabel] = []
        self._coloured: Grade | None = None
        self.body.addLayout(self.reasons)
        self.unchecked = self.add_words()
        self.boxes: dict[str, QCheckBox] = {}
        for what, question in QUESTIONS.items():
            box = QCheckBox(question)
            box.setToolTip(tr("Not checked by the program: tick it when you have seen that it is so"))
            box.toggled.connect(lambda is_on, what=what: self._tick(what, is_on))
            self.boxes[what] = box
            self.body.addWidget(box)
        session.changed.connect(self._update)
        theme.current().changed.connect(self._recolour)
        QTimer.singleShot(READY_AFTER, self, lambda: LIMITS.value)
        self._show()

    def _tick(self, what: str, is_on: bool) -> None:
        comparison = self._session.project.comparison
        if comparison is None or (what in comparison.checked) == is_on:
            return
        others = tuple(item for item in comparison.checked if item != what)
        checked = (*others, what) if is_on else others
        words = QUESTIONS[what].lower()
        self._session.do(f"{'Tick' if is_on else 'Untick'} {words}", change_comparison(comparison.id, checked=checked))

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits, before.plan)
        if any(
            old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits, now.plan), strict=True)
        ):
            self._show()

    def _show(self) -> None:
        pair = self._session.pair
        match = None if pair is None else pair.match
        self.setVisible(match is not None)
        if match is None:
            return
        say(self.grade, f"{GRADE_WORDS[match.grade].capitalize()}")
        if self._coloured != match.grade:
            self._coloured = match.grade
            self.grade.setStyleSheet(f"color: {grade_colour(theme.tokens(), match.grade)};")
        while len(self._labels) < len(match.reasons):
            self._labels.append(ReasonLabel())
            self.reasons.addWidget(self._labels[-1])
        for label, reason in zip(self._labels, match.reasons, strict=False):
            label.tell(reason)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(match.reasons))
        self._show_unchecked(match)

    def _recolour(self) -> None:
        self._coloured = None
        self._show()

    def _show_unchecked(self, match: Comparability) -> None:
        comparison = self._session.project.comparison
        checked = () if comparison is None else comparison.checked
        for what, box in self.boxes.items():
            box.setVisible(what in match.unchecked or what in checked)
            if box.isChecked() != (what in checked):
                box.setChecked(what in checked)
        others = [
            sentence
            for what, sentence in match.unchecked.items()
            if what not in QUESTIONS or sentence != NEVER_CHECKED[what]
        ]
        say(self.unchecked, "\n".join([tr("Not checked by the program:"), *others, *LIMITS.problems]))
