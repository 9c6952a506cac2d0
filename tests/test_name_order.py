"""Photos without a camera's date are before and after by the words in their names, and whoever sees it is told so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from workspaces import lent_workspace, show_project

from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.edits_visits import change_visit
from facebalance_desktop.project.model import Photo, Project, new_project
from facebalance_desktop.project.name_order import AFTER, BEFORE, UNTOLD, stage_in
from facebalance_desktop.project.visits import captions_of, visits_of
from facebalance_desktop.ui.app.workspace import Workspace

OF_FILES = "2024-03-12T10:00:00"


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def photos(*names: str, taken: Sequence[str | None] = (), source: str | None = "file") -> list[Photo]:
    first = pair_with_faces().photos[0]
    days = taken or [OF_FILES] * len(names)
    return [
        replace(first, id=name, name=name, sha256=name, taken=day, taken_source=source if day else None)
        for name, day in zip(names, days, strict=True)
    ]


def project_of(found: Sequence[Photo]) -> Project:
    return add_photos(found)(new_project())


def pair_in(project: Project) -> tuple[str, str] | None:
    shown = project.comparison
    return None if shown is None else (shown.before, shown.after)


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        *((name, BEFORE) for name in ("Vorher.jpg", "anna_before-2.JPG", "avant 1.png", "Antes.heic", "PRE_op.jpg")),
        *(
            (name, AFTER)
            for name in ("Nachher.jpg", "anna-after2.jpg", "apre\u0300s.png", "Después.jpg", "post-op.jpg")
        ),
        *((name, UNTOLD) for name in ("IMG_0001.jpg", "before-after.jpg", "presse.jpg", "Poster.jpg", "a.pre")),
    ],
)
def test_a_stage_is_a_word_of_its_own_in_a_name(name: str, stage: int) -> None:
    assert stage_in(name) == stage


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        (("Nachher.jpg", "Vorher.jpg"), ("Vorher.jpg", "Nachher.jpg")),
        (("Après.jpg", "Avant.jpg"), ("Avant.jpg", "Après.jpg")),
        (("after.jpg", "before.jpg"), ("before.jpg", "after.jpg")),
        (("después.jpg", "antes.jpg"), ("antes.jpg", "después.jpg")),
        (("post.jpg", "pre.jpg"), ("pre.jpg", "post.jpg")),
        (("Nachher.jpg", "IMG_1.jpg"), ("Nachher.jpg", "IMG_1.jpg")),
        (("Nachher 1.jpg", "Nachher 2.jpg", "Vorher 1.jpg"), ("Vorher 1.jpg", "Nachher 2.jpg")),
    ],
)
def test_photos_without_a_date_are_compared_by_their_names(names: Sequence[str], pair: tuple[str, str]) -> None:
    for days in ([None] * len(names), [OF_FILES] * len(names)):
        project = project_of(photos(*names, taken=days))
        assert pair_in(project) == pair
        (visit,) = visits_of(project)
        assert visit.is_by_names == (pair[0] != names[0])
        assert (visit.photos[0].id, visit.photos[-1].id) == pair


def test_dates_of_files_do_not_turn_what_their_names_say() -> None:
    found = photos("Nachher.jpg", "Vorher.jpg", taken=["2024-01-01T10:00:00", "2024-02-01T10:00:00"])
    assert [visit.photos[0].id for visit in visits_of(project_of(found))] == ["Vorher.jpg", "Nachher.jpg"]
    assert pair_in(project_of(found)) == ("Vorher.jpg", "Nachher.jpg")


def test_a_camera_s_or_a_hand_s_date_outranks_a_name() -> None:
    days = ["2024-01-01T10:00:00", "2024-02-01T10:00:00"]
    project = project_of(photos("Nachher.jpg", "Vorher.jpg", taken=days, source="exif"))
    assert pair_in(project) == ("Nachher.jpg", "Vorher.jpg")
    assert not any(visit.is_by_names for visit in visits_of(project))
    by_files = project_of(photos("Nachher.jpg", "Vorher.jpg", taken=days))
    dated = visits_of(change_visit("2024-01-01", date="2023-01-01")(by_files))
    assert [visit.photos[0].id for visit in dated] == ["Nachher.jpg", "Vorher.jpg"]


def test_the_row_and_the_visit_say_that_the_names_decided(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, project_of(photos("Nachher.jpg", "Vorher.jpg")))
    strip = workspace.window.filmstrip
    assert "<b>12 Mar 2024 (file)</b>" in strip.groups[0].heading.text()
    assert "order by file names" in strip.groups[0].heading.text()
    assert "estimated from the file names" in workspace.window.visits.source.text()
    show_project(qapp, workspace, project_of(photos("a.jpg", "b.jpg")))
    assert "file names" not in strip.groups[0].heading.text()
    assert "file names" not in workspace.window.visits.source.text()


def test_expressions_are_no_captions_where_the_names_say_before_and_after() -> None:
    smiling, resting = photos("Vorher.jpg", "Nachher.jpg")
    found = (replace(smiling, view="frontal-smile"), replace(resting, view="frontal"))
    assert captions_of(found, (), Plan(), "Vorher.jpg", "Nachher.jpg") == ("Before", "After")
    unnamed = tuple(replace(photo, name="a.jpg") for photo in found)
    assert captions_of(unnamed, (), Plan(), "Vorher.jpg", "Nachher.jpg") == ("Smile", "At rest")
