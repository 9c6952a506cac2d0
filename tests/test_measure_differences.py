"""Differences of measures: their errors and the detectable change, gates, and what must be said with them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from test_measures import FACES, moved

from facebalance_desktop.analysis.measure_differences import (
    COARSE,
    FRONT_ONLY,
    difference_words,
    differences,
    summary,
)
from facebalance_desktop.analysis.measure_errors import Errors, own_errors
from facebalance_desktop.analysis.measures import MeasuredFace
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Similarity

FRONTAL, PROFILE = FACES["frontal"], FACES["profile"]
ONTO = Similarity.of(rotation=12, scale=1.4, shift=(30, -9))


def automatic(face: MeasuredFace, response: float = 0.9, **poses: float) -> MeasuredFace:
    points = {
        code: replace(point, source="edge", sigma=0.1, response=response, is_confirmed=False)
        for code, point in face.points.items()
    }
    pose = Pose(poses.get("yaw", 0.0), poses.get("pitch", 0.0), 0.0)
    return replace(face, points=points, pose=pose)


def with_point(face: MeasuredFace, code: str, dx: float, dy: float) -> MeasuredFace:
    point = face.points[code]
    return replace(face, points={**face.points, code: replace(point, x=point.x + dx, y=point.y + dy)})


def test_a_moved_corner_is_beyond_and_an_equal_face_within_the_detectable_change() -> None:
    before = automatic(FRONTAL)
    same = differences(before, moved(before, ONTO))["mouth-width"]
    assert same.value == pytest.approx(0, abs=1e-9) and not same.is_beyond
    assert same.detectable and same.detectable > 0
    assert "within measurement error: detectable is" in difference_words(same)
    iod = math.dist(before.points["p_r"].xy, before.points["p_l"].xy)
    exact = Errors(own_errors().points, {})
    wider = differences(before, with_point(before, "ch_l", 0.08 * iod, 0.0), errors=exact)["mouth-width"]
    assert wider.value == pytest.approx(8.0, abs=0.4) and wider.is_beyond
    assert wider.interval and wider.interval[0] > 0
    assert "beyond the detectable change of" in difference_words(wider)


def test_a_turn_between_the_photos_widens_the_interval() -> None:
    before = automatic(FRONTAL)
    straight = differences(before, automatic(FRONTAL))
    turned = differences(before, automatic(FRONTAL, yaw=2.9, pitch=-2.0))
    for name in ("mouth-width", "midline-tip", "lower-face-height"):
        one, other = straight[name], turned[name]
        assert one.pose is not None and other.pose is not None and other.pose > one.pose, name
        assert other.repeat == pytest.approx(one.repeat)
    assert turned["midline-tip"].pose and turned["midline-tip"].pose > 2, "2.9 degrees fake over 2 % at the nose tip"


@pytest.mark.parametrize(
    ("before", "after", "measure", "status"),
    [
        ({}, {"yaw": 3.1}, "midline-tip", "pose"),
        ({"yaw": -3.1}, {"yaw": -3.1}, "brow-difference", "pose"),
        ({}, {"yaw": 3.1}, "mouth-width", "ok"),
        ({"pitch": -1.0}, {"pitch": 2.1}, "philtrum-height", "pose"),
        ({"pitch": -1.0}, {"pitch": 1.9}, "philtrum-height", "ok"),
        ({"pitch": 9.0}, {"pitch": 9.0}, "lower-third", "unconfirmed"),
        ({"pitch": -1.0}, {"pitch": 2.1}, "mouth-width", "ok"),
    ],
)
def test_a_turned_head_withholds_what_it_fakes(
    before: dict[str, float], after: dict[str, float], measure: str, status: str
) -> None:
    found = differences(automatic(FRONTAL, **before), automatic(FRONTAL, **after))[measure]
    assert found.status == status
    assert (found.value is None) == (status == "pose")


def test_points_that_do_not_answer_withhold_a_difference_until_a_hand_has_set_them() -> None:
    before, after = automatic(FRONTAL), automatic(FRONTAL, response=0.79)
    found = differences(before, after)["mouth-width"]
    assert (found.status, found.needs) == ("response", ("ch_r", "ch_l"))
    assert "set or confirm them by hand" in difference_words(found)
    seen = {code: replace(point, is_confirmed=True) for code, point in after.points.items()}
    assert differences(before, replace(after, points=seen))["mouth-width"].status == "ok"


def test_another_view_withholds_all_frontal_measures_and_pupils_are_never_deaf() -> None:
    found = differences(automatic(FRONTAL), replace(automatic(FRONTAL), view="oblique-right"))
    assert found["mouth-width"].status == "view" and all(item.value is None for item in found.values())
    deaf = automatic(FRONTAL, response=0.0)
    points = {code: replace(p, is_confirmed=code.startswith(("ps", "plumb"))) for code, p in deaf.points.items()}
    lids = replace(deaf, points=points)
    assert differences(lids, lids)["mrd1-right"].status == "ok"


def test_two_profiles_are_measured_without_a_face() -> None:
    found = differences(PROFILE, with_point(PROFILE, "ls", 4.0, 0.0))
    lip = found["e-line-upper"]
    assert lip.status == "ok" and lip.value and lip.value > 0 and lip.is_beyond
    assert found["nasofrontal-angle"].value == 0 and not found["nasofrontal-angle"].is_beyond
    assert FRONT_ONLY not in summary(found.values(), is_frontal=False)


def test_the_panel_says_what_chance_does_and_what_a_front_cannot_show() -> None:
    found = differences(automatic(FRONTAL), automatic(FRONTAL))
    words = summary(found.values())
    assert words[0].startswith("0 of ") and "by chance alone" in words[0]
    assert words[-1] == FRONT_ONLY
    assert summary([]) == ("No difference is measurable in these two photos.",)


def test_a_detectable_change_coarser_than_what_observers_notice_says_so() -> None:
    rough = {code: replace(point, sigma=3.0) for code, point in automatic(FRONTAL).points.items()}
    face = replace(automatic(FRONTAL), points=rough)
    found = differences(face, face)["commissure-difference"]
    assert found.noticed == pytest.approx(100 * 3 / 63) and found.coarse_words == COARSE
    assert "coarser than what observers notice" in difference_words(found)


def test_a_pose_corrected_value_stands_beside_the_raw_one_with_a_wider_interval() -> None:
    before = automatic(FRONTAL)
    assert differences(before, before)["mouth-width"].corrected is None, "no turn, nothing to correct"
    turned = differences(before, automatic(FRONTAL, yaw=2.0, pitch=2.5))["midline-tip"]
    assert turned.value == pytest.approx(0, abs=1e-9) and turned.turn is not None and turned.corrected is not None
    value, half = turned.corrected
    assert value == pytest.approx(-turned.turn) and turned.detectable is not None and half > turned.detectable
    told = turned.as_json()["pose_corrected"]
    assert told["interval"][0] < told["value"] < told["interval"][1]


def test_automatic_points_that_miss_a_share_of_a_change_widen_its_interval_and_not_the_detectable_change() -> None:
    before = automatic(FRONTAL)
    moved_out = with_point(before, "ch_l", 20.0, 0.0)
    item = differences(before, moved_out)["mouth-width"]
    assert item.interval is not None and item.value is not None and item.detectable is not None
    assert item.unanswered == pytest.approx(0.1)
    half = (item.interval[1] - item.interval[0]) / 2
    assert half == pytest.approx(math.hypot(item.detectable, 1.96 * 0.1 * item.value))
    seen = {code: replace(point, is_confirmed=True) for code, point in moved_out.points.items()}
    sure = {code: replace(point, is_confirmed=True) for code, point in before.points.items()}
    told = differences(replace(before, points=sure), replace(moved_out, points=seen))["mouth-width"]
    assert told.unanswered == 0.0


def test_a_point_found_in_two_ways_withholds_a_difference() -> None:
    before = automatic(FRONTAL)
    lost = {**before.points, "al_r": replace(before.points["al_r"], source="automatic", response=0.83)}
    found = differences(before, replace(before, points=lost))["nasal-width"]
    assert (found.status, found.needs) == ("response", ("al_r",))
    seen = {**lost, "al_r": replace(lost["al_r"], is_confirmed=True)}
    assert differences(before, replace(before, points=seen))["nasal-width"].status == "ok"
