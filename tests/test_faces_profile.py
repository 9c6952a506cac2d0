"""The points of a profile: on its outline, in their order, and nowhere where there is no profile."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from facebalance_desktop.faces.anthropometry import hidden_estimated
from facebalance_desktop.faces.crops import Pixels, reduced
from facebalance_desktop.faces.detection import find_face, person_in
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.profile import ORDER, outline_points
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.opencv import cv2

FACE = {
    "g": (1022.0, 534.0), "se": (1010.0, 589.0), "prn": (1091.0, 740.5), "c": (1068.0, 765.0), "sn": (1032.5, 774.7),
    "ls": (1036.0, 815.7), "sto": (1018.0, 838.0), "li": (1030.0, 859.5), "sl": (985.0, 909.3), "pg": (997.0, 940.0),
    "me": (938.5, 996.6), "cerv": (824.0, 995.0),
}  # fmt: skip
"""Corners of a drawn head that looks to image right."""


def drawn(is_mirrored: bool = False) -> tuple[Pixels, NDArray[np.float32]]:
    """A head of one colour on a grey ground, and the mask of a person that a coarse segmentation gives."""
    front = [(980.0, 400.0), *FACE.values(), (790.0, 1120.0), (810.0, 1350.0)]
    back = [(300.0, 1350.0), (330.0, 1000.0), (230.0, 600.0), (420.0, 260.0), (700.0, 200.0), (880.0, 260.0)]
    corners = np.array(front + back, dtype=np.int32)
    mask = np.zeros((1350, 1350), np.uint8)
    cv2.fillPoly(mask, [corners], (255,))
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), 3.0), dtype=np.uint8)
    if is_mirrored:
        mask = np.ascontiguousarray(mask[:, ::-1])
    share = (mask / 255.0)[..., None]
    pixels = (share * (190, 140, 120) + (1 - share) * (215, 215, 220)).astype(np.uint8)
    return pixels, np.asarray(reduced(mask, 256)[0] / 255.0, dtype=np.float32)


@pytest.mark.parametrize("view", ["profile-right", "profile-left"])
def test_the_points_of_a_drawn_profile(view: str) -> None:
    pixels, person = drawn(view == "profile-left")
    found = outline_points(pixels, person, view)
    assert found is not None and set(found.points) == set(ORDER)
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
