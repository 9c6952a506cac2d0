"""What is typed and not yet taken by its button comes back with its treatment and never shows at another patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from projects_made import made_photo
from workspaces import lent_workspace, opened, show_project

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.assessments import assessment_of
from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.model import Patient, Project, new_id, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import read_project, save_project
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.plan.done_record import DoneRecord
from facebalance_desktop.ui.widgets.fields import LineField
from facebalance_desktop.work import JobContext


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def treated() -> Project:
    project = set_patient(Patient("Ada"))(new_project())
    for treatment_id in ("t1", "t2"):
        project = add_treatment(Treatment(treatment_id, "done", modality="ha-filler"))(project)
    return project


def kept(project: Project, path: Path) -> Path:
    save_project(JobContext(), project, path, Originals())
    return path


def picked(workspace: Workspace, treatment_id: str) -> DoneRecord:
    workspace.window.plan.pick(treatment_id)
    return workspace.window.plan.record


def write(field: LineField, text: str) -> None:
    field.setText(text)
    field.textEdited.emit(text)
    field.editingFinished.emit()


def texts(record: DoneRecord) -> list[str]:
    return [field.text() for field in (record.what, record.when, record.action, record.outcome, record.name)]


TYPED = ["bruise over the left lip", "2 Mar 2026", "cooled", "gone", "Dr A"]
NOTHING = [""] * 5


def write_all(record: DoneRecord) -> None:
    fields = (record.what, record.when, record.action, record.outcome, record.name)
    for field, text in zip(fields, TYPED, strict=True):
        write(field, text)


def test_a_half_typed_complication_and_the_signer_come_back_with_their_treatment(
    qapp: object, workspace: Workspace
) -> None:
    show_project(qapp, workspace, treated())
    write_all(picked(workspace, "t1"))
    assert texts(picked(workspace, "t2")) == NOTHING
    workspace.session.do("Plan", add_treatment(Treatment("t3")))
    assert texts(picked(workspace, "t1")) == TYPED
    workspace.actions["undo"].trigger()
    assert texts(picked(workspace, "t1")) == TYPED
    record = workspace.window.plan.record
    record.note_it.click()
    assert texts(record) == ["", "", "", "", "Dr A"]
    record.sign.click()
    item = workspace.session.project.plan.treatments[0]
    assert (item.complications[0].words, item.signed_by) == ("bruise over the left lip; cooled; gone", "Dr A")
    picked(workspace, "t2")
    assert texts(picked(workspace, "t1")) == NOTHING


def test_a_typed_complication_is_in_the_file_when_the_project_is_left_and_nobody_has_signed(
    qapp: object, workspace: Workspace, tmp_path: Path
) -> None:
    path, other = kept(treated(), tmp_path / "a.facebalance"), kept(new_project(), tmp_path / "b.facebalance")
    opened(qapp, workspace, path)
    write_all(picked(workspace, "t1"))
    write(picked(workspace, "t2").what, "swelling")
    write(workspace.window.plan.record.when, "soon")
    opened(qapp, workspace, other)
    one, two = read_project(path).plan.treatments
    assert [item.what for item in one.complications] == ["bruise over the left lip"]
    assert one.complications[0].date == "2026-03-02"
    assert not one.is_signed and not two.complications, "a date that was not understood is not left out silently"
    opened(qapp, workspace, path)
    assert texts(picked(workspace, "t1")) == ["", "", "", "", "Dr A"]
    assert texts(picked(workspace, "t2")) == ["swelling", "soon", "", "", ""]


def test_closing_the_window_keeps_a_typed_complication(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    path = opened(qapp, workspace, kept(treated(), tmp_path / "a.facebalance"))
    write_all(picked(workspace, "t1"))
    workspace.window.close()
    assert [item.what for item in read_project(path).plan.treatments[0].complications] == ["bruise over the left lip"]


def test_advice_that_was_typed_belongs_to_its_visit_when_the_project_is_left(
    qapp: object, workspace: Workspace
) -> None:
    days = ("2026-01-20", "2026-03-03")
    project = add_photos([made_photo(f"{day}.jpg", taken=f"{day}T09:00:00", taken_source="exif") for day in days])(
        treated()
    )
    show_project(qapp, workspace, project)
    panel = workspace.window.assessment
    panel.visit.setCurrentIndex(0)
    write(panel.what, "filler in the nose")
    panel.visit.setCurrentIndex(1)
    assert panel.what.text() == ""
    panel.visit.setCurrentIndex(0)
    assert panel.what.text() == "filler in the nose"
    write(panel.why, "vessels")
    panel.visit.setCurrentIndex(1)
    workspace.project.autosave.leaving.emit()
    (advice,) = assessment_of(workspace.session.project, days[0]).advised_against
    assert (advice.what, advice.why) == ("filler in the nose", "vessels")
    assert not assessment_of(workspace.session.project, days[1]).advised_against
    panel.visit.setCurrentIndex(0)
    assert panel.what.text() == panel.why.text() == ""


def test_advice_typed_before_there_are_photos_stays_when_they_come(qapp: object, workspace: Workspace) -> None:
    show_project(qapp, workspace, treated())
    panel = workspace.window.assessment
    write(panel.what, "filler in the nose")
    photo = made_photo("one.jpg", taken="2026-01-20T09:00:00", taken_source="exif")
    workspace.session.do("Photos", add_photos([photo]))
    assert panel.what.text() == "filler in the nose"
    panel.add_advice.click()
    assert panel.what.text() == "" and "filler in the nose" in panel.advice.text()


@pytest.mark.parametrize("is_copy", [True, False])
def test_nothing_typed_for_one_patient_shows_in_the_project_of_another(
    qapp: object, workspace: Workspace, is_copy: bool
) -> None:
    """A copy of the file has the same ids, those of the project and of its treatments."""
    ada = treated()
    bea = replace(ada, id=ada.id if is_copy else new_id(), patient=Patient("Bea"))
    show_project(qapp, workspace, ada)
    window = workspace.window
    record, form = picked(workspace, "t1"), window.plan.form
    for field in (
        record.what, record.when, record.action, record.outcome, record.name, record.review, form.amount, form.date,
        form.expiry, form.product_search, window.assessment.what, window.assessment.why, window.assessment.age,
        window.patient_bar.birth_date,
    ):  # fmt: skip
        write(field, "typed for Ada")
    show_project(qapp, workspace, bea)
    for treatment_id in ("t1", "t2"):
        picked(workspace, treatment_id)
        assert shown_of_ada(workspace) == []
    assert "Ada" not in repr(workspace.session.project.plan) + repr(workspace.session.project.assessment)


def shown_of_ada(workspace: Workspace) -> list[str]:
    return [field.accessibleName() for field in workspace.window.findChildren(LineField) if "Ada" in field.text()]


@pytest.mark.parametrize("has_photo", [True, False])
def test_what_was_not_understood_at_a_visit_does_not_show_at_the_visit_of_another_patient(
    qapp: object, workspace: Workspace, has_photo: bool
) -> None:
    photo = made_photo("one.jpg", taken="2026-01-20T09:00:00", taken_source="exif")
    show_project(qapp, workspace, add_photos([photo])(treated()))
    window = workspace.window
    for field in (window.visits.date, window.assessment.age, window.assessment.why):
        write(field, "typed for Ada")
    show_project(qapp, workspace, add_photos([photo])(new_project()) if has_photo else new_project())
    assert shown_of_ada(workspace) == []
    write(window.assessment.age, "typed for Bea")
    show_project(qapp, workspace, add_photos([photo])(new_project()) if has_photo else new_project())
    assert window.assessment.age.text() == ""
