"""Drags on the page as ways in a photo."""

from __future__ import annotations

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point


def along_face(pane: Pane, dx: float, dy: float) -> Point:
    """The part of a drag (page points) that moves a line across the face: along the midline."""
    face = face_frame(pane.side.points)
    if face is None:
        return dx, dy
    x1, y1 = pane.photo_to_page.point(face.origin)
    x2, y2 = pane.photo_to_page.point((face.origin[0] + face.down[0], face.origin[1] + face.down[1]))
    scale = pane.photo_to_page.scale
    ux, uy = (x2 - x1) / scale, (y2 - y1) / scale
    along = dx * ux + dy * uy
    return along * ux, along * uy


def moved(pane: Pane, point: Point, dx: float, dy: float) -> Point:
    """A point of the photo (px) after a drag by page points."""
    x, y = pane.photo_to_page.point(point)
    return pane.page_to_photo((x + dx, y + dy))
