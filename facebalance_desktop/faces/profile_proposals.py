"""What a profile's outline does not show: proposals for points inside it, and whether a beard lies on the chin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Array, fit_similarity
from facebalance_desktop.photos.opencv import cv2

AVERAGE = {
    "se": (-0.143, -0.343), "prn": (0.0, 0.0), "sn": (-0.135, 0.084), "pg": (-0.254, 0.515), "me": (-0.382, 0.628),
}  # fmt: skip
"""Points of an average profile with the nose to image right, in distances from sellion to menton (eighteen profiles of
six people, points of the outline and points marked by eye)."""
INSIDE = {"ac": (-0.238, -0.013), "ex": (-0.352, -0.342)}
INSIDE_ERROR = {"ac": 3.3, "ex": 4.6}
"""Standard deviation per axis, % of that distance, on people whom the average was not made from. The tragus would be
off by 11 % (median): it is not proposed."""
CHIN = ("sl", "pg", "me")
BEARDED = 0.68
"""Lightness inside the chin's outline over that of the nose, below which hair lies on it (three profiles of a dense
stubble: 0.56 to 0.65; the fifteen others: 0.75 to 0.95)."""
WIDER = 2.0
"""How much wider the error of the points on a beard is."""
DEPTH, HALF = 0.03, 0.01
"""How far behind the outline the skin is looked at, and half the side of the square, in distances from se to me."""


def completed(points: Mapping[str, Landmark], pixels: Pixels, view: str) -> Mapping[str, Landmark]:
    """The points of an outline in a profile `pixels` (h, w, 3) of `view`, with proposals for the alar crease and the
    outer canthus of the side that is seen; where a beard lies on the chin, its points say so (`extra`, key outline)."""
    return {**_on_hair(points, pixels, view), **_proposed(points, view)}


def _proposed(points: Mapping[str, Landmark], view: str) -> dict[str, Landmark]:
    """Points inside the outline where an average face has them, laid on the points of the outline."""
    if not AVERAGE.keys() <= points.keys():
        return {}
    flip = -1.0 if view == "profile-left" else 1.0
    fit = fit_similarity(np.array(list(AVERAGE.values())), np.array([points[c].xy for c in AVERAGE]) * (flip, 1.0))
    if fit is None:
        return {}
    side = "_l" if view == "profile-left" else "_r"
    made = {}
    for code, place in INSIDE.items():
        x, y = fit.point(place)
        sigma = INSIDE_ERROR[code] / 100 * _unit(points)
        made[code + side] = Landmark(round(flip * x, 3), round(y, 3), "estimated", round(sigma, 3))
    return made


def _on_hair(points: Mapping[str, Landmark], pixels: Pixels, view: str) -> dict[str, Landmark]:
    made = dict(points)
    if not {"se", "me", "prn", "sl", "pg"} <= points.keys():
        return made
    back = (1.0 if view == "profile-left" else -1.0) * DEPTH * _unit(points)
    light = {code: _lightness(pixels, points[code], back, HALF * _unit(points)) for code in ("prn", "sl", "pg")}
    if max(light["sl"], light["pg"]) < BEARDED * light["prn"]:
        for code in CHIN:
            sigma = points[code].sigma
            wider = None if sigma is None else round(WIDER * sigma, 3)
            made[code] = replace(points[code], sigma=wider, extra={**points[code].extra, "outline": "beard"})
    return made


def _lightness(pixels: Pixels, point: Landmark, back: float, half: float) -> float:
    """Median CIE L* of the square `back` px beside a point."""
    height, width = pixels.shape[:2]
    x, y, reach = point.x + back, point.y, max(1.0, half)
    rows = slice(max(0, round(y - reach)), min(height, round(y + reach) + 1))
    columns = slice(max(0, round(x - reach)), min(width, round(x + reach) + 1))
    part: NDArray[np.uint8] = np.ascontiguousarray(pixels[rows, columns])
    if part.size == 0:
        return 100.0
    lab: Array = np.asarray(cv2.cvtColor(part.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float64)
    return float(np.median(lab[..., 0]))


def _unit(points: Mapping[str, Landmark]) -> float:
    """The distance from sellion to menton, px."""
    return float(np.hypot(points["se"].x - points["me"].x, points["se"].y - points["me"].y))
