"""A plan made by mouse in the real window: drawn, planned, done, saved, opened again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from driving import Script, are_analysed, at, click, drag, drive, key, needs_qt, project, window
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.project.annotation_transfer import appearances
from facebalance_desktop.project.demonstration import demonstration_photos
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.fields import LineField

pytestmark = needs_qt
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    paths = []
    for data, name in demonstration_photos():
        (tmp_path / name).write_bytes(data)
        paths.append(str(tmp_path / name))
    return paths


@pytest.fixture
def visits(tmp_path: Path) -> list[str]:
    """The same two photos as a camera would have taken them at two visits, six weeks apart."""
    paths = []
    for (data, name), taken in zip(demonstration_photos(), ("2026:01:20 09:00:00", "2026:03:03 09:00:00"), strict=True):
        with Image.open(BytesIO(data)) as image:
            exif = image.getexif()
            exif.get_ifd(0x8769)[0x9003] = taken
            image.convert("RGB").save(tmp_path / f"{name}.jpg", quality=95, exif=exif)
        paths.append(str(tmp_path / f"{name}.jpg"))
    return paths


def panes() -> tuple[Pane, ...]:
    return window().canvas.current_panes()


def round_about(pane: Pane, middle: Point, radius: float) -> list[QPoint]:
    steps = [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7), (1, -0.05)]
    return [at(pane, (middle[0] + radius * x, middle[1] + radius * y)) for x, y in steps]


def stroke(places: Sequence[QPoint]) -> None:
    canvas = window().canvas
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, places[-1])


def press(button: QWidget) -> None:
    QTest.mouseClick(button, LEFT)


def choose(box: QComboBox, chosen: str) -> None:
    """Pick an entry as a click on it does."""
    box.setCurrentIndex(box.findData(chosen))
    box.activated.emit(box.currentIndex())


def write(entry: LineField, text: str) -> None:
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def test_every_kind_is_drawn_selected_moved_and_deleted(pair: list[str]) -> None:
    def script() -> Script:
        yield are_analysed(2)
        selection = window().canvas.tool.selection  # type: ignore[union-attr]  # the select tool
        start = len(project().annotations)
        pane = panes()[0]
        key(Qt.Key.Key_D)
        stroke(round_about(pane, (230.0, 260.0), 22.0))
        assert project().annotations[-1].shape == "smooth"
        key(Qt.Key.Key_E)
        drag(at(pane, (300.0, 240.0)), at(pane, (340.0, 270.0)))
        assert project().annotations[-1].shape == "ellipse"
        key(Qt.Key.Key_I)
        click(at(pane, (272.0, 330.0)))
        click(at(pane, (262.0, 332.0)))
        key(Qt.Key.Key_Escape)
        for tool, kind in ((Qt.Key.Key_A, "arrow"), (Qt.Key.Key_R, "ruler")):
            key(tool)
            drag(at(pane, (220.0, 180.0)), at(pane, (300.0, 180.0)))
            assert project().annotations[-1].kind == kind
        key(Qt.Key.Key_D, modifiers=SHIFT)
        for place in ((250.0, 300.0), (280.0, 290.0), (280.0, 310.0)):
            click(at(pane, place))
        key(Qt.Key.Key_R, modifiers=SHIFT)
        for place in ((230.0, 200.0), (260.0, 200.0), (260.0, 170.0)):
            click(at(pane, place))
        kinds = [item.kind for item in project().annotations[start:]]
        assert kinds == ["zone", "zone", "point", "point", "arrow", "ruler", "fan", "angle"]
        zone = project().annotations[start]
        window().zones.select(zone.id)
        selection.select(zone.id)
        drag(at(pane, (230.0, 260.0)), at(pane, (240.0, 268.0)))
        moved = project().annotations[start]
        assert moved.points[0][0] - zone.points[0][0] == pytest.approx(10.0, abs=1.5)
        drag(at(pane, moved.points[0]), at(pane, (moved.points[0][0] + 6, moved.points[0][1])))
        assert project().annotations[start].points[0] != moved.points[0]
        assert project().annotations[start].points[2] == moved.points[2]
        key(Qt.Key.Key_D, modifiers=CONTROL)
        assert len(project().annotations) == start + 9
        key(Qt.Key.Key_Delete)
        assert len(project().annotations) == start + 8
        for _ in range(2):
            key(Qt.Key.Key_Z, modifiers=CONTROL)
        assert len(project().annotations) == start + 8

    assert drive(script, pair) == 0


def test_brush_eraser_and_the_other_side(pair: list[str]) -> None:
    def script() -> Script:
        yield are_analysed(2)
        pane = panes()[0]
        key(Qt.Key.Key_Q)
        drag(at(pane, (205.0, 265.0)), at(pane, (245.0, 265.0)))
        key(Qt.Key.Key_Escape)
        (zone,) = project().annotations
        assert zone.is_zone
        key(Qt.Key.Key_Q, modifiers=SHIFT)
        drag(at(pane, (252.0, 230.0)), at(pane, (252.0, 300.0)))
        key(Qt.Key.Key_Escape)
        assert project().annotations[0].points != zone.points
        key(Qt.Key.Key_Z, modifiers=CONTROL)
        window().zones.properties.asked.emit("mirror")
        assert len(project().annotations) == 2
        one, other = (item.points[0][0] for item in project().annotations)
        assert (one < 271) != (other < 271)

    assert drive(script, pair) == 0


def fill_plan() -> None:
    """Eight zones on both sides, three sessions, planned and done."""
    zones, plan, assessment = window().zones, window().plan, window().assessment
    for zone in ("cheek-malar", "temple", "nasolabial-fold", "marionette"):
        zones.zone.setCurrentIndex(zones.zone.findData(zone))
        press(zones.sides["both"])
    assert len(project().annotations) == 8
    for _ in range(3):
        press(plan.add_session)
    sessions = project().plan.sessions
    for place, item in enumerate(project().annotations):
        zones.list.setCurrentRow(len(project().annotations) - 1 - place)
        plan.pick(sessions[place % 3].id)
        press(plan.plan_here)
        assert plan.chosen is not None
        assert plan.chosen.annotation == item.id
        assert plan.chosen.amount is None
        choose(plan.form.modality, "ha-filler")
        choose(plan.form.product, "ha-unnamed")
        assert plan.form.amount.text() == ""
    write(plan.form.amount, "0.4")
    press(plan.copy)
    assert plan.chosen is not None
    assert (plan.chosen.state, plan.chosen.amount, plan.chosen.unit) == ("done", None, "mL")
    write(plan.form.amount, "0.35")
    write(plan.form.date, "2026-02-03")
    write(plan.form.lot, "LOT 7")
    assessment.visit.setCurrentIndex(0)
    assessment.goals.setPlainText("Look rested")
    assessment.notes.region.setCurrentIndex(assessment.notes.region.findData("upper-third"))
    write(assessment.notes.aspects["volume"], "less than before")
    write(assessment.what, "lips")
    press(assessment.add_advice)


def note_on(pane: Pane) -> None:
    """A note with its leader, drawn and written."""
    key(Qt.Key.Key_A, modifiers=SHIFT)
    drag(at(pane, (271.0, 345.0)), at(pane, (380.0, 420.0)))
    key(Qt.Key.Key_Escape)
    assert project().annotations[-1].kind == "note"
    window().zones.list.setCurrentRow(0)
    text = window().zones.properties.text
    QTest.keyClicks(text, "Watch the chin at rest")
    assert project().annotations[-1].text == "Watch the chin at rest"


def export_dialog() -> ExportDialog | None:
    shown = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ExportDialog))
    return next((dialog for dialog in shown if dialog.isVisible()), None)  # closed ones of other tests may linger


def test_a_whole_plan_is_kept(visits: list[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "plan.pdf"
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_, **__: (str(page), "PDF document (*.pdf)"))

    def make() -> Script:
        yield are_analysed(2)
        fill_plan()
        note_on(panes()[0])
        assert [visit.role for visit in visits_of(project())] == ["before", "after"]
        pair_now = window().session.pair
        assert pair_now is not None and pair_now.after is not None
        found = appearances(project(), pair_now, pair_now.after.photo)
        assert len([item for item in found if item.original.is_zone]) == 8
        assert any(item.is_approximate for item in found)
        assert pair_now.after.title == "4 weeks after HA filler"
        QTimer.singleShot(0, lambda: key(Qt.Key.Key_E, modifiers=CONTROL))
        yield lambda: export_dialog() is not None
        dialog = export_dialog()
        assert dialog is not None
        choose(dialog.names, "chart")
        press(dialog.output_buttons[-1])
        yield lambda: page.exists() and project().exports

    def view_options() -> Script:
        yield are_analysed(2)
        plan = project().plan
        assert [item.kind for item in project().annotations] == ["zone"] * 8 + ["note"]
        assert project().annotations[-1].text == "Watch the chin at rest"
        assert len(project().exports) == 1
        assert [session.name for session in plan.sessions] == ["Session 1", "Session 2", "Session 3"]
        assert [item.amount for item in plan.treatments if item.amount is not None] == [0.4, 0.35]
        assert project().assessment.goals == "Look rested"
        assert project().assessment.note("upper-third").volume == "less than before"
        assert project().assessment.advised_against[0].what == "lips"
        assert window().plan.tree.topLevelItemCount() == 3

    assert drive(make, visits) == 0
    (saved,) = (home / "clinic").glob("*.facebalance")
    assert drive(view_options, [str(saved)]) == 0
    told = shutil.which("pdftotext")
    if told is not None:
        words = subprocess.run([told, str(page), "-"], capture_output=True, text=True, check=True).stdout
        for expected in ("Cheek, malar, right", "Session 3", "0.35 mL", "LOT 7", "4 weeks after HA filler"):
            assert expected in words, expected
