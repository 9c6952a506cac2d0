"""What guides are made of, in px of one photo: lines, bands, arcs and figures; and the frame of a face."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_gate import Conditions
from facebalance_desktop.analysis.precision import PointErrors
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point, Rect, bounds, midpoint
from facebalance_desktop.translation import NO_BREAK, decimal, tr

RANGE = 1.96
"""Half-width of a 95 % range in standard deviations."""
Points = Mapping[str, Landmark]


@dataclass(frozen=True)
class GuideLine:
    """A line through `through` along `direction` (unit vector), photo px; it rests on `points` (codes).

    Endless where `ends` is None. `band` is the half-width of its 95 % range, px.
    """

    guide: str
    through: Point
    direction: Point
    label: str
    points: tuple[str, ...]
    is_estimated: bool
    is_vertical: bool = False
    band: float | None = None
    ends: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class GuideArc:
    """An angle at `vertex` between two other points, photo px."""

    guide: str
    start: Point
    vertex: Point
    end: Point
    label: str
    is_estimated: bool


@dataclass(frozen=True)
class GuideNote:
    """A figure shown at a place of the face, photo px."""

    guide: str
    at: Point
    text: str
    is_estimated: bool


@dataclass(frozen=True)
class FaceGuides:
    """All lines and figures of the guides asked for; `missing` says in sentences which points a guide still lacks,
    `withheld` which guides such a photo cannot carry, `told` what holds for those that are drawn.

    `extent` is where endless lines are worth drawing: the corners of an area, photo px.
    """

    lines: tuple[GuideLine, ...] = ()
    notes: tuple[GuideNote, ...] = ()
    missing: tuple[str, ...] = ()
    arcs: tuple[GuideArc, ...] = ()
    extent: tuple[Point, ...] = ()
    withheld: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class FaceFrame:
    """Middle of the pupils, unit vectors along the pupil line (to image right) and down the face, and iod, in px."""

    origin: Point
    across: Point
    down: Point
    iod: float

    @property
    def roll(self) -> float:
        """Angle of the pupil line, degrees, positive clockwise as seen."""
        return math.degrees(math.atan2(self.across[1], self.across[0]))

    def height(self, point: Point) -> float:
        """How far down the face a point lies, px."""
        return (point[0] - self.origin[0]) * self.down[0] + (point[1] - self.origin[1]) * self.down[1]

    def aside(self, point: Point) -> float:
        """How far to image right of the midline a point lies, px."""
        return (point[0] - self.origin[0]) * self.across[0] + (point[1] - self.origin[1]) * self.across[1]

    def at(self, across: float, down: float) -> Point:
        return (
            self.origin[0] + across * self.across[0] + down * self.down[0],
            self.origin[1] + across * self.across[1] + down * self.down[1],
        )

    @property
    def region(self) -> Rect:
        """Where the lines are worth drawing, px in the frame (across, down) relative to the origin."""
        return Rect(-2.15 * self.iod, -2.2 * self.iod, 4.3 * self.iod, 4.6 * self.iod)

    @property
    def extent(self) -> tuple[Point, ...]:
        """The corners of `region`, photo px."""
        return tuple(self.at(*corner) for corner in self.region.corners)


def face_frame(points: Points) -> FaceFrame | None:
    """The frame of a face by its pupils, or by the middles of its lids' corners where a pupil is missing."""
    ends: list[Point] = []
    for side in "rl":
        if f"p_{side}" in points:
            ends.append(points[f"p_{side}"].xy)
        elif f"en_{side}" in points and f"ex_{side}" in points:
            ends.append(midpoint(points[f"en_{side}"].xy, points[f"ex_{side}"].xy))
    if len(ends) < 2:
        return None
    (x1, y1), (x2, y2) = ends
    iod = math.hypot(x2 - x1, y2 - y1)
    if iod == 0:
        return None
    across = ((x2 - x1) / iod, (y2 - y1) / iod)
    return FaceFrame(midpoint(*ends), across, (-across[1], across[0]), iod)


def extent_of(points: Points, frame: FaceFrame | None) -> tuple[Point, ...]:
    """Where lines are drawn: the face where its frame is known, else well round the points."""
    if frame is not None:
        return frame.extent
    if not points:
        return ()
    area = bounds(point.xy for point in points.values())
    return area.grown(0.35 * max(area.width, area.height, 1.0)).corners


SOLID = 0.8
"""Least response, the share of a local change that a point shows, of one that is no model estimate."""


def is_sure(point: Landmark) -> bool:
    """Whether a human has confirmed, corrected or placed the point."""
    return point.is_by_hand or point.is_confirmed


def is_solid(point: Landmark) -> bool:
    """Whether a line through the point is drawn solid: it is sure, or found where it follows local changes."""
    return is_sure(point) or (point.source in ("edge", "automatic") and (point.response or 0.0) >= SOLID)


def are_sure(points: Points, *codes: str) -> bool:
    return all(is_sure(points[code]) for code in codes if code in points)


def unit(p: Point, q: Point) -> Point:
    """The unit vector from p to q; (0, 1) where they are one."""
    length = math.hypot(q[0] - p[0], q[1] - p[1])
    return (0.0, 1.0) if length == 0 else ((q[0] - p[0]) / length, (q[1] - p[1]) / length)


def estimated_mark(is_estimated: bool) -> str:
    """` est.` after the figures of what is not confirmed."""
    return tr(" est.") if is_estimated else ""


def range_words(sigma: float | None, unit: str = "°", digits: int = 1) -> str:
    """` ± 1.3°`: the 95 % range, never less than it can be written; says so where it is not known."""
    if sigma is None:
        return tr(", range not known")
    least = 10.0**-digits
    return f" ±{NO_BREAK}{decimal(max(least, RANGE * sigma), f'.{digits}f')}{unit}"


def lower_words(tilt: float) -> str:
    """`left lower 2.0°`: the patient's side that lies lower, for a tilt that is positive when that is the left."""
    size = abs(round(tilt, 1))
    return (
        tr("level 0.0°")
        if size == 0
        else tr("{words} lower {size:.1f}°", words=tr("left") if tilt > 0 else tr("right"), size=size)
    )


@dataclass(frozen=True)
class GuideBasis:
    """What the guides of one photo stand on. `frame` is None where the pupils are not known; `vertical` is the unit
    vector that points down in the levelled picture, in px of the photo."""

    points: Points
    frame: FaceFrame | None
    errors: PointErrors
    conditions: Conditions
    vertical: Point

    @property
    def face(self) -> FaceFrame:
        """The frame of a face whose pupils are known."""
        assert self.frame is not None
        return self.frame
