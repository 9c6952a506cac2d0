"""Views proposed for the studio photos, by mesh, outline and expression; and outlines made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.faces.silhouette import profile_view
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.intake import analysis_of

VIEW_OF = {
    "front_neutral": "frontal",
    "front_smile": "frontal-smile",
    "r45_neutral": "oblique-right",
    "l45_neutral": "oblique-left",
    "rprofile_neutral": "profile-right",
    "rprofile_smile": "profile-right",
    "lprofile_neutral": "profile-left",
}
OUTLINE = (
    (90, 255), (95, 205), (70, 170), (55, 120), (65, 75), (100, 45), (140, 42), (172, 65), (180, 95), (176, 112),
    (198, 138), (180, 146), (184, 156), (178, 166), (182, 178), (172, 192), (142, 194), (136, 214), (150, 255),
)  # fmt: skip
"""A head in profile, its nose to image right, px of 256 x 256."""


def outline(*points: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    filled = cv2.fillPoly(np.zeros((256, 256), np.uint8), [np.array(points, np.int32)], (1.0,))
    return np.asarray(filled, dtype=np.float32)


def test_views_of_the_studio_photos(photos: Path) -> None:
    wrong, turned = [], []
    for path in sorted((photos / "london").glob("*.jpg")):
        wanted = VIEW_OF[path.stem[4:]]
        found = analysis_of(path.read_bytes(), path.name).view
        if found != wanted:
            wrong.append((path.name, found))
        if (
            wanted.rpartition("-")[2] in ("right", "left")
            and (found or "").rpartition("-")[2] != wanted.rpartition("-")[2]
        ):
            turned.append((path.name, found))
    assert turned == []
    assert len(wrong) <= 2, wrong


def test_what_is_no_patient_has_no_view(photos: Path) -> None:
    for name in ("cat_chelsea.png", "dog_adobergb.jpg", "coins_relief_faces.png", "mask_logo.jpg", "lion_drawing.png"):
        assert analysis_of((photos / "negative" / name).read_bytes(), name).view is None, name


def test_the_nose_tells_the_side() -> None:
    head = outline(*OUTLINE)
    assert profile_view(head) == "profile-right"
    assert profile_view(np.ascontiguousarray(head[:, ::-1])) == "profile-left"


@pytest.mark.parametrize(
    "person",
    [
        np.zeros((256, 200), np.float32),
        np.ones((256, 200), np.float32),
        outline((78, 255), (78, 60), (128, 30), (178, 60), (178, 255)),
        outline(*OUTLINE)[::-1],
        outline((60, 255), (60, 20), (90, 20), (90, 70), (150, 71), (148, 112), (95, 150), (90, 255)),
    ],
    ids=["nobody", "everything", "no nose", "upside down", "a ledge"],
)
def test_other_outlines_have_no_side(person: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    assert profile_view(np.ascontiguousarray(person)) is None
