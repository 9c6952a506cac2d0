"""The assessment: the patient's goals in their own words, notes region by region, what was advised against."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QWidget

from facebalance_desktop.planning.assessment import ASPECTS, REGIONS
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.project.edits_plan import advise_against, change_assessment, drop_advice, note_region
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.fields import LineField
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.plain_text import Label, plain_action
from facebalance_desktop.ui.widgets.section import Section, say


class AssessmentPanel(Section):
    """Text in fields; every field that is left with other words is an undoable edit."""

    def __init__(self, session: Session, tables: Tables, parent: QWidget | None = None) -> None:
        super().__init__("Assessment", parent)
        self._session = session
        self._tables = tables
        self._add_goals()
        self._add_person()
        self._add_regions()
        self._add_advice()
        session.changed.connect(self._update)
        self._show(session.project)

    def _heading(self, words: str) -> None:
        label = Label(words)
        label.setObjectName("quiet")
        self.body.addWidget(label)

    def _add_goals(self) -> None:
        self._heading("Goals, in the patient's own words")
        self.goals = QPlainTextEdit()
        self.goals.setAccessibleName("Goals in the patient's own words")
        self.goals.setTabChangesFocus(True)
        self.goals.setFixedHeight(72)
        self.goals.textChanged.connect(self._take_goals)
        self.body.addWidget(self.goals)

    def _add_person(self) -> None:
        form = self._form()
        self.sex = LineField("Sex", lambda text: self._change(sex=text), "optional")
        self.age = LineField("Age", self._take_age, "optional, years")
        self.ancestry = LineField(
            "Ancestry", lambda text: self._change(ancestry=text), "optional, as the patient says it"
        )
        for title, field in (("Sex", self.sex), ("Age", self.age), ("Ancestry", self.ancestry)):
            form.addRow(title, field)
        self.problem = self.add_words("problem")

    def _form(self) -> QFormLayout:
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.body.addWidget(holder)
        return form

    def _add_regions(self) -> None:
        self._heading("What is seen, region by region")
        self.region = ComboBox()
        self.region.setAccessibleName("Region of the notes")
        for key, name in REGIONS:
            self.region.addItem(name, key)
        self.region.currentIndexChanged.connect(lambda _: self._show_note())
        self.body.addWidget(self.region)
        form = self._form()
        self.aspects: dict[str, LineField] = {}
        for aspect, name in ASPECTS:
            entry = LineField(name, partial(self._note_aspect, aspect))
            offer = QPushButton("+")
            offer.setMaximumWidth(30)
            offer.setAccessibleName(f"Words for {name.lower()}")
            offer.setToolTip("Words to choose from; nothing is entered by itself")
            offer.clicked.connect(lambda _=False, aspect=aspect, offer=offer: self._offer(aspect, offer))
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
            layout.addWidget(entry, 1)
            layout.addWidget(offer)
            form.addRow("Asymmetry before" if aspect == "asymmetry" else name, row)
            self.aspects[aspect] = entry
        self.link = QPushButton()
        self.link.setToolTip("Say on which photos this was seen: those on the bench now")
        self.link.clicked.connect(self._link)
        self.body.addWidget(self.link)
        self.written = self.add_words()

    def _add_advice(self) -> None:
        self._heading("Advised against, and why")
        form = self._form()
        self.what = LineField("Advised against", lambda text: None, "what")
        self.why = LineField("Why it was advised against", lambda text: None, "why")
        form.addRow("What", self.what)
        form.addRow("Why", self.why)
        self.add_advice = QPushButton("Add")
        self.add_advice.setAccessibleName("Add what was advised against")
        self.add_advice.clicked.connect(self._advise)
        self.body.addWidget(self.add_advice)
        self.advice = self.add_words()
        self.drop = QPushButton("Take the last one back")
        self.drop.clicked.connect(self._drop)
        self.body.addWidget(self.drop)

    @property
    def current_region(self) -> str:
        return str(self.region.currentData())

    def _change(self, **changes: object) -> None:
        self._session.do("Change assessment", change_assessment(**changes))

    def _note(self, **changes: object) -> None:
        name = dict(REGIONS)[self.current_region].lower()
        self._session.do(f"Note on {name}", note_region(self.current_region, **changes))

    def _note_aspect(self, aspect: str, text: str) -> None:
        self._note(**{aspect: text})

    def _take_goals(self) -> None:
        """Typing is one step for as long as it goes on."""
        self._session.do("Write goals", change_assessment(goals=self.goals.toPlainText()), "goals")

    def _take_age(self, text: str) -> None:
        is_age = text.isdigit() and int(text) <= 130
        say(self.problem, "" if is_age or not text else "An age is a whole number of years.")
        if is_age or not text:
            self._change(age=int(text) if text else None)

    def _offer(self, aspect: str, beside: QPushButton) -> None:
        menu = QMenu(self)
        for phrase in self._tables.phrases:
            if phrase.aspect == aspect:
                menu.addAction(plain_action(phrase.text), partial(self._put_phrase, aspect, phrase.text))
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _put_phrase(self, aspect: str, text: str) -> None:
        old = getattr(self._session.project.assessment.note(self.current_region), aspect)
        self._note(**{aspect: f"{old}; {text}" if old else text})

    def _link(self) -> None:
        pair = self._session.pair
        shown = () if pair is None else tuple(side.photo.id for side in pair.sides)
        old = self._session.project.assessment.note(self.current_region).photos
        self._note(photos=() if old == shown else shown)

    def _advise(self) -> None:
        if self.what.text().strip():
            self._session.do("Advise against", advise_against(self.what.text().strip(), self.why.text().strip()))
            self.what.show_text("")
            self.why.show_text("")

    def _drop(self) -> None:
        count = len(self._session.project.assessment.advised_against)
        self._session.do("Take advice back", drop_advice(count - 1))

    def _update(self, before: Project, now: Project) -> None:
        if before.assessment is not now.assessment or before.photos is not now.photos:
            self._show(now)

    def _show(self, project: Project) -> None:
        found = project.assessment
        if self.goals.toPlainText() != found.goals:
            self.goals.blockSignals(True)
            self.goals.setPlainText(found.goals)
            self.goals.blockSignals(False)
        self.sex.show_text(found.sex)
        self.age.show_text("" if found.age is None else str(found.age))
        self.ancestry.show_text(found.ancestry)
        lines = [f"{item.what}: {item.why}" if item.why else item.what for item in found.advised_against]
        say(self.advice, "\n".join(lines))
        self.drop.setVisible(bool(lines))
        self._show_note()

    def _show_note(self) -> None:
        project = self._session.project
        note = project.assessment.note(self.current_region)
        for aspect, entry in self.aspects.items():
            entry.show_text(getattr(note, aspect))
        names = [photo.name for photo in project.photos if photo.id in note.photos]
        self.link.setText(plain_action("Seen on " + ", ".join(names)) if names else "Link to the photos on the bench")
        others = [name for key, name in REGIONS if not project.assessment.note(key).is_empty]
        say(self.written, "Notes on: " + ", ".join(others).lower() + "." if others else "")
