"""How far a point may lie from where people place it: what every range of a guide rests on.

The error of a point never vanishes: a human who sets or confirms it puts the operator's in place of the automatic one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from facebalance_desktop.analysis.measure_errors import OPERATOR, UNKNOWN, Errors, base_of, own_errors
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import distance

NOT_SAID = (UNKNOWN, UNKNOWN)
SPANS: Mapping[tuple[str, str], float] = {
    ("g", "me"): 2.10,
    ("se", "me"): 1.85,
    ("n", "me"): 1.85,
    ("g", "pg"): 1.84,
    ("se", "pg"): 1.59,
    ("n", "pg"): 1.59,
    ("sn", "me"): 1.11,
    ("prn", "pg"): 1.04,
    ("g", "sn"): 1.04,
    ("sn", "pg"): 0.81,
    ("se", "sn"): 0.80,
    ("se", "prn"): 0.71,
    ("sn", "ls"): 0.24,
}
"""Lengths on a profile over the pupil distance of the same person's frontal, mean of six people: standard deviations up
to a tenth. A profile shows one pupil, and the error of a hand is known in pupil distances."""


def iod_of(points: Mapping[str, Landmark]) -> float | None:
    """The pupil distance in px; on a profile estimated from the longest known length. None where nothing tells it."""
    if "p_r" in points and "p_l" in points:
        return distance(points["p_r"].xy, points["p_l"].xy) or None
    for (one, other), share in SPANS.items():
        if one in points and other in points:
            return distance(points[one].xy, points[other].xy) / share or None
    return None


@dataclass(frozen=True)
class PointErrors:
    """The errors of one photo's points in px, each one standard deviation; None where an error is not known.

    `table` holds how far points lie from human marks, each way; a photo that leaves more open (sigma, alike each way)
    widens both.
    """

    points: Mapping[str, Landmark]
    table: Errors
    iod: float | None

    @classmethod
    def of(cls, points: Mapping[str, Landmark], table: Errors | None = None) -> PointErrors:
        return cls(points, own_errors() if table is None else table, iod_of(points))

    def across(self, code: str) -> float | None:
        """Across the face."""
        return self._of(code, 0, True)

    def down(self, code: str) -> float | None:
        """Down the face."""
        return self._of(code, 1, True)

    def any_way(self, code: str) -> float | None:
        """The larger of both, for lines and angles of any direction."""
        across, down = self.across(code), self.down(code)
        return None if across is None or down is None else max(across, down)

    def between(self, right: str, left: str) -> float | None:
        """Of the difference of two heights, a right and a left point: what both share tilts nothing."""
        is_pair = base_of(right) == base_of(left) and not (_by_hand(self.points[right]) or _by_hand(self.points[left]))
        one, other = (self._of(code, 1, not is_pair) for code in (right, left))
        return None if one is None or other is None else math.hypot(one, other)

    def _of(self, code: str, axis: int, has_bias: bool) -> float | None:
        point = self.points.get(code)
        if point is None:
            return None
        row = self.table.points.get(base_of(code))
        if _by_hand(point):
            operator = OPERATOR if row is None else row.operator
            return None if self.iod is None else operator * self.iod / 100
        if row is None or row.spread == NOT_SAID:  # a clinic's row may speak of its operators alone
            row = own_errors().points.get(base_of(code))
        if row is None or row.spread == NOT_SAID or self.iod is None:
            return point.sigma
        place = math.hypot(row.spread[axis], row.bias[axis]) if has_bias else row.spread[axis]
        usual = math.hypot(*row.spread, *row.bias) / math.sqrt(2)
        doubt = 100 * (point.sigma or 0.0) / self.iod
        return place * max(1.0, doubt / usual if usual else 1.0) * self.iod / 100


def _by_hand(point: Landmark) -> bool:
    return point.is_by_hand or point.is_confirmed
