"""One photo laid over another by a similarity: rotation, one scale and a shift, never anything that alters the face."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from facebalance_desktop.comparison.gaze import gaze_differs
from facebalance_desktop.faces.anthropometry import on_mesh
from facebalance_desktop.faces.landmarks import Face, Landmark, own_errors
from facebalance_desktop.faces.regions import points_of
from facebalance_desktop.faces.views import FRONTAL_YAW
from facebalance_desktop.geometry import IDENTITY, Array, Similarity, angle, distance, fit_similarity, midpoint
from facebalance_desktop.translation import tr

Method = Literal["eyes", "untreated", "whole-face", "points"]
METHODS: tuple[Method, ...] = ("eyes", "untreated", "whole-face", "points")

PUPILS = ("p_r", "p_l")
CANTHI = ("ex_r", "ex_l", "en_r", "en_l")
EYES = (*PUPILS, *CANTHI)
MODEL_ERROR = {
    **dict.fromkeys(PUPILS, 0.10),
    **dict.fromkeys(CANTHI, 0.22),
    "n": 0.6,
    **dict.fromkeys(("al_r", "al_l", "sn"), 0.9),
    "prn": 1.2,
    **dict.fromkeys(("ch_r", "ch_l", "ls", "sto", "li"), 2.0),
    "me": 3.0,
}
"""What a point may be off beside its own sigma, in per cent of the pupil distance: a change elsewhere in the face draws
the mesh along (measured, tests/benchmarks/faces.py), and expression and weight move it."""
SPANS = ("n", "sn", "ls", "sto", "li", "me", "ch_r", "ch_l", "al_r", "al_l", *EYES)
"""Points whose heights give the scale of an oblique."""
MOVABLE = frozenset({"prn", "ls", "sto", "li", "sl", "pg", "gn", "me", "ch_r", "ch_l"})
"""Points that treatment or expression moves: two points by hand are never these."""
BY_HAND_SIGMA = 0.6
"""Per cent of the pupil distance, for a point whose error is not known: how people repeat p, ch, en and sto."""
FLOOR = {"eyes": 0.25, "untreated": 0.3, "oblique": 1.2, "whole-face": 1.5, "points": 0.25}
"""What remains unknown of an alignment by each method where all points agree, in per cent of the pupil distance."""
CERTAINTY = 1.0
"""Widens the uncertainty so that 95 % of pairs with a known transform stay within it (tests/benchmarks/faces.py)."""
TOO_FEW = tr("The photos cannot be aligned: fewer than two points are known in both. Place two points by hand.")


@dataclass(frozen=True)
class Alignment:
    """How a photo lies on the reference photo.

    `photo_to_reference` maps px of the upright photo to px of the upright reference photo (not levelled). `residual` is
    the root mean square distance over all voting points, `uncertainty` the distance within which a typical point of the
    face lies with 95 % certainty, both in % of the reference's pupil distance. `on` is what the fit stands on, `votes`
    the ids of its points, `notes` sentences for the user.
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

    eyes: pupils and canthi; canthi alone where the gaze differs; on obliques by the heights of the face's points.
    untreated: the points outside the `treated` regions (KeyError for an unknown one), the surest counting most.
    whole-face: all points, robustly. points: two points by hand. The faces, where known, add pose and mesh: a point
    but the pupils that no human has set or confirmed in either photo votes from where the mesh has it.
    """
    if on != "points":
        reference, photo = _repeatable(reference, photo, reference_face, photo_face)
    pair = _Pair(reference, photo, pupil_distance(reference), pupil_distance(photo), reference_face, photo_face)
    if on == "points":
        return _fitted(pair, "points", _by_hand(pair))
    if on == "whole-face":
        return _whole_face(pair)
    moved = points_of(treated) if on == "untreated" else frozenset()
    if pair.is_oblique:
        return _oblique(pair, moved)
    votes = [name for name in (EYES if on == "eyes" else MODEL_ERROR) if pair.has(name) and name not in moved]
    notes: tuple[str, ...] = ()
    if set(CANTHI) - moved <= set(votes) and gaze_differs(reference, photo):
        votes = [name for name in votes if name not in PUPILS]
        notes = (
            tr("The direction of gaze differs between the two photos: the lid angles are used, the pupils are not."),
        )
    return _fitted(pair, on, votes, notes)


def _repeatable(
    reference: Mapping[str, Landmark], photo: Mapping[str, Landmark], one: Face | None, other: Face | None
) -> tuple[Mapping[str, Landmark], Mapping[str, Landmark]]:
    """The points of both photos, automatic ones but the pupils where the mesh has them. What is read from the picture
    round a canthus brings it nearer to where people set it, but answers to sharpness and size as well; the mesh does so
    less than half as much, and what it errs alike in both falls out. Its pupils, though, follow a lid that moved; those
    read from the picture stay with the iris."""
    if one is None or other is None:
        return reference, photo
    kept = {name for points in (reference, photo) for name, point in points.items() if point.is_judged} | {*PUPILS}
    return on_mesh(reference, one, kept), on_mesh(photo, other, kept)


@dataclass(frozen=True)
class _Pair:
    reference: Mapping[str, Landmark]
    photo: Mapping[str, Landmark]
    iod: float | None
    photo_iod: float | None
    reference_face: Face | None
    photo_face: Face | None

    def has(self, name: str) -> bool:
        return name in self.reference and name in self.photo

    @property
    def is_oblique(self) -> bool:
        """Both heads are turned to the same side, so far that the distance of the eyes is no scale any more."""
        if self.poses is None:
            return False
        one, other = self.poses
        return min(abs(one), abs(other)) >= FRONTAL_YAW and one * other > 0

    @property
    def poses(self) -> tuple[float, float] | None:
        """Yaw of the reference and of the photo in degrees, where both are known."""
        one = None if self.reference_face is None else self.reference_face.pose
        other = None if self.photo_face is None else self.photo_face.pose
        return None if one is None or other is None else (one.yaw, other.yaw)

    def places(self, votes: Sequence[str]) -> tuple[Array, Array]:
        """(n, 2) px in the photo and in the reference."""
        source = np.array([self.photo[name].xy for name in votes], dtype=np.float64).reshape(-1, 2)
        target = np.array([self.reference[name].xy for name in votes], dtype=np.float64).reshape(-1, 2)
        return source, target

    def sigma(self, name: str) -> float:
        """Standard deviation of the difference of a point between the photos, per axis, % of the pupil distance."""
        square = MODEL_ERROR.get(name, 0.0) ** 2
        sigmas = own_errors(self.reference[name], self.photo[name])
        for sigma, unit in zip(sigmas, (self.iod, self.photo_iod), strict=True):
            own = BY_HAND_SIGMA if sigma is None or not unit else 100 * sigma / unit
            square += own**2
        return math.sqrt(square)


def _by_hand(pair: _Pair) -> list[str]:
    """The two points by hand in both photos that lie furthest apart; never the nose tip, the lips or the chin."""
    names = [n for n in pair.reference if pair.has(n) and pair.reference[n].is_by_hand and pair.photo[n].is_by_hand]
    names = [name for name in names if name not in MOVABLE]
    if len(names) < 3:
        return names
    return list(max(combinations(names, 2), key=lambda two: distance(*(pair.reference[n].xy for n in two))))


def _fitted(pair: _Pair, on: str, votes: Sequence[str], notes: tuple[str, ...] = ()) -> Alignment | NoAlignment:
    """The least-squares fit on named points, each by the inverse of its variance."""
    source, target = pair.places(votes)
    sigma = np.array([pair.sigma(name) for name in votes])
    fit = fit_similarity(source, target, 1 / sigma**2)
    if fit is None:
        return NoAlignment(TOO_FEW)
    return _judged(pair, on, fit, votes, notes)


def _judged(
    pair: _Pair, on: str, fit: Similarity, votes: Sequence[str], notes: tuple[str, ...] = ()
) -> Alignment | NoAlignment:
    """The alignment with its residual and its uncertainty: what the votes say, the method leaves open, a turn hides."""
    source, target = pair.places(votes)
    unit = pair.iod or distance((target[0, 0], target[0, 1]), (target[-1, 0], target[-1, 1]))
    away = np.linalg.norm(fit.points(source) - target, axis=1)
    residual = 100 * float(np.sqrt((away**2).mean())) / unit
    spread = float(np.sqrt(((target - target.mean(axis=0)) ** 2).sum(axis=1).mean())) / unit
    # A point about 0.8 pupil distances from the votes' middle feels their rotation and scale errors by that lever.
    sigma = np.array([pair.sigma(name) for name in votes])
    lever = math.sqrt((2 + 2 * (0.8 / max(spread, 0.05)) ** 2) / float((1 / sigma**2).sum()))
    turn = (
        0.0
        if pair.poses is None
        else abs(math.cos(math.radians(pair.poses[0])) - math.cos(math.radians(pair.poses[1])))
    )
    uncertainty = CERTAINTY * math.sqrt(FLOOR[on] ** 2 + residual**2 + lever**2 + (80 * turn) ** 2)
    return Alignment(fit, on, residual, uncertainty, tuple(votes), notes)


def _oblique(pair: _Pair, moved: frozenset[str]) -> Alignment | NoAlignment:
    """Roll from the pose, scale from the heights of untreated points, place from the eyes.

    The distance between the eyes shrinks with the cosine of yaw; heights do not.
    """
    votes = [name for name in SPANS if pair.has(name) and name not in moved]
    place = [name for name in CANTHI if name in votes]
    one, other = pair.reference_face, pair.photo_face
    if len(votes) < 3 or not place or one is None or other is None or one.pose is None or other.pose is None:
        return _fitted(pair, "untreated", votes)
    turn = Similarity.of(one.pose.roll - other.pose.roll)
    upright = Similarity.of(-one.pose.roll)
    source, target = pair.places(votes)
    weights = np.array([1 / pair.sigma(name) ** 2 for name in votes])
    heights, wanted = (upright.points(xy)[:, 1] for xy in (turn.points(source), target))
    heights, wanted = (h - np.average(h, weights=weights) for h in (heights, wanted))
    scale = float((weights * heights * wanted).sum() / (weights * heights**2).sum())
    if scale <= 0:
        return NoAlignment(TOO_FEW)
    grown = turn.then(Similarity(scale))
    here, there = pair.places(place)
    shift = (there - grown.points(here)).mean(axis=0)
    fit = grown.then(Similarity(tx=float(shift[0]), ty=float(shift[1])))
    return _judged(
        pair, "oblique", fit, votes, (tr("Turned heads: the scale comes from heights, not from the eye distance."),)
    )


def _whole_face(pair: _Pair) -> Alignment | NoAlignment:
    """All mesh points, or all named ones where a mesh is missing, those that do not fit losing their weight."""
    votes = [name for name in MODEL_ERROR if pair.has(name)]
    if pair.reference_face is not None and pair.photo_face is not None:
        source, target = pair.photo_face.xy[:468], pair.reference_face.xy[:468]
    else:
        source, target = pair.places(votes)
    fit = fit_similarity(source, target)
    for _ in range(20):
        if fit is None:
            return NoAlignment(TOO_FEW)
        away = np.linalg.norm(fit.points(source) - target, axis=1)
        bend = max(1.345 * float(np.median(away)) / 0.6745, 1e-9)  # Huber 1964
        fit = fit_similarity(source, target, np.minimum(1.0, bend / np.maximum(away, 1e-12)))
    if fit is None or not votes:
        return NoAlignment(TOO_FEW)
    return _judged(pair, "whole-face", fit, votes, (tr("This spreads a local change over the face."),))
