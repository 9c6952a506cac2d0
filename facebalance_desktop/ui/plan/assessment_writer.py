"""Which visit's assessment the panels show and write, and who writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.project.assessments import assessment_of
from facebalance_desktop.project.changes import AssessmentChanges
from facebalance_desktop.project.edits_assessment import Authorship, change_assessment
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import now
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.plain_text import Label


class AssessmentWriter(QObject):
    """Every part of the panel writes through it, so that visit, day and author stand in each record."""

    visit_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.author = ""
        self.visit: str | None = None

    @property
    def current(self) -> Assessment:
        return assessment_of(self.session.project, self.visit)

    @property
    def owner(self) -> str:
        """Names the project and the visit for fields that keep what was typed."""
        return self.owner_at(self.visit)

    def owner_at(self, visit: str | None) -> str:
        return f"{self.session.typing_key}:{visit}"

    def show_visit(self, visit: str | None) -> None:
        if visit != self.visit:
            self.visit = visit
            self.visit_changed.emit()

    def do(self, label: str, edit: Callable[[Authorship], Edit], gesture: str | None = None) -> None:
        """Make an edit of the assessment that is shown."""
        self.do_at(self.visit, label, edit, gesture)

    def do_at(
        self, visit: str | None, label: str, edit: Callable[[Authorship], Edit], gesture: str | None = None
    ) -> None:
        """Make an edit of the assessment of this visit."""
        writing = Authorship(visit, now()[:10], self.author)
        self.session.do(label, edit(writing), None if gesture is None else f"{gesture} {visit}")

    def change(self, label: str, gesture: str | None = None, **changes: Unpack[AssessmentChanges]) -> None:
        self.do(label, lambda writing: change_assessment(writing, **changes), gesture)


def row_title(words: str) -> Label:
    """The words before a row; they wrap on a narrow page."""
    label = Label(words)
    label.setWordWrap(True)
    return label


def narrow_form() -> tuple[QWidget, QFormLayout]:
    """A form for a narrow page, and the widget that holds it."""
    holder = QWidget()
    form = QFormLayout(holder)
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(5)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return holder, form
