"""Grades on the clinic's scales, and the outcome as clinician and patient see it; nothing is graded by itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facebalance_desktop.planning.assessment import Grade, Rater
from facebalance_desktop.planning.scales import GradingScale
from facebalance_desktop.project.edits_assessment import set_grade
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.plan.assessment_writer import AssessmentWriter, narrow_form, row_title
from facebalance_desktop.ui.widgets.fields import ChoiceField
from facebalance_desktop.ui.widgets.plain_text import plain

Key = tuple[str, str, Rater]

PARTS = {"right": tr("right"), "left": tr("left"), "clinician": tr("clinician"), "patient": tr("patient")}
"""Whose grade or which side it is, in words."""


class GradesForm(QWidget):
    """A row for each scale: its sides, or for an outcome its raters, beside each other."""

    def __init__(
        self, writer: AssessmentWriter, scales: tuple[GradingScale, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self.boxes: dict[Key, ChoiceField] = {}
        holder, form = narrow_form()
        form.setRowWrapPolicy(form.RowWrapPolicy.WrapAllRows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder)
        for scale in scales:
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
            for side, by in _parts(scale):
                layout.addWidget(self._box(scale, side, by), 1)
            form.addRow(row_title(scale.name), row)

    def _box(self, scale: GradingScale, side: str, by: Rater) -> ChoiceField:
        part = PARTS.get(side or (by if scale.use == "outcome" else ""), "")
        title = f"{scale.name}, {part}" if part else scale.name
        box = ChoiceField(title, partial(self._take, scale, side, by), f"{part} …" if part else tr("not graded"))
        box.offer([(grade, tr(grade), None) for grade in scale.grades])
        box.setMinimumContentsLength(6)
        box.setToolTip(plain(tr("{title}\nSource: {source}", title=title, source=scale.source)))
        self.boxes[scale.id, side, by] = box
        return box

    def refresh(self) -> None:
        """Show the grades of the assessment that is shown."""
        current = self._writer.current
        for (scale, side, by), box in self.boxes.items():
            grade = current.grade(scale, side, by)
            box.show_id("" if grade is None else grade.grade)

    def _take(self, scale: GradingScale, side: str, by: Rater, key: str) -> None:
        grade = Grade(scale.id, key, scale.name, side, by, scale.source)
        self._writer.do(tr("Grade {name}", name=scale.name), lambda writing: set_grade(grade, writing))


def _parts(scale: GradingScale) -> tuple[tuple[str, Rater], ...]:
    """What a scale is graded for: right and left, or by the clinician and by the patient."""
    if scale.use == "outcome":
        return ("", "clinician"), ("", "patient")
    if scale.has_sides:
        return ("right", "clinician"), ("left", "clinician")
    return (("", "clinician"),)
