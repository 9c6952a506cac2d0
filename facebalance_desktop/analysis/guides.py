"""Guides as lines in the pixels of their photo.

The frame of a face is its pupil line (x axis, from the subject's right pupil to the left) and the perpendicular through
the middle of the pupils (Emotrics' midline, Guarin et al. 2018). Lines through points that nobody has confirmed are
estimated: drawn dashed, their figures with a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from facebalance_desktop.analysis import frontal_guides, profile_guides
from facebalance_desktop.analysis.frontal_guides import THIRDS, Thirds, thirds, tilt_to_pupils
from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guide_shapes import (
    FaceFrame,
    FaceGuides,
    GuideArc,
    GuideLine,
    GuideNote,
    extent_of,
    face_frame,
    is_sure,
)
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point

__all__ = [
    "COLOURS",
    "GUIDES",
    "THIRDS",
    "FaceFrame",
    "FaceGuides",
    "GuideArc",
    "GuideLine",
    "GuideNote",
    "Thirds",
    "face_frame",
    "face_guides",
    "is_sure",
    "thirds",
    "tilt_to_pupils",
]

GUIDES: tuple[tuple[str, str], ...] = tuple((kind.id, kind.name) for kind in guide_kinds().values())
"""Id and name of each guide, in the order of the panel."""
COLOURS: Mapping[str, str] = {kind.id: kind.colour for kind in guide_kinds().values()}
NO_PUPILS = "The guides from the front need both pupils; place them by hand."


def face_guides(points: Mapping[str, Landmark], shown: frozenset[str], vertical: Point = (0.0, 1.0)) -> FaceGuides:
    """The lines and figures of the guides in `shown` for one face, in px of its photo.

    `vertical` is the unit vector that points down in the levelled picture. The grid is no part of a face: it is one for
    both photos and drawn with the scene.
    """
    if not shown:
        return FaceGuides()
    frame = face_frame(points)
    parts: list[FaceGuides] = []
    lacks_pupils = False
    for kind in guide_kinds().values():
        if kind.id not in shown:
            continue
        if kind.draw in profile_guides.MAKERS:
            parts.append(profile_guides.MAKERS[kind.draw](kind, points, vertical))
        elif kind.draw in frontal_guides.MAKERS:
            if frame is None:
                lacks_pupils = True
            else:
                parts.append(frontal_guides.MAKERS[kind.draw](kind, points, frame))
    return FaceGuides(
        _named_once([line for part in parts for line in part.lines]),
        tuple(note for part in parts for note in part.notes),
        ((NO_PUPILS,) if lacks_pupils else ()) + tuple(sentence for part in parts for sentence in part.missing),
        tuple(arc for part in parts for arc in part.arcs),
        extent_of(points, frame),
    )


def _named_once(lines: Sequence[GuideLine]) -> tuple[GuideLine, ...]:
    """The lines; of those that lie on each other with the same name, the first alone bears it."""
    seen: set[tuple[Point, str]] = set()
    made = []
    for line in lines:
        name = (line.through, line.label)
        made.append(replace(line, label="", band=None) if name in seen else line)
        seen.add(name)
    return tuple(made)
