"""Lines, handles and the gap between photos on a screen: as wide in px on a large window as on a small one."""

from __future__ import annotations

import pytest
from canvases_made import made_canvas, pair_with_faces, set_mode, values
from driving import needs_qt
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from facebalance_desktop.drawing.guide_drawings import GUIDE_WIDTH
from facebalance_desktop.drawing.panes import panes
from facebalance_desktop.drawing.primitives import Disc, Line, Scene, Stroke
from facebalance_desktop.drawing.view_options import ViewOptions, divider_knob
from facebalance_desktop.geometry import Rect
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.render.layers import FlatLayers
from facebalance_desktop.render.live import LiveLayers, paint_live
from facebalance_desktop.render.painter import paint, paint_over
from facebalance_desktop.ui.annotate.tools.hits import ZoneHit
from facebalance_desktop.ui.annotate.tools.select import SelectTool

SCREENS = [(1600, 896), (2240, 1256), (3520, 1960)]
"""Canvases of windows of 1920, 2560 and 3840 px."""


@needs_qt
@pytest.mark.parametrize("size", SCREENS)
def test_a_guide_is_one_and_a_half_px_wide_at_every_size_of_window(size: tuple[int, int]) -> None:
    canvas = made_canvas(size=size)
    scene = canvas.scene()
    assert scene is not None
    assert GUIDE_WIDTH * scene.line_scale * canvas.unit() == pytest.approx(1.44)
    before, after = canvas.viewport.frames()
    assert (after.x - before.right) * canvas.unit() == pytest.approx(2.0)
    set_mode(canvas, "wipe")
    shown = canvas.scene()
    assert shown is not None
    knobs = [item for item in shown.items if isinstance(item, Disc)]
    assert [knob.radius * canvas.unit() for knob in knobs] == pytest.approx([17.6])


@needs_qt
@pytest.mark.parametrize("size", SCREENS)
def test_handles_are_nine_px_across_at_every_size_of_window(size: tuple[int, int]) -> None:
    made = pair_with_faces()
    corners = ((100.0, 100.0), (160.0, 100.0), (130.0, 160.0))
    zone = Annotation("z", made.photos[0].id, "Cheek", "#8fd3ff", corners)
    canvas = made_canvas(show_only_guides(("thirds",))(add_annotation(zone)(made)), size=size)
    assert isinstance(canvas.tool, SelectTool)
    canvas.tool.select(ZoneHit("z"))
    found = {round(2 * item.radius * canvas.unit(), 1) for item in canvas.tool.overlay() if isinstance(item, Disc)}
    assert found == {9.0}


@pytest.mark.parametrize("size", [(1200.0, 700.0), (700.0, 1000.0)])
def test_the_wipe_s_handle_stands_below_the_chin_and_on_the_page(size: tuple[float, float]) -> None:
    pair = pair_of(pair_with_faces())
    assert pair is not None
    wipe = ViewOptions(mode="wipe", is_live=True)
    shown = panes(pair, wipe, *size)[0]
    _, chin = shown.photo_to_page.point(shown.side.points["me"].xy)
    x, y = divider_knob(wipe, Rect(0, 0, *size))
    assert x == size[0] / 2 and chin < y < size[1]


def test_lines_are_no_thinner_on_a_small_window_and_none_on_a_page() -> None:
    assert ViewOptions(is_live=True, text_scale=1.9).line_scale == 1.0
    assert ViewOptions(text_scale=0.5).line_scale == 1.0


@needs_qt
@pytest.mark.parametrize("way", ["page", "screen", "over"])
def test_a_line_is_painted_as_wide_as_the_scene_says(way: str) -> None:
    line = Line(((0.0, 10.0), (20.0, 10.0)), Stroke("#ffffff", 2.0, has_halo=False))
    scene = Scene(20.0, 20.0, "#000000", (line,), line_scale=0.25)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    if way == "page":
        paint(painter, scene, 10.0, FlatLayers())
    elif way == "screen":
        paint_live(painter, scene, 10.0, LiveLayers(lambda _: None))
    else:
        paint_over(painter, scene.items, 10.0, FlatLayers(), QRect(0, 0, 200, 200), scene.line_scale)
    painter.end()
    assert values(image)[:, 100, 0].sum() / 255 == pytest.approx(5.0, abs=0.1)  # a quarter of 2 points of 10 px
