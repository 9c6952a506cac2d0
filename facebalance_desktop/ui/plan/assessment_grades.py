"""Grades on the clinic's scales, and the outcome as clinician and patient see it; nothing is graded by itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facebalance_desktop.planning.assessment import Grade, Rater
from facebalance_desktop.planning.scales import Scale
from facebalance_desktop.project.edits_assessment import set_grade
from facebalance_desktop.ui.plan.assessment_writer import AssessmentWriter, narrow_form, row_title
from facebalance_desktop.ui.widgets.fields import ChoiceField
from facebalance_desktop.ui.widgets.plain_text import plain

Key = tuple[str, str, Rater]


class GradesForm(QWidget):
    """A row for each scale, side and rater."""

    def __init__(self, writer: AssessmentWriter, scales: tuple[Scale, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writer = writer
        self.boxes: dict[Key, ChoiceField] = {}
        holder, form = narrow_form()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder)
        for scale in scales:
            raters: tuple[Rater, ...] = ("clinician", "patient") if scale.use == "outcome" else ("clinician",)
            for side in ("right", "left") if scale.has_sides else ("",):
                for by in raters:
                    title = _title(scale, side, by)
                    box = ChoiceField(title, partial(self._take, scale, side, by), "not graded")
                    box.offer([(grade, grade, None) for grade in scale.grades])
                    box.setToolTip(plain(f"Source: {scale.source}"))
                    form.addRow(row_title(title), box)
                    box.setMinimumContentsLength(6)
                    self.boxes[scale.id, side, by] = box

    def refresh(self) -> None:
        """Show the grades of the assessment that is shown."""
        current = self._writer.current
        for (scale, side, by), box in self.boxes.items():
            grade = current.grade(scale, side, by)
            box.show_id("" if grade is None else grade.grade)

    def _take(self, scale: Scale, side: str, by: Rater, key: str) -> None:
        grade = Grade(scale.id, key, scale.name, side, by, scale.source)
        self._writer.do(f"Grade {scale.name}", lambda writing: set_grade(grade, writing))


def _title(scale: Scale, side: str, by: Rater) -> str:
    rater = "" if scale.use != "outcome" else ", clinician" if by == "clinician" else ", patient"
    return scale.name + (f", {side}" if side else "") + rater
