"""Points, similarities and polygons, in continuous pixel coordinates.

(0, 0) is the outer corner of the top-left pixel, whose centre is (0.5, 0.5); y points down. Angles are degrees,
positive clockwise as seen. OpenCV's convention (pixel centres at integers) is used only in `to_cv2` and `from_cv2`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Similarity:
    """x' = a x - b y + tx, y' = b x + a y + ty: rotation, one scale and a shift; never a warp, never a mirror."""

    a: float = 1.0
    b: float = 0.0
    tx: float = 0.0
    ty: float = 0.0

    @staticmethod
    def of(
        rotation: float = 0.0, scale: float = 1.0, shift: Point = (0.0, 0.0), about: Point = (0.0, 0.0)
    ) -> Similarity:
        """Rotate by `rotation` degrees clockwise and scale about `about`, then shift by `shift` px."""
        a = scale * math.cos(math.radians(rotation))
        b = scale * math.sin(math.radians(rotation))
        x, y = about
        return Similarity(a, b, x - (a * x - b * y) + shift[0], y - (b * x + a * y) + shift[1])

    @property
    def scale(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def rotation(self) -> float:
        """Degrees, positive clockwise as seen, in (-180, 180]."""
        return math.degrees(math.atan2(self.b, self.a))

    @property
    def matrix(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        return (self.a, -self.b, self.tx), (self.b, self.a, self.ty)

    def point(self, point: Point) -> Point:
        x, y = point
        return self.a * x - self.b * y + self.tx, self.b * x + self.a * y + self.ty

    def points(self, points: ArrayLike) -> Array:
        """Map an (n, 2) array of points."""
        xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        linear = np.array([[self.a, self.b], [-self.b, self.a]])
        return np.asarray(xy @ linear + (self.tx, self.ty), dtype=np.float64)

    def then(self, following: Similarity) -> Similarity:
        """This one first, `following` after it: `photo_to_reference.then(reference_to_page)` is photo_to_page."""
        a = following.a * self.a - following.b * self.b
        b = following.b * self.a + following.a * self.b
        tx, ty = following.point((self.tx, self.ty))
        return Similarity(a, b, tx, ty)

    def inverse(self) -> Similarity:
        """Raises ZeroDivisionError for scale 0, which no part of the program makes."""
        square = self.a * self.a + self.b * self.b
        a, b = self.a / square, -self.b / square
        return Similarity(a, b, -(a * self.tx - b * self.ty), -(b * self.tx + a * self.ty))

    def to_cv2(self) -> Array:
        """The (2, 3) matrix for cv2.warpAffine, whose pixel centres lie at integers."""
        half = Similarity(tx=0.5, ty=0.5).then(self).then(Similarity(tx=-0.5, ty=-0.5))
        return np.array(half.matrix, dtype=np.float64)

    @staticmethod
    def from_cv2(matrix: ArrayLike) -> Similarity:
        """The similarity of a (2, 3) matrix made for cv2's convention."""
        ((a, _, tx), (b, _, ty)) = np.asarray(matrix, dtype=np.float64).tolist()
        return Similarity(tx=-0.5, ty=-0.5).then(Similarity(a, b, tx, ty)).then(Similarity(tx=0.5, ty=0.5))


IDENTITY = Similarity()


def fit_similarity(source: ArrayLike, target: ArrayLike, weights: ArrayLike | None = None) -> Similarity | None:
    """The weighted least-squares similarity that maps `source` (n, 2) onto `target` (n, 2).

    Umeyama 1991 without reflection, in closed form for two dimensions. None when it is not determined: fewer than two
    points with weight, or all at one place.
    """
    p = np.asarray(source, dtype=np.float64).reshape(-1, 2)
    q = np.asarray(target, dtype=np.float64).reshape(-1, 2)
    w = np.ones(len(p)) if weights is None else np.asarray(weights, dtype=np.float64)
    total = float(w.sum())
    if int((w > 0).sum()) < 2 or total <= 0:
        return None
    p_mean, q_mean = (w[:, None] * p).sum(0) / total, (w[:, None] * q).sum(0) / total
    dp, dq = p - p_mean, q - q_mean
    spread = float((w * (dp * dp).sum(1)).sum())
    if spread <= 1e-12 * max(1.0, float((p_mean * p_mean).sum())) * total:
        return None
    a = float((w * (dp * dq).sum(1)).sum()) / spread
    b = float((w * (dp[:, 0] * dq[:, 1] - dp[:, 1] * dq[:, 0])).sum()) / spread
    if a * a + b * b <= 1e-18:
        return None
    rotated = Similarity(a, b).point((float(p_mean[0]), float(p_mean[1])))
    return Similarity(a, b, float(q_mean[0]) - rotated[0], float(q_mean[1]) - rotated[1])


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        return (self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom)

    def grown(self, by: float) -> Rect:
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def united(self, other: Rect) -> Rect:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def contains(self, point: Point) -> bool:
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def intersects(self, other: Rect) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


def bounds(points: Iterable[Point]) -> Rect:
    """The smallest Rect round the points, of which there is at least one."""
    xy = np.asarray(list(points), dtype=np.float64)
    low, high = xy.min(0), xy.max(0)
    return Rect(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def fit_into(content: Rect, frame: Rect) -> Similarity:
    """Scale and shift (no rotation) that centres `content` in `frame` as large as it fits."""
    scale = min(frame.width / content.width, frame.height / content.height)
    (x, y), (fx, fy) = content.centre, frame.centre
    return Similarity(scale, 0.0, fx - scale * x, fy - scale * y)


def distance(p: Point, q: Point) -> float:
    return math.hypot(q[0] - p[0], q[1] - p[1])


def midpoint(p: Point, q: Point) -> Point:
    return (p[0] + q[0]) / 2, (p[1] + q[1]) / 2


def angle(p: Point, q: Point) -> float:
    """Direction of the line from p to q in degrees, positive clockwise as seen, in (-180, 180]."""
    return math.degrees(math.atan2(q[1] - p[1], q[0] - p[0]))


def distance_to_segment(point: Point, p: Point, q: Point) -> float:
    """Shortest distance from `point` to the segment p-q, px."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else ((point[0] - p[0]) * dx + (point[1] - p[1]) * dy) / square
    along = min(1.0, max(0.0, along))
    return distance(point, (p[0] + along * dx, p[1] + along * dy))


def is_inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Whether `point` lies inside the closed polygon (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], *polygon[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def clip_line(through: Point, direction: Point, frame: Rect) -> tuple[Point, Point] | None:
    """The part of an endless line that lies in `frame`, or None where it passes by (Liang and Barsky 1984)."""
    low, high = -math.inf, math.inf
    for start, step, first, last in (
        (through[0], direction[0], frame.x, frame.right),
        (through[1], direction[1], frame.y, frame.bottom),
    ):
        if abs(step) < 1e-12:
            if not first <= start <= last:
                return None
            continue
        t1, t2 = sorted(((first - start) / step, (last - start) / step))
        low, high = max(low, t1), min(high, t2)
    if low > high:
        return None
    return (
        (through[0] + low * direction[0], through[1] + low * direction[1]),
        (through[0] + high * direction[0], through[1] + high * direction[1]),
    )
