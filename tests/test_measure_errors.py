"""The errors of measures, differences and movements by worked examples."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from bare_sentences import with_spaces
from test_measure_differences import FRONTAL, automatic
from test_measures import FACES
from test_movement import IOD, KINDS, REST, smiling

from facebalance_desktop.analysis.measure_differences import POSE_ERROR, average_value, differences
from facebalance_desktop.analysis.measure_errors import Budget, Errors, PointError
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.measures import measure
from facebalance_desktop.analysis.movement import UNANSWERED, movement
from facebalance_desktop.analysis.posture import pitch_slopes
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.drawing.measure_drawings import signed, value_words
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.projection import projected

WIDTH = own_measures().kinds["mouth-width"]
ALONG_X = {"ch_r": (-1.0, 0.0), "ch_l": (1.0, 0.0)}
"""The slopes of a width."""


def landmark(repeat: float | None) -> Landmark:
    return Landmark(0.0, 0.0, "automatic", 9.0, repeat=repeat)


def test_the_parts_of_an_error_by_a_worked_example() -> None:
    """Both corners vary by 2 px of 4 px a per cent: 0.5 each, sqrt(0.5) together."""
    points = {"ch_r": landmark(2.0), "ch_l": landmark(2.0)}
    known = Errors({"ch": PointError(bias=(0.3, 7.0), spread=(1.5, 9.0), expression=0.7)}, {})
    found = known.of(WIDTH, points, ALONG_X, 4.0)
    assert found.repeat == pytest.approx(math.sqrt(0.5))
    assert found.expression == pytest.approx(0.7 * math.sqrt(2))
    assert found.place == pytest.approx(1.5 * math.sqrt(2))
    tall = known.of(WIDTH, points, {"ch_r": (0.0, -1.0), "ch_l": (0.0, 2.0)}, 4.0)
    assert tall.place == pytest.approx(9.0 * math.hypot(1.0, 2.0))
    assert tall.bias == pytest.approx(7.0 * (2.0 - 1.0))
    slanted = known.of(WIDTH, {"ch_r": landmark(2.0)}, {"ch_r": (3.0, 2.0)}, 4.0)
    assert slanted.place == pytest.approx(math.hypot(1.5 * 3.0, 9.0 * 2.0))
    assert slanted.repeat == pytest.approx(0.5 * math.hypot(3.0, 2.0))


def test_what_a_hand_places_has_the_operator_s_error_and_no_bias() -> None:
    hand = {code: Landmark(0.0, 0.0, "placed") for code in ALONG_X}
    known = Errors({"ch": PointError(bias=(0.3, 7.0), spread=(1.5, 9.0), expression=0.7, operator=0.4)}, {})
    found = known.of(WIDTH, hand, ALONG_X, 4.0)
    assert (found.expression, found.bias) == (0.0, 0.0)
    assert found.repeat == found.place == pytest.approx(0.4 * math.sqrt(2))


def test_the_px_of_a_photo_become_per_cent_of_the_pupil_distance() -> None:
    face = FACES["frontal"]
    iod = math.dist(face.points["p_r"].xy, face.points["p_l"].xy)
    off = {"ch_r": 0.03 * iod, "ch_l": 0.04 * iod}
    points = {
        code: replace(point, source="edge", is_confirmed=False, sigma=off.get(code, 0.0), repeat=None)
        for code, point in face.points.items()
    }
    budget = measure(replace(face, points=points), errors=Errors({}, {}))["mouth-width"].budget
    assert budget is not None
    assert budget.repeat == pytest.approx(5.0, rel=0.005)


def test_an_interval_that_is_not_about_the_value_is_told_by_its_ends() -> None:
    reading = measure(FACES["frontal"])["mouth-width"]
    plain = replace(reading, value=80.0, status="ok", budget=Budget(1.0, 0.0, 1.0, 0.0))
    assert with_spaces(value_words(plain)).startswith("80.0 ± 2.0")
    for bias, words in ((3.0, "80.0 (75.0 to 79.0)"), (-3.0, "80.0 (81.0 to 85.0)"), (0.4, "80.0 ± 2.0")):
        told = with_spaces(value_words(replace(plain, budget=Budget(1.0, 0.0, 1.0, bias))))
        assert told.startswith(words)
    assert value_words(replace(plain, status="unconfirmed")).startswith("unconfirmed 80.0")
    half = value_words(replace(plain, budget=Budget(1.0, 0.0, 1.0, 3.0)), Scale(0.5, 0.0, ""))
    assert with_spaces(half) == "40.0 (37.5 to 39.5) mm"
    assert value_words(replace(plain, value=None)) == ""


def test_figures_have_a_sign_and_never_a_negative_nought() -> None:
    assert signed(2.04, 1) == "+2.0"
    assert signed(-2.06, 1) == "\u20132.1"
    assert signed(-0.04, 1) == "0.0"
    assert signed(2.04, 1, has_plus=False) == "2.0"
    assert signed(2.5, 0, has_plus=False) == "2"


def test_a_length_in_mm_has_the_error_of_its_scale() -> None:
    assert Scale(0.6, 0.0, "").of(50.0, 1.0) == pytest.approx((30.0, 0.6))
    assert Scale(0.6, 0.02, "").of(50.0, 0.0) == pytest.approx((30.0, 0.6))
    assert Scale(0.6, 0.02, "").of(-50.0, 1.0) == pytest.approx((-30.0, 0.6 * math.sqrt(2)))


def test_two_heads_held_alike_differ_by_what_half_a_degree_does() -> None:
    straight = differences(automatic(FRONTAL), automatic(FRONTAL))
    for name in ("mouth-width", "midline-tip", "lower-face-height"):
        kind = own_measures().kinds[name]
        here, wide, tall = (average_value(kind, yaw, nod) for yaw, nod in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5)))
        assert here is not None and wide is not None and tall is not None
        assert straight[name].pose == pytest.approx(math.hypot(wide - here, tall - here)), name
    assert POSE_ERROR == 0.5


def test_no_automatic_point_is_taken_to_follow_all_of_a_change() -> None:
    for response, missed in ((1.0, 0.1), (0.95, 0.1), (0.85, 0.15)):
        face = automatic(FRONTAL, response)
        assert differences(face, face)["mouth-width"].unanswered == pytest.approx(missed)


def test_a_movement_s_error_grows_by_half_of_what_its_point_does_not_answer() -> None:
    sure = smiling((10, -8), (12, 0))

    def with_response(value: float) -> float:
        corner = replace(sure.points["ch_r"], source="automatic", response=value, sigma=0.2, is_confirmed=False)
        found = movement(KINDS["smile"], REST, replace(sure, points={**sure.points, "ch_r": corner}))
        assert found.right.sigma is not None
        return found.right.sigma

    way = math.hypot(10.0, 8.0) * IOD / math.dist(_eye("r"), _eye("l"))
    for response in (0.9, 0.5, 0.1):
        added = with_response(response) ** 2 - with_response(1.0) ** 2
        assert math.sqrt(added) == pytest.approx(UNANSWERED * (1 - response) * way, rel=0.02)


def _eye(side: str) -> tuple[float, float]:
    inner, outer = (REST.points[f"{end}_{side}"].xy for end in ("en", "ex"))
    return (inner[0] + outer[0]) / 2, (inner[1] + outer[1]) / 2


def test_a_nod_shifts_shares_as_it_does_on_the_average_face() -> None:
    codes = ("n", "sn", "me")

    def shares(pitch: float) -> list[float]:
        mesh = np.array([reference_face()[list(point_kinds()[code].mesh)].mean(axis=0) for code in codes])
        heights = [float(y) for y in projected(mesh, Pose(0.0, pitch, 0.0))[:, 1]]
        return [100 * (heights[n + 1] - heights[n]) / (heights[-1] - heights[0]) for n in range(2)]

    slopes = pitch_slopes(codes)
    assert sum(slopes) == pytest.approx(0.0, abs=1e-9)
    low, high = shares(-1.0), shares(1.0)
    assert slopes == pytest.approx([(b - a) / 2 for a, b in zip(low, high, strict=True)], rel=0.005)
