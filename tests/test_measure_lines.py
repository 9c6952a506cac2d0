"""The lines of a measure on its photo: where they end, how they stand to each other, where the value stands."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from test_measures import FACES, moved

from facebalance_desktop.analysis.guide_shapes import face_frame
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.measure_lines import MeasureLines, Segment, measure_lines
from facebalance_desktop.analysis.measures import MeasuredFace, measure
from facebalance_desktop.geometry import Point, Similarity, distance, distance_to_segment, midpoint


def lines_of(face: MeasuredFace) -> dict[str, MeasureLines]:
    found = {name: measure_lines(reading, face.points) for name, reading in measure(face).items()}
    return {name: lines for name, lines in found.items() if lines is not None}


def kinds(*formulas: str) -> list[str]:
    return [name for name, kind in own_measures().kinds.items() if kind.kind in formulas]


LINES = {name: (view, lines) for view, face in FACES.items() for name, lines in lines_of(face).items()}


def way(segment: Segment) -> Point:
    (x1, y1), (x2, y2) = segment
    return x2 - x1, y2 - y1


def cosine(one: Segment, other: Segment) -> float:
    (ax, ay), (bx, by) = way(one), way(other)
    return (ax * bx + ay * by) / (math.hypot(ax, ay) * math.hypot(bx, by))


@pytest.mark.parametrize("view", FACES)
def test_the_lines_move_with_the_face(view: str) -> None:
    move = Similarity.of(rotation=-38.0, scale=3.7, shift=(800.0, -40.0))
    theirs = lines_of(moved(FACES[view], move))
    for name, lines in lines_of(FACES[view]).items():
        other = theirs[name]
        for ours, there in ((lines.drawn, other.drawn), (lines.against, other.against)):
            assert len(ours) == len(there)
            for segment, wanted in zip(ours, there, strict=True):
                for end, place in zip(segment, wanted, strict=True):
                    assert place == pytest.approx(move.point(end)), name
        assert other.at == pytest.approx(move.point(lines.at)), name


def test_the_value_stands_in_the_middle_of_what_is_measured() -> None:
    for name, (_, lines) in LINES.items():
        assert lines.at == pytest.approx(midpoint(*lines.drawn[-1])), name


@pytest.mark.parametrize("name", kinds("height", "share", "height-ratio", "difference"))
def test_a_height_goes_straight_down_the_face_between_two_ticks_of_one_length(name: str) -> None:
    view, lines = LINES[name]
    frame = face_frame(FACES[view].points)
    assert frame is not None
    for part in (lines.drawn, lines.against):
        assert len(part) % 3 == 0
        for first in range(0, len(part), 3):
            upper, lower, down = part[first : first + 3]
            assert frame.aside(down[0]) == pytest.approx(frame.aside(down[1]))
            for tick, end in zip((upper, lower), down, strict=True):
                assert midpoint(*tick) == pytest.approx(end)
                assert frame.height(tick[0]) == pytest.approx(frame.height(tick[1]))
                assert distance(*tick) == pytest.approx(0.1 * frame.iod)
    kind, downs = own_measures().kinds[name], (*lines.drawn[2::3], *lines.against[2::3])
    if not any("+" in token for token in kind.points):
        ends = sorted(frame.height(end) for down in downs for end in down)
        assert ends == pytest.approx(sorted(frame.height(FACES[view].points[code].xy) for code in kind.points))


@pytest.mark.parametrize("name", kinds("ahead", "plumb-ahead", "meridian"))
def test_what_stands_ahead_of_a_line_is_measured_at_a_right_angle_to_it(name: str) -> None:
    _, lines = LINES[name]
    ((foot, tip),) = lines.drawn
    reference = lines.against[-1]
    assert tip in [point.xy for point in FACES["profile"].points.values()]
    assert abs(cosine((foot, tip), reference)) < 1e-9
    start, end = reference
    (dx, dy), (fx, fy) = way(reference), (foot[0] - start[0], foot[1] - start[1])
    assert abs(dx * fy - dy * fx) / distance(start, end) < 1e-9  # its foot lies on the line
    if own_measures().kinds[name].kind == "meridian":
        assert abs(cosine(lines.against[0], reference)) < 1e-9  # at a right angle to the Frankfort horizontal
    if own_measures().kinds[name].kind == "plumb-ahead":
        points = FACES["profile"].points
        assert abs(cosine(reference, (points["plumb_top"].xy, points["plumb_low"].xy))) == pytest.approx(1.0)


@pytest.mark.parametrize("name", kinds("goode"))
def test_the_reach_of_the_nose_is_measured_along_the_frankfort_horizontal(name: str) -> None:
    _, lines = LINES[name]
    (reach,) = lines.drawn
    dorsum, frankfort = lines.against
    assert abs(cosine(reach, frankfort)) == pytest.approx(1.0)
    tip = dorsum[1]
    assert abs(cosine((reach[1], tip), frankfort)) < 1e-9  # its end lies right under the tip


@pytest.mark.parametrize("name", kinds("tilt", "level", "rise", "rise-difference"))
def test_a_tilt_is_shown_against_a_level_line_through_its_first_end(name: str) -> None:
    view, lines = LINES[name]
    frame = face_frame(FACES[view].points)
    assert frame is not None
    for segment, level in zip(lines.drawn, lines.against, strict=True):
        assert level[0] == segment[0]
        assert frame.height(level[0]) == pytest.approx(frame.height(level[1]))
        assert frame.aside(level[1]) == pytest.approx(frame.aside(segment[1]))


@pytest.mark.parametrize("name", kinds("aside", "lateral", "lean"))
def test_what_lies_aside_is_measured_from_the_midline(name: str) -> None:
    view, lines = LINES[name]
    frame = face_frame(FACES[view].points)
    assert frame is not None
    (middle,) = lines.against
    assert frame.aside(middle[0]) == pytest.approx(frame.aside(middle[1]))
    if own_measures().kinds[name].kind != "lean":
        assert middle[0] == pytest.approx(frame.origin)
        for start, end in lines.drawn:
            assert frame.height(start) == pytest.approx(frame.height(end))
            assert distance_to_segment(start, *middle) < 1e-9 or frame.height(start) < 0


def test_pairs_of_points_are_joined_two_by_two() -> None:
    for name in kinds("distance", "ratio", "asymmetry", "reflection", "plumb-tilt"):
        view, lines = LINES[name]
        kind, points = own_measures().kinds[name], FACES[view].points
        if any("+" in token for token in kind.points):
            continue
        ends = [points[code].xy for code in kind.points]
        wanted = [pair for n, pair in enumerate(pairwise(ends)) if n % 2 == 0]
        assert [*lines.drawn, *lines.against] == wanted, name
