"""What changed between two profiles, from points that a human placed in both: there the camera sees projection."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from facebalance_desktop.comparison.alignment import BY_HAND_SIGMA, Alignment
from facebalance_desktop.comparison.change_rules import CERTAIN, Change, Status
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import distance

STEADY = ("po", "or", "n", "se")
"""Points of a profile that treatment moves least: two of them lay one profile over another. Glabella is no such point:
along a flat forehead hands place it several per cent apart."""
FACE_HEIGHT = 1.85
"""Sellion to menton over the pupil distance, mean of six people."""


def face_height(points: Mapping[str, Landmark]) -> float | None:
    """Sellion (else nasion) to menton in px: 100 % of a profile's figures. None where one is missing."""
    top = next((code for code in ("se", "n") if code in points), None)
    if top is None or "me" not in points:
        return None
    return distance(points[top].xy, points["me"].xy) or None


def by_hand(points: Mapping[str, Landmark]) -> Mapping[str, Landmark]:
    """The points that a human placed or accepted."""
    return {code: point for code, point in points.items() if point.is_by_hand or point.is_confirmed}


def hand_changes(
    before: Mapping[str, Landmark], after: Mapping[str, Landmark], alignment: Alignment, span: float
) -> Mapping[str, Change]:
    """The change of every point that a human placed in both, but for those that carry the alignment.

    In the frame of the before photo (x to image right, y down), % of its face height; `span` is the distance in px that
    the alignment's own uncertainty is a share of. Empty where the before has no face height.
    """
    unit = face_height(by_hand(before))
    if unit is None:
        return {}
    lay = alignment.photo_to_reference.point
    fixed = (alignment.uncertainty or 1.0) / CERTAIN * span / unit
    sigma = math.hypot(fixed, math.sqrt(2) * BY_HAND_SIGMA / FACE_HEIGHT)
    theirs = by_hand(after)
    made: dict[str, Change] = {}
    for code, here in by_hand(before).items():
        if code in theirs and code not in alignment.votes:
            dx, dy = (100 / unit * np.subtract(lay(theirs[code].xy), here.xy)).tolist()
            status: Status = "measured" if math.hypot(dx, dy) > CERTAIN * sigma else "within-error"
            made[code] = Change(dx, dy, sigma, status)
    return made
