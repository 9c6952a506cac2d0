"""The outline of a face's features for laying the before photo's over the after photo: what was traced, or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.translation import tr

ON: Mapping[str, str] = {
    "right upper lid": "ps_r",
    "right lower lid": "pi_r",
    "left upper lid": "ps_l",
    "left lower lid": "pi_l",
    "upper lip": "ls",
    "mouth line": "sto",
    "lower lip": "li",
    "right wing of the nose": "al_r",
    "left wing of the nose": "al_l",
    "chin and jaw": "me",
}
"""The named point that lies on each contour."""
AWAY = 2.5
"""% of the pupil distance: a contour further from a point set by hand was traced wrongly."""
NOT_TRACED = tr("Before outline: no contour of the before photo is clear enough to be traced, so nothing is drawn.")


def contours(face: Face | None, points: Mapping[str, Landmark]) -> Mapping[str, tuple[tuple[Point, ...], ...]]:
    """The traced contours (faces.tracing) by name, each in one or more runs of px of the photo.

    Nothing is drawn through points alone: a curve of our own choice would look like the patient's outline.
    """
    if face is None:
        return {}
    found = {}
    for name, made in _traced(face).items():
        point = points.get(ON.get(name, ""))
        if point is not None and point.is_by_hand:
            nearest = min((distance(place, point.xy) for run in made for place in run), default=0.0)
            if 100 * nearest > AWAY * face.iod:
                continue
        found[name] = made
    return found


def _traced(face: Face) -> Mapping[str, tuple[tuple[Point, ...], ...]]:
    """The runs as the face has them; none where a file holds something else in their place."""
    try:
        return {
            str(name): tuple(tuple((float(x), float(y)) for x, y in run) for run in runs)
            for name, runs in face.extra.get("contours", {}).items()
        }
    except (AttributeError, TypeError, ValueError):
        return {}
