"""The top bar from 1280 px up: nothing lies on anything else, whatever the match is called, however large text is."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from workspaces import lent_workspace, show_project

from facebalance_desktop.comparison.comparability import GRADE_WORDS, GRADES
from facebalance_desktop.folders import resource_folder
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.translation import LANGUAGES
from facebalance_desktop.ui.app import match_sign
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import theme

LOCALES = resource_folder() / "locales"
PATIENT = Patient("Wilhelmina Featherstonehaugh-Montgomery", id="2026-0471", birth_date="1971-03-02")


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    app, now = application(qapp), theme.current()
    style, palette, font = app.styleSheet(), app.palette(), app.font()
    tokens, size, appearance = now.tokens, now.text_size, now.appearance
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, set_patient(PATIENT)(pair_with_faces()))
        yield made
    now.tokens, now.text_size, now.appearance = tokens, size, appearance
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)


def said_in(language: str, words: str) -> str:
    if language == "en":
        return words
    with (LOCALES / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext(words)


def longer(told: tuple[str, str]) -> int:
    return len(told[0])


def lying_on_another(bar: QWidget) -> list[str]:
    parts = [part for part in bar.findChildren(QWidget) if part.parentWidget() is bar and part.isVisible()]
    places = [(part.accessibleName() or part.objectName() or type(part).__name__, part.geometry()) for part in parts]
    inside = QRect(0, 0, bar.width(), bar.height())
    lost = [f"{name} is cut off" for name, place in places if not inside.contains(place)]
    return lost + [f"{a} and {b}" for (a, one), (b, other) in combinations(places, 2) if one.intersects(other)]


def test_nothing_lies_on_anything_else(qapp: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    app, window = application(qapp), workspace.window
    bar, pair = window.top_bar, workspace.session.pair
    assert pair is not None and pair.match is not None
    longest = {
        language: max(((said_in(language, GRADE_WORDS[grade]), grade) for grade in GRADES), key=longer)
        for language in LANGUAGES
    }
    found = []
    for size, width in ((100, 1280), (100, 1366), (125, 1280), (150, 1280)):
        if size != theme.current().text_size:
            theme.apply_theme(app, "dark", size)
        window.resize(width, 768)
        app.processEvents()
        for language, (words, grade) in longest.items():
            monkeypatch.setattr(f"{match_sign.__name__}.GRADE_WORDS", {**GRADE_WORDS, grade: words})
            bar.export.setText(said_in(language, "Export"))
            bar.present.setText(said_in(language, "Present"))
            shown = replace(pair)
            shown.__dict__["match"] = replace(pair.match, grade=grade)
            bar.match.show_pair(shown, is_moved=False, is_reading=False)
            app.processEvents()
            found += [f"{size} % {language} {width} {words}: {on}" for on in lying_on_another(bar)]
            assert words[:1].upper() + words[1:] in bar.match.toolTip()
            assert bar.width() == width
    assert found == []
    assert PATIENT.name in bar.chip.toolTip()


def test_a_name_that_is_given_its_width_is_not_cut(qapp: object, workspace: Workspace) -> None:
    """A width in whole px may be half a px less than the letters have."""
    theme.apply_theme(application(qapp), "dark", 100)
    workspace.window.resize(2560, 1440)
    application(qapp).processEvents()
    chip = workspace.window.top_bar.chip
    name = "Anna Mustermann-Hohenstaufen van der Walde"
    for length in range(6, len(name)):
        workspace.session.do("Patient", set_patient(Patient(name[:length].strip())))
        assert chip.shown_name == chip.name == name[:length].strip()


def test_a_long_name_is_whole_where_there_is_room_and_the_modes_stay_in_the_middle(
    qapp: object, workspace: Workspace
) -> None:
    window = workspace.window
    theme.apply_theme(application(qapp), "dark", 100)
    window.resize(2560, 1440)
    application(qapp).processEvents()
    bar = window.top_bar
    assert bar.chip.wanted > 280
    assert bar.chip.width() == bar.chip.wanted
    assert abs(bar.modes.geometry().center().x() - bar.width() // 2) <= 1
    assert lying_on_another(bar) == []


def separators_side_by_side(bar: QWidget) -> int:
    """How many lines stand at the beginning of the buttons or next to another one."""
    row = bar.layout()
    assert row is not None
    parts = [item.widget() for item in (row.itemAt(place) for place in range(row.count())) if item is not None]
    seen = [part for part in parts if part is not None and part.isVisible() and part.width() > 0]
    is_line = [True, *(part.objectName() == "separator" for part in seen), True]
    return sum(one and other for one, other in pairwise(is_line))


@pytest.mark.parametrize(("size", "width"), [(100, 1366), (100, 1000), (150, 1366), (150, 1920)])
@pytest.mark.parametrize("has_words", [True, False], ids=["match", "no match"])
def test_no_two_separators_stand_side_by_side(
    qapp: object, workspace: Workspace, size: int, width: int, has_words: bool
) -> None:
    app, window = application(qapp), workspace.window
    if size != theme.current().text_size:
        theme.apply_theme(app, "dark", size)
    window.resize(width, 800)
    window.top_bar.match.show_pair(workspace.session.pair if has_words else None, is_moved=False, is_reading=False)
    app.processEvents()
    assert separators_side_by_side(window.top_bar) == 0


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_menu_opens_with_its_first_entry_chosen_and_no_menu_beside_it(workspace: Workspace) -> None:
    """A menu beside it that opens by itself closes as soon as the mouse enters it: nothing in it could be clicked."""
    bar = workspace.window.top_bar
    bar.menu_button.click()
    first = bar.menu.actions()[0]
    assert bar.menu.isVisible() and bar.menu.activeAction() is first
    beside = first.menu()
    assert isinstance(beside, QMenu) and not beside.isVisible()
    QTest.keyClick(bar.menu, Qt.Key.Key_Right)
    assert beside.isVisible()
    bar.menu.close()


def test_a_long_save_fills_a_ring_in_the_chip_until_its_words_change(workspace: Workspace) -> None:
    chip, autosave = workspace.window.top_bar.chip, workspace.project.autosave

    def accented() -> int:
        picture = chip.grab().toImage()
        accent = QColor(theme.tokens().accent).rgb()
        places = ((x, y) for x in range(picture.width() // 2, picture.width()) for y in range(picture.height()))
        return sum(picture.pixel(x, y) == accent for x, y in places)

    autosave.state_changed.emit("Saving … 25 %")
    plain = accented()
    autosave.progress.emit(0.25)
    quarter = accented()
    autosave.progress.emit(0.75)
    assert plain < quarter < accented()
    autosave.state_changed.emit("Saved in Ada.facebalance")
    assert accented() == plain
