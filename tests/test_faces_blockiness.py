"""Steps at the 8 px grid of JPEG, against pictures whose steps are known."""

from __future__ import annotations

import numpy as np
import pytest
from faces_posed import posed_face

from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.light import light_of
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.facts import Pixels

SIDE = 900


def striped(step: int, axis: int, every: int = 8) -> Pixels:
    """Grey that changes by `step` levels and back every so many px, across (axis 1) or down (axis 0)."""
    levels = 120 + step * (np.arange(SIDE) // every % 2)
    picture = np.broadcast_to(levels[None, :] if axis == 1 else levels[:, None], (SIDE, SIDE))
    return np.repeat(picture[..., None], 3, axis=2).astype(np.uint8)


def blockiness(pixels: Pixels, scale: float = 3.0) -> float:
    face = posed_face(Pose(0.0, 0.0, 0.0), Similarity.of(0.0, scale, (SIDE / 2, SIDE / 2)))
    (x0, y0), (x1, y1) = face.xy.min(axis=0), face.xy.max(axis=0)
    assert 0 <= x0 < x1 < SIDE and 0 <= y0 < y1 < SIDE
    return light_of(pixels, face)["blockiness"]


@pytest.mark.parametrize("axis", [0, 1])
def test_a_step_of_one_level_at_the_grid_alone_is_five_times_the_least_that_counts(axis: int) -> None:
    assert blockiness(striped(1, axis)) == pytest.approx(5.0, rel=0.05)
    assert blockiness(striped(3, axis)) == pytest.approx(15.0, rel=0.05)


def test_flat_and_evenly_stepped_pictures_have_no_blocks() -> None:
    assert blockiness(striped(0, 1)) == 1.0
    assert blockiness(striped(4, 1, every=1)) == pytest.approx(1.0, abs=0.01)


def test_a_face_too_small_for_eight_phases_is_not_judged_across() -> None:
    """64 px are eight steps a phase; a face 57 px wide and 70 high is judged down alone."""
    assert blockiness(striped(3, 1), 0.42) == 1.0
    assert blockiness(striped(3, 0), 0.42) > 5.0
