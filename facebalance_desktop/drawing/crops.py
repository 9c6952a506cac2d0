"""The part of a photo that a figure shows: cropped alike, without an edge, and as wide as its place on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.drawing.clean import core_of, covered, holds, overlap
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.derived import Side

UNIT = Rect(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Cell:
    """One place of a figure: a photo (None leaves it empty), the part of the reference frame it shows, its words.

    `limit` is what the photos cover: a wide place shows more of it than `frame`. None: no more than the frame.
    """

    side: Side | None
    frame: Rect
    title: str = ""
    facts: str = ""
    limit: Rect | None = None


def cropped(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Cells that show the part of their frames which every photo covers, the same in all rows with a face.

    Photos of a row have one frame. Rows whose photos do not share the face stay as they are.
    """
    faces = [row for row in rows if _is_face(row)]
    shares = [share for row in faces if (share := _share(row)) is not None]
    common: Rect | None = shares[0] if shares and len(shares) == len(faces) else None
    for share in shares[1:]:
        common = None if common is None else overlap(common, share)
    return tuple(_with(row, common if _is_face(row) else _share(row)) for row in rows)


def _is_face(row: Sequence[Cell]) -> bool:
    first = next(cell.side for cell in row if cell.side is not None)
    return face_frame(first.points) is not None


def _share(row: Sequence[Cell]) -> Rect | None:
    """What the photos of a row cover, in shares of its frame."""
    area, frame = covered([cell.side for cell in row if cell.side is not None]), row[0].frame
    if area is None:
        return None
    x, y = (area.x - frame.x) / frame.width, (area.y - frame.y) / frame.height
    return Rect(x, y, area.width / frame.width, area.height / frame.height)


def _with(row: Sequence[Cell], share: Rect | None) -> tuple[Cell, ...]:
    part = None if share is None else overlap(UNIT, share)
    if share is None or part is None:
        return tuple(row)
    frame, limit = (_placed(row[0].frame, area) for area in (part, share))
    first = next(cell.side for cell in row if cell.side is not None)
    core = core_of(first)
    if core is not None and not holds(frame, core):
        return tuple(row)
    return tuple(replace(cell, frame=frame, limit=limit) for cell in row)


def _placed(frame: Rect, share: Rect) -> Rect:
    x, y = frame.x + share.x * frame.width, frame.y + share.y * frame.height
    return Rect(x, y, share.width * frame.width, share.height * frame.height)


def widest(cells: Sequence[Cell]) -> float:
    """How wide for its height a place may be so that every photo fills it, about the middle of its frame."""
    found = []
    for cell in cells:
        frame, limit = cell.frame, cell.limit or cell.frame
        x, _ = frame.centre
        found.append(max(2 * min(x - limit.x, limit.right - x), frame.width) / frame.height)
    return min(found)


def on_whole_px(area: Rect) -> Rect:
    """The largest rectangle of whole px within an area, so that a photo that is not turned is copied as it is."""
    x, y = math.ceil(area.x - 1e-6), math.ceil(area.y - 1e-6)
    return Rect(x, y, math.floor(area.right + 1e-6) - x, math.floor(area.bottom + 1e-6) - y)
