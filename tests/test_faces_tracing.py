"""Contours lie where the picture shows them, and are not drawn where it shows none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from face_synthesis import axes, bump, opened

from facebalance_desktop.faces.crops import Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.iris import EYES
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.tracing import Runs, traced
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

BELOW = {"right": 29, "left": 32}
"""The hand-placed points of the lower lids below the pupils."""


def seen_in(path: Path) -> tuple[Pixels, Face]:
    pixels = np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)
    face = find_face(pixels).face
    assert face is not None
    return pixels, face


def height_at(contours: Mapping[str, Runs], name: str, x: float) -> float | None:
    """Where a contour crosses a column of the photo, None where it does not."""
    for run in contours.get(name, ()):
        places = np.array(run)
        order = np.argsort(places[:, 0])
        if places[order[0], 0] <= x <= places[order[-1], 0]:
            return float(np.interp(x, places[order, 0], places[order, 1]))
    return None


@pytest.mark.parametrize("person", ["008", "016", "034"])
def test_a_lower_lid_is_traced_below_the_iris(person: str, photos: Path) -> None:
    """Iris and white differ more than white and skin: the contour stopped at the limbus."""
    path = photos / f"london/{person}_front_neutral.jpg"
    hand: Array = np.loadtxt(path.with_suffix(".tem"), skiprows=1, max_rows=189)
    _, face = seen_in(path)
    found = 0
    for side, index in BELOW.items():
        height = height_at(face.extra["contours"], f"{side} lower lid", hand[index, 0])
        if height is not None:
            found += 1
            assert abs(height - hand[index, 1]) < 0.012 * face.iod
    assert found


def test_the_contour_of_a_lower_lid_follows_an_opened_lid(photos: Path) -> None:
    pixels, face = seen_in(photos / "london/034_front_neutral.jpg")
    here, push = np.array(face.points["pi_r"].xy), 0.03 * face.iod * axes(face)[1]
    wide = find_face(opened(pixels, face, bump(here, push, 0.05 * face.iod))).face
    assert wide is not None
    before, after = (height_at(f.extra["contours"], "right lower lid", here[0]) for f in (face, wide))
    assert before is not None and after is not None
    assert after - before == pytest.approx(push[1], rel=0.3)


def test_closed_lids_have_no_contour(hopper_path: Path) -> None:
    pixels, face = seen_in(hopper_path)
    mesh = np.array(face.mesh)
    patch = patch_of(pixels, photo_to_crop_of(mesh))
    assert any("lower lid" in name for name in traced(patch, mesh))
    for _, _, margin in EYES.values():
        mesh[list(margin), 1] = mesh[list(margin), 1].mean()
    assert not any("lower lid" in name for name in traced(patch, mesh))
