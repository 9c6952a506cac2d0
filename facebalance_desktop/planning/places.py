"""Where on the face a drawing lies: the zone of the table that it is, all that it touches, and the side.

Everything is compared on the frontal reference face (mm of an average adult), to which the drawing is carried through
the mesh of its own photo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.geometry import Point, is_inside
from facebalance_desktop.planning.annotations import Annotation, outline, strokes
from facebalance_desktop.planning.shapes import smooth
from facebalance_desktop.planning.templates import ZoneTemplate, ZoneTemplates, frontal, place, side_of
from facebalance_desktop.planning.transfer import Surface, carry

LEFT, TOP, RIGHT, BOTTOM = -100, -90, 100, 190
"""The grid of whole mm on which areas are compared."""
LEAST_ALIKE = 0.04
"""Shared area over joint area below which a drawn zone is not said to be a zone of the table."""
TOUCHED = 0.10
"""Share of the drawing, or of the zone of the table, from which the one is said to touch the other."""
REACH = 3.0
"""mm round a point or a stroke of a needle that count as touched."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Place:
    """`template` is the zone of the table that a drawing is, None for none; `zones` are all it touches, by zone id."""

    template: ZoneTemplate | None
    zones: frozenset[str]
    side: str


NOWHERE = Place(None, frozenset(), "")


def place_of(item: Annotation, surface: Surface, templates: ZoneTemplates) -> Place:
    """Where a drawing on the photo of `surface` lies."""
    corners = outline(item) if item.is_zone else _stations(item)
    if not corners:
        return NOWHERE
    there = carry(surface, frontal(), corners).points
    drawn = mask_of(there) if item.is_zone else None
    if drawn is None or not drawn.any():
        return _of_points(there, templates)
    return _of_area(drawn, templates)


@lru_cache(maxsize=256)
def zones_within(zone: str, templates: tuple[ZoneTemplate, ...]) -> frozenset[str]:
    """A zone of the table with all zones it touches, by zone id; itself alone where the table does not have it."""
    masks, found = _masks(templates), {zone}
    own = [masks[template.id] for template in templates if template.zone == zone]
    for template in templates:
        mask = masks[template.id]
        if any(int((drawn & mask).sum()) >= TOUCHED * int(mask.sum()) > 0 for drawn in own):
            found.add(template.zone)
    return frozenset(found)


def _stations(item: Annotation) -> tuple[Point, ...]:
    """Points along what is no area."""
    if item.kind == "point":
        return item.points[:1]
    return tuple(
        (p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share)
        for p, q in strokes(item)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )


def _of_area(drawn: Mask, templates: ZoneTemplates) -> Place:
    own = int(drawn.sum())
    best: tuple[float, ZoneTemplate | None] = (LEAST_ALIKE, None)
    zones = set()
    for template_id, mask in _masks(as_key(templates)).items():
        template = templates.by_id[template_id]
        shared, whole = int((drawn & mask).sum()), int(mask.sum())
        if shared >= TOUCHED * own or shared >= TOUCHED * whole > 0:
            zones.add(template.zone)
        alike = shared / max(own + whole - shared, 1)
        if alike > best[0]:
            best = alike, template
    columns = np.nonzero(drawn)[1]
    return Place(best[1], frozenset(zones), side_of(float(columns.mean()) + LEFT))


def _of_points(points: Sequence[Point], templates: ZoneTemplates) -> Place:
    """Of a needle's way: the smallest zone in which most of it lies."""
    counts: dict[str, int] = {}
    zones = set()
    areas = {template_id: int(mask.sum()) for template_id, mask in _masks(as_key(templates)).items()}
    for template_id, corners in _outlines(as_key(templates)).items():
        held = sum(is_inside(point, corners) for point in points)
        if held:
            counts[template_id] = held
        near = [(x + dx, y + dy) for x, y in points for dx, dy in ((-REACH, 0), (REACH, 0), (0, -REACH), (0, REACH))]
        if held or any(is_inside(point, corners) for point in near):
            zones.add(templates.by_id[template_id].zone)
    best = max(counts, key=lambda name: (counts[name], -areas[name]), default=None)
    middle = sum(x for x, _ in points) / len(points)
    return Place(None if best is None else templates.by_id[best], frozenset(zones), side_of(middle))


def mask_of(corners: Sequence[Point]) -> Mask:
    """The mm of the grid whose middle lies inside a closed run of corners (even-odd rule)."""
    mask = np.zeros((BOTTOM - TOP, RIGHT - LEFT), dtype=np.bool_)
    if len(corners) < 3:
        return mask
    points = np.asarray(corners, dtype=np.float64)
    x, y = np.meshgrid(np.arange(LEFT, RIGHT) + 0.5, np.arange(TOP, BOTTOM) + 0.5)
    for (x1, y1), (x2, y2) in zip(points, np.roll(points, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        rows = slice(max(0, int(min(y1, y2)) - TOP - 1), max(0, int(max(y1, y2)) - TOP + 2))
        crossed = (y1 > y[rows]) != (y2 > y[rows])
        with np.errstate(over="ignore"):  # an edge of no height but rounding meets its row nowhere or everywhere
            mask[rows] ^= crossed & (x[rows] < (x2 - x1) * (y[rows] - y1) / (y2 - y1) + x1)
    return mask


def as_key(templates: ZoneTemplates) -> tuple[ZoneTemplate, ...]:
    """The table as a value that results are remembered by."""
    return tuple(templates.by_id.values())


@lru_cache(maxsize=4)
def _outlines(templates: tuple[ZoneTemplate, ...]) -> Mapping[str, tuple[Point, ...]]:
    return {template.id: smooth(place(template, frontal()).points) for template in templates}


@lru_cache(maxsize=4)
def _masks(templates: tuple[ZoneTemplate, ...]) -> Mapping[str, Mask]:
    return {name: mask_of(corners) for name, corners in _outlines(templates).items()}
