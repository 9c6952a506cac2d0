"""The canvas: a widget with a short paintEvent over cached layers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from facebalance_desktop.drawing.labels import NO_SHIFTS, Shifts
from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.primitives import Drawing, Scene, page_of
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import Mode, ViewOptions
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import Layers
from facebalance_desktop.render.live import LiveLayers, paint_live, prepare_live
from facebalance_desktop.render.painter import paint, paint_over
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.tool import HIT_RADIUS, Press, Tool
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.viewer.key_pointer import ARROWS, KeyPointer
from facebalance_desktop.ui.viewer.overlays import Overlays
from facebalance_desktop.ui.viewer.touch import Touch
from facebalance_desktop.ui.viewer.viewport import Viewport
from facebalance_desktop.ui.widgets.painting import paint_later
from facebalance_desktop.ui.widgets.safe_events import safe_override

ZOOM_STEP = 1.2
STILL_AFTER = 30
"""Milliseconds without movement until the picture is painted sharp."""
IDLE_AFTER, PREPARE_FOR = 5, 0.004
"""Milliseconds without a frame until an edit is prepared for, and seconds that this may take at a time."""
ARROW_STEP = 24.0
"""Screen pixels that an arrow key moves the picture; unlinked the after, with Ctrl the before."""
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
CLICK = 4.0
"""Screen pixels: a right button that moved less asks for a menu, one that moved more has moved the picture."""


class Canvas(QWidget):
    """Shows the session's pair as its `viewport` says and hands the pointer to its tool, in page points."""

    view_options_changed = Signal()
    menu_requested = Signal(object, object)
    """(Press, place on the screen): what stands there offers its actions."""

    _touch: Touch | None = None  # Qt sends events before all is built and after all is gone

    def __init__(self, session: Session, layers: Layers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.layers = layers
        self.tool: Tool | None = None
        self._touch = Touch(self)
        self.viewport = Viewport(session, self, self)
        self.pictures = Overlays(self)
        self.key_pointer = KeyPointer(self)
        self._scene: tuple[tuple[object, ...], Scene] | None = None
        self._panning_from: tuple[Point, Point] | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_AFTER)
        self._still.setTimerType(Qt.TimerType.PreciseTimer)
        self._still.timeout.connect(self.stand_still)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_AFTER)
        self._idle.timeout.connect(self._prepare)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(QSize(320, 240))
        self.setAccessibleName(tr("Comparison"))
        self._mode = self.view_options.mode
        session.changed.connect(self._follow_edit)
        self.viewport.changed.connect(self._show_look)
        self.viewport.moved.connect(self._start_moving)

    @property
    def pair(self) -> Pair | None:
        return self.session.pair

    @property
    def view_options(self) -> ViewOptions:
        return self.viewport.view_options

    def set_view_options(self, view_options: ViewOptions) -> None:
        self.viewport.set_view_options(view_options)

    def _show_look(self) -> None:
        self.view_options_changed.emit()
        if self._mode != self.view_options.mode:
            self._mode = self.view_options.mode
            paint_later(self, self.scene)  # a board takes long to lay out and to paint
        self.update()

    def _start_moving(self) -> None:
        self.viewport.is_moving = True
        self._still.start()

    def _follow_edit(self) -> None:
        """Show an edit at once; exactly as an export when no other follows."""
        if isinstance(self.layers, LiveLayers):
            self.layers.is_hasty = True
            self._still.start()
        self.update()

    def stand_still(self) -> None:
        """Nothing moves or follows any more: show all as exactly as an export does."""
        self.viewport.is_moving = False
        if isinstance(self.layers, LiveLayers):
            self.layers.is_hasty = False
        self.update()

    def _prepare(self) -> None:
        """Use a moment in which nothing happens for what makes the next edit quick."""
        scene = self.scene()
        if not isinstance(self.layers, LiveLayers) or scene is None or self._still.isActive() or not self.isVisible():
            return
        if prepare_live(scene, self.device_unit(), self.layers, PREPARE_FOR):
            self._idle.start()

    def refresh(self) -> None:
        self.update()

    def follow_point(self, photo: str | None, at: Point | None) -> None:
        """A loupe on the point of this photo (its id) that is being dragged; None: no longer."""
        self.pictures.follow_point(photo, at)

    def page_size(self) -> tuple[float, float]:
        return page_of(self.width(), self.height())

    def unit(self) -> float:
        """Screen pixels (not device pixels) a page point."""
        return self.width() / self.page_size()[0]

    def device_unit(self) -> float:
        """Device pixels a page point."""
        return self.unit() * self.devicePixelRatioF()

    def current_panes(self) -> tuple[Pane, ...]:
        return self.viewport.panes()

    def pane_at(self, at: Point) -> Pane | None:
        return next((pane for pane in self.current_panes() if pane.contains(at)), None)

    def visible_frame(self) -> Rect:
        return self.viewport.visible_frame()

    def pan(self, dx: float, dy: float, at: Point | None = None) -> None:
        self.viewport.pan(dx, dy, at)

    def clear(self) -> None:
        """Another project: keep nothing that was painted of the one before."""
        self._scene = None
        if isinstance(self.layers, LiveLayers):
            self.layers.clear()
        self.update()

    def scene(self) -> Scene | None:
        """What is shown, composed once for each project, view options and size."""
        pair = self.pair
        if pair is None:
            return None
        key = (self.session.project, pair, self.view_options, self.width(), self.height())
        if self._scene is None or not _is_same(self._scene[0], key):
            size = (float(self.width()), float(self.height()))
            shifts = _shifts_of(self._scene, pair, self.view_options.mode)
            self._scene = key, compose(self.session.project, pair, self.view_options, size, fonts.measure, shifts)
        return self._scene[1]

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if isinstance(self.layers, LiveLayers):
            self.layers.begin(not self.viewport.is_moving)
        scene = self.scene()
        over = self.pictures.drawings()
        if self.tool is not None and scene is not None:
            over = (*self.tool.overlay(), *self.key_pointer.drawings(), *over)
        painter = QPainter(self)
        try:
            self._paint(painter, scene, over)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, scene: Scene | None, over: tuple[Drawing, ...]) -> None:
        if scene is None:
            painter.fillRect(self.rect(), QColor(self.viewport.surround))
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        unit = self.device_unit()
        if isinstance(self.layers, LiveLayers):
            paint_live(painter, scene, unit, self.layers)
            if self.layers.is_unfinished and not self.viewport.is_moving:
                if not self.layers.is_hasty:  # else the frame that follows an edit goes on
                    QTimer.singleShot(0, self, self.update)
            elif not self.viewport.is_moving:
                self._idle.start()
        else:
            paint(painter, scene, unit, self.layers)
        if over:
            width, height = round(self.width() * ratio), round(self.height() * ratio)
            area = QRect(0, 0, width, height)
            paint_over(painter, over, unit, self.layers, area, scene.line_scale)

    # Pointer and keys

    def press_at(self, at: QPointF, reach: float = HIT_RADIUS, is_constrained: bool = False) -> Press:
        unit = self.unit()
        return Press((at.x() / unit, at.y() / unit), reach / unit, is_constrained)

    def _press(self, event: QMouseEvent) -> Press:
        is_constrained = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self.press_at(event.position(), is_constrained=is_constrained)

    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        press = self._press(event)
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            if not self.pictures.take_press(press.at):
                self.tool.press(press)
        elif event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._panning_from = press.at, press.at

    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        press = self._press(event)
        self.key_pointer.hide()
        self.pictures.point_at(press.at, event.buttons() != Qt.MouseButton.NoButton)
        if self._panning_from is not None:
            start, (x, y) = self._panning_from
            self.pan(press.at[0] - x, press.at[1] - y, start)
            self._panning_from = start, press.at
        elif self.pictures.take_move(press.at):
            return
        elif self.tool is not None and self.pair is not None:
            self.tool.move(press)
            if not event.buttons():
                self.setCursor(self.tool.cursor(press))

    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press = self._press(event)
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            if not self.pictures.take_release():
                self.tool.release(press)
        elif event.button() == Qt.MouseButton.RightButton and self._panning_from is not None:
            (x, y), _ = self._panning_from
            if max(abs(press.at[0] - x), abs(press.at[1] - y)) * self.unit() < CLICK:
                self.menu_requested.emit(press, event.globalPosition().toPoint())
        self._panning_from = None

    @safe_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.double_press(self._press(event))

    @safe_override
    def leaveEvent(self, event: QEvent) -> None:
        self.pictures.point_at(None)
        super().leaveEvent(event)

    @safe_override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key; the right button asks when it is released without having moved."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(self.press_at(QPointF(self.rect().center())), event.globalPos())
        event.accept()

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        press = self.press_at(event.position())
        delta, unit = event.angleDelta(), self.unit()
        if event.device().type() == QInputDevice.DeviceType.TouchPad and not event.modifiers():
            by = event.pixelDelta() if not event.pixelDelta().isNull() else delta / 4
            self.pan(by.x() / unit, by.y() / unit, press.at)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan((delta.y() or delta.x()) / 4 / unit, 0, press.at)
        elif self.viewport.is_scrolled and not event.modifiers():
            self.pan(0, delta.y() / unit, press.at)
        else:
            self.viewport.zoom(ZOOM_STEP ** (delta.y() / 120), press.at)
        event.accept()

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.tool is not None and self.tool.key(key, event.modifiers()):
            return
        if self.key_pointer.key(key, event.modifiers(), event.isAutoRepeat()):
            return
        frames = self.viewport.frames()
        if key not in ARROWS or not frames:
            super().keyPressEvent(event)
            return
        x, y = ARROWS[key]
        is_before = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = ARROW_STEP / self.unit()
        self.pan(-x * step, -y * step, frames[0].centre if is_before else None)

    @safe_override
    def event(self, event: QEvent) -> bool:
        if self._touch is not None and self._touch.take(event):
            return True
        if self._touch is None:
            return super().event(event)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in TABS
            and self.tool is not None
            and self.tool.key(Qt.Key(event.key()), event.modifiers())
        ):
            return True
        return super().event(event)

    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view_options_changed.emit()


def _is_same(key: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The frozen values are the very same objects and the rest is equal."""
    return key[0] is other[0] and key[1] is other[1] and key[2:] == other[2:]


def _shifts_of(scene: tuple[tuple[object, ...], Scene] | None, pair: Pair, mode: Mode) -> Shifts:
    """Where the labels of this pair stood a moment ago in this mode."""
    if scene is None:
        return NO_SHIFTS
    _, before, view_options, *_ = scene[0]
    is_same = before is pair and isinstance(view_options, ViewOptions) and view_options.mode == mode
    return scene[1].shifts if is_same else NO_SHIFTS
