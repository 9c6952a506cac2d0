"""Places on a face that labels leave free."""

from __future__ import annotations

import math

from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.geometry import Point, Rect, bounds
from facebalance_desktop.project.photo_grids import view_of

FACE_ACROSS, FACE_ABOVE, FACE_BELOW = 1.1, 1.5, 1.95
"""How far a face reaches from the middle of its pupils, in pupil distances."""
PUPIL, LIPS = 0.12, 0.06
"""Half a pupil's place and the rim round the lips, in pupil distances."""
OUTLINE = ("tr", "g", "n", "se", "prn", "c", "sn", "ls", "sto", "li", "sl", "pg", "me", "cerv")
"""The named points of a profile's outline, from the hairline down."""
POINT, PROFILE_LIPS = 0.02, 0.04
"""Half a point's place and the rim round the lips of a profile, in distances from sellion to menton."""
EYE_DOWN, EYE_BACK = (-0.03, 0.13), (0.05, 0.26)
"""Where the eye of a profile is, in the same distances down from the sellion and back: 18 marked profiles have the
outer canthus 0.05 (0.00 to 0.11) down and 0.20 (0.11 to 0.25) back."""


def face_area(middle: Point, iod: float) -> Rect:
    """The place of the face on the page, which labels of a screen leave free: between the ears, brow line to chin."""
    x, y = middle
    return Rect(x - FACE_ACROSS * iod, y - FACE_ABOVE * iod, 2 * FACE_ACROSS * iod, (FACE_ABOVE + FACE_BELOW) * iod)


def eyes_and_lips(pane: Pane, iod: float) -> list[Rect]:
    """The places of pupils and lips on the page, on which no words may lie even where figures are asked for."""
    to_page, points = pane.photo_to_page, pane.side.points
    reach = iod * to_page.scale
    pupils = [to_page.point(points[code].xy) for code in ("p_r", "p_l") if code in points]
    places = [Rect(x, y, 0.0, 0.0).grown(PUPIL * reach) for x, y in pupils]
    lips = [to_page.point(points[code].xy) for code in ("ch_r", "ch_l", "ls", "li") if code in points]
    return [*places, bounds(lips).grown(LIPS * reach)] if len(lips) > 2 else places


def profile_places(pane: Pane) -> list[Rect]:
    """The places of eye, lips and the outline's points of a profile on the page; none for another view."""
    view, points = view_of(pane.side.photo) or "", pane.side.points
    top = next((points[code].xy for code in ("se", "n") if code in points), None)
    low = next((points[code].xy for code in ("me", "pg") if code in points), None)
    if not view.startswith("profile-") or top is None or low is None:
        return []
    to_page = pane.photo_to_page
    reach = math.dist(top, low) * to_page.scale
    at = {code: to_page.point(points[code].xy) for code in OUTLINE if code in points}
    places = [Rect(x, y, 0.0, 0.0).grown(POINT * reach) for x, y in at.values()]
    lips = [at[code] for code in ("ls", "sto", "li") if code in at]
    if lips:
        places.append(bounds(lips).grown(PROFILE_LIPS * reach))
    return [*places, bounds([to_page.point(corner) for corner in _eye(top, low, view.endswith("right"))])]


def _eye(top: Point, low: Point, looks_right: bool) -> list[Point]:
    """The corners of the eye's place in the photo."""
    down = low[0] - top[0], low[1] - top[1]
    back = (-down[1], down[0]) if looks_right else (down[1], -down[0])
    return [
        (top[0] + d * down[0] + b * back[0], top[1] + d * down[1] + b * back[1]) for d in EYE_DOWN for b in EYE_BACK
    ]
