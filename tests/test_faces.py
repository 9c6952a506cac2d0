"""Finding a face and its named points."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.comparison.alignment import align, level
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import Detection, find_face
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2


def loaded(path: Path) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


def warped(picture: Pixels, move: Similarity, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.warpAffine(picture, move.to_cv2(), size, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


@pytest.fixture(scope="module")
def hopper(hopper_path: Path) -> Pixels:
    return loaded(hopper_path)


@pytest.fixture(scope="module")
def found(hopper: Pixels) -> Detection:
    return find_face(hopper)


def test_one_face_has_all_named_points(found: Detection) -> None:
    assert found.faces == 1
    assert found.face is not None
    assert tuple(found.face.points) == tuple(point_kinds())
    assert len(found.face.mesh) == 478
    assert found.face.points["tr"].source == "estimated"
    assert found.face.points["p_r"].x < found.face.points["p_l"].x


def test_the_error_of_the_mesh_grows_with_the_photo(hopper: Pixels, found: Detection) -> None:
    larger = find_face(np.asarray(cv2.resize(hopper, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)).face
    assert larger is not None and found.face is not None
    ratios = np.array(larger.sigma) / np.array(found.face.sigma)
    assert np.median(ratios) == pytest.approx(2.0, abs=0.15)


def test_no_face_is_a_sentence() -> None:
    empty = find_face(np.full((300, 200, 3), 128, np.uint8))
    assert (empty.faces, empty.face) == (0, None)
    assert empty.sentence


def test_a_known_transform_comes_back(hopper: Pixels, found: Detection) -> None:
    known = Similarity.of(8, 1.2, (15, 10), about=(250, 250))
    moved = warped(hopper, known, (700, 800))
    after = find_face(moved).face
    assert after is not None and found.face is not None
    fit = align(found.face.points, after.points)
    assert fit
    back = known.then(fit.photo_to_reference)
    away = np.linalg.norm(back.points(found.face.xy) - found.face.xy, axis=1)
    assert 100 * away.mean() / found.face.iod < 1.0
    assert 0 < fit.residual < 2


def test_level_makes_the_pupil_line_horizontal(found: Detection) -> None:
    assert found.face is not None
    points = found.face.points
    turned = level(points)
    assert turned.point(points["p_r"].xy)[1] == pytest.approx(turned.point(points["p_l"].xy)[1])


def test_pose_of_a_flipped_and_a_rolled_copy(hopper: Pixels, found: Detection) -> None:
    assert found.face is not None and found.face.pose is not None
    pose = found.face.pose
    flipped = find_face(np.ascontiguousarray(hopper[:, ::-1])).face
    assert flipped is not None and flipped.pose is not None
    assert flipped.pose.yaw == pytest.approx(-pose.yaw, abs=1)
    assert flipped.pose.roll == pytest.approx(-pose.roll, abs=1)
    rolled = find_face(np.ascontiguousarray(np.rot90(hopper))).face
    assert rolled is not None and rolled.pose is not None
    assert rolled.pose.roll == pytest.approx(pose.roll - 90, abs=1)
    assert rolled.pose.yaw == pytest.approx(pose.yaw, abs=1)
    assert rolled.pose.pitch == pytest.approx(pose.pitch, abs=1)


def test_an_upside_down_photo_is_found_upright(hopper: Pixels, found: Detection) -> None:
    turned = find_face(np.ascontiguousarray(hopper[::-1, ::-1])).face
    assert turned is not None and found.face is not None
    height, width = hopper.shape[:2]
    back = Similarity(-1.0, 0.0, width, height).points(turned.xy)
    assert np.linalg.norm(back - found.face.xy, axis=1).mean() < 0.01 * found.face.iod


def test_index_map_on_the_reference_face() -> None:
    """Distances of clinical.md 2.1 within 12 %: a swapped index would be off by far more."""
    face = reference_face()
    for i, j, mm in ((10, 9, 34.9), (9, 2, 70.1), (2, 152, 75.3), (133, 362, 37.1), (33, 263, 88.9), (61, 291, 49.1)):
        assert np.linalg.norm(face[i] - face[j]) == pytest.approx(mm, rel=0.12)
    right, left = mirror_indices()[33], mirror_indices()[468]
    assert (right, left) == (263, 473)


@pytest.mark.parametrize(("yaw", "view"), [(0, "frontal"), (35, "oblique-right"), (-35, "oblique-left")])
def test_view_follows_yaw(yaw: float, view: str) -> None:
    assert proposed_view(Pose(yaw, 0, 0)) == view


def test_two_people_are_both_found(photos: Path) -> None:
    picture = loaded(photos / "whitehouse/two_people.jpg")
    several = find_face(picture)
    assert several.faces == 2
    assert several.face is None and several.sentence
    chosen = find_face(picture, near=several.centres[1]).face
    assert chosen is not None
    assert np.linalg.norm(chosen.xy[168] - several.centres[1]) < chosen.iod
