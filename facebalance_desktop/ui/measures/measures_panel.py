"""The page of measures: differences with their intervals or the values of one photo, with search, scale and details."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from facebalance_desktop.analysis.measure_differences import summary
from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.analysis.measures import Reading
from facebalance_desktop.project.clinic_rules import MEASURES, MOVEMENTS
from facebalance_desktop.project.derived import version_words
from facebalance_desktop.project.edits_drawing import pin_measure
from facebalance_desktop.project.measurements import PairMeasures, measures_of, table_in_use
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.movements import movements_of_pair
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.measures.measure_detail import MeasureDetail
from facebalance_desktop.ui.measures.measure_list import MeasureList
from facebalance_desktop.ui.measures.measure_menu import MeasureMenu
from facebalance_desktop.ui.measures.measure_rows import (
    MeasureRow,
    RowOrder,
    difference_rows,
    group_name,
    matches,
    movement_rows,
    reading_rows,
)
from facebalance_desktop.ui.measures.scale_controls import ScaleControls, narrow
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.inputs import ComboBox
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.section import Section, say

SHOWN = (
    ("difference", tr("After minus before")),
    ("before", tr("Before")),
    ("after", tr("After")),
    ("movement", tr("Movement")),
)
ORDERS: tuple[tuple[RowOrder, str], ...] = (("region", tr("By region")), ("size", tr("By size of change")))
LIST_HEIGHT = 440
READY_AFTER = 1500
"""Milliseconds after which the table of measures is read, so that the first look at the page need not wait for it."""
MOVEMENT_WORDS = tr(
    "How far each side moves from rest to the expression, photos of one visit, ± 95 % range. The strength of "
    "a smile differs from photo to photo: compare the two sides first, then the visits."
)


class MeasuresPanel(Section):
    """Computed only while it is seen: a drag of a point elsewhere costs nothing."""

    manual_page = "error-bars"
    hovered = Signal(str)
    """The id of the measure under the pointer; empty where none is."""
    points_requested = Signal(tuple)
    """Codes of points that are to be placed by hand on the photos that lack them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Measures"), parent)
        self._session = session
        self._table: MeasureTable | None = None
        self._seen: tuple[object, ...] = ()
        self.shown = PairMeasures()
        self._add_controls()
        self.list = MeasureList()
        self.list.setMinimumHeight(LIST_HEIGHT)
        self.list.hovered.connect(self.hovered)
        self.list.chosen.connect(self._choose)
        self.list.pin_requested.connect(self._pin)
        self.body.addWidget(self.list, 1)
        self.told = self.add_words()
        self.detail = MeasureDetail(session)
        self.detail.points_requested.connect(self.points_requested)
        self.body.addWidget(self.detail)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        session.changed.connect(self._update)
        QTimer.singleShot(READY_AFTER, self, table_in_use)

    def _add_controls(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.what = narrow(ComboBox())
        self.what.setAccessibleName(tr("What is shown"))
        for key, words in SHOWN:
            self.what.addItem(words, key)
        self.what.activated.connect(self._show_rows)
        self.menu = MeasureMenu(self._session, lambda: self.shown)
        row.addWidget(self.what, 1)
        row.addWidget(self.menu)
        self.body.addLayout(row)
        self.scale = ScaleControls(self._session)
        self.scale.ends_requested.connect(self.points_requested)
        self.body.addWidget(self.scale)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.group = narrow(ComboBox())
        self.group.setAccessibleName(tr("Region"))
        self.group.activated.connect(self._show_rows)
        self.order = narrow(ComboBox())
        self.order.setAccessibleName(tr("Order"))
        for key, words in ORDERS:
            self.order.addItem(words, key)
        self.order.activated.connect(self._show_rows)
        row.addWidget(self.group, 1)
        row.addWidget(self.order, 1)
        self.body.addLayout(row)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search a measure"))
        self.search.setAccessibleName(tr("Search a measure"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_rows)
        self.body.addWidget(self.search)

    @safe_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()
        self._show()

    @safe_override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hovered.emit("")

    def _load(self) -> None:
        """Read the table when the page is first seen."""
        if self._table is not None:
            return
        self._table = table_in_use()
        for problem in (*MEASURES.problems, *MOVEMENTS.problems):
            self._session.tell(problem)
        with QSignalBlocker(self.group):
            self.group.addItem(tr("All regions"), "")
            for group in self._table.groups:
                self.group.addItem(group_name(group), group)

    def _update(self, before: Project, now: Project) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        """Compute what the present pair gives, if anything of it changed."""
        project, pair = self._session.project, self._session.pair
        key = (pair, project.measures, project.assessment, project.assessments, project.photos, project.visits)
        if self._table is None or (self._seen and all(a is b for a, b in zip(self._seen, key, strict=True))):
            return
        self._seen = key
        self.shown = measures_of(project, pair, self._table)
        self._offer_sides()
        self.scale.show_project(project, self.shown.sentence)
        self._show_rows()

    def _offer_sides(self) -> None:
        """Without a second photo there are one photo's values alone."""
        has_pair = bool(self.shown.differences)
        self.what.setVisible(has_pair)
        if not has_pair:
            self.what.setCurrentIndex(1)

    @property
    def readings(self) -> Mapping[str, Reading]:
        """Those of the photo that is shown; of a difference the after's."""
        return self.shown.before if self.what.currentData() == "before" or not self.shown.after else self.shown.after

    def rows(self) -> tuple[MeasureRow, ...]:
        shown, pinned = self.shown, self._session.project.measures.pinned
        text, group = self.search.text(), self.group.currentData() or ""
        pair = shown.pair
        if pair is None:
            return ()
        if self.what.currentData() == "movement":
            return movement_rows(*movements_of_pair(self._session.project))
        if self.what.currentData() == "difference" and shown.differences:
            items = [item for item in shown.differences.values() if matches(item.kind, text, group)]
            order = self.order.currentData()
            return difference_rows(items, shown.scale, pinned, order, view_of(pair.before.photo))
        side = pair.before if self.what.currentData() == "before" or pair.after is None else pair.after
        found = [reading for reading in self.readings.values() if matches(reading.kind, text, group)]
        return reading_rows(found, shown.scale, pinned, view_of(side.photo))

    def _show_rows(self) -> None:
        is_difference, is_movement = (self.what.currentData() == name for name in ("difference", "movement"))
        self.order.setVisible(is_difference)
        for widget in (self.group, self.search):
            widget.setVisible(not is_movement)
        self.list.rows.show_rows(self.rows())
        if is_difference and self.shown.differences:
            view = None if self.shown.pair is None else view_of(self.shown.pair.before.photo)
            is_frontal = not (view or "").startswith("profile")
            words = summary(self.shown.differences.values(), is_frontal)
            say(self.told, "\n".join(filter(None, (self.version_words, *words))))
        elif is_movement:
            say(self.told, MOVEMENT_WORDS)
        else:
            say(self.told, tr("Values with their 95 % range, repeat and place together; details below."))
        self.detail.show_measure(self.detail.measure, self.shown)

    @property
    def version_words(self) -> str:
        return "" if self.shown.pair is None else version_words(self.shown.pair)

    def _choose(self, measure_id: str) -> None:
        self.detail.show_measure(measure_id, self.shown)

    def _pin(self, measure_id: str) -> None:
        is_pinned = measure_id in self._session.project.measures.pinned
        name = in_sentence(self._table.kinds[measure_id].name) if self._table else measure_id
        label = tr("Unpin {name}", name=name) if is_pinned else tr("Pin {name}", name=name)
        self._session.do(label, pin_measure(measure_id, not is_pinned))
