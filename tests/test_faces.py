"""Finding a face and its named points."""

from __future__ import annotations

import cv2
import matplotlib.cbook
import numpy as np
import pytest

from facebalance_desktop.comparison.alignment import align, level
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import Detection, find_face
from facebalance_desktop.geometry import Similarity


@pytest.fixture(scope="module")
def hopper() -> Pixels:
    path = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


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


def test_no_face_is_a_sentence() -> None:
    empty = find_face(np.full((300, 200, 3), 128, np.uint8))
    assert (empty.faces, empty.face) == (0, None)
    assert empty.sentence


def test_a_known_transform_comes_back(hopper: Pixels, found: Detection) -> None:
    known = Similarity.of(8, 1.2, (15, 10), about=(250, 250))
    moved = np.asarray(cv2.warpAffine(hopper, known.to_cv2(), (700, 800), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
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
