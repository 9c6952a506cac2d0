"""One line above the photo: the views of the project, which of them are pairs, and the two visits that are compared."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from facebalance_desktop.days import day_words
from facebalance_desktop.project.edits_photos import compare_photos
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.visits import day_of, interval_words, pair_of_view, view_of, visits_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled

ROW = 28
MARK = 8
REST, SMILE = "frontal", "frontal-smile"
SHORT = {
    "frontal": tr("Front"),
    "frontal-smile": tr("Smile"),
    "oblique-right": tr("Obl R"),
    "oblique-left": tr("Obl L"),
    "profile-right": tr("Prof R"),
    "profile-left": tr("Prof L"),
    "basal": tr("Basal"),
}
"""Names on the rail; others have the short name of the clinic's set."""
FULL, HALF, NONE = tr("pair"), tr("one visit"), tr("missing")


class ViewButton(QToolButton):
    """A view with its mark: a full disc is a pair, half a disc one visit, a ring is missing."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setObjectName("view")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(f"    {words}")
        self.setCheckable(True)
        keep_fitted(self, lambda: self.setFixedHeight(scaled(ROW) - 1))
        self.state, self.name = NONE, ""

    def show_state(self, state: str, name: str) -> None:
        """Its mark, and the same in words."""
        if (state, name) != (self.state, self.name):
            self.state, self.name = state, name
            self.setToolTip(plain(f"{name}: {state}"))
            self.update()

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        colour = QColor(colours.t1 if self.isChecked() or self.underMouse() else colours.t2)
        disc = QRectF(10, (self.height() - MARK) / 2, MARK, MARK)
        painter.setPen(QPen(colour, 1.5))
        painter.drawEllipse(disc)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour))
        if self.state == FULL:
            painter.drawEllipse(disc)
        elif self.state == HALF:
            painter.drawPie(disc, 90 * 16, 180 * 16)
        painter.end()


class ViewRail(QFrame):
    """A click shows the pair of a view; where there is one visit, neutral against it, or a sentence."""

    manual_page = "reassess#choose-what-is-compared"

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        keep_fitted(self, lambda: self.setFixedHeight(scaled(ROW)))
        self._session = session
        self._clinic = clinic
        self.buttons: dict[str, ViewButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(0)
        views = clinic.views
        order = [view for view in views.names if view in SHORT or view in views.wanted]
        if SMILE in order and REST in order:
            order.remove(SMILE)
            order.insert(order.index(REST) + 1, SMILE)
        for view in order:
            button = ViewButton(SHORT.get(view, views.short(view)))
            button.setAccessibleName(views.name(view))
            button.clicked.connect(partial(self.show_view, view))
            self.buttons[view] = button
            row.addWidget(button)
        row.addStretch(1)
        self.dates = Label()
        self.dates.setObjectName("quiet")
        row.addWidget(self.dates)
        session.changed.connect(self._update)
        clinic.changed.connect(lambda: self._show(session.project))
        self._show(session.project)

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._show(now)

    def _show(self, project: Project) -> None:
        visits = visits_of(project)
        views = [visit.views for visit in visits]
        present = frozenset().union(*views)
        comparison = project.comparison
        shown = None if comparison is None else project.photo(comparison.after)
        for view, button in self.buttons.items():
            count = sum(view in shown_then for shown_then in views)
            state = (NONE, HALF, FULL)[min(count, 2)]
            button.show_state(state, self._clinic.views.name(view))
            button.setEnabled(view in present)
            button.setChecked(shown is not None and view_of(shown) == view)
        self.dates.setText(self._dates(project))

    def _dates(self, project: Project) -> str:
        comparison = project.comparison
        if comparison is None:
            return ""
        days = [None if photo is None else day_of(photo)
                for photo in (project.photo(comparison.before), project.photo(comparison.after))]  # fmt: skip
        first, second = days
        if first is None or second is None or first == second:
            return "" if first is None else day_words(first)
        return f"{day_words(first)} \N{EN DASH} {day_words(second)} · {interval_words(first, second)}"

    def show_view(self, view: str) -> None:
        """Compare the earliest and the latest photo of a view; of a smile in one visit, with the face at rest."""
        if view not in self.buttons or not self.buttons[view].isEnabled():
            self._session.tell(tr("There is no photo of this view."))
            return
        project = self._session.project
        visits = visits_of(project)
        pair = pair_of_view(visits, view)
        if self.buttons[view].state != FULL and view.startswith("frontal-"):
            pair = self._against_rest(view) or pair
        if pair is None:
            name = self._clinic.views.name(view)
            self._session.tell(tr("{name} was photographed in one visit only: there is no pair yet.", name=name))
        elif project.comparison is None or pair != (project.comparison.before, project.comparison.after):
            self._session.do(tr("Compare by view"), compare_photos(*pair))
        self._show(self._session.project)

    def _against_rest(self, view: str) -> tuple[str, str] | None:
        """The face at rest and with this expression, of one visit."""
        for visit in reversed(visits_of(self._session.project)):
            rest = next((photo for photo in visit.photos if view_of(photo) == REST), None)
            other = next((photo for photo in visit.photos if view_of(photo) == view), None)
            if rest is not None and other is not None:
                return rest.id, other.id
        return None
