"""Zones that one click puts on a face: rows of the zone table laid on the patient's own mesh, then ordinary zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from facebalance_desktop import resources
from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.transfer import Sight, Surface, carry
from facebalance_desktop.resources import Row
from facebalance_desktop.translation import sided, tr

SCHEMATIC = tr("schematic, adjust")
SIDES = ("right", "left")

Corner = tuple[int, float, float]
"""A mesh index, and how far from it: out from the midline and down, in pupil distances."""


@dataclass(frozen=True)
class ZoneTemplate:
    """One zone of the table for one side; `id` ends in -right or -left for paired ones."""

    id: str
    zone: str
    name: str
    side: str
    part: str
    regions: tuple[str, ...]
    corners: tuple[Corner, ...]
    source: str


@dataclass(frozen=True)
class ZoneTemplates:
    """Every template by its id, and a sentence for each row that was left out."""

    by_id: Mapping[str, ZoneTemplate]
    problems: tuple[str, ...] = ()

    def sides_of(self, zone: str) -> tuple[ZoneTemplate, ...]:
        """The template of a midline zone, or right and left of a paired one."""
        return tuple(item for item in self.by_id.values() if item.zone == zone)

    @property
    def zones(self) -> Mapping[str, str]:
        """Names by zone id, in the order of the table."""
        return {item.zone: item.name.split(tr(", right"))[0].split(tr(", left"))[0] for item in self.by_id.values()}


@lru_cache(maxsize=4)
def load_templates(clinic: resources.ClinicFolder | None = None) -> ZoneTemplates:
    """The zone table with the clinic's own zones in it."""
    table = resources.table("zones", clinic, check_row)
    made: dict[str, ZoneTemplate] = {}
    for row in table.rows:
        corners = _corners(row)
        other = _mirrored(corners)
        regions = tuple(row.get("regions", ()))
        if row["side"] == "pair":
            for side, own in zip(SIDES, (corners, other), strict=True):
                made[f"{row['id']}-{side}"] = ZoneTemplate(
                    f"{row['id']}-{side}",
                    row["id"],
                    sided(row["name"], side),
                    side,
                    row["part"],
                    regions,
                    own,
                    row["source"],
                )
        else:
            mirror = mirror_indices()
            closed = corners + tuple(c for c, (i, *_) in zip(other[::-1], corners[::-1], strict=True) if mirror[i] != i)
            made[row["id"]] = ZoneTemplate(
                row["id"], row["id"], row["name"], "middle", row["part"], regions, closed, row["source"]
            )
    return ZoneTemplates(made, table.problems)


def check_row(row: Row) -> None:
    if row["side"] not in ("pair", "midline"):
        raise ValueError(tr('side must be "pair" or "midline"'))
    if not isinstance(row["name"], str) or not isinstance(row["part"], str):
        raise ValueError(tr("name and part must be text"))
    if len(_corners(row)) < 3:
        raise ValueError(tr("an outline needs three corners"))


def _corners(row: Row) -> tuple[Corner, ...]:
    made: list[Corner] = []
    for corner in row["outline"]:
        index, out, down = corner if isinstance(corner, list) else (corner, 0.0, 0.0)
        if not isinstance(index, int) or not 0 <= index < 478:
            raise ValueError(tr("a corner of the outline must be a mesh index from 0 to 477"))
        made.append((index, float(out), float(down)))
    return tuple(made)


def _mirrored(corners: tuple[Corner, ...]) -> tuple[Corner, ...]:
    mirror = mirror_indices()
    return tuple((mirror[i], -out, down) for i, out, down in corners)


@dataclass(frozen=True)
class Placed:
    """A template on a face: its corners in px and how well the place can be seen in this photo."""

    points: tuple[Point, ...]
    sight: Sight


def place(template: ZoneTemplate, surface: Surface) -> Placed:
    """Lay a template on a face. Positive `out` is to the subject's right, which is image left of an upright face."""
    mesh = surface.mesh
    across = mesh[263, :2] - mesh[33, :2]
    across = across / max(float(np.linalg.norm(across)), 1e-9)
    down = np.array([-across[1], across[0]])
    points = []
    for index, out, fall in template.corners:
        x, y = mesh[index, :2] - across * out * surface.iod + down * fall * surface.iod
        points.append((float(x), float(y)))
    on_mesh = [(float(mesh[i][0]), float(mesh[i][1])) for i, _, _ in template.corners]
    return Placed(tuple(points), _sight(surface, template, on_mesh))


def _sight(surface: Surface, template: ZoneTemplate, corners: list[Point]) -> Sight:
    """How well the template's mesh points can be seen, carried from the frontal reference face."""
    face = frontal()
    if any(out or down for _, out, down in template.corners):
        return "doubtful"
    own = [(float(face.mesh[i][0]), float(face.mesh[i][1])) for i, _, _ in template.corners]
    middle = tuple(np.mean(own, axis=0))
    inner = [(p[0] * 0.6 + middle[0] * 0.4, p[1] * 0.6 + middle[1] * 0.4) for p in own]
    return carry(face, surface, inner).sight


@lru_cache(maxsize=1)
def frontal() -> Surface:
    """The reference face as a surface."""
    return Surface(np.asarray(reference_face(), dtype=np.float64))


def side_of(x: float) -> str:
    """right, left or middle: the side of the subject's face of a place on the reference face (mm from the midline)."""
    if abs(x) < 6.0:
        return "middle"
    return "right" if x < 0 else "left"
