"""A show for a consultation, made from what the project has: steps that a surgeon reorders and goes through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.drawing.view_options import Mode
from facebalance_desktop.project.assessments import assessed_visits
from facebalance_desktop.project.edits_photos import compare_photos
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.photo_grids import day_of, movement_of, view_of, view_words
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class ShowStep:
    """One picture of a show. `words` alone: a page of text. `before` and `after` are photo ids, empty: those shown.

    `drawings` are the ids of the annotations that may be seen, None: as the surgeon lets them appear.
    """

    name: str
    mode: Mode = "side-by-side"
    words: str = ""
    before: str = ""
    after: str = ""
    drawings: tuple[str, ...] | None = ()
    region: str = ""


def staged(project: Project, step: ShowStep) -> Project:
    """The project with what a step lets through: its photos and drawings, no guides and no measures."""
    shown = project.annotations
    if step.drawings is not None:
        shown = tuple(item for item in shown if item.id in step.drawings)
    seen = replace(project, annotations=shown, guides=(), measures=replace(project.measures, pinned=()))
    return compare_photos(step.before, step.after)(seen) if step.before and step.after else seen


def show_of(project: Project) -> tuple[ShowStep, ...]:
    """Goals, whole face, profile, movement, the plan session by session, and how it went over time."""
    steps: list[ShowStep] = []
    goals = [visit.assessment.goals.strip() for visit in assessed_visits(project)]
    if words := next((text for text in reversed(goals) if text), ""):
        steps.append(ShowStep(tr("Goals"), words=words))
    comparison = project.comparison
    if comparison is None:
        if project.photos:
            steps.append(ShowStep(tr("Whole face")))
    else:
        steps += [ShowStep(tr("Whole face")), ShowStep(tr("Whole face, wipe"), "wipe")]
        steps += _profiles(project)
        if movement_of(project) is not None:
            steps.append(ShowStep(tr("Movement"), "movement"))
    steps += _plan(project)
    if comparison is not None:
        steps += _timeline(project, comparison.before)
    return tuple(steps)


def _profiles(project: Project) -> list[ShowStep]:
    made = []
    for view in ("profile-right", "profile-left", "oblique-right", "oblique-left"):
        photos = sorted((photo for photo in project.photos if view_of(photo) == view), key=_when)
        if len(photos) >= 2 and day_of(photos[0]) != day_of(photos[-1]):
            made.append(ShowStep(view_words(view), before=photos[0].id, after=photos[-1].id))
    return made


def _plan(project: Project) -> list[ShowStep]:
    """Session after session, each with the drawings of its treatments and of those before it."""
    seen: list[str] = []
    made: list[ShowStep] = []
    known = {item.id for item in project.annotations if item.is_shown}
    planned = [item for item in project.plan.treatments if item.state == "planned" and item.is_shown]
    for number, session in enumerate(project.plan.sessions, start=1):
        fresh = [item.annotation for item in planned if item.session == session.id and item.annotation in known]
        if fresh:
            seen += [name for name in fresh if name and name not in seen]
            made.append(ShowStep(tr("Plan, step {number}", number=number), drawings=tuple(seen)))
    if not made and known:
        made.append(ShowStep(tr("Plan"), drawings=tuple(item.id for item in project.annotations if item.is_shown)))
    return made


def _timeline(project: Project, before: str) -> list[ShowStep]:
    first = project.photo(before)
    if first is None:
        return []
    same = [photo for photo in project.photos if photo.id != before and view_of(photo) == view_of(first)]
    if len(same) < 2:
        return []
    later = sorted(same, key=_when)
    return [
        ShowStep(tr("Over time {number}", number=number), before=before, after=photo.id)
        for number, photo in enumerate(later, start=1)
    ]


def _when(photo: Photo) -> str:
    return photo.taken or "9999"
