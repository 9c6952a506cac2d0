"""What a frame is spared while the picture moves, and that nobody sees it."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from canvases_made import made_canvas, set_mode, settled, values
from projects_made import made_pair

from facebalance_desktop.analysis import contours as traced_contours
from facebalance_desktop.drawing import before_outline
from facebalance_desktop.drawing.before_outline import NEAR, thinned
from facebalance_desktop.drawing.primitives import Line, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import change_photo
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.live import LiveLayers

pytestmark = pytest.mark.usefixtures("qapp")

WAVE: tuple[Point, ...] = tuple((160.0 + 0.2 * n, 250.0 + 6 * math.sin(n / 36)) for n in range(400))
SIZE = (1000.0, 700.0)


def with_outline() -> Project:
    project = made_pair()
    before = project.photos[0]
    assert before.face is not None
    face = replace(before.face, extra={"contours": {"jaw": [[list(point) for point in WAVE]]}})
    return show_guide("outline", True)(change_photo(before.id, face=face)(project))


def drawn(project: Project, view_options: ViewOptions) -> tuple[Line, Text]:
    """The outline and its name on the after photo."""
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, view_options, SIZE, fonts.measure)
    _, sheet = (item for item in scene.items if isinstance(item, Sheet))
    (line,) = (item for item in sheet.items if isinstance(item, Line))
    (name,) = (item for item in sheet.items if isinstance(item, Text) and item.text == "Before outline")
    return line, name


def away_from(run: tuple[Point, ...], point: Point) -> float:
    """Distance of a point from a run of segments."""
    least = math.inf
    for (x1, y1), (x2, y2) in pairwise(run):
        dx, dy = x2 - x1, y2 - y1
        share = min(max(((point[0] - x1) * dx + (point[1] - y1) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
        least = min(least, math.dist(point, (x1 + share * dx, y1 + share * dy)))
    return least


def test_a_moving_outline_has_few_corners_and_lies_where_the_exact_one_lies() -> None:
    project = with_outline()
    exact, name = drawn(project, ViewOptions())
    moving, moving_name = drawn(project, ViewOptions(is_moving=True))
    assert len(exact.points) == len(WAVE)
    assert 4 <= len(moving.points) <= len(WAVE) / 3
    assert max(away_from(moving.points, point) for point in exact.points) <= NEAR + 1e-3
    for place in (0, -1):
        assert moving.points[place] == pytest.approx(exact.points[place], abs=1e-3)
    assert moving_name.at == pytest.approx(name.at, abs=1e-3)
    assert moving.stroke == exact.stroke


def test_the_closer_it_is_seen_the_more_corners_are_kept() -> None:
    assert len(thinned((WAVE,), 2.0)[0]) < len(thinned((WAVE,), 0.5)[0]) < len(thinned((WAVE,), 0.05)[0])
    assert np.allclose(thinned((WAVE[:2],), 4.0)[0], WAVE[:2], atol=1e-3)


def test_contours_are_looked_up_once_for_all_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def counted(*values: object) -> object:
        asked.append(values)
        return traced_contours.contours(*values)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(before_outline, "contours", counted)
    project = with_outline()
    for scale in (1.0, 1.1, 1.2):
        drawn(project, ViewOptions(is_moving=True, centre=(200.0, 250.0), scale=scale))
    assert len(asked) == 1


def test_the_view_options_in_effect_follow_all_that_they_are_made_from() -> None:
    canvas = made_canvas()
    viewport = canvas.viewport
    assert viewport.view_options is viewport.view_options
    seen = [viewport.view_options]
    for name, value in (("is_moving", True), ("has_facts", True), ("has_match", True), ("has_signs", False)):
        setattr(viewport, name, value)
        seen.append(viewport.view_options)
        assert getattr(seen[-1], name) == value
    viewport.label_scale = 2.0
    assert viewport.view_options.text_scale == pytest.approx(2 * seen[-1].text_scale)
    viewport.surround = "#123456"
    assert viewport.view_options.surround == "#123456"
    set_mode(canvas, "overlay")
    assert viewport.view_options.mode == "overlay"
    canvas.resize(900, 400)
    assert viewport.view_options.text_scale != seen[-1].text_scale


def test_nothing_of_the_frame_before_is_left_in_a_fading_photo_that_moves() -> None:
    shown = []
    for colour in ("#ff00ff", "#00ff00"):
        canvas = made_canvas()
        set_mode(canvas, "overlay", fade=0.6)
        settled(canvas)
        layers = canvas.layers
        assert isinstance(layers, LiveLayers)
        layers.scratch(canvas.grab().toImage().size()).fill(colour)
        canvas.pan(37.0, -21.0)
        canvas.viewport.zoom(0.6)
        assert canvas.viewport.is_moving
        shown.append(values(canvas.grab().toImage()))
        assert layers.is_unfinished
    assert np.abs(shown[0] - shown[1]).max() == 0
