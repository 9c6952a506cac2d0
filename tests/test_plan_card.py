"""The card of a treatment: amount with its unit, chips, what is folded, and the same as last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget
from workspaces import lent_workspace, show_project

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.edits_plan import add_treatment, same_as_last, sign_treatment
from facebalance_desktop.project.model import new_project
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.plan.treatment_form import TreatmentForm
from facebalance_desktop.ui.widgets.fields import ChoiceField, LineField, read_amount_of
from facebalance_desktop.ui.widgets.section import keep_labels_narrow
from facebalance_desktop.ui.widgets.theme import scaled

FIRST = Treatment(
    "t1", region="cheek-malar", region_name="Cheek", side="both", modality="ha-filler", modality_name="HA filler",
    colour="#8fd3ff", product="ha-unnamed", product_name="HA filler, brand not listed", amount=0.6, unit="mL",
    plane="subdermal", technique="cannula", gauge="25 G", goal="lift", note="slowly",
)  # fmt: skip
SECOND = Treatment("t2", region="temple", region_name="Temple", side="right")


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, add_treatment(SECOND)(add_treatment(FIRST)(pair_with_faces())))
        made.window.side.show_page("Plan")
        yield made


def picked(workspace: Workspace, treatment_id: str) -> TreatmentForm:
    workspace.window.plan.pick(treatment_id)
    return workspace.window.plan.form


def kept(workspace: Workspace, treatment_id: str) -> Treatment:
    found = workspace.session.project.plan.treatment(treatment_id)
    assert found is not None
    return found


def choose(field: ChoiceField, key: str) -> None:
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def write(field: LineField, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_same_as_last_fills_what_is_chosen_and_nothing_that_is_typed(workspace: Workspace) -> None:
    form = picked(workspace, "t2")
    write(form.note, "beware")
    form.last.click()
    item = kept(workspace, "t2")
    assert (item.modality, item.product, item.plane, item.technique, item.unit) == (
        "ha-filler", "ha-unnamed", "subdermal", "cannula", "mL"
    )  # fmt: skip
    assert (item.amount, item.note, item.gauge, item.goal, item.region) == (None, "beware", "", "", "temple")
    assert form.last.isHidden()  # nothing is left to fill
    workspace.session.undo()
    assert kept(workspace, "t2").modality == ""


def test_the_same_as_last_keeps_a_typed_amount_with_its_unit() -> None:
    typed = replace(SECOND, amount=20.0, unit="U of onabotulinumtoxinA", plane="in muscle", note="n")
    project = add_treatment(typed)(add_treatment(replace(FIRST, plane=""))(new_project()))
    item = same_as_last("t2")(project).plan.treatments[1]
    assert (item.amount, item.unit, item.note) == (20.0, "U of onabotulinumtoxinA", "n")
    assert (item.plane, item.technique) == ("in muscle", "cannula")


def test_the_same_as_last_changes_no_signed_record_and_needs_another() -> None:
    project = add_treatment(replace(SECOND, state="done"))(add_treatment(FIRST)(new_project()))
    signed = sign_treatment("t2", "Dr A", "2026-01-01T10:00:00+00:00")(project)
    assert same_as_last("t2")(signed) is signed
    alone = add_treatment(SECOND)(new_project())
    assert same_as_last("t2")(alone) is alone


def test_amount_and_unit_are_one_field_and_the_units_chips(workspace: Workspace) -> None:
    form = picked(workspace, "t1")
    assert form.amount.text() == "0.6 mL" and set(form.unit.buttons) == {"mL", "syringe"}
    form.unit.buttons["syringe"].click()
    assert form.amount.text() == "0.6 syringe" and kept(workspace, "t1").amount == 0.6
    write(form.amount, "0.8 ml")
    assert (kept(workspace, "t1").amount, kept(workspace, "t1").unit) == (0.8, "mL")
    write(form.amount, "1")
    assert form.amount.text() == "1 mL"
    choose(form.modality, "neuromodulator")
    assert form.amount.text() == "1 mL"  # typed: another modality does not touch it


def test_a_unit_without_an_amount_goes_with_its_modality(workspace: Workspace) -> None:
    form = picked(workspace, "t2")
    choose(form.modality, "ha-filler")
    form.unit.buttons["syringe"].click()
    choose(form.modality, "neuromodulator")
    assert kept(workspace, "t2").unit == "" and form.unit.isHidden()
    choose(form.product, "onabotulinumtoxina")
    write(form.amount, "20 U")
    assert form.amount.text() == "20 U of onabotulinumtoxinA" and form.problem.text() == ""


def test_plane_and_technique_are_chosen_and_taken_back_by_a_press(workspace: Workspace) -> None:
    form = picked(workspace, "t1")
    assert form.plane.buttons["subdermal"].isChecked()
    form.plane.buttons["subcutaneous"].click()
    assert kept(workspace, "t1").plane == "subcutaneous" and not form.plane.buttons["subdermal"].isChecked()
    form.plane.buttons["subcutaneous"].click()
    assert kept(workspace, "t1").plane == ""
    form.technique.buttons["needle"].click()
    assert kept(workspace, "t1").technique == "needle"
    assert form.technique.height() >= form.technique.buttons["needle"].height()


def test_a_title_stands_apart_from_its_chips(workspace: Workspace) -> None:
    plane = picked(workspace, "t1").plane
    title = plane.findChild(QLabel)
    assert isinstance(title, QLabel)
    first, second, third, *_ = plane.buttons.values()
    words_end = title.x() + title.fontMetrics().horizontalAdvance(title.text())
    between = [b.x() - a.geometry().right() for a, b in ((first, second), (second, third)) if a.y() == b.y()]
    assert first.y() == title.y()
    assert first.x() - words_end >= 2 * max(between)


def test_the_rest_is_folded_until_it_is_needed(workspace: Workspace) -> None:
    form = picked(workspace, "t1")
    assert form.note.isHidden() and form.region.isHidden() and not form.amount.isHidden()
    form.more.click()
    assert not form.note.isHidden() and not form.region.isHidden()
    workspace.session.do("Plan", add_treatment(Treatment("t3", modality="ha-filler")))
    assert not picked(workspace, "t3").region.isHidden()  # it has none yet
    assert picked(workspace, "t2").region.isHidden()


@pytest.mark.parametrize(
    ("typed", "units", "unit"),
    [
        ("20 U", ("U of onabotulinumtoxinA",), "U of onabotulinumtoxinA"),
        ("20 u", ("U of hyaluronidase", "mL"), "U of hyaluronidase"),
        ("20 U", ("U of onabotulinumtoxinA", "U of abobotulinumtoxinA"), ""),
    ],
)
def test_u_is_enough_where_one_unit_is_meant(typed: str, units: tuple[str, ...], unit: str) -> None:
    amount, read, problem = read_amount_of(typed, units)
    assert read == unit and (amount == 20.0) == bool(unit) and bool(problem) != bool(unit)


def test_one_long_label_does_not_take_the_width_of_all_fields(qapp: object) -> None:
    """`Behandelnde Person` left 76 px for every field of the record."""
    panel = QWidget()
    form = QFormLayout(panel)
    fields = [LineField(title, lambda text: None) for title in ("Datum", "Behandelnde Person")]
    for field in fields:
        form.addRow(field.accessibleName(), field)
    keep_labels_narrow(panel, form)
    panel.resize(230, 200)
    panel.show()
    labels = [form.labelForField(field) for field in fields]
    assert all(isinstance(label, QLabel) and label.width() < scaled(110) for label in labels)
    assert min(field.width() for field in fields) >= 110
    panel.close()
    panel.deleteLater()


def test_a_filter_that_hides_treatments_is_seen_and_gone_with_the_project(qapp: object, workspace: Workspace) -> None:
    plan = workspace.window.plan
    plan.filter.setText("temple")
    assert plan.filter.isVisibleTo(plan)
    show_project(qapp, workspace, add_treatment(FIRST)(pair_with_faces()))
    assert plan.filter.text() == ""
    plan.pick("t1")
    assert plan.tree.chosen("treatment") == "t1"
