"""Text counts as an edit while it is typed, and whatever is in a field when the project is left belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import find_window, needs_qt
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from workspaces import clinic, lent_workspace, name_in, name_patient, opened, saved, show_project, until

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.model import Patient, new_id
from facebalance_desktop.project.store import read_project
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = [
    needs_qt,
    pytest.mark.qt_log_ignore("does not support grabbing the keyboard"),  # said of the patient's form, a popup
]


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        yield made
        if isValid(made.window):
            made.window.patient_bar.close()


def type_into(field: QWidget, text: str) -> None:
    """Keys only: the field keeps the keyboard. The patient's form is opened first, as by a click on the patient."""
    main = find_window()
    if main is not None and not field.isVisible():
        main.top_bar.chip.open()
    field.setFocus()
    QTest.keyClicks(field, text)


def steps(workspace: Workspace) -> list[str]:
    return [step.label for step in workspace.session.history.past]


def test_what_is_typed_is_an_edit_as_soon_as_typing_pauses(qapp: object, workspace: Workspace) -> None:
    name = workspace.window.patient_bar.name
    type_into(name, "Ada")
    until(qapp, lambda: workspace.session.project.patient.name == "Ada")
    type_into(name, " ")
    type_into(name, "Lovelace")
    until(qapp, lambda: workspace.session.project.patient.name == "Ada Lovelace")
    assert name.hasFocus() and name.text() == "Ada Lovelace"
    assert steps(workspace) == ["Change patient"], "one go of typing is one step"
    QTest.keyClick(name, Qt.Key.Key_Return)
    type_into(name, ", born Byron")
    until(qapp, lambda: len(steps(workspace)) == 2)


LEAVING: dict[str, Callable[[Workspace, Path], object]] = {
    "close": lambda workspace, _: workspace.window.close(),
    "Ctrl+Q": lambda workspace, _: workspace.actions["quit"].trigger(),
    "Ctrl+N": lambda workspace, _: workspace.actions["new"].trigger(),
    "open another": lambda workspace, other: workspace.opening.open(other),
    "drop another": lambda workspace, other: workspace.window.dropped.emit([other]),
    "the demonstration": lambda workspace, _: workspace.actions["demonstration"].trigger(),
    "Ctrl+S": lambda workspace, _: workspace.actions["save"].trigger(),
}


@pytest.mark.parametrize("way", LEAVING)
def test_what_is_typed_when_the_project_is_left_is_in_its_file(
    qapp: object, workspace: Workspace, tmp_path: Path, way: str
) -> None:
    path = opened(qapp, workspace, saved(tmp_path / "a.facebalance", "A"))
    other = saved(tmp_path / "b.facebalance", "B")
    type_into(workspace.window.patient_bar.number, "17")
    LEAVING[way](workspace, other)
    until(qapp, lambda: read_project(path).patient.id == "17" and not workspace.opening.is_opening)
    assert (read_project(path).patient.name, name_in(other)) == ("A", "B")
    assert read_project(other).patient.id == "", "in the project it was typed for"


def test_a_new_project_keeps_what_was_typed_last(qapp: object, home: Path, workspace: Workspace) -> None:
    type_into(workspace.window.patient_bar.name, "typed last")
    workspace.window.close()
    assert clinic(home) == ["typed last"]


def test_undo_takes_back_what_is_being_typed(qapp: object, workspace: Workspace) -> None:
    name_patient(workspace, "Ada")
    type_into(workspace.window.patient_bar.number, "17")
    workspace.actions["undo"].trigger()
    assert workspace.session.project.patient == Patient("Ada")
    workspace.actions["undo"].trigger()
    assert workspace.session.project.patient.name == "" and workspace.window.patient_bar.name.text() == ""
    for _ in range(2):
        workspace.actions["redo"].trigger()
    assert workspace.session.project.patient == Patient("Ada", "17")


def test_a_number_that_is_being_typed_is_not_rewritten(qapp: object, workspace: Workspace) -> None:
    """`1.` read as 1 and shown as `1` would turn the 5 that follows into 15."""
    treatment = Treatment(new_id(), modality="filler", unit="mL")
    show_project(qapp, workspace, add_treatment(treatment)(pair_with_faces()))
    workspace.window.side.show_page("Plan")
    workspace.window.plan.pick(treatment.id)
    amount = workspace.window.plan.form.amount
    type_into(amount, "1.")
    until(qapp, lambda: workspace.session.project.plan.treatments[0].amount == 1.0)
    type_into(amount, "5")
    until(qapp, lambda: workspace.session.project.plan.treatments[0].amount == 1.5)
    assert amount.text() == "1.5"


def test_what_makes_no_sense_yet_is_told_when_the_field_is_left(qapp: object, workspace: Workspace) -> None:
    bar = workspace.window.patient_bar
    type_into(bar.birth_date, "1971-03-")
    type_into(bar.birth_date, "0")
    until(qapp, lambda: not bar.birth_date.is_pending)
    assert bar.note.text() == "" and workspace.session.project.patient.birth_date is None
    QTest.keyClick(bar.birth_date, Qt.Key.Key_Return)
    assert bar.note.text() != "" and bar.birth_date.text() == "1971-03-0"
    type_into(bar.birth_date, "2")
    until(qapp, lambda: workspace.session.project.patient.birth_date == "1971-03-02")
    QTest.keyClick(bar.birth_date, Qt.Key.Key_Return)
    assert bar.note.text() == ""
