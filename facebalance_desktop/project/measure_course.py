"""A measure over the visits: a value a visit with what another photo would give differently, and what was done when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.analysis.measures import Reading
from facebalance_desktop.planning.treatments import place_words
from facebalance_desktop.project.face_trust import with_trusted_faces
from facebalance_desktop.project.measurements import pinned_table, readings_of
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import Sitting, day_in, view_of, visits_of

FEWEST = 3
"""Visits from which a curve says more than the difference of two."""


@dataclass(frozen=True)
class VisitValue:
    """The value at one visit, with its 95 % range by repeat alone: place is the same error at every visit."""

    day: date
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Course:
    """The values by date, in `unit`, and the treatments that were done, day and words."""

    name: str
    unit: str
    values: tuple[VisitValue, ...]
    treatments: tuple[tuple[date, str], ...]


def course_of(project: Project, table: MeasureTable, measure_id: str, view: str | None) -> Course | None:
    """The course of a measure on the photos of one view; None with fewer than three dated values."""
    kind = table.kinds.get(measure_id)
    if kind is None:
        return None
    only = pinned_table(table, (measure_id,))
    values = []
    for visit in visits_of(with_trusted_faces(project)):
        photo = _photo(visit, view)
        if photo is None or visit.date is None:
            continue
        reading: Reading = readings_of(photo, only)[measure_id]
        if reading.value is not None and reading.repeat is not None:
            half = RANGE * reading.repeat
            day = day_in(visit.date)
            if day is None:
                continue
            values.append(VisitValue(day, reading.value, reading.value - half, reading.value + half))
    if len(values) < FEWEST:
        return None
    done = [
        (day, place_words(item))
        for item in project.plan.treatments
        if item.state == "done" and (day := day_in(item.date)) is not None
    ]
    return Course(kind.name, kind.unit, tuple(values), tuple(done))


def _photo(visit: Sitting, view: str | None) -> Photo | None:
    """The latest photo of the view."""
    found = [photo for photo in visit.photos if view_of(photo) == view and photo.faces is not None]
    return found[-1] if found else None
