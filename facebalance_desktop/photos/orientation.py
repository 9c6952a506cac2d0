"""EXIF orientation 1-8, applied once."""

from __future__ import annotations

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2

_STEPS: dict[int, tuple[int | None, int | None]] = {  # rotation first, then flip (0 top-bottom, 1 left-right)
    1: (None, None),
    2: (None, 1),
    3: (cv2.ROTATE_180, None),
    4: (None, 0),
    5: (cv2.ROTATE_90_CLOCKWISE, 1),
    6: (cv2.ROTATE_90_CLOCKWISE, None),
    7: (cv2.ROTATE_90_COUNTERCLOCKWISE, 1),
    8: (cv2.ROTATE_90_COUNTERCLOCKWISE, None),
}


def upright(pixels: Pixels, orientation: int, into: Pixels | None = None) -> Pixels:
    """The pixels as the camera's orientation tag says they are to be seen, turned into `into` where that is given."""
    rotation, flip = _STEPS[orientation]
    if rotation is not None:
        pixels = cv2.rotate(pixels, rotation, None if flip is not None else into)  # type: ignore[assignment]  # no dtype
    if flip is not None:
        pixels = cv2.flip(pixels, flip, into)  # type: ignore[assignment]  # as above
    return pixels
