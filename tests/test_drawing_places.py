"""Where the drawings of a page stand, and how large they are, against what they mark."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from bare_sentences import with_spaces

from facebalance_desktop.analysis.guides import FaceGuides, GuideArc, GuideLine, GuideNote
from facebalance_desktop.drawing.annotation_labels import measured
from facebalance_desktop.drawing.annotations import annotation_drawings, arc, arrow_head, legend
from facebalance_desktop.drawing.guide_drawings import DrawingPlace, guide_drawings
from facebalance_desktop.drawing.labels import Labels, plate
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Text
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.geometry import Point, Rect, Similarity, angle, distance, distance_to_segment
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Plan, Treatment
from facebalance_desktop.project.annotation_transfer import Appearance

PAGE = Rect(0.0, 0.0, 800.0, 600.0)
TO_PAGE = Similarity.of(rotation=0, scale=2.0, shift=(100.0, 50.0), about=(0.0, 0.0))


def measure(text: str, size: float, is_bold: bool) -> TextSize:
    """Letters of one width, as high as those of the bundled font."""
    return TextSize(len(text) * size * 0.5, size * 1.07, size * 0.29)


def place(frame: Rect = PAGE, to_page: Similarity = TO_PAGE, is_right: bool = False) -> DrawingPlace:
    return DrawingPlace(to_page, frame, Labels(frame, measure), 1.0, is_right)


def texts(drawn: tuple[Drawing, ...]) -> dict[str, Text]:
    return {item.text: item for item in drawn if isinstance(item, Text)}


def shown(item: Annotation, sight: str = "seen") -> tuple[Drawing, ...]:
    appearance = Appearance(item, item, sight, True)  # type: ignore[arg-type]  # one of its words
    return annotation_drawings([appearance], Plan(), place(), 100.0)


# Annotations


@pytest.mark.parametrize("end", [(90.0, 40.0), (10.0, 80.0), (10.0, 40.0), (70.0, -20.0)])
def test_an_arrow_ends_in_a_head_that_points_along_it(end: Point) -> None:
    start = (10.0, 20.0)
    left, tip, right = arrow_head(start, end)
    assert tip == end
    size = distance(left, tip)
    assert size == pytest.approx(distance(right, tip)) == pytest.approx(min(6.0, 0.6 * distance(start, end)))
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    assert distance_to_segment(middle, start, end) < 1e-9  # the head is symmetric about the shaft
    assert size * 0.7 < distance(middle, tip) < size
    assert distance(left, right) > 0.5 * size


@pytest.mark.parametrize("end", [(110.0, 20.0), (60.0, 95.0), (-30.0, -10.0)])
def test_a_ruler_has_a_tick_across_each_end(end: Point) -> None:
    item = Annotation("a", "p", points=((10.0, 20.0), end), kind="ruler")
    line, *ticks = (one.points for one in shown(item) if isinstance(one, Line))
    assert line == tuple(TO_PAGE.point(point) for point in item.points)
    assert len(ticks) == 2
    for at, (first, last) in zip(line, ticks, strict=True):
        assert ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2) == pytest.approx(at)
        assert distance(first, last) == pytest.approx(6.0)
        along, across = (line[1][0] - line[0][0], line[1][1] - line[0][1]), (last[0] - first[0], last[1] - first[1])
        assert along[0] * across[0] + along[1] * across[1] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("start", "end", "turn"),
    [((100.0, 0.0), (0.0, 60.0), 90.0), ((-50.0, -1.0), (-50.0, 1.0), 2.29), ((0.0, -80.0), (-80.0, 80.0), 135.0)],
)
def test_the_arc_of_an_angle_goes_from_leg_to_leg_on_the_inner_side(start: Point, end: Point, turn: float) -> None:
    points = arc((0.0, 0.0), start, end)
    radius = distance(points[0], (0.0, 0.0))
    assert all(distance(point, (0.0, 0.0)) == pytest.approx(radius) for point in points)
    assert radius == pytest.approx(0.35 * min(distance((0.0, 0.0), start), distance((0.0, 0.0), end)))
    assert angle((0.0, 0.0), points[0]) == pytest.approx(angle((0.0, 0.0), start))
    assert angle((0.0, 0.0), points[-1]) == pytest.approx(angle((0.0, 0.0), end))
    length = sum(distance(p, q) for p, q in pairwise(points))
    assert length == pytest.approx(radius * math.radians(turn), rel=0.01)
    item = Annotation("a", "p", points=(start, (0.0, 0.0), end), kind="angle")
    assert float(measured(item, None)[:-1]) == pytest.approx(turn, abs=0.06)
    on_page = [one.points for one in shown(item) if isinstance(one, Line)][-1]
    assert on_page == tuple(pytest.approx(TO_PAGE.point(point)) for point in points)


def test_a_ruler_says_per_cent_of_the_pupil_distance_and_no_other_line_says_a_length() -> None:
    ruler = Annotation("a", "p", points=((10.0, 20.0), (40.0, 60.0)), kind="ruler")
    assert with_spaces(measured(ruler, 80.0)) == "62.5 % of the pupil distance"
    assert measured(ruler, None) == "50 px"
    for kind in ("line", "arrow", "note"):
        assert measured(replace(ruler, kind=kind), 80.0) == ""


def test_each_kind_of_annotation_lies_where_its_points_are() -> None:
    corners = ((10.0, 10.0), (60.0, 10.0), (60.0, 40.0))
    zone = Annotation("a", "p", "Chin", "#123456", corners, width=1.5, opacity=0.4)
    _, area, edge = (one for one in shown(zone) if isinstance(one, Area | Line))  # behind them the name's leader
    on_page = tuple(TO_PAGE.point(point) for point in corners)
    assert area == Area(on_page, "#123456", 0.4)
    assert isinstance(edge, Line)
    assert (edge.points, edge.is_closed, edge.stroke.width, edge.stroke.is_dashed) == (on_page, True, 1.5, False)
    dot = next(one for one in shown(Annotation("a", "p", points=((30.0, 5.0),), kind="point")) if isinstance(one, Disc))
    assert dot.centre == TO_PAGE.point((30.0, 5.0))
    for kind, points in (("line", corners[:2]), ("note", corners[:2]), ("fan", corners)):
        drawn = shown(Annotation("a", "p", points=points, kind=kind))
        assert next(one for one in drawn if isinstance(one, Disc)).centre == on_page[0]  # where it begins
        assert next(one for one in drawn if isinstance(one, Line)).points[0] == pytest.approx(on_page[0])
    stroke = Annotation("a", "p", points=corners, kind="stroke")
    assert [one.points for one in shown(stroke) if isinstance(one, Line)] == [on_page]


@pytest.mark.parametrize(("sight", "is_dashed"), [("seen", False), ("doubtful", True), ("hidden", True)])
def test_an_edge_is_dashed_where_its_place_is_in_doubt(sight: str, is_dashed: bool) -> None:
    zone = Annotation("a", "p", "Chin", points=((10.0, 10.0), (60.0, 10.0), (60.0, 40.0)))
    (edge,) = (one for one in shown(zone, sight) if isinstance(one, Line) and one.is_closed)
    assert edge.stroke.is_dashed is is_dashed


def test_what_was_done_is_drawn_fuller_and_the_legend_names_its_colour_beside_a_dot() -> None:
    zone = Annotation("a", "p", "Chin", points=((10.0, 10.0), (60.0, 10.0), (60.0, 40.0)), opacity=0.2, width=1.0)
    appearance = Appearance(zone, zone, "seen", True)
    pale, full = (
        annotation_drawings([appearance], Plan(treatments=(one,)), place(), 100.0)
        for one in (
            Treatment("t", "planned", annotation="a", modality="x", modality_name="Filler"),
            Treatment("t", "done", annotation="a", modality="x", modality_name="Filler"),
        )
    )
    opacities = [next(one.opacity for one in drawn if isinstance(one, Area)) for drawn in (pale, full)]
    widths = [
        next(one.stroke.width for one in drawn if isinstance(one, Line) and one.is_closed) for drawn in (pale, full)
    ]
    assert opacities[0] == 0.2 < opacities[1]
    assert widths[0] == 1.0 < widths[1]
    treatments = tuple(
        Treatment(str(n), "done", annotation=str(n), modality=name, modality_name=name, colour="#8fd3ff")
        for n, name in enumerate("xy")
    )
    zones = [Annotation(str(n), "p", points=zone.points) for n in range(2)]
    drawn = legend(Plan(treatments=treatments), [Appearance(one, one, "seen", True) for one in zones], PAGE, 1.0)
    dots, words = [one for one in drawn if isinstance(one, Disc)], [one for one in drawn if isinstance(one, Text)]
    assert [text.text for text in words] == ["y", "x"]  # the first that was drawn stands highest
    for dot, text in zip(dots, words, strict=True):
        assert text.rise == "middle"
        assert dot.centre[1] == text.at[1]
        assert dot.centre[0] + dot.radius < text.at[0] < dot.centre[0] + 4 * dot.radius
        assert PAGE.x < dot.centre[0] - dot.radius
        assert plate(text, measure).bottom < PAGE.bottom
    assert not plate(words[0], measure).intersects(plate(words[1], measure))
    assert words[1].at[1] < words[0].at[1]


@pytest.mark.parametrize("iod", [None, 60.0])
def test_names_stand_in_two_columns_beside_the_face_with_leaders_to_their_places(iod: float | None) -> None:
    spots = [(60.0 + 40.0 * (n % 2), 40.0 + 22.0 * n) for n in range(6)]
    items = [Annotation(f"{n}", "p", f"Spot {n}", points=(at,), kind="point") for n, at in enumerate(spots)]
    where = place()
    drawn = annotation_drawings([Appearance(item, item, "seen", True) for item in items], Plan(), where, iod)
    leaders = [one.points for one in drawn if isinstance(one, Line)]
    places = [TO_PAGE.point(at) for at in spots]
    middle = TO_PAGE.point((80.0, 0.0))[0]
    assert {text.text for text in where.labels.texts} == {item.name for item in items}
    for text in where.labels.texts:
        own = places[int(text.text[-1])]
        is_left = own[0] < middle
        assert text.align == ("right" if is_left else "left")  # words grow away from the face
        away = abs(text.at[0] - middle)
        assert away > abs(own[0] - middle) + text.size
        assert iod is None or away >= 2 * iod  # 60 px of the photo are 120 points: clear of the cheeks
        assert text.at[1] == pytest.approx(own[1])  # those of a column have room
        (leader,) = (ends for ends in leaders if ends[1] == own)
        assert abs(leader[0][0] - text.at[0]) == pytest.approx(text.size / 2)
        assert leader[0][1] == text.at[1]
    boxes = [plate(text, measure) for text in where.labels.texts]
    assert not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])


@pytest.mark.parametrize(("numbers", "is_told"), [(None, True), ({}, False)])
def test_the_sign_of_a_doubtful_place_is_explained_where_names_stand(
    numbers: dict[str, int] | None, is_told: bool
) -> None:
    item = Annotation("a", "p", "Chin", points=((10.0, 10.0), (60.0, 10.0), (60.0, 40.0)))
    where = replace(place(), numbers=numbers)
    annotation_drawings([Appearance(item, item, "doubtful", False)], Plan(), where, 100.0)
    found = [text for text in where.labels.texts if text.text == "? place in doubt"]
    assert len(found) == is_told
    for text in found:
        assert PAGE.bottom - 2 * text.size < text.at[1] < PAGE.bottom


def test_a_note_points_from_its_words_and_one_without_a_place_draws_nothing() -> None:
    note = Annotation("a", "p", points=((40.0, 60.0), (90.0, 80.0)), kind="note", text="two\nlines")
    where = place()
    annotation_drawings([Appearance(note, note, "seen", True)], Plan(), where, 100.0)
    first, second = where.labels.texts
    assert (first.text, second.text) == ("two", "lines")
    assert first.at[0] == second.at[0] == TO_PAGE.point((90.0, 80.0))[0]
    assert (first.at[1] + second.at[1]) / 2 == pytest.approx(TO_PAGE.point((90.0, 80.0))[1])
    assert second.at[1] - first.at[1] > 1.36 * first.size  # below each other
    half = replace(note, points=note.points[:1])
    empty = place()
    assert annotation_drawings([Appearance(half, half, "seen", True)], Plan(), empty, 100.0) == ()
    assert empty.labels.texts == []


# Guides


def line(**changes: object) -> GuideLine:
    values: dict[str, object] = {
        "guide": "thirds", "through": (100.0, 100.0), "direction": (1.0, 0.0), "label": "Line", "points": (),
        "is_estimated": False,
    }  # fmt: skip
    return GuideLine(**(values | changes))  # type: ignore[arg-type]  # the caller names real fields


EXTENT = ((20.0, 0.0), (180.0, 0.0), (180.0, 200.0), (20.0, 200.0))


def test_an_endless_line_goes_through_its_point_from_edge_to_edge_of_the_face() -> None:
    guides = FaceGuides(lines=(line(label=""), line(label="", direction=(0.0, 1.0))), extent=EXTENT)
    across, down = (one.points for one in guide_drawings(guides, place(), {}) if isinstance(one, Line))
    assert sorted(across) == [(140.0, 250.0), (460.0, 250.0)]
    assert sorted(down) == [(300.0, 50.0), (300.0, 450.0)]
    small = Rect(200.0, 100.0, 200.0, 200.0)  # of the pane only a part of the face
    across, down = (one.points for one in guide_drawings(guides, place(small), {}) if isinstance(one, Line))
    assert sorted(across) == [(200.0, 250.0), (400.0, 250.0)]
    assert sorted(down) == [(300.0, 100.0), (300.0, 300.0)]
    for away in (Rect(700.0, 0.0, 50.0, 600.0), Rect(0.0, 500.0, 800.0, 50.0)):
        assert guide_drawings(guides, place(away), {}) == ()


def test_a_line_with_ends_is_cut_at_the_pane_and_never_made_longer() -> None:
    guides = FaceGuides(lines=(line(label="", ends=((50.0, 100.0), (150.0, 100.0))),), extent=EXTENT)
    for frame, expected in (
        (PAGE, [(200.0, 250.0), (400.0, 250.0)]),
        (Rect(250.0, 0.0, 60.0, 600.0), [(250.0, 250.0), (310.0, 250.0)]),
        (Rect(0.0, 0.0, 250.0, 600.0), [(200.0, 250.0), (250.0, 250.0)]),
    ):
        (drawn,) = guide_drawings(guides, place(frame), {})
        assert isinstance(drawn, Line)
        for point, wanted in zip(sorted(drawn.points), expected, strict=True):
            assert point == pytest.approx(wanted)
    assert guide_drawings(guides, place(Rect(500.0, 0.0, 100.0, 600.0)), {}) == ()


@pytest.mark.parametrize("way", [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8)])
def test_the_range_of_a_line_reaches_as_far_on_both_sides(way: Point) -> None:
    guides = FaceGuides(lines=(line(label="", band=5.0, direction=way),), extent=EXTENT)
    band, drawn = guide_drawings(guides, place(), {})
    assert isinstance(band, Area)
    assert isinstance(drawn, Line)
    first, second, third, fourth = band.points
    for corner, other, end in ((first, fourth, drawn.points[0]), (second, third, drawn.points[1])):
        assert distance(corner, other) == pytest.approx(2 * 5.0 * TO_PAGE.scale)
        assert ((corner[0] + other[0]) / 2, (corner[1] + other[1]) / 2) == pytest.approx(end)


@pytest.mark.parametrize("is_right", [False, True])
def test_the_label_of_a_level_line_stands_over_its_end_and_within_the_line(is_right: bool) -> None:
    at = place(is_right=is_right)
    (drawn,) = guide_drawings(FaceGuides(lines=(line(),), extent=EXTENT), at, {})
    (text,) = at.labels.texts
    box = plate(text, measure)
    assert isinstance(drawn, Line)
    left, right = sorted(drawn.points)
    near, far = (right[0] - box.right, box.x - left[0]) if is_right else (box.x - left[0], right[0] - box.right)
    assert 0 <= near < text.size < far
    assert left[1] - text.size < text.at[1] < left[1]
    assert text.align == ("right" if is_right else "left")
    assert (text.text, text.rise) == ("Line", "bottom")


def test_labels_of_lines_that_lie_close_give_way_and_none_hides_another() -> None:
    lines = tuple(line(label=f"Line {n}", through=(100.0, 100.0 + n)) for n in range(6))
    upright = tuple(
        line(label=f"Side {n}", through=(60.0 + 3 * n, 100.0), direction=(0.0, 1.0), is_vertical=True) for n in range(4)
    )
    at = place()
    guide_drawings(FaceGuides(lines=(*lines, *upright), extent=EXTENT), at, {})
    boxes = [plate(text, measure) for text in at.labels.texts]
    assert {text.text for text in at.labels.texts} == {one.label for one in (*lines, *upright)}
    assert not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])
    for text in at.labels.texts:
        if text.text.startswith("Line"):
            own = TO_PAGE.point((0.0, 100.0 + int(text.text[-1])))[1]
            assert abs(text.at[1] - own) < 5 * text.size
        else:
            top = TO_PAGE.point((0.0, 0.0))[1]
            assert text.at[0] == TO_PAGE.point((60.0 + 3 * int(text.text[-1]), 0.0))[0]
            assert top < text.at[1] < top + 12 * text.size


def test_an_estimated_third_says_so_in_its_name_and_is_dashed() -> None:
    for guide, is_estimated, words in (
        ("thirds", True, "Line est."),
        ("thirds", False, "Line"),
        ("lower-third", True, "Line est."),
        ("pupils", True, "Line"),
    ):
        at = place()
        (drawn,) = guide_drawings(
            FaceGuides(lines=(line(guide=guide, is_estimated=is_estimated),), extent=EXTENT), at, {}
        )
        assert isinstance(drawn, Line)
        assert (at.labels.texts[0].text, drawn.stroke.is_dashed) == (words, is_estimated)


@pytest.mark.parametrize(
    ("start", "end"), [((100.0, 0.0), (0.0, 60.0)), ((-50.0, 10.0), (-50.0, -20.0)), ((0.0, -80.0), (60.0, 50.0))]
)
def test_a_guide_s_angle_has_its_figure_beyond_its_arc_where_it_opens(start: Point, end: Point) -> None:
    at = place(to_page=Similarity(1.0, 0.0, 300.0, 300.0))
    vertex = (300.0, 300.0)
    (drawn,) = guide_drawings(FaceGuides(arcs=(GuideArc("a", start, (0.0, 0.0), end, "90°", False),)), at, {})
    assert isinstance(drawn, Line)
    legs = [(300.0 + x, 300.0 + y) for x, y in (start, end)]
    radius = 0.6 * min(distance(vertex, leg) for leg in legs)
    assert all(distance(point, vertex) == pytest.approx(radius) for point in drawn.points)
    assert angle(vertex, drawn.points[0]) == pytest.approx(angle(vertex, legs[0]))
    assert angle(vertex, drawn.points[-1]) == pytest.approx(angle(vertex, legs[1]))
    (text,) = at.labels.texts
    assert angle(vertex, text.at) == pytest.approx(angle(vertex, drawn.points[len(drawn.points) // 2]))
    assert radius < distance(vertex, text.at) < radius + 3 * text.size
    assert text.align == ("left" if text.at[0] >= vertex[0] else "right")  # it grows away from the arc
    far = place(Rect(0.0, 0.0, 100.0, 100.0), Similarity(1.0, 0.0, 300.0, 300.0))
    assert guide_drawings(FaceGuides(arcs=(GuideArc("a", start, (0.0, 0.0), end, "90°", False),)), far, {}) == ()


def test_the_figures_of_several_angles_at_one_place_all_find_room() -> None:
    at = place(to_page=Similarity(1.0, 0.0, 300.0, 300.0))
    arcs = tuple(GuideArc("a", (100.0, 0.0), (0.0, 0.0), (0.0, 60.0), f"{n}0°", False) for n in range(5))
    guide_drawings(FaceGuides(arcs=arcs), at, {})
    assert len(at.labels.texts) == 5
    heights = sorted(text.at[1] for text in at.labels.texts)
    assert all(1.8 * at.size <= low - high < 2 * at.size for high, low in pairwise(heights))
    assert heights[2] == at.labels.texts[0].at[1]  # two above, two below


def test_figures_stand_at_their_place_or_nearest_to_it() -> None:
    at = place()
    notes = tuple(GuideNote("a", (100.0, 100.0), words, False) for words in ("33 %", "34 %", "35 %"))
    guide_drawings(FaceGuides(notes=(*notes, GuideNote("a", (500.0, 100.0), "outside", False))), at, {})
    first, *others = at.labels.texts
    assert [text.text for text in at.labels.texts] == ["33 %", "34 %", "35 %"]
    assert (first.at, first.align, first.rise) == (TO_PAGE.point((100.0, 100.0)), "centre", "middle")
    for other in others:
        assert other.at[0] == first.at[0]
        assert first.size < abs(other.at[1] - first.at[1]) <= 2 * first.size
    assert others[0].at[1] > first.at[1] > others[1].at[1]  # below first, then above


# Labels


def test_a_plate_has_the_same_margin_on_every_side() -> None:
    for align, left in (("left", 100.0), ("centre", 90.0), ("right", 80.0)):
        for rise, top in (("top", 50.0), ("middle", 43.2), ("bottom", 36.4)):
            box = plate(Text("four", (100.0, 50.0), 10.0, align=align, rise=rise), measure)  # type: ignore[arg-type]  # its own words
            assert (left - box.x, box.right - left - 20.0) == pytest.approx((4.2, 4.2))
            assert (top - box.y, box.bottom - top - 13.6) == pytest.approx((2.2, 2.2))


@pytest.mark.parametrize("at", [(-5.0, 300.0), (795.0, 300.0), (300.0, -3.0), (300.0, 599.0), (400.0, 300.0)])
def test_a_label_is_pushed_into_the_frame_by_no_more_than_it_takes(at: Point) -> None:
    labels = Labels(PAGE, measure)
    assert labels.place(Text("Label", at, 10.0))
    (text,) = labels.texts
    before, box = plate(Text("Label", at, 10.0), measure), plate(text, measure)
    assert PAGE.grown(1e-9).contains((box.x, box.y))
    assert PAGE.grown(1e-9).contains((box.right, box.bottom))
    assert box.x - before.x == pytest.approx(max(0.0, -before.x) + min(0.0, 800.0 - before.right))
    assert box.y - before.y == pytest.approx(max(0.0, -before.y) + min(0.0, 600.0 - before.bottom))


def test_a_label_that_finds_no_room_is_left_out_and_says_so() -> None:
    labels = Labels(PAGE, measure)
    assert labels.place(Text("Label", (100.0, 100.0), 10.0))
    assert not labels.place(Text("Other", (100.0, 105.0), 10.0), [(0.0, 0.0), (3.0, 0.0)])
    assert labels.place(Text("Other", (100.0, 105.0), 10.0), [(0.0, 0.0), (0.0, 20.0)])
    assert [text.at for text in labels.texts] == [(100.0, 100.0), (100.0, 125.0)]
    assert not labels.place(Text("x" * 200, (0.0, 300.0), 10.0))  # wider than the frame
