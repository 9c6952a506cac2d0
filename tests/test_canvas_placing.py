"""Placing points by hand: asked for one after the other, skipped, taken back; the context menu of a point."""

from __future__ import annotations

import pytest
from bare_sentences import with_spaces
from canvases_made import made_canvas
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.ui.annotate.tools.place import PlaceTool
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.viewer.context_menu import ContextMenu, point_words

pytestmark = pytest.mark.usefixtures("qapp")


def placing(*guides: str) -> tuple[Canvas, PlaceTool]:
    canvas = made_canvas()
    canvas.session.do("Guides", show_only_guides(guides))
    tool = PlaceTool(canvas, canvas)
    canvas.tool = tool
    return canvas, tool


def click(canvas: Canvas, x: float, y: float) -> None:
    unit = canvas.unit()
    at = QPoint(round(x * unit), round(y * unit))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_points_are_asked_for_in_both_photos() -> None:
    canvas, tool = placing("midline-hand")
    assert tool.start()
    before, after = canvas.session.project.photos
    assert tool.wanted == (before.id, "mid_top")
    pane, other = canvas.current_panes()
    click(canvas, *other.frame.centre)
    assert tool.wanted == (before.id, "mid_top"), "not on the other photo"
    x, y = pane.frame.centre
    click(canvas, x, y)
    placed = points_of(canvas.session.project.photos[0])["mid_top"]
    assert placed.source == "placed"
    assert pane.photo_to_page.point(placed.xy) == pytest.approx((x, y), abs=1.0)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.wanted == (after.id, "mid_top"), "Enter skips"
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert tool.wanted == (before.id, "mid_top")
    assert "mid_top" not in points_of(canvas.session.project.photos[0])
    ended: list[bool] = []
    tool.finished.connect(lambda: ended.append(True))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert ended and tool.wanted is None and tool.overlay() == ()


def test_a_guide_that_has_its_points_asks_for_none() -> None:
    _, tool = placing("midline")
    assert not tool.start()


def test_the_picture_says_which_point_and_how_many_are_left() -> None:
    _, tool = placing("fifths")
    tool.start()
    words = [item.text for item in tool.overlay() if hasattr(item, "text")]
    assert "Right border of the face" in words and "(4 to place)" in " ".join(words)


def test_a_points_menu_confirms_it_and_brings_it_back() -> None:
    canvas = made_canvas()
    canvas.session.do("Guides", show_only_guides(["thirds"]))
    select = canvas.tool
    assert isinstance(select, SelectTool)
    menu = ContextMenu(canvas, select, {})
    pane = canvas.current_panes()[0]
    unit = canvas.unit()
    x, y = pane.photo_to_page.point(pane.side.points["sn"].xy)
    press = canvas.press_at(QPointF(x * unit, y * unit))
    actions = {action.text(): action for action in menu.menu(press).actions()}
    assert any("± " in with_spaces(text) for text in actions), "where the point comes from and how sure it is"
    actions["Confirm subnasale"].trigger()
    assert points_of(canvas.session.project.photos[0])["sn"].is_confirmed
    {action.text(): action for action in menu.menu(press).actions()}["Back to automatic"].trigger()
    assert not points_of(canvas.session.project.photos[0])["sn"].is_confirmed
    assert point_words(Landmark(1, 2, "placed", None, 1.0)) == "by hand"
    told = with_spaces(point_words(Landmark(1, 2, "automatic", 1.0, 0.3)))
    assert told == "automatic, ± 2.0 px, shows 30 % of a local change"


def test_a_dragged_point_has_a_loupe() -> None:
    canvas = made_canvas()
    canvas.session.do("Guides", show_only_guides(["thirds"]))
    pane = canvas.current_panes()[0]
    unit = canvas.unit()
    x, y = pane.photo_to_page.point(pane.side.points["sn"].xy)
    start = QPoint(round(x * unit), round(y * unit))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(3, 5))
    assert canvas.pictures.loupe_on == pane.side.photo.id and canvas.pictures.drawings()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(3, 5))
    assert canvas.pictures.loupe_on is None
    assert points_of(canvas.session.project.photos[0])["sn"].source == "edited"
