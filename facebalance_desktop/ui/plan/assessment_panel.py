"""The assessment of one visit: goals in the patient's own words, grades, flags, notes, what was advised against."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from facebalance_desktop.planning.assessment import SURGERY
from facebalance_desktop.planning.assessment_text import heading_of
from facebalance_desktop.planning.treatments import Answer
from facebalance_desktop.project.assessments import AssessedVisit, assessed_visits
from facebalance_desktop.project.changes import AssessmentChanges
from facebalance_desktop.project.edits_assessment import advise_against, drop_advice
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.plan.assessment_comparison import AssessmentComparison
from facebalance_desktop.ui.plan.assessment_flags import ANSWERS, FlagsForm
from facebalance_desktop.ui.plan.assessment_grades import GradesForm
from facebalance_desktop.ui.plan.assessment_writer import AssessmentWriter, narrow_form, row_title
from facebalance_desktop.ui.plan.region_notes import RegionNotes
from facebalance_desktop.ui.widgets.fields import ChoiceField, DraftField, LineField, tell_problems
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import Section, say


class AssessmentPanel(Section):
    """Each visit has its own record; a field that is left with other words is an undoable edit of the one shown."""

    manual_page = "reassess#assess-the-visit"

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(tr("Assessment"), parent)
        self._session = session
        self.writer = AssessmentWriter(session, self)
        self._visits: tuple[AssessedVisit, ...] = ()
        self._add_visit()
        self._add_goals()
        self._add_person()
        self._clinic = clinic
        self._heading(tr("Grades"))
        self.grades = self._grades("assessment")
        self.body.addWidget(self.grades)
        self.outcome_heading = self._heading(tr("Outcome at this visit, against the first"))
        self.outcome = self._grades("outcome")
        self.body.addWidget(self.outcome)
        self._heading(tr("Asked before planning"))
        self.flags = FlagsForm(self.writer, clinic.tables.questions)
        self.body.addWidget(self.flags)
        self._heading(tr("What is seen: the whole face first, then region by region"))
        self.notes = RegionNotes(self.writer, clinic.tables)
        self.body.addWidget(self.notes)
        self._add_advice()
        self.writer.visit_changed.connect(self._show_current)
        self._later = AfterGesture(session, lambda: self._show(session.project), self)
        session.changed.connect(self._update)
        clinic.changed.connect(self._make_forms_anew)
        self._show(session.project)

    def _grades(self, use: str) -> GradesForm:
        return GradesForm(self.writer, tuple(scale for scale in self._clinic.tables.scales if scale.use == use))

    def _make_forms_anew(self) -> None:
        """The clinic has other scales, questions or phrases."""
        tables = self._clinic.tables
        before = (self.grades, self.outcome, self.flags, self.notes)
        self.grades, self.outcome = self._grades("assessment"), self._grades("outcome")
        self.flags, self.notes = FlagsForm(self.writer, tables.questions), RegionNotes(self.writer, tables)
        for old, new in zip(before, (self.grades, self.outcome, self.flags, self.notes), strict=True):
            self.body.replaceWidget(old, new)
            old.deleteLater()
        self._show(self._session.project)

    def _heading(self, words: str) -> Label:
        label = Label(words)
        label.setObjectName("quiet")
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label

    def _add_visit(self) -> None:
        self.visit = ComboBox()
        self.visit.setAccessibleName(tr("Visit of the assessment"))
        self.visit.currentIndexChanged.connect(lambda _: self.writer.show_visit(self.visit.currentData()))
        self.body.addWidget(self.visit)
        self.state = self.add_words()
        holder, form = narrow_form()
        self.author = LineField(tr("Author of the assessment"), self._take_author, tr("who writes this"))
        form.addRow(tr("Author"), self.author)
        self.body.addWidget(holder)
        self.compare = QPushButton(tr("Compare assessments …"))
        self.compare.setToolTip(tr("All assessments, earlier wordings included; what differs is marked"))
        self.compare.clicked.connect(self._compare_visits)
        self.body.addWidget(self.compare)

    def _compare_visits(self) -> None:
        with passing(AssessmentComparison(self._session.project, self)) as comparison:
            comparison.exec()

    def _add_goals(self) -> None:
        self._heading(tr("Goals, in the patient's own words"))
        self.goals = QPlainTextEdit()
        self.goals.setAccessibleName(tr("Goals in the patient's own words"))
        self.goals.setTabChangesFocus(True)
        self.goals.setFixedHeight(72)
        self.goals.textChanged.connect(self._take_goals)
        self.body.addWidget(self.goals)

    def _add_person(self) -> None:
        holder, form = narrow_form()
        self.sex = self._line(tr("Sex"), "sex", tr("optional"))
        self.age = LineField(tr("Age"), self._take_age, tr("optional, years"))
        self.ancestry = self._line(tr("Ancestry"), "ancestry", tr("optional, as the patient says it"))
        self.surgery = ChoiceField(
            tr("Surgery"),
            lambda key: self.writer.change(tr("Note openness to surgery"), **cast(AssessmentChanges, {"surgery": key})),
            tr("not asked"),
        )
        self.surgery.offer([(key, words, None) for key, words in SURGERY])
        self.expectations = ChoiceField(
            tr("Expectations discussed"),
            lambda key: self.writer.change(tr("Note expectations"), expectations=cast(Answer, key)),
            tr("not said"),
        )
        self.expectations.offer(ANSWERS)
        self.expectations_note = self._line(tr("Expectations"), "expectations_note", tr("what was said"))
        self.skin = self._line(tr("Skin"), "skin", tr("texture, colour, scars"))
        for title, field in (
            (tr("Sex"), self.sex), (tr("Age"), self.age),
            (tr("Ancestry"), self.ancestry), (tr("Surgery"), self.surgery),
            (tr("Expectations"), self.expectations), (tr("What was said"), self.expectations_note),
            (tr("Skin"), self.skin),
        ):  # fmt: skip
            form.addRow(row_title(title), field)
        self.body.addWidget(holder)
        self.problem = self.add_words("problem")
        tell_problems(self.problem, self.age)

    def _line(self, name: str, field: str, hint: str) -> LineField:
        return LineField(
            name,
            lambda text: self.writer.change(tr("Change assessment"), **cast(AssessmentChanges, {field: text})),
            hint,
        )

    def _add_advice(self) -> None:
        self._heading(tr("Advised against, and why"))
        holder, form = narrow_form()
        self.what = DraftField(tr("Advised against"), tr("what"))
        self.why = DraftField(tr("Why it was advised against"), tr("why"))
        form.addRow(tr("What"), self.what)
        form.addRow(tr("Why"), self.why)
        self.body.addWidget(holder)
        self.add_advice = QPushButton(tr("Add"))
        self.add_advice.setAccessibleName(tr("Add what was advised against"))
        self.add_advice.clicked.connect(lambda: self._advise(self.writer.visit))
        self.body.addWidget(self.add_advice)
        self.advice = self.add_words()
        self.drop = QPushButton(tr("Remove the last one"))
        self.drop.clicked.connect(self._drop)
        self.body.addWidget(self.drop)

    def _take_author(self, text: str) -> None:
        self.writer.author = text
        if text and not self.writer.current.is_blank:
            self.writer.change(tr("Note the author"), author=text)

    def _take_goals(self) -> None:
        """Typing is one step for as long as it goes on."""
        self.writer.change(tr("Write goals"), "goals", goals=self.goals.toPlainText())

    def _take_age(self, text: str) -> str | None:
        is_age = text.isdigit() and int(text) <= 130
        problem = None if is_age or not text else tr("An age is a whole number of years.")
        if problem is None:
            self.writer.change(tr("Change assessment"), age=int(text) if text else None)
        return problem

    def take_drafts(self) -> None:
        """The project is left: what was typed as advised against belongs to its visit."""
        for visit in (self.writer.visit, *(visit.day for visit in self._visits)):
            self._advise(visit)

    def _advise(self, visit: str | None) -> None:
        owner, before = self.writer.owner_at(visit), self._session.project
        what, why = self.what.draft(owner), self.why.draft(owner)
        if not what:
            return
        self.writer.do_at(visit, tr("Advise against"), lambda writing: advise_against(what, why, writing))
        if self._session.project is not before:
            self.what.forget(owner)
            self.why.forget(owner)

    def _drop(self) -> None:
        count = len(self.writer.current.advised_against)
        self.writer.do(tr("Remove advice"), lambda writing: drop_advice(count - 1, writing))

    def _update(self, before: Project, now: Project) -> None:
        is_same = before.assessment is now.assessment and before.assessments is now.assessments
        if self._session.typing_key != self._shown:
            self._show(now)
        elif not is_same or before.photos is not now.photos or before.visits is not now.visits:
            self._later.ask()

    def _show(self, project: Project) -> None:
        """The visits, the latest chosen where one was added; then the record of the chosen one."""
        self._shown = self._session.typing_key
        visits = assessed_visits(project)
        is_more = len(visits) > len(self._visits)
        self._visits = visits
        days = [visit.day for visit in visits]
        chosen = len(days) - 1 if is_more or self.writer.visit not in days else days.index(self.writer.visit or "")
        with QSignalBlocker(self.visit):
            self.visit.clear()
            for visit in visits:
                self.visit.addItem(
                    tr("{words} (baseline)", words=visit.words) if visit.is_baseline else visit.words, visit.day
                )
            self.visit.setCurrentIndex(chosen)
        day = days[chosen] if days else None
        if self.writer.visit not in days:  # its photos have another day now, or the first photos came in
            for field in (self.what, self.why):
                field.hand_on(self.writer.owner, self.writer.owner_at(day))
        if day == self.writer.visit:
            self._show_current()
        else:
            self.writer.show_visit(day)
        records = sum(len(visit.earlier) + (not visit.assessment.is_blank) for visit in visits)
        self.compare.setVisible(records > 1)

    def _show_current(self) -> None:
        found, owner = self.writer.current, self.writer.owner
        if self.goals.toPlainText() != found.goals:
            with QSignalBlocker(self.goals):
                self.goals.setPlainText(found.goals)
        for entry, text in (
            (self.sex, found.sex), (self.age, "" if found.age is None else str(found.age)),
            (self.ancestry, found.ancestry), (self.expectations_note, found.expectations_note), (self.skin, found.skin),
        ):  # fmt: skip
            entry.show_text(text, owner)
        self.what.show_draft(owner)
        self.why.show_draft(owner)
        say(self.problem, self.age.problem)
        self.surgery.show_id(found.surgery)
        self.expectations.show_id(found.expectations)
        shown = next((visit for visit in self._visits if visit.day == self.writer.visit), None)
        is_first = shown is None or shown.is_baseline
        self.outcome_heading.setVisible(not is_first)
        self.outcome.setVisible(not is_first)
        earlier = 0 if shown is None else len(shown.earlier)
        kept = (
            tr_plural("; {count} earlier wording kept", "; {count} earlier wordings kept", earlier) if earlier else ""
        )
        written = heading_of(found)
        say(self.state, tr("Nothing written yet.") if found.is_blank else f"{written[:1].upper()}{written[1:]}{kept}.")
        lines = [f"{item.what}: {item.why}" if item.why else item.what for item in found.advised_against]
        say(self.advice, "\n".join(lines))
        self.drop.setVisible(bool(lines))
        for part in (self.grades, self.outcome, self.flags, self.notes):
            part.refresh()
