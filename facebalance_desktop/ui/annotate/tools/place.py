"""Places the points that no algorithm finds, one after the other, with a small picture that says where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from facebalance_desktop.analysis.guide_kinds import HandPoint, hand_point, point_name
from facebalance_desktop.analysis.guides import is_sure
from facebalance_desktop.drawing.blocks import wrapped
from facebalance_desktop.drawing.labels import Labels
from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Stroke, Text
from facebalance_desktop.drawing.schematic import schematic
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.edits_photos import reset_point, set_point
from facebalance_desktop.project.guide_points import missing_points
from facebalance_desktop.project.photo_grids import view_of
from facebalance_desktop.render import fonts
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.annotate.tools.canvas_tool import ENTER, CanvasTool
from facebalance_desktop.ui.annotate.tools.tool import Press, ToolHost
from facebalance_desktop.ui.widgets import inks

PICTURE = 74.0
"""Page points: a side of the small picture at text scale 1."""
KEYS = tr("Enter skips, Backspace removes the last point, Esc ends.")


class PlaceTool(CanvasTool):
    """Click puts the point that is asked for and asks for the next; Enter skips, Backspace takes back, Esc ends."""

    def __init__(self, host: ToolHost, parent: QObject | None = None) -> None:
        super().__init__(host, parent)
        self._queue: list[tuple[str, str]] = []
        self._done: list[tuple[str, str]] = []

    @property
    def wanted(self) -> tuple[str, str] | None:
        """Photo id and code of the point that is asked for."""
        return self._queue[0] if self._queue else None

    def start(self, wanted: Sequence[str] = ()) -> bool:
        """Ask for every missing point of both photos, or for those of `wanted` that nobody has set; False where nothing
        is missing."""
        pair = self.host.pair
        self._done = []
        self._queue = []
        for side in () if pair is None else pair.sides:
            codes = missing_points(self.host.session.project, side)
            if wanted:
                codes = tuple(code for code in wanted if code not in side.points or not is_sure(side.points[code]))
            self._queue.extend((side.photo.id, code) for code in codes)
        self.host.refresh()
        return bool(self._queue)

    def press(self, press: Press) -> None:
        pane = self.host.pane_at(press.at)
        if self.wanted is None or pane is None:
            return
        photo, code = self.wanted
        if pane.side.photo.id != photo:
            self.host.session.tell(tr("This point belongs on the {side} photo.", side=self._side(photo)))
            return
        label = tr("Place {point_name}", point_name=point_name(code))
        self.host.session.do(label, set_point(photo, code, pane.page_to_photo(press.at)))
        self._done.append(self._queue.pop(0))
        self._proceed()

    def move(self, press: Press) -> None:
        self._hover = press.at
        self.host.refresh()

    def cancel(self) -> None:
        self._queue, self._done = [], []
        super().cancel()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ENTER and self._queue:
            self._queue.pop(0)
            self._proceed()
            return True
        if key == Qt.Key.Key_Backspace and self._done:
            photo, code = self._done.pop()
            self.host.session.do(tr("Take back {point_name}", point_name=point_name(code)), reset_point(photo, code))
            self._queue.insert(0, (photo, code))
            self._proceed()
            return True
        return super().key(key, modifiers)

    def _proceed(self) -> None:
        self.host.refresh()
        if not self._queue:
            self.finished.emit("")

    def _side(self, photo: str) -> str:
        pair = self.host.pair
        side = None if pair is None else pair.side_of(photo)
        return "" if side is None else in_sentence(side.caption)

    def _point(self, photo: str, code: str) -> HandPoint:
        record = self.host.session.project.photo(photo)
        view = None if record is None else view_of(record)
        return hand_point(code, (view or "").startswith("profile"))

    def overlay(self) -> tuple[Drawing, ...]:
        if self.wanted is None:
            return ()
        photo, code = self.wanted
        pane = next((pane for pane in self.host.current_panes() if pane.side.photo.id == photo), None)
        if pane is None:
            return ()
        return (*self._done_marks(), *self._picture(pane, self._point(photo, code)))

    def _done_marks(self) -> list[Drawing]:
        marks: list[Drawing] = []
        for pane in self.host.current_panes():
            for photo, code in self._done:
                if photo == pane.side.photo.id and code in pane.side.points:
                    at = pane.photo_to_page.point(pane.side.points[code].xy)
                    marks.append(
                        Disc(at, 2.8 * self.host.view_options.line_scale, inks.MARK, 0.9, Stroke(inks.INK, 0.8))
                    )
        return marks

    def _picture(self, pane: Pane, point: HandPoint) -> list[Drawing]:
        """The picture in the upper middle of the photo's pane, with the point's name below."""
        scale = self.host.view_options.text_scale
        side = PICTURE * scale
        x = pane.frame.centre[0] - side / 2
        if self._hover is not None and abs(self._hover[0] - pane.frame.centre[0]) < side:
            x = pane.frame.right - side - 12 if self._hover[0] < pane.frame.centre[0] else pane.frame.x + 12
        frame = Rect(x, pane.frame.y + 10, side, side)
        is_turned = point.picture == "profile" and view_of(pane.side.photo) == "profile-left"
        words = (
            (point.name, 8.0, True),
            (point.definition, 7.0, False),
            (tr("Click there ({count} to place). {keys}", count=len(self._queue), keys=KEYS), 6.5, False),
        )
        drawn: list[Drawing] = [*schematic(point, frame, is_turned), Line(frame.corners, Stroke(inks.SOFT, 0.6), True)]
        labels = Labels(pane.frame.grown(-4), fonts.measure)
        y = frame.bottom + 4
        room = pane.frame.width - 0.3 * PICTURE * scale
        for text, size, is_bold in words:
            for line in wrapped(text, room, size * scale, is_bold, fonts.measure):
                at = (frame.centre[0], y)
                labels.place(Text(line, at, size * scale, inks.INK, "centre", "top", is_bold, inks.PLATE, 0.8))
                y += 1.85 * size * scale
        return [*drawn, *labels.texts]
