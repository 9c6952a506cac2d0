"""What two states of one project differ in, in words: photos, drawings and treatments one by one, the rest by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.annotations import KINDS, Annotation
from facebalance_desktop.planning.treatments import Treatment, state_words
from facebalance_desktop.planning.units import amount_in
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import date_words, treatment_name
from facebalance_desktop.translation import tr

T = TypeVar("T", Photo, Annotation, Treatment)

OTHERS: Mapping[str, str] = {
    "patient": tr("The patient's details"),
    "visits": tr("Visits"),
    "comparisons": tr("Comparisons and how photos are aligned"),
    "guides": tr("Guides"),
    "measures": tr("Settings of the measures"),
    "assessment": tr("The assessment"),
    "assessments": tr("Assessments"),
    "consents": tr("Consents"),
    "exports": tr("The list of what was exported"),
    "extra": tr("Records of a newer version of the program"),
}
"""The parts that are told by name alone."""
COUNTED = {"photos", "annotations", "plan"}
OF_THE_FILE = {"id", "format", "program", "created", "is_demonstration"}
"""What is not the work of a user."""


@dataclass(frozen=True)
class Difference:
    """One record, or one part: `where` it is found, only in the `first` state, only in the `second`, or `changed`."""

    kind: str
    words: str
    where: str

    @property
    def is_record(self) -> bool:
        """Whether it is one photo, drawing or treatment, not a part of the project told by name alone."""
        return self.kind in (tr("Photo"), tr("Drawing"), tr("Treatment"))


def differences(first: Project, second: Project) -> tuple[Difference, ...]:
    """What differs between two states, photos first, then drawings, treatments and the other parts."""
    found = [
        *_records(tr("Photo"), first.photos, second.photos, _photo),
        *_records(tr("Drawing"), first.annotations, second.annotations, _drawing),
        *_records(tr("Treatment"), first.plan.treatments, second.plan.treatments, _treatment),
    ]
    if (first.plan.sessions, first.plan.extra) != (second.plan.sessions, second.plan.extra):
        found.append(Difference(tr("Plan"), tr("Sessions of the plan"), "changed"))
    for item in fields(Project):
        if item.name in COUNTED | OF_THE_FILE or getattr(first, item.name) == getattr(second, item.name):
            continue
        found.append(Difference(tr("Part"), OTHERS.get(item.name, item.name.capitalize()), "changed"))
    return tuple(found)


def _records(kind: str, first: Iterable[T], second: Iterable[T], words: Callable[[T], str]) -> Iterable[Difference]:
    before, after = {item.id: item for item in first}, {item.id: item for item in second}
    for key, item in before.items():
        if key not in after:
            yield Difference(kind, words(item), "first")
        elif after[key] != item:
            yield Difference(kind, words(item), "changed")
    for key, item in after.items():
        if key not in before:
            yield Difference(kind, words(item), "second")


def _photo(photo: Photo) -> str:
    return f"{photo.name}, {date_words(photo)}".rstrip(", ")


def _drawing(item: Annotation) -> str:
    return item.told or item.text[:40] or (item.kind if item.is_foreign else KINDS[item.kind].name)


def _treatment(item: Treatment) -> str:
    amount = "" if item.amount is None else f", {amount_in(item.amount, item.unit)}"
    when = f", {day_words(item.date)}" if item.date else ""
    return f"{treatment_name(item)}, {state_words(item)}{amount}{when}"
