"""The visits: their dates and roles, what was done before, what is missing, and which views can be compared."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Unpack, cast

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFormLayout, QLabel, QListWidget, QPushButton, QWidget

from facebalance_desktop.days import day_words
from facebalance_desktop.faces.views import VIEWS
from facebalance_desktop.project.changes import VisitChanges
from facebalance_desktop.project.edits_photos import compare_photos
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.edits_visits import change_visit
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import (
    ROLE_WORDS,
    Role,
    Sitting,
    expression_words,
    missing_views,
    pair_of_view,
    prior_words,
    view_of,
    visits_of,
)
from facebalance_desktop.translation import in_sentence, tr, tr_plural
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.earlier_treatment import EarlierTreatmentDialog
from facebalance_desktop.ui.widgets.dates import read_day, shown_day
from facebalance_desktop.ui.widgets.fields import ChoiceField, LineField, tell_problems
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import Section, say

ROLES = (("before", tr("Before"), None), ("between", tr("Between"), None), ("after", tr("After"), None))
PRIORS = (("none", tr("None, says the patient"), None), ("unknown", tr("Unknown elsewhere"), None))
SOURCES = {
    "hand": tr("by hand"),
    "exif": tr("the camera's date"),
    "xmp": tr("the date in the photo"),
    "file": tr("the file's date: the camera recorded none"),
    None: tr("no photo tells a date"),
}


class VisitsPanel(Section):
    """A list of visits, and what can be said of the one that is chosen; every change is an undoable edit."""

    manual_page = "reassess#put-the-visits-right"

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(tr("Visits"), parent)
        self._session = session
        self._clinic = clinic
        self._visits: tuple[Sitting, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Visits"))
        self.list.currentRowChanged.connect(lambda _: self._show_chosen())
        self.body.addWidget(self.list)
        self.missing = self.add_words("problem")
        self.date = LineField(tr("Date of the visit"), self._set_date, tr("28 Mar 2026"))
        self.source = self._quiet("")
        self.source.setWordWrap(True)
        self.role = ChoiceField(tr("Role of the visit"), self._set_role, tr("Automatic"))
        self.role.offer(ROLES)
        self.prior = ChoiceField(tr("Earlier treatments"), self._set_prior, tr("Not recorded"))
        self.prior.offer(PRIORS)
        form = QWidget()
        rows = QFormLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setVerticalSpacing(4)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(self._quiet(tr("Date")), self.date)
        rows.addRow("", self.source)
        rows.addRow(self._quiet(tr("Role")), self.role)
        rows.addRow(self._quiet(tr("Earlier")), self.prior)
        self.body.addWidget(form)
        self.problem = self.add_words("problem")
        tell_problems(self.problem, self.date)
        self.words = self.add_words()
        self.add = QPushButton(tr("Add an earlier treatment …"))
        self.add.setToolTip(tr("What was done before this visit, here or elsewhere; captions count from it"))
        self.add.clicked.connect(self._ask_for_treatment)
        self.body.addWidget(self.add)
        self.compare = ChoiceField(
            tr("Compare the earliest and latest of a view"), self._compare, tr("Compare by view …")
        )
        self.compare.setToolTip(tr("Compare the earliest and the latest photo of one view"))
        self.body.addWidget(self.compare)
        self.movement = ChoiceField(
            tr("Movement in this visit"), self._compare_movement, tr("Movement in this visit …")
        )
        self.movement.setToolTip(
            tr("Compare rest with an expression of the same visit; the measures say how far each side moves")
        )
        self.body.addWidget(self.movement)
        self._later = AfterGesture(session, lambda: self._show(session.project), self)
        session.changed.connect(self._update)
        clinic.changed.connect(lambda: self._show(session.project))
        self._show(session.project)

    @staticmethod
    def _quiet(words: str) -> QLabel:
        label = Label(words)
        label.setObjectName("quiet")
        return label

    @property
    def chosen(self) -> Sitting | None:
        row = self.list.currentRow()
        return self._visits[row] if 0 <= row < len(self._visits) else None

    def _update(self, before: Project, now: Project) -> None:
        if self._session.typing_key != self._shown:
            self._show(now)
        elif before.photos is not now.photos or before.visits is not now.visits or before.plan is not now.plan:
            self._later.ask()

    def _show(self, project: Project) -> None:
        self._shown = self._session.typing_key
        day = self.chosen.day if self.chosen is not None else None
        is_more = len(visits_of(project)) > len(self._visits)
        self._visits = visits_of(project)
        with QSignalBlocker(self.list):
            self.list.clear()
            for visit in self._visits:
                self.list.addItem(visit_words(visit))
            days = [visit.day for visit in self._visits]
            latest = len(days) - 1
            self.list.setCurrentRow(days.index(day) if day in days and not is_more else latest)
        self.list.setFixedHeight(min(5, max(1, len(self._visits))) * 26 + 12)
        shown = Counter(view_of(photo) for visit in self._visits for photo in visit.photos)
        alike = [view for view in VIEWS if shown[view] > 1]
        self.compare.offer([(view, self._clinic.views.name(view), None) for view in alike])
        self.compare.setVisible(bool(alike))
        self._show_chosen()

    def _lacking(self, visit: Sitting) -> str:
        """`Still missing: ...` as soon as every photo of the visit was looked at."""
        if any(photo.faces is None for photo in visit.photos):
            return ""
        lacking = [self._clinic.views.name(view) for view in missing_views(visit, self._clinic.views.wanted)]
        return tr("Still missing: {lacking}.", lacking="; ".join(lacking)) if lacking else ""

    def _show_chosen(self) -> None:
        visit = self.chosen
        self.setEnabled(visit is not None)
        if visit is None:
            self.date.show_text("", self._shown)
            return
        say(self.missing, self._lacking(visit))
        self.date.show_text(shown_day(visit.date), f"{self._shown} {visit.day}")
        by_names = tr("; before and after are estimated from the file names") if visit.is_by_names else ""
        self.source.setText(SOURCES.get(visit.source, "") + by_names)
        record = visit.record
        self.role.setItemText(0, tr("{role} (automatic)", role=ROLE_WORDS[visit.role]))
        self.role.show_id((record.role or "") if record is not None else "")
        self.prior.show_id(record.prior if record is not None else "")
        say(self.problem, self.date.problem)
        say(self.words, prior_words(self._session.project.plan, visit))
        moved = movement_photos(visit)
        shown = [
            (view, tr("At rest and {expression}", expression=in_sentence(expression_words(view))), None)
            for view in moved
            if view != "frontal"
        ]
        self.movement.offer(shown)
        self.movement.setVisible("frontal" in moved and bool(shown))

    def _compare_movement(self, view: str) -> None:
        moved = {} if self.chosen is None else movement_photos(self.chosen)
        if view in moved and "frontal" in moved:
            self._session.do(tr("Compare movement"), compare_photos(moved["frontal"].id, moved[view].id))
        self.movement.show_id("")

    def _change(self, label: str, **changes: Unpack[VisitChanges]) -> None:
        if self.chosen is not None:
            self._session.do(label, change_visit(self.chosen.day, **changes))

    def _set_date(self, text: str) -> str | None:
        day, problem = read_day(text)
        if problem is None:
            self._change(tr("Correct the date"), date=day)
        return problem

    def _set_role(self, role: str) -> None:
        self._change(tr("Set the role"), role=cast(Role, role) if role else None)

    def _set_prior(self, prior: str) -> None:
        self._change(tr("Note earlier treatments"), prior=cast(Literal["", "none", "unknown"], prior))

    def _ask_for_treatment(self) -> None:
        with passing(EarlierTreatmentDialog(self._clinic.tables, self)) as dialog:
            if dialog.exec():
                self._session.do(tr("Add an earlier treatment"), add_treatment(dialog.treatment))

    def _compare(self, view: str) -> None:
        pair = pair_of_view(self._visits, view) if view else None
        if pair is not None:
            self._session.do(tr("Compare by view"), compare_photos(*pair))
        self.compare.show_id("")


def movement_photos(visit: Sitting) -> dict[str, Photo]:
    """The first photo of each view from the front, at rest first."""
    found: dict[str, Photo] = {}
    for view in VIEWS:
        same = [photo for photo in visit.photos if view_of(photo) == view]
        if view.startswith("frontal") and same:
            found[view] = same[0]
    return found


def visit_words(visit: Sitting) -> str:
    """`12 Mar 2024   Before   7 photos`."""
    count = tr_plural("{count} photo", "{count} photos", len(visit.photos))
    return f"{visit_day(visit)}   {ROLE_WORDS[visit.role]}   {count}"


def visit_day(visit: Sitting) -> str:
    return day_words(visit.date) if visit.date is not None else tr("No date")
