"""The usual tool: drag points, guide lines, zones and the wipe's divider; anywhere else, move the picture."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.analysis.guides import is_sure
from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.project import edits_annotations, edits_photos
from facebalance_desktop.project.conclusions import points_of
from facebalance_desktop.project.model import new_id
from facebalance_desktop.ui.tools.hits import Hit, PointHit, VertexHit, ZoneHit, hit, shown_codes, zones_of
from facebalance_desktop.ui.tools.moves import along_face, drag_zone, moved
from facebalance_desktop.ui.tools.tool import Bench, Press

SELECTED = "#ffffff"
HANDLE = "#7fd6ff"
NAMES = {
    "tr": "hairline",
    "g": "glabella",
    "sn": "subnasale",
    "me": "menton",
    "p_r": "right pupil",
    "p_l": "left pupil",
    "ch_r": "right mouth corner",
    "ch_l": "left mouth corner",
}


class SelectTool(QObject):
    """Selection and dragging. What is selected is view state."""

    selection_changed = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.selected: Hit | None = None
        self._dragged: Hit | str | None = None
        self._last: Point = (0.0, 0.0)
        self._gesture = ""

    @property
    def selected_zone(self) -> str | None:
        match self.selected:
            case VertexHit(zone=zone) | ZoneHit(zone=zone):
                return zone
        return None

    def select(self, found: Hit | None) -> None:
        if found != self.selected:
            self.selected = found
            self.selection_changed.emit()
            self.bench.refresh()

    def _divider(self) -> float | None:
        if self.bench.look.mode != "wipe" or len(self.bench.current_panes()) < 2:
            return None
        return self.bench.look.wipe * self.bench.page_size()[0]

    def _hit(self, press: Press) -> Hit | None:
        panes = self.bench.current_panes()
        return hit(self.bench.session.project, panes, press.at, press.reach, self.selected_zone)

    def press(self, press: Press) -> None:
        self._last, self._gesture = press.at, new_id()
        divider = self._divider()
        middle = self.bench.page_size()[1] / 2
        if divider is not None and abs(press.at[0] - divider) <= press.reach * 1.4:
            on_knob = abs(press.at[1] - middle) <= press.reach * 2.5
            if on_knob or not isinstance(self._hit(press), PointHit | VertexHit):
                self._dragged = "divider"
                return
        found = self._hit(press)
        self.select(found)
        self._dragged = found if found is not None else "view"

    def move(self, press: Press) -> None:
        dx, dy = press.at[0] - self._last[0], press.at[1] - self._last[1]
        self._last = press.at
        match self._dragged:
            case None:
                return
            case "divider":
                look, width = self.bench.look, self.bench.page_size()[0]
                self.bench.set_look(replace(look, wipe=min(1.0, max(0.0, look.wipe + dx / width))))
            case "view":
                self.bench.pan(dx, dy)
            case PointHit() as point:
                self._drag_point(point, dx, dy)
            case VertexHit() as vertex:
                self._drag_zone(vertex.zone, dx, dy, vertex.place)
            case ZoneHit() as zone:
                self._drag_zone(zone.zone, dx, dy, None)

    def release(self, press: Press) -> None:
        self._dragged = None

    def double_press(self, press: Press) -> None:
        pass

    def cancel(self) -> None:
        self._dragged = None
        self.select(None)

    def _pane_of(self, photo: str) -> Pane | None:
        return next((pane for pane in self.bench.current_panes() if pane.side.photo.id == photo), None)

    def _drag_point(self, found: PointHit, dx: float, dy: float) -> None:
        pane = self._pane_of(found.photo)
        if pane is None or found.code not in pane.side.points:
            return
        if found.is_line:
            dx, dy = along_face(pane, dx, dy)
        self._put_point(found, moved(pane, pane.side.points[found.code].xy, dx, dy), self._gesture)

    def _put_point(self, found: PointHit, xy: Point, gesture: str | None) -> None:
        label = f"Move {NAMES.get(found.code, found.code)}"
        self.bench.session.do(label, edits_photos.set_point(found.photo, found.code, xy), gesture)

    def _drag_zone(self, zone_id: str, dx: float, dy: float, place: int | None) -> None:
        zone = next((item for item in self.bench.session.project.annotations if item.id == zone_id), None)
        pane = None if zone is None else self._pane_of(zone.photo)
        if zone is not None and pane is not None:
            label = "Move zone" if place is None else "Reshape zone"
            self.bench.session.do(label, drag_zone(zone, pane, dx, dy, place), self._gesture)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Tab:
            return self.select_next()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._delete()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._confirm()
        if key == Qt.Key.Key_Escape and self.selected is not None:
            self.cancel()
            return True
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in steps and isinstance(self.selected, PointHit):
            size = 0.1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
            return self._nudge_point(self.selected, steps[key][0] * size, steps[key][1] * size)
        return False

    def _nudge_point(self, found: PointHit, dx: float, dy: float) -> bool:
        photo = self.bench.session.project.photo(found.photo)
        point = None if photo is None else points_of(photo).get(found.code)
        if point is None:
            return False
        self._put_point(found, (point.x + dx, point.y + dy), None)
        return True

    def _delete(self) -> bool:
        zone = self.selected_zone
        if zone is not None:
            self.select(None)
            self.bench.session.do("Delete zone", edits_annotations.remove_annotation(zone))
            return True
        if isinstance(self.selected, PointHit):
            edit = edits_photos.reset_point(self.selected.photo, self.selected.code)
            self.bench.session.do("Reset point to automatic", edit)
            return True
        return False

    def _confirm(self) -> bool:
        """Enter: the selected point is right as it stands; then on to the next nobody has confirmed."""
        found = self.selected
        if isinstance(found, PointHit):
            pane = self._pane_of(found.photo)
            if pane is not None and found.code in pane.side.points:
                xy = pane.side.points[found.code].xy
                name = NAMES.get(found.code, found.code)
                self.bench.session.do(f"Confirm {name}", edits_photos.confirm_point(found.photo, found.code, xy))
        return self.select_next()

    def select_next(self) -> bool:
        """Select the next shown point that nobody has confirmed; False where there is none."""
        project = self.bench.session.project
        open_points: list[Hit] = [
            PointHit(pane.side.photo.id, code)
            for pane in self.bench.current_panes()
            for code in shown_codes(project)
            if code in pane.side.points and not is_sure(pane.side.points[code])
        ]
        if not open_points:
            self.select(None)
            return False
        place = open_points.index(self.selected) + 1 if self.selected in open_points else 0
        self.select(open_points[place % len(open_points)])
        return True

    def cursor(self, press: Press) -> Qt.CursorShape:
        divider = self._divider()
        if divider is not None and abs(press.at[0] - divider) <= press.reach * 1.4:
            return Qt.CursorShape.SplitHCursor
        match self._hit(press):
            case PointHit(is_line=True):
                return Qt.CursorShape.SizeVerCursor
            case PointHit() | VertexHit():
                return Qt.CursorShape.CrossCursor
            case ZoneHit():
                return Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.OpenHandCursor

    def overlay(self) -> tuple[Drawing, ...]:
        drawn: list[Drawing] = []
        project = self.bench.session.project
        for pane in self.bench.current_panes():
            for code in shown_codes(project):
                if code not in pane.side.points:
                    continue
                at = pane.photo_to_page.point(pane.side.points[code].xy)
                if pane.seen.contains(at):
                    is_selected = isinstance(self.selected, PointHit) and (
                        (self.selected.photo, self.selected.code) == (pane.side.photo.id, code)
                    )
                    drawn.append(handle(at, is_selected, is_sure(pane.side.points[code])))
            for zone in zones_of(project, pane.side.photo.id):
                if zone.id == self.selected_zone:
                    outline = tuple(pane.photo_to_page.point(point) for point in zone.points)
                    drawn.append(Line(outline, Stroke(SELECTED, 0.7, True), is_closed=True))
                    drawn.extend(handle(point, False, True) for point in outline if pane.seen.contains(point))
        return tuple(drawn)


def handle(at: Point, is_selected: bool, is_certain: bool) -> Disc:
    """A handle: full when a human has confirmed the point, hollow while it is estimated."""
    radius = 4.2 if is_selected else 2.8
    colour = SELECTED if is_selected else HANDLE
    return Disc(at, radius, colour, 0.9 if is_certain else 0.15, Stroke(colour, 0.9))
