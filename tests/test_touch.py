"""Fingers and the wheel on the canvas: what two fingers do never ends as a drawing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest
from canvases_made import made_canvas
from driving import needs_qt
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.model import new_id
from facebalance_desktop.ui.annotate.tools.anchors import AnchorTool
from facebalance_desktop.ui.annotate.tools.brush import BrushTool
from facebalance_desktop.ui.annotate.tools.freehand import FreehandTool
from facebalance_desktop.ui.annotate.tools.hits import ZoneHit
from facebalance_desktop.ui.annotate.tools.polygon import PolygonTool
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.annotate.tools.steps import StepsTool
from facebalance_desktop.ui.annotate.tools.stretch import StretchTool
from facebalance_desktop.ui.annotate.tools.tool import Tool
from facebalance_desktop.ui.presentation.pen_tools import PenTool
from facebalance_desktop.ui.viewer.canvas import Canvas

pytestmark = needs_qt
FIRST, SECOND = QPoint(100, 150), QPoint(220, 160)
TOOLS: dict[str, Callable[[Canvas], Tool]] = {
    "arrow": lambda canvas: StretchTool("arrow", canvas, canvas),
    "ruler": lambda canvas: StretchTool("ruler", canvas, canvas),
    "ellipse": lambda canvas: StretchTool("ellipse", canvas, canvas),
    "freehand": lambda canvas: FreehandTool(canvas, canvas),
    "brush": lambda canvas: BrushTool(False, canvas, canvas),
    "eraser": lambda canvas: BrushTool(True, canvas, canvas),
    "polygon": lambda canvas: PolygonTool(canvas, canvas),
    "injection point": lambda canvas: StepsTool("point", canvas, canvas),
    "anchors": lambda canvas: AnchorTool(canvas, canvas),
    "select": lambda canvas: SelectTool(canvas, canvas),
}


@pytest.fixture(scope="module")
def device() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def canvas() -> Iterator[Canvas]:
    made = made_canvas()
    made.show()
    yield made
    made.close()
    made.deleteLater()


def tap(canvas: Canvas, device: QPointingDevice, at: QPoint) -> None:
    QTest.touchEvent(canvas, device).press(0, at, canvas)
    QTest.touchEvent(canvas, device).release(0, at, canvas)


def pinch(canvas: Canvas, device: QPointingDevice, has_slipped: bool) -> None:
    """The first finger comes down, and moves perhaps, before the second does."""
    at = FIRST + QPoint(40, 25) if has_slipped else FIRST
    QTest.touchEvent(canvas, device).press(0, FIRST, canvas)
    if has_slipped:
        QTest.touchEvent(canvas, device).move(0, at, canvas)
    QTest.touchEvent(canvas, device).move(0, at, canvas).press(1, SECOND, canvas)
    QTest.touchEvent(canvas, device).move(0, at - QPoint(30, 0), canvas).move(1, SECOND + QPoint(30, 0), canvas)
    QTest.touchEvent(canvas, device).release(0, at, canvas).release(1, SECOND, canvas)


@pytest.mark.parametrize("has_slipped", [False, True], ids=["at once", "after a slip"])
@pytest.mark.parametrize("name", TOOLS)
def test_a_pinch_draws_nothing_and_zooms(canvas: Canvas, device: QPointingDevice, name: str, has_slipped: bool) -> None:
    canvas.tool = TOOLS[name](canvas)
    before, scale = canvas.session.project, canvas.viewport.placed()
    pinch(canvas, device, has_slipped)
    assert canvas.session.project is before
    after = canvas.viewport.placed()
    assert scale is not None and after is not None and after[1] > 1.2 * scale[1]
    assert not getattr(canvas.tool, "is_drawing", False)


def test_a_pinch_keeps_the_corners_that_were_set_before(canvas: Canvas, device: QPointingDevice) -> None:
    canvas.tool = tool = PolygonTool(canvas, canvas)
    for at in (QPoint(90, 120), QPoint(150, 120), QPoint(150, 180)):
        tap(canvas, device, at)
    pinch(canvas, device, has_slipped=True)
    tool.key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    (zone,) = canvas.session.project.annotations
    assert len(zone.points) == 3


def test_a_finger_draws_as_the_pointer_does(canvas: Canvas, device: QPointingDevice) -> None:
    canvas.tool = StretchTool("arrow", canvas, canvas)
    QTest.touchEvent(canvas, device).press(0, FIRST, canvas)
    QTest.touchEvent(canvas, device).move(0, FIRST + QPoint(60, 10), canvas)
    QTest.touchEvent(canvas, device).release(0, FIRST + QPoint(60, 10), canvas)
    (arrow,) = canvas.session.project.annotations
    pane = canvas.current_panes()[0]
    ends = [pane.photo_to_page.point(point) for point in arrow.points]
    seen = [(x * canvas.unit(), y * canvas.unit()) for x, y in ends]
    assert seen == [pytest.approx((100, 150), abs=0.5), pytest.approx((160, 160), abs=0.5)]


def test_a_pinch_in_the_middle_of_a_drag_puts_the_zone_back(canvas: Canvas, device: QPointingDevice) -> None:
    pane = canvas.current_panes()[0]
    unit = canvas.unit()
    corners = tuple(pane.page_to_photo((x / unit, y / unit)) for x, y in ((80, 130), (120, 130), (120, 170), (80, 170)))
    zone = Annotation(new_id(), pane.side.photo.id, "Zone", points=corners)
    canvas.session.do("Draw", add_annotations([zone]))
    canvas.tool = tool = SelectTool(canvas, canvas)
    pinch(canvas, device, has_slipped=True)
    assert canvas.session.project.annotations[0].points == corners
    tool.select(ZoneHit(zone.id))
    pinch(canvas, device, has_slipped=False)
    assert tool.selected == ZoneHit(zone.id), "a pinch selects nothing else"


def test_a_pinch_takes_the_pen_s_stroke_back(canvas: Canvas, device: QPointingDevice) -> None:
    canvas.tool = tool = PenTool(canvas)
    tool.has_pen = True
    pinch(canvas, device, has_slipped=True)
    tap(canvas, device, FIRST)
    assert [len(stroke) for stroke in tool.strokes] == [1]


@pytest.mark.parametrize("size", [(640, 400), (1600, 1000)])
def test_shift_and_the_wheel_move_by_screen_pixels(size: tuple[int, int]) -> None:
    canvas = made_canvas(size=size)
    pane = canvas.current_panes()[0]
    at = QPointF(size[0] / 4, size[1] / 2)
    point = pane.page_to_photo((at.x() / canvas.unit(), at.y() / canvas.unit()))
    shift, phase = Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, shift, phase, False)
    QApplication.sendEvent(canvas, event)
    moved = canvas.current_panes()[0].photo_to_page.point(point)
    assert math.dist(moved, (at.x() / canvas.unit(), at.y() / canvas.unit())) * canvas.unit() == pytest.approx(30)
