"""The main window: puts the parts together and connects them; it decides nothing itself.

It stands empty first, before numpy's and the panels' code is loaded, and is furnished a moment later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override

if TYPE_CHECKING:
    from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
    from facebalance_desktop.ui.open_project.session import Session
    from facebalance_desktop.ui.viewer.canvas import Canvas


class MainWindow(QMainWindow):
    """Bench in the middle, patient above, photos below, panels on the subject's left."""

    dropped = Signal(list)
    """Paths of the files that were dropped anywhere on the window."""
    stood = Signal()
    """The window was painted for the first time."""
    closing = Signal()
    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("FaceBalance")
        self.setAcceptDrops(True)
        self.resize(1360, 860)
        self.setMinimumSize(820, 560)
        self._has_stood = False
        self.may_close = True  # set to False by whoever hears of `closing` and has work that is nowhere safe

    def furnish(self, session: Session, pixel_cache: PixelCache, canvas: Canvas) -> None:
        """Build the panels round the canvas; once."""
        from facebalance_desktop import settings
        from facebalance_desktop.planning.tables import load_tables
        from facebalance_desktop.planning.templates import load_templates
        from facebalance_desktop.project.view_set import load_view_set
        from facebalance_desktop.ui.annotate.zones_panel import ZonesPanel
        from facebalance_desktop.ui.app.message_bar import MessageBar
        from facebalance_desktop.ui.app.side_tabs import SideTabs
        from facebalance_desktop.ui.app.start_page import StartPage
        from facebalance_desktop.ui.compare.alignment_panel import AlignmentPanel
        from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
        from facebalance_desktop.ui.compare.guides_panel import GuidesPanel
        from facebalance_desktop.ui.compare.match_panel import MatchPanel
        from facebalance_desktop.ui.measures.measures_panel import MeasuresPanel
        from facebalance_desktop.ui.photos.details_panel import DetailsPanel
        from facebalance_desktop.ui.photos.filmstrip import Filmstrip
        from facebalance_desktop.ui.photos.patient_bar import PatientBar
        from facebalance_desktop.ui.photos.visits_panel import VisitsPanel
        from facebalance_desktop.ui.plan.assessment_panel import AssessmentPanel
        from facebalance_desktop.ui.plan.plan_panel import PlanPanel
        from facebalance_desktop.ui.widgets.focus_return import FocusReturn

        self.session = session
        self.canvas = canvas
        FocusReturn(self, canvas)
        self.patient_bar = PatientBar(session)
        self.message_bar = MessageBar()
        self.start_page = StartPage()
        self.guides = GuidesPanel(session)
        self.alignment = AlignmentPanel(session)
        self.match = MatchPanel(session)
        self.changes = ChangesPanel(session)
        self.measures = MeasuresPanel(session)
        clinic = settings.clinic_dir(settings.load().settings)
        self.tables, templates = load_tables(clinic), load_templates(clinic)
        self.zones = ZonesPanel(session, templates)
        self.plan = PlanPanel(session, self.tables, templates)
        self.assessment = AssessmentPanel(session, self.tables)
        views = load_view_set(clinic)
        self.visits = VisitsPanel(session, views, self.tables)
        self.details = DetailsPanel(session, pixel_cache, views)
        self.filmstrip = Filmstrip(session, pixel_cache, views)
        self.filmstrip.chosen.connect(self.details.show_photo)
        self.side = SideTabs()
        self._make_tools()
        self.setCentralWidget(self._centre())
        self._make_status()
        self._connect_parts(session)

    def _connect_parts(self, session: Session) -> None:
        session.changed.connect(self._update)
        session.told.connect(self.message_bar.tell)
        self.visits.missing_told.connect(self.filmstrip.show_missing)
        self.visits.tell_missing()
        self._update()

    def _centre(self) -> QWidget:
        self.bench = QStackedWidget()
        self.bench.addWidget(self.start_page)
        self.bench.addWidget(self.canvas)
        self.side.add_page("Compare", self.match, self.alignment, self.changes)
        self.side.add_page("Photos", self.visits, self.details)
        self.side.add_page("Guides", self.guides)
        self.side.add_page("Measures", self.measures)
        self.side.add_page("Zones", self.zones)
        self.side.add_page("Plan", self.plan)
        self.side.add_page("Assess", self.assessment)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.bench)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setSizes([1044, 316])
        split.setChildrenCollapsible(False)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.patient_bar)
        layout.addWidget(self.message_bar)
        layout.addWidget(split, 1)
        layout.addWidget(self.filmstrip)
        return centre

    def _make_tools(self) -> None:
        self.tools = QToolBar("Tools")
        self.tools.setMovable(False)
        self.tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(self.tools)

    def _make_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.state = Label()
        self.state.setObjectName("quiet")
        self.state.setContentsMargins(10, 0, 0, 0)
        self.working = Label()
        self.progress = QProgressBar()
        self.progress.setFixedWidth(160)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop this work; nothing that is done is lost")
        self.cancel.clicked.connect(self.cancel_requested)
        bar.addWidget(self.state, 1)
        for widget in (self.working, self.progress, self.cancel):
            bar.addPermanentWidget(widget)
        self.show_progress(0, 0, "")

    def show_progress(self, done: int, of: int, words: str) -> None:
        """Words and a bar while something is under way; (0, 0, "") hides them."""
        for widget in (self.working, self.progress, self.cancel):
            widget.setVisible(of > 0)
        self.working.setText(words)
        self.progress.setUpdatesEnabled(False)  # setValue would paint the whole window at once, in an edit's middle
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self.progress.setUpdatesEnabled(True)

    def show_photo(self, photo_id: str) -> None:
        """Bring the details of a photo to the front."""
        self.details.show_photo(photo_id)
        self.side.show_page("Photos")

    def show_state(self, words: str) -> None:
        self.state.setText(words)

    def _update(self) -> None:
        has_photos = bool(self.session.project.photos)
        wanted = self.canvas if has_photos else self.start_page
        if self.bench.currentWidget() is not wanted:
            self.bench.setCurrentWidget(wanted)
            if has_photos:
                self.canvas.setFocus()
        self.side.setVisible(has_photos)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_stood:
            self._has_stood = True
            QTimer.singleShot(0, self.stood.emit)

    @safe_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @safe_override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.may_close = True
        self.closing.emit()
        if self.may_close:
            super().closeEvent(event)
        else:
            event.ignore()
