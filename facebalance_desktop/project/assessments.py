"""Which assessment belongs to which visit: the first one is the baseline, later visits have their own."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.visits import grouped
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class AssessedVisit:
    """A visit and its assessment, blank where nothing was written; `earlier` are those it took the place of."""

    day: str
    words: str
    assessment: Assessment
    earlier: tuple[Assessment, ...] = ()
    is_baseline: bool = False


def baseline_visit(project: Project) -> str | None:
    """The day of the visit that `project.assessment` belongs to; None for a project without any visit."""
    if project.assessment.visit is not None:
        return project.assessment.visit
    groups = grouped(project.photos, project.visits)
    return groups[0].day if groups else None


def is_of_baseline(project: Project, visit: str | None) -> bool:
    """Whether the assessment of a visit is `project.assessment`."""
    return visit is None or visit == baseline_visit(project)


def assessment_of(project: Project, visit: str | None) -> Assessment:
    """The assessment of the visit of a day that holds now, blank where nothing was written; None: the baseline."""
    return _held(project, visit, baseline_visit(project))


def _held(project: Project, visit: str | None, baseline: str | None) -> Assessment:
    if visit is None or visit == baseline:
        return project.assessment
    found = (item for item in project.assessments if item.visit == visit and item.superseded is None)
    return next(found, Assessment(visit=visit))


def assessed_visits(project: Project) -> tuple[AssessedVisit, ...]:
    """Every visit with photos, and every visit an assessment speaks of, the earliest first."""
    dates = {group.day: group.date for group in grouped(project.photos, project.visits)}
    baseline = baseline_visit(project)
    for day in (baseline, *(item.visit for item in project.assessments)):
        if day is not None:
            dates.setdefault(day, day or None)
    made = []
    for day, when in sorted(dates.items(), key=lambda item: (item[1] is None, item[1] or "", item[0])):
        earlier = tuple(
            item
            for item in project.assessments
            if item.superseded is not None and (item.visit == day or (item.visit is None and day == baseline))
        )
        words = tr("No date") if when is None else day_words(when)
        made.append(AssessedVisit(day, words, _held(project, day, baseline), earlier, day == baseline))
    return tuple(made)
