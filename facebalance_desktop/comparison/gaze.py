"""Where the pupils stand between the canthi: whether two photos show the same gaze."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Array

LIMIT = 0.03
"""Change of the pupil's place in its fissure, as a share of the fissure, above which the pupils do not vote."""
CERTAIN = 2.45
"""And which it must exceed its standard deviation by."""
EYES = (("p_r", "ex_r", "en_r"), ("p_l", "en_l", "ex_l"))
"""Pupil and canthi of each eye, the one at image left first."""


def gaze(points: Mapping[str, Landmark]) -> Array | None:
    """(2,) along the fissure to image right and downwards from it, mean of both eyes, as a share of the fissure width.

    None where a pupil or canthus is missing.
    """
    places = []
    for names in EYES:
        if not set(names) <= points.keys():
            return None
        pupil, left, right = (np.array(points[name].xy) for name in names)
        along = right - left
        width = float(np.hypot(*along)) or 1.0
        unit = along / width
        away = (pupil - (left + right) / 2) / width
        places.append((float(away @ unit), float(away @ np.array([-unit[1], unit[0]]))))
    return np.asarray(np.mean(places, axis=0))


def gaze_difference(reference: Mapping[str, Landmark], photo: Mapping[str, Landmark]) -> float | None:
    """Distance between the two places, as a share of the fissure width, None where unknown."""
    one, other = gaze(reference), gaze(photo)
    return None if one is None or other is None else float(np.hypot(*(other - one)))


def gaze_differs(reference: Mapping[str, Landmark], photo: Mapping[str, Landmark]) -> bool:
    difference = gaze_difference(reference, photo)
    return difference is not None and difference > max(LIMIT, CERTAIN * math.hypot(_sigma(reference), _sigma(photo)))


def _sigma(points: Mapping[str, Landmark]) -> float:
    """Standard deviation per axis of the gaze between photos, as a share of the fissure width."""
    total = 0.0
    for names in EYES:
        pupil, left, right = (points[name] for name in names)
        errors = [point.repeated or 0.0 for point in (pupil, left, right)]
        total += (errors[0] ** 2 + (errors[1] ** 2 + errors[2] ** 2) / 4) / (math.dist(left.xy, right.xy) or 1.0) ** 2
    return math.sqrt(total) / 2
