"""The plan: sessions in their order, in each the regions, in each what is proposed and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTreeWidgetItem, QWidget

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.planning.templates import ZoneTemplates
from facebalance_desktop.planning.treatments import (
    PlanSession,
    Treatment,
    amount_words,
    modality_words,
    place_words,
    product_words,
    state_words,
)
from facebalance_desktop.project import edits_plan
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.project.treatment_places import place_on_photo, zones_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.plan.cards_view import CardsView
from facebalance_desktop.ui.plan.done_record import DoneRecord
from facebalance_desktop.ui.plan.plan_tree import PlanTree
from facebalance_desktop.ui.plan.risk_ticks import RiskTicks
from facebalance_desktop.ui.plan.session_form import SessionForm
from facebalance_desktop.ui.plan.treatment_form import TreatmentForm
from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.fields import read_amount_of, swatch
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.section import Section, say

KEY = Qt.ItemDataRole.UserRole
KIND = Qt.ItemDataRole.UserRole + 1


class PlanPanel(Section):
    """A tree to arrange and filter, and below it the form of what is picked."""

    manual_page = "plan#plan-a-treatment"
    picked = Signal(str)
    """The id of the annotation that the picked treatment belongs to; empty for none."""
    overview_requested = Signal()
    chart_requested = Signal()

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(tr("Treatment plan"), parent)
        self._session = session
        self._clinic = clinic
        self._mark: str | None = None
        self._add_buttons()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Show only treatments with these words"))
        self.filter.setAccessibleName(tr("Filter of the plan"))
        self.filter.textChanged.connect(lambda _: self._show())
        self.body.addWidget(self.filter)
        self.empty = self.add_words()
        self.tree = PlanTree()
        self.tree.edited.connect(self._edited)
        self.tree.currentItemChanged.connect(lambda _, __: self._pick())
        self.tree.treatment_moved.connect(self._move)
        self.tree.session_moved.connect(self._move_session)
        self.body.addWidget(self.tree)
        self.session_form = SessionForm(session)
        self.form = TreatmentForm(session, clinic)
        self.cards = CardsView(clinic)
        self.cards.told.connect(session.tell)
        self.risks = RiskTicks(session, clinic)
        self.record = DoneRecord(session)
        self.body.addWidget(self.session_form)
        self.body.addWidget(self.form)
        self._add_actions()
        for part in (self.record, self.cards, self.risks):
            self.body.addWidget(part)
        session.changed.connect(self._update)
        clinic.changed.connect(self._show)
        self._show()

    def _row(self, *buttons: tuple[str, str, str]) -> list[QPushButton]:
        row = QHBoxLayout()
        row.setSpacing(4)
        made = []
        for words, tip, name in buttons:
            button = QPushButton(words)
            button.setToolTip(plain(tip))
            button.setAccessibleName(name)
            row.addWidget(button, 1)
            made.append(button)
        self.body.addLayout(row)
        return made

    def _add_buttons(self) -> None:
        self.plan_here, self.done_here = self._row(
            (tr("Plan here"), tr("On the selected zone or point, or without one"), tr("Plan a treatment")),
            (
                tr("Record here"),
                tr("Something performed without a plan, here or elsewhere"),
                tr("Record a treatment that was performed"),
            ),
        )
        self.add_session, self.overview = self._row(
            (tr("Add a session"), tr("An appointment of the plan"), tr("Add a session")),
            (
                tr("Overview …"),
                tr("Side against side, ledger, dates, published notes, cards"),
                tr("Overview of the plan"),
            ),
        )
        (self.chart,) = self._row(
            (
                tr("Chart as PDF …"),
                tr("The chart: photos, zones and the plan with its amounts on pages"),
                tr("Chart as PDF"),
            ),
        )
        self.plan_here.clicked.connect(lambda: self.add_treatment("planned"))
        self.done_here.clicked.connect(lambda: self.add_treatment("done"))
        self.add_session.clicked.connect(self.start_session)
        self.overview.clicked.connect(self.overview_requested)
        self.chart.clicked.connect(self.chart_requested)

    def _add_actions(self) -> None:
        (self.copy,) = self._row(
            (
                tr("Record as performed"),
                tr("Today and this operator; amount, lot and expiry stay blank"),
                tr("Record the plan as performed"),
            ),
        )
        (self.delete,) = self._row((tr("Delete"), tr("Undo brings it back"), tr("Delete from the plan")))
        self.copy.clicked.connect(self.record_performed)
        self.delete.clicked.connect(self._delete)

    # What is asked for

    def follow_mark(self, annotation_id: str | None) -> None:
        """Another annotation is selected on the photos: its treatment is picked here."""
        self._mark = annotation_id
        self._show_cards()
        own = self._session.project.plan.of_annotation(annotation_id) if annotation_id else ()
        if own and (self.chosen is None or self.chosen.annotation != annotation_id):
            self.pick(own[-1].id)

    def add_treatment(self, state: str) -> None:
        """A new record on the selected annotation, or on none; nothing is filled in but where it is."""
        project = self._session.project
        mark = project.annotation(self._mark)
        item = Treatment(new_id(), "done" if state == "done" else "planned")
        if mark is not None and mark.is_treatable:
            zone, name, side = self._place_of(mark)
            if is_put_on_both(project, self._clinic.templates, mark):
                side = "both"
            item = replace(item, region=zone, region_name=name, side=side, annotation=mark.id)
        sessions = project.plan.sessions
        if state == "planned" and sessions:
            item = replace(item, session=self._session_here() or sessions[-1].id)
        label = tr("Plan a treatment") if state == "planned" else tr("Record a treatment")
        self._session.do(label, edits_plan.add_treatment(item))
        self.pick(item.id)

    def _place_of(self, mark: Annotation) -> tuple[str, str, str]:
        """Zone of the table, its name and the side: by the drawing's template, else by its own name."""
        found = place_on_photo(self._session.project, mark, self._clinic.templates)
        template = self._clinic.templates.by_id.get(mark.region or "") or found.template
        if template is not None:
            return template.zone, self._clinic.templates.zones[template.zone], template.side
        return "", mark.told, found.side

    def start_session(self) -> None:
        count = len(self._session.project.plan.sessions)
        session = PlanSession(new_id(), tr("Session {count}", count=count + 1))
        self._session.do(tr("Add a session"), edits_plan.add_session(session))
        self.pick(session.id)

    def record_performed(self) -> bool:
        """Record the planned treatment that is picked as done; False where none is."""
        if self.chosen is None or self.chosen.state != "planned":
            return False
        done, today = new_id(), date.today().isoformat()
        edit = edits_plan.copy_to_done(self.chosen.id, done, today, self._clinic.settings.operator)
        self._session.do(tr("Record as performed"), edit)
        self.pick(done)
        return True

    def _delete(self) -> None:
        if self.chosen is not None and self.chosen.is_signed:
            self._session.tell(tr("The record is signed; withdraw the signature before deleting it."))
        elif self.chosen is not None:
            self._session.do(tr("Delete treatment"), edits_plan.remove_treatment(self.chosen.id))
        elif (session := self._chosen_session()) is not None:
            self._session.do(tr("Delete session"), edits_plan.remove_session(session.id))

    # The tree

    @property
    def chosen(self) -> Treatment | None:
        return self._session.project.plan.treatment(self.tree.chosen("treatment") or "")

    def _chosen_session(self) -> PlanSession | None:
        return self._session.project.plan.session(self.tree.chosen("session"))

    def _session_here(self) -> str | None:
        if self.chosen is not None:
            return self.chosen.session
        session = self._chosen_session()
        return None if session is None else session.id

    def pick(self, key: str) -> None:
        """Pick a treatment or a session by its id."""
        self.tree.pick(key)
        self._pick()

    def _pick(self) -> None:
        item, session = self.chosen, self._chosen_session()
        self.form.show_one(None if item is None else item.id)
        self.session_form.show_one(None if session is None else session.id)
        self.record.show_one(None if item is None else item.id)
        self._show_cards()
        self.copy.setVisible(item is not None and item.state == "planned")
        self.delete.setVisible(item is not None or session is not None)
        self.picked.emit("" if item is None or item.annotation is None else item.annotation)

    def _show_cards(self) -> None:
        """The cards and the risks of the treatment that is picked, else the cards of the drawing that is selected."""
        project, item = self._session.project, self.chosen
        mark = project.annotation(self._mark)
        zones = frozenset[str]()
        modalities = None
        if item is not None:
            zones, modalities = zones_of(project, item, self._clinic.templates), (item.modality,)
        elif mark is not None and mark.is_treatable:
            zones, modalities = place_on_photo(project, mark, self._clinic.templates).zones, ("",)
        self.cards.show_zones(zones, modalities)
        self.risks.show_one(item, zones)

    def _update(self, before: Project, now: Project) -> None:
        if before.id != now.id:
            self.filter.clear()
        if before.plan is not now.plan:
            self._show()
        elif before.annotations is not now.annotations:
            self._show_cards()

    def _show(self) -> None:
        if self.tree.is_telling:
            QTimer.singleShot(0, self, self._show)
            return
        plan, words = self._session.project.plan, without_accents(self.filter.text().strip())
        with QSignalBlocker(self.tree):
            key = self.tree.chosen("treatment") or self.tree.chosen("session")
            self.tree.clear()
            for session in (*plan.sessions, None):
                session_id = None if session is None else session.id
                items = [item for item in plan.treatments if item.session == session_id]
                items = [item for item in items if words in _searched(item, self._clinic.tables)]
                if session is None and not items:
                    continue
                self._add_branch(session, items)
            self.tree.expandAll()
            self.tree.fit_rows()
            self.tree.pick(key or "")
        is_empty = not plan.treatments and not plan.sessions
        self.tree.setVisible(not is_empty)
        self.filter.setVisible(len(plan.treatments) > 4 or bool(words))  # what hides treatments is seen itself
        say(self.empty, tr("Nothing planned yet. Select a zone, then plan a treatment on it.") if is_empty else "")
        self._pick()

    def _add_branch(self, session: PlanSession | None, items: list[Treatment]) -> None:
        top = QTreeWidgetItem([_session_words(session), ""])
        top.setData(0, KEY, "" if session is None else session.id)
        top.setData(0, KIND, "session")
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        regions: dict[str, QTreeWidgetItem] = {}
        for item in items:
            place = place_words(item)
            if place not in regions:
                regions[place] = QTreeWidgetItem(top, [place])
                regions[place].setData(0, KIND, "region")
                regions[place].setFlags(Qt.ItemFlag.ItemIsEnabled)
                regions[place].setFirstColumnSpanned(True)
            leaf = QTreeWidgetItem(regions[place])
            words = product_words(item) or modality_words(item) or tr("Choose …")
            leaf.setText(0, f"{words}\n{state_words(item)}" if item.state == "done" else words)
            leaf.setText(1, amount_words(replace(item, side="")))
            leaf.setIcon(0, swatch(item.colour or inks.UNPLANNED, 12))
            leaf.setData(0, KEY, item.id)
            leaf.setData(0, KIND, "treatment")
            leaf.setFlags(leaf.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
            leaf.setCheckState(0, Qt.CheckState.Checked if item.is_shown else Qt.CheckState.Unchecked)
            leaf.setToolTip(
                0, plain(tr("{words}\nTick to show it on the photo; drag it into another session", words=leaf.text(0)))
            )

    def _edited(self, leaf: QTreeWidgetItem, column: int) -> None:
        """Edited in the tree itself: the tick, or the amount."""
        item = self._session.project.plan.treatment(str(leaf.data(0, KEY)))
        if item is None:
            return
        is_shown = leaf.checkState(0) == Qt.CheckState.Checked
        if column == 0 and is_shown != item.is_shown:
            self._session.do(tr("Show treatment") if is_shown else tr("Hide treatment"),
                             edits_plan.change_treatment(item.id, is_shown=is_shown))  # fmt: skip
        elif column == 1:
            amount, _, problem = read_amount_of(leaf.text(1), (item.unit,) if item.unit else ())
            if problem is not None:
                self._session.tell(problem)
            elif amount != item.amount:
                self._session.do(tr("Change amount"), edits_plan.change_treatment(item.id, amount=amount))
                return
            self._show()

    def _move(self, treatment_id: str, session: str, before: str) -> None:
        self._session.do(tr("Move treatment"), edits_plan.move_treatment(treatment_id, session or None, before or None))

    def _move_session(self, session_id: str, to: int) -> None:
        self._session.do(tr("Move session"), edits_plan.move_session(session_id, to))


def _session_words(session: PlanSession | None) -> str:
    if session is None:
        return tr("Unscheduled")
    when = (
        day_words(session.date)
        if session.date
        else (
            ""
            if session.weeks_after is None
            else tr("{weeks_after:g} weeks after the previous one", weeks_after=session.weeks_after)
        )
    )
    return f"{session.name}, {when}" if when else session.name


def _searched(item: Treatment, tables: Tables) -> str:
    product = tables.product(item.product)
    words = (
        place_words(item), modality_words(item), product_words(item), state_words(item), item.goal, item.note,
        item.operator, item.lot, "" if product is None else product.searched,
    )  # fmt: skip
    return without_accents(" ".join(words))


def is_put_on_both(project: Project, templates: ZoneTemplates, mark: Annotation) -> bool:
    """Whether the zone of the other side lies on the same photo and neither of the two has a treatment yet."""
    own = templates.by_id.get(mark.region or "")
    if own is None or project.plan.of_annotation(mark.id):
        return False
    for other in project.annotations:
        template = templates.by_id.get(other.region or "")
        is_partner = template is not None and template.zone == own.zone and template.side != own.side
        if is_partner and other.photo == mark.photo and not project.plan.of_annotation(other.id):
            return True
    return False
