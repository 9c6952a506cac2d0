"""Edits of the assessment of one visit: functions from a project to the next.

Every edit says for which visit (its day; None: the baseline), on which day it is made and who makes it. A change on a
later day than the one before keeps the record as it was: nothing that was written is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Unpack

from facebalance_desktop.planning.assessment import AdvisedAgainst, Assessment, Flag, Grade
from facebalance_desktop.project.assessments import assessment_of, baseline_visit, is_of_baseline
from facebalance_desktop.project.changes import AssessmentChanges, RegionNoteChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project


@dataclass(frozen=True)
class Authorship:
    """Which visit's assessment is written, on which day (ISO 8601), by whom."""

    visit: str | None = None
    on: str = ""
    author: str = ""


BASELINE = Authorship()


def _edit(writing: Authorship, change: Callable[[Assessment], Assessment]) -> Edit:
    def edit(project: Project) -> Project:
        old = assessment_of(project, writing.visit)
        new = change(old)
        if new == old:
            return project
        return _put(project, writing, old, new)

    return edit


def _put(project: Project, writing: Authorship, old: Assessment, new: Assessment) -> Project:
    is_baseline = is_of_baseline(project, writing.visit)
    visit = baseline_visit(project) if is_baseline else writing.visit
    is_new = old.is_blank
    written = replace(
        new,
        visit=visit,
        date=(writing.on or None) if is_new else new.date,
        changed=new.changed if is_new else writing.on or new.changed,
        author=writing.author or new.author,
    )
    kept = tuple(item for item in project.assessments if is_baseline or item is not old)
    if not is_new and writing.on and writing.on != (old.changed or old.date):
        kept = (*kept, replace(old, visit=visit, superseded=writing.on))
    if is_baseline:
        return replace(project, assessment=written, assessments=kept)
    return replace(project, assessments=(*kept, written))


def change_assessment(writing: Authorship = BASELINE, **changes: Unpack[AssessmentChanges]) -> Edit:
    """Replace fields of the assessment."""
    return _edit(writing, lambda old: replace(old, **changes))


def note_region(region: str, writing: Authorship = BASELINE, **changes: Unpack[RegionNoteChanges]) -> Edit:
    """Replace parts of the note on one region; a note that is empty then is taken away."""

    def change(old: Assessment) -> Assessment:
        note = replace(old.note(region), **changes)
        is_known = any(item.region == region for item in old.notes)
        notes = tuple(note if item.region == region else item for item in old.notes)
        notes = notes if is_known else (*notes, note)
        return replace(old, notes=tuple(item for item in notes if not item.is_empty or item.extra))

    return _edit(writing, change)


def set_grade(grade: Grade, writing: Authorship = BASELINE) -> Edit:
    """Grade on a scale; an empty grade takes it back."""

    def change(old: Assessment) -> Assessment:
        known = old.grade(grade.scale, grade.side, grade.by)
        others = tuple(item for item in old.grades if item is not known)
        if not grade.grade:
            return old if known is None else replace(old, grades=others)
        made = grade if known is None else replace(grade, extra=known.extra)
        if made == known:
            return old
        return replace(old, grades=(*others, made))

    return _edit(writing, change)


def answer_flag(flag: Flag, writing: Authorship = BASELINE) -> Edit:
    """Answer a question of the flags; without answer and note it is not asked again."""

    def change(old: Assessment) -> Assessment:
        known = next((item for item in old.flags if item.id == flag.id), None)
        made = flag if known is None else replace(flag, extra=known.extra)
        if made == known or (known is None and not flag.answer and not flag.note):
            return old
        if not flag.answer and not flag.note and not made.extra:
            return replace(old, flags=tuple(item for item in old.flags if item is not known))
        if known is None:
            return replace(old, flags=(*old.flags, made))
        return replace(old, flags=tuple(made if item is known else item for item in old.flags))

    return _edit(writing, change)


def advise_against(what: str, why: str, writing: Authorship = BASELINE) -> Edit:
    advice = AdvisedAgainst(what, why)
    return _edit(writing, lambda old: replace(old, advised_against=(*old.advised_against, advice)))


def drop_advice(place: int, writing: Authorship = BASELINE) -> Edit:
    def change(old: Assessment) -> Assessment:
        if not 0 <= place < len(old.advised_against):
            return old
        left = old.advised_against[:place] + old.advised_against[place + 1 :]
        return replace(old, advised_against=left)

    return _edit(writing, change)
