"""What is known of the places of a face in one photo: the mesh and the named anthropometric points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from facebalance_desktop.geometry import Array, Point, distance

Source = Literal["automatic", "edge", "estimated", "edited", "placed"]
"""automatic: where the mesh lies; edge: on a clear edge of the picture near it (faces.edges); estimated: a population
guess; edited: automatic, corrected or confirmed by hand; placed: set by hand where nothing automatic stands."""


@dataclass(frozen=True)
class Landmark:
    """One named point, in px of the upright photo.

    `sigma` is the standard deviation per axis in px against where people would set the point, None where unknown;
    `repeat` that between photos of one face, without the error they share, where it is known apart. `response` is the
    share of a true local displacement that the automatic point recovers (0..1), None where not measured; a point set by
    hand has 1.
    """

    x: float
    y: float
    source: Source
    sigma: float | None = None
    response: float | None = None
    is_confirmed: bool = False
    repeat: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def xy(self) -> Point:
        return self.x, self.y

    @property
    def repeated(self) -> float | None:
        """Standard deviation per axis in px between photos of one face."""
        return self.sigma if self.repeat is None else self.repeat

    @property
    def is_by_hand(self) -> bool:
        return self.source in ("edited", "placed")

    @property
    def is_judged(self) -> bool:
        """Whether a human set the point or confirmed it where it was."""
        return self.is_by_hand or self.is_confirmed


def own_errors(one: Landmark, other: Landmark) -> tuple[float | None, float | None]:
    """The standard deviations, px, that count in the difference of one point between two photos: what an algorithm
    does alike on both falls out where both are its own."""
    if one.is_by_hand or other.is_by_hand:
        return one.sigma, other.sigma
    return one.repeated, other.repeated


@dataclass(frozen=True)
class Pose:
    """Head pose in degrees: yaw positive with the nose to image right, pitch with the chin down, roll clockwise."""

    yaw: float
    pitch: float
    roll: float
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class FoundPoints:
    """Named points that an algorithm found without a face: those of a profile's outline. A fact like a face."""

    points: Mapping[str, Landmark]
    by: str = ""
    version: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Face:
    """What an algorithm found of one face: a fact, saved, never edited; human points are separate records.

    `mesh` holds 478 (x, y, z) in px of the upright photo (z on the scale of x, smaller towards the camera); `sigma` 478
    standard deviations per axis in px, or None. `points` are the automatic and estimated named points.
    """

    mesh: tuple[tuple[float, float, float], ...]
    sigma: tuple[float, ...] | None
    points: Mapping[str, Landmark]
    pose: Pose | None = None
    by: str = ""
    version: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def xyz(self) -> Array:
        """The mesh as a (478, 3) array in px."""
        return np.array(self.mesh, dtype=np.float64)

    @cached_property
    def xy(self) -> Array:
        """The mesh as a (478, 2) array in px."""
        return np.ascontiguousarray(self.xyz[:, :2])

    @cached_property
    def extent(self) -> float:
        """The longer side of the mesh's box in px."""
        x, y = [point[0] for point in self.mesh], [point[1] for point in self.mesh]  # as an array: twice as long
        return max(max(x) - min(x), max(y) - min(y))

    @property
    def iod(self) -> float:
        """Distance between the pupils in px."""
        if "p_r" in self.points and "p_l" in self.points:
            return distance(self.points["p_r"].xy, self.points["p_l"].xy)
        return float(np.hypot(*(self.xy[473] - self.xy[468])))
