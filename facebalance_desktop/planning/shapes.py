"""Shapes as runs of points: smoothing and simplifying a hand's stroke, ellipses, fans, and painting with a brush."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.geometry import Point, distance, distance_to_segment, is_inside
from facebalance_desktop.photos.opencv import cv2

ELLIPSE_CORNERS = 40
SMOOTH_STEPS = 5
"""Straight pieces between two points of a smooth edge."""
BRUSH_CELLS = 9.0
"""Cells of the brush's raster in one brush radius: its edge is exact to a tenth of the brush."""


def simplified(points: Sequence[Point], tolerance: float) -> tuple[Point, ...]:
    """An open run with fewer points, nowhere farther than `tolerance` from the first (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return tuple(points)
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(distance_to_segment(points[i], points[first], points[last]), i) for i in range(first + 1, last)]
        if away and max(away)[0] > tolerance:
            middle = max(away)[1]
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return tuple(points[i] for i in sorted(kept))


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """A closed edge through all points without corners (Catmull and Rom 1974, uniform)."""
    if len(points) < 3:
        return tuple(points)
    p = np.asarray(points, dtype=np.float64)
    before, after, beyond = np.roll(p, 1, axis=0), np.roll(p, -1, axis=0), np.roll(p, -2, axis=0)
    t = (np.arange(SMOOTH_STEPS) / SMOOTH_STEPS)[None, :, None]
    p0, p1, p2, p3 = (q[:, None, :] for q in (before, p, after, beyond))
    made = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
    return tuple((float(x), float(y)) for x, y in made.reshape(-1, 2))


def steadied(stroke: Sequence[Point]) -> tuple[Point, ...]:
    """A hand's stroke without its tremor: two passes of a running mean over three, the ends kept."""
    points = list(stroke)
    for _ in range(2):
        if len(points) < 3:
            break
        inner = [
            ((a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3)
            for a, b, c in zip(points, points[1:], points[2:], strict=False)
        ]
        points = [points[0], *inner, points[-1]]
    return tuple(points)


def closed_from_stroke(stroke: Sequence[Point], tolerance: float) -> tuple[Point, ...]:
    """The corners of the area a hand drew round: steadied, simplified, the overlap of its ends left out."""
    points = simplified(steadied(stroke), tolerance)
    while len(points) > 3 and distance(points[0], points[-1]) < tolerance * 3:
        points = points[:-1]
    return points


def ellipse(centre: Point, first: Point, second: Point) -> tuple[Point, ...]:
    """The edge of an ellipse with these ends of its two half axes."""
    (x, y), (ax, ay), (bx, by) = centre, first, second
    turns = (2 * math.pi * k / ELLIPSE_CORNERS for k in range(ELLIPSE_CORNERS))
    return tuple(
        (
            x + (ax - x) * math.cos(turn) + (bx - x) * math.sin(turn),
            y + (ay - y) * math.cos(turn) + (by - y) * math.sin(turn),
        )
        for turn in turns
    )


def fan_lines(entry: Point, first: Point, last: Point, count: int) -> tuple[tuple[Point, Point], ...]:
    """Strokes from one entry, spread evenly between the directions of the first and the last one's end."""
    (x, y) = entry
    start, end = (math.atan2(p[1] - y, p[0] - x) for p in (first, last))
    turn = (end - start + math.pi) % (2 * math.pi) - math.pi
    radii = distance(entry, first), distance(entry, last)
    made = []
    for k in range(count):
        share = k / (count - 1)
        radius = radii[0] + (radii[1] - radii[0]) * share
        angle = start + turn * share
        made.append((entry, (x + radius * math.cos(angle), y + radius * math.sin(angle))))
    return tuple(made)


def constrained(start: Point, at: Point, step: float = 15.0) -> Point:
    """`at` turned about `start` onto the nearest multiple of `step` degrees: what Shift does to a line."""
    length = distance(start, at)
    angle = round(math.degrees(math.atan2(at[1] - start[1], at[0] - start[0])) / step) * step
    return start[0] + length * math.cos(math.radians(angle)), start[1] + length * math.sin(math.radians(angle))


def brushed(area: Sequence[Point], stroke: Sequence[Point], radius: float) -> tuple[tuple[Point, ...], ...]:
    """An area (or none) with a stroke of a round brush added to it: the parts that come out, largest first."""
    return _painted(area, stroke, radius, 1)


def erased(area: Sequence[Point], stroke: Sequence[Point], radius: float) -> tuple[tuple[Point, ...], ...]:
    """An area with a stroke of a round eraser taken away: the parts that are left, largest first.

    A hole is not kept: an eraser that stays inside changes nothing until it reaches the edge.
    """
    return _painted(area, stroke, radius, 0)


def _painted(
    area: Sequence[Point], stroke: Sequence[Point], radius: float, value: int
) -> tuple[tuple[Point, ...], ...]:
    every = np.asarray([*area, *stroke], dtype=np.float64)
    low, high = every.min(axis=0) - 2 * radius, every.max(axis=0) + 2 * radius
    cell = max(radius / BRUSH_CELLS, float((high - low).max()) / 2000)
    width, height = (math.ceil(side / cell) + 1 for side in high - low)
    raster = np.zeros((height, width), np.uint8)

    def cells(points: Sequence[Point]) -> NDArray[np.int32]:
        return np.asarray(np.round((np.asarray(points, dtype=np.float64) - low) / cell), dtype=np.int32)

    if len(area) >= 3:
        cv2.fillPoly(raster, [cells(area)], [1])
    size = max(1, round(radius / cell))
    cv2.polylines(raster, [cells([*stroke, stroke[-1]])], False, [value], 2 * size)  # its ends are round
    found, _ = cv2.findContours(raster, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    parts = sorted((part for part in found if cv2.contourArea(part) >= size * size), key=cv2.contourArea, reverse=True)
    return tuple(_corners(part.reshape(-1, 2) * cell + low, cell) for part in parts)


def _corners(edge: NDArray[np.float64], cell: float) -> tuple[Point, ...]:
    points = [(float(x), float(y)) for x, y in edge]
    half = len(points) // 2
    first, second = simplified([*points[: half + 1]], cell), simplified([*points[half:], points[0]], cell)
    return (*first[:-1], *second[:-1])


def without_corner(points: Sequence[Point], place: int) -> tuple[Point, ...]:
    """One corner fewer; the three last ones stay."""
    if len(points) <= 3 or not 0 <= place < len(points):
        return tuple(points)
    return (*points[:place], *points[place + 1 :])


def with_corner(points: Sequence[Point], at: Point) -> tuple[tuple[Point, ...], int]:
    """One corner more, on the edge nearest to `at`, and its place."""
    sides = list(zip(points, (*points[1:], points[0]), strict=True))
    nearest = min(range(len(sides)), key=lambda i: distance_to_segment(at, *sides[i]))
    return (*points[: nearest + 1], at, *points[nearest + 1 :]), nearest + 1


def area_centre(corners: Sequence[Point]) -> Point:
    """The centre of gravity of a closed area; the mean of its corners where it has none or lies outside it."""
    p = np.asarray(corners, dtype=np.float64)
    q = np.roll(p, -1, axis=0)
    cross = p[:, 0] * q[:, 1] - q[:, 0] * p[:, 1]
    total = float(cross.sum())
    if abs(total) > 1e-9:
        x, y = (float(((p[:, i] + q[:, i]) * cross).sum() / (3 * total)) for i in (0, 1))
        if is_inside((x, y), corners):
            return x, y
    x, y = p.mean(axis=0)
    return float(x), float(y)
