"""The circle of the iris on drawn eyes: its own size and place, not the mesh's, and the mesh's where it is hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from projects_made import made_face

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.iris import EYES, RING, iris_diameter, irises
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

SIZE = 1.07
"""Of the drawn iris over the one the mesh has."""
ASIDE = np.array([2.5, -1.5])
"""Of its centre from the mesh's, px."""


def mesh() -> Array:
    """The average face, 400 px between the outer canthi, its irises where the mesh of a photo has them."""
    made = np.array(reference_face()) * 4.5 + (400, 450, 0)
    if len(made) >= 478:
        for centre, ring, lids in EYES.values():
            margin = made[list(lids), :2]
            made[centre, :2] = margin.mean(axis=0)
            radius = 0.27 * float(np.linalg.norm(made[lids[0], :2] - made[lids[8], :2]))
            for index, (x, y) in zip(ring, ((1, 0), (0, -1), (-1, 0), (0, 1)), strict=True):
                made[index, :2] = made[centre, :2] + radius * np.array([x, y])
    return made


def radius_of(face: Array, side: str) -> float:
    ring = EYES[side][1]
    return float(np.linalg.norm(face[ring[0], :2] - face[ring[2], :2])) / 2


def drawn(face: Array, light: float = 1.0, spread: float = 1.0) -> Pixels:
    """Skin, the white between the lids, and irises `SIZE` as large as the mesh's, `ASIDE` of them."""
    made = np.full((900, 800, 3), (190, 150, 130), np.uint8)
    for centre, ring, lids in EYES.values():
        white = np.zeros(made.shape[:2], np.uint8)
        cv2.fillPoly(white, [np.round(face[list(lids), :2]).astype(np.int32)], (1,))
        iris = np.zeros_like(white)
        radius = SIZE * float(np.linalg.norm(face[ring[0], :2] - face[ring[2], :2])) / 2
        x, y = (face[centre, :2] + ASIDE - 0.5) * 16
        cv2.circle(iris, (round(x), round(y)), round(radius * 16), (1,), -1, cv2.LINE_AA, 4)
        made[white == 1] = (225, 220, 215)
        made[(white & iris) == 1] = (80, 60, 50)
    blurred = cv2.GaussianBlur(made, (0, 0), spread)
    return np.asarray(np.clip(light * blurred.astype(np.float32), 0, 255), dtype=np.uint8)


@pytest.mark.parametrize("light", [1.0, 0.35])
def test_the_circle_has_the_size_and_place_of_the_picture(light: float) -> None:
    face = mesh()
    for side, found in irises(drawn(face, light), face).items():
        assert found.is_seen
        assert found.diameter == pytest.approx(2 * SIZE * radius_of(face, side), rel=0.025)
        x, y = np.array(found.centre) - face[EYES[side][0], :2]
        assert x == pytest.approx(ASIDE[0], abs=0.7)
        assert y == pytest.approx(ASIDE[1], abs=1.3), "the sides of a circle tell less of its height"
        assert 0.02 < found.sigma / found.diameter < 0.05


@pytest.mark.parametrize("what", ["closed", "glare", "nothing"])
def test_a_hidden_limbus_leaves_the_mesh_s_ring_with_a_wider_error(what: str) -> None:
    face = mesh()
    pixels = drawn(face)
    if what == "closed":
        for _, _, lids in EYES.values():
            face[list(lids), 1] = face[list(lids), 1].mean() + 0.1 * (face[list(lids), 1] - face[list(lids), 1].mean())
        pixels = drawn(face)
    elif what == "glare":
        for centre, _, _ in EYES.values():
            cv2.circle(
                pixels, tuple(int(v) for v in face[centre, :2]), round(1.5 * radius_of(face, "r")), (255,) * 3, -1
            )
    else:
        pixels[:] = 140
    for side, found in irises(pixels, face).items():
        assert not found.is_seen
        assert found.diameter == pytest.approx(2 * RING * radius_of(face, side))
        assert found.sigma > 0.04 * found.diameter


def test_the_diameter_of_a_face_is_that_of_the_eyes_that_show_it() -> None:
    right = {"x": 0, "y": 0, "diameter": 40.0, "sigma": 1.2, "seen": True}
    left = {"x": 0, "y": 0, "diameter": 46.0, "sigma": 2.3, "seen": False}
    face = replace(made_face(), extra={"irises": {"r": right, "l": left}})
    assert iris_diameter(face) == (40.0, 1.2)
    assert iris_diameter(replace(face, extra={"irises": {"l": left}})) == (46.0, 2.3)
    points = mesh()
    older = iris_diameter(replace(face, mesh=tuple(map(tuple, points.tolist())), extra={}))
    assert older == pytest.approx((2 * RING * radius_of(points, "r"), 0.1 * RING * radius_of(points, "r")), rel=0.02)
