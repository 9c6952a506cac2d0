"""Guides as lines in the pixels of their photo.

The frame of a face is its pupil line (x axis, from the subject's right pupil to the left) and the perpendicular through
the middle of the pupils (Emotrics' midline, Guarin et al. 2018). Lines through points that are not confirmed are
estimated: drawn dashed. Every figure has a range, also of points that a human set: people differ, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from facebalance_desktop.analysis import frontal_guides, profile_guides
from facebalance_desktop.analysis.frontal_guides import THIRDS, Thirds, thirds, tilt_to_pupils
from facebalance_desktop.analysis.guide_gate import Conditions, refusal, refusals
from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guide_shapes import (
    FaceFrame,
    FaceGuides,
    GuideArc,
    GuideBasis,
    GuideLine,
    GuideNote,
    extent_of,
    face_frame,
    is_sure,
)
from facebalance_desktop.analysis.precision import PointErrors
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.geometry import Point
from facebalance_desktop.translation import tr

__all__ = [
    "COLOURS",
    "GUIDES",
    "THIRDS",
    "Conditions",
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
NO_PUPILS = tr("The guides from the front need both pupils; place them by hand.")
NO_YAW = tr("The rotation of the head is not known: judge by eye whether left and right may be compared.")


def face_guides(
    points: Mapping[str, Landmark], shown: frozenset[str], conditions: Conditions, vertical: Point = (0.0, 1.0)
) -> FaceGuides:
    """The lines and figures of the guides in `shown` for one face, in px of its photo, where view and pose allow them.

    `vertical` is the unit vector that points down in the levelled picture. The grid is no part of a face: it is one for
    both photos and drawn with the scene.
    """
    if not shown:
        return FaceGuides()
    frame = face_frame(points)
    basis = GuideBasis(points, frame, PointErrors.of(points, conditions.errors), conditions, vertical)
    asked = [kind for kind in guide_kinds().values() if kind.id in shown]
    parts: list[FaceGuides] = []
    lacks_pupils = is_sided = False
    for kind in asked:
        if refusal(kind, conditions) is not None:
            continue
        if kind.draw in profile_guides.MAKERS:
            parts.append(profile_guides.MAKERS[kind.draw](kind, basis))
        elif kind.draw in frontal_guides.MAKERS:
            lacks_pupils, is_sided = lacks_pupils or frame is None, is_sided or kind.is_sided
            if frame is not None:
                parts.append(frontal_guides.MAKERS[kind.draw](kind, basis))
    return FaceGuides(
        _named_once([line for part in parts for line in part.lines]),
        _said_once([note for part in parts for note in part.notes]),
        ((NO_PUPILS,) if lacks_pupils else ()) + tuple(sentence for part in parts for sentence in part.missing),
        tuple(arc for part in parts for arc in part.arcs),
        extent_of(points, frame),
        refusals(asked, conditions),
        (NO_YAW,) if is_sided and conditions.pose is None and frame is not None else (),
    )


def _said_once(notes: Sequence[GuideNote]) -> tuple[GuideNote, ...]:
    """The notes; how the head is tipped once, however many guides tell it."""
    seen: set[str] = set()
    made = []
    for note in notes:
        if not note.text.startswith(("chin", "head")) or note.text not in seen:
            made.append(note)
        seen.add(note.text)
    return tuple(made)


def _named_once(lines: Sequence[GuideLine]) -> tuple[GuideLine, ...]:
    """The lines; of those that lie on each other with the same name, the first alone bears it."""
    seen: set[tuple[Point, str]] = set()
    made = []
    for line in lines:
        name = (line.through, line.label)
        made.append(replace(line, label="", band=None) if name in seen else line)
        seen.add(name)
    return tuple(made)
