"""What is known of the measure that is chosen: definition, errors, reference values, its course over the visits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measures import Reading
from facebalance_desktop.analysis.norms import NO_SET, Norm, Norms, norm_of, norms
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.measure_course import course_of
from facebalance_desktop.project.measurements import PairMeasures, described, table_in_use
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.measures.measure_words import about, change_words, norm_words, reading_words
from facebalance_desktop.ui.measures.norm_plot import NormPlot, NormValue
from facebalance_desktop.ui.measures.visit_curve import VisitCurve
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say


class MeasureDetail(QFrame):
    """Words on one measure; a button for the points it lacks."""

    points_requested = Signal(tuple)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._told_of: Norms | None = None
        """The table whose problems were told."""
        self._lacking: tuple[str, ...] = ()
        self.measure = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        self.name = self._label("title")
        self.values = self._label("")
        self.place = QPushButton(tr("Place these points"))
        self.place.setToolTip(
            tr("One after the other on the photos that lack them, with a small picture that says where")
        )
        self.place.clicked.connect(lambda: self.points_requested.emit(self._lacking))
        self.about = self._label("quiet")
        self.norm = self._label("quiet")
        self.distribution = NormPlot(self)
        self.curve = VisitCurve(self)
        parts = (self.name, self.values, self.place, self.curve, self.about, self.norm, self.distribution)
        for widget in parts:
            column.addWidget(widget)
        self.hide()

    def _label(self, look: str) -> Label:
        label = Label()
        label.setObjectName(look)
        label.setWordWrap(True)
        return label

    def show_measure(self, measure_id: str, shown: PairMeasures) -> None:
        """The measure with this id; nothing for an empty or unknown one."""
        self.measure = measure_id
        before, after = shown.before.get(measure_id), shown.after.get(measure_id)
        self.setVisible(before is not None)
        if before is None:
            return
        say(self.name, before.kind.name)
        lines = [reading_words(tr("Before") if after else tr("Value"), before, shown.scale)]
        if after is not None:
            lines.append(reading_words(tr("After"), after, shown.scale))
            lines.append(change_words(shown.differences[measure_id]))
        say(self.values, "\n".join(lines))
        difference = shown.differences.get(measure_id)
        known = [reading for reading in (before, after) if reading is not None]
        lacking = [need for item in known if item.status in ("needs-point", "unconfirmed") for need in item.needs]
        if difference is not None and difference.status == "response":
            lacking += difference.needs
        self._lacking = tuple(dict.fromkeys(lacking))
        self.place.setVisible(bool(self._lacking))
        say(self.about, about(before))
        self._show_norm(measure_id, shown)
        view = None if shown.pair is None else view_of(shown.pair.before.photo)
        self.curve.show_course(course_of(self._session.project, table_in_use(), measure_id, view))

    def _show_norm(self, measure_id: str, shown: PairMeasures) -> None:
        """The reference values where they are wished and match, else why there are none."""
        project = self._session.project
        self.distribution.show_value(None)
        say(self.norm, "")
        if not project.measures.has_norms:
            return
        known = CLINIC.of(norms)
        if known is not self._told_of:
            self._told_of = known
            for problem in known.problems:
                self._session.tell(problem)
        found = known.of(*described(project))
        if not found:
            say(self.norm, NO_SET)
            return
        norm = norm_of(found, measure_id)
        reading = shown.after.get(measure_id) or shown.before[measure_id]
        say(
            self.norm,
            tr("No reference values of this measure.") if norm is None else norm_words(norm, reading, shown.scale),
        )
        if norm is not None:
            self.distribution.show_value(norm_value(norm, reading, shown.scale))


def norm_value(norm: Norm, reading: Reading, scale: Scale | None) -> NormValue | None:
    """The patient's value in the norm's unit; None where it has none or mm lack a scale."""
    if reading.value is None or reading.sigma is None:
        return None
    if norm.unit != "mm":
        return NormValue(norm, reading.value, RANGE * reading.sigma) if norm.unit == reading.kind.unit else None
    mm = None if scale is None else scale.reading(reading)
    return None if mm is None else NormValue(norm, mm[0], RANGE * mm[1])
