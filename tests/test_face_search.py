"""Where faces are looked for in a photo: whole, turned by quarters, in parts; with finders that see a drawn mark."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from test_recorded_faces import crowned, head

from facebalance_desktop.faces.anthropometry import SPREAD_TO_SIGMA
from facebalance_desktop.faces.candidates import candidates_in, looks
from facebalance_desktop.faces.crops import Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.detection import BY, VERSION, face_of
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.readings import CropReading, is_same
from facebalance_desktop.geometry import Point

RIGHT, LEFT = (60.0, 90.0), (140.0, 100.0)


class Finder:
    """Sees one face where a red and a green px stand: its right and its left eye."""

    def __init__(self, misses: int = 0) -> None:
        self.sizes: list[tuple[int, int]] = []
        self.misses = misses

    def process(self, picture: Pixels) -> SimpleNamespace:
        height, width = picture.shape[:2]
        self.sizes.append((width, height))
        found = []
        marks = [np.argwhere(picture[..., channel] == 255) for channel in (0, 1)]
        if len(self.sizes) > self.misses and all(map(len, marks)):
            eyes = [SimpleNamespace(x=(mark[0, 1] + 0.5) / width, y=(mark[0, 0] + 0.5) / height) for mark in marks]
            found = [SimpleNamespace(location_data=SimpleNamespace(relative_keypoints=eyes))]
        return SimpleNamespace(detections=found)


def marked() -> Pixels:
    picture = np.zeros((300, 400, 3), np.uint8)
    for channel, (x, y) in enumerate((RIGHT, LEFT)):
        picture[int(y), int(x), channel] = 255
    return picture


def test_each_look_tells_the_eyes_where_they_are_in_the_whole_photo() -> None:
    finder = Finder()
    found = list(looks(marked(), (finder,)))
    wanted = [(x + 0.5, y + 0.5) for x, y in (RIGHT, LEFT)]
    assert len(found) == 6  # as it is, three quarter turns, halves and thirds
    for look in found:
        assert look
        for candidate in look:
            assert [candidate.right, candidate.left] == [pytest.approx(eye) for eye in wanted]
    assert finder.sizes[:4] == [(400, 300), (400, 300), (300, 400), (300, 400)]
    assert finder.sizes[4:8] == [(280, 210)] * 4 and finder.sizes[8:] == [(186, 140)] * 9
    assert [len(look) for look in found[4:]] == [2, 2]  # in the first column's parts that reach down to the mark


@pytest.mark.parametrize(
    ("at", "parts"),
    [((390.0, 290.0), (1, 1)), ((200.0, 150.0), (4, 1)), ((110.0, 10.0), (1, 2)), ((10.0, 85.0), (1, 2))],
)
def test_parts_overlap_and_reach_the_edges(at: Point, parts: tuple[int, int]) -> None:
    picture = np.zeros((300, 400, 3), np.uint8)
    picture[int(at[1]), int(at[0]), 0] = picture[int(at[1]), int(at[0]) - 1, 1] = 255
    assert tuple(len(look) for look in list(looks(picture, (Finder(),)))[4:]) == parts


def test_two_finders_see_one_face_once() -> None:
    both = Finder(), Finder()
    assert candidates_in(np.zeros((7, 400, 3), np.uint8), both) == []
    (found,) = candidates_in(marked(), both)
    assert found.centre == pytest.approx((100.5, 95.5)) and found.size == pytest.approx(6500**0.5)


def test_meshes_are_of_one_face_where_their_eyes_lie_within_half_of_their_size() -> None:
    mesh = reference_face().copy()
    size = float(np.linalg.norm(mesh[33] - mesh[263]))
    for share, same in ((0.49, True), (0.51, False)):
        assert is_same(mesh, mesh + np.array([share * size, 0.0, 0.0])) is same
    assert is_same(mesh, 2 * mesh + np.array([0.9 * size, 0.0, 0.0])) and not is_same(
        mesh, 2 * mesh + np.array([1.1 * size, 0.0, 0.0])
    )


@pytest.mark.parametrize(("row", "evidence"), [(250, "edge"), (310, "none")])
def test_the_end_of_the_head_is_looked_for_at_the_scale_of_its_mask(row: int, evidence: str) -> None:
    """Hair above the skin; the person ends above it or just at it, on a mask of half the photo's size."""
    pixels, mesh = head(1.25, (40, 30, 25), (205, 160, 140))
    reading = CropReading(mesh, np.ones(len(mesh)), 0.0)
    face = face_of(pixels, patch_of(pixels, photo_to_crop_of(mesh)), reading, crowned(row).mask)
    assert face.extra["hairline"] == evidence
    assert face.by == BY and face.version == VERSION and face.sigma is not None
    assert face.sigma[0] == pytest.approx(SPREAD_TO_SIGMA, abs=0.001)
