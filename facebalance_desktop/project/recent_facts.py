"""What a card of the start page tells of a project's file: its picture, the last visit, what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facebalance_desktop.days import day_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.ledger import reviews
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.project.memory import ProjectMemory
from facebalance_desktop.project.store import read_preview, read_project
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext


@dataclass(frozen=True)
class RecentFacts:
    """`preview` are the bytes of a picture; `due` what comes next in words, `is_overdue`: its day is over;
    `is_missing`: there is no such file now, or its share is away."""

    path: Path
    preview: bytes | None = None
    last_visit: str = ""
    due: str = ""
    is_overdue: bool = False
    is_missing: bool = False


def read_facts(context: JobContext, paths: Sequence[Path], tables: Tables, today: date) -> tuple[RecentFacts, ...]:
    """Of each file that can be read or is missing; another has no facts. Raises Cancelled."""
    found = []
    for path in paths:
        context.raise_if_cancelled()
        try:
            found.append(ProjectMemory().run(_facts_in, path, tables, today))  # nothing of it stays with what is open
        except Problem:
            if _is_missing(path):
                found.append(RecentFacts(path, is_missing=True))
    return tuple(found)


def _facts_in(path: Path, tables: Tables, today: date) -> RecentFacts:
    """Raises Problem."""
    project = read_project(path)
    days = [visit.date for visit in visits_of(project) if visit.date]
    due, is_overdue = next_due(project.plan, tables, today)
    last = tr("Last visit {day}", day=day_words(days[-1])) if days else ""
    return RecentFacts(path, read_preview(path), last, due, is_overdue)


def _is_missing(path: Path) -> bool:
    try:
        return not path.is_file()
    except OSError:
        return True


def next_due(plan: Plan, tables: Tables, today: date) -> tuple[str, bool]:
    """What the plan has a date for next, and whether that day is over; a session with a record is no longer due."""
    is_done = {item.session for item in plan.treatments if item.state == "done"}
    dates = [(session.date, session.name) for session in plan.sessions if session.date and session.id not in is_done]
    for review in reviews(plan.treatments, tables):
        if (day := review.due or review.result) is not None:
            dates.append((day, tr("Result check")))
    dates = [(day, what) for day, what in dates if day]
    coming = sorted((day, what) for day, what in dates if day >= today.isoformat())
    late = sorted((day, what) for day, what in dates if day < today.isoformat())
    if coming:
        return f"{coming[0][1]}, {day_words(coming[0][0])}", False
    return (tr("{late} overdue, {day}", late=late[-1][1], day=day_words(late[-1][0])), True) if late else ("", False)
