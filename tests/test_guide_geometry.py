"""Where guides lie on a face, and their figures by worked examples."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import pytest
from bare_sentences import with_spaces
from projects_made import FACE

from facebalance_desktop.analysis.frontal_guides import half_ranges
from facebalance_desktop.analysis.guide_gate import Conditions
from facebalance_desktop.analysis.guide_kinds import guide_kinds, point_name
from facebalance_desktop.analysis.guide_shapes import FaceFrame, lower_words, range_words, unit
from facebalance_desktop.analysis.guides import FaceGuides, GuideLine, face_frame, face_guides
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Point, Similarity, angle, distance

FRONTAL, PROFILE = Conditions("frontal", Pose(0.0, 0.0, 0.0)), Conditions("profile-right")
PLACES: Mapping[str, Point] = {
    **FACE,
    "prn": (204.0, 215.0), "pg": (203.0, 310.0), "se": (198.0, 168.0), "c": (202.0, 224.0), "po": (60.0, 175.0),
    "or": (150.0, 185.0), "cerv": (190.0, 350.0), "border_r": (80.0, 162.0), "border_l": (320.0, 162.0),
    "mid_top": (200.0, 80.0), "mid_low": (204.0, 330.0), "brow_r": (150.0, 130.0), "brow_l": (250.0, 133.0),
    "al_r": (180.0, 225.0), "sbal_r": (185.0, 232.0), "al_l": (220.0, 225.0), "sbal_l": (215.0, 232.0),
    "li": (200.0, 268.0), "ch_l": (235.0, 264.0),
}  # fmt: skip


def placed(move: Similarity | None = None, /, **others: Point) -> dict[str, Landmark]:
    move = move or Similarity()
    places = {**PLACES, **others}
    return {code: Landmark(*move.point(at), "placed", None, 1.0, is_confirmed=True) for code, at in places.items()}


def drawn(guide: str, points: Mapping[str, Landmark] | None = None) -> FaceGuides:
    conditions = PROFILE if guide_kinds()[guide].view == "profile" else FRONTAL
    return face_guides(points or placed(), frozenset({guide}), conditions)


def guides_of(draw: str) -> list[str]:
    return [guide for guide, kind in guide_kinds().items() if kind.draw == draw]


def away(line: GuideLine, point: Point) -> float:
    """Distance of a point from an endless line, px."""
    dx, dy = point[0] - line.through[0], point[1] - line.through[1]
    return abs(dx * line.direction[1] - dy * line.direction[0])


@pytest.mark.parametrize("guide", [guide for guide in guide_kinds() if guide not in ("grid", "outline")])
@pytest.mark.parametrize(("rotation", "scale"), [(-25.0, 2.3), (140.0, 0.7)])
def test_guides_move_with_the_face(guide: str, rotation: float, scale: float) -> None:
    move = Similarity.of(rotation=rotation, scale=scale, shift=(340, -90))
    conditions = PROFILE if guide_kinds()[guide].view == "profile" else FRONTAL
    down = math.cos(math.radians(rotation + 90)), math.sin(math.radians(rotation + 90))
    ours = face_guides(placed(), frozenset({guide}), conditions)
    theirs = face_guides(placed(move), frozenset({guide}), conditions, down)
    assert len(ours.lines) == len(theirs.lines) > 0
    for one, other in zip(ours.lines, theirs.lines, strict=True):
        assert other.through == pytest.approx(move.point(one.through))
        tip = move.point((one.through[0] + one.direction[0], one.through[1] + one.direction[1]))
        way = (tip[0] - other.through[0]) / scale, (tip[1] - other.through[1]) / scale
        assert other.direction == pytest.approx(way)
        if one.ends and other.ends:
            for end, there in zip(one.ends, other.ends, strict=True):
                assert there == pytest.approx(move.point(end))
    for note, other_note in zip(ours.notes, theirs.notes, strict=True):
        assert other_note.at == pytest.approx(move.point(note.at))
    for arc, other_arc in zip(ours.arcs, theirs.arcs, strict=True):
        for name in ("start", "vertex", "end"):
            assert getattr(other_arc, name) == pytest.approx(move.point(getattr(arc, name)))
    for corner, there in zip(ours.extent, theirs.extent, strict=True):
        assert there == pytest.approx(move.point(corner))


@pytest.mark.parametrize("guide", [guide for guide in guide_kinds() if guide not in ("grid", "outline")])
def test_a_guide_s_line_goes_through_the_points_that_it_names(guide: str) -> None:
    kind, points = guide_kinds()[guide], placed()
    for line in drawn(guide).lines:
        assert math.hypot(*line.direction) == pytest.approx(1.0)
        if kind.group == "canon" or kind.draw == "midline-pupils":
            continue  # they stand between their points
        on_it = [code for code in line.points if away(line, points[code].xy) < 1e-6]
        middle = [sum(points[code].xy[i] for code in line.points) / len(line.points) for i in (0, 1)]
        assert on_it == list(line.points) or away(line, (middle[0], middle[1])) < 1e-6


def test_the_frame_of_a_face_is_read_off_its_pupils() -> None:
    frame = face_frame(placed(p_r=(150.0, 160.0), p_l=(230.0, 220.0)))
    assert frame is not None
    assert frame.origin == (190.0, 190.0)
    assert (frame.iod, frame.across, frame.down) == (100.0, (0.8, 0.6), (-0.6, 0.8))
    assert frame.roll == pytest.approx(36.87, abs=0.01)
    assert (frame.aside((190.0, 240.0)), frame.height((190.0, 240.0))) == pytest.approx((30.0, 40.0))
    assert (frame.aside((290.0, 190.0)), frame.height((290.0, 190.0))) == pytest.approx((80.0, -60.0))
    assert frame.at(30.0, 40.0) == pytest.approx((190.0, 240.0))
    for across, down in ((12.0, -7.0), (0.0, 31.0), (-4.0, 0.0)):
        at = frame.at(across, down)
        assert (frame.aside(at), frame.height(at)) == pytest.approx((across, down))


def test_lines_are_drawn_over_the_whole_head_and_not_far_beyond() -> None:
    frame = FaceFrame((200.0, 160.0), (1.0, 0.0), (0.0, 1.0), 100.0)
    (left, top), (right, _), (_, bottom), _ = frame.extent
    assert 200.0 - left == pytest.approx(right - 200.0)  # as far on both sides of the midline
    assert 150 < right - 200.0 < 300  # a head is about 2.5 pupil distances wide
    assert 180 < 160.0 - top < 300
    assert 200 < bottom - 160.0 < 300


def test_fifths_say_the_widths_between_their_lines_and_stand_between_them() -> None:
    found = drawn("fifths")
    assert [with_spaces(note.text).split(" %")[0] for note in found.notes] == ["19", "21", "21", "21", "19"]
    asides = sorted(line.through[0] for line in found.lines)
    assert [note.at[0] for note in found.notes] == pytest.approx([(a + b) / 2 for a, b in pairwise(asides)])
    assert len({note.at[1] for note in found.notes}) == 1
    assert found.notes[0].at[1] < PLACES["p_r"][1] - 50  # over the eyes, on the forehead
    assert all("±" in note.text and not note.text.startswith("est.") for note in found.notes)
    assert all(line.is_vertical for line in found.lines)


def test_fifths_name_the_points_that_are_missing_and_no_other() -> None:
    points = placed()
    del points["ex_r"], points["border_l"]
    assert drawn("fifths", points).missing == (f"Fifths: place {point_name('ex_r')}, left border of the face by hand.",)
    points = placed()
    points["border_r"] = Landmark(80.0, 162.0, "automatic")
    assert drawn("fifths", points).missing == ("Fifths: place right border of the face by hand.",)


def test_thirds_stand_beside_the_face_at_the_height_of_their_part() -> None:
    for guide in (*guides_of("thirds"), *guides_of("lower-third")):
        found = drawn(guide)
        heights = [PLACES[code][1] for code in guide_kinds()[guide].points]
        *parts, turn = found.notes
        assert [note.at[1] for note in parts] == pytest.approx([(a + b) / 2 for a, b in pairwise(heights)])
        assert turn.at[1] > heights[-1]
        assert len({note.at[0] for note in found.notes}) == 1
        assert found.notes[0].at[0] > PLACES["ex_l"][0]  # clear of the eyes and the mouth
        assert [line.through[1] for line in found.lines] == heights
    whole, lower = ({drawn(guide).notes[0].at[0] for guide in guides_of(draw)} for draw in ("thirds", "lower-third"))
    assert whole.isdisjoint(lower)  # shown together, their figures do not hide each other


def test_the_mouth_is_named_beside_the_pupils_and_each_tilt_by_its_own_name() -> None:
    for guide in guides_of("pupils-and-mouth"):
        pupils, mouth = drawn(guide).lines
        assert pupils.label.startswith("Pupils: level 0.0°")
        assert mouth.label.startswith("Mouth: left lower 3.3°")
        assert (pupils.through, mouth.through) == ((200.0, 160.0), (200.0, 262.0))
    for guide in guides_of("tilt"):
        (line,) = drawn(guide).lines
        assert line.label.startswith(f"{guide_kinds()[guide].label}: ")


def test_a_midline_says_to_which_side_it_leans_and_its_range() -> None:
    (line,) = drawn("midline-hand").lines
    assert with_spaces(line.label).startswith("Midline by hand: lower end 0.9° to the patient's left ± ")
    (line,) = drawn("midline-hand", placed(mid_low=(196.0, 330.0))).lines
    assert "to the patient's right" in line.label
    (line,) = drawn("midline-hand", placed(mid_low=(200.0, 330.0))).lines
    assert ": straight 0.0°" in line.label


def test_canons_divide_evenly() -> None:
    top, bottom = PLACES["tr"][1], PLACES["me"][1]
    for guide in guides_of("canon-thirds"):
        first, last = (PLACES[code][1] for code in guide_kinds()[guide].points)
        heights = [line.through[1] for line in drawn(guide).lines]
        assert heights == pytest.approx([first + (last - first) / 3, first + 2 * (last - first) / 3])
        assert top <= heights[0] < heights[1] <= bottom
    for guide in guides_of("canon-half"):
        first, last = (PLACES[code][1] for code in guide_kinds()[guide].points)
        assert [line.through[1] for line in drawn(guide).lines] == pytest.approx([first + (last - first) / 3])
    for guide in guides_of("canon-fifths"):
        lines = drawn(guide).lines
        asides = [line.through[0] for line in lines]
        assert len(asides) == 6
        assert [b - a for a, b in pairwise(asides)] == pytest.approx([50.0] * 5)  # the distance of the inner canthi
        assert asides[2:4] == pytest.approx([175.0, 225.0])
        assert [bool(line.label) for line in lines] == [True, False, False, False, False, False]


def test_canthal_tilt_is_measured_from_a_level_through_the_inner_corner() -> None:
    found = drawn("canthal-tilt", placed(ex_r=(125.0, 158.0), ex_l=(275.0, 166.0)))
    for arc, line, side in zip(found.arcs, found.lines, "rl", strict=True):
        inner = PLACES[f"en_{side}"]
        assert arc.vertex == inner == line.through
        assert arc.start[1] == pytest.approx(inner[1])  # level, on the side of the outer corner
        assert (arc.start[0] - inner[0]) * (arc.end[0] - inner[0]) > 0
        assert abs(angle(arc.vertex, arc.end) - angle(arc.vertex, line.ends[1] if line.ends else (0, 0))) < 1e-9
        assert distance(inner, arc.end) == pytest.approx(1.5 * math.hypot(50.0, 4.0))


def test_the_vertical_of_a_profile_follows_the_plumb_line_that_was_set() -> None:
    for guide in guides_of("vertical"):
        plumb = {"plumb_top": (300.0, 40.0), "plumb_low": (312.0, 340.0)}
        (line,) = drawn(guide, placed(**plumb)).lines
        assert line.direction == pytest.approx(unit((300.0, 40.0), (312.0, 340.0)))
        assert not line.is_estimated
        (line,) = drawn(guide).lines
        assert line.direction == pytest.approx((0.0, 1.0))
        assert line.is_estimated
        assert line.is_vertical


def test_the_range_of_an_angle_by_a_worked_example() -> None:
    """A right angle with legs of 100 px and 50 px and errors of 1 px: the legs turn by 0.01 and 0.02, the vertex turns
    both, by hypot(0.01, 0.02) for they are at a right angle."""
    points = {
        code: Landmark(*at, "placed", 1.0, is_confirmed=True)
        for code, at in {"c": (300.0, 200.0), "sn": (200.0, 200.0), "ls": (200.0, 250.0)}.items()
    }
    found = face_guides(points, frozenset({"nasolabial"}), PROFILE)
    (arc,) = found.arcs
    assert [line.ends for line in found.lines] == [
        ((200.0, 200.0), (300.0, 200.0)),
        ((200.0, 200.0), (200.0, 250.0)),
    ]
    name, _, words = arc.label.partition(" 90°")
    assert name == guide_kinds()["nasolabial"].label
    told = float(with_spaces(words).removeprefix(" ± ").removesuffix("°"))
    assert told >= round(1.96 * math.degrees(math.sqrt(2) * math.hypot(0.01, 0.02)))


def test_ranges_of_shares_by_a_worked_example() -> None:
    """Two parts of 60 and 40 px: only the middle point errs, by 2 px, so both shares err by 2 %."""
    assert half_ranges([60.0, 40.0], 100.0, [0.0, 2.0, 0.0]) == pytest.approx((1.96 * 2, 1.96 * 2))
    # The upper end errs by 1 px: 60 of 100 become 61 of 101, a change of 0.4 %.
    assert half_ranges([60.0, 40.0], 100.0, [1.0, 0.0, 0.0]) == pytest.approx((1.96 * 0.4, 1.96 * 0.4))
    assert half_ranges([60.0, 40.0], 100.0, [0.0, 0.0, 1.0]) == pytest.approx((1.96 * 0.6, 1.96 * 0.6))
    assert half_ranges([60.0, 40.0], 100.0, [0.0, 2.0, 0.0], [1.5, 0.0]) == pytest.approx((1.96 * 2.5, 1.96 * 2))
    assert half_ranges([60.0, 40.0], 100.0, [None, 2.0, 0.0]) == (None, None)


def test_words_of_ranges_and_of_what_is_lower() -> None:
    assert with_spaces(range_words(1.0)) == " ± 2.0°"
    assert with_spaces(range_words(0.001)) == " ± 0.1°"  # never less than can be written
    assert with_spaces(range_words(2.5, digits=0)) == " ± 5°"
    assert range_words(None) == ", range not known"
    assert lower_words(2.04) == "left lower 2.0°"
    assert lower_words(-2.06) == "right lower 2.1°"
    assert lower_words(0.04) == lower_words(-0.04) == "level 0.0°"
    assert unit((1.0, 1.0), (4.0, 5.0)) == pytest.approx((0.6, 0.8))
    assert unit((4.0, 5.0), (1.0, 1.0)) == pytest.approx((-0.6, -0.8))
    assert unit((1.0, 1.0), (1.0, 1.0)) == (0.0, 1.0)
