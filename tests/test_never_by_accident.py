"""Nothing changes because a wheel turned, a key fell elsewhere or another thing was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid
from widget_tree import offered
from workspaces import show_project, until

from facebalance_desktop.drawing.figure import lay_out
from facebalance_desktop.drawing.primitives import Drawing, Text
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.planning.tables import Product, load_tables
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.render import fonts
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.plan.treatment_form import TreatmentForm
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.widgets.dates import read_day
from facebalance_desktop.ui.widgets.fields import ChoiceField, LineField
from facebalance_desktop.ui.widgets.inputs import DoubleSpinBox, Slider

BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    window = MainWindow()
    made = equipped_workspace(window)
    window.show()
    QTest.qWaitForWindowActive(window)
    show_project(qapp, made, pair_with_faces())
    made.session.do("Plan", add_treatment(Treatment("t1", modality="ha-filler", region_name="Cheek", side="right")))
    made.view.canvas.setFocus()
    yield made
    window.close()


@pytest.fixture
def form(workspace: Workspace) -> TreatmentForm:
    workspace.window.plan.pick("t1")
    return workspace.window.plan.form


def turn_wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    for delta in (120, -120, -120) if isinstance(widget, QAbstractSpinBox) else (-120, 120, 120):
        event = QWheelEvent(
            middle,
            widget.mapToGlobal(middle),
            QPoint(0, 0),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)


def choose(field: QComboBox, key: str) -> None:
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def write(field: LineField, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def test_the_wheel_changes_no_field_that_was_not_entered(workspace: Workspace, form: TreatmentForm) -> None:
    form.side.offer([("right", "right", None), ("left", "left", None)])
    before = workspace.session.project
    fields = [
        field
        for kind in (QComboBox, QAbstractSpinBox, QAbstractSlider)
        for field in workspace.window.findChildren(kind)
        if not isinstance(field, QScrollBar)
    ]
    assert len(fields) > 10
    for field in fields:
        turn_wheel(field)
        assert not field.hasFocus(), field.accessibleName()
    assert workspace.session.project is before
    assert before.plan.treatment("t1").side == "right"  # type: ignore[union-attr]  # it was just added


def test_a_number_that_was_clicked_into_takes_the_wheel(qapp: object) -> None:
    number = DoubleSpinBox()
    number.setMinimum(-9)
    slider, choice = Slider(), ChoiceField("Side", lambda key: None)
    choice.offer([("right", "right", None), ("left", "left", None)])
    for field in (slider, number, choice):
        field.show()
        field.activateWindow()
        field.setFocus()
        until(qapp, field.hasFocus)
        turn_wheel(field)
    assert slider.value() > 0 and number.value() < 0
    assert choice.currentIndex() == 0
    for field in (slider, number, choice):
        field.close()


def test_a_letter_is_a_command_on_the_photo_and_a_letter_in_a_field(workspace: Workspace, form: TreatmentForm) -> None:
    window, session = workspace.window, workspace.session
    window.side.show_page("Plan")
    form.more.click()
    form.goal.setFocus()
    before = session.project
    QTest.keyClicks(form.goal, "xtm1")
    assert form.goal.text() == "xtm1" and session.project is before
    form.side.setFocus()
    QTest.keyClicks(form.side, "xt")
    window.guides.sets.setFocus()
    QTest.keyClicks(window, "xt")
    assert session.project.guides == before.guides and session.project.comparison == before.comparison
    workspace.view.canvas.setFocus()
    QTest.keyClicks(workspace.view.canvas, "t")
    assert session.project.is_guide_shown("thirds")


def test_the_keyboard_returns_to_the_photo_after_a_click_beside_it(qapp: object, workspace: Workspace) -> None:
    window, canvas = workspace.window, workspace.view.canvas
    window.side.show_page("Guides")
    application(qapp).processEvents()
    box = window.guides.boxes["thirds"]
    box.setFocus()
    press_in(window, box)
    until(qapp, canvas.hasFocus)
    assert workspace.session.project.is_guide_shown("thirds")
    window.side.show_page("Plan")
    window.plan.pick("t1")
    window.plan.form.more.click()
    application(qapp).processEvents()
    goal = window.plan.form.goal
    press_in(window, goal)
    until(qapp, goal.hasFocus)  # a field that is clicked into keeps it
    QTest.keyClicks(goal, "lift")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    until(qapp, canvas.hasFocus)
    assert workspace.session.project.plan.treatments[0].goal == "lift"


def test_enter_puts_a_zone_on_the_face_from_the_list_and_by_its_button(qapp: object, workspace: Workspace) -> None:
    window, session = workspace.window, workspace.session
    window.side.show_page("Zones")
    before = session.project
    button = next(button for button in window.zones.sides.values() if button.isVisible())
    button.setFocus()
    until(qapp, button.hasFocus)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    until(qapp, lambda: len(session.project.annotations) == 1)
    session.undo()
    assert session.project.annotations == before.annotations
    before = session.project
    window.zones.zone.setFocus()
    until(qapp, window.zones.zone.hasFocus)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    until(qapp, lambda: len(session.project.annotations) > 0)


@pytest.mark.parametrize("page", ["Plan", "Guides", "Zones"])
def test_the_keyboard_enters_the_open_page_and_escape_brings_it_back(
    qapp: object, workspace: Workspace, page: str
) -> None:
    window, canvas = workspace.window, workspace.view.canvas
    window.side.show_page(page)
    window.plan.pick("t1")
    canvas.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F12)
    until(qapp, lambda: window.side.isAncestorOf(QApplication.focusWidget() or canvas))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    until(qapp, canvas.hasFocus)


@pytest.mark.parametrize("leaving", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_in_the_plan_tree_ends_the_typing_and_another_one_leaves(
    qapp: object, workspace: Workspace, leaving: Qt.Key
) -> None:
    window, canvas = workspace.window, workspace.view.canvas
    window.side.show_page("Plan")
    window.plan.pick("t1")
    tree = window.plan.tree
    tree.setFocus()
    item = tree.currentItem()
    assert item is not None
    tree.editItem(item, 1)
    until(qapp, lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    QTest.keyClick(window.windowHandle(), leaving)
    until(qapp, lambda: not isinstance(QApplication.focusWidget(), QLineEdit))
    for _ in range(5):
        application(qapp).processEvents()
    assert tree.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    until(qapp, canvas.hasFocus)


def test_a_row_of_the_plan_outlives_its_own_change(qapp: object, workspace: Workspace) -> None:
    """Qt reads on in the row once all have heard of its tick: gone by then, it could end the program."""
    window, session = workspace.window, workspace.session
    window.plan.pick("t1")
    row = window.plan.tree.currentItem()
    assert row is not None
    row.setCheckState(0, Qt.CheckState.Unchecked)
    assert isValid(row)
    treatment = session.project.plan.treatment("t1")
    assert treatment is not None
    assert not treatment.is_shown
    until(qapp, lambda: not isValid(row))
    again = window.plan.tree.currentItem()
    assert again is not None
    assert again.checkState(0) == Qt.CheckState.Unchecked


def press_in(window: MainWindow, widget: QWidget) -> None:
    """A click that comes through the window's own events, as the system sends it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget)
    at = widget.mapTo(window, QPoint(8, widget.height() // 2))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_a_typed_amount_outlives_another_product_unit_and_modality(workspace: Workspace, form: TreatmentForm) -> None:
    def item() -> Treatment:
        found = workspace.session.project.plan.treatment("t1")
        assert found is not None
        return found

    choose(form.product, "ha-unnamed")
    write(form.amount, "0,6")
    assert (item().amount, item().unit) == (0.6, "mL")
    form.unit.buttons["syringe"].click()
    assert item().amount == 0.6
    form.unit.buttons["mL"].click()
    choose(form.modality, "biostimulator")
    choose(form.product, "plla")
    assert (item().amount, item().unit) == (0.6, "mL") and form.problem.text() == ""
    choose(form.modality, "neuromodulator")
    choose(form.product, "onabotulinumtoxina")
    assert (item().amount, item().unit) == (0.6, "mL")  # kept, never converted
    assert "is not counted in mL" in form.problem.text()
    form.take_product(offered(form.product_search, "Renuva"))
    assert (item().product, item().modality) == ("allograft-adipose", "allograft-fat")
    assert (item().amount, item().unit) == (0.6, "mL") and form.problem.text() == ""
    form.take_product(offered(form.product_search, "Botox"))
    assert (item().amount, item().unit, item().modality) == (0.6, "mL", "neuromodulator")
    assert "is not counted in mL" in form.problem.text()


def test_typed_ml_in_one_outlive_another_unit_product_and_modality(workspace: Workspace, form: TreatmentForm) -> None:
    def each() -> float | None:
        return workspace.session.project.plan.treatments[0].ml_each

    choose(form.product, "ha-unnamed")
    form.unit.buttons["syringe"].click()
    write(form.ml_each, "0.55")
    form.unit.buttons["mL"].click()
    form.unit.buttons["syringe"].click()
    assert each() == 0.55 and form.ml_each.text() == "0.55"
    write(form.amount, "1 mL")
    write(form.amount, "1 syringe")
    choose(form.modality, "biostimulator")
    choose(form.product, "plla")
    form.take_product(offered(form.product_search, "Renuva"))
    assert each() == 0.55


def test_ml_in_one_of_the_product_before_go_with_it() -> None:
    one = Product("one", "One", "ha-filler", ("syringe", "mL"), "label", {"syringe": 1.0})
    other = Product("other", "Other", "ha-filler", ("syringe",), "label", {"syringe": 0.8})
    tables = replace(load_tables(), products=(one, other))
    brought = Treatment("t", product="one", unit="syringe", ml_each=1.0)
    assert tables.ml_each_with(brought, "other", "syringe") == 0.8
    assert tables.ml_each_with(brought, "one", "mL") is None
    assert tables.ml_each_with(replace(brought, unit="mL", ml_each=None), "one", "syringe") == 1.0
    assert tables.ml_each_with(replace(brought, ml_each=0.55), "other", "syringe") == 0.55


def test_what_is_not_understood_stays_marked_with_its_sentence(workspace: Workspace, form: TreatmentForm) -> None:
    write(form.amount, "a little")
    assert form.amount.problem and form.problem.text() == form.amount.problem
    choose(form.side, "left")
    workspace.session.do("Plan", add_treatment(Treatment("t2", modality="ha-filler")))
    assert form.amount.text() == "a little"
    workspace.window.plan.pick("t2")
    assert form.amount.text() == "" and form.problem.text() == ""
    workspace.window.plan.pick("t1")
    assert form.amount.text() == "a little" and form.problem.text()
    write(form.amount, "0.4")
    assert form.problem.text() == "" and form.amount.property("wrong") is False
    write(form.date, "yesterday")
    assert form.date.text() == "yesterday" and "A date is read as" in form.problem.text()


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("1984-03-02", GERMAN, "1984-03-02"),
        ("02.03.1984", GERMAN, "1984-03-02"),
        ("2.3.1984", AMERICAN, "1984-03-02"),
        ("2 Mar 1984", AMERICAN, "1984-03-02"),
        ("Mar 2, 1984", BRITISH, "1984-03-02"),
        ("2. März 1984", GERMAN, "1984-03-02"),
        ("2nd March 1984", BRITISH, "1984-03-02"),
        ("02/03/1984", BRITISH, "1984-03-02"),
        ("02/03/1984", AMERICAN, "1984-02-03"),
        ("", GERMAN, None),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, locale: QLocale, day: str | None) -> None:
    assert read_day(text, locale) == (day, None)


@pytest.mark.parametrize("name", ["es_PR", "es_PA", "es_ES", "fr_CA", "fr_FR", "de_DE"])
def test_a_date_with_slashes_is_day_first_in_other_languages_than_english(name: str) -> None:
    assert read_day("02/03/1984", QLocale(name)) == ("1984-03-02", None)


@pytest.mark.parametrize("text", ["31.02.1984", "2 Mar 84", "soon", "1984", "2 xyz 1984", "32.1.1984"])
def test_what_is_no_date_has_a_sentence(text: str) -> None:
    day, problem = read_day(text, BRITISH)
    assert day is None and problem


def test_the_beginning_of_two_months_is_none_of_them() -> None:
    french = QLocale(QLocale.Language.French, QLocale.Country.France)
    assert read_day("5 juin 2026", french) == ("2026-06-05", None)
    assert read_day("5 juil. 2026", french) == ("2026-07-05", None)
    day, problem = read_day("5 jui 2026", french)
    assert day is None and problem


def test_a_photo_that_was_moved_by_hand_says_so(workspace: Workspace) -> None:
    canvas, session = workspace.view.canvas, workspace.session
    match = workspace.window.top_bar.match
    assert "moved by hand" not in words_on(canvas) + match.words
    workspace.window.alignment.nudge_by(3.0, 0.0, 0.0, 1.0)
    assert "moved by hand" in words_on(canvas) and "moved by hand" in match.words
    session.undo()
    assert "moved by hand" not in words_on(canvas)
    viewport = canvas.viewport
    viewport.toggle_apart()
    viewport.pan(20.0, 0.0, viewport.frames()[-1].centre)
    viewport.toggle_apart()
    assert "moved by hand" in words_on(canvas) and "moved by hand" in match.words
    viewport.put_together()
    assert "moved by hand" not in words_on(canvas) + match.words


def test_an_exported_pair_that_was_nudged_says_so(workspace: Workspace) -> None:
    workspace.window.alignment.nudge_by(3.0, 0.0, 0.0, 1.0)
    material = workspace.export_commands.material(workspace.project)
    assert material is not None
    figure = lay_out(material, templates(None).named("side-by-side"), fonts.measure)
    drawn = [item for item in flat(figure.pages[0].items) if isinstance(item, Text)]
    assert any("After, moved by hand" in item.text for item in drawn)


def flat(items: Iterable[Drawing]) -> Iterator[Drawing]:
    """The drawings, those on sheets and in clips too."""
    for item in items:
        yield item
        yield from flat(getattr(item, "items", ()))


def words_on(canvas: Canvas) -> str:
    scene = canvas.scene()
    assert scene is not None
    return " | ".join(item.text for item in flat(scene.items) if isinstance(item, Text))
