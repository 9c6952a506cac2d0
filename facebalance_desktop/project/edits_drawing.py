"""Edits of guides and measures: functions from a project to the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Unpack

from facebalance_desktop.project.changes import GuideChanges, MeasureChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import GuideState, Project


def show_guide(guide_id: str, is_shown: bool) -> Edit:
    return _change_guide(guide_id, is_shown=is_shown)


def style_guide(guide_id: str, colour: str | None, width: float | None) -> Edit:
    """Another colour and width (page points) for a guide; None: the table's."""
    return _change_guide(guide_id, colour=colour, width=width)


def show_only_guides(guide_ids: Collection[str]) -> Edit:
    """A named set: these guides are shown, the others are not; their looks stay."""

    def edit(project: Project) -> Project:
        known = {state.id for state in project.guides}
        states = tuple(replace(state, is_shown=state.id in guide_ids) for state in project.guides)
        fresh = tuple(GuideState(guide_id, True) for guide_id in guide_ids if guide_id not in known)
        return replace(project, guides=(*states, *fresh))

    return edit


def _change_guide(guide_id: str, **changes: Unpack[GuideChanges]) -> Edit:
    def edit(project: Project) -> Project:
        known = next((state for state in project.guides if state.id == guide_id), None)
        if known is None:
            state = replace(GuideState(guide_id, False), **changes)
            return replace(project, guides=(*project.guides, state))
        changed = tuple(replace(state, **changes) if state is known else state for state in project.guides)
        return replace(project, guides=changed)

    return edit


def change_measures(**changes: Unpack[MeasureChanges]) -> Edit:
    """Replace fields of how the measures are shown."""

    def edit(project: Project) -> Project:
        measures = replace(project.measures, **changes)
        return project if measures == project.measures else replace(project, measures=measures)

    return edit


def pin_measure(measure_id: str, is_pinned: bool) -> Edit:
    """Draw a measure on the photos with its value, or no longer."""

    def edit(project: Project) -> Project:
        others = tuple(name for name in project.measures.pinned if name != measure_id)
        pinned = (*others, measure_id) if is_pinned else others
        return change_measures(pinned=pinned)(project)

    return edit
