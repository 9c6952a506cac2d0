"""What a length on a photo is in mm: by a known length, a typed pupil distance or the iris, each with its error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from facebalance_desktop.analysis.measure_differences import Difference
from facebalance_desktop.analysis.measures import MeasuredFace, Reading
from facebalance_desktop.faces.iris import iris_diameter
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import distance
from facebalance_desktop.translation import tr

ScaleKind = Literal["none", "length", "pupils", "iris"]
IRIS, IRIS_SPREAD = 11.71, 0.42
"""Horizontal diameter of the iris between people, mean and standard deviation in mm (Rufer, Cornea 2005)."""
PUPILS_TYPED, PUPILS_NEAR = 0.5, 0.01
"""Standard deviation of a typed pupil distance in mm, and how much less it is at 1 m than for far sight, as a share."""
LENGTH_DEPTH = 0.01
"""A known length holds in its own plane: 1 cm nearer is 1 % at a camera distance of 1 m."""
ENDS = ("scale_a", "scale_b")
LEAST, MOST = 1.0, 500.0


@dataclass(frozen=True)
class ScaleChoice:
    """What a human chose to scale by; `mm` is the typed pupil distance or the length between the two placed points."""

    kind: ScaleKind = "none"
    mm: float | None = None


NO_SCALE = ScaleChoice()


@dataclass(frozen=True)
class Scale:
    """`mm` of one per cent of the pupil distance (in profile of se-me), its error as a share, where it comes from."""

    mm: float
    share: float
    words: str

    def of(self, value: float, sigma: float) -> tuple[float, float]:
        """A length in mm and its standard deviation, the scale's error included."""
        return value * self.mm, math.hypot(sigma, value * self.share) * self.mm

    def reading(self, reading: Reading) -> tuple[float, float] | None:
        """A measured length in mm with its standard deviation; None for what is no length or has no value."""
        if not reading.kind.is_length or reading.value is None or reading.sigma is None:
            return None
        return self.of(reading.value, reading.sigma)

    def difference(self, item: Difference) -> tuple[float, float] | None:
        """The same of a difference: the scale's error is a share of the difference, it cancels in what stayed."""
        if not item.kind.is_length or item.value is None or item.sigma is None:
            return None
        return self.of(item.value, item.sigma)


def scale_of(measured: MeasuredFace, face: Face | None, choice: ScaleChoice) -> Scale | str | None:
    """The scale of one photo; None where none is wished, a sentence where it cannot be had."""
    if choice.kind == "none":
        return None
    unit = unit_of(measured)
    if unit is None:
        return tr("No scale: the pupils (in profile sellion and menton) are not placed.")
    if choice.kind == "iris":
        return _by_iris(measured, face, unit)
    if choice.mm is None or not LEAST <= choice.mm <= MOST:
        return tr("No scale: type a length from {least:g} to {most:g} mm.", least=LEAST, most=MOST)
    if choice.kind == "pupils":
        if _is_profile(measured):
            return tr("No scale: a pupil distance needs a photo from the front.")
        share = math.hypot(PUPILS_TYPED / choice.mm, PUPILS_NEAR)
        words = tr("typed pupil distance {mm:g} mm (far sight; about 1 % less at 1 m)", mm=choice.mm)
        return Scale(choice.mm / 100, share, words)
    if any(code not in measured.points for code in ENDS):
        return tr("No scale: place both ends of the known length.")
    ends = [measured.points[code].xy for code in ENDS]
    length = distance(*ends)
    if length <= 0:
        return tr("No scale: the ends of the known length coincide.")
    share = math.hypot(math.sqrt(2) * 0.6 * unit / length, LENGTH_DEPTH)
    return Scale(unit * choice.mm / length, share, tr("known length {mm:g} mm, in its own plane", mm=choice.mm))


def _by_iris(measured: MeasuredFace, face: Face | None, unit: float) -> Scale | str:
    if face is None or _is_profile(measured):
        return tr("No scale: the irises are found only where a face from the front is found.")
    found = iris_diameter(face)
    if found is None:
        return tr("No scale: the irises were not found.")
    diameter, sigma = found
    share = math.hypot(IRIS_SPREAD / IRIS, sigma / diameter)
    words = tr(
        "iris diameter {iris:g} ± {iris_spread:g} mm between people; it cancels within a patient",
        iris=IRIS,
        iris_spread=IRIS_SPREAD,
    )
    return Scale(unit * IRIS / diameter, share, words)


def unit_of(measured: MeasuredFace) -> float | None:
    """px of one per cent of the pupil distance, in profile of the distance from sellion to menton."""
    ends = ("se", "me") if _is_profile(measured) else ("p_r", "p_l")
    if any(code not in measured.points for code in ends):
        return None
    return distance(*(measured.points[code].xy for code in ends)) / 100 or None


def _is_profile(measured: MeasuredFace) -> bool:
    return (measured.view or "").startswith("profile")
