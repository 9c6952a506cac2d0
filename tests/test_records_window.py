"""Records in the real window: an assessment a visit, cards where the hand is, what is signed is closed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from driving import Script, are_analysed, at, drive, key, needs_qt, project, window
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from widget_tree import offered

from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project import edits_plan
from facebalance_desktop.project.assessments import assessed_visits
from facebalance_desktop.project.demonstration import demonstration_photos
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.ui.app.inspector import page_width
from facebalance_desktop.ui.plan.assessment_comparison import AssessmentComparison
from facebalance_desktop.ui.plan.lot_search import LotSearchDialog
from facebalance_desktop.ui.widgets.fields import LineField
from facebalance_desktop.work import JobContext

pytestmark = needs_qt


@pytest.fixture
def visits(tmp_path: Path) -> list[str]:
    """The demonstration's two photos as a camera would have taken them at two visits, six weeks apart."""
    paths = []
    for (data, name), taken in zip(demonstration_photos(), ("2026:01:20 09:00:00", "2026:03:03 09:00:00"), strict=True):
        with Image.open(BytesIO(data)) as image:
            exif = image.getexif()
            exif.get_ifd(0x8769)[0x9003] = taken
            image.convert("RGB").save(tmp_path / f"{name}.jpg", quality=95, exif=exif)
        paths.append(str(tmp_path / f"{name}.jpg"))
    return paths


def choose(box: QComboBox, chosen: str) -> None:
    """Pick an entry as a click on it does."""
    box.setCurrentIndex(box.findData(chosen))
    box.activated.emit(box.currentIndex())


def write(entry: LineField, text: str) -> None:
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def draw_under_the_eye(pane: Pane) -> None:
    """A freehand ring between the lower lid and the cheek of the patient's right, as a hand draws it."""
    face = pane.side.photo.face
    assert face is not None
    x, y = face.xy[118]
    unit = face.iod / 100
    ring = [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7), (1, -0.05)]
    places = [at(pane, (x + 16 * unit * dx, y - 5 * unit + 6 * unit * dy)) for dx, dy in ring]
    key(Qt.Key.Key_D)
    stroke(places)
    key(Qt.Key.Key_Escape)


def stroke(places: list[QPoint]) -> None:
    canvas = window().canvas
    nothing, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, nothing, places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, left, nothing, places[-1])


def test_each_visit_is_assessed_for_itself(visits: list[str]) -> None:
    def script() -> Script:
        yield are_analysed(2)
        panel = window().assessment
        window().side.show_page("Assess")
        assert [panel.visit.itemText(place) for place in range(2)] == ["20 Jan 2026 (baseline)", "3 Mar 2026"]
        assert panel.visit.currentIndex() == 1
        panel.visit.setCurrentIndex(0)
        assert not panel.outcome.isVisibleTo(panel)
        write(panel.author, "Dr A")
        panel.goals.setPlainText("Look rested")
        choose(panel.grades.boxes["fitzpatrick", "", "clinician"], "II: usually burns, tans little")
        choose(panel.grades.boxes["jowl", "left", "clinician"], "2: moderate")
        choose(panel.flags.answers["herpes"], "yes")
        write(panel.flags.notes["herpes"], "in winter")
        choose(panel.surgery, "not-open")
        choose(panel.expectations, "yes")
        write(panel.notes.aspects["asymmetry_right"], "cheek fuller")
        panel.visit.setCurrentIndex(1)
        assert panel.goals.toPlainText() == ""
        assert panel.outcome.isVisibleTo(panel)
        choose(panel.outcome.boxes["gais", "", "patient"], "2: much improved")
        choose(panel.outcome.boxes["gais", "", "clinician"], "3: improved")
        one, other = (visit.assessment for visit in assessed_visits(project()))
        assert (one.goals, one.author, one.surgery, one.expectations) == ("Look rested", "Dr A", "not-open", "yes")
        assert (one.flag("herpes").answer, one.flag("herpes").note) == ("yes", "in winter")
        assert one.note("whole-face").asymmetry_right == "cheek fuller"
        assert other.goals == "" and other.author == "Dr A"
        graded = {(grade.by, grade.grade) for grade in other.grades}
        assert graded == {("patient", "2: much improved"), ("clinician", "3: improved")}
        assert "by Dr A" in panel.state.text()
        beside = AssessmentComparison(project(), window())
        assert beside.table.columnCount() == 2
        names = [beside.table.verticalHeaderItem(row).text() for row in range(beside.table.rowCount())]
        assert "GAIS (global aesthetic improvement), says the patient" in names
        beside.close()
        beside.deleteLater()
        key(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
        assert len(assessed_visits(project())[1].assessment.grades) == 1

    assert drive(script, visits) == 0


def test_the_under_eye_card_stands_beside_a_drawn_zone_while_it_is_planned(visits: list[str]) -> None:
    def script() -> Script:
        yield are_analysed(1)
        plan = window().plan
        draw_under_the_eye(window().canvas.current_panes()[0])
        (zone,) = project().annotations
        assert zone.region == "tear-trough-right"
        window().zones.list.setCurrentRow(0)
        window().side.show_page("Plan")
        assert [card.id for card in plan.cards.cards[1:]] == ["under-eye", "occlusion"]
        press(plan.plan_here)
        item = plan.chosen
        assert item is not None
        assert (item.region, item.side, item.annotation) == ("tear-trough", "right", zone.id)
        assert plan.cards.isVisibleTo(plan)
        words = plan.cards.words.text()
        assert "blindness" in words and "Check vision before and after" in words
        choose(plan.form.modality, "autologous-fat")
        assert "under-eye" in {card.id for card in plan.cards.cards}
        plan.risks.boxes["vessel"].click()
        plan.risks.boxes["lumps-under-eye"].click()
        assert [risk.id for risk in project().plan.treatments[0].risks] == ["vessel", "lumps-under-eye"]
        choose(plan.form.modality, "skin-tightening")
        assert "under-eye" not in {card.id for card in plan.cards.cards}

    assert drive(script, visits[:1]) == 0


def test_a_signed_record_is_closed_in_the_window(visits: list[str]) -> None:
    def script() -> Script:
        yield are_analysed(1)
        plan = window().plan
        window().side.show_page("Plan")
        press(plan.done_here)
        plan.form.take_product(offered(plan.form.product_search, "Renuva"))
        assert project().plan.treatments[0].product == "allograft-adipose"
        choose(plan.form.side, "both")
        write(plan.form.amount, "1.5")
        leaf = plan.tree.currentItem()
        assert leaf is not None and leaf.text(1) == "1.5 mL"
        leaf.setText(1, "1.6 mL")
        assert project().plan.treatments[0].amount == 1.6
        write(plan.form.amount, "1.5")
        record = plan.record
        choose(record.consent, "yes")
        choose(record.history, "yes")
        write(record.anaesthetic, "cream")
        choose(record.aftercare, "yes")
        write(record.review, "2026-09-01")
        press(record.sign)
        assert "who signs" in record.problem.text()
        write(record.name, "Dr A")
        press(record.sign)
        (item,) = project().plan.treatments
        assert (item.signed_by, item.consent, item.history, item.aftercare) == ("Dr A", "yes", "yes", "yes")
        assert (item.review, item.anaesthetic, item.amount) == ("2026-09-01", "cream", 1.5)
        assert not plan.form.amount.isEnabled() and not record.consent.isEnabled()
        for panel in (plan, window().assessment, window().visits):
            assert panel.minimumSizeHint().width() <= page_width() - 16, f"{panel} is cut off on its page"
        press(plan.delete)
        assert len(project().plan.treatments) == 1
        write(record.what, "bruise")
        write(record.action, "observed")
        press(record.note_it)
        assert project().plan.treatments[0].complications[0].what == "bruise"
        assert "bruise; observed" in record.complications.text()
        press(record.unsign)
        assert plan.form.amount.isEnabled()

    assert drive(script, visits[:1]) == 0


def test_a_lot_is_found_in_all_projects_of_the_clinic(tmp_path: Path, qtbot: object) -> None:
    done = Treatment(
        "d", "done", region_name="Lips", product_name="HA", amount=0.5, unit="mL", lot="AB-12", date="2026-02-01"
    )
    named = set_patient(Patient("Ada", "A 1"))(new_project())
    for name, item in (("a", done), ("b", replace(done, lot="CD"))):
        save_project(
            JobContext(), edits_plan.add_treatment(item)(named), tmp_path / f"{name}.facebalance", Originals(tmp_path)
        )
    dialog = LotSearchDialog(tmp_path)
    dialog.lot.setText("ab 12")
    dialog.start()
    qtbot.waitUntil(lambda: dialog.words.text() == "1 treatment in 2 projects.")  # type: ignore[attr-defined]  # pytest-qt's
    found = [dialog.table.item(0, column) for column in range(6)]
    assert [item and item.text() for item in found] == [
        "A 1, Ada", "1 Feb 2026", "Lips", "HA, 0.5 mL", "AB-12", "a.facebalance",
    ]  # fmt: skip
    dialog.lot.setText("-")
    dialog.start()
    qtbot.waitUntil(lambda: "letters or digits" in dialog.words.text())  # type: ignore[attr-defined]  # as above
    dialog.done(0)
    dialog.deleteLater()
