"""Edits of guides and export records: functions from a project to the next."""

from __future__ import annotations

from dataclasses import replace

from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import ExportRecord, GuideState, Project


def show_guide(guide_id: str, is_shown: bool) -> Edit:
    def edit(project: Project) -> Project:
        known = next((state for state in project.guides if state.id == guide_id), None)
        if known is None:
            return replace(project, guides=(*project.guides, GuideState(guide_id, is_shown)))
        changed = tuple(replace(state, is_shown=is_shown) if state is known else state for state in project.guides)
        return replace(project, guides=changed)

    return edit


def record_export(record: ExportRecord) -> Edit:
    return lambda project: replace(project, exports=(*project.exports, record))
