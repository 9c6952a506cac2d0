"""The bench on screen: a widget with a short paintEvent over cached layers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from facebalance_desktop.drawing.primitives import Scene, page_of
from facebalance_desktop.drawing.scene import (
    BACKGROUND,
    Look,
    Pane,
    compose,
    fitted,
    head_frame,
    pane_frames,
    panes,
    whole_frame,
)
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.project.conclusions import Pair
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import Layers
from facebalance_desktop.render.painter import paint, paint_over
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.tools.tool import HIT_RADIUS, Press, Tool

READABLE = 1.6
"""Screen pixels a page point at which text needs no enlarging (7.5 points are then 12 px)."""
ZOOM_STEP = 1.2
CLOSEST = 40.0
"""Screen pixels a reference pixel, at most."""


class Canvas(QWidget):
    """Shows the session's pair as its `look` says and hands the pointer to its tool, in page points."""

    look_changed = Signal()

    def __init__(self, session: Session, layers: Layers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.layers = layers
        self.tool: Tool | None = None
        self._look = Look()
        self._scene: tuple[tuple[object, ...], Scene] | None = None
        self._panning_from: Point | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(320, 240))
        self.setAccessibleName("Comparison")
        session.changed.connect(self.update)

    @property
    def pair(self) -> Pair | None:
        return self.session.pair

    @property
    def look(self) -> Look:
        return replace(self._look, text_scale=self._text_scale())

    def set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.look_changed.emit()
            self.update()

    def refresh(self) -> None:
        self.update()

    def page_size(self) -> tuple[float, float]:
        return page_of(self.width(), self.height())

    def _unit(self) -> float:
        """Screen pixels (not device pixels) a page point."""
        return self.width() / self.page_size()[0]

    def _text_scale(self) -> float:
        return max(1.0, READABLE / self._unit())

    def current_panes(self) -> tuple[Pane, ...]:
        pair = self.pair
        return () if pair is None else panes(pair, self.look, *self.page_size())

    def pane_at(self, at: Point) -> Pane | None:
        return next((pane for pane in self.current_panes() if pane.seen.contains(at)), None)

    def scene(self) -> Scene | None:
        """What is shown, composed once for each project, look and size."""
        pair = self.pair
        if pair is None:
            return None
        key = (self.session.project, pair, self.look, self.width(), self.height())
        if self._scene is None or not _is_same(self._scene[0], key):
            size = (float(self.width()), float(self.height()))
            self._scene = key, compose(self.session.project, pair, self.look, size, fonts.measure)
        return self._scene[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scene = self.scene()
        if scene is None:
            painter.fillRect(self.rect(), QColor(BACKGROUND))
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        unit = self._unit() * ratio
        paint(painter, scene, unit, self.layers)
        if self.tool is not None:
            paint_over(painter, self.tool.overlay(), unit, self.layers)

    # Looking

    def _placed(self) -> tuple[Point, float] | None:
        """Centre and scale as they are now, also while they follow the fit."""
        pair = self.pair
        if pair is None:
            return None
        if self._look.centre is not None and self._look.scale is not None:
            return self._look.centre, self._look.scale
        return fitted(pair, self._look, *self.page_size(), head_frame(pair))

    def visible_frame(self) -> Rect:
        """The part of the reference frame that a pane shows now, in reference px."""
        pair, placed = self.pair, self._placed()
        if pair is None or placed is None:
            return Rect(0, 0, 1, 1)
        (x, y), scale = placed
        pane = pane_frames(pair, self._look, *self.page_size())[0]
        width, height = pane.width / scale, pane.height / scale
        return Rect(x - width / 2, y - height / 2, width, height)

    def show_frame(self, frame: Rect) -> None:
        """Fit a part of the reference frame into every pane."""
        if (pair := self.pair) is not None:
            centre, scale = fitted(pair, self._look, *self.page_size(), frame)
            self.set_look(replace(self._look, centre=centre, scale=scale))

    def fit_head(self) -> None:
        self.set_look(replace(self._look, centre=None, scale=None))

    def fit_whole(self) -> None:
        if (pair := self.pair) is not None:
            self.show_frame(whole_frame(pair))

    def show_actual_size(self) -> None:
        """One pixel of the before photo is one device pixel."""
        if (placed := self._placed()) is not None:
            self.set_look(replace(self._look, centre=placed[0], scale=1 / (self._unit() * self.devicePixelRatioF())))

    def zoom(self, factor: float, at: Point | None = None) -> None:
        """Zoom by `factor`, keeping what is under `at` (page points) in its place."""
        pair, placed = self.pair, self._placed()
        if pair is None or placed is None:
            return
        centre, scale = placed
        largest = CLOSEST / self._unit()
        frame = whole_frame(pair)
        smallest = fitted(pair, self._look, *self.page_size(), frame)[1] / 4
        new = min(largest, max(smallest, scale * factor))
        pane = self._frame_at(pair, at)
        x, y = pane.centre if at is None else at
        dx, dy = x - pane.centre[0], y - pane.centre[1]
        moved = (centre[0] + dx / scale - dx / new, centre[1] + dy / scale - dy / new)
        self.set_look(replace(self._look, centre=moved, scale=new))

    def _frame_at(self, pair: Pair, at: Point | None) -> Rect:
        frames = pane_frames(pair, self._look, *self.page_size())
        return next((frame for frame in frames if at is not None and frame.contains(at)), frames[0])

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by page points."""
        if (placed := self._placed()) is not None:
            (x, y), scale = placed
            self.set_look(replace(self._look, centre=(x - dx / scale, y - dy / scale), scale=scale))

    # Pointer and keys

    def _press(self, event: QMouseEvent) -> Press:
        is_constrained = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return Press(self._page_point(event.position()), HIT_RADIUS / self._unit(), is_constrained)

    def _page_point(self, at: QPointF) -> Point:
        unit = self._unit()
        return at.x() / unit, at.y() / unit

    def mousePressEvent(self, event: QMouseEvent) -> None:
        press = self._press(event)
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.press(press)
        elif event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._panning_from = press.at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        press = self._press(event)
        if self._panning_from is not None:
            x, y = self._panning_from
            self.pan(press.at[0] - x, press.at[1] - y)
            self._panning_from = press.at
        elif self.tool is not None and self.pair is not None:
            self.tool.move(press)
            if not event.buttons():
                self.setCursor(self.tool.cursor(press))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.release(self._press(event))
        self._panning_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.double_press(self._press(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = self._page_point(event.position())
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan((delta.y() or delta.x()) / 4, 0)
        else:
            self.zoom(ZOOM_STEP ** (delta.y() / 120), at)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.tool is None or not self.tool.key(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        is_tab = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if is_tab and self.tool is not None and self.tool.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier):
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look_changed.emit()


def _is_same(key: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The frozen values are the very same objects and the rest is equal."""
    return key[0] is other[0] and key[1] is other[1] and key[2:] == other[2:]
