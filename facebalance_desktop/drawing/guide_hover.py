"""What a guide says where the pointer is on it: its name with its figures."""

from __future__ import annotations

from facebalance_desktop.drawing.guide_drawings import guide_segment
from facebalance_desktop.drawing.panes import Pane
from facebalance_desktop.drawing.scene import guides_of_side
from facebalance_desktop.geometry import Point, distance_to_segment
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.model import Project


def guide_words_at(project: Project, pair: Pair, pane: Pane, at: Point, reach: float) -> str:
    """The label of the guide's line or angle within `reach` of `at` (page points), the nearest; empty for none.

    A line of a guide that also has figures on the face, as thirds have, says them as well.
    """
    shown = frozenset(state.id for state in project.guides if state.is_shown)
    if not shown or not pane.contains(at):
        return ""
    guides = guides_of_side(pane.side, shown, pane.side.to_reference, pair.after is None)
    near: list[tuple[float, str]] = []
    for line in guides.lines:
        ends = guide_segment(line, guides.extent, pane.photo_to_page, pane.frame)
        if ends is not None and line.label:
            figures = [note.text for note in guides.notes if note.guide == line.guide]
            near.append((distance_to_segment(at, *ends), "   ".join((line.label, *figures))))
    for arc in guides.arcs:
        start, vertex, end = (pane.photo_to_page.point(point) for point in (arc.start, arc.vertex, arc.end))
        near.append((min(distance_to_segment(at, start, vertex), distance_to_segment(at, vertex, end)), arc.label))
    found = min(near, default=(reach, ""))
    return found[1] if found[0] < reach else ""
