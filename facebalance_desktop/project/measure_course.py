"""A measure over the visits: a value a visit with what another photo would give differently, and what was done when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.days import day_in
from facebalance_desktop.planning.treatments import place_words
from facebalance_desktop.project.face_trust import with_trusted_faces
from facebalance_desktop.project.measurements import pinned_table, readings_beside
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import Sitting, view_of, visits_of

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
    visits = [(visit.date, _photo(visit, view)) for visit in visits_of(with_trusted_faces(project))]
    dated = [(day, photo) for date, photo in visits if photo is not None and (day := day_in(date)) is not None]
    values = []
    for day, photo in dated:
        reading = readings_beside(photo, _unlike(photo, [each for _, each in dated]), only)[measure_id]
        if reading.value is not None and reading.repeat is not None:
            half = RANGE * reading.repeat
            values.append(VisitValue(day, reading.value, reading.value - half, reading.value + half))
    if len(values) < FEWEST:
        return None
    done = [
        (day, place_words(item))
        for item in project.plan.treatments
        if item.state == "done" and (day := day_in(item.date)) is not None
    ]
    return Course(kind.name, kind.unit, tuple(values), tuple(done))


def _unlike(photo: Photo, photos: Sequence[Photo]) -> Photo:
    """One of the photos whose face another version of this program found, else the photo itself."""
    own = photo.face and photo.face.version
    return next((other for other in photos if own and other.face is not None and other.face.version != own), photo)


def _photo(visit: Sitting, view: str | None) -> Photo | None:
    """The latest photo of the view."""
    found = [photo for photo in visit.photos if view_of(photo) == view and photo.faces is not None]
    return found[-1] if found else None
