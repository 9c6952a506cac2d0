"""Assessments side by side: a column a visit, earlier wordings included, what differs marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.planning.assessment_text import beside, heading_of
from facebalance_desktop.project.assessments import assessed_visits
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.dialog_size import open_at


class AssessmentComparison(QDialog):
    """Reads the records as they are now; nothing is edited here."""

    manual_page = "reassess#assess-the-visit"

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare assessments"))
        open_at(self, 980, 640)
        self._project = project
        self.earlier = QCheckBox(tr("Show earlier wordings, too"))
        self.earlier.setVisible(any(visit.earlier for visit in assessed_visits(project)))
        self.earlier.toggled.connect(lambda _: self._fill())
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.setAccessibleName(tr("Compare assessments"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.earlier)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        self._fill()

    def _columns(self) -> list[tuple[str, Assessment]]:
        made = []
        for visit in assessed_visits(self._project):
            head = tr("{words} (baseline)", words=visit.words) if visit.is_baseline else visit.words
            if self.earlier.isChecked():
                made += [(f"{head}\n{heading_of(item)}", item) for item in visit.earlier]
            if not visit.assessment.is_blank:
                made.append((f"{head}\n{heading_of(visit.assessment)}", visit.assessment))
        return made

    def _fill(self) -> None:
        columns = self._columns()
        rows = beside([assessment for _, assessment in columns])
        self.table.clear()
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([head for head, _ in columns])
        self.table.setVerticalHeaderLabels([row.name for row in rows])
        for place, row in enumerate(rows):
            for column, text in enumerate(row.texts):
                item = QTableWidgetItem(text or "·")
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                if row.differs and len(columns) > 1:
                    item.setForeground(QBrush(QColor(theme.tokens().warn)))
                self.table.setItem(place, column, item)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.table.resizeRowsToContents()
