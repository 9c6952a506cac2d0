"""The canvas on screen against an export of the same size, in every mode; and the screen's own ways to be quick."""

from __future__ import annotations

from typing import Any

import colour_difference
import numpy as np
import pytest
from canvases_made import (
    FlatLive,
    drawn_pixels,
    exported,
    made_canvas,
    pair_with_faces,
    pyramids_of,
    set_mode,
    settled,
    values,
)
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import Mode, ViewOptions
from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_annotations import add_annotations, move_annotations
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.project.edits_photos import nudge_comparison
from facebalance_desktop.project.model import new_id
from facebalance_desktop.render import fonts, live_layers
from facebalance_desktop.render.difference import ciede2000, lab, shown
from facebalance_desktop.render.layers import ExportLayers, FlatLayers, resampled
from facebalance_desktop.render.live import LiveLayers, paint_live
from facebalance_desktop.render.painter import paint
from facebalance_desktop.ui.viewer.canvas import STILL_AFTER, Canvas

pytestmark = pytest.mark.usefixtures("qapp")

SHOWN: tuple[Mode, ...] = ("side-by-side", "wipe", "overlay", "blink", "mirrored", "board")
"""Every mode that a made pair can be seen in without looking at its pixels."""


def canvas_in(mode: Mode, layers: LiveLayers | None = None) -> Canvas:
    canvas = made_canvas(layers=layers)
    canvas.tool = None  # handles are no part of the scene
    canvas.session.do("Guides", show_only_guides(tuple(guide_kinds())))
    set_mode(canvas, mode, wipe=0.43, fade=0.3)
    return canvas


@pytest.mark.parametrize("mode", SHOWN)
def test_screen_and_export_differ_by_nothing_but_the_photos(mode: Mode) -> None:
    canvas = canvas_in(mode, FlatLive(lambda _: None))
    shown = settled(canvas)
    written = exported(canvas.session.project, canvas.view_options, (640, 400), FlatLayers())
    assert np.abs(values(shown) - values(written)).max() == 0


@pytest.mark.parametrize("angle", [30.0, -50.0, 90.0])
def test_a_slanting_wipe_is_exported_as_it_is_seen(angle: float) -> None:
    canvas = canvas_in("wipe", FlatLive(lambda _: None))
    set_mode(canvas, "wipe", wipe_angle=angle, wipe=0.6)
    shown = settled(canvas)
    written = exported(canvas.session.project, canvas.view_options, (640, 400), FlatLayers())
    assert np.abs(values(shown) - values(written)).max() == 0


@pytest.mark.parametrize("mode", [*SHOWN, "difference"])
def test_with_photos_they_differ_by_two_grey_levels_at_most(mode: Mode) -> None:
    canvas = canvas_in(mode)
    shown = settled(canvas)
    pyramids = pyramids_of(canvas.session.project)
    written = exported(canvas.session.project, canvas.view_options, (640, 400), ExportLayers(pyramids.get))
    assert np.abs(values(shown) - values(written)).mean() <= 2.0


def blob(side: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A round spot away from the middle."""
    y, x = np.mgrid[0:side, 0:side] + 0.5
    spot = 230 * np.exp(-((x - 0.44 * side) ** 2 + (y - 0.53 * side) ** 2) / (2 * (0.06 * side) ** 2))
    return np.repeat(spot[..., None], 3, axis=-1).round().astype(np.uint8)


def centroid(image: QImage) -> tuple[float, float]:
    weight = values(image)[..., 1].astype(np.float64)
    y, x = np.mgrid[0 : weight.shape[0], 0 : weight.shape[1]] + 0.5
    return float((x * weight).sum() / weight.sum()), float((y * weight).sum() / weight.sum())


@pytest.mark.parametrize("scale", [0.3, 1.0, 2.7])
def test_painter_and_resampling_put_a_photo_at_the_same_place(scale: float) -> None:
    pixels = blob(240)
    to_device = Similarity.of(rotation=4.0, scale=scale, shift=(7.3, 5.8))
    size = round(300 * max(scale, 0.5))
    area = QRect(0, 0, size, size)
    ours = resampled(Pyramid.of(pixels), to_device, area, QColor(0, 0, 0), is_fine=False)
    painted = QImage(size, size, QImage.Format.Format_RGB32)
    painted.fill(0)
    painter = QPainter(painted)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    t = to_device
    painter.setTransform(QTransform(t.a, t.b, -t.b, t.a, t.tx, t.ty))
    painter.drawImage(0, 0, QImage(pixels.tobytes(), 240, 240, 720, QImage.Format.Format_RGB888))
    painter.end()
    assert np.allclose(centroid(ours), centroid(painted), atol=0.02)
    expected = t.point((0.44 * 240, 0.53 * 240))
    assert np.allclose(centroid(ours), expected, atol=0.02 * max(1.0, scale))


def test_while_it_moves_nothing_is_resampled_and_it_is_sharp_soon_after() -> None:
    canvas = canvas_in("wipe")
    settled(canvas)
    layers = canvas.layers
    assert isinstance(layers, LiveLayers)
    canvas.pan(13, 7)
    assert canvas.viewport.is_moving
    moving = values(canvas.grab().toImage())
    assert not layers.is_calm
    sharp = values(settled(canvas))
    assert np.abs(moving - sharp).mean() < 12, "the moved layer is nearly the sharp one"
    (still,) = (timer for timer in canvas.findChildren(QTimer) if timer.interval() == STILL_AFTER)
    assert still.isActive() and STILL_AFTER + 50 < 150


def ring(number: int) -> tuple[Point, ...]:
    x, y, turns = 120 + 17 * (number % 10), 120 + 23 * (number // 10), np.linspace(0, 2 * np.pi, 8, endpoint=False)
    return tuple((float(x + 22 * np.cos(turn)), float(y + 22 * np.sin(turn))) for turn in turns)


@pytest.mark.parametrize("mode", ["side-by-side", "wipe"])
def test_many_zones_undone_stand_right_at_once_and_exact_soon_after(mode: Mode) -> None:
    canvas = canvas_in(mode)
    photos = canvas.session.project.photos
    zones = [Annotation(new_id(), photos[n % 2].id, f"Zone {n}", points=ring(n), shape="smooth") for n in range(60)]
    canvas.session.do("Draw many", add_annotations(zones))
    canvas.stand_still()
    settled(canvas)
    for zone in zones[:30]:
        canvas.session.do("Move", move_annotations((zone.id,), 9.0, 4.0))
        canvas.grab()
    for _ in range(30):
        canvas.session.undo()
        quick = values(canvas.grab().toImage())
    assert isinstance(canvas.layers, LiveLayers)
    assert canvas.layers.is_hasty
    canvas.stand_still()
    exact = values(settled(canvas))
    pyramids = pyramids_of(canvas.session.project)
    fresh = settled(made_like(canvas, LiveLayers(pyramids.get)))
    assert np.abs(exact - values(fresh)).max() == 0
    assert np.abs(quick - exact).mean() < 1.0
    assert (np.abs(quick - exact).max(axis=2) > 60).mean() < 0.01


def test_a_nudge_moves_the_photo_at_once_and_is_exact_soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = canvas_in("side-by-side")
    settled(canvas)
    made: list[object] = []

    def noted(*args: Any) -> QImage:
        made.append(args)
        return resampled(*args)

    monkeypatch.setattr(live_layers, "resampled", noted)
    comparison = canvas.session.project.comparison
    assert comparison is not None
    for _ in range(3):
        canvas.session.do("Nudge", nudge_comparison(comparison.id, 3.0, 1.0, 0.5, 1.01))
        quick = values(canvas.grab().toImage())
    assert not made, "an edit waits for no photo"
    exact = values(settled(canvas))
    assert len(made) == 1, "the photo that was moved, once"
    fresh = settled(made_like(canvas, LiveLayers(pyramids_of(canvas.session.project).get)))
    assert np.abs(exact - values(fresh)).max() == 0
    assert np.abs(quick - exact).mean() < 12


def test_a_frame_begins_no_layer_that_would_end_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = canvas_in("side-by-side")
    clock, made = [100.0], []

    def slow(*args: Any) -> QImage:
        clock[0] += 0.6 * live_layers.TIME
        made.append(args)
        return resampled(*args)

    monkeypatch.setattr(live_layers, "resampled", slow)
    monkeypatch.setattr(f"{live_layers.__name__}.time.perf_counter", lambda: clock[0])
    canvas.grab()
    assert len(made) == 1, "the second one would have ended after the frame's time"
    canvas.grab()
    assert len(made) == 2


def made_like(canvas: Canvas, layers: LiveLayers) -> Canvas:
    """Another canvas on the same project, in the same look, that has painted nothing yet."""
    other = made_canvas(canvas.session.project, layers)
    other.tool = None
    other.set_view_options(canvas.viewport.wanted)
    return other


def test_a_dragged_divider_lays_nothing_out_again() -> None:
    canvas = canvas_in("wipe")
    settled(canvas)
    first = canvas.scene()
    set_mode(canvas, "wipe", wipe=0.7)
    second = canvas.scene()
    assert first is not None and second is not None
    assert first.items[0].items is second.items[0].items  # type: ignore[union-attr]  # both are sheets


def test_mirrored_halves_of_a_symmetric_face_are_equal() -> None:
    symmetric = blob(400)
    symmetric = np.maximum(symmetric, symmetric[:, ::-1])
    canvas = made_canvas(layers=None, size=(800, 400))
    photos = canvas.session.project.photos
    canvas.layers = LiveLayers({photo.sha256: Pyramid.of(symmetric) for photo in photos}.get)
    canvas.tool = None
    set_mode(canvas, "mirrored", has_captions=False)
    shown = values(settled(canvas))
    frames = canvas.viewport.frames()
    unit = canvas.unit()
    right, left = (
        shown[round(f.y * unit) : round(f.bottom * unit), round(f.x * unit) : round(f.x * unit) + int(f.width * unit)]
        for f in frames[:2]
    )
    assert np.abs(right - left).mean() <= 0.5, "apart from where the frames fall between pixels"
    assert right.max() > 150, "the halves show something"


def test_colour_differences_are_those_of_the_formula() -> None:
    first = drawn_pixels(1, 60)
    second = drawn_pixels(2, 60)
    ours, theirs = (lab(first), lab(second)), (colour_difference.lab(first), colour_difference.lab(second))
    for one, other in zip(ours, theirs, strict=True):
        assert np.allclose(one, other, atol=0.2), "OpenCV's L*a*b* is a table"
    assert np.allclose(ciede2000(*ours), colour_difference.delta_e_2000(*ours), atol=1e-3)


def test_a_photo_does_not_differ_from_itself() -> None:
    pixels = blob(120)
    assert np.abs(ciede2000(lab(pixels), lab(pixels))).max() == 0
    image = QImage(pixels.tobytes(), 120, 120, 360, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
    corners = [(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)]
    drawn = values(shown(image, image, (corners, corners), 5.0, 25.0))
    assert np.ptp(drawn, axis=-1).max() == 0, "grey everywhere"


@pytest.mark.parametrize("kind", ["screen", "export"])
def test_what_fails_while_it_is_painted_leaves_the_painter_as_it_was(qapp: object, kind: str) -> None:
    """Else Qt says that a painter ended with saved states, and what is painted next has the wrong clip."""

    def broken(_: str) -> None:
        raise RuntimeError("no pixels")

    project = pair_with_faces()
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions("wipe", wipe_angle=30.0), (640, 400), fonts.measure)
    image = QImage(640, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    brush = paint_live if kind == "screen" else paint
    layers = LiveLayers(broken) if kind == "screen" else ExportLayers(broken)
    with pytest.raises(RuntimeError):
        brush(painter, scene, 640 / scene.width, layers)  # type: ignore[arg-type]  # each with its own layers
    assert not painter.hasClipping()
    painter.end()
