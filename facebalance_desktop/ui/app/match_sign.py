"""The photo match in one word with a sign that differs in shape as well as in colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from facebalance_desktop.comparison.comparability import GRADE_WORDS, NEEDED, Comparability, Grade
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.translation import begun_large, in_sentence, tr
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.grade_sign import HOW, NOT_ALIGNED, is_unaligned_profile, paint_sign
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted

SIGN = 10


class MatchSign(QToolButton):
    """Empty while photos are still coming in; a click opens the reasons. Words without room are cut, not in the tip."""

    reworded = Signal()
    """It may want another width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("icon")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._grade: Grade | None = None
        self._is_short = False
        self._widest: int | None = None
        self.words = ""
        self._told: tuple[Grade | None, str, str] | None = None
        keep_fitted(self, self._fit)

    def show_pair(self, pair: Pair | None, is_moved: bool, is_reading: bool) -> None:
        """The match of this pair; nothing is told before every photo was looked at."""
        match = None if pair is None or is_reading else pair.match
        self._grade = None if match is None else match.grade
        words = "" if match is None else begun_large(GRADE_WORDS[match.grade])
        tip = "" if match is None else "\n".join(_why(match))
        if match is not None and pair is not None and is_unaligned_profile(pair):
            self._grade, words, tip = None, NOT_ALIGNED, HOW
        if words and is_moved:
            words = tr("{words}, moved by hand", words=words)
        if (self._grade, words, tip) == self._told:
            return
        self._told = self._grade, words, tip
        self.words = words
        self.setAccessibleName(
            tr("Photo match: {words}", words=in_sentence(words)) if words else tr("Photo match: not known yet")
        )
        self.setToolTip(plain(tr("Photo match: {words}\n{tip}", words=words, tip=tip).strip() if words else ""))
        self.setEnabled(bool(words))
        self._fit()
        self.update()
        self.reworded.emit()

    @property
    def wanted(self) -> int:
        """The width (px) that the sign and all its words want."""
        words = self.fontMetrics().horizontalAdvance(self._shown) + 8 if self._shown else 0
        return self.least + words if self.words else 0

    @property
    def least(self) -> int:
        """The width (px) of the sign alone."""
        return 16 + SIGN if self.words else 0

    def set_widest(self, width: int) -> None:
        self._widest = width
        self._fit()

    def set_short(self, is_short: bool) -> None:
        """The sign without its word beside it; the tool tip has both."""
        self._is_short = is_short
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.scaled(32))
        self.setFixedWidth(self.wanted if self._widest is None else min(self.wanted, self._widest))
        self.update()

    @property
    def _shown(self) -> str:
        return "" if self._is_short and self._grade is not None else self.words

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(8, (self.height() - SIGN) / 2, SIGN, SIGN)
        paint_sign(painter, self._grade, square)
        painter.setPen(QColor(theme.tokens().t1))
        room = self.rect().adjusted(self.least, 0, 0, 0)
        words = self.fontMetrics().elidedText(self._shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


def _why(match: Comparability) -> list[str]:
    """The reasons, and what a match for the eye alone lacks."""
    unknown = [match.unchecked[what] for what in NEEDED if what in match.unchecked]
    return [reason.sentence for reason in match.reasons] + unknown
