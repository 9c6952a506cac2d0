"""The page of measures: rows, search and order, pins that are drawn and exported, scale, details, saving."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from canvases_made import made_canvas, pair_with_faces
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from workspaces import until

from facebalance_desktop.analysis.guides import thirds, tilt_to_pupils
from facebalance_desktop.drawing.measure_drawings import value_words
from facebalance_desktop.drawing.primitives import Line, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_assessment import change_assessment
from facebalance_desktop.project.edits_drawing import change_measures, pin_measure
from facebalance_desktop.project.edits_photos import compare_photos, set_point
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.measurements import measures_of, readings_of, table_in_use
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.render import fonts
from facebalance_desktop.ui.annotate.tools.place import PlaceTool
from facebalance_desktop.ui.measures.measure_rows import BEYOND, WITHHELD
from facebalance_desktop.ui.measures.measures_panel import MeasuresPanel
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.patient_view import PatientView

pytestmark = pytest.mark.usefixtures("qapp")


def edged_pair() -> Project:
    """The made pair, looked at straight, its points on edges that follow local changes."""
    project = pair_with_faces()
    photos = []
    for photo in project.photos:
        face = photo.face
        assert face is not None
        points = {
            code: replace(point, source="edge", sigma=0.3, response=0.95)
            for code, point in face.points.items()
            if code != "tr"
        }
        points["tr"] = face.points["tr"]
        pose = Pose(0.0, 0.0, 0.0)
        photos.append(replace(photo, face=replace(face, points=points, pose=pose), view="frontal"))
    return replace(project, photos=tuple(photos))


def panel_of(project: Project) -> tuple[Session, MeasuresPanel]:
    session = Session(project)
    panel = MeasuresPanel(session)
    panel.resize(340, 900)
    panel.show()
    return session, panel


def names(panel: MeasuresPanel, look: str) -> list[str]:
    return [row.id for row in panel.list.rows.rows if row.look == look]


def test_differences_are_told_first_then_what_cannot_be_told() -> None:
    session, panel = panel_of(edged_pair())
    rows = panel.list.rows.rows
    headings = [row.name for row in rows if row.look == "heading"]
    assert headings[-1] == WITHHELD and BEYOND not in headings
    assert "mouth-width" in names(panel, "within")
    assert all(row.words for row in rows if row.look == "withheld"), "each says why"
    after = session.project.photos[1]
    x, y = after.face.points["ch_l"].xy if after.face is not None else (0, 0)
    session.do("Move", set_point(after.id, "ch_l", (x + 20, y)))
    assert panel.list.rows.rows[0].name == BEYOND and "mouth-width" in names(panel, "beyond")
    assert "larger than the detectable change" in panel.told.text() and "projection" in panel.told.text()
    session.undo()
    assert "mouth-width" in names(panel, "within")
    panel.close()


def test_the_page_says_that_two_versions_found_the_faces() -> None:
    project = edged_pair()
    before, after = project.photos
    assert before.face is not None
    _, panel = panel_of(project)
    assert "Find the faces again" not in panel.told.text()
    panel.close()
    older = replace(before, face=replace(before.face, version="older"))
    _, panel = panel_of(replace(project, photos=(older, after)))
    first, rest = panel.told.text().split("\n")
    assert "Find the faces again" in first and rest == "No difference is measurable in these two photos."
    panel.close()


def test_search_region_and_order() -> None:
    _, panel = panel_of(edged_pair())
    panel.search.setText("moüth corners")
    found = [row.id for row in panel.list.rows.rows if row.id]
    assert "mouth-width" in found and "commissure-difference" in found and "nasal-width" not in found
    panel.search.setText("")
    panel.group.setCurrentIndex(panel.group.findData("eyes"))
    panel.group.activated.emit(panel.group.currentIndex())
    kinds = table_in_use().kinds
    assert {kinds[row.id].group for row in panel.list.rows.rows if row.id} == {"eyes"}
    panel.order.setCurrentIndex(1)
    panel.order.activated.emit(1)
    sizes = [abs(row.middle or 0.0) for row in panel.list.rows.rows if row.look == "within"]
    assert sizes == sorted(sizes, reverse=True)
    panel.what.setCurrentIndex(1)
    panel.what.activated.emit(1)
    assert "value" in {row.look for row in panel.list.rows.rows}
    panel.close()


def test_a_click_pins_a_measure_on_both_photos_and_undo_takes_it_away() -> None:
    session, panel = panel_of(edged_pair())
    hovered: list[str] = []
    panel.hovered.connect(hovered.append)
    place = next(n for n, row in enumerate(panel.list.rows.rows) if row.id == "mouth-width")
    index = panel.list.rows.index(place)
    panel.list.scrollTo(index)
    at = panel.list.visualRect(index).center()
    QTest.mouseMove(panel.list.viewport(), at)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert session.project.measures.pinned == ("mouth-width",)
    assert panel.detail.measure == "mouth-width"
    assert "repeat ±" in panel.detail.values.text() and "place ±" in panel.detail.values.text()
    assert "expression" in panel.detail.values.text() and "Source:" in panel.detail.about.text()
    pair = pair_of(session.project)
    assert pair is not None
    scene = compose(session.project, pair, ViewOptions(), (1000.0, 500.0), fonts.measure)
    texts = [
        item.text for sheet in scene.items if isinstance(sheet, Sheet) for item in sheet.items if isinstance(item, Text)
    ]
    assert sum(text.startswith("70.0") and "% iod" in text for text in texts) == 2
    session.undo()
    assert not session.project.measures.pinned
    panel.close()


def test_hovering_draws_lines_over_both_photos() -> None:
    canvas = made_canvas(edged_pair())
    assert canvas.pictures.drawings() == ()
    canvas.pictures.show_measure("mouth-width")
    drawn = canvas.pictures.drawings()
    lines = [item for clip in drawn if hasattr(clip, "items") for item in clip.items if isinstance(item, Line)]
    assert len(lines) == 2 and len([item for item in drawn if isinstance(item, Text)]) == 2
    canvas.pictures.show_measure("")
    assert canvas.pictures.drawings() == ()


def test_mm_only_by_a_scale_that_says_where_it_comes_from() -> None:
    session, panel = panel_of(edged_pair())
    assert not any("mm" in row.figure for row in panel.list.rows.rows)
    session.do("Scale", change_measures(scale="pupils", mm=62.5))
    row = next(row for row in panel.list.rows.rows if row.id == "mouth-width")
    assert "62.5 mm" in panel.scale.told.text() and "%" in panel.scale.told.text()
    mm = panel.shown.scale
    assert mm is not None and mm.mm == 0.625 and row.figure.startswith("0.0 ±")
    panel.detail.show_measure("mouth-width", panel.shown)
    assert "\xa0mm, by typed pupil distance" in panel.detail.values.text()
    session.do("Scale", change_measures(scale="length", mm=50.0))
    assert "place both ends" in panel.scale.told.text()
    for photo in session.project.photos:
        face = photo.face
        assert face is not None
        (x, y), unit = face.points["p_r"].xy, face.iod / 100
        session.do("End", set_point(photo.id, "scale_a", (x, y)))
        session.do("End", set_point(photo.id, "scale_b", (x + 80 * unit, y)))
    mm = panel.shown.scale
    assert mm is not None and mm.mm == pytest.approx(50 / 80, rel=1e-6) and "own plane" in mm.words
    panel.close()


def test_reference_values_stand_beside_a_measure_only_where_they_match() -> None:
    session, panel = panel_of(edged_pair())
    panel.detail.show_measure("mouth-width", panel.shown)
    assert panel.detail.norm.text() == ""
    session.do("Show", change_measures(has_norms=True))
    assert panel.detail.norm.text().startswith("No matching reference set")
    session.do("Say", change_assessment(sex="female", ancestry="European"))
    assert panel.detail.norm.text().startswith("Reference, not a target: 47.9")
    assert "needs a scale" in panel.detail.norm.text() and panel.detail.distribution.isHidden()
    session.do("Scale", change_measures(scale="pupils", mm=62.5))
    drawn = panel.detail.distribution.shown
    assert drawn is not None and drawn.norm.mean == 47.9 and drawn.value == pytest.approx(70 * 0.625)
    assert drawn.half > 0 and not panel.detail.distribution.isHidden()
    panel.detail.distribution.grab()
    panel.close()


def test_the_points_a_measure_lacks_are_asked_for() -> None:
    session, panel = panel_of(edged_pair())
    asked: list[tuple[str, ...]] = []
    panel.points_requested.connect(asked.append)
    panel.detail.show_measure("bizygomatic-width", panel.shown)
    panel.detail.place.click()
    assert asked == [("zy_r", "zy_l")]
    canvas = made_canvas(session.project)
    tool = PlaceTool(canvas, canvas)
    assert tool.start(asked[0])
    assert tool.wanted == (session.project.photos[0].id, "zy_r")
    assert not tool.start(()) or tool.wanted is not None
    panel.close()


def test_measures_are_copied_and_saved_with_their_definitions(qapp: object, tmp_path: Path) -> None:
    session, panel = panel_of(edged_pair())
    told: list[str] = []
    session.told.connect(told.append)
    panel.menu.save(tmp_path / "m.csv", "csv")
    until(qapp, lambda: len(told) == 1)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(table_in_use().kinds) and rows[0]["definition"]
    panel.menu.save(tmp_path / "m.json", "json")
    until(qapp, lambda: len(told) == 2)
    made = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert len(made["photos"]) == 2 and "mediapipe" in made["difference"]["made_by"]
    panel.menu.save(tmp_path / "nowhere" / "m.csv", "csv")
    until(qapp, lambda: len(told) == 3)
    assert "could not be saved" in told[-1] and not (tmp_path / "nowhere").exists()
    panel.menu.copy_table()
    assert told[-1].startswith("The measures were copied")
    panel.close()


def test_a_single_photo_and_no_photo() -> None:
    project = edged_pair()
    single = replace(project, photos=project.photos[:1], comparisons=())
    _, panel = panel_of(single)
    assert panel.what.isHidden() and "value" in {row.look for row in panel.list.rows.rows}
    panel.close()
    _, empty = panel_of(replace(project, photos=(), comparisons=()))
    assert empty.list.rows.rows == ()
    empty.close()


def test_how_measures_are_shown_is_kept_and_wrong_values_are_refused() -> None:
    project = change_measures(scale="pupils", mm=61.0)(pin_measure("mouth-width", True)(edged_pair()))
    value = to_json(project)
    value["measures"]["later"] = 1
    assert from_json(value).measures.pinned == ("mouth-width",)
    assert to_json(from_json(value))["measures"]["later"] == 1
    value["measures"]["scale"] = "ruler"
    with pytest.raises(Problem):
        from_json(value)


def test_a_drag_of_a_point_updates_a_hundred_measures_quickly() -> None:
    session, panel = panel_of(edged_pair())
    after = session.project.photos[1]
    times = []
    for step in range(6):
        began = time.process_time()
        session.do("Drag", set_point(after.id, "sn", (200.0 + step, 230.0)), "drag")
        times.append(time.process_time() - began)
    assert len(panel.list.rows.rows) >= 90
    assert min(times) < 0.1, "16 ms on a free machine"
    panel.close()


def test_a_page_that_is_not_seen_computes_nothing() -> None:
    session, panel = panel_of(edged_pair())
    panel.hide()
    before = panel.shown
    session.do("Move", set_point(session.project.photos[1].id, "sn", (201.0, 230.0)))
    assert panel.shown is before
    panel.show()
    assert panel.shown is not before
    panel.close()


def test_unread_photos_show_nothing_yet() -> None:
    project = edged_pair()
    unread = replace(project, photos=tuple(replace(p, faces=None, face=None) for p in project.photos))
    shown = measures_of(unread, pair_of(unread), table_in_use())
    assert not shown.before and "still being analysed" in shown.sentence


def test_movement_rows_tell_both_sides_or_what_is_missing() -> None:
    project = edged_pair()
    smile = replace(project.photos[1], view="frontal-smile", taken="2026-03-01T10:00:00", taken_source="exif")
    rest = replace(project.photos[0], taken="2026-03-01T09:59:00", taken_source="exif")
    _, panel = panel_of(replace(project, photos=(rest, smile)))
    panel.what.setCurrentIndex(3)
    panel.what.activated.emit(3)
    rows = panel.list.rows.rows
    assert [row.name for row in rows[:4]] == ["Smile: mouth corner", "Right", "Left", "Right minus left"]
    assert rows[1].figure.startswith("0.0 ±") and rows[1].words == "within the error"
    assert any(row.name.startswith("Frown") and row.words == "no photo of it in this visit" for row in rows)
    panel.close()


def test_a_known_bias_is_told_as_an_interval_that_is_not_about_the_value() -> None:
    project = edged_pair()
    found = measures_of(project, pair_of(project), table_in_use()).before["lower-face-height"]
    assert found.budget is not None and found.place is not None
    words = value_words(replace(found, budget=replace(found.budget, bias=found.place)))
    assert " to " in words and words.endswith("% iod") and "±" not in words


def test_over_three_visits_a_curve_is_drawn_with_the_treatments_on_its_axis() -> None:
    project = edged_pair()
    days = ("2026-01-10", "2026-03-02", "2026-06-20")
    photos = tuple(
        replace(project.photos[n % 2], id=new_id(), sha256=new_id() * 2, taken=f"{day}T10:00:00", taken_source="exif")
        for n, day in enumerate(days)
    )
    project = replace(project, photos=photos, comparisons=())
    project = compare_photos(photos[0].id, photos[2].id)(project)
    done = Treatment(new_id(), "done", region="lips", region_name="Lips", date="2026-02-01")
    project = add_treatment(done)(project)
    _, panel = panel_of(project)
    panel.detail.show_measure("mouth-width", panel.shown)
    course = panel.detail.curve.course
    assert course is not None and [value.day.isoformat() for value in course.values] == list(days)
    assert all(value.low < value.value < value.high for value in course.values)
    assert [day.isoformat() for day, _ in course.treatments] == ["2026-02-01"]
    assert panel.detail.curve.isVisibleTo(panel)
    panel.detail.show_measure("bizygomatic-width", panel.shown)
    assert panel.detail.curve.isHidden(), "no values, no curve"
    panel.close()


def test_the_patient_sees_a_pinned_measure_only_when_it_is_let_in() -> None:
    session = Session(pin_measure("mouth-width", True)(edged_pair()))
    view = PatientView(session)
    assert view.guides() == ["measure:mouth-width"]
    view.let_appear("guided", 0)
    assert not view.project.measures.pinned
    view.let_appear("guided", 1)
    assert view.project.measures.pinned == ("mouth-width",)
    view.deleteLater()


def test_guides_show_the_figures_of_the_measures() -> None:
    project = edged_pair()
    found = measures_of(project, pair_of(project), table_in_use()).before
    pair = pair_of(project)
    assert pair is not None
    shares = thirds(pair.before.points)
    assert shares is not None
    for percent, name in zip(shares.percents, ("upper-third", "middle-third", "lower-third"), strict=True):
        assert found[name].value == pytest.approx(percent, abs=1e-9)
    assert found["mouth-tilt"].value == pytest.approx(tilt_to_pupils(pair.before.points, "ch_r", "ch_l"), abs=1e-9)


def test_an_oblique_says_that_no_measure_stands_on_it() -> None:
    project = edged_pair()
    turned = replace(project.photos[1], view="oblique-left")
    _, panel = panel_of(replace(project, photos=(project.photos[0], turned)))
    (heading, row) = panel.list.rows.rows
    assert heading.name == WITHHELD and "frontal photos or profiles" in row.words
    panel.what.setCurrentIndex(2)
    panel.what.activated.emit(2)
    assert "frontal photos or profiles" in panel.list.rows.rows[1].words
    panel.search.setText("no such measure")
    assert panel.list.rows.rows == ()
    panel.close()


def test_the_clinics_rows_and_errors_hold_in_the_page(home: Path) -> None:
    clinic = home / "clinic"
    clinic.mkdir(parents=True)
    row = '[[row]]\nid = "own-width"\nname = "Own width"\ngroup = "mouth"\nkind = "distance"\npoints = ["ch_r", "sn"]\n'
    row += 'unit = "% iod"\nview = "frontal"\ndefinition = "x"\nsource = "clinic"\n\n[[row]]\nid = "mouth-width"\n'
    (clinic / "measures.toml").write_text(row + "hidden = true\n", encoding="utf-8")
    errors = '[[row]]\nid = "point:ch"\noperator = 2.0\nsource = "measured here"\n'
    (clinic / "measure_errors.toml").write_text(errors, encoding="utf-8")
    project = edged_pair()
    for code in ("ch_r", "sn"):
        face = project.photos[0].face
        assert face is not None
        project = set_point(project.photos[0].id, code, face.points[code].xy)(project)
    _, panel = panel_of(project)
    found = panel.shown.before["own-width"]
    assert "mouth-width" not in panel.shown.before and found.place is not None and found.place > 2.0
    panel.close()


def test_a_camera_that_was_declared_plumb_gives_the_true_vertical_of_its_photo() -> None:
    project = edged_pair()
    before, after = project.photos
    plumb = replace(before, is_plumb=True)
    found = measures_of(replace(project, photos=(plumb, after)), None, table_in_use())
    assert not found.before
    one, other = (readings_of(photo, table_in_use())["pupil-tilt"] for photo in (plumb, after))
    assert one.status == "ok" and one.value == pytest.approx(0.0, abs=1e-9)
    assert other.status == "needs-point", "never carried by the alignment"
