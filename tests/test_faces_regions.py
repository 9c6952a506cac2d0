"""Regions: one vocabulary, both sides, closed outlines on the mesh; and the facts of light."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.comparison.light_match import light_match, shifted
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.light import light_of
from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.faces.regions import (
    mesh_points_of,
    outline_of,
    points_of,
    region_names,
    regions,
    regions_named,
)
from facebalance_desktop.geometry import is_inside
from facebalance_desktop.photos.opencv import cv2


@pytest.fixture(scope="module")
def hopper(hopper_path: Path) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.imread(str(hopper_path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


@pytest.fixture(scope="module")
def face(hopper: Pixels) -> Face:
    found = find_face(hopper).face
    assert found is not None
    return found


def test_a_kind_stands_for_both_sides() -> None:
    assert [region.id for region in regions_named(["cheek"])] == ["cheek_r", "cheek_l"]
    assert {"cheek", "cheek_r", "nose", "neck"} <= set(region_names())
    with pytest.raises(KeyError):
        regions_named(["elbow"])


def test_sides_mirror_each_other() -> None:
    mirror = mirror_indices()
    right, left = regions()["jaw_r"], regions()["jaw_l"]
    assert [mirror[i] for i in right.outline] == list(left.outline)
    assert points_of(["jaw_r"]) == {"go_r", "gn", "me"}
    assert points_of(["jaw"]) == {"go_r", "go_l", "gn", "me"}


@pytest.mark.parametrize(
    ("region", "inside"), [("nose", 4), ("chin", 199), ("cheek_r", 118), ("forehead", 151), ("upper-lip", 12)]
)
def test_outlines_enclose_what_they_name(region: str, inside: int) -> None:
    face = reference_face()
    assert is_inside((float(face[inside, 0]), float(face[inside, 1])), outline_of(regions()[region], face))
    assert inside in mesh_points_of([region])


def test_no_outline_crosses_the_eye() -> None:
    face = reference_face()
    for region in regions().values():
        corners = outline_of(region, face)
        assert not corners or not is_inside((float(face[468, 0]), float(face[468, 1])), corners), region.id


def test_light_says_which_side_is_lit(hopper: Pixels, face: Face) -> None:
    middle = face.xy[168, 0]
    ramp = np.exp(0.4 * (np.arange(hopper.shape[1]) - middle) / face.iod)[None, :, None]
    lit = light_of(np.clip(hopper * 0.6 * ramp, 0, 255).astype(np.uint8), face)
    plain = light_of(hopper, face)
    assert lit["light_x"] > plain["light_x"] + 0.2
    assert light_of((hopper * 0.5).astype(np.uint8), face)["lightness"] < plain["lightness"] - 10


def test_light_match_brings_the_skin_together(hopper: Pixels, face: Face) -> None:
    other = np.clip(hopper * np.array([0.9, 0.8, 0.85]), 0, 255).astype(np.uint8)
    one, before = light_of(other, face), light_of(hopper, face)
    shift = light_match(before, one)
    assert shift is not None
    after = light_of(shifted(other, shift), face)
    assert all(abs(after[name] - before[name]) < 1.5 for name in ("lightness", "a", "b"))
    assert light_match(None, one) is None
    assert light_match(before, {**one, "lightness": 0.0}) is None
