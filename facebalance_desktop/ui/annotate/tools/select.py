"""The usual tool: drag points, guide lines, zones and the wipe's divider; anywhere else, move the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.analysis.guides import is_sure
from facebalance_desktop.drawing.primitives import Disc, Drawing, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.project import edits_photos
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.project.guide_points import shown_codes
from facebalance_desktop.project.model import new_id
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_selection import AnnotationSelection
from facebalance_desktop.ui.annotate.tools.board_choice import BoardChoice
from facebalance_desktop.ui.annotate.tools.handle_steps import STEPS, HandleSteps
from facebalance_desktop.ui.annotate.tools.hits import Hit, PointHit, VertexHit, ZoneHit, hit
from facebalance_desktop.ui.annotate.tools.moves import along_face, moved
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.annotate.tools.viewing import Divider, enlarged
from facebalance_desktop.ui.widgets import inks


class SelectTool(QObject):
    """Selection and dragging. What is selected is view state."""

    is_dragged = True
    is_aimed = False

    selection_changed = Signal()

    def __init__(self, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self.selection = AnnotationSelection(host, self)
        self.selection.changed.connect(self._follow_selection)
        self.selected: Hit | None = None
        self._dragged: Hit | str | None = None
        self._last: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self.divider = Divider(host)
        self.board = BoardChoice(host)
        self.handles = HandleSteps(self)
        self._gesture = ""

    @property
    def selected_zone(self) -> str | None:
        """The annotation that was picked last."""
        return self.selection.current

    def select(self, found: Hit | None) -> None:
        if found == self.selected:
            return
        self.selected = found
        match found:
            case VertexHit(zone=zone) | ZoneHit(zone=zone):
                if zone != self.selection.current:
                    self.selection.select(zone)
            case _:
                self.selection.select(None)
        self.selection_changed.emit()
        self.host.refresh()

    def _follow_selection(self) -> None:
        current = self.selection.current
        is_own = isinstance(self.selected, VertexHit) and self.selected.zone == current
        if current is not None and not is_own:
            self.selected = ZoneHit(current)
        elif current is None and isinstance(self.selected, VertexHit | ZoneHit):
            self.selected = None
        self.selection_changed.emit()

    def hit_at(self, press: Press) -> Hit | None:
        panes = self.host.current_panes()
        return hit(self.host.session.project, panes, press.at, press.reach, self.selected_zone)

    def press(self, press: Press) -> None:
        if enlarged(self.host, press):
            return
        self._last, self._start, self._gesture = press.at, press.at, new_id()
        if self.divider.is_on_knob(press) or (
            self.divider.is_near(press) and not isinstance(self.hit_at(press), PointHit | VertexHit)
        ):
            self._dragged = "divider"
            return
        found = self.hit_at(press)
        if isinstance(found, ZoneHit) and press.is_constrained:
            self.selection.toggle(found.zone)
            return
        if not (isinstance(found, ZoneHit) and found.zone in self.selection.ids and len(self.selection.ids) > 1):
            self.select(found)
        self.selection.take_hold(press)
        self._dragged = found if found is not None else "view"

    def move(self, press: Press) -> None:
        last, self._last = self._last, press.at
        dx, dy = press.at[0] - last[0], press.at[1] - last[1]
        match self._dragged:
            case None:
                return
            case "divider":
                self.divider.drag(press, last)
            case "view":
                self.host.pan(dx, dy, self._start)
            case PointHit() as point:
                self._drag_point(point, dx, dy)
                self.host.follow_point(point.photo, press.at)
            case VertexHit() as vertex:
                self.selection.drag(press, vertex.place, self._gesture)
            case ZoneHit():
                self.selection.drag(press, None, self._gesture)

    def release(self, press: Press) -> None:
        if isinstance(self._dragged, PointHit):
            self.host.follow_point(None, None)
        self._dragged = None

    def double_press(self, press: Press) -> None:
        if isinstance(self.hit_at(press), ZoneHit):
            self.selection.add_corner(press)

    def cancel(self) -> None:
        """Cancel a drag, as if it had never begun; else select nothing."""
        history = self.host.session.history
        dragged, self._dragged = self._dragged, None
        self.host.follow_point(None, None)
        if dragged in ("view", "divider"):
            return
        if dragged is not None and history.past and history.past[-1].gesture == self._gesture:
            self.host.session.undo()
            return
        self.select(None)

    def _pane_of(self, photo: str) -> Pane | None:
        return next((pane for pane in self.host.current_panes() if pane.side.photo.id == photo), None)

    def _drag_point(self, found: PointHit, dx: float, dy: float) -> None:
        pane = self._pane_of(found.photo)
        if pane is None or found.code not in pane.side.points:
            return
        if found.is_line:
            dx, dy = along_face(pane, dx, dy)
        self._put_point(found, moved(pane, pane.side.points[found.code].xy, dx, dy), self._gesture)

    def _put_point(self, found: PointHit, xy: Point, gesture: str | None) -> None:
        label = tr("Move {point_name}", point_name=point_name(found.code))
        self.host.session.do(label, edits_photos.set_point(found.photo, found.code, xy), gesture)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if self.board.key(key, modifiers):
            return True
        if key in STEPS:
            return self._step(key)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self.delete()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._confirm()
        if (self._dragged is None and self.handles.key(key, modifiers)) or self.selection.key(key, modifiers):
            return True
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
        photo = trusted_photo(self.host.session.project, found.photo)
        point = None if photo is None else points_of(photo).get(found.code)
        if point is None:
            return False
        self._put_point(found, (point.x + dx, point.y + dy), None)
        return True

    def delete(self) -> bool:
        place = self.selected.place if isinstance(self.selected, VertexHit) else None
        if self.selection.delete(place):
            return True
        if isinstance(self.selected, PointHit):
            edit = edits_photos.reset_point(self.selected.photo, self.selected.code)
            self.host.session.do(tr("Reset point to automatic"), edit)
            return True
        return False

    def _confirm(self) -> bool:
        """Enter: the selected point is right as it stands; then on to the next nobody has confirmed."""
        found = self.selected
        if isinstance(found, PointHit):
            pane = self._pane_of(found.photo)
            if pane is not None and found.code in pane.side.points:
                xy = pane.side.points[found.code].xy
                name = point_name(found.code)
                self.host.session.do(
                    tr("Confirm {name}", name=name), edits_photos.confirm_point(found.photo, found.code, xy)
                )
        return self.select_next()

    def _step(self, key: Qt.Key) -> bool:
        """Tab: the next handle of the selected drawing, else the next point that nobody has confirmed; behind the last
        one the keyboard leaves the photo. Shift+Tab: the handle before."""
        is_handle = self.handles.step(key)
        if is_handle is not None or key == Qt.Key.Key_Backtab:
            return bool(is_handle)
        open_points = self._open_points()
        if open_points and self.selected == open_points[-1]:
            self.select(None)
            return False
        return self.select_next()

    def _open_points(self) -> list[Hit]:
        """The shown points that nobody has confirmed."""
        project = self.host.session.project
        return [
            PointHit(pane.side.photo.id, code)
            for pane in self.host.current_panes()
            for code in shown_codes(project, pane.side)
            if code in pane.side.points and not is_sure(pane.side.points[code])
        ]

    def select_next(self) -> bool:
        """Select the next shown point that nobody has confirmed; False where there is none."""
        open_points = self._open_points()
        if not open_points:
            self.select(None)
            return False
        place = open_points.index(self.selected) + 1 if self.selected in open_points else 0
        self.select(open_points[place % len(open_points)])
        return True

    def cursor(self, press: Press) -> Qt.CursorShape:
        if self.divider.is_on_knob(press) or self.divider.is_near(press):
            return self.divider.cursor()
        match self.hit_at(press):
            case PointHit(is_line=True):
                return Qt.CursorShape.SizeVerCursor
            case PointHit() | VertexHit():
                return Qt.CursorShape.CrossCursor
            case ZoneHit():
                return Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.OpenHandCursor

    def overlay(self) -> tuple[Drawing, ...]:
        """Handles; none while the picture moves, when nobody can take one."""
        if self.host.view_options.is_moving:
            return ()
        drawn: list[Drawing] = []
        project, scale = self.host.session.project, self.host.view_options.line_scale
        for pane in () if self.host.view_options.mode == "board" else self.host.current_panes():
            for code in shown_codes(project, pane.side):
                if code not in pane.side.points:
                    continue
                at = pane.photo_to_page.point(pane.side.points[code].xy)
                if pane.contains(at):
                    is_selected = isinstance(self.selected, PointHit) and (
                        (self.selected.photo, self.selected.code) == (pane.side.photo.id, code)
                    )
                    drawn.append(handle(at, is_selected, is_sure(pane.side.points[code]), scale))
        drawn.extend(self.selection.overlay())
        drawn.extend(self.handles.overlay())
        drawn.extend(self.board.overlay())
        return tuple(drawn)


def handle(at: Point, is_selected: bool, is_certain: bool, scale: float) -> Disc:
    """A handle: full when a human has confirmed the point, hollow while it is estimated."""
    radius = scale * (4.2 if is_selected else 2.8)
    colour = inks.SELECTED if is_selected else inks.HANDLE
    return Disc(at, radius, colour, 0.9 if is_certain else 0.15, Stroke(colour, 0.9))
