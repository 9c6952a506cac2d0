"""The small picture of the point-placing tool: a head in outline with the place of one point."""

from __future__ import annotations

import math

from facebalance_desktop.analysis.guide_kinds import HandPoint
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Stroke
from facebalance_desktop.geometry import Point, Rect

INK = Stroke("#d5dbe1", 0.9, has_halo=False)
BACK = "#10151b"
HERE = "#ff6b5e"

PROFILE: tuple[Point, ...] = (
    (0.30, 0.98),
    (0.32, 0.80),
    (0.24, 0.66),
    (0.16, 0.48),
    (0.16, 0.30),
    (0.28, 0.12),
    (0.50, 0.05),
    (0.68, 0.11),
    (0.77, 0.22),
    (0.795, 0.31),
    (0.76, 0.36),
    (0.80, 0.42),
    (0.88, 0.49),
    (0.905, 0.525),
    (0.88, 0.555),
    (0.82, 0.58),
    (0.83, 0.61),
    (0.85, 0.63),
    (0.81, 0.66),
    (0.835, 0.69),
    (0.79, 0.735),
    (0.80, 0.79),
    (0.75, 0.84),
    (0.63, 0.83),
    (0.53, 0.85),
    (0.55, 0.98),
)
"""A head that looks to the right, in shares of the picture."""
EAR, EAR_SIZE = (0.405, 0.47), (0.055, 0.1)
"""The auricle: from the brow to the base of the nose, behind the middle of the head."""
CANAL, CANAL_SIZE = (0.435, 0.485), (0.022, 0.032)
"""The opening of the ear canal, in the front of the auricle: porion is its upper edge, level with orbitale."""
DOT = 0.025


def schematic(point: HandPoint, frame: Rect, is_turned: bool = False) -> tuple[Drawing, ...]:
    """The picture in `frame` (page points), with a red dot where the point belongs. `is_turned`: it looks left."""
    place = _place(frame, *point.where, is_turned)
    return (
        Area(frame.corners, BACK, 0.88),
        *head(point.picture, frame, is_turned=is_turned),
        Disc(place, DOT * frame.width, HERE, 1.0, Stroke("#ffffff", 0.8, has_halo=False)),
    )


def head(picture: str, frame: Rect, ink: Stroke = INK, is_turned: bool = False) -> tuple[Drawing, ...]:
    """The lines of the picture `frontal` or `profile` in `frame` (page points)."""

    def at(x: float, y: float) -> Point:
        return _place(frame, x, y, is_turned)

    if picture == "profile":
        return (
            Line(tuple(at(*corner) for corner in PROFILE), ink),
            Line((at(0.68, 0.40), at(0.75, 0.39), at(0.73, 0.42)), ink),
            Line(_oval(at(*CANAL), CANAL_SIZE[0] * frame.width, CANAL_SIZE[1] * frame.height), ink, is_closed=True),
            Line(_oval(at(*EAR), EAR_SIZE[0] * frame.width, EAR_SIZE[1] * frame.height), ink, is_closed=True),
        )
    lines = [Line(_oval(at(0.5, 0.52), 0.36 * frame.width, 0.42 * frame.height), ink, is_closed=True)]
    for x in (0.34, 0.66):
        lines.append(Line(_oval(at(x, 0.45), 0.09 * frame.width, 0.03 * frame.height), ink, is_closed=True))
        out = math.copysign(1, x - 0.5)  # the brow's peak is in its outer half
        lines.append(Line((at(0.5 + 0.06 * out, 0.385), at(0.5 + 0.2 * out, 0.365), at(0.5 + 0.28 * out, 0.39)), ink))
    lines.append(Line((at(0.47, 0.45), at(0.43, 0.6), at(0.5, 0.62), at(0.57, 0.6), at(0.53, 0.45)), ink))
    lines.append(Line(_oval(at(0.5, 0.715), 0.13 * frame.width, 0.028 * frame.height), ink, is_closed=True))
    return tuple(lines)


def _place(frame: Rect, x: float, y: float, is_turned: bool) -> Point:
    """A place in shares of the picture, in page points."""
    return frame.x + (1 - x if is_turned else x) * frame.width, frame.y + y * frame.height


def _oval(centre: Point, across: float, down: float) -> tuple[Point, ...]:
    turns = [2 * math.pi * step / 36 for step in range(36)]
    return tuple((centre[0] + across * math.cos(turn), centre[1] + down * math.sin(turn)) for turn in turns)
