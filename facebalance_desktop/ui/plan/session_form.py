"""One session of the plan as a form: name, interval, date."""

from __future__ import annotations

from typing import Unpack

from PySide6.QtWidgets import QFormLayout, QWidget

from facebalance_desktop.planning.treatments import PlanSession
from facebalance_desktop.project.changes import SessionChanges
from facebalance_desktop.project.edits_plan import change_session
from facebalance_desktop.translation import decimal, tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.dates import read_day, shown_day
from facebalance_desktop.ui.widgets.fields import LineField, read_amount, tell_problems
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say


class SessionForm(QWidget):
    """Follows one session of the plan."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id: str | None = None
        form = QFormLayout(self)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = LineField(tr("Name of the session"), lambda text: self._change(name=text))
        self.weeks = LineField(tr("Weeks after the previous one"), self._take_weeks, tr("weeks after the previous one"))
        self.date = LineField(tr("Date of the session"), self._take_date, tr("28 Mar 2026"))
        self.note = LineField(tr("Note on the session"), lambda text: self._change(note=text))
        for title, field in (
            (tr("Name"), self.name),
            (tr("Interval"), self.weeks),
            (tr("Date"), self.date),
            (tr("Note"), self.note),
        ):
            form.addRow(title, field)
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        form.addRow(self.problem)
        say(self.problem, "")
        tell_problems(self.problem, self.weeks, self.date)
        self.show_one(None)

    @property
    def item(self) -> PlanSession | None:
        return self._session.project.plan.session(self._id)

    def show_one(self, session_id: str | None) -> None:
        """Follow this session; hidden for none."""
        self._id = session_id
        item = self.item
        self.setVisible(item is not None)
        if item is not None:
            owner = f"{self._session.typing_key} {item.id}"
            self.name.show_text(item.name, owner)
            self.weeks.show_text("" if item.weeks_after is None else decimal(item.weeks_after, "g"), owner)
            self.date.show_text(shown_day(item.date), owner)
            self.note.show_text(item.note, owner)

    def _change(self, **changes: Unpack[SessionChanges]) -> None:
        if self._id is not None:
            self._session.do(tr("Change session"), change_session(self._id, **changes))

    def _take_weeks(self, text: str) -> str | None:
        weeks, problem = read_amount(text)
        problem = problem and tr("An interval is a number of weeks.")
        if problem is None:
            self._change(weeks_after=weeks)
        return problem

    def _take_date(self, text: str) -> str | None:
        day, problem = read_day(text)
        if problem is None:
            self._change(date=day)
        return problem
