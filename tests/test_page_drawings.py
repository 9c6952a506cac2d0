"""The parts of a page besides its photos: a legend, a divider, a table, the small picture of a point."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from facebalance_desktop.analysis.guide_kinds import hand_point
from facebalance_desktop.drawing.blocks import Ink, Row, table
from facebalance_desktop.drawing.captions import divider_drawings, legend_drawings
from facebalance_desktop.drawing.crops import Cell
from facebalance_desktop.drawing.grids import BESIDE, Grid
from facebalance_desktop.drawing.panes import kept_inside
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Text, page_of
from facebalance_desktop.drawing.ramp import RAMP, ramp_rgb
from facebalance_desktop.drawing.schematic import schematic
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.drawing.view_options import ViewOptions, divider, divider_knob
from facebalance_desktop.geometry import Rect, bounds, distance, distance_to_segment

PAGE = Rect(0.0, 0.0, 800.0, 600.0)


LEAST, MOST = 200 * BESIDE - 1, 200 * BESIDE + 1


def measure(text: str, size: float, is_bold: bool) -> TextSize:
    """Letters of one width, as high as those of the bundled font."""
    return TextSize(len(text) * size * 0.5, size * 1.07, size * 0.29)


def texts(drawn: tuple[Drawing, ...]) -> dict[str, Text]:
    return {item.text: item for item in drawn if isinstance(item, Text)}


def test_the_legend_of_a_difference_is_one_plate_with_an_unbroken_ramp_and_its_figures_below() -> None:
    for scale in (1.0, 1.5):
        drawn = legend_drawings(
            ViewOptions("difference", threshold=4.0, text_scale=scale), PAGE, lambda share: f"{share}"
        )
        back, *steps = (one for one in drawn if isinstance(one, Area))
        around = bounds(back.points)
        assert back.points == around.corners
        boxes = [bounds(step.points) for step in steps]
        ramp = Rect(boxes[0].x, boxes[0].y, boxes[-1].right - boxes[0].x, boxes[0].height)
        assert all(one.right == pytest.approx(other.x) for one, other in pairwise(boxes))
        assert {round(box.width, 6) for box in boxes} == {round(ramp.width / len(boxes), 6)}
        assert {(box.y, box.height) for box in boxes} == {(ramp.y, ramp.height)}
        shares = [float(step.colour) for step in steps]
        assert shares == pytest.approx([(n + 0.5) / len(steps) for n in range(len(steps))])
        found = texts(drawn)
        for words, x, align in (
            ("4", ramp.x, "left"),
            ("14", ramp.centre[0], "centre"),
            ("25 or more", ramp.right, "right"),
        ):
            text = found[words]
            assert text.at[0] == pytest.approx(x)
            assert text.align == align
            assert 0 < text.at[1] - ramp.bottom < text.size
        assert around.x - PAGE.x == pytest.approx(ramp.x - around.x)  # the plate keeps its own margin from the corner
        assert ramp.x - around.x == pytest.approx(around.right - ramp.right)
        heads = [one for one in found.values() if one.text[0].isalpha()]
        assert heads[0].at[1] + heads[0].size < ramp.y
        assert heads[1].at[1] > found["4"].at[1] + found["4"].size
        for text in found.values():
            assert around.y < text.at[1]
            assert text.at[1] + 1.2 * text.size < around.bottom < PAGE.bottom


def test_the_ramp_goes_from_its_first_to_its_last_colour_by_equal_steps() -> None:
    last = len(RAMP) - 1
    assert [ramp_rgb(n / last) for n in range(len(RAMP))] == list(RAMP)
    assert ramp_rgb(-0.5) == RAMP[0]
    assert ramp_rgb(1.5) == RAMP[-1]
    for n in range(last):
        middle = tuple((p + q) / 2 for p, q in zip(RAMP[n], RAMP[n + 1], strict=True))
        assert ramp_rgb((n + 0.5) / last) == pytest.approx(middle, abs=0.51)


@pytest.mark.parametrize("turn", [0.0, 30.0, 90.0, -60.0])
@pytest.mark.parametrize("share", [0.25, 0.5])
def test_the_divider_s_handle_stands_on_its_line_with_an_arrow_to_either_side(turn: float, share: float) -> None:
    options = ViewOptions("wipe", wipe=share, wipe_angle=turn)
    first, *arrows = (one for one in divider_drawings(options, PAGE) if isinstance(one, Line))
    (knob,) = (one for one in divider_drawings(options, PAGE) if isinstance(one, Disc))
    normal, reach = divider(options, PAGE)
    low, high = (pick(x * normal[0] + y * normal[1] for x, y in PAGE.corners) for pick in (min, max))
    assert reach == pytest.approx(low + share * (high - low))
    for x, y in (*first.points, knob.centre):
        assert x * normal[0] + y * normal[1] == pytest.approx(reach)
    for x, y in first.points:
        assert min(abs(x), abs(y), abs(800 - x), abs(600 - y)) < 1e-6  # from edge to edge
    assert knob.centre == divider_knob(options, PAGE)
    for side, chevron in zip((-1, 1), arrows, strict=True):
        back, tip, other = ((x - knob.centre[0], y - knob.centre[1]) for x, y in chevron.points)
        along = [side * (x * normal[0] + y * normal[1]) for x, y in (back, tip, other)]
        beside = [-x * normal[1] + y * normal[0] for x, y in (back, tip, other)]
        assert along[0] == pytest.approx(along[2])
        assert 0 < along[0] < along[1] < knob.radius
        assert beside[1] == pytest.approx(0.0, abs=1e-9)
        assert beside[0] == pytest.approx(-beside[2])
        assert max(math.hypot(*end) for end in (back, tip, other)) < knob.radius
    assert len(divider_drawings(options, PAGE, 0.0)) == 1


def test_the_divider_s_handle_stands_below_the_face() -> None:
    assert divider_knob(ViewOptions("wipe", wipe=0.3), PAGE) == pytest.approx((240.0, 504.0))
    assert divider_knob(ViewOptions("wipe", wipe=0.5, wipe_angle=90.0), PAGE) == pytest.approx((672.0, 300.0))
    x, y = divider_knob(ViewOptions("wipe", wipe=0.5, wipe_angle=30.0), PAGE)
    assert y == pytest.approx(504.0) and x < 400.0


def test_a_page_keeps_the_shape_of_its_pixels_and_its_long_side_is_the_same() -> None:
    for width, height in ((1600, 1200), (1200, 1600), (777, 333), (500, 500)):
        across, down = page_of(width, height)
        assert across / down == pytest.approx(width / height)
        assert max(across, down) == pytest.approx(792.0)


def test_a_table_s_swatch_is_a_square_at_the_height_of_its_row_before_the_words() -> None:
    rows = [Row(("one", "filler"), "#112233"), Row(("two", "laser"), None), Row(("three", "toxin"), "#445566")]
    made = table(("Zone", "With"), rows, 400.0, Ink(10.0, "#000000", "#555555", "#999999"), measure)
    words = texts(made.items)
    corners = {one.colour: one.points for one in made.items if isinstance(one, Area)}
    swatches = {one.colour: bounds(one.points) for one in made.items if isinstance(one, Area)}
    assert set(swatches) == {"#112233", "#445566"}
    for colour, name in (("#112233", "one"), ("#445566", "three")):
        box, text = swatches[colour], words[name]
        assert box.width == pytest.approx(box.height)
        assert corners[colour] == box.corners
        assert box.x == 0.0
        assert box.right < text.at[0] < box.right + text.size
        assert text.at[1] < box.y
        assert box.bottom < text.at[1] + 1.45 * text.size
    assert len({words[name].at[0] for name in ("Zone", "one", "two", "three")}) == 1
    assert all(0 <= text.at[0] < made.width for text in words.values())
    rules = [one.points[0][1] for one in made.items if isinstance(one, Line)]
    assert rules == sorted(rules)
    assert len(rules) == 4
    assert words["one"].at[1] < rules[1] < words["two"].at[1] < rules[2] < words["three"].at[1] < made.height


@pytest.mark.parametrize(
    ("height", "is_beside"), [(100.0, True), (200.0, True), (LEAST, True), (MOST, False), (900.0, False)]
)
def test_two_photos_stand_beside_each_other_unless_they_are_much_larger_below(height: float, is_beside: bool) -> None:
    """Two square cells on a page 200 pt wide: 100 pt beside each other, half the height below each other."""
    cells = (Cell(None, PAGE), Cell(None, PAGE))
    grid = Grid(cells, 2, is_free=True, cell=(50.0, 50.0), spacing=0.0, above=0.0, top=0.0, widest=1.0)
    found = grid.places(200.0, height)
    assert (found.columns == 2) is is_beside
    side = min(height, 100.0) if is_beside else min(height / 2, 200.0)
    assert found.frames[0].width == pytest.approx(side) and grid.scale(found) == pytest.approx(side / 50)


@pytest.mark.parametrize(
    ("middle", "scale", "seen"),
    [
        ((100.0, 100.0), 2.0, (100.0, 100.0)),  # 40 x 30 px are seen
        ((0.0, 0.0), 2.0, (30.0, 35.0)),
        ((999.0, 999.0), 2.0, (190.0, 205.0)),
        ((30.0, 35.0), 2.0, (30.0, 35.0)),
        ((29.9, 34.9), 2.0, (30.0, 35.0)),
        ((0.0, 0.0), 0.3, (110.0, 120.0)),  # more than there is: its middle
        ((0.0, 0.0), 80 / 200.5, (110.0, 95.1875)),
        ((0.0, 0.0), 80 / 199.5, (109.75, 94.8125)),
    ],
)
def test_what_a_pane_shows_is_moved_into_what_there_is(
    middle: tuple[float, float], scale: float, seen: tuple[float, float]
) -> None:
    assert kept_inside(middle, scale, Rect(0, 0, 80, 60), Rect(10, 20, 200, 200)) == pytest.approx(seen)


# The small picture of the tool that places points

PICTURE = Rect(10.0, 20.0, 200.0, 240.0)
MIDLINE = ("tr", "g", "n", "prn", "sn", "ls", "sto", "li", "sl", "pg", "gn", "me")
SIDED = ("p", "ex", "en", "al", "ac", "sbal", "cph", "brow_head", "brow", "brow_tail", "ch")


def in_picture(code: str, is_profile: bool = False, is_turned: bool = False) -> tuple[list[Line], Disc]:
    back, *lines, dot = schematic(hand_point(code, is_profile), PICTURE, is_turned)
    assert isinstance(back, Area)
    assert back.points == PICTURE.corners
    assert all(PICTURE.contains(at) for one in lines if isinstance(one, Line) for at in one.points)
    assert isinstance(dot, Disc)
    return [one for one in lines if isinstance(one, Line)], dot


def test_the_points_of_the_frontal_picture_stand_as_on_a_face() -> None:
    lines, _ = in_picture("sn")
    head, *_, mouth = (bounds(one.points) for one in lines)
    eyes = sorted((bounds(one.points) for one in lines[1:-1] if one.is_closed), key=lambda eye: eye.x)
    middle = PICTURE.centre[0]
    dots = {
        code: in_picture(code)[1].centre for code in (*MIDLINE, *(f"{one}_{side}" for one in SIDED for side in "rl"))
    }
    assert [dots[code][0] for code in MIDLINE] == [pytest.approx(middle)] * len(MIDLINE)
    heights = [dots[code][1] for code in MIDLINE]
    assert heights == sorted(heights)
    assert head.y < heights[0] < heights[-1] < head.bottom
    assert heights[0] - head.y < 0.1 * head.height > head.bottom - heights[-1]
    for one in SIDED:
        (right, y), (left, other_y) = dots[f"{one}_r"], dots[f"{one}_l"]
        assert right < middle < left  # the subject's right is at image left
        assert middle - right == pytest.approx(left - middle)
        assert y == other_y
        assert head.contains((right, y))
    for side, eye in zip("rl", eyes, strict=True):
        assert dots[f"p_{side}"] == pytest.approx(eye.centre)
        for corner, x in (("ex", eye.x if side == "r" else eye.right), ("en", eye.right if side == "r" else eye.x)):
            assert distance(dots[f"{corner}_{side}"], (x, eye.centre[1])) < 0.02 * PICTURE.width
        assert distance(dots[f"ch_{side}"], (mouth.x if side == "r" else mouth.right, mouth.centre[1])) < 0.5
        assert eye.y > dots[f"brow_{side}"][1] > dots["tr"][1]
    assert mouth.centre == pytest.approx(dots["sto"])
    assert all(one.stroke.colour for one in lines)


def test_the_points_of_the_profile_lie_on_its_line_in_their_order_and_turn_with_it() -> None:
    for is_turned in (False, True):
        lines, _ = in_picture("sn", True, is_turned)
        outline = lines[0].points
        assert not lines[0].is_closed
        assert lines[-1].is_closed  # the ear
        dots = [in_picture(code, True, is_turned)[1].centre for code in MIDLINE]
        heights = [y for _, y in dots]
        assert heights == sorted(heights)
        for dot in dots:
            assert min(distance_to_segment(dot, p, q) for p, q in pairwise(outline)) < 0.02 * PICTURE.width
        nose = dots[MIDLINE.index("prn")]
        assert nose[0] == (min if is_turned else max)(x for x, _ in outline)


def test_porion_is_the_upper_edge_of_the_ear_canal_level_with_orbitale() -> None:
    for is_turned in (False, True):
        lines, porion = in_picture("po", True, is_turned)
        canal, ear = (bounds(one.points) for one in lines[-2:])
        assert ear.contains(canal.centre) and canal.height < 0.4 * ear.height
        forward = -1 if is_turned else 1
        assert forward * (canal.centre[0] - ear.centre[0]) > 0  # the canal opens in the front of the auricle
        assert porion.centre == pytest.approx((canal.centre[0], canal.y))
        orbitale = in_picture("or", True, is_turned)[1].centre
        assert abs(orbitale[1] - porion.centre[1]) < 0.01 * PICTURE.height
        assert forward * (orbitale[0] - ear.centre[0]) > 0.2 * PICTURE.width
        eye = bounds(lines[1].points)
        assert eye.x < orbitale[0] < eye.right and 0 < orbitale[1] - eye.bottom < 0.06 * PICTURE.height
        brow, nose = (in_picture(code, True, is_turned)[1].centre[1] for code in ("g", "sn"))
        assert brow < ear.y < ear.bottom < nose


def test_points_of_an_outline_lie_on_it() -> None:
    outline = in_picture("neck", True)[0][0].points
    for code in ("neck", "cerv", "se", "c"):
        dot = in_picture(code, True)[1].centre
        assert min(distance_to_segment(dot, p, q) for p, q in pairwise(outline)) < 0.01 * PICTURE.width, code
    head = in_picture("border_r")[0][0].points
    for code in ("border_r", "border_l"):
        dot = in_picture(code)[1].centre
        assert min(distance_to_segment(dot, p, q) for p, q in pairwise(head)) < 0.01 * PICTURE.width, code


def test_gnathion_is_half_way_between_pogonion_and_menton() -> None:
    for is_profile in (False, True):
        pogonion, gnathion, menton = (in_picture(code, is_profile)[1].centre for code in ("pg", "gn", "me"))
        assert gnathion == pytest.approx(((pogonion[0] + menton[0]) / 2, (pogonion[1] + menton[1]) / 2), abs=0.5)


def test_the_dot_is_a_small_part_of_the_picture_and_stands_out_from_it() -> None:
    lines, dot = in_picture("sn")
    assert 0.02 * PICTURE.width < dot.radius < 0.06 * PICTURE.width
    assert dot.colour not in {one.stroke.colour for one in lines}
    assert dot.edge is not None
