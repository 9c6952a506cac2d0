"""What is asked before anything is planned: yes, no or not asked, with a note."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facebalance_desktop.planning.assessment import Flag
from facebalance_desktop.planning.scales import Question
from facebalance_desktop.planning.treatments import Answer
from facebalance_desktop.project.edits_assessment import answer_flag
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.plan.assessment_writer import AssessmentWriter, narrow_form, row_title
from facebalance_desktop.ui.widgets.fields import ChoiceField, LineField

ANSWERS = (("yes", tr("yes"), None), ("no", tr("no"), None))


class FlagsForm(QWidget):
    """A row for each question of the table."""

    def __init__(
        self, writer: AssessmentWriter, questions: tuple[Question, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self.answers: dict[str, ChoiceField] = {}
        self.notes: dict[str, LineField] = {}
        holder, form = narrow_form()
        form.setRowWrapPolicy(form.RowWrapPolicy.WrapAllRows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder)
        for question in questions:
            answer = ChoiceField(question.name, partial(self._answer, question), tr("not asked"))
            answer.offer(ANSWERS)
            answer.setMinimumContentsLength(7)
            note = LineField(tr("Note: {name}", name=question.name), partial(self._note, question), tr("note"))
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
            layout.addWidget(answer)
            layout.addWidget(note, 1)
            form.addRow(row_title(question.name), row)
            self.answers[question.id], self.notes[question.id] = answer, note

    def refresh(self) -> None:
        """Show the answers of the assessment that is shown."""
        current = self._writer.current
        for flag_id, answer in self.answers.items():
            flag = current.flag(flag_id)
            answer.show_id(flag.answer)
            self.notes[flag_id].show_text(flag.note, self._writer.owner)

    def _answer(self, question: Question, key: str) -> None:
        answer: Answer = "yes" if key == "yes" else "no" if key == "no" else ""
        self._put(Flag(question.id, answer, self._writer.current.flag(question.id).note, question.name))

    def _note(self, question: Question, text: str) -> None:
        self._put(Flag(question.id, self._writer.current.flag(question.id).answer, text, question.name))

    def _put(self, flag: Flag) -> None:
        self._writer.do(tr("Note {name}", name=in_sentence(flag.name)), lambda writing: answer_flag(flag, writing))
