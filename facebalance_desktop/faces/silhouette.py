"""A head in profile by its outline: where the mesh finds no face, the nose and the throat tell the side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

NOSE = 0.022
"""How far the tip of the nose stands out from the outline above and below it, over the height of the outline (London
profiles: 0.025 to 0.042; the backs of their heads up to 0.010)."""
REACH = 0.06
"""How far above and below, over the same height."""
THROAT = 0.2
"""How far the throat lies behind the tip of the nose (London profiles: 0.25 to 0.33)."""
EAR_ROLL = 30.0
"""Degrees of roll beyond which a small mesh may lie on an ear (on those of the London profiles: 43 to 143)."""
EAR_SIZE = 0.3
"""Height of such a mesh over that of the person, below which it may (an ear: 0.18, London faces: 0.41 to 0.58)."""
CUT = (1.0, 0.75)
"""Parts of the outline's height that are looked at: a photo that shows the chest as well has a smaller head."""


def profile_view(person: NDArray[np.float32]) -> str | None:
    """`profile-right`, `profile-left` or None, from how surely each pixel (h, w) shows a person, 0 to 1.

    The nose to image right means that the subject's right cheek is towards the camera. Only one person in front of a
    plain background has such an outline; everything else is unknown.
    """
    outline = _largest(person)
    if outline is None:
        return None
    right, left = _sides(outline)
    for part in CUT:
        height = int(part * len(right))
        to_right, to_left = _nose(right[:height]), _nose(left[:height])
        if max(to_right, to_left) >= NOSE and min(to_right, to_left) < 0.6 * max(to_right, to_left):
            return "profile-right" if to_right > to_left else "profile-left"
    return None


def ear_view(face: Face, person: NDArray[np.float32], height: int) -> str | None:
    """The profile that a photo of `height` px shows whose mesh lies on an ear: turned, small against the person, who
    has the outline of a profile; None where it may be a face. `person` as in `profile_view`."""
    rows = np.flatnonzero((person > 0.5).any(axis=1))
    if face.pose is None or abs(face.pose.roll) <= EAR_ROLL or not len(rows):
        return None
    tall = (rows[-1] - rows[0] + 1) * height / len(person)
    return profile_view(person) if np.ptp(face.xy[:, 1]) < EAR_SIZE * tall else None


def _largest(person: NDArray[np.float32]) -> NDArray[np.uint8] | None:
    """The rows of the largest piece, if it is nearly all there is and is cut off by the photo's lower edge."""
    mask = (person > 0.5).astype(np.uint8)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA]))
    top, height, area = (int(facts[largest, k]) for k in (cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    if area < 0.95 * mask.sum() or not 0.12 <= area / mask.size <= 0.72 or top + height < 0.97 * len(mask):
        return None
    return np.asarray(labels[top : top + height] == largest, dtype=np.uint8)


def _sides(outline: NDArray[np.uint8]) -> tuple[Array, Array]:
    """Where the outline ends at image right and at image left in each row, px, outwards, lightly smoothed. Each counts
    from the edge of the photo: what is asked of them are differences between rows."""
    right, left = (-side.argmax(axis=1).astype(np.float64) for side in (outline[:, ::-1], outline))
    sides = (cv2.GaussianBlur(side.reshape(-1, 1), (0, 0), 1.2).ravel() for side in (right, left))
    first, second = (np.asarray(side, dtype=np.float64) for side in sides)
    return first, second


def _nose(reach: Array) -> float:
    """How far the sharpest point with a throat below stands out, over the height; 0 where there is none."""
    height = len(reach)
    step = max(3, round(REACH * height))
    best = 0.0
    for row in range(max(step, height // 5), min(height - step, int(0.85 * height))):
        below = reach[row + int(0.12 * height) : row + height // 2]
        if len(below) and reach[row] - below.min() >= THROAT * height:
            best = max(best, min(reach[row] - reach[row - step], reach[row] - reach[row + step]) / height)
    return best
