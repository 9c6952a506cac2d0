"""Changes between two photos: a moved chin is seen, an unmoved face is not changed, a turned head tells nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from face_synthesis import axes, bump, copy_of, eyes_held, face_part, still

from facebalance_desktop.comparison.alignment import Alignment, align
from facebalance_desktop.comparison.changes import View, changes
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2


def view(pixels: Pixels) -> View:
    face = find_face(pixels).face
    assert face is not None
    return View(pixels, face, face.points)


def aligned(before: View, after: View) -> Alignment:
    found = align(before.points, after.points, reference_face=before.face, photo_face=after.face)
    assert isinstance(found, Alignment)
    return found


@pytest.fixture(scope="module")
def before(hopper_path: Path) -> View:
    pixels = np.asarray(cv2.cvtColor(cv2.imread(str(hopper_path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)
    first = find_face(pixels).face
    assert first is not None
    return view(face_part(pixels, first))


def test_a_moved_chin_is_measured(before: View) -> None:
    right, down = axes(before.face)
    move = 0.06 * before.face.iod * (0.5 * right + down)
    push = eyes_held(bump(before.face.xy[152], move, 0.2 * before.face.iod), before.face)
    after = view(copy_of(before.pixels, push, np.random.default_rng(2)).pixels)
    found = changes(before, after, aligned(before, after))
    chin = found["pg"]
    truth = push(np.array([before.points["pg"].xy]))[0]
    across, along = 100 / before.face.iod * truth @ np.array([right, down]).T
    assert chin.status == "measured"
    assert chin.dx is not None and chin.dy is not None and chin.sigma is not None
    assert abs(chin.dx - across) < 1.96 * chin.sigma and abs(chin.dy - along) < 1.96 * chin.sigma
    assert chin.dy > 0.7 * along
    assert all(found[name].status == "within-error" for name in ("p_r", "p_l", "ex_r", "en_l", "n"))


def test_another_camera_is_no_change(before: View) -> None:
    after = view(copy_of(before.pixels, still, np.random.default_rng(3)).pixels)
    found = changes(before, after, aligned(before, after))
    assert not [name for name, change in found.items() if change.status == "measured"]
    told = [name for name, change in found.items() if change.status == "within-error"]
    assert len(told) >= 25
    assert found["tr"].as_json() == dict.fromkeys(("dx", "dy", "sigma", "detectable")) | {"status": "cannot-tell"}


def test_points_by_hand_are_believed(before: View) -> None:
    one = before.points["tr"]
    hand = replace(before, points={**before.points, "tr": Landmark(one.x, one.y, "placed")})
    lifted = replace(hand, points={**hand.points, "tr": Landmark(one.x, one.y - 0.1 * before.face.iod, "placed")})
    found = changes(hand, lifted, Alignment(Similarity(), "eyes", 0.1, 0.4))
    assert found["tr"].status == "measured"
    assert found["tr"].dy == pytest.approx(-10, abs=0.5)


def test_a_turned_head_tells_nothing(before: View) -> None:
    assert before.face.pose is not None
    pose = before.face.pose
    turned = replace(before, face=replace(before.face, pose=Pose(pose.yaw + 12, pose.pitch, pose.roll)))
    found = changes(before, turned, Alignment(Similarity(), "eyes", 0.1, 0.4))
    assert {change.status for change in found.values()} == {"cannot-tell"}


def test_a_smile_moves_the_corners_and_not_the_eyes(photos: Path) -> None:
    one, other = (
        view(
            np.asarray(cv2.cvtColor(cv2.imread(str(photos / f"london/107_front_{n}.jpg")), cv2.COLOR_BGR2RGB), np.uint8)
        )
        for n in ("neutral", "smile")
    )
    found = changes(one, other, aligned(one, other))
    for corner, side in (("ch_r", -1), ("ch_l", 1)):
        assert found[corner].status == "measured"
        assert (found[corner].dx or 0) * side > 0 > (found[corner].dy or 0)
    assert not [n for n in ("p_r", "p_l", "ex_r", "ex_l", "en_r", "en_l", "n") if found[n].status == "measured"]
