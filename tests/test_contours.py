"""Outlines over the after photo, guides on mirrored halves, frames of turned heads, the divider of a still."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from benches_made import pair_with_faces
from driving import needs_qt
from projects_made import FACE, MOVED, made_face, made_pair

from facebalance_desktop.analysis.contours import contours, curve
from facebalance_desktop.drawing.figure import midline_share
from facebalance_desktop.drawing.framing import head_of
from facebalance_desktop.drawing.panes import panes
from facebalance_desktop.drawing.primitives import Line, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.subjects import frame_of
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import set_point
from facebalance_desktop.render import fonts

pytestmark = needs_qt
LIP = {"ch_r": FACE["ch_r"], "ls": (200.0, 250.0), "ch_l": FACE["ch_l"]}
SIZE = (1000.0, 700.0)


def test_the_mesh_alone_makes_no_outline() -> None:
    points = dict(made_face().points)
    assert contours(points) == {}
    for code, at in LIP.items():
        points[code] = Landmark(*at, "edge", 0.3, 0.9)
    assert list(contours(points)) == ["upper lip"]
    points["ls"] = replace(points["ls"], response=0.4)
    assert contours(points) == {}
    points["ls"] = Landmark(*LIP["ls"], "placed")
    assert list(contours(points)) == ["upper lip"]


def test_a_contour_runs_through_its_points() -> None:
    first, middle, last = (0.0, 0.0), (4.0, 3.0), (10.0, 0.0)
    run = curve(first, middle, last)
    assert run[0] == pytest.approx(first) and run[-1] == pytest.approx(last)
    assert min(abs(x - middle[0]) + abs(y - middle[1]) for x, y in run) < 0.6
    assert curve(first, first, last) == (first, last)


def test_the_befores_outline_lies_on_the_after_photo_and_only_there() -> None:
    project = made_pair()
    before = project.photos[0]
    for code, at in LIP.items():
        project = set_point(before.id, code, at)(project)
    project = show_guide("outline", True)(project)
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions(), SIZE, fonts.measure)
    first, second = (item for item in scene.items if isinstance(item, Sheet))
    assert not any(isinstance(item, Line) for item in first.items)
    (line,) = (item for item in second.items if isinstance(item, Line))
    assert not line.stroke.is_dashed
    pane = panes(pair, ViewOptions(), scene.width, scene.height)[1]
    assert line.points[0] == pytest.approx(pane.photo_to_page.point(MOVED.point(LIP["ch_r"])), abs=0.01)
    assert any(isinstance(item, Text) and item.text == "Before's outline" for item in second.items)


def test_guides_are_reflected_with_a_mirrored_half() -> None:
    project = show_guide("horizontals", True)(pair_with_faces())
    pair = pair_of(project)
    assert pair is not None
    view_options = ViewOptions("mirrored")
    bare = compose(pair_with_faces(), pair, view_options, SIZE, fonts.measure)
    scene = compose(project, pair, view_options, SIZE, fonts.measure)
    made = panes(pair, view_options, scene.width, scene.height)
    assert [pane.is_flipped for pane in made] == [False, True] * 4
    sheets = [item for item in scene.items if isinstance(item, Sheet)]
    plain = [item for item in bare.items if isinstance(item, Sheet)]
    for pane, sheet, other in zip(made, sheets, plain, strict=True):
        guides = [item for item in sheet.items if isinstance(item, Line) and item not in other.items]
        assert guides, pane.title
        width = pane.side.photo.width
        for code in ("p_r", "p_l"):
            x, y = pane.side.points[code].xy
            at = pane.photo_to_page.point((width - x, y) if pane.is_flipped else (x, y))
            assert min(_away(at, line) for line in guides) < 0.05, (pane.title, code)


def _away(point: tuple[float, float], line: Line) -> float:
    (x1, y1), (x2, y2) = line.points[0], line.points[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    return abs((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)) / length


def test_a_turned_head_is_framed_with_what_lies_behind_its_eyes() -> None:
    pair = pair_of(pair_with_faces())
    assert pair is not None
    side, known = pair.before, pair.before.photo.face
    assert known is not None
    straight = head_of(side)
    nose = side.points["p_l"].xy  # as far to image right as a turned nose
    points = {**side.points, "prn": Landmark(*nose, "automatic")}
    face = replace(known, pose=Pose(40.0, 0.0, 0.0))
    turned = head_of(replace(side, points=points, photo=replace(side.photo, face=face)))
    assert turned.width > straight.width * 1.2  # the pupils stand closer in a turned face
    assert turned.centre[0] < straight.centre[0]
    small = replace(face, pose=Pose(10.0, 0.0, 0.0))
    assert head_of(replace(side, points=points, photo=replace(side.photo, face=small))) == straight


def test_a_wipe_still_divides_the_face_in_the_middle() -> None:
    project = pair_with_faces()
    pair = pair_of(project)
    assert pair is not None
    template = templates().named("wipe")
    frame = frame_of(project, pair, template.framing, None)
    middle = (FACE["p_r"][0] + FACE["p_l"][0]) / 2, (FACE["p_r"][1] + FACE["p_l"][1]) / 2
    x, _ = pair.before.to_reference.point(middle)
    assert frame.x + midline_share(project, pair, template) * frame.width == pytest.approx(x)
    aside = replace(pair.before, to_reference=pair.before.to_reference.then(Similarity(tx=60.0)))
    moved = replace(pair, before=aside, after=None)
    shared = frame_of(project, moved, template.framing, None)
    assert shared.x + midline_share(project, moved, template) * shared.width == pytest.approx(x + 60.0)
