"""How the photos are viewed: mode, tool, presentation. View state, never saved, never undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.photos.pyramid import side_for
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.match_warnings import shown_warning
from facebalance_desktop.project.model import Photo
from facebalance_desktop.render.live import LiveLayers
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.toolbox import Toolbox
from facebalance_desktop.ui.annotate.tools.hits import ZoneHit
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import BoundSession
from facebalance_desktop.ui.presentation.presentation import Presentation
from facebalance_desktop.ui.viewer.blinking import Blinking
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.viewer.view_modes import ViewModes
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.confirm import may_go_on


class CompareView(QObject):
    """The canvas with its tools, and the presentation while it is open."""

    mode_changed = Signal(str)
    tool_changed = Signal(str)
    presenting_changed = Signal(bool)

    def __init__(self, session: BoundSession, pixel_cache: PixelCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pixel_cache = pixel_cache
        self.canvas = Canvas(session, LiveLayers(pixel_cache.pyramid))
        self.canvas.viewport.has_facts = True
        theme.current().changed.connect(self._wear)
        self._wear()
        self.blinking = Blinking(self.canvas.viewport, self)
        self.canvas.installEventFilter(self.blinking)
        self.modes = ViewModes(session, self._viewports, self.blinking, self)
        self.modes.changed.connect(self.mode_changed)
        self.canvas.view_options_changed.connect(self._ask_for_pixels)
        self.toolbox = Toolbox(self.canvas, self)
        self.select, self.anchors, self.place = self.toolbox.select, self.toolbox.anchors, self.toolbox.place
        self.presentation: Presentation | None = None
        self._asked: tuple[tuple[Photo, ...], Mapping[str, int]] = (), {}
        self.toolbox.used.connect(self._used)
        pixel_cache.ready.connect(self._refresh)
        session.changed.connect(self._ask_for_pixels)
        session.opened.connect(self._start_afresh)

    def _wear(self) -> None:
        """The surround of the theme, and labels of the program's size of text."""
        viewport = self.canvas.viewport
        viewport.surround = theme.tokens().surround
        viewport.label_scale = theme.current().text_size / 100
        viewport.changed.emit()

    def set_mode(self, mode: str) -> None:
        """One of the modes; place and zoom stay."""
        self.modes.set_mode(mode)

    def use_tool(self, name: str) -> None:
        """`select`, `anchors`, or one of the drawing tools."""
        self.toolbox.use(name)
        self.canvas.setFocus()

    def _used(self, name: str) -> None:
        self.canvas.key_pointer.hide()
        self.canvas.update()
        self.tool_changed.emit(name)

    def align_by_hand(self) -> None:
        """Side by side, with the tool that takes two points in each photo."""
        pair = self._session.pair
        if pair is None or pair.after is None:
            self._session.tell(tr("Two photos are needed to align by two points."))
            return
        self.set_mode("side-by-side")
        self.use_tool("anchors")

    def place_missing(self) -> None:
        """Side by side, with the tool that asks for the points that the shown guides lack."""
        self.set_mode("side-by-side")
        self.use_tool("place")
        if not self.place.start():
            self.use_tool("select")
            self._session.tell(tr("The guides that are shown have all their points."))

    def place_points(self, codes: Sequence[str]) -> None:
        """Side by side, with the tool that asks for these points on the photos where they are not set by hand."""
        self.set_mode("side-by-side")
        self.use_tool("place")
        if not self.place.start(codes):
            self.use_tool("select")
            self._session.tell(tr("Every one of these points was set by hand already."))

    def show_measure(self, measure_id: str) -> None:
        """The lines of a measure on the photos while it is hovered over; empty: none."""
        self.canvas.pictures.show_measure(measure_id)

    def pick_zone(self, zone_id: str) -> None:
        self.select.select(ZoneHit(zone_id) if zone_id else None)

    def check_next_point(self) -> None:
        """Select the next estimated point, for Enter or a drag."""
        self.use_tool("select")
        self.select.select_next()

    def present(self, beside: QWidget, steps: Sequence[ShowStep] = ()) -> None:
        """Present the view as it is, or a show, on a whole screen; once more leaves."""
        if self.presentation is not None:
            self.presentation.close()
            return
        if self._session.pair is None:
            self._session.tell(tr("There is nothing to present yet: add two photos first."))
            return
        shown_pairs = [(step.before, step.after) for step in steps if step.before and step.after]
        warning = shown_warning(self._session.pair, self._session.project, shown_pairs)
        if warning is not None and not may_go_on(beside, tr("Photo match"), warning, tr("Present all the same?")):
            return
        view_options = self.canvas.viewport.wanted
        may_name = CLINIC.settings.allow_names_in_presentation
        shown = Presentation(
            self._session, LiveLayers(self._pixel_cache.pyramid), view_options, beside, steps, may_name
        )
        shown.left.connect(lambda: self._left(view_options))
        shown.stage.changed.connect(self._ask_for_pixels)
        self.presentation = shown
        shown.showFullScreen()
        shown.canvas.setFocus()
        self.presenting_changed.emit(True)

    def _left(self, view_options: ViewOptions) -> None:
        """Return to the view as it was when the presentation began."""
        self.presentation = None
        self.canvas.set_view_options(view_options)
        self._ask_for_pixels()
        self.presenting_changed.emit(False)

    def _canvases(self) -> list[Canvas]:
        return [self.canvas] if self.presentation is None else [self.canvas, self.presentation.canvas]

    def _viewports(self) -> Sequence[Viewport]:
        return [canvas.viewport for canvas in self._canvases()]

    def _ask_for_pixels(self) -> None:
        """Have the photos decoded that are shown: the pair's whole, those of a board as large as their cells need."""
        pairs: dict[str, Photo] = {}
        others: dict[str, Photo] = {}
        sides: dict[str, int] = {}
        for canvas in self._canvases():
            if canvas.view_options.mode == "board":
                _note_cells(canvas, others, sides)
            elif (pair := canvas.pair) is not None:
                pairs |= {side.photo.id: side.photo for side in pair.sides}
                board = canvas.viewport.board
                others |= {side.photo.id: side.photo for side in (() if board is None else board.sides)}
        photos = tuple((pairs | others).values())
        for photo in pairs.values():
            sides.pop(photo.sha256, None)
        if (photos, sides) != self._asked:
            self._asked = photos, sides
            self._pixel_cache.show(photos, sides)

    def _refresh(self, sha256: str) -> None:
        for canvas in self._canvases():
            canvas.update()

    def _start_afresh(self) -> None:
        if self.presentation is not None:
            self.presentation.close()
        self.use_tool("select")
        self.select.select(None)
        self._asked = (), {}
        self.canvas.clear()
        self.canvas.viewport.fit_head()


def _note_cells(canvas: Canvas, photos: dict[str, Photo], sides: dict[str, int]) -> None:
    """The photos of the canvas's board, and how large (px of their long side) each is needed."""
    for pane in canvas.current_panes():
        photo = pane.side.photo
        side = side_for(max(photo.width, photo.height), pane.photo_to_page.scale * canvas.device_unit())
        photos[photo.id] = photo
        sides[photo.sha256] = max(side, sides.get(photo.sha256, 0))
