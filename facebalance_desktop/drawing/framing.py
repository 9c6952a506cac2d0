"""What is framed: the head, the whole photo, a region of the face; always in px of the reference frame."""

from __future__ import annotations

import math
from collections.abc import Mapping

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.faces.regions import outline_of, regions_named
from facebalance_desktop.geometry import Point, Rect, bounds
from facebalance_desktop.project.derived import Pair, Side
from facebalance_desktop.translation import tr

HEAD_ACROSS, HEAD_ABOVE, HEAD_BELOW = 4.4, 2.7, 3.1
"""The head-and-neck frame round the middle of the pupils, in iod: whole width, height above, height below."""
FACE_ABOVE, FACE_BELOW = 1.8, 2.35
"""The frame of the face alone, about the middle of the pupils, in iod."""
EARS = 2.9
"""Width of a head with its ears and a little air, in iod."""
TURNED, BEHIND = 20.0, 1.2
"""Degrees of yaw from which a head counts as turned, and how far behind the eyes its middle lies, in iod."""
MARGIN = 0.12
"""Air round a region, in shares of its larger side."""

REGIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "eyes": (tr("Eyes"), ("upper-eyelid", "lower-eyelid", "brow")),
    "nose": (tr("Nose"), ("nose",)),
    "lips": (tr("Lips"), ("upper-lip", "lower-lip")),
    "chin": (tr("Chin"), ("chin",)),
    "cheeks": (tr("Cheeks"), ("cheek",)),
    "jaw": (tr("Jaw"), ("jaw",)),
    "forehead": (tr("Forehead"), ("forehead",)),
}
"""Region presets: name and the regions of the face that they frame, in the order of their keys."""


def whole_frame(pair: Pair) -> Rect:
    """The whole before photo in the reference frame, in reference px."""
    return whole_of(pair.before)


def whole_of(side: Side) -> Rect:
    corners = Rect(0, 0, side.photo.width, side.photo.height).corners
    return bounds(side.to_reference.point(corner) for corner in corners)


def head_frame(pair: Pair) -> Rect:
    """The clinical frame: head and neck of the before photo; the whole photo where no face is known.

    Its size in pupil distances is constant, so that a head is as large at every visit.
    """
    return head_of(pair.before)


def head_of(side: Side) -> Rect:
    face = face_frame(side.points)
    if face is None:
        return whole_of(side)
    x, y = side.to_reference.point(face.origin)
    iod = face.iod * side.to_reference.scale
    yaw = abs(_yaw(side))
    if yaw > TURNED and "prn" in side.points:  # the eyes stand closer, and most of the head lies behind them
        iod /= math.cos(math.radians(min(yaw, 60.0)))
        nose, _ = side.to_reference.point(side.points["prn"].xy)
        x -= math.copysign(BEHIND * math.sin(math.radians(yaw)) * iod, nose - x)
    return Rect(x - HEAD_ACROSS / 2 * iod, y - HEAD_ABOVE * iod, HEAD_ACROSS * iod, (HEAD_ABOVE + HEAD_BELOW) * iod)


def tall_head_frame(pair: Pair, aspect: float) -> Rect:
    """The clinical frame for a tall, narrow pane of this width over height: with less beside the head, never less than
    from ear to ear; unchanged for a turned head, and where no face is known."""
    head = head_frame(pair)
    if face_frame(pair.before.points) is None or abs(_yaw(pair.before)) > TURNED:
        return head
    unit = head.width / HEAD_ACROSS
    width = min(head.width, max(aspect * head.height, EARS * unit))
    return Rect(head.centre[0] - width / 2, head.y, width, head.height)


def face_of(side: Side) -> Rect:
    """From above the hairline to below the chin, as wide as the head's frame; the whole photo without a face."""
    head = head_of(side)
    if face_frame(side.points) is None:
        return head
    unit = head.height / (HEAD_ABOVE + HEAD_BELOW)
    return Rect(head.x, head.y + (HEAD_ABOVE - FACE_ABOVE) * unit, head.width, (FACE_ABOVE + FACE_BELOW) * unit)


def _yaw(side: Side) -> float:
    face = side.photo.face
    return 0.0 if face is None or face.pose is None else face.pose.yaw


def region_frame(pair: Pair, name: str) -> Rect | None:
    """A region preset in the reference frame, large enough for both photos; None where no face was found."""
    corners: list[Point] = []
    for side in pair.sides:
        if side.photo.face is None:
            continue
        mesh = side.photo.face.xy
        for region in regions_named(REGIONS[name][1]):
            corners.extend(side.to_reference.point(corner) for corner in outline_of(region, mesh))
    if not corners:
        return None
    area = bounds(corners)
    return area.grown(MARGIN * max(area.width, area.height, 1.0))
