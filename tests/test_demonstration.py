"""The demonstration: what its after photo shows, by known pixels, and what its project begins with."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.project.demonstration import (
    BEFORE_TO_AFTER,
    CHIN,
    CHIN_DOWN,
    GAIN,
    SIZE_AFTER,
    demonstration,
    demonstration_photos,
    made_after,
)


def ramp() -> Pixels:
    """A picture whose green tells the column and whose blue tells the row, in halves of a px."""
    y, x = np.mgrid[0:600, 0:512]
    return np.asarray(np.stack([np.full_like(x, 100), x * 200 // 512 + 20, y * 200 // 600 + 20], axis=-1), np.uint8)


@pytest.mark.parametrize(
    ("place", "down"),
    [
        ((100.0, 100.0), 0.0),
        ((400.0, 200.0), 0.0),
        (CHIN, CHIN_DOWN),
        ((CHIN[0] + 20.0, CHIN[1]), 7.0 * np.exp(-0.5)),
        ((CHIN[0], CHIN[1] + 20.0), 7.0 * np.exp(-0.5)),
        ((CHIN[0], CHIN[1] - 150.0), 0.0),
    ],
)
def test_the_after_photo_is_turned_and_lit_and_its_chin_lower(place: tuple[float, float], down: float) -> None:
    before = ramp()
    after = made_after(before)
    assert after.shape == (SIZE_AFTER[1], SIZE_AFTER[0], 3)
    x, y = BEFORE_TO_AFTER.point(place)
    there = after[round(y - 0.5), round(x - 0.5)].astype(float)
    row, column = place[1] - down, place[0]
    wanted = (100.0, column * 200 / 512 + 20, row * 200 / 600 + 20)
    for value, plain, gain in zip(there, wanted, GAIN, strict=True):
        assert value == pytest.approx(plain * gain, abs=2.2)


def test_the_demonstration_shows_guides_and_a_zone_on_two_photos() -> None:
    project = demonstration(InMemory())
    assert project.is_demonstration
    assert [(state.id, state.is_shown) for state in project.guides] == [
        ("thirds", True),
        ("midline", True),
        ("horizontals", True),
    ]
    (zone,) = project.annotations
    assert zone.photo == project.photos[0].id and zone.is_zone and len(zone.points) == 6
    assert project.comparison is not None
    assert (project.comparison.before, project.comparison.after) == tuple(photo.id for photo in project.photos)
    assert [photo.faces for photo in project.photos] == [None, None]
    (before, _), (after, _) = demonstration_photos()
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
        assert (one.size, other.size) == ((512, 600), SIZE_AFTER)
