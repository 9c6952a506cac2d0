"""Photo match: whether these two photos can be compared, why not, and what was not checked."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facebalance_desktop.comparison.comparability import (
    GRADE_WORDS,
    NEVER_CHECKED,
    Comparability,
    Grade,
    Reason,
)
from facebalance_desktop.drawing.explanations import BY_EYE, reason_name, reason_told
from facebalance_desktop.project.clinic_rules import LIMITS
from facebalance_desktop.project.edits_photos import change_comparison
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import begun_large, in_sentence, tr
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.buttons import box
from facebalance_desktop.ui.widgets.fold import Fold
from facebalance_desktop.ui.widgets.grade_sign import HOW, NOT_ALIGNED, GradeSign, is_unaligned_profile
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.section import Section, say
from facebalance_desktop.ui.widgets.tokens import grade_colour
from facebalance_desktop.ui.widgets.when_seen import WhenSeen

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
            self.setToolTip(plain(f"{reason_name(reason.row or reason.what)}: {GRADE_WORDS[reason.grade]}"))
        self.setWhatsThis(plain(reason_told(reason, LIMITS.value)))


class CutLabel(Label):
    """One line that is cut where its place ends."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_cut(self, words: str) -> None:
        self._whole = words
        self.setToolTip(plain(words))
        self._cut()

    def _cut(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if cut != self.text():
            self.setText(cut)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()


class MatchLine(QWidget):
    """The sign, the word, one clause of the gravest reason; a press anywhere opens or folds what is below."""

    def __init__(self, fold: Fold) -> None:
        super().__init__()
        self._fold = fold
        self.sign = GradeSign()
        self.word, self.clause = Label(), CutLabel()
        self.word.setObjectName("title")
        self.clause.setObjectName("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sign)
        row.addWidget(self.word)
        row.addWidget(self.clause, 1)
        row.addWidget(fold)

    def tell(self, grade: Grade | None, word: str, sentence: str) -> None:
        """`sentence` is cut where the line ends; the tool tip has all of it."""
        self.sign.show_grade(grade)
        self.word.setText(word)
        self.clause.show_cut(sentence.rstrip("."))
        self.setToolTip(plain(tr("Photo match: {word}\n{sentence}", word=word, sentence=sentence).strip()))

    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._fold.click()


class MatchPanel(Section):
    """The match in one line; below it, folded, a sentence a reason and ticks for what no algorithm sees."""

    manual_page = "photo-match"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(tr("Photo match"))
        self._session = session
        self._labels: list[ReasonLabel] = []
        self._inside = QWidget()
        self._inside.setMinimumWidth(1)  # else the height of its sentences is asked for at the width of its widest tick
        self.fold = Fold("", self._inside, tip=tr("Show or hide the reasons and what was not checked"))
        self.fold.setAccessibleName(tr("Reasons of the photo match"))
        self.fold.setObjectName("icon")
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        box(self.fold, 28, 28, 12)
        self.line = MatchLine(self.fold)
        self.body.addWidget(self.line)
        self.body.addWidget(self._inside)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        self.reasons = QVBoxLayout()
        inside.addLayout(self.reasons)
        self.unchecked = Label()
        self.unchecked.setObjectName("quiet")
        self.unchecked.setWordWrap(True)
        inside.addWidget(self.unchecked)
        self.boxes: dict[str, QCheckBox] = {}
        for what, question in QUESTIONS.items():
            tick = QCheckBox(question)
            tick.setToolTip(tr("Not checked by the program: tick it when you have seen that it is so"))
            tick.setWhatsThis(BY_EYE)
            tick.toggled.connect(lambda is_on, what=what: self._tick(what, is_on))
            self.boxes[what] = tick
            inside.addWidget(tick)
        self._reasons = WhenSeen(self._inside, self._show_reasons)
        self._later = AfterGesture(session, self._show, self)
        session.changed.connect(self._update)
        theme.current().changed.connect(self._show)
        QTimer.singleShot(READY_AFTER, self, lambda: LIMITS.value)
        self._show()

    def _tick(self, what: str, is_on: bool) -> None:
        comparison = self._session.project.comparison
        if comparison is None or (what in comparison.checked) == is_on:
            return
        others = tuple(item for item in comparison.checked if item != what)
        checked = (*others, what) if is_on else others
        words = in_sentence(QUESTIONS[what])
        self._session.do(
            tr("Tick {words}", words=words) if is_on else tr("Untick {words}", words=words),
            change_comparison(comparison.id, checked=checked),
        )

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits, before.plan)
        if any(
            old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits, now.plan), strict=True)
        ):
            self._later.ask()

    def _show(self) -> None:
        pair = self._session.pair
        match = None if pair is None else pair.match
        self.setVisible(match is not None)
        if match is None:
            return
        is_waiting = pair is not None and is_unaligned_profile(pair)
        word = NOT_ALIGNED if is_waiting else begun_large(GRADE_WORDS[match.grade])
        clear = {"good": tr("Can be compared"), "eye": tr("Compare by eye")}.get(match.grade, "")
        gravest = HOW if is_waiting else match.reasons[0].sentence if match.reasons else clear
        self.line.tell(None if is_waiting else match.grade, word, gravest)
        self._reasons.ask()

    def _show_reasons(self) -> None:
        """What the fold hides: in an edit it is made only where it is seen."""
        pair = self._session.pair
        match = None if pair is None else pair.match
        if match is None:
            return
        while len(self._labels) < len(match.reasons):
            self._labels.append(ReasonLabel())
            self.reasons.addWidget(self._labels[-1])
        for label, reason in zip(self._labels, match.reasons, strict=False):
            label.tell(reason)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(match.reasons))
        self._show_unchecked(match)

    def _show_unchecked(self, match: Comparability) -> None:
        comparison = self._session.project.comparison
        checked = () if comparison is None else comparison.checked
        for what, tick in self.boxes.items():
            tick.setVisible(what in match.unchecked or what in checked)
            if tick.isChecked() != (what in checked):
                tick.setChecked(what in checked)
        others = [
            sentence
            for what, sentence in match.unchecked.items()
            if what not in QUESTIONS or sentence != NEVER_CHECKED[what]
        ]
        say(self.unchecked, "\n".join([tr("Not checked by the program:"), *others, *LIMITS.problems]))
