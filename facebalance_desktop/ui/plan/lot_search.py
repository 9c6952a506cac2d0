"""Who was treated with a lot: all projects of a folder are searched in a thread, nothing is changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.planning.treatments import place_words, treatment_words
from facebalance_desktop.project.lots import LotSearch, LotUse, search_lots
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.dates import shown_day
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.work import Job, Report, run_in_thread

HEADS = (tr("Patient"), tr("Date"), tr("Where"), tr("What"), tr("Lot"), tr("Project"))


class LotSearchDialog(QDialog):
    """A lot and a folder; what is found is a table."""

    manual_page = "plan#find-a-lot"

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find a lot"))
        self.resize(900, 520)
        self._bridge = JobBridge(self)
        self._job: Job[LotSearch] | None = None
        self.lot, self.folder = QLineEdit(), QLineEdit(str(folder))
        self.lot.setAccessibleName(tr("Lot"))
        self.lot.setPlaceholderText(tr("upper and lower case, spaces and hyphens do not matter"))
        self.folder.setAccessibleName(tr("Folder that is searched"))
        choose, self.search = QPushButton(tr("Choose …")), QPushButton(tr("Search"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.search.setDefault(True)
        self.search.clicked.connect(self.start)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        row.addWidget(self.search)
        form = QFormLayout()
        form.addRow(tr("Lot"), self.lot)
        form.addRow(tr("Folder"), row)
        self.words = Label(tr("The folders in it are searched, too. Only what was recorded as performed counts."))
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, len(HEADS))
        self.table.setHorizontalHeaderLabels(list(HEADS))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().setVisible(False)
        self.table.setAccessibleName(tr("Treatments with this lot"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.addLayout(form)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def start(self) -> None:
        """Search; a search under way is given up."""
        self._bridge.drop_all()
        self.table.setRowCount(0)
        self.words.setText(tr("Searching …"))
        self._job = run_in_thread(search_lots, self.lot.text(), Path(self.folder.text()).expanduser())
        self._bridge.follow(self._job, self._show, self.words.setText, self._report)

    @safe_override
    def done(self, result: int) -> None:
        """Closing gives up a search under way."""
        self._bridge.drop_all()
        super().done(result)

    def _choose(self) -> None:
        name = file_dialogs.folder_to_use(self, tr("Folder that is searched"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _report(self, report: Report) -> None:
        self.words.setText(tr("Searching, {done} of {of} projects", done=report.done, of=report.of))

    def _show(self, found: LotSearch) -> None:
        count, files = len(found.uses), tr_plural("{count} project", "{count} projects", found.searched)
        said = (
            tr_plural("{count} treatment in {files}.", "{count} treatments in {files}.", count, files=files)
            if count
            else tr("Not found in {files}.", files=files)
        )
        self.words.setText(" ".join((said, *found.problems)))
        self.table.setRowCount(count)
        for row, use in enumerate(found.uses):
            for column, text in enumerate(_cells(use)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.resizeRowsToContents()


def _cells(use: LotUse) -> tuple[str, ...]:
    item, patient = use.treatment, use.patient
    whose = ", ".join(part for part in (patient.id, patient.name) if part) or tr("not named")
    return (
        whose,
        shown_day(item.date) or tr("no date"),
        place_words(item),
        treatment_words(item),
        item.lot,
        use.path.name,
    )
