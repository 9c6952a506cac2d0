"""Looking: zoom, pan, links, modes, regions, loupe, navigator, fingers; all of it view state."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from canvases_made import made_canvas, pair_with_faces, set_mode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.drawing.view_options import MODES, Mode, divider, divider_middle
from facebalance_desktop.geometry import Point, Rect, Similarity
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.edits_visits import set_view
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.ui.viewer.amounts import AMOUNTS
from facebalance_desktop.ui.viewer.blinking import FASTEST, Blinking
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.viewer.view_modes import ViewModes

pytestmark = pytest.mark.usefixtures("qapp")
MODES_OF_TWO: tuple[Mode, ...] = ("side-by-side", "wipe", "overlay", "blink")


def relation(canvas: Canvas) -> Similarity:
    """How the after photo lies on the before photo, whatever the zoom."""
    before, after = canvas.current_panes()
    shift = Similarity(tx=before.frame.x - after.frame.x, ty=before.frame.y - after.frame.y)
    return after.photo_to_page.then(shift).then(before.photo_to_page.inverse())


def is_near(one: Similarity, other: Similarity, within: float = 1e-6) -> bool:
    places: tuple[Point, ...] = ((0.0, 0.0), (400.0, 0.0), (0.0, 400.0))
    return all(math.dist(one.point(at), other.point(at)) < within for at in places)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.5, 2.0), st.tuples(st.floats(10, 780), st.floats(10, 480))),
        st.tuples(st.just("pan"), st.floats(-60, 60), st.floats(-60, 60)),
        st.tuples(st.just("mode"), st.sampled_from(MODES_OF_TWO), st.none()),
        st.tuples(st.just("relink"), st.none(), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_photos_keep_their_places_to_each_other(taken: list[tuple[str, object, object]]) -> None:
    """Under any sequence of zoom, pan, modes, unlinking and linking, unless one of them is moved by itself."""
    canvas = made_canvas()
    first = relation(canvas)
    for name, value, other in taken:
        if name == "zoom":
            assert isinstance(value, float)
            canvas.viewport.zoom(value, other)  # type: ignore[arg-type]  # a point
        elif name == "pan":
            assert isinstance(value, float) and isinstance(other, float)
            canvas.pan(value, other)
        elif name == "mode":
            set_mode(canvas, value)  # type: ignore[arg-type]  # one of MODES_OF_TWO
        else:
            canvas.viewport.toggle_apart()
            canvas.viewport.toggle_apart()
        assert is_near(relation(canvas), first)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0.3, 3.0), st.tuples(st.floats(20, 300), st.floats(20, 300)))
def test_zoom_keeps_what_is_under_the_pointer(factor: float, at: Point) -> None:
    canvas = made_canvas()
    pane = canvas.current_panes()[0]
    point = pane.page_to_photo(at)
    canvas.viewport.zoom(factor, at)
    again = canvas.current_panes()[0].photo_to_page.point(point)
    assert math.dist(again, at) < 1e-6


def test_unlinked_one_photo_moves_and_linking_keeps_its_place() -> None:
    canvas = made_canvas()
    canvas.viewport.toggle_apart()
    before, after = canvas.current_panes()
    canvas.pan(20, 10, after.frame.centre)
    same, moved = canvas.current_panes()
    assert is_near(same.photo_to_page, before.photo_to_page)
    x, y = after.photo_to_page.point((200, 200))
    assert math.dist(moved.photo_to_page.point((200, 200)), (x + 20, y + 10)) < 1e-6
    canvas.viewport.zoom(1.3, before.frame.centre)
    assert is_near(canvas.current_panes()[1].photo_to_page, moved.photo_to_page), "the before zooms by itself"
    apart = relation(canvas)
    canvas.viewport.toggle_apart()
    canvas.pan(-31, 4)
    canvas.viewport.zoom(0.8, (50, 60))
    assert is_near(relation(canvas), apart), "linked again, both move from where they are"
    canvas.viewport.put_together()
    assert canvas.viewport.wanted.offset == Similarity()


def test_a_mode_change_never_resets_the_view() -> None:
    canvas = made_canvas()
    canvas.viewport.zoom(2.0, (100, 100))
    placed = canvas.viewport.placed()
    for mode in MODES:
        set_mode(canvas, mode)
        assert canvas.viewport.placed() == placed


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_is_framed_in_every_pane(region: str) -> None:
    canvas = made_canvas()
    canvas.viewport.show_region(region)
    visible = canvas.viewport.visible_frame()
    whole = Rect(0, 0, 400, 400)
    assert visible.width < whole.width and visible.intersects(whole)
    assert canvas.viewport.placed() is not None


def test_regions_say_why_without_a_face() -> None:
    project = pair_with_faces()
    photos = [replace(photo, face=None) for photo in project.photos]
    canvas = made_canvas(add_photos(photos)(new_project()))
    told: list[str] = []
    canvas.session.told.connect(told.append)
    canvas.viewport.show_region("eyes")
    assert "face" in told[0]


def modes_of(canvas: Canvas) -> ViewModes:
    blinking = Blinking(canvas.viewport, canvas)
    return ViewModes(canvas.session, lambda: [canvas.viewport], blinking, canvas)


def test_photos_that_cannot_be_aligned_offer_side_by_side_and_say_why() -> None:
    project = pair_with_faces()
    first, second = project.photos
    lost = replace(second, face=None, faces=0, face_problem="No face was found.")
    canvas = made_canvas(add_photos([first, lost])(new_project()))
    told: list[str] = []
    canvas.session.told.connect(told.append)
    modes = modes_of(canvas)
    for mode in ("wipe", "overlay", "blink", "difference"):
        modes.set_mode(mode)
        assert canvas.view_options.mode == "side-by-side"
        assert "No face was found." in told[-1] and "Side by side" in told[-1]


def test_a_mode_comes_back_when_its_obstacle_goes() -> None:
    canvas = made_canvas()
    set_mode(canvas, "wipe")
    project = canvas.session.project
    blind = replace(project.photos[1], face=None, faces=0, face_problem="No face was found.")
    canvas.session.do("Lose it", lambda now: replace(now, photos=(now.photos[0], blind)))
    shown = [str(canvas.view_options.mode)]
    canvas.session.undo()
    assert [*shown, canvas.view_options.mode] == ["side-by-side", "wipe"]


def test_what_each_mode_needs_is_said_in_a_sentence() -> None:
    project = pair_with_faces()
    pair = pair_of(project)
    assert pair is not None
    single: Project = add_photos([project.photos[0]])(new_project())
    alone = pair_of(single)
    assert alone is not None
    for mode in MODES:
        assert obstacle(single, alone, mode) is None or str(obstacle(single, alone, mode)).endswith(".")
    assert obstacle(single, alone, "side-by-side") is None
    assert "of the same visit one of an expression" in str(obstacle(project, pair, "movement"))
    assert obstacle(project, pair, "board") is None
    assert obstacle(project, pair, "mirrored") is None
    turned = set_view(project.photos[1].id, "oblique-left")(project)
    shown = pair_of(turned)
    assert shown is not None
    assert "from the front" in str(obstacle(turned, shown, "mirrored"))


@pytest.mark.parametrize("mode", AMOUNTS)
def test_less_and_more_stay_within_their_limits(mode: Mode) -> None:
    canvas = made_canvas()
    set_mode(canvas, mode)
    if canvas.view_options.mode != mode:
        pytest.skip(str(canvas.viewport.obstacle))
    blinking = Blinking(canvas.viewport, canvas)
    modes = ViewModes(canvas.session, lambda: [canvas.viewport], blinking, canvas)
    amount = AMOUNTS[mode]
    for direction, limit in ((-1, amount.least), (1, amount.most)):
        for _ in range(120):
            modes.step(direction)
        assert amount.value(canvas.viewport, blinking) == pytest.approx(limit)
    assert FASTEST <= 3.0


def test_space_shows_the_other_photo_while_it_is_held() -> None:
    canvas = made_canvas()
    blinking = Blinking(canvas.viewport, canvas)
    canvas.installEventFilter(blinking)
    set_mode(canvas, "blink")
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.view_options.is_blinked
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert not canvas.view_options.is_blinked
    blinking.toggle()
    assert blinking.is_timed
    set_mode(canvas, "wipe")
    assert not blinking.is_timed, "another mode stops the clock"


def dragged(canvas: Canvas, start: Point, end: Point, modifier: Qt.KeyboardModifier) -> None:
    unit = canvas.unit()
    places = [QPoint(round(x * unit), round(y * unit)) for x, y in (start, end)]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, modifier, places[0])
    move_to(canvas, places[1], modifier)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, modifier, places[1])


def move_to(canvas: Canvas, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(at), QPointF(at), left, left, modifier)
    QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("angle", [0.0, 45.0, 90.0, -45.0])
def test_the_divider_is_dragged_at_any_angle(angle: float) -> None:
    canvas = made_canvas()
    set_mode(canvas, "wipe", wipe_angle=angle)
    page = Rect(0, 0, *canvas.page_size())
    x, y = divider_middle(canvas.view_options, page)
    nx, ny = canvas.view_options.normal
    dragged(canvas, (x, y), (x + 40 * nx, y + 40 * ny), Qt.KeyboardModifier.NoModifier)
    _, reach = divider(canvas.view_options, page)
    assert reach == pytest.approx(x * nx + y * ny + 40, abs=1.5)
    before, after = canvas.current_panes()
    assert before.contains((x, y)) and not after.contains((x, y)), "the before is on the side it came from"


def test_shift_turns_the_divider() -> None:
    canvas = made_canvas()
    set_mode(canvas, "wipe")
    x, y = divider_middle(canvas.view_options, Rect(0, 0, *canvas.page_size()))
    dragged(canvas, (x, y), (x + 100, y), Qt.KeyboardModifier.ShiftModifier)
    assert canvas.view_options.wipe_angle == 90.0


def wheel(canvas: Canvas, at: QPointF, turn: int) -> None:
    none = Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, turn), none, Qt.KeyboardModifier.NoModifier, phase, False)
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_at_the_pointer() -> None:
    canvas = made_canvas()
    point = canvas.current_panes()[0].page_to_photo((100.0, 90.0))
    wheel(canvas, QPointF(100 * canvas.unit(), 90 * canvas.unit()), 120)
    assert math.dist(canvas.current_panes()[0].photo_to_page.point(point), (100, 90)) < 1e-6


def test_two_fingers_move_and_zoom() -> None:
    canvas = made_canvas()
    canvas.show()
    device = QTest.createTouchDevice()
    before = canvas.viewport.placed()
    first, second = QPoint(100, 150), QPoint(200, 150)
    QTest.touchEvent(canvas, device).press(0, first, canvas).press(1, second, canvas)
    QTest.touchEvent(canvas, device).move(0, QPoint(60, 150), canvas).move(1, QPoint(260, 150), canvas)
    QTest.touchEvent(canvas, device).release(0, QPoint(60, 150), canvas).release(1, QPoint(260, 150), canvas)
    after = canvas.viewport.placed()
    canvas.close()
    assert before is not None and after is not None
    assert after[1] == pytest.approx(2 * before[1], rel=1e-6)


def test_the_navigator_goes_where_it_is_pressed() -> None:
    canvas = made_canvas()
    canvas.viewport.zoom(4.0)
    canvas.pictures.toggle_navigator()
    assert canvas.pictures.drawings()
    width, height = canvas.page_size()
    assert canvas.pictures.take_press((width - 12, height - 12))
    assert canvas.pictures.take_release()
    x, y = canvas.viewport.wanted.centre or (0.0, 0.0)
    assert x > 300 and y > 300, "the lower right of the photo"
    assert not canvas.pictures.take_press((20.0, 20.0))


def test_the_loupe_shows_both_photos_at_the_same_place() -> None:
    canvas = made_canvas()
    canvas.pictures.toggle_loupe()
    canvas.pictures.point_at((120.0, 100.0))
    drawn = canvas.pictures.drawings()
    assert sum(type(item).__name__ == "Clip" for item in drawn) == 2


def test_a_board_enlarges_what_is_clicked() -> None:
    canvas = made_canvas()
    set_mode(canvas, "board")
    assert len(canvas.current_panes()) == 2
    x, y = canvas.current_panes()[0].frame.centre
    unit = canvas.unit()
    click: Callable[[], None] = lambda: QTest.mouseClick(  # noqa: E731  # said twice below
        canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(round(x * unit), round(y * unit))
    )
    click()
    assert canvas.view_options.enlarged == canvas.session.project.photos[0].id
    assert len(canvas.current_panes()) == 1
    click()
    assert canvas.view_options.enlarged == ""


def test_arrow_keys_move_the_picture_and_unlinked_one_photo() -> None:
    canvas = made_canvas()
    first = canvas.viewport.placed()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    second = canvas.viewport.placed()
    assert first is not None and second is not None and second[0][0] > first[0][0]
    canvas.viewport.toggle_apart()
    before, after = canvas.current_panes()
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert is_near(canvas.current_panes()[0].photo_to_page, before.photo_to_page)
    assert not is_near(canvas.current_panes()[1].photo_to_page, after.photo_to_page)
    before, after = canvas.current_panes()
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert not is_near(canvas.current_panes()[0].photo_to_page, before.photo_to_page)
    assert is_near(canvas.current_panes()[1].photo_to_page, after.photo_to_page)
