"""The regions of the face: one vocabulary for exclusion from alignment, presets, templates and measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from facebalance_desktop import resources
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.geometry import Array, Point, distance_to_segment, is_inside
from facebalance_desktop.translation import sided

MARGIN = 5.0
"""A treatment is taken to move the face this far beyond its region, on the reference face (mm of an average adult)."""


@dataclass(frozen=True)
class Region:
    """One region: `outline` holds mesh indices in order, `points` the named points that its treatment may move.

    `kind` is the id without the side: `cheek` for `cheek_r` and `cheek_l`.
    """

    id: str
    kind: str
    name: str
    outline: tuple[int, ...]
    points: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def regions() -> Mapping[str, Region]:
    """Every region by its id; paired ones as `_r` and `_l`, the subject's right and left."""
    made: dict[str, Region] = {}
    mirror, kinds = mirror_indices(), point_kinds()
    for row in resources.table("regions").rows:
        own = tuple(row["outline"])
        other = tuple(mirror[i] for i in own)
        points = tuple(row["points"])
        opposite = tuple(kinds[name].mirrored for name in points)
        if row["side"] == "pair":
            right, left = f"{row['id']}_r", f"{row['id']}_l"
            made[right] = Region(right, row["id"], sided(row["name"], "right"), own, points, row["source"])
            made[left] = Region(left, row["id"], sided(row["name"], "left"), other, opposite, row["source"])
        else:
            closed = (*own, *(i for i in reversed(other) if mirror[i] != i))
            both = tuple(dict.fromkeys((*points, *opposite)))
            made[row["id"]] = Region(row["id"], row["id"], row["name"], closed, both, row["source"])
    return made


def regions_named(names: Iterable[str]) -> tuple[Region, ...]:
    """The regions with these ids or kinds: `cheek` stands for both cheeks. KeyError for an unknown name."""
    known = regions()
    found: dict[str, Region] = {}
    for name in names:
        same = [known[name]] if name in known else [region for region in known.values() if region.kind == name]
        if not same:
            raise KeyError(name)
        found.update({region.id: region for region in same})
    return tuple(found.values())


def region_names() -> tuple[str, ...]:
    """Every id and every kind that `regions_named` takes."""
    return tuple(dict.fromkeys((*(region.kind for region in regions().values()), *regions())))


def outline_of(region: Region, mesh: Array) -> tuple[Point, ...]:
    """The corners of a region on a face, px of the upright photo; none for a region outside the mesh (the neck)."""
    return tuple((float(mesh[i][0]), float(mesh[i][1])) for i in region.outline)


def points_of(names: Iterable[str]) -> frozenset[str]:
    """The named points that treatments of the named regions may move."""
    return frozenset(point for region in regions_named(names) for point in region.points)


def mesh_points_of(names: Iterable[str]) -> frozenset[int]:
    """The mesh points that treatments of the named regions may move: those inside or within MARGIN of an outline."""
    return frozenset(i for region in regions_named(names) for i in _mesh_points(region.id))


@lru_cache(maxsize=64)
def _mesh_points(region_id: str) -> tuple[int, ...]:
    face = reference_face()
    corners = outline_of(regions()[region_id], face)
    if not corners:
        return ()
    sides = tuple(zip(corners, (*corners[1:], corners[0]), strict=True))
    places = [(float(x), float(y)) for x, y, _ in face]
    return tuple(
        i
        for i, place in enumerate(places)
        if is_inside(place, corners) or min(distance_to_segment(place, p, q) for p, q in sides) <= MARGIN
    )
