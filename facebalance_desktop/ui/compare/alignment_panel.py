"""How the after photo lies on the before: what the fit rests on, its residual, levelling, and the nudge by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QPushButton, QWidget

from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.edits_photos import change_comparison, clear_nudge, nudge_comparison
from facebalance_desktop.project.model import Nudge, Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.compare.method_box import MethodBox
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.buttons import icon_button
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import Section, say

STEP_PX, STEP_DEGREES, STEP_SCALE = 1.0, 0.5, 1.01
FINE = 0.1
"""With Shift: 0.1 px, 0.05 degrees, 0.1 %."""
ON = {
    "eyes": tr("pupils and lid corners"),
    "untreated": tr("untreated points"),
    "whole-face": tr("the whole face"),
    "points": tr("two points by hand"),
}
CHOOSE = tr("No two photos of one view on two days yet: double-click a photo below to compare it with the one shown.")


class AlignmentPanel(Section):
    """Words and buttons; every press is an undoable edit."""

    manual_page = "compare#align-the-photos"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Alignment"), parent)
        self._session = session
        self.words = self.add_words()
        self.problem = self.add_words("problem")
        self.level = QCheckBox(tr("Level the eyes"))
        self.level.setToolTip(tr("Turn both photos so that the before's pupil line is horizontal (L)"))
        self.level.toggled.connect(self._level)
        self.body.addWidget(self.level)
        self.method = MethodBox(session)
        self.body.addWidget(self.method)
        self.nudge_words = self.add_words()
        self.nudge = self._nudge_pad()
        self.body.addWidget(self.nudge)
        self.clear = QPushButton(tr("Clear the nudge"))
        self.clear.setToolTip(tr("Back to the computed alignment; undo brings the nudge back"))
        self.clear.clicked.connect(self._clear)
        self.body.addWidget(self.clear)
        self.lock = QCheckBox(tr("Lock the alignment"))
        self.lock.setToolTip(tr("Keep both photos together as they are; unlock to nudge again"))
        self.lock.toggled.connect(self._lock)
        self.body.addWidget(self.lock)
        session.changed.connect(self._update)
        self._show()

    def _nudge_pad(self) -> QWidget:
        pad = QWidget()
        grid = QGridLayout(pad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        title = Label(tr("Nudge the after photo"))
        title.setObjectName("quiet")
        grid.addWidget(title, 0, 0, 1, 4)
        buttons = (
            ("left", tr("Left"), -STEP_PX, 0.0, 0.0, 1.0, 1, 0),
            ("right", tr("Right"), STEP_PX, 0.0, 0.0, 1.0, 1, 1),
            ("up", tr("Up"), 0.0, -STEP_PX, 0.0, 1.0, 1, 2),
            ("down", tr("Down"), 0.0, STEP_PX, 0.0, 1.0, 1, 3),
            ("rot-l", tr("Turn left"), 0.0, 0.0, -STEP_DEGREES, 1.0, 2, 0),
            ("rot-r", tr("Turn right"), 0.0, 0.0, STEP_DEGREES, 1.0, 2, 1),
            ("plus", tr("Larger"), 0.0, 0.0, 0.0, STEP_SCALE, 2, 2),
            ("minus", tr("Smaller"), 0.0, 0.0, 0.0, 1 / STEP_SCALE, 2, 3),
        )
        for picture, words, dx, dy, turn, scale, row, column in buttons:
            button = icon_button(picture, words, tr("Moves the after photo; with Shift by a tenth of the step"))
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _=False, v=(dx, dy, turn, scale): self.nudge_by(*v))
            grid.addWidget(button, row, column)
        grid.setColumnStretch(4, 1)
        return pad

    def nudge_by(self, dx: float, dy: float, turn: float, scale: float) -> None:
        """Move the after photo by px of the before photo, degrees and a factor; a tenth of it while Shift is held."""
        comparison = self._session.project.comparison
        if comparison is None or comparison.is_locked:
            return
        fine = FINE if self._is_shift_held() else 1.0
        edit = nudge_comparison(comparison.id, dx * fine, dy * fine, turn * fine, 1 + (scale - 1) * fine)
        self._session.do(tr("Nudge the after photo"), edit)

    @staticmethod
    def _is_shift_held() -> bool:
        return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _level(self, is_on: bool) -> None:
        comparison = self._session.project.comparison
        if comparison is not None and comparison.is_level != is_on:
            self._session.do(tr("Level") if is_on else tr("Unlevel"), change_comparison(comparison.id, is_level=is_on))

    def _lock(self, is_on: bool) -> None:
        comparison = self._session.project.comparison
        if comparison is not None and comparison.is_locked != is_on:
            edit = change_comparison(comparison.id, is_locked=is_on)
            self._session.do(tr("Lock the alignment") if is_on else tr("Unlock the alignment"), edit)

    def _clear(self) -> None:
        if (comparison := self._session.project.comparison) is not None:
            self._session.do(tr("Clear the nudge"), clear_nudge(comparison.id))

    def _update(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos or before.comparisons is not now.comparisons:
            self._show()

    def _show(self) -> None:
        pair = self._session.pair
        is_pair = pair is not None and pair.after is not None
        for widget in (self.level, self.nudge, self.method, self.lock):
            widget.setVisible(is_pair)
        if pair is None or not is_pair or pair.comparison is None:
            is_alone = len(self._session.project.photos) < 2
            say(self.words, tr("Add a second photo to compare.") if is_alone else CHOOSE)
            say(self.problem, "")
            say(self.nudge_words, "")
            self.clear.setVisible(False)
            return
        say(self.words, alignment_words(pair))
        say(self.problem, pair.problem or "")
        if self.level.isChecked() != pair.comparison.is_level:
            self.level.setChecked(pair.comparison.is_level)
        self.method.show_comparison(pair.comparison)
        if self.lock.isChecked() != pair.comparison.is_locked:
            self.lock.setChecked(pair.comparison.is_locked)
        self.nudge.setEnabled(not pair.comparison.is_locked)
        self.clear.setEnabled(not pair.comparison.is_locked)
        nudge = pair.comparison.nudge
        say(self.nudge_words, "" if nudge is None else nudge_words(nudge))
        self.clear.setVisible(nudge is not None)


def alignment_words(pair: Pair) -> str:
    """What the alignment is and how well it fits, in one or two sentences."""
    alignment = pair.alignment
    if alignment is None:
        return ""
    fit = alignment.photo_to_reference
    words = tr(
        "By rotation, scale and shift only, on {get}. Turned {rotation:+.1f}°, scaled {scale:.3f}. "
        "Residual {residual:.1f} % of the pupil distance",
        get=ON.get(alignment.on, alignment.on),
        rotation=fit.rotation,
        scale=fit.scale,
        residual=alignment.residual,
    )
    if alignment.uncertainty is not None:
        words += tr(", uncertainty ± {uncertainty:.1f} %", uncertainty=alignment.uncertainty)
    return " ".join((words + ".", *alignment.notes))


def nudge_words(nudge: Nudge) -> str:
    larger = 100 * (nudge.scale - 1)
    return tr(
        "Nudged by hand: {dx:+.1f} px, {dy:+.1f} px, {rotation:+.2f}°, {larger:+.2f} %.",
        dx=nudge.dx,
        dy=nudge.dy,
        rotation=nudge.rotation,
        larger=larger,
    )
