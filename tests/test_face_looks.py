"""Looks at one face: every second one mirrored, in quarter turns where they disagree; with a model that sees two marks.

The marks are a light one between the eyes and a dark one on the chin; a third, on the face's left, tells a mirrored
picture from a plain one.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from facebalance_desktop.faces.crops import SIZE, Pixels
from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.faces.readings import DOUBTFUL, mesh_in, reading_of, size_of, upright_reading
from facebalance_desktop.geometry import Array, Point, Similarity
from facebalance_desktop.photos.opencv import cv2

EYES, CHIN, CHEEK = (0.0, 0.0), (0.0, 113.22), (40.0, 56.61)
"""Where the marks lie on the reference face."""
FACE = Similarity.of(rotation=8.0, scale=1.1, shift=(310.0, 240.0))
"""From the reference face to the photo."""


def photo(onto: Similarity = FACE) -> Pixels:
    made = np.full((600, 600, 3), 128, np.uint8)
    for at, colour in ((EYES, (250, 250, 250)), (CHIN, (5, 5, 5)), (CHEEK, (250, 5, 5))):
        x, y = onto.point(at)
        cv2.circle(made, (round(x - 0.5), round(y - 0.5)), 9, colour, -1)
    return made


def laid(onto: Similarity = FACE) -> Array:
    """The reference face in the photo."""
    mesh = reference_face()
    return np.column_stack([onto.points(mesh[:, :2]), mesh[:, 2] * onto.scale])


class Mesher:
    """Finds the reference face under the marks. What is not upright it takes for upright, each time in another size; a
    face that is not in its place in the picture likewise, by a little. `bias` px too far to the right of any picture.
    """

    def __init__(self, bias: float = 0.0, seen: Iterator[bool] | None = None) -> None:
        self.bias = bias
        self.seen = seen
        self.mirrored: list[bool] = []

    def process(self, image: Pixels) -> SimpleNamespace:
        red, green = image[..., 0].astype(float), image[..., 1].astype(float)
        eyes, chin, cheek = (centre(m) for m in (green > 215, red < 70, (red > 215) & (green < 70)))
        if eyes is None or chin is None or cheek is None or (self.seen is not None and not next(self.seen)):
            return SimpleNamespace(multi_face_landmarks=None)
        down = np.subtract(chin, eyes)
        self.mirrored.append(float(np.cross(down, np.subtract(cheek, eyes))) > 0)
        scale = float(np.hypot(*down)) / CHIN[1]
        is_upright = down[1] > abs(down[0])
        is_placed = abs(eyes[0] - SIZE / 2) < 30 and abs(eyes[1] - 205) < 30
        off = 0.3 if not is_upright else 0.0 if is_placed else 0.04
        mesh = reference_face() * (1 + len(self.mirrored) % 3 * off)
        roll = np.degrees(np.arctan2(-down[0], down[1])) if is_upright else 0.0
        onto = Similarity.of(roll, scale, (eyes[0] + self.bias, eyes[1]))
        return answer(np.column_stack([onto.points(mesh[:, :2]), mesh[:, 2] * scale]))


def answer(mesh: Array) -> SimpleNamespace:
    """As mediapipe tells a mesh of a crop."""
    marks = [SimpleNamespace(x=x, y=y, z=z) for x, y, z in mesh / SIZE]
    return SimpleNamespace(multi_face_landmarks=[SimpleNamespace(landmark=marks)])


def centre(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Point | None:
    places = np.argwhere(mask)
    if not len(places):
        return None
    y, x = places.mean(axis=0) + 0.5
    return float(x), float(y)


@pytest.mark.parametrize("is_flipped", [False, True])
def test_a_look_tells_the_mesh_where_it_is_in_the_photo_mirrored_or_not(is_flipped: bool) -> None:
    to_crop = Similarity.of(rotation=-5.0, scale=1.5, shift=(-150.0, -90.0))
    onto = FACE.then(Similarity.of(scale=0.6, about=(0.0, 0.0)))
    crop = np.asarray(cv2.warpAffine(photo(onto), to_crop.to_cv2(), (SIZE, SIZE), borderMode=cv2.BORDER_REPLICATE))
    mesher = Mesher()
    mesh = mesh_in(crop.astype(np.uint8), to_crop, mesher, is_flipped)
    assert mesher.mirrored == [is_flipped]
    assert mesh is not None
    assert np.abs(mesh - laid(onto)).mean() < 1.0


def test_the_sides_of_a_mirrored_look_are_exchanged() -> None:
    """A model that always answers the same: a face that looks to its right, then to its left."""
    marks = reference_face().copy()
    marks[33] = 11.0, 12.0, 13.0
    mesher = SimpleNamespace(process=lambda image: answer(marks))
    empty, to_crop = np.zeros((SIZE, SIZE, 3), np.uint8), Similarity(2.0, 0.0, 30.0, 0.0)
    plain, mirrored = (mesh_in(empty, to_crop, mesher, is_flipped) for is_flipped in (False, True))
    assert plain is not None and mirrored is not None
    assert plain[33].tolist() == pytest.approx([(11.0 - 30.0) / 2, 6.0, 6.5])
    assert mirrored[mirror_indices()[33]].tolist() == pytest.approx([(SIZE - 11.0 - 30.0) / 2, 6.0, 6.5])


def test_every_second_look_is_mirrored_so_that_what_a_model_does_to_one_side_cancels() -> None:
    mesher = Mesher(bias=10.0)
    reading = reading_of(photo(), laid(), 6, mesher)
    assert mesher.mirrored == [False, True, False, True, False, True]
    assert np.abs(reading.mesh - laid()).max() < 1.0
    one = reading_of(photo(), laid(), 1, Mesher(bias=10.0))
    away = 10.0 * size_of(laid()) / 150.0
    assert np.hypot(*(one.mesh - laid())[33, :2]) == pytest.approx(away, abs=1.0)


def test_a_face_is_read_where_more_than_half_of_the_looks_see_it() -> None:
    half = reading_of(photo(), laid(), 6, Mesher(seen=iter([True, False] * 3)))
    assert half.disagreement == 1.0 and half.spread.tolist() == [size_of(laid())] * 478
    assert np.array_equal(half.mesh, laid())
    more = reading_of(photo(), laid(), 6, Mesher(seen=iter([True, False] * 2 + [True, True])))
    assert more.disagreement < DOUBTFUL


@pytest.mark.parametrize("turn", [90.0, 180.0, 270.0])
def test_a_mesh_that_lies_turned_in_the_face_is_read_upright(turn: float) -> None:
    middle = FACE.point((0.0, 50.0))
    turned = laid(FACE.then(Similarity.of(turn, about=middle)))
    mesher = Mesher()
    reading = upright_reading(photo(), turned, mesher)
    assert reading.disagreement < 0.005, "once more from its own crop"
    assert np.abs(reading.mesh - laid()).max() < 1.5


def test_looks_that_agree_are_turned_no_further() -> None:
    mesher = Mesher()
    assert np.abs(upright_reading(photo(), laid(), mesher).mesh - laid()).max() < 1.0
    assert len(mesher.mirrored) == 5


def test_of_looks_that_agree_nowhere_the_best_is_kept() -> None:
    """A face whose marks no model reads alike: no turn is better, and the first reading stays."""
    mesher = Mesher(seen=iter([True] * 5 + [False] * 15))
    moved = laid(FACE.then(Similarity(tx=150.0)))
    reading = upright_reading(photo(), moved, mesher)
    assert DOUBTFUL < reading.disagreement < 0.5
