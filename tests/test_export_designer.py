"""The designer: what it shows is what is written, and only what may be written is offered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from driving import needs_qt
from figures_made import made_project, material_of, publishable, pyramids_of
from PIL import Image
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QScrollArea
from workspaces import until

from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.show import show_of
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.render.fonts import measure
from facebalance_desktop.settings import Settings, clinic_dir
from facebalance_desktop.ui.export import figure_controls
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog, places
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.export_runner import UNDER_WAY, ExportRequest, ExportRunner
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.show_dialog import ShowDialog
from facebalance_desktop.ui.presentation.step_pictures import StepPictures
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.ui.widgets.passing import passing

pytestmark = needs_qt


class Shelf(QObject):
    """Photos that are decoded already, or never."""

    ready = Signal(str)
    thumbnail_ready = Signal(str)

    def __init__(self, found: dict[str, Pyramid]) -> None:
        super().__init__()
        self.found = found
        self.asked: list[str] = []

    def whole(self, sha256: str) -> Pyramid | None:
        return self.found.get(sha256)

    def pyramid(self, sha256: str) -> Pyramid | None:
        return self.found.get(sha256)

    def at_least(self, photo: Photo, side: int | None) -> Pyramid | None:
        return self.found.get(photo.sha256)

    def for_page(self, photo: Photo, side: int) -> Pyramid:
        return self.found[photo.sha256]

    def thumbnail(self, photo: Photo) -> object:
        return self.found[photo.sha256].levels[-1]

    def ask(self, photo: Photo, side: int | None = None) -> None:
        self.asked.append(photo.sha256)


@pytest.fixture
def material(hopper_path: Path) -> tuple[Material, Shelf]:
    project, originals = made_project(hopper_path)
    return material_of(project), Shelf(pyramids_of(project, originals))


@pytest.fixture
def dialog(material: tuple[Material, Shelf]) -> Iterator[ExportDialog]:
    made = ExportDialog(material[0], material[1], Clinic())  # type: ignore[arg-type]  # the shelf is a pixel cache here
    made.resize(1000, 640)
    yield made
    made.deleteLater()


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.names.setCurrentIndex(dialog.names.findData(name))


def test_the_preview_follows_every_change(dialog: ExportDialog) -> None:
    shown = []
    for name in ("side-by-side", "chart", "patient"):
        choose(dialog, name)
        assert dialog.preview.image is not None
        shown.append(dialog.preview.image.copy())
    assert shown[0] != shown[1] != shown[2]
    dialog.controls.toggles["has_plan"].setChecked(True)
    assert dialog.preview.image != shown[2]
    box = dialog.controls.choices["layout"]
    box.setCurrentIndex(box.findData("wipe"))
    assert dialog.template.layout == "wipe"
    assert dialog.controls.toggles["is_moving"].isEnabled()


def test_the_controls_have_the_width_of_their_words(
    material: tuple[Material, Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(figure_controls.TOGGLES, "has_identifiers", "Name, Nummer und Geburtsdatum des Patienten, ganz")
    made = ExportDialog(material[0], material[1], Clinic())  # type: ignore[arg-type]  # as above
    with passing(made) as dialog:
        dialog.show()
        area = dialog.findChild(QScrollArea)
        assert area is not None and area.viewport().width() >= dialog.controls.minimumSizeHint().width()


def test_a_template_that_makes_the_same_pages_as_another_says_so(dialog: ExportDialog) -> None:
    choose(dialog, "three-up")
    assert "For this project the same as Series by date." in dialog.words.text()
    choose(dialog, "chart")
    assert "the same" not in dialog.words.text()


def test_every_page_can_be_looked_at_before_it_is_written(dialog: ExportDialog) -> None:
    choose(dialog, "side-by-side")
    assert dialog.turner.isHidden()
    project, plan = dialog.material.project, dialog.material.project.plan
    many = tuple(replace(plan.treatments[0], id=f"t{number}") for number in range(90))
    dialog.take_material(replace(dialog.material, project=replace(project, plan=replace(plan, treatments=many))))
    choose(dialog, "plan")
    pages = len(lay_out(dialog.material, dialog.template, measure).pages)
    assert pages > 1
    assert dialog.preview.image is not None
    first = dialog.preview.image.copy()
    assert not dialog.turner.isHidden()
    assert dialog.turner.words.text() == f"Page 1 of {pages}"
    assert not dialog.turner.back.isEnabled()
    for _ in range(pages):
        dialog.turner.forward.click()
    assert dialog.turner.words.text() == f"Page {pages} of {pages}"
    assert not dialog.turner.forward.isEnabled()
    assert dialog.preview.image != first
    dialog.turner.back.click()
    assert dialog.turner.words.text() == f"Page {pages - 1} of {pages}"


def test_a_typed_page_size_is_taken_and_nonsense_is_not(dialog: ExportDialog) -> None:
    box = dialog.controls.choices["page"]
    for text, page in (("1600 x 900", "1600x900"), ("a lot", "1600x900")):
        box.setEditText(text)
        line = box.lineEdit()
        assert line is not None
        line.editingFinished.emit()
        assert dialog.template.page == page


def test_photos_that_are_not_there_yet_are_asked_for(material: tuple[Material, Shelf]) -> None:
    filmstrip = Shelf({})
    dialog = ExportDialog(material[0], filmstrip, Clinic())  # type: ignore[arg-type]  # the shelf is a pixel cache here
    assert dialog.preview.image is None
    assert len(set(filmstrip.asked)) == 2
    filmstrip.found.update(material[1].found)
    filmstrip.ready.emit("")
    assert dialog.preview.image is not None
    dialog.deleteLater()


def test_marketing_is_offered_only_with_consent(dialog: ExportDialog) -> None:
    box = dialog.controls.choices["use"]
    box.setCurrentIndex(box.findData("marketing"))
    assert "Consent to marketing" in dialog.problem.text()
    assert not any(button.isEnabled() for button in dialog.output_buttons)
    project = set_consent("marketing", True)(dialog.material.project)
    dialog.take_material(replace(dialog.material, project=project))
    assert "needs" in dialog.problem.text()
    dialog.take_material(material_of(publishable(project)))
    assert dialog.problem.text() == ""
    assert all(button.isEnabled() for button in dialog.output_buttons)


def test_a_template_is_kept_and_removed(qapp: object, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(dialog, "patient")
    dialog.controls.words["title"].setText("Your result")
    dialog.controls.words["title"].textEdited.emit("Your result")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Ours", True))
    dialog.keep()
    until(qapp, lambda: dialog.template.id == "ours")
    assert (dialog.template.id, dialog.template.title) == ("ours", "Your result")
    assert (clinic_dir(Settings()) / "templates.toml").is_file()
    assert dialog.remove_button.isEnabled()
    dialog.remove()
    until(qapp, lambda: dialog.names.findData("ours") < 0)


def test_the_place_is_asked_for_and_an_ending_added(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        file_dialogs, "name_to_save", lambda *_, **__: (str(tmp_path / "x"), "JPEG picture (*.jpg *.jpeg)")
    )
    dialog.output_buttons[-1].click()
    assert dialog.path == tmp_path / "x.jpg"


Waiting = Callable[[Callable[[], bool]], None]


def test_an_export_is_written_noted_and_told(material: tuple[Material, Shelf], tmp_path: Path, qtbot: object) -> None:
    agreed = set_consent("teaching", True)(material[0].project)
    material = replace(material[0], project=agreed), material[1]
    session, told = Session(agreed), list[str]()
    session.told.connect(told.append)
    export_runner = ExportRunner(session, JobBridge(), material[1])  # type: ignore[arg-type]  # the shelf is a pixel cache here
    dialog_template = replace(templates().named("side-by-side"), use="teaching")
    order = ExportRequest(material[0], dialog_template, 800, Settings())
    export_runner.export(order, tmp_path / "figure.png")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    with Image.open(tmp_path / "figure.png") as picture:
        assert max(picture.size) == 800
        assert np.asarray(picture).std() > 10
    (record,) = session.project.exports
    assert (record.use, len(record.photos)) == ("teaching", 2)
    assert "figure.png" in told[0]
    told.clear()
    export_runner.export(replace(order, template=replace(dialog_template, use="publication")), tmp_path / "no.png")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    assert "Consent to publication" in told[0]
    assert not (tmp_path / "no.png").exists()
    export_runner.export(order, tmp_path / "no.xyz")
    assert "no.xyz cannot be written" in told[-1]


def test_a_figure_is_laid_out_in_the_thread_that_writes_it(
    material: tuple[Material, Shelf], tmp_path: Path, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(*values: Any) -> Figure:
        threads.append(threading.current_thread())
        return lay_out(*values)

    monkeypatch.setattr("facebalance_desktop.ui.open_project.export_runner.lay_out", noted)
    session, told = Session(material[0].project), list[str]()
    session.told.connect(told.append)
    runner = ExportRunner(session, JobBridge(session), material[1], session)  # type: ignore[arg-type]  # as above
    runner.export(ExportRequest(material[0], templates().named("side-by-side"), 400, Settings()), tmp_path / "a.png")
    qtbot.waitUntil(lambda: len(told) == 1, timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    runner.copy(ExportRequest(material[0], templates().named("side-by-side"), 400, Settings()))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_one_export_of_a_project_at_a_time(material: tuple[Material, Shelf], tmp_path: Path, qtbot: object) -> None:
    session, told = Session(material[0].project), list[str]()
    session.told.connect(told.append)
    runner = ExportRunner(session, JobBridge(session), material[1], session)  # type: ignore[arg-type]  # as above
    order = ExportRequest(material[0], templates().named("side-by-side"), 400, Settings())
    shown: list[tuple[int, int, str]] = []
    runner.progress.connect(lambda *step: shown.append(step))
    runner.export(order, tmp_path / "first.png")
    runner.export(order, tmp_path / "second.png")
    runner.copy(order)
    assert told == [UNDER_WAY, UNDER_WAY]
    runner.tell_progress()
    assert shown[-1] == (0, 3, "Exporting"), "whoever shows the project anew learns how far it is"
    qtbot.waitUntil(lambda: len(told) == 3, timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    assert "first.png" in told[2] and not (tmp_path / "second.png").exists()
    runner.export(order, tmp_path / "second.png")
    qtbot.waitUntil(lambda: len(told) == 4, timeout=20_000)  # type: ignore[attr-defined]  # pytest-qt's
    assert len(session.project.exports) == 2


def test_consent_is_noted_by_patient_visit_and_photo(material: tuple[Material, Shelf]) -> None:
    project: Project = material[0].project
    dialog = ConsentDialog(project, Originals())
    assert dialog.edit is None
    assert [scope for _, scope, _ in places(project)] == ["patient", "visit", "visit", "photo", "photo"]
    dialog.place.setCurrentIndex(2)
    dialog.answers["publication"].setCurrentIndex(1)
    dialog.note.setText("Form 7")
    edit = dialog.edit
    assert edit is not None
    (consent,) = edit(project).consents
    assert (consent.use, consent.is_given, consent.scope, consent.of, consent.note) == (
        "publication",
        True,
        "visit",
        "2024-06-20",
        "Form 7",
    )
    again = ConsentDialog(edit(project), Originals())
    again.place.setCurrentIndex(2)
    assert again.answers["publication"].currentIndex() == 1
    assert again.note.text() == "Form 7"
    again.answers["publication"].setCurrentIndex(0)
    taken = again.edit
    assert taken is not None
    assert taken(edit(project)).consents == ()


def test_the_steps_of_a_show_are_ticked_and_reordered(material: tuple[Material, Shelf]) -> None:
    steps = show_of(material[0].project)
    shelf = material[1]
    pictures = StepPictures(material[0].project, shelf)  # type: ignore[arg-type]  # the shelf is a pixel cache here
    dialog = ShowDialog(steps, pictures)
    assert dialog.steps == steps
    drawn = {dialog.list.item(row).icon().pixmap(160, 100).toImage().sizeInBytes() for row in range(len(steps))}
    assert len(steps) > 2 and drawn != {0}
    assert all(not dialog.list.item(row).icon().isNull() for row in range(len(steps)))
    dialog.list.setCurrentRow(1)
    dialog.move_step(1)
    assert dialog.steps[1:3] == (steps[2], steps[1])
    dialog.move_step(-1)
    assert dialog.steps == steps
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.list.addItem(dialog.list.takeItem(1))
    assert dialog.steps == (*steps[2:], steps[1])
    assert steps[-1].name.startswith("Plan")
    dialog.deleteLater()
