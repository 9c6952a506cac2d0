"""The before's outline without a window: its place, its name, how few corners it has while the picture moves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from projects_made import FACE, made_face, made_pair
from test_drawing_places import PAGE, TO_PAGE, measure, place

from facebalance_desktop.analysis.contours import AWAY, contours
from facebalance_desktop.drawing.before_outline import NEAR, outline_drawings, thinned
from facebalance_desktop.drawing.labels import Labels, plate
from facebalance_desktop.drawing.primitives import Line, Text
from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.geometry import IDENTITY, Point, Rect
from facebalance_desktop.project.derived import Side

WAVE: tuple[Point, ...] = tuple((100.0 + 0.2 * n, 150.0 + 6 * math.sin(n / 36)) for n in range(400))
STEEP = math.hypot(1.0, 6 / 36 / 0.2)
"""How much longer a way along y may be than across the wave."""
STYLE = ("#ffcc00", 1.5)


def face_with(**runs: tuple[Point, ...]) -> Face:
    return replace(made_face(), extra={"contours": {name: [list(run)] for name, run in runs.items()}})


def sides(face: Face | None) -> tuple[Side, Side]:
    """Before and after, with the same frame of reference."""
    first, second = made_pair().photos
    return Side(replace(first, face=face), "Before", {}, IDENTITY), Side(second, "After", {}, IDENTITY)


def test_the_outline_has_its_name_above_its_beginning_and_another_above_that() -> None:
    page = place()
    drawn = outline_drawings(*sides(face_with(jaw=WAVE)), page, STYLE, is_moving=False)
    (line,) = drawn
    assert isinstance(line, Line) and (line.stroke.colour, line.stroke.width) == STYLE
    assert np.allclose(line.points, [TO_PAGE.point(at) for at in WAVE])
    x, y = line.points[0]
    outline_drawings(*sides(face_with(jaw=WAVE)), page, STYLE, is_moving=False)
    first, second = page.labels.texts
    assert first.at == pytest.approx((x, y - 1.6 * page.size))
    assert second.at == pytest.approx((x, first.at[1] - 2.0 * page.size)), "the next place that is free"
    assert plate(first, measure).bottom < y


def test_a_face_without_contours_has_neither_outline_nor_name() -> None:
    for face in (None, made_face()):
        page = place()
        assert outline_drawings(*sides(face), page, STYLE, is_moving=False) == []
        assert page.labels.texts == []


def test_while_the_picture_moves_the_outline_has_fewer_corners_and_the_same_ends() -> None:
    page = place()
    (line,) = outline_drawings(*sides(face_with(jaw=WAVE)), page, STYLE, is_moving=True)
    assert isinstance(line, Line) and len(line.points) < len(WAVE) / 4
    assert line.points[0] == pytest.approx(TO_PAGE.point(WAVE[0]), abs=1e-3)
    assert line.points[-1] == pytest.approx(TO_PAGE.point(WAVE[-1]), abs=1e-3)
    whole = np.array([TO_PAGE.point(at) for at in WAVE])
    heights = np.interp(whole[:, 0], *np.array(line.points).T)
    assert 0 < np.abs(heights - whole[:, 1]).max() <= STEEP * NEAR


@pytest.mark.parametrize("reach", [0.3, 1.0, 5.0])
def test_a_thinner_run_is_off_by_no_more_than_the_next_smaller_power_of_two(reach: float) -> None:
    (thin,) = thinned((WAVE,), reach)
    heights = np.interp([x for x, _ in WAVE], *np.array(thin).T)
    off = float(np.abs(heights - [y for _, y in WAVE]).max())
    assert off <= STEEP * 2.0 ** math.floor(math.log2(reach))
    assert len(thinned((WAVE,), 4 * reach)[0]) < len(thin)


@pytest.mark.parametrize(("share", "is_kept"), [(0.0, True), (0.9, True), (1.1, False)])
def test_a_contour_is_dropped_from_a_share_of_the_pupil_distance_on(share: float, is_kept: bool) -> None:
    """Its nearest corner counts, and the other contours stay."""
    x, y = FACE["sto"]
    face = face_with(**{"mouth line": ((x - 40.0, y), (x, y), (x + 40.0, y)), "upper lip": WAVE})
    off = share * AWAY * face.iod / 100
    found = contours(face, {"sto": Landmark(x, y + off, "edited")})
    assert ("mouth line" in found) is is_kept
    assert "upper lip" in found
    assert "mouth line" in contours(face, {"sto": Landmark(x, y + 3 * off, "automatic")}), "not set by hand"


def test_a_label_goes_past_a_place_on_the_face_to_the_next() -> None:
    labels = Labels(PAGE, measure, kept_clear=Rect(300.0, 200.0, 200.0, 200.0))
    on, beside = (400.0, 300.0), (0.0, -200.0)
    assert not labels.place(Text("Label", on, 10.0))
    assert labels.place(Text("Label", on, 10.0), [(0.0, 0.0), (10.0, 10.0), beside])
    assert [text.at for text in labels.texts] == [(400.0, 100.0)]
    assert labels.place(Text("Sign", on, 10.0), may_lie_on_face=True)
