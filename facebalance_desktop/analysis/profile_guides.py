"""Guides that need no pupils: lines and angles through points that a human placed or accepted on a profile."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from facebalance_desktop.analysis.guide_kinds import GuideKind, point_name
from facebalance_desktop.analysis.guide_shapes import (
    RANGE,
    FaceGuides,
    GuideArc,
    GuideBasis,
    GuideLine,
    is_sure,
    range_words,
    unit,
)
from facebalance_desktop.analysis.measure_formulas import value_of
from facebalance_desktop.geometry import distance
from facebalance_desktop.translation import tr

TRUE_VERTICAL = tr("True vertical")
PLUMB = ("plumb_top", "plumb_low")
"""Two points of a plumb line, or of an edge that is known to be vertical: they declare a photo's vertical, too."""


def _missing(kind: GuideKind, basis: GuideBasis) -> FaceGuides | None:
    """The sentence of a guide whose points are not all placed or accepted; the mesh is no witness of a profile."""
    absent = [point_name(code) for code in kind.points if code not in basis.points]
    unsure = [point_name(code) for code in kind.points if code in basis.points and not is_sure(basis.points[code])]
    asked = [tr("place {absent} by hand", absent=", ".join(absent))] if absent else []
    asked += [tr("confirm or correct {unsure}", unsure=", ".join(unsure))] if unsure else []
    return FaceGuides(missing=(f"{kind.name}: {tr(' and ').join(asked)}.",)) if asked else None


def _band(kind: GuideKind, basis: GuideBasis) -> float | None:
    """The 95 % half-range in px of a line through these points."""
    sigmas = [basis.errors.any_way(code) for code in kind.points]
    return None if any(sigma is None for sigma in sigmas) else RANGE * max(sigma or 0.0 for sigma in sigmas)


def _vertical(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """The vertical through a point: along the photo's plumb line, the photo's own where its camera was declared plumb,
    else that of the levelled picture."""
    if absent := _missing(kind, basis):
        return absent
    (code,) = kind.points
    line = [basis.points[name] for name in PLUMB if name in basis.points and basis.points[name].is_by_hand]
    is_plumb = basis.conditions.is_plumb or len(line) == len(PLUMB)
    along = unit(line[0].xy, line[1].xy) if len(line) == 2 else (0.0, 1.0) if is_plumb else basis.vertical
    words = f"{TRUE_VERTICAL if is_plumb else basis.conditions.upright}, {code}"
    drawn = GuideLine(
        kind.id,
        basis.points[code].xy,
        along,
        words,
        kind.points,
        not is_plumb,
        is_vertical=True,
        band=_band(kind, basis),
    )
    return FaceGuides((drawn,))


def _through(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """The endless line through two points."""
    if absent := _missing(kind, basis):
        return absent
    p, q = (basis.points[code].xy for code in kind.points)
    along = unit(p, q)
    vertical = basis.vertical
    upright = abs(along[0] * vertical[0] + along[1] * vertical[1]) > math.cos(math.radians(45))
    band = _band(kind, basis)
    return FaceGuides((GuideLine(kind.id, p, along, kind.label, kind.points, False, is_vertical=upright, band=band),))


def _angle(kind: GuideKind, basis: GuideBasis) -> FaceGuides:
    """The angle at the middle one of three points."""
    if absent := _missing(kind, basis):
        return absent
    start, vertex, end = (basis.points[code].xy for code in kind.points)
    degrees = value_of("angle", complex(*start), complex(*vertex), complex(*end))
    arms = tuple(
        GuideLine(kind.id, vertex, unit(vertex, to), "", (kind.points[1], code), False, ends=(vertex, to))
        for to, code in ((start, kind.points[0]), (end, kind.points[2]))
    )
    words = f"{kind.label} {degrees:.0f}°{range_words(angle_sigma(kind, basis, degrees), digits=0)}"
    return FaceGuides(arms, arcs=(GuideArc(kind.id, start, vertex, end, words, False),))


def angle_sigma(kind: GuideKind, basis: GuideBasis, degrees: float) -> float | None:
    """Standard deviation in degrees of the angle at the middle point, to first order from the errors of all three.

    A shift s of an end at distance a turns its arm by s / a; one of the vertex turns both arms.
    """
    start, vertex, end = (basis.points[code].xy for code in kind.points)
    a, b = distance(vertex, start), distance(vertex, end)
    sigmas = [basis.errors.any_way(code) for code in kind.points]
    if a == 0 or b == 0 or any(sigma is None for sigma in sigmas):
        return None
    first, middle, last = (sigma or 0.0 for sigma in sigmas)
    both = 1 / a**2 + 1 / b**2 - 2 * math.cos(math.radians(degrees)) / (a * b)
    return math.degrees(math.sqrt((first / a) ** 2 + (last / b) ** 2 + both * middle**2))


Maker = Callable[[GuideKind, GuideBasis], FaceGuides]
MAKERS: Mapping[str, Maker] = {"vertical": _vertical, "through": _through, "angle": _angle}
"""By the `draw` of the table."""
