"""The tables of what may be changed in a record hold fields of it, by name and type."""

from __future__ import annotations

import typing
from dataclasses import fields

import pytest

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.assessment import Assessment, RegionNote
from facebalance_desktop.planning.treatments import PlanSession, Treatment
from facebalance_desktop.project import changes
from facebalance_desktop.project.model import Comparison, GuideState, MeasureSettings, Photo, Visit

TABLES: tuple[tuple[type, type, set[str]], ...] = (
    (changes.TreatmentChanges, Treatment, set()),
    (changes.SessionChanges, PlanSession, set()),
    (changes.AnnotationChanges, Annotation, set()),
    (changes.VisitChanges, Visit, {"day"}),
    (changes.PhotoChanges, Photo, set()),
    (changes.ComparisonChanges, Comparison, set()),
    (changes.GuideChanges, GuideState, set()),
    (changes.MeasureChanges, MeasureSettings, set()),
    (changes.AssessmentChanges, Assessment, set()),
    (changes.RegionNoteChanges, RegionNote, {"region"}),
)


@pytest.mark.parametrize(("table", "record", "key"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_table_holds_fields_of_its_record(table: type, record: type, key: set[str]) -> None:
    hints = typing.get_type_hints(record)
    known = {field.name: hints[field.name] for field in fields(record) if field.name not in {"id", "extra"} | key}
    told = typing.get_type_hints(table)
    assert told and told.items() <= known.items()
