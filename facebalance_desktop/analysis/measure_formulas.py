"""The formulas that rows of resources/measures.toml name.

Points are complex numbers x + iy (y down), one column a point, one row a variant of the face: all variants are computed
at once, which is how errors are propagated. From the front the frame is the face's: origin in the middle of the pupils,
real axis along the pupil line to the patient's left, imaginary axis down, 100 units between the pupils. In profile the
face is turned to the right, so that ahead is positive; 100 units from sellion to menton.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.geometry import Array
from facebalance_desktop.translation import tr

Complex = NDArray[np.complex128]
Needs = Literal["frame", "unit", "nothing"]


@dataclass(frozen=True)
class Formula:
    """`compute` takes (rows, points) and gives one value a row. `count` is how many points it takes, 0 for any even
    number. `needs` says whether the face's frame, its unit or nothing but the points enters. `more` and `less` are the
    words for a positive and a negative value where the sign means a side or a direction."""

    compute: Callable[[Complex], Array]
    count: int
    units: tuple[str, ...]
    needs: Needs = "frame"
    more: str = ""
    less: str = ""


def _degrees(z: NDArray[Any]) -> Array:
    return np.asarray(np.degrees(np.angle(z)))


def _ahead(start: Complex, end: Complex, of: Complex, at: Complex) -> Array:
    """How far `of` lies ahead of the line through `at` along start -> end, which runs downwards."""
    forward = (end - start) / np.abs(end - start) / 1j
    return np.asarray(((of - at) * forward.conj()).real)


def _forward(start: Complex, end: Complex, of: Complex, at: Complex) -> Array:
    """How far `of` lies beyond `at` along start -> end, which runs forwards."""
    along = (end - start) / np.abs(end - start)
    return np.asarray(((of - at) * along.conj()).real)


def _rise(inner: Complex, outer: Complex) -> Array:
    return np.asarray(np.degrees(np.arctan2((inner - outer).imag, np.abs((outer - inner).real))))


def _asymmetry(q: Complex) -> Array:
    right, left = np.abs(q[:, 1] - q[:, 0]), np.abs(q[:, 3] - q[:, 2])
    return np.asarray(100 * (right - left) / np.minimum(right, left))


def _reflection(q: Complex) -> Array:
    right, left = q[:, 0::2], q[:, 1::2]
    return np.asarray(np.abs(left + right.conj()).mean(axis=1))


def _share(part: Array, whole: Array) -> Array:
    return np.asarray(100 * part / whole)


HIGHER, FURTHER = (tr("right higher"), tr("left higher")), (tr("right further out"), tr("left further out"))
TO_LEFT = (tr("to the patient's left"), tr("to the patient's right"))
LARGER = (tr("right larger"), tr("left larger"))
AHEAD = (tr("ahead"), tr("behind"))

FORMULAS: Mapping[str, Formula] = {
    # From the front.
    "height": Formula(lambda q: np.asarray((q[:, 1] - q[:, 0]).imag), 2, ("% iod",)),
    "share": Formula(lambda q: _share((q[:, 1] - q[:, 0]).imag, (q[:, 3] - q[:, 2]).imag), 4, ("%",)),
    "across-share": Formula(lambda q: _share((q[:, 1] - q[:, 0]).real, (q[:, 3] - q[:, 2]).real), 4, ("%",)),
    "height-ratio": Formula(lambda q: np.asarray((q[:, 1] - q[:, 0]).imag / (q[:, 3] - q[:, 2]).imag), 4, ("ratio",)),
    "distance": Formula(lambda q: np.abs(q[:, 1] - q[:, 0]), 2, ("% iod", "% se-me"), "unit"),
    "ratio": Formula(lambda q: np.abs(q[:, 1] - q[:, 0]) / np.abs(q[:, 3] - q[:, 2]), 4, ("ratio", "%"), "nothing"),
    "tilt": Formula(lambda q: _degrees(q[:, 1] - q[:, 0]), 2, ("deg",), "frame", *HIGHER),
    "plumb-tilt": Formula(
        lambda q: _degrees((q[:, 1] - q[:, 0]) * 1j / (q[:, 3] - q[:, 2])), 4, ("deg",), "nothing", *HIGHER
    ),
    "rise": Formula(
        lambda q: _rise(q[:, 0], q[:, 1]), 2, ("deg",), "frame", tr("outer end higher"), tr("outer end lower")
    ),
    "rise-difference": Formula(
        lambda q: _rise(q[:, 0], q[:, 1]) - _rise(q[:, 2], q[:, 3]), 4, ("deg",), "frame", *LARGER
    ),
    "level": Formula(lambda q: np.asarray((q[:, 1] - q[:, 0]).imag), 2, ("% iod",), "frame", *HIGHER),
    "lateral": Formula(lambda q: np.asarray(-(q[:, 0] + q[:, 1]).real), 2, ("% iod",), "frame", *FURTHER),
    "difference": Formula(
        lambda q: np.asarray((q[:, 1] - q[:, 0] - q[:, 3] + q[:, 2]).imag), 4, ("% iod",), "frame", *LARGER
    ),
    "asymmetry": Formula(_asymmetry, 4, ("%",), "nothing", *LARGER),
    "aside": Formula(lambda q: np.asarray(q[:, 0].real), 1, ("% iod",), "frame", *TO_LEFT),
    "lean": Formula(lambda q: -_degrees((q[:, 1] - q[:, 0]) / 1j), 2, ("deg",), "frame", *TO_LEFT),
    "reflection": Formula(_reflection, 0, ("% iod",)),
    # In profile.
    "angle": Formula(lambda q: np.abs(_degrees((q[:, 0] - q[:, 1]) / (q[:, 2] - q[:, 1]))), 3, ("deg",), "nothing"),
    "lines": Formula(lambda q: np.abs(_degrees((q[:, 1] - q[:, 0]) / (q[:, 3] - q[:, 2]))), 4, ("deg",), "nothing"),
    "bend": Formula(
        lambda q: _degrees((q[:, 2] - q[:, 1]) / (q[:, 1] - q[:, 0])), 3, ("deg",), "nothing", "convex", "concave"
    ),
    "ahead": Formula(lambda q: _ahead(q[:, 0], q[:, 1], q[:, 2], q[:, 0]), 3, ("% se-me",), "unit", *AHEAD),
    "plumb-ahead": Formula(lambda q: _ahead(q[:, 0], q[:, 1], q[:, 3], q[:, 2]), 4, ("% se-me",), "unit", *AHEAD),
    "meridian": Formula(lambda q: _forward(q[:, 0], q[:, 1], q[:, 3], q[:, 2]), 4, ("% se-me",), "unit", *AHEAD),
    "goode": Formula(
        lambda q: _forward(q[:, 3], q[:, 4], q[:, 1], q[:, 0]) / np.abs(q[:, 1] - q[:, 2]), 5, ("ratio",), "nothing"
    ),
}
"""By the `kind` of the table. A level is positive where the right point is higher, a lateral where it lies further from
the midline, a tilt where the patient's left end is lower."""


def value_of(kind: str, *points: complex) -> float:
    """One formula on points x + iy of a frame: what guides show beside their lines."""
    return float(FORMULAS[kind].compute(np.array([points], dtype=np.complex128))[0])
