"""Annotations: their shapes, their records through JSON, their edits."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects_made import made_pair

from facebalance_desktop.geometry import Point, distance, distance_to_segment, is_inside
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning.annotations import KINDS, Annotation, is_touched, is_whole, outline, strokes
from facebalance_desktop.planning.shapes import (
    area_centre,
    brushed,
    closed_from_stroke,
    constrained,
    ellipse,
    erased,
    fan_lines,
    simplified,
    smooth,
)
from facebalance_desktop.project import edits_annotations as edits
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.model import Project, new_id

SQUARE = ((10.0, 10.0), (110.0, 10.0), (110.0, 110.0), (10.0, 110.0))
points = st.tuples(st.floats(0, 400), st.floats(0, 400))


def area(corners: tuple[Point, ...]) -> float:
    return float(cv2.contourArea(np.array(corners, dtype=np.float32)))


def zone(project: Project, **changes: object) -> Annotation:
    return replace(Annotation(new_id(), project.photos[0].id, "Zone", "#ff8fa3", SQUARE), **changes)  # type: ignore[arg-type]  # real fields


@given(st.lists(points, min_size=3, max_size=60), st.floats(0.5, 20))
@settings(max_examples=60, deadline=None)
def test_a_simplified_stroke_stays_within_its_tolerance(stroke: list[Point], tolerance: float) -> None:
    kept = simplified(stroke, tolerance)
    assert kept[0] == stroke[0]
    assert kept[-1] == stroke[-1]
    pieces = list(pairwise(kept))
    for point in stroke:
        assert min(distance_to_segment(point, p, q) for p, q in pieces) <= tolerance + 1e-9


def test_smooth_edges_pass_through_their_points_and_ellipses_are_round() -> None:
    edge = smooth(SQUARE)
    assert all(min(distance(point, at) for at in edge) < 1e-9 for point in SQUARE)
    assert area(edge) > area(SQUARE)
    circle = ellipse((50.0, 50.0), (70.0, 50.0), (50.0, 70.0))
    assert all(distance(at, (50.0, 50.0)) == pytest.approx(20.0) for at in circle)


def test_a_hand_s_round_becomes_few_corners() -> None:
    rng = np.random.default_rng(3)
    turns = np.linspace(0, 2 * np.pi, 220)
    stroke = [(100 + 60 * np.cos(t) + rng.normal(0, 0.7), 100 + 60 * np.sin(t) + rng.normal(0, 0.7)) for t in turns]
    corners = closed_from_stroke([(float(x), float(y)) for x, y in stroke], 1.5)
    assert 6 <= len(corners) <= 60
    assert area(corners) == pytest.approx(np.pi * 60**2, rel=0.04)


def test_a_brush_adds_and_an_eraser_takes_away() -> None:
    (dot,) = brushed((), [(50.0, 50.0)], 12.0)
    assert area(dot) == pytest.approx(np.pi * 144, rel=0.12)
    (wider,) = brushed(SQUARE, [(110.0, 60.0), (160.0, 60.0)], 10.0)
    assert area(wider) > area(SQUARE) + 700
    parts = erased(SQUARE, [(60.0, 0.0), (60.0, 120.0)], 8.0)
    assert len(parts) == 2
    assert sum(map(area, parts)) == pytest.approx(area(SQUARE) - 16 * 100, rel=0.04)
    assert erased(SQUARE, [(x, y) for x in np.arange(5.0, 120, 8) for y in (0.0, 120.0)], 80.0) == ()


def test_fans_spread_evenly_and_shift_turns_in_steps() -> None:
    lines = fan_lines((0.0, 0.0), (10.0, 0.0), (0.0, 10.0), 5)
    angles = [np.degrees(np.arctan2(end[1], end[0])) for _, end in lines]
    assert angles == pytest.approx([0, 22.5, 45, 67.5, 90])
    assert constrained((0.0, 0.0), (10.0, 1.0)) == pytest.approx((np.hypot(10, 1), 0.0))


@given(st.lists(points, min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_name_stands_near_its_area(corners: list[Point]) -> None:
    x, y = area_centre(corners)
    assert min(p[0] for p in corners) - 1e-6 <= x <= max(p[0] for p in corners) + 1e-6
    assert min(p[1] for p in corners) - 1e-6 <= y <= max(p[1] for p in corners) + 1e-6


def test_a_press_means_what_it_touches() -> None:
    for kind, places in (
        ("zone", SQUARE),
        ("point", ((60.0, 60.0),)),
        ("line", ((10.0, 60.0), (110.0, 60.0))),
        ("fan", ((60.0, 60.0), (110.0, 60.0), (60.0, 110.0))),
        ("arrow", ((10.0, 60.0), (110.0, 60.0))),
        ("note", ((10.0, 60.0), (110.0, 60.0))),
        ("ruler", ((10.0, 60.0), (110.0, 60.0))),
        ("angle", ((10.0, 60.0), (60.0, 60.0), (60.0, 10.0))),
        ("stroke", ((10.0, 60.0), (60.0, 60.0), (110.0, 80.0))),
    ):
        item = Annotation("a", "p", points=places, kind=kind)
        assert is_whole(item)
        assert is_touched(item, (60.0, 60.0), 6.0)
        assert not is_touched(item, (300.0, 300.0), 6.0)
        assert bool(strokes(item)) == (kind not in ("zone", "point"))
    assert set(KINDS) == {"zone", "point", "line", "fan", "arrow", "note", "ruler", "angle", "stroke"}
    assert is_inside((60.0, 60.0), outline(Annotation("a", "p", points=SQUARE), 5.0))


def test_a_kind_of_a_later_version_survives_reading_editing_and_saving() -> None:
    project = made_pair()
    value = to_json(edits.add_annotation(zone(project))(project))
    foreign = {"id": "x", "kind": "hologram", "photo": project.photos[0].id, "points": {"deep": [1, None]}, "name": 7}
    value["annotations"].append(foreign)
    read = from_json(json.loads(json.dumps(value)))
    assert read.annotations[1].is_foreign
    changed = edits.change_annotations([item.id for item in read.annotations], colour="#000000", is_shown=False)(read)
    changed = edits.remove_annotation("x")(edits.move_annotations(["x"], 3, 3)(changed))
    assert to_json(changed)["annotations"][1] == foreign
    assert from_json(to_json(changed)) == changed


def test_locked_annotations_are_neither_moved_nor_deleted() -> None:
    project = made_pair()
    item = zone(project, is_locked=True)
    project = edits.add_annotation(item)(project)
    for edit in (
        edits.move_annotations([item.id], 5, 5),
        edits.move_vertex(item.id, 0, (0.0, 0.0)),
        edits.remove_annotation(item.id),
        edits.add_vertex(item.id, (60.0, 10.0)),
        edits.remove_vertex(item.id, 0),
        edits.change_annotation(item.id, colour="#123456"),
    ):
        assert edit(project) == project
    assert edits.change_annotation(item.id, is_locked=False)(project).annotations[0].is_locked is False
    assert edits.change_annotation(item.id, is_shown=False)(project).annotations[0].is_shown is False


def test_corners_order_copies_and_groups() -> None:
    project = made_pair()
    first, second, third = zone(project), zone(project), zone(project)
    project = edits.add_annotations([first, second, third])(project)
    more = edits.add_vertex(first.id, (60.0, 12.0))(project)
    assert more.annotations[0].points[1] == (60.0, 12.0)
    assert edits.remove_vertex(first.id, 1)(more) == project
    triangle = edits.remove_vertex(first.id, 0)(project)
    assert edits.remove_vertex(first.id, 0)(triangle) == triangle
    ids = [item.id for item in edits.rank_annotation(first.id, "front")(project).annotations]
    assert ids == [second.id, third.id, first.id]
    grouped = edits.group_annotations([first.id, third.id], "g")(project)
    assert edits.with_group(grouped, [first.id]) == {first.id, third.id}
    copied = edits.copy_annotations([first.id, third.id], ["c1", "c2"])(grouped)
    made = copied.annotations[-2:]
    assert {item.group for item in made} != {"g"}
    assert len({item.group for item in made}) == 1
    assert made[0].points != first.points
