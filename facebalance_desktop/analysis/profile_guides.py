"""Guides that need no pupils: lines and angles through named points, in profile placed by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.guide_shapes import FaceGuides, GuideArc, GuideLine, Points, are_sure, unit
from facebalance_desktop.geometry import Point, angle


def _missing(kind: GuideKind, points: Points) -> FaceGuides | None:
    absent = [point_name(code) for code in kind.points if code not in points]
    return FaceGuides(missing=(f"{kind.name}: place {', '.join(absent)} by hand.",)) if absent else None


def _vertical(kind: GuideKind, points: Points, vertical: Point) -> FaceGuides:
    """The vertical of the levelled picture through a point."""
    if absent := _missing(kind, points):
        return absent
    unsure = not are_sure(points, *kind.points)
    words = f"True vertical, {kind.points[0]}"
    line = GuideLine(kind.id, points[kind.points[0]].xy, vertical, words, kind.points, unsure, is_vertical=True)
    return FaceGuides((line,))


def _through(kind: GuideKind, points: Points, vertical: Point) -> FaceGuides:
    """The endless line through two points."""
    if absent := _missing(kind, points):
        return absent
    p, q = (points[code].xy for code in kind.points)
    unsure = not are_sure(points, *kind.points)
    along = unit(p, q)
    upright = abs(along[0] * vertical[0] + along[1] * vertical[1]) > math.cos(math.radians(45))
    words = kind.label + (", estimated" if unsure else "")
    return FaceGuides((GuideLine(kind.id, p, along, words, kind.points, unsure, is_vertical=upright),))


def _angle(kind: GuideKind, points: Points, vertical: Point) -> FaceGuides:
    """The angle at the middle one of three points."""
    if absent := _missing(kind, points):
        return absent
    start, vertex, end = (points[code].xy for code in kind.points)
    degrees = abs((angle(vertex, start) - angle(vertex, end) + 180) % 360 - 180)
    unsure = not are_sure(points, *kind.points)
    arms = tuple(
        GuideLine(kind.id, vertex, unit(vertex, to), "", (kind.points[1], code), unsure, ends=(vertex, to))
        for to, code in ((start, kind.points[0]), (end, kind.points[2]))
    )
    words = f"{kind.label} {degrees:.0f}°" + (", estimated" if unsure else "")
    return FaceGuides(arms, arcs=(GuideArc(kind.id, start, vertex, end, words, unsure),))


Maker = Callable[[GuideKind, Points, Point], FaceGuides]
MAKERS: Mapping[str, Maker] = {"vertical": _vertical, "through": _through, "angle": _angle}
"""By the `draw` of the table; each is given the unit vector of the levelled vertical in photo px."""
