"""The main window: puts the parts together and connects them; it decides nothing itself.

It is shown empty first, before numpy and the panels are loaded; the panels are built a moment later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.widgets.painting import paint_later
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.tab_order import put_in_order

if TYPE_CHECKING:
    from facebalance_desktop.ui.open_project.clinic import Clinic
    from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
    from facebalance_desktop.ui.open_project.session import Session
    from facebalance_desktop.ui.viewer.canvas import Canvas

P = TypeVar("P", bound=QWidget)
PHOTO = "application/x-facebalance-photo"
"""What a photo carries that is dragged from the row of photos: its id. Dropped on the left it is the before."""
SMALL_WIDTH, SMALL_HEIGHT = 1600, 900
"""Below these sizes the bars and the row of photos are low."""


class MainWindow(QMainWindow):
    """One bar above, the views, the photo with the row of photos below it, and the panels at the right."""

    dropped = Signal(list)
    """Paths of the files that were dropped anywhere on the window."""
    stood = Signal()
    """The window was painted for the first time."""
    closing = Signal()
    cancel_requested = Signal()
    """No more photos are to come in; so with the next for what is exported."""
    export_cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("FaceBalance")
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it owns all that the program shows and does
        self.resize(1360, 860)
        self.setMinimumSize(1120, 640)
        self.are_panels_hidden = False
        self._has_stood = False
        self._shown: tuple[bool, bool] | None = None
        """Whether there are photos and whether the panels are hidden, as the window shows it."""
        self._panels: dict[type[QWidget], QWidget] = {}
        self.may_close = True  # set to False by a receiver of `closing` that has work which is not stored yet

    def build_panels(self, session: Session, pixel_cache: PixelCache, canvas: Canvas, clinic: Clinic) -> None:
        """Build the panels round the canvas; once."""
        from facebalance_desktop.ui.app.inspector import Inspector
        from facebalance_desktop.ui.app.panel_switches import PanelSwitches
        from facebalance_desktop.ui.app.patient_chip import PatientChip
        from facebalance_desktop.ui.app.stage import Stage
        from facebalance_desktop.ui.app.start_page import StartPage
        from facebalance_desktop.ui.app.top_bar import TopBar
        from facebalance_desktop.ui.photos.patient_bar import PatientBar
        from facebalance_desktop.ui.widgets.focus_return import FocusReturn

        self.session = session
        self.canvas = canvas
        FocusReturn(self, canvas)
        self.patient_bar = PatientBar(session)
        self.top_bar = TopBar(PatientChip(session, self.patient_bar))
        self.start_page = StartPage()
        self.stage = Stage(self.start_page, canvas)
        self.message_bar = self.stage.toast
        self.side = Inspector()
        self._make_panels(session, pixel_cache, clinic)
        self.filmstrip.chosen.connect(self.details.show_photo)
        self.switches = PanelSwitches(self.side, self.filmstrip)
        self.setCentralWidget(self._centre())
        self.switches.restore_requested.connect(self.hide_panels)
        self.stage.work.cancel.clicked.connect(self.cancel_requested)
        self.stage.exporting.cancel.clicked.connect(self.export_cancel_requested)
        session.changed.connect(self._update)
        session.told.connect(self.message_bar.tell)
        session.warned.connect(self.message_bar.warn)
        session.resolved.connect(self.message_bar.withdraw)
        self._update()
        self._fit_bars()  # the window had its size before it had its bars
        self.start_page.search.setFocus()

    def _make_panels(self, session: Session, pixel_cache: PixelCache, clinic: Clinic) -> None:
        """The panels of every page, and what shows the photos by their views and visits."""
        from facebalance_desktop.ui.annotate.zones_panel import ZonesPanel
        from facebalance_desktop.ui.app.panels import PAGES, PanelContext
        from facebalance_desktop.ui.compare.alignment_panel import AlignmentPanel
        from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
        from facebalance_desktop.ui.compare.guides_panel import GuidesPanel
        from facebalance_desktop.ui.compare.match_panel import MatchPanel
        from facebalance_desktop.ui.measures.measures_panel import MeasuresPanel
        from facebalance_desktop.ui.photos.details_panel import DetailsPanel
        from facebalance_desktop.ui.photos.filmstrip import Filmstrip
        from facebalance_desktop.ui.photos.view_rail import ViewRail
        from facebalance_desktop.ui.photos.visits_panel import VisitsPanel
        from facebalance_desktop.ui.plan.assessment_panel import AssessmentPanel
        from facebalance_desktop.ui.plan.plan_panel import PlanPanel

        context = PanelContext(session, pixel_cache, clinic)
        for page in PAGES:
            panels = [make(context) for make in page.panels]
            self._panels.update((type(panel), panel) for panel in panels)
            self.side.add_page(page.title, page.icon, *panels)
        # Those that others have to do with
        self.guides, self.zones = self.panel(GuidesPanel), self.panel(ZonesPanel)
        self.match, self.alignment = self.panel(MatchPanel), self.panel(AlignmentPanel)
        self.changes, self.measures = self.panel(ChangesPanel), self.panel(MeasuresPanel)
        self.plan, self.assessment = self.panel(PlanPanel), self.panel(AssessmentPanel)
        self.visits, self.details = self.panel(VisitsPanel), self.panel(DetailsPanel)
        self.filmstrip = Filmstrip(session, pixel_cache, clinic)
        self.view_rail = ViewRail(session, clinic)

    def panel(self, kind: type[P]) -> P:
        """The panel of this class."""
        found = self._panels[kind]
        assert isinstance(found, kind)
        return found

    def _centre(self) -> QWidget:
        """Bar above all; the views beside the panels' heading; the photo and the row of photos beside the panels."""
        centre = QWidget()
        self._rows = QVBoxLayout(centre)
        self.views_row = QWidget()
        views, below, photos = QHBoxLayout(self.views_row), QHBoxLayout(), QVBoxLayout()
        for layout in (self._rows, views, below, photos):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        views.addWidget(self.view_rail, 1)
        views.addWidget(self.side.head)
        views.addWidget(self.switches)
        photos.addWidget(self.stage, 1)
        photos.addWidget(self.filmstrip)
        below.addLayout(photos, 1)
        below.addWidget(self.side)
        self._rows.addWidget(self.top_bar)
        self._rows.addWidget(self.views_row)
        self._rows.addLayout(below, 1)
        return centre

    def show_progress(self, done: int, of: int, words: str) -> None:
        """Words and a bar while something is under way; (0, 0, "") hides them."""
        self.stage.work.show_progress(done, of, words)

    def show_export_progress(self, done: int, of: int, words: str) -> None:
        """The same for what is exported, which may go on beside it."""
        self.stage.exporting.show_progress(done, of, words)

    def show_photo(self, photo_id: str) -> None:
        """Bring the details of a photo to the front."""
        self.details.show_photo(photo_id)
        self.side.choose_page(tr("Photo"))

    def show_state(self, words: str) -> None:
        """Whether everything is saved."""
        self.top_bar.chip.show_state(words)

    def hide_panels(self) -> None:
        """Leave the photo alone on the screen, or bring all panels back as they were."""
        self.are_panels_hidden = not self.are_panels_hidden
        self._update()
        self.canvas.setFocus()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _update(self) -> None:
        has_photos = bool(self.session.project.photos)
        wanted = self.canvas if has_photos else self.start_page
        if self.stage.page is not wanted:
            self.stage.show_page(wanted)
            paint_later(self.canvas, self.canvas.scene)
            (self.canvas if has_photos else self.start_page.search).setFocus()
        if (has_photos, self.are_panels_hidden) == self._shown:
            return
        self._shown = has_photos, self.are_panels_hidden
        self.top_bar.show_project(has_photos)
        self.views_row.setVisible(has_photos)
        self.side.setVisible(has_photos and not self.are_panels_hidden)
        self.filmstrip.setVisible(has_photos and not self.are_panels_hidden)
        self.switches.show_state(self.are_panels_hidden)

    @safe_override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab and Shift+Tab: what was made since the last time has its place, too."""
        if hasattr(self, "switches"):
            told = self.stage.message_stops()
            put_in_order(self.canvas, *told)
            self.side.put_in_order(told[-1] if told else self.canvas)
        return super().focusNextPrevChild(is_next)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "switches"):
            self._fit_bars()

    def _fit_bars(self) -> None:
        is_low = self.width() < SMALL_WIDTH or self.height() < SMALL_HEIGHT
        self.top_bar.set_low(is_low)
        self.filmstrip.set_low(is_low)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_stood:
            self._has_stood = True
            QTimer.singleShot(0, self.stood.emit)

    @safe_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasFormat(PHOTO):
            event.acceptProposedAction()

    @safe_override
    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasFormat(PHOTO):
            event.acceptProposedAction()
            at = self.canvas.mapFrom(self, event.position().toPoint())
            is_left = at.x() < self.canvas.width() / 2
            photo_id = bytes(event.mimeData().data(PHOTO).data()).decode()
            self.filmstrip.put(photo_id, "before" if is_left else "after")
            return
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
