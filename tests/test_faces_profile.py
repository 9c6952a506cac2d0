"""The points of a profile: on its outline, in their order, and nowhere where there is no profile."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from profiles_drawn import FACE, drawn, outline

from facebalance_desktop.faces.anthropometry import hidden_estimated
from facebalance_desktop.faces.detection import find_face, person_in
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.profile import ERRORS, ORDER, outline_points, profile_points
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.ui.viewer.context_menu import point_words


@pytest.mark.parametrize("view", ["profile-right", "profile-left"])
def test_the_points_of_a_drawn_profile(view: str) -> None:
    pixels, person = drawn(view == "profile-left")
    found = outline_points(pixels, person, view)
    side = "_l" if view == "profile-left" else "_r"
    assert found is not None and set(found.points) == {*ORDER, f"ac{side}", f"ex{side}"}
    for name in ("prn", "sn", "ls", "li", "se", "pg"):
        x, y = found.points[name].xy
        wanted = (1350 - FACE[name][0] if view == "profile-left" else FACE[name][0], FACE[name][1])
        assert np.hypot(x - wanted[0], y - wanted[1]) < 0.03 * 430, name
    assert {point.source for point in found.points.values()} == {"estimated"}
    assert all(point.sigma for point in found.points.values())


def test_no_profile_has_no_points() -> None:
    plain = np.full((400, 400, 3), 200, np.uint8)
    round_head = np.zeros((256, 256), np.float32)
    cv2.circle(round_head, (128, 170), 90, (1.0,), -1)
    assert outline_points(plain, round_head, "profile-right") is None
    assert outline_points(plain, np.zeros((256, 256), np.float32), "profile-left") is None


def test_profiles_against_marks(photos: Path) -> None:
    """Median distance to the marks, % of the distance from sellion to menton."""
    marks: dict[str, dict[str, tuple[float, float]]] = {}
    with (photos / "marks_profile.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["pass"] == "1" and row["x"]:
                name = {"C": "cerv"}.get(row["point"], row["point"])
                marks.setdefault(row["file"], {})[name] = float(row["x"]), float(row["y"])
    away: dict[str, list[float]] = {}
    for name in sorted(marks)[::4]:
        pixels = decode((photos / name).read_bytes(), name).pixels
        view = "profile-right" if "_rprofile" in name else "profile-left"
        found = outline_points(pixels, person_in(pixels), view)
        assert found is not None
        unit = np.hypot(*np.subtract(marks[name]["se"], marks[name]["me"])) / 100
        for code, point in found.points.items():
            if code in marks[name]:
                away.setdefault(code, []).append(float(np.hypot(*np.subtract(point.xy, marks[name][code]))) / unit)
    for code in ("prn", "sn", "ls", "li", "sl", "pg"):
        assert np.median(away[code]) <= 1.5, code
    for code in ("se", "g", "me", "cerv"):
        assert np.median(away[code]) <= 3.0, code


def test_the_far_side_of_a_turned_head_is_never_seen(photos: Path) -> None:
    for name, far in (("002_r45_neutral", "_l"), ("002_l45_neutral", "_r")):
        path = photos / f"london/{name}.jpg"
        face = find_face(decode(path.read_bytes(), path.name).pixels).face
        assert face is not None
        assert {point.source for code, point in face.points.items() if code.endswith(far)} == {"estimated"}


def test_a_head_from_the_front_has_no_far_side() -> None:
    points = {"p_r": Landmark(0, 0, "automatic", 1.0), "p_l": Landmark(100, 0, "automatic", 1.0)}
    assert hidden_estimated(points, Pose(12, 0, 0)) == points
    turned = hidden_estimated(points, Pose(40, 0, 0))
    assert turned["p_l"].source == "estimated" and (turned["p_l"].sigma or 0) > 6
    assert turned["p_r"] == points["p_r"]


HEIGHT = math.dist(FACE["se"], FACE["me"])


def test_each_point_stands_at_the_bend_that_it_is_named_for() -> None:
    found = profile_points(outline())
    assert set(found) == set(ORDER)
    for name in set(ORDER) - {"c", "me"}:
        assert math.dist(found[name].xy, FACE[name]) < 0.02 * HEIGHT, name
    x, y = outline().places.T
    for name, reach, is_front in (
        ("prn", 40, True),
        ("ls", 12, True),
        ("li", 12, True),
        ("pg", 20, True),
        ("sl", 20, False),
    ):
        own = (np.abs(y - found[name].y) < reach) & (np.abs(x - found[name].x) < reach)
        assert found[name].x == pytest.approx((x[own].max if is_front else x[own].min)(), abs=0.001), name
    shares = [math.dist(found["prn"].xy, found[name].xy) for name in ("c", "sn")]
    assert 0.4 < shares[0] / shares[1] < 0.7  # where the tip passes into the columella
    assert math.dist(found["me"].xy, FACE["me"]) < 0.05 * HEIGHT
    assert found["me"].x < FACE["me"][0]  # people set it behind the strongest bend


@pytest.mark.parametrize("scale", [0.5, 2.0, 3.0])
def test_the_size_of_the_photo_moves_no_point(scale: float) -> None:
    plain, other = profile_points(outline()), profile_points(outline(scale))
    for name, point in plain.items():
        assert math.dist(other[name].xy, (point.x * scale, point.y * scale)) < 0.01 * scale, name


def test_a_finer_outline_moves_no_point_by_more_than_its_step() -> None:
    plain, finer = profile_points(outline()), profile_points(outline(step=1.0))
    assert max(math.dist(finer[name].xy, point.xy) for name, point in plain.items()) < 2.0


def test_errors_grow_with_the_face_and_where_the_edge_was_not_seen() -> None:
    line = outline(8.0)
    sure = profile_points(line)
    for name, point in sure.items():
        assert point.sigma == pytest.approx(ERRORS[name] / 100 * 8 * HEIGHT, rel=0.05), name
    small = profile_points(outline(0.1, 4.0))
    assert all((point.sigma or 0.0) >= 0.5 for point in small.values())  # never surer than half a pixel
    unseen = profile_points(replace(line, seen=np.zeros(len(line.places), dtype=bool)))
    for name, point in unseen.items():
        assert point.xy == sure[name].xy
        assert point.sigma == pytest.approx(4 * (sure[name].sigma or 0.0), rel=0.01), name
    chin = math.dist(FACE["pg"], FACE["sl"]) * 8
    near = np.linalg.norm(line.places - sure["pg"].xy, axis=1) < 0.7 * chin
    bearded = profile_points(replace(line, seen=~near))
    assert (bearded["pg"].sigma or 0.0) > 2 * (sure["pg"].sigma or 0.0)
    assert all(bearded[name].sigma == sure[name].sigma for name in ("g", "se", "prn", "sn", "cerv"))


def test_open_lips_have_no_stomion_and_a_photo_that_ends_at_the_nose_has_no_points() -> None:
    assert "sto" in profile_points(outline(lips=3.0))
    opened = profile_points(outline(lips=25.0))
    assert set(opened) == set(ORDER) - {"sto"}
    line = outline()
    end = int(np.linalg.norm(line.places - FACE["prn"], axis=1).argmin())
    assert profile_points(replace(line, places=line.places[:end], seen=line.seen[:end])) == {}  # the photo ends there


def test_points_inside_the_outline_are_proposed_with_a_wide_error() -> None:
    pixels, person = drawn()
    found = outline_points(pixels, person, "profile-right")
    assert found is not None
    back = {code: found.points[code] for code in ("ac_r", "ex_r")}
    assert FACE["sn"][0] - 100 < back["ac_r"].x < FACE["sn"][0] and back["ac_r"].y < FACE["sn"][1]
    assert back["ex_r"].x < FACE["se"][0] - 50 and abs(back["ex_r"].y - FACE["se"][1]) < 40
    for point in back.values():
        assert point.source == "estimated" and (point.sigma or 0) > 0.03 * HEIGHT


def test_a_beard_widens_the_errors_of_the_chin_and_says_so() -> None:
    pixels, person = drawn()
    shaven = outline_points(pixels, person, "profile-right")
    skin = (pixels < 200).all(axis=2)
    skin[:850] = False
    pixels[skin] = (60, 45, 40)
    bearded = outline_points(pixels, person, "profile-right")
    assert shaven is not None and bearded is not None
    for code in ("sl", "pg", "me"):
        assert (bearded.points[code].sigma or 0) > 1.5 * (shaven.points[code].sigma or 0)
        assert "beard" in point_words(bearded.points[code]) and "beard" not in point_words(shaven.points[code])
    assert "outline" not in bearded.points["prn"].extra
