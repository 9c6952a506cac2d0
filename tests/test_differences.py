"""What two states of a project differ in, in words."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from projects_made import made_photo

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment
from facebalance_desktop.project.differences import COUNTED, OF_THE_FILE, OTHERS, differences
from facebalance_desktop.project.model import GuideState, Patient, Project, new_project

PHOTO = made_photo("before.jpg", taken="2024-03-12T10:00:00", taken_source="exif")
ZONE = Annotation("z", PHOTO.id, "Chin", points=((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)))
NOTE = Annotation("n", PHOTO.id, kind="note", text="a note of many words that is longer than forty signs")
FILLER = Treatment("t", "done", "chin", modality_name="Filler", amount=0.5, unit="mL", date="2024-03-12")


@pytest.fixture
def project() -> Project:
    return replace(new_project(), photos=(PHOTO,), annotations=(ZONE,), plan=Plan(treatments=(FILLER,)))


def told(first: Project, second: Project) -> list[tuple[str, str, str]]:
    return [(item.kind, item.words, item.where) for item in differences(first, second)]


def test_the_same_state_differs_in_nothing(project: Project) -> None:
    assert differences(project, replace(project, program="another", created="later", format=1)) == ()


def test_records_are_told_one_by_one_and_where_they_are(project: Project) -> None:
    other = replace(
        project,
        photos=(),
        annotations=(replace(ZONE, name="Chin, right"), NOTE),
        plan=Plan(treatments=(replace(FILLER, amount=0.7),)),
    )
    assert told(project, other) == [
        ("Photo", "before.jpg, 12 Mar 2024", "first"),
        ("Drawing", "Chin", "changed"),
        ("Drawing", NOTE.text[:40], "second"),
        ("Treatment", "filler, performed, 0.5 mL, 12 Mar 2024", "changed"),
    ]
    assert [(kind, where) for kind, _, where in told(other, project)] == [
        ("Photo", "second"),
        ("Drawing", "changed"),
        ("Drawing", "first"),
        ("Treatment", "changed"),
    ]
    assert all(item.is_record for item in differences(project, other))


def test_the_other_parts_are_told_by_name(project: Project) -> None:
    other = replace(
        project,
        patient=Patient("Ada"),
        guides=(GuideState("thirds", True),),
        plan=replace(project.plan, sessions=(PlanSession("s", "First"),)),
        extra={"later": 1},
    )
    found = differences(project, other)
    assert [item.words for item in found] == [
        "Sessions of the plan",
        "The patient's details",
        "Guides",
        "Records of a newer version of the program",
    ]
    assert not any(item.is_record for item in found) and {item.where for item in found} == {"changed"}


def test_a_part_that_is_added_later_has_a_name() -> None:
    assert {item.name for item in fields(Project)} == {*COUNTED, *OF_THE_FILE, *OTHERS}
