"""The before photo's contours where its face lies on the after photo."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from facebalance_desktop.analysis.contours import contours
from facebalance_desktop.drawing.guide_drawings import DrawingPlace
from facebalance_desktop.drawing.primitives import Drawing, Line, Stroke, Text
from facebalance_desktop.drawing.text_colour import for_words
from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.translation import tr

Run = tuple[Point, ...]
NEAR = 0.1
"""Page points by which a run may be off while the picture moves: a quarter of a pixel on a screen of 1920 px."""
KEPT = 8

_traced: IdentityCache[tuple[Run, ...]] = IdentityCache(KEPT)
_thinned: IdentityCache[tuple[Run, ...]] = IdentityCache(KEPT)


def outline_drawings(
    before: Side, after: Side, place: DrawingPlace, style: tuple[str, float], is_moving: bool
) -> list[Drawing]:
    """The contours on the after photo; a quarter of their corners while the picture moves, which shows the same."""
    to_page = before.to_reference.then(after.to_reference.inverse()).then(place.photo_to_page)
    colour, width = style
    runs = runs_of(before.photo.face, before.points)
    if is_moving:
        runs = thinned(runs, NEAR / to_page.scale)
    drawn: list[Drawing] = [Line(tuple(to_page.point(point) for point in run), Stroke(colour, width)) for run in runs]
    if runs:
        x, y = to_page.point(runs[0][0])
        at = (x, y - 1.6 * place.size)
        text = Text(tr("Before outline"), at, place.size, for_words(colour), "centre", "bottom")
        place.labels.place(text, [(0.0, -step * place.size * 2.0) for step in range(4)])
    return drawn


def runs_of(face: Face | None, points: Mapping[str, Landmark]) -> tuple[Run, ...]:
    """All runs of a face's contours in px of its photo, remembered."""
    return _traced.of(
        (face, points), (), lambda: tuple(run for runs in contours(face, points).values() for run in runs)
    )


def thinned(runs: tuple[Run, ...], reach: float) -> tuple[Run, ...]:
    """The same within `reach` px with as few of the corners as that takes, the ends among them; remembered for the next
    smaller power of two."""
    step = math.floor(math.log2(reach))
    return _thinned.of((runs,), (step,), lambda: tuple(_with_fewer_corners(run, 2.0**step) for run in runs))


def _with_fewer_corners(run: Run, reach: float) -> Run:
    kept = cv2.approxPolyDP(np.array(run, dtype=np.float32), reach, closed=False)[:, 0]
    return tuple((float(x), float(y)) for x, y in kept)
