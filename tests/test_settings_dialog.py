"""The settings in their window: what is typed holds at once and stands on the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from facebalance_desktop import settings
from facebalance_desktop.render.logo import clinic_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.widgets.theme import dress


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(Settings(clinic_name="Praxis", kept_versions=9))
    qtbot.addWidget(made)
    return made


def test_what_is_typed_is_kept_and_nothing_else_is_touched(dialog: SettingsDialog) -> None:
    dialog.footer.setText("  High Street 1 ")
    dialog.disclaimer.setPlainText("Results differ.")
    dialog.names.setChecked(True)
    dialog._check()
    assert dialog.result() == SettingsDialog.DialogCode.Accepted
    settings.save(dialog.chosen)
    known = settings.load().settings
    assert (known.clinic_name, known.page_footer, known.kept_versions) == ("Praxis", "High Street 1", 9)
    assert known.allow_names_in_presentation
    assert clinic_of(known).disclaimer == "Results differ."


def test_a_logo_or_folder_that_is_not_there_is_told(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.logo.setText(str(tmp_path / "gone.png"))
    dialog._check()
    assert "logo" in dialog.problem.text()
    dialog.logo.clear()
    dialog.folder.setText(str(tmp_path / "nowhere"))
    dialog._check()
    assert "folder" in dialog.problem.text()
    assert dialog.result() == 0
    dialog.folder.setText(str(tmp_path))
    dialog._check()
    assert dialog.result() == SettingsDialog.DialogCode.Accepted


def test_text_grows_and_shrinks_from_the_usual_size(qapp: QApplication) -> None:
    label = QLabel("Photo match")
    label.show()
    dress(qapp)
    usual = label.sizeHint().width()
    try:
        for per_cent in (150, 150, 80):
            dress(qapp, text_size=per_cent)
            label.ensurePolished()
            assert label.sizeHint().width() == pytest.approx(usual * per_cent / 100, rel=0.08)
    finally:
        dress(qapp)
        label.close()
