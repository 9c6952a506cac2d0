"""The start page: patients as cards, one switch that hides them, and the ways to a new one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from workspaces import lent_workspace, show_project, until

from facebalance_desktop import settings
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment
from facebalance_desktop.project import recent_facts
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.edits_plan import add_session
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recent import SHOWN, remember
from facebalance_desktop.project.recent_facts import next_due
from facebalance_desktop.project.store import read_project, save_project
from facebalance_desktop.ui.app.start_cards import AT_A_TIME
from facebalance_desktop.ui.app.way_button import WayButton
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.work import JobContext

TODAY = date(2026, 11, 27)


@pytest.fixture
def paths(home: Path) -> list[Path]:
    """Two projects' files, the second opened last."""
    (home / "clinic").mkdir(parents=True)
    made = []
    for name, number in (("Walter, Brigitte", "K-2041"), ("Brandt, Elisabeth", "K-2036")):
        patient = Patient(name, number, "1984-03-02")
        project = add_session(PlanSession("s1", "Session 1", date="2001-02-03"))(set_patient(patient)(new_project()))
        path = home / "clinic" / f"{number}.facebalance"
        save_project(JobContext(), project, path, Originals())
        remember(path, patient)
        made.append(path)
    return made


@pytest.fixture
def workspace(qapp: object, paths: list[Path]) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        yield made


def job_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "job"]


def test_cards_tell_name_visit_and_what_is_due(qapp: object, workspace: Workspace) -> None:
    page = workspace.window.start_page
    until(qapp, lambda: page.cards and all(card.lines[1] for card in page.cards))
    assert [card.title for card in page.cards] == ["Brandt, Elisabeth", "Walter, Brigitte"]
    assert page.cards[0].lines == ("No visit with a date", "Session 1 overdue, 3 Feb 2001")
    page.search.setText("walt")
    assert [card.title for card in page.cards] == ["Walter, Brigitte"]
    assert page.cards[0].lines[1] == "Session 1 overdue, 3 Feb 2001"  # known already


def test_projects_of_the_clinic_that_were_never_opened_here_are_found_all_the_same(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    path = home / "clinic" / "old one.facebalance"
    save_project(JobContext(), set_patient(Patient("Walther, Anna", "K-0007"))(new_project()), path, Originals())
    page = workspace.window.start_page
    page.search.setText("walt")
    until(qapp, lambda: len(page.cards) == 2)
    assert [card.title for card in page.cards] == ["Walter, Brigitte", "Walther, Anna"]
    page.search.setText("no such name")
    until(qapp, lambda: page.nothing.text() == "No patient matches.")
    page.search.setText("k-0007")
    until(qapp, lambda: len(page.cards) == 1)
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    until(qapp, lambda: workspace.session.path == path)


def test_more_patients_than_are_shown_are_told_of(qapp: object, workspace: Workspace, home: Path) -> None:
    for number in range(SHOWN - 1):
        remember(home / "clinic" / f"other {number}.facebalance", Patient(f"Other {number}"))
    page = workspace.window.start_page
    page.refresh()
    assert len(page.cards) == SHOWN
    assert page.more.isVisible()
    assert page.more.text().startswith(f"{SHOWN} patients are shown.")
    page.search.setText("walt")
    assert [card.title for card in page.cards] == ["Walter, Brigitte"]
    assert not page.more.isVisible()


def test_more_matches_in_the_clinics_folder_than_are_shown_are_told_of(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    for number in range(SHOWN):
        (home / "clinic" / f"Walter {number}.facebalance").write_bytes(b"")
    page = workspace.window.start_page
    page.search.setText("walt")
    until(qapp, page.more.isVisible)
    assert len(page.cards) == SHOWN
    assert page.cards[0].title == "Walter, Brigitte"


def test_a_card_tells_that_its_file_is_missing_and_that_it_is_back(
    qapp: object, workspace: Workspace, paths: list[Path]
) -> None:
    page = workspace.window.start_page
    data = paths[1].read_bytes()
    paths[1].unlink()
    page.refresh()
    until(qapp, lambda: page.cards[0].lines == ("File not found", ""))
    paths[1].write_bytes(data)
    page.refresh()
    until(qapp, lambda: page.cards[0].lines[0] == "No visit with a date")


def test_a_share_that_does_not_answer_holds_up_neither_the_list_nor_what_is_typed_next(
    qapp: object, workspace: Workspace, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    asked: list[Path] = []

    def wait(path: Path) -> Project:
        asked.append(path)
        if path == paths[1]:
            assert gate.wait(60)
        return read_project(path)

    monkeypatch.setattr(recent_facts, "read_project", wait)
    page = workspace.window.start_page
    page.refresh()
    assert [card.title for card in page.cards] == ["Brandt, Elisabeth", "Walter, Brigitte"]
    until(qapp, lambda: paths[1] in asked)
    page.search.setText("walt")
    until(qapp, lambda: page.cards[0].lines[1] == "Session 1 overdue, 3 Feb 2001")
    gate.set()


def test_the_files_of_a_list_that_is_no_longer_shown_are_not_read(
    qapp: object, workspace: Workspace, paths: list[Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        remember(home / "clinic" / f"other {number}.facebalance", Patient(f"Other {number}"))
    gate = threading.Event()
    asked: list[Path] = []

    def wait(path: Path) -> Project:
        asked.append(path)
        assert path in paths or gate.wait(60)
        return read_project(path)

    monkeypatch.setattr(recent_facts, "read_project", wait)
    page = workspace.window.start_page
    page.refresh()
    until(qapp, lambda: asked)
    page.search.setText("walt")
    until(qapp, lambda: paths[0] in asked)
    gate.set()
    until(qapp, lambda: not job_threads())
    assert len(set(asked)) <= 1 + AT_A_TIME


def test_one_switch_hides_names_and_faces_and_is_kept(workspace: Workspace) -> None:
    page = workspace.window.start_page
    page.hiding.setChecked(True)
    assert [card.title for card in page.cards] == ["K-2036", "K-2041"]
    shown = "".join(card.accessibleName() + card.toolTip() for card in page.cards)
    assert "Brandt" not in shown and "Walter" not in shown
    assert settings.load().settings.hide_patients


def test_enter_on_a_card_opens_the_project(qapp: object, workspace: Workspace, paths: list[Path]) -> None:
    page = workspace.window.start_page
    QTest.keyClick(page.cards[0], Qt.Key.Key_Return)
    until(qapp, lambda: workspace.session.path == paths[1])


@pytest.mark.parametrize(
    ("plan", "due"),
    [
        (Plan(), ("", False)),
        (Plan(sessions=(PlanSession("a", "Session 1", date="2026-12-01"),)), ("Session 1, 1 Dec 2026", False)),
        (
            Plan(
                sessions=(PlanSession("a", "Session 1", date="2026-10-01"),),
                treatments=(Treatment("t", "done", session="a"),),
            ),
            ("", False),
        ),
        (
            Plan(treatments=(Treatment("t", "done", date="2026-10-01", review="2026-11-01"),)),
            ("Result check overdue, 1 Nov 2026", True),
        ),
    ],
)
def test_what_is_due_next(plan: Plan, due: tuple[str, bool]) -> None:
    assert next_due(plan, load_tables(), TODAY) == due


def test_long_words_of_a_way_to_start_are_not_cut(qapp: object) -> None:
    way = WayButton("card", "From a camera card or another folder", "You choose each photo yourself  Ctrl+Shift+O", 271)
    way.show()
    application(qapp).processEvents()
    for label in (way.title, way.words):
        words = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text())
        one_line = label.fontMetrics().horizontalAdvance(label.text())
        assert label.wordWrap() or one_line <= label.width()
        assert words.height() <= label.height() and label.geometry().bottom() <= way.height()
    way.close()
    way.deleteLater()


def test_the_bar_names_the_program_as_long_as_there_is_no_patient(
    qapp: object, workspace: Workspace, paths: list[Path]
) -> None:
    bar = workspace.window.top_bar
    assert bar.name.isVisible() and bar.name.text() == "FaceBalance"
    bar.show_project(True)
    assert not bar.name.isVisible() and bar.chip.x() < 60


def test_behind_a_photo_the_cards_are_made_anew_only_when_the_page_comes_back(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    page = workspace.window.start_page
    former = list(page.cards)
    show_project(qapp, workspace, pair_with_faces())
    remember(home / "clinic" / "K-2041.facebalance", Patient("Walter, Brigitte-Maria", "K-2041"))
    assert page.isHidden()
    assert page.cards == former
    workspace.opening.start_new(lambda _: None)
    until(qapp, lambda: not page.isHidden())
    assert [card.title for card in page.cards] == ["Walter, Brigitte-Maria", "Brandt, Elisabeth"]


def shows(widget: QWidget, area: QRect, colour: str) -> bool:
    """Whether this colour is among what the widget paints in an area of itself, so dense that a thin line has it."""
    picture, wanted = QImage(area.size() * 4, QImage.Format.Format_RGB32), QColor(colour)
    picture.setDevicePixelRatio(4)
    widget.render(picture, QPoint(), QRegion(area))
    pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return any(
        max(abs(pixel.red() - wanted.red()), abs(pixel.green() - wanted.green()), abs(pixel.blue() - wanted.blue()))
        < 20
        for pixel in pixels
    )


@pytest.fixture
def worn(qapp: object) -> Iterator[None]:
    """The usual appearance again after a test that changes it."""
    yield
    theme.apply_theme(application(qapp))


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_icons_have_the_colour_of_an_appearance_that_is_chosen_later(
    qapp: object, workspace: Workspace, worn: None, appearance: str
) -> None:
    page = workspace.window.start_page
    theme.apply_theme(application(qapp), "dark" if appearance == "light" else "light")
    until(qapp, page.isVisible)
    theme.apply_theme(application(qapp), appearance)
    colour = theme.tokens().icon
    above_its_words = QRect(page.drop.width() // 2 - 16, 10, 32, page.drop.height() // 2 - 35)
    until(qapp, lambda: shows(page.drop, above_its_words, colour))
    for way in page.findChildren(WayButton):
        assert shows(way, QRect(14, 4, 20, way.height() - 8), colour), way.accessibleName()
