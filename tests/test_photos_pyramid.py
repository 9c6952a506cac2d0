"""The screen gets a level that is at most twice too large, averaged by area."""

from __future__ import annotations

import numpy as np
import photo_samples as written
import pytest

from facebalance_desktop.photos.pyramid import SMALLEST, Pyramid, side_for


def test_halves_until_small() -> None:
    pyramid = Pyramid.of(np.zeros((3001, 2000, 3), np.uint8))
    assert [level.shape[:2] for level in pyramid.levels] == [(3001, 2000), (1501, 1000), (751, 500), (376, 250)]
    assert max(pyramid.levels[-2].shape) > SMALLEST >= max(pyramid.levels[-1].shape)
    assert pyramid.nbytes == sum(level.nbytes for level in pyramid.levels)
    assert not pyramid.levels[1].flags.writeable


def test_a_small_photo_has_one_level() -> None:
    assert len(Pyramid.of(written.portrait()).levels) == 1


def test_levels_are_means() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (1024, 800, 3)).astype(np.uint8)
    half = Pyramid.of(picture).levels[1].astype(float)
    expected = picture.reshape(512, 2, 400, 2, 3).mean((1, 3))
    assert np.abs(half - expected).max() <= 0.5


@pytest.mark.parametrize(
    ("scale", "level"), [(3.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.2, 2), (0.01, 3)]
)
def test_the_level_need_not_grow_and_is_at_most_twice_too_large(scale: float, level: int) -> None:
    pyramid = Pyramid.of(np.zeros((3200, 3200, 3), np.uint8))
    assert pyramid.level_for(scale) is pyramid.levels[level]
    assert side_for(3200, scale) == max(pyramid.levels[level].shape) or scale < 0.125


def test_a_reduced_decode_stands_for_the_whole_photo() -> None:
    reduced = Pyramid.of(np.zeros((1600, 1200, 3), np.uint8), (3000, 4000))
    assert not reduced.is_whole and reduced.long_side == 1600
    assert [reduced.level_for(scale) is reduced.levels[0] for scale in (1.0, 0.4, 0.25)] == [True, True, True]
    assert reduced.level_for(0.1).shape == (800, 600, 3)
