"""The selected annotations: what is selected (view state), moving and reshaping it, its handles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Qt, Signal

from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import KINDS, POINT_RADIUS, Annotation, is_whole, outline, strokes
from facebalance_desktop.planning.shapes import constrained
from facebalance_desktop.project import edits_annotations
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import pane_of
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks


class AnnotationSelection(QObject):
    """Which annotations are selected; `current` is the one that was picked last."""

    changed = Signal()

    def __init__(self, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self.ids: frozenset[str] = frozenset()
        self.current: str | None = None
        self._from: Mapping[str, tuple[Point, ...]] = {}
        self._start: Point = (0.0, 0.0)

    @property
    def _project(self) -> Project:
        return self.host.session.project

    def selected(self) -> tuple[Annotation, ...]:
        return tuple(item for item in self._project.annotations if item.id in self.ids)

    def select(self, annotation_id: str | None) -> None:
        """Select one annotation with its group, or nothing."""
        ids = frozenset() if annotation_id is None else edits_annotations.with_group(self._project, (annotation_id,))
        self._take(ids, annotation_id)

    def toggle(self, annotation_id: str) -> None:
        """Take one annotation with its group into the selection, or out of it."""
        group = edits_annotations.with_group(self._project, (annotation_id,))
        if annotation_id in self.ids:
            ids = self.ids - group
            self._take(ids, next(iter(ids), None))
        else:
            self._take(self.ids | group, annotation_id)

    def select_all(self, ids: Iterable[str]) -> None:
        chosen = frozenset(ids)
        self._take(chosen, next(iter(chosen), None))

    def _take(self, ids: frozenset[str], current: str | None) -> None:
        if (ids, current) != (self.ids, self.current):
            self.ids, self.current = ids, current
            self.changed.emit()
            self.host.refresh()

    def take_hold(self, press: Press) -> None:
        """A drag begins here."""
        self._start = press.at
        self._from = {item.id: item.points for item in self.selected()}

    def drag(self, press: Press, place: int | None, gesture: str) -> None:
        """Move all that is selected, or only the point at `place` of the current one, to where the pointer is now."""
        at = press.at
        if place is None:
            if press.is_constrained:
                at = constrained(self._start, at, 90.0)
            moved = self._moved(at[0] - self._start[0], at[1] - self._start[1])
            label = tr("Move {drawing}", drawing=self._words())
        else:
            moved = self._reshaped(press, place)
            label = tr("Reshape {drawing}", drawing=self._words())
        if moved is not None:
            self.host.session.do(label, moved, gesture)

    def _words(self) -> str:
        item = self._project.annotation(self.current)
        return tr("drawings") if len(self.ids) > 1 or item is None else _kind_words(item)

    def _moved(self, dx: float, dy: float) -> Edit | None:
        """Panes share one aligned frame, so a way on the page is a way in each photo by its own pane."""
        edits: list[Edit] = []
        for item in self.selected():
            pane = pane_of(self.host, item.photo)
            points = self._from.get(item.id)
            if pane is not None and points is not None:
                edits.append(edits_annotations.set_points(item.id, [_shifted(pane, p, dx, dy) for p in points]))
        return _all(edits) if edits else None

    def _reshaped(self, press: Press, place: int) -> Edit | None:
        item = self._project.annotation(self.current)
        pane = None if item is None else pane_of(self.host, item.photo)
        if item is None or pane is None or not 0 <= place < len(item.points):
            return None
        at = press.at
        if press.is_constrained and len(item.points) > 1:
            at = constrained(pane.photo_to_page.point(item.points[place - 1]), at)
        x, y = pane.page_to_photo(at)
        return edits_annotations.move_vertex(item.id, place, (round(x, 3), round(y, 3)))

    def add_corner(self, press: Press) -> bool:
        """A corner more on the current zone where it was pressed."""
        item = self._project.annotation(self.current)
        pane = None if item is None else pane_of(self.host, item.photo)
        if item is None or pane is None or not item.is_zone or item.shape == "ellipse" or item.is_locked:
            return False
        self.host.session.do(tr("Add a corner"), edits_annotations.add_vertex(item.id, pane.page_to_photo(press.at)))
        return True

    def delete(self, place: int | None) -> bool:
        """Delete the picked corner of a zone, or else everything that is selected and not locked."""
        item = self._project.annotation(self.current)
        if item is not None and place is not None and item.is_zone and item.shape != "ellipse" and len(item.points) > 3:
            self.host.session.do(tr("Delete a corner"), edits_annotations.remove_vertex(item.id, place))
            return True
        if not self.ids:
            return False
        if all(chosen.is_locked for chosen in self.selected()):
            self.host.session.tell(tr("This is locked; unlock it first."))
            return True
        self.host.session.do(
            tr("Delete {drawing}", drawing=self._words()), edits_annotations.remove_annotations(self.ids)
        )
        self.select(None)
        return True

    def nudge(self, dx: float, dy: float) -> None:
        """Move by px of the photo."""
        self.host.session.do(
            tr("Move {drawing}", drawing=self._words()), edits_annotations.move_annotations(self.ids, dx, dy)
        )

    def reshape(self, annotation_id: str, place: int, to: Point) -> None:
        """Move one point of a drawing to a place in px of its photo."""
        label = tr("Reshape {drawing}", drawing=self._words())
        self.host.session.do(label, edits_annotations.move_vertex(annotation_id, place, to))

    def copy(self) -> None:
        copies = [new_id() for _ in self.ids]
        if copies:
            self.host.session.do(
                tr("Copy {drawing}", drawing=self._words()), edits_annotations.copy_annotations(self.ids, copies)
            )
            self.select_all(copies)

    def group(self, is_on: bool) -> None:
        if self.ids:
            edit = edits_annotations.group_annotations(self.ids, new_id() if is_on else None)
            self.host.session.do(tr("Group") if is_on else tr("Ungroup"), edit)

    def lock(self) -> None:
        chosen = self.selected()
        if chosen:
            is_locked = not all(item.is_locked for item in chosen)
            edit = edits_annotations.change_annotations(self.ids, is_locked=is_locked)
            self.host.session.do(tr("Lock") if is_locked else tr("Unlock"), edit)

    def rank(self, rank: edits_annotations.Rank) -> None:
        if self.current is not None:
            words = {"front": tr("Bring to front"), "back": tr("Send to back")}.get(rank, tr("Change the order"))
            self.host.session.do(words, edits_annotations.rank_annotation(self.current, rank))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Arrow keys move what is selected by a px of its photo, with Shift by ten."""
        ways = {
            Qt.Key.Key_Left: (-1.0, 0.0),
            Qt.Key.Key_Right: (1.0, 0.0),
            Qt.Key.Key_Up: (0.0, -1.0),
            Qt.Key.Key_Down: (0.0, 1.0),
        }
        if key not in ways or not self.ids:
            return False
        size = 10.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        self.nudge(ways[key][0] * size, ways[key][1] * size)
        return True

    def overlay(self) -> tuple[Drawing, ...]:
        drawn: list[Drawing] = []
        for item in self.selected():
            pane = pane_of(self.host, item.photo)
            if pane is not None and item.is_shown and is_whole(item):
                scale = self.host.view_options.line_scale
                drawn.extend(_outlined(item, pane, item.id == self.current, scale))
        return tuple(drawn)


def _shifted(pane: Pane, point: Point, dx: float, dy: float) -> Point:
    x, y = pane.photo_to_page.point(point)
    x, y = pane.page_to_photo((x + dx, y + dy))
    return round(x, 3), round(y, 3)


def _all(edits: list[Edit]) -> Edit:
    def edit(project: Project) -> Project:
        for one in edits:
            project = one(project)
        return project

    return edit


def _outlined(item: Annotation, pane: Pane, has_handles: bool, scale: float) -> tuple[Drawing, ...]:
    """The dashed outline of something selected and, of the current one, a handle at every point."""
    colour = inks.LOCKED if item.is_locked else inks.SELECTED
    stroke = Stroke(colour, 0.7, True)
    to_page = pane.photo_to_page.point
    drawn: list[Drawing] = []
    if item.is_zone:
        drawn.append(Line(tuple(to_page(point) for point in outline(item)), stroke, is_closed=True))
    drawn.extend(Line((to_page(p), to_page(q)), stroke) for p, q in strokes(item))
    if item.kind == "point":
        drawn.append(Disc(to_page(item.points[0]), POINT_RADIUS + 2.6 * scale, colour, 0.05, Stroke(colour, 0.9)))
    if has_handles and not item.is_locked:
        places = [to_page(point) for point in item.points]
        drawn.extend(Disc(at, 2.8 * scale, colour, 0.9, Stroke(inks.PLATE, 0.8)) for at in places if pane.contains(at))
    return tuple(drawn)


def _kind_words(item: Annotation) -> str:
    return item.kind if item.is_foreign else in_sentence(KINDS[item.kind].name)
