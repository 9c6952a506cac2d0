"""The settings in their window: what is typed holds at once and stands on the next page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from workspaces import until

from facebalance_desktop import settings
from facebalance_desktop.render.logo import clinic_of
from facebalance_desktop.settings import Settings, declarations
from facebalance_desktop.ui.app import settings_dialog
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.theme import apply_theme


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(Settings(clinic_name="Praxis", kept_versions=9))
    qtbot.addWidget(made)
    return made


def press_save(dialog: SettingsDialog) -> None:
    """And wait for what the disk says."""
    dialog.save_button.click()
    until(QApplication.instance(), lambda: dialog.save_button.isEnabled() or dialog.result())


def test_what_is_typed_is_kept_and_nothing_else_is_touched(dialog: SettingsDialog) -> None:
    dialog.editors["page_footer"].set_value("  High Street 1 ")
    dialog.editors["page_disclaimer"].set_value("Results differ.")
    dialog.editors["allow_names_in_presentation"].set_value(True)
    press_save(dialog)
    assert dialog.result() == SettingsDialog.DialogCode.Accepted
    settings.save(dialog.chosen)
    known = settings.load().settings
    assert (known.clinic_name, known.page_footer, known.kept_versions) == ("Praxis", "High Street 1", 9)
    assert known.allow_names_in_presentation
    assert clinic_of(known, None).disclaimer == "Results differ."


def test_a_logo_or_folder_that_is_not_there_is_told(dialog: SettingsDialog, tmp_path: Path) -> None:
    logo, folder = dialog.editors["clinic_logo"], dialog.editors["clinic_folder"]
    logo.set_value(str(tmp_path / "gone.png"))
    press_save(dialog)
    assert "Logo: there is no file" in dialog.problem.text()
    drawn = tmp_path / "logo.svg"
    drawn.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    logo.set_value(str(drawn))
    press_save(dialog)
    assert "cannot be read as a picture" in dialog.problem.text()
    logo.set_value("")
    folder.set_value(str(tmp_path / "nowhere"))
    press_save(dialog)
    assert "Folder: there is no folder" in dialog.problem.text()
    assert dialog.result() == 0
    folder.set_value(str(tmp_path))
    press_save(dialog)
    assert dialog.result() == SettingsDialog.DialogCode.Accepted


def test_no_field_lies_under_the_scroll_bar(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the words of a language are long."""
    long = replace(declarations()["recent_limit"], label="Wie viele Projekte sich die Startseite höchstens merken soll")
    monkeypatch.setattr(settings_dialog, "declarations", lambda: {**declarations(), "recent_limit": long})
    with passing(SettingsDialog(Settings())) as dialog:
        dialog.show()
        area = dialog.findChild(QScrollArea)
        assert area is not None
        page = area.widget()
        assert page is not None and area.viewport().width() >= page.minimumSizeHint().width()


def test_every_setting_is_shown_and_kept(qtbot: QtBot) -> None:
    other: dict[str, Any] = {}
    for name, declaration in settings.declarations().items():
        usual = getattr(Settings(), name)
        if isinstance(usual, bool):
            other[name] = not usual
        elif isinstance(usual, int | float):
            other[name] = type(usual)(usual + declaration.step)
        elif declaration.choices:
            other[name] = declaration.choices[-1][0]
        else:
            other[name] = "" if declaration.kind in ("folder", "picture") else "Other {name}"
    dialog = SettingsDialog(Settings(last_template="chart"))
    qtbot.addWidget(dialog)
    for name, editor in dialog.editors.items():
        editor.set_value(other[name])
        assert settings.wrong(name, settings.hints()[name], editor.value()) is None
        assert editor.widget.accessibleName() or isinstance(editor.widget, QCheckBox) or editor.widget.focusProxy()
    assert dialog.chosen == Settings(**{**other, "last_template": "chart"})
    assert set(Settings.__dataclass_fields__) - set(dialog.editors) == {"last_template"}


def test_text_grows_and_shrinks_from_the_usual_size(qapp: QApplication) -> None:
    label = QLabel("Photo match")
    label.show()
    apply_theme(qapp)
    usual = label.sizeHint().width()
    try:
        for per_cent in (150, 150, 80):
            apply_theme(qapp, text_size=per_cent)
            label.ensurePolished()
            assert label.sizeHint().width() == pytest.approx(usual * per_cent / 100, rel=0.08)
    finally:
        apply_theme(qapp)
        label.close()


def shown(dialog: SettingsDialog) -> list[str]:
    return [name for name, editor in dialog.editors.items() if dialog.form.isRowVisible(editor.widget)]


def test_settings_are_found_by_their_words(dialog: SettingsDialog) -> None:
    dialog.search.setText("memory MIB")
    assert shown(dialog) == ["gallery_budget_mib"]
    dialog.search.setText("nèutral")
    assert shown(dialog) == ["appearance"]
    dialog.search.setText("no such setting")
    assert shown(dialog) == [] and dialog.problem.text() == "No setting has these words."
    dialog.search.clear()
    assert shown(dialog) == list(dialog.editors) and dialog.problem.text() == ""


def test_what_the_search_hides_is_kept_and_what_is_wrong_is_shown(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.editors["clinic_folder"].set_value(str(tmp_path / "nowhere"))
    dialog.search.setText("operator")
    press_save(dialog)
    assert "Folder" in dialog.problem.text() and "clinic_folder" in shown(dialog)
    assert dialog.chosen.kept_versions == 9


def test_tab_goes_from_the_search_to_the_first_setting_and_back(dialog: SettingsDialog) -> None:
    """The area in which the settings are scrolled took the keyboard between them, and with it what was typed."""
    first = next(iter(dialog.editors.values())).widget
    dialog.show()
    dialog.activateWindow()
    until(QApplication.instance(), first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.search.hasFocus()
    QTest.keyClick(dialog.search, Qt.Key.Key_Tab)
    assert first.hasFocus()
