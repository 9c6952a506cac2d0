"""The outline of a face's features along named points: for laying the before photo's over the after photo."""

from __future__ import annotations

import math
from collections.abc import Mapping

from facebalance_desktop.analysis.guide_shapes import is_solid
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point

CONTOURS: tuple[tuple[str, tuple[str, str, str]], ...] = (
    ("right upper lid", ("ex_r", "ps_r", "en_r")),
    ("right lower lid", ("ex_r", "pi_r", "en_r")),
    ("left upper lid", ("en_l", "ps_l", "ex_l")),
    ("left lower lid", ("en_l", "pi_l", "ex_l")),
    ("upper lip", ("ch_r", "ls", "ch_l")),
    ("mouth line", ("ch_r", "sto", "ch_l")),
    ("lower lip", ("ch_r", "li", "ch_l")),
    ("nose base", ("al_r", "sn", "al_l")),
    ("chin and jaw", ("go_r", "me", "go_l")),
)
"""Name of each contour and the three points it runs through."""
STEPS = 12


def contours(points: Mapping[str, Landmark]) -> Mapping[str, tuple[Point, ...]]:
    """Curves in photo px, by name: only where every point lies on a clear edge or was set by a human.

    Estimates of the mesh never make an outline: it barely follows a local change.
    """
    found = {}
    for name, codes in CONTOURS:
        if all(code in points and is_solid(points[code]) for code in codes):
            first, middle, last = (points[code].xy for code in codes)
            found[name] = curve(first, middle, last)
    return found


def curve(first: Point, middle: Point, last: Point) -> tuple[Point, ...]:
    """A parabola through three points, its parameter by the length of the chords."""
    one, two = math.dist(first, middle), math.dist(middle, last)
    if one == 0 or two == 0:
        return first, last
    at = one / (one + two)
    made = []
    for step in range(STEPS + 1):
        t = step / STEPS
        weights = (t - at) * (t - 1) / at, t * (t - 1) / (at * (at - 1)), t * (t - at) / (1 - at)
        made.append(
            (
                weights[0] * first[0] + weights[1] * middle[0] + weights[2] * last[0],
                weights[0] * first[1] + weights[1] * middle[1] + weights[2] * last[1],
            )
        )
    return tuple(made)
