"""How the bench is looked at: mode, tool, presentation. View state, never saved, never undone."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facebalance_desktop.drawing.scene import Mode
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.layers import ScreenLayers
from facebalance_desktop.ui.canvas import Canvas
from facebalance_desktop.ui.darkroom import Darkroom
from facebalance_desktop.ui.presentation import Presentation
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.tools.anchors import AnchorTool
from facebalance_desktop.ui.tools.hits import ZoneHit
from facebalance_desktop.ui.tools.polygon import PolygonTool
from facebalance_desktop.ui.tools.select import SelectTool
from facebalance_desktop.ui.tools.tool import Tool


class BenchView(QObject):
    """The canvas with its two tools, and the presentation while it is open."""

    mode_changed = Signal(str)
    tool_changed = Signal(str)
    presenting_changed = Signal(bool)
    zone_drawn = Signal(str)

    def __init__(self, session: Session, darkroom: Darkroom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._darkroom = darkroom
        self.canvas = Canvas(session, ScreenLayers(darkroom.pyramid))
        self.select = SelectTool(self.canvas, self)
        self.polygon = PolygonTool(self.canvas, self)
        self.anchors = AnchorTool(self.canvas, self)
        self.canvas.tool = self.select
        self.presentation: Presentation | None = None
        self.polygon.finished.connect(self._zone_finished)
        self.anchors.finished.connect(lambda: self.use_tool("select"))
        darkroom.ready.connect(self._refresh)
        session.changed.connect(self._ask_for_pixels)
        session.opened.connect(self._start_afresh)

    def set_mode(self, mode: str) -> None:
        """Side by side or wipe; place and zoom stay."""
        for canvas in self._canvases():
            canvas.set_look(replace(canvas.look, mode=cast(Mode, mode)))
        self.mode_changed.emit(mode)

    def use_tool(self, name: str) -> None:
        """`select`, `zone` or `anchors`."""
        if self.canvas.tool is not None:
            self.canvas.tool.cancel()
        tools: dict[str, Tool] = {"zone": self.polygon, "anchors": self.anchors}
        self.canvas.tool = tools.get(name, self.select)
        self.canvas.setFocus()
        self.canvas.update()
        self.tool_changed.emit(name)

    def align_by_hand(self) -> None:
        """Side by side, with the tool that takes two points in each photo."""
        self.set_mode("side-by-side")
        self.use_tool("anchors")
        self._session.tell(self.anchors.words)

    def pick_zone(self, zone_id: str) -> None:
        self.select.select(ZoneHit(zone_id) if zone_id else None)

    def check_next_point(self) -> None:
        """Select the next estimated point, for Enter or a drag."""
        self.use_tool("select")
        self.select.select_next()

    def present(self, beside: QWidget) -> None:
        """Show the bench as it stands on a whole screen; again to leave."""
        if self.presentation is not None:
            self.presentation.close()
            return
        if self._session.pair is None:
            self._session.tell("There is nothing to present yet: add two photos first.")
            return
        shown = Presentation(self._session, ScreenLayers(self._darkroom.pyramid), self.canvas.look, beside)
        shown.left.connect(self._left)
        shown.mode_requested.connect(self.set_mode)
        self.presentation = shown
        shown.showFullScreen()
        shown.canvas.setFocus()
        self.presenting_changed.emit(True)

    def _left(self) -> None:
        self.presentation = None
        self.presenting_changed.emit(False)

    def _canvases(self) -> list[Canvas]:
        return [self.canvas] if self.presentation is None else [self.canvas, self.presentation.canvas]

    def _zone_finished(self, zone_id: str) -> None:
        self.use_tool("select")
        if zone_id:
            self.pick_zone(zone_id)
            self.zone_drawn.emit(zone_id)

    def _ask_for_pixels(self, before: Project, now: Project) -> None:
        pair = self._session.pair
        self._darkroom.show([] if pair is None else [side.photo for side in pair.sides])

    def _refresh(self, sha256: str) -> None:
        for canvas in self._canvases():
            canvas.update()

    def _start_afresh(self) -> None:
        if self.presentation is not None:
            self.presentation.close()
        self.use_tool("select")
        self.select.select(None)
        self.canvas.fit_head()
