"""The named points that the shown guides of a project ask of a photo."""

from __future__ import annotations

from facebalance_desktop.analysis.guide_gate import refusal
from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guide_shapes import face_frame
from facebalance_desktop.project.derived import Side, conditions_of
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.project.model import Project

_shown: IdentityCache[tuple[str, ...]] = IdentityCache(8)


def shown_codes(project: Project, side: Side) -> tuple[str, ...]:
    """Codes of the points with a handle on a photo, for the guides now shown that it can carry, each once."""
    return _shown.of((project, side), (), lambda: _codes(project, side))


def _codes(project: Project, side: Side) -> tuple[str, ...]:
    conditions = conditions_of(side.photo)
    asked = (kind for kind in guide_kinds().values() if project.is_guide_shown(kind.id))
    kinds = (kind for kind in asked if refusal(kind, conditions) is None)
    codes = [code for kind in kinds for code in kind.points]
    return tuple(dict.fromkeys(codes))


def missing_points(project: Project, side: Side) -> tuple[str, ...]:
    """Codes of the points that the shown guides need and this photo lacks, each once, in the guides' order."""
    conditions = conditions_of(side.photo)
    codes: dict[str, None] = {}
    for kind in guide_kinds().values():
        if not project.is_guide_shown(kind.id) or refusal(kind, conditions) is not None:
            continue
        needed = kind.points if kind.view != "frontal" or face_frame(side.points) else ("p_r", "p_l", *kind.points)
        for code in needed:
            point = side.points.get(code)
            if point is None or (code.startswith("border") and not point.is_by_hand):
                codes.setdefault(code)
    return tuple(codes)
