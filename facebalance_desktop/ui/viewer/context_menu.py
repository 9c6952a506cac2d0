"""The context menu of the canvas."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.analysis.guides import is_sure
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.project import edits_photos
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.hits import PointHit
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.annotate.tools.tool import Press
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.widgets.passing import passing

LOOKING = ("fit", "fit-whole", "actual", "|", "loupe", "navigator", "unlink", "|", "swap", "export")
"""Commands on the menu everywhere; a bar parts them."""


class ContextMenu(QObject):
    """Offers what can be done with the point or zone there, then the commands of viewing."""

    def __init__(self, canvas: Canvas, select: SelectTool, actions: Mapping[str, QAction]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._select = select
        self._actions = actions
        canvas.menu_requested.connect(self.open)

    def open(self, press: Press, at: QPoint) -> None:
        with passing(self.menu(press)) as menu:
            menu.exec(at)

    def menu(self, press: Press) -> QMenu:
        """What is offered for a press there."""
        menu = QMenu(self._canvas)
        found = self._select.hit_at(press) if self._canvas.tool is self._select else None
        if found is not None:
            self._select.select(found)
            if isinstance(found, PointHit):
                self._add_point(menu, found)
            else:
                menu.addAction(tr("Delete"), self._select.delete)
            menu.addSeparator()
        for name in LOOKING:
            if name == "|":
                menu.addSeparator()
            elif name in self._actions:
                menu.addAction(self._actions[name])
        return menu

    def _add_point(self, menu: QMenu, found: PointHit) -> None:
        pane = next((p for p in self._canvas.current_panes() if p.side.photo.id == found.photo), None)
        if pane is None or found.code not in pane.side.points:
            return
        point = pane.side.points[found.code]
        name = point_name(found.code)
        heading = menu.addAction(f"{name[:1].upper()}{name[1:]}: {point_words(point)}")
        heading.setEnabled(False)
        session = self._canvas.session
        if not is_sure(point):
            confirm = edits_photos.confirm_point(found.photo, found.code, point.xy)
            menu.addAction(
                tr("Confirm {name}", name=name), lambda: session.do(tr("Confirm {name}", name=name), confirm)
            )
        else:
            reset = edits_photos.reset_point(found.photo, found.code)
            menu.addAction(tr("Back to automatic"), lambda: session.do(tr("Reset point to automatic"), reset))


NO_HAIRLINE = {
    "none": tr("no hairline is seen: set it by hand"),
    "covered": tr("hair or a hat lies over the hairline: set it by hand"),
}
HIDDEN = {
    "unseen": tr("its edge is not seen, hair or a background like the skin hide it: check it"),
    "beard": tr("on a beard that hides the skin: check it"),
}


def point_words(point: Landmark) -> str:
    """Where a point comes from, how sure it is, and how much of a local change it is known to show."""
    words = {
        "automatic": tr("automatic"),
        "edge": tr("on an edge in the photo"),
        "estimated": tr("estimated"),
        "edited": tr("corrected by hand"),
        "placed": tr("by hand"),
    }
    said = words[point.source]
    if not is_sure(point) and (unseen := NO_HAIRLINE.get(str(point.extra.get("hairline")))):
        said += f", {unseen}"
    if not is_sure(point) and (hidden := HIDDEN.get(str(point.extra.get("outline")))):
        said += f", {hidden}"
    if point.sigma is not None:
        said += tr(", ± {sigma:.1f} px", sigma=1.96 * point.sigma)
    if point.response is not None and not point.is_by_hand:
        said += tr(", shows {response:.0f} % of a local change", response=100 * point.response)
    return said
