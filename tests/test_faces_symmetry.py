"""Photos from the front are told from others of the same person by how alike their halves are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.faces.symmetry import symmetry
from facebalance_desktop.project.intake import thumbnail_of
from facebalance_desktop.project.reading_order import ALIKE


def test_a_picture_that_is_its_own_mirror_image_is_wholly_symmetrical() -> None:
    half = np.random.default_rng(1).integers(0, 255, (60, 20, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    assert symmetry(np.concatenate([half, half[:, ::-1]], axis=1)) > 0.95
    assert symmetry(np.concatenate([half, half], axis=1)) < 0.6


def test_a_picture_without_any_contrast_has_no_symmetry() -> None:
    assert symmetry(np.full((40, 30, 3), 90, np.uint8)) == 0.0
    assert symmetry(np.zeros((1, 1, 3), np.uint8)) <= 0.0


@pytest.mark.parametrize("person", ["002", "008", "021", "034", "042", "107"])
def test_frontals_are_more_symmetrical_than_other_views_of_the_same_person(photos: Path, person: str) -> None:
    paths = sorted((photos / "london").glob(f"{person}_*.jpg"))
    found = {path.stem[4:]: symmetry(thumbnail_of(path.read_bytes(), path.name)) for path in paths}
    frontal = [value for name, value in found.items() if name.startswith("front")]
    others = [value for name, value in found.items() if not name.startswith("front")]
    assert len(frontal) == 2 and len(others) >= 4
    assert max(frontal) - min(frontal) < ALIKE
    assert max(others) < max(frontal) - ALIKE
