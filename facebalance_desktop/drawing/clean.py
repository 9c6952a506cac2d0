"""Clean frames: the upright rectangle that both photos of a pair cover; no edge of one is ever shown."""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.geometry import IDENTITY, Point, Rect, Similarity, bounds
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.project.identity_cache import IdentityCache

ACROSS, ABOVE, BELOW = 2.2, 1.2, 2.0
"""The face that a clean frame must hold, about the middle of the pupils, in iod: width, height above and below."""
LEAST = 0.3
"""Share of the smaller photo that a clean frame must have where no face is known."""
STEPS = 60
_found: IdentityCache[tuple[Rect | None]] = IdentityCache(64)
_single: IdentityCache[tuple[Rect | None]] = IdentityCache(1024)


def shared_rect(pair: Pair, offset: Similarity = IDENTITY) -> Rect | None:
    """What every photo of the pair covers, in reference px, the after photo moved by `offset`.

    None where that does not hold the face: the photos are then shown as they are.
    """
    return _found.of((pair,), (offset,), lambda: (_shared(pair, offset),))[0]


def core_of(side: Side) -> Rect | None:
    """Hairline to below the chin, in reference px; None where no face is known."""
    face = face_frame(side.points)
    if face is None:
        return None
    x, y = side.to_reference.point(face.origin)
    iod = face.iod * side.to_reference.scale
    return Rect(x - ACROSS / 2 * iod, y - ABOVE * iod, ACROSS * iod, (ABOVE + BELOW) * iod)


def covered(sides: Sequence[Side]) -> Rect | None:
    """What every photo of one reference frame covers, in reference px; None for nothing."""
    return _common([_outline(side) for side in sides])


def shared_by(sides: tuple[Side, ...]) -> Rect | None:
    """What every photo of a movement covers, in reference px; None where that would cut the face of the first."""
    return _single.of(sides, (), lambda: (_with_core(covered(sides), sides[0]),))[0]


def upright_rect(side: Side) -> Rect | None:
    """The upright rectangle that a turned photo covers, in reference px; None where that would cut the face."""
    return _single.of((side,), (), lambda: (_upright(side),))[0]


def _upright(side: Side) -> Rect | None:
    return _with_core(covered([side]), side)


def _with_core(found: Rect | None, side: Side) -> Rect | None:
    """The rectangle where it holds the face of a photo."""
    core = core_of(side)
    return None if found is None or (core is not None and not holds(found, core)) else found


def _outline(side: Side, offset: Similarity = IDENTITY) -> list[Point]:
    onto = side.to_reference.then(offset)
    return [onto.point(corner) for corner in Rect(0, 0, side.photo.width, side.photo.height).corners]


def _common(outlines: Sequence[Sequence[Point]]) -> Rect | None:
    """The upright rectangle within all the outlines."""
    found: Rect | None = bounds(outlines[0])
    for outline in outlines[1:]:
        found = None if found is None else overlap(found, bounds(outline))
    return None if found is None else within(found, outlines)


def overlap(one: Rect, other: Rect) -> Rect | None:
    """What two rectangles have in common; None for nothing."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(x, y, right - x, bottom - y) if right > x and bottom > y else None


def holds(outer: Rect, inner: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and outer.right >= inner.right and outer.bottom >= inner.bottom


def _shared(pair: Pair, offset: Similarity) -> Rect | None:
    outlines = [_outline(side, offset if side is pair.after else IDENTITY) for side in pair.sides]
    found = _common(outlines)
    if found is None:
        return None
    core = core_of(pair.before)
    if core is not None:
        return found if holds(found, core) else None
    least = min(area.width * area.height for area in map(bounds, outlines))
    return found if found.width * found.height >= LEAST * least else None


def within(start: Rect, outlines: Sequence[Sequence[Point]]) -> Rect | None:
    """The rectangle, its sides moved in until it lies within every convex outline, each time where least is lost."""
    left, top, right, bottom = start.x, start.y, start.right, start.bottom
    edges = [edge for outline in outlines for edge in _edges(outline)]
    for _ in range(STEPS):
        worst, cut = 1e-6, None
        for nx, ny, least in edges:
            x, y = (left if nx > 0 else right), (top if ny > 0 else bottom)
            missing = least - (nx * x + ny * y)  # the corner farthest out of this edge
            if missing > worst:
                worst, cut = missing, (nx, ny)
        if cut is None:
            return Rect(left, top, right - left, bottom - top)
        nx, ny = cut
        lost_x = (bottom - top) * worst / abs(nx) if nx else float("inf")
        lost_y = (right - left) * worst / abs(ny) if ny else float("inf")
        if lost_x < lost_y:
            left, right = (left + worst / nx, right) if nx > 0 else (left, right + worst / nx)
        else:
            top, bottom = (top + worst / ny, bottom) if ny > 0 else (top, bottom + worst / ny)
        if right <= left or bottom <= top:
            return None
    return None


def _edges(outline: Sequence[Point]) -> list[tuple[float, float, float]]:
    """Each edge of a convex outline as (nx, ny, least): nx x + ny y >= least holds inside."""
    middle = bounds(outline).centre
    made = []
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
        nx, ny = -(y2 - y1) / length, (x2 - x1) / length
        if nx * (middle[0] - x1) + ny * (middle[1] - y1) < 0:
            nx, ny = -nx, -ny
        made.append((nx, ny, nx * x1 + ny * y1))
    return made
