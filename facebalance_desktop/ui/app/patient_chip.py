"""Whose photos these are, in one line of the top bar; a click opens the form."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.patient_bar import PatientBar
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.icons import draw_icon
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override

SIGN, RING = 18, 2.5
"""Pixels of the sign at its end, and of the line of the ring that stands there during a long save."""

NOT_SAVED = (tr("Not saved"), tr("Not saved yet; it is tried again"))
"""How the states begin that a warning goes with."""


class PatientChip(QToolButton):
    """Bold name, age and ID, and a tick once everything is saved; the name is cut first."""

    reworded = Signal()
    """It may want another width."""

    def __init__(self, session: Session, form: PatientBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._session = session
        self._form = form
        self._widest = theme.scaled(280)
        self._state = ""
        self._sign = ""
        self._share: float | None = None
        self.name, self.facts = "", ""
        form.setParent(self)  # until there is a window to float in
        form.hide()
        self.clicked.connect(self.open)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        session.changed.connect(self._update)
        self._show(session.project.patient)

    def open(self) -> None:
        """Show the form below the chip."""
        if self._form.isVisible():
            self._form.hide()
            return
        self._form.setParent(self.window())
        self._form.adjustSize()
        self._form.move(self.mapTo(self.window(), QPoint(0, self.height() + 4)))
        self._form.show()
        self._form.raise_()
        self._form.name.setFocus()

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """The form goes as soon as the keyboard leaves it."""
        if now is not None and self._form.isVisible() and not self._form.isAncestorOf(now):
            self._form.hide()

    def set_widest(self, width: int) -> None:
        self._widest = width
        self._fit()

    def show_state(self, words: str) -> None:
        """Whether everything is saved: the words in the tool tip, a tick or a warning for the eye."""
        if words == self._state:
            return
        self._state = words
        self._share = None
        saved = tr("Saved in {name}", name="").rstrip()
        self._sign = "warn" if words.startswith(NOT_SAVED) else "tick" if words.startswith(saved) else ""
        self._describe()
        self.update()

    def show_progress(self, share: float | None) -> None:
        """How much of a save that takes long is written (0 to 1), in place of the tick."""
        if share != self._share:
            self._share = share
            self.update()

    def _update(self, before: Project, now: Project) -> None:
        if before.patient is not now.patient:
            self._show(now.patient)

    def _show(self, patient: Patient) -> None:
        self.name = patient.name or patient.id or tr("No patient entered")
        age = age_of(patient.birth_date, date.today())
        parts = ("" if age is None else str(age), patient.id if patient.name else "")
        self.facts = "".join(f" · {part}" for part in parts if part)
        self._describe()
        self._fit()
        self.reworded.emit()

    def _describe(self) -> None:
        self.setAccessibleName(tr("Patient: {name}{facts}", name=self.name, facts=self.facts))
        state = self._state or tr("Name, ID and date of birth")
        self.setToolTip(plain(f"{self.name}{self.facts}\n{state}"))

    @property
    def wanted(self) -> int:
        """The width (px) that all its words want."""
        bold, plain = self._metrics()
        return bold.horizontalAdvance(self.name) + plain.horizontalAdvance(self.facts) + 1 + SIGN + 32

    @property
    def shown_name(self) -> str:
        """The name as far as there is room for it."""
        bold, plain = self._metrics()
        room = self.width() - SIGN - 32 - plain.horizontalAdvance(self.facts)
        return bold.elidedText(self.name, Qt.TextElideMode.ElideRight, max(room, 24))

    def _fit(self) -> None:
        self.setFixedSize(QSize(min(self._widest, self.wanted), theme.scaled(32)))
        self.update()

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        font = QFont(self.font())
        font.setBold(True)
        return QFontMetrics(font), QFontMetrics(self.font())

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        bold, _ = self._metrics()
        colours = theme.tokens()
        name = self.shown_name
        painter = QPainter(self)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.t1))
        across = QRect(12, 0, self.width() - 24 - SIGN, self.height())
        painter.drawText(across, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.t2))
        across.setLeft(12 + bold.horizontalAdvance(name))
        painter.drawText(across, Qt.AlignmentFlag.AlignVCenter, self.facts)
        square = QRect(self.width() - SIGN - 8, (self.height() - SIGN) // 2, SIGN, SIGN)
        if self._share is not None:
            _draw_share(painter, square, self._share)
        elif self._sign:
            draw_icon(painter, self._sign, square.toRectF(), colours.warn if self._sign == "warn" else colours.t2)
        painter.end()


def _draw_share(painter: QPainter, square: QRect, share: float) -> None:
    """A ring that fills clockwise from its top."""
    colours = theme.tokens()
    ring = square.adjusted(3, 3, -3, -3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.edge), RING))
    painter.drawEllipse(ring)
    painter.setPen(QPen(QColor(colours.accent), RING))
    painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))


def age_of(born: str | None, today: date) -> int | None:
    """Whole years from a birth date (ISO 8601)."""
    if not born:
        return None
    day = date.fromisoformat(born)
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))
