"""One photo laid over another by a similarity: rotation, one scale and a shift, never anything that alters the face."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.faces.regions import points_of
from facebalance_desktop.geometry import IDENTITY, Array, Similarity, angle, distance, fit_similarity, midpoint

Method = Literal["eyes", "untreated", "whole-face", "points"]
METHODS: tuple[Method, ...] = ("eyes", "untreated", "whole-face", "points")

EYES = ("p_r", "p_l", "ex_r", "ex_l", "en_r", "en_l")
STEADY = (*EYES, "n", "sn", "prn", "al_r", "al_l", "ch_r", "ch_l", "ls", "sto", "li", "me")
"""Points found well enough to vote when their region was not treated."""
UNKNOWN_SIGMA = 1.0
"""Per cent of the pupil distance, for a point whose error is not known."""


TOO_FEW = "The photos cannot be aligned: fewer than two points are known in both. Place two points by hand."


@dataclass(frozen=True)
class Alignment:
    """How a photo lies on the reference photo.

    `photo_to_reference` maps px of the upright photo to px of the upright reference photo (not levelled). `residual` is
    the root mean square distance over all voting points, `uncertainty` half the width of the 95 % interval of a typical
    point of the face, both in % of the reference's pupil distance. `on` is what the fit stands on, `votes` the ids of
    its points, `notes` sentences for the user.
    """

    photo_to_reference: Similarity
    on: str
    residual: float
    uncertainty: float | None = None
    votes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoAlignment:
    """A fit that could not be made; false in a condition. `sentence` says why and what to do."""

    sentence: str

    def __bool__(self) -> Literal[False]:
        return False


def pupil_distance(points: Mapping[str, Landmark]) -> float | None:
    """Distance of the pupils in px, None where a pupil is missing."""
    if "p_r" not in points or "p_l" not in points:
        return None
    return distance(points["p_r"].xy, points["p_l"].xy) or None


def level(points: Mapping[str, Landmark]) -> Similarity:
    """The rotation about the midpoint of the pupils that makes the pupil line horizontal; nothing without pupils."""
    if pupil_distance(points) is None:
        return IDENTITY
    right, left = points["p_r"].xy, points["p_l"].xy
    return Similarity.of(-angle(right, left), about=midpoint(right, left))


def align(
    reference: Mapping[str, Landmark],
    photo: Mapping[str, Landmark],
    on: Method = "eyes",
    *,
    treated: Collection[str] = (),
    reference_face: Face | None = None,
    photo_face: Face | None = None,
) -> Alignment | NoAlignment:
    """Fit a photo onto the reference photo by the named points of both (hand-placed ones already in their place).

    eyes: pupils and canthi. untreated: the steady points outside the `treated` regions. whole-face: all steady points,
    robustly. points: the first two points placed by hand in both photos. The faces, where known, add pose and mesh.
    """
    iod = pupil_distance(reference)
    if on == "points":
        votes = [name for name in reference if name in photo and reference[name].is_by_hand and photo[name].is_by_hand]
        votes = votes[:2]
    elif on == "eyes":
        votes = [name for name in EYES if name in reference and name in photo]
    else:
        moved = points_of(treated) if on == "untreated" else frozenset()
        votes = [name for name in STEADY if name in reference and name in photo and name not in moved]
    source = np.array([photo[name].xy for name in votes]).reshape(-1, 2)
    target = np.array([reference[name].xy for name in votes]).reshape(-1, 2)
    weights = np.array([_weight(reference[name], photo[name], iod, pupil_distance(photo)) for name in votes])
    fitted = fit_similarity(source, target, weights)
    if fitted is not None and on == "whole-face":
        fitted = _robust(source, target, weights, fitted)
    if fitted is None:
        return NoAlignment(TOO_FEW)
    away = np.linalg.norm(fitted.points(source) - target, axis=1)
    unit = iod or distance(tuple(target[0]), tuple(target[1]))
    residual = 100 * float(np.sqrt((away**2).mean())) / unit
    notes = ("This spreads a local change over the face.",) if on == "whole-face" else ()
    return Alignment(fitted, on, residual, None, tuple(votes), notes)


def _weight(reference: Landmark, photo: Landmark, iod: float | None, photo_iod: float | None) -> float:
    """Inverse variance of a pair of points, in pupil distances."""
    variance = 0.0
    for point, unit in ((reference, iod), (photo, photo_iod)):
        sigma = UNKNOWN_SIGMA / 100 if point.sigma is None or unit is None else point.sigma / unit
        variance += max(sigma, 0.002) ** 2
    return 1 / variance


def _robust(source: Array, target: Array, weights: Array, first: Similarity) -> Similarity:
    """Iteratively reweighted fit (Huber 1964, bend at 1.345 times the median absolute residual over 0.6745)."""
    fitted = first
    for _ in range(20):
        away = np.linalg.norm(fitted.points(source) - target, axis=1)
        bend = max(1.345 * float(np.median(away)) / 0.6745, 1e-9)
        again = fit_similarity(source, target, weights * np.minimum(1.0, bend / np.maximum(away, 1e-12)))
        if again is None:
            break
        fitted = again
    return fitted
