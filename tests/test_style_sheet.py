"""The style sheet is understood wherever the program lies."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from driving import application
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from facebalance_desktop import resources
from facebalance_desktop.folders import resource_folder
from facebalance_desktop.ui.widgets.inputs import ComboBox, DateEdit, DoubleSpinBox, SpinBox
from facebalance_desktop.ui.widgets.theme import apply_theme, tokens


def ticked(qtbot: QtBot) -> QImage:
    box = QCheckBox("Same make-up")
    qtbot.addWidget(box)
    box.setChecked(True)
    box.show()
    return box.grab().toImage()


def test_a_path_with_signs_of_its_own_loses_no_tick(
    qtbot: QtBot, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_theme(application(qapp), "dark")
    usual = ticked(qtbot)
    place = tmp_path / "Prüfung & O'Brien (2)"
    shutil.copytree(resource_folder(), place)
    monkeypatch.setattr(resources, "resource_folder", lambda: place)
    apply_theme(
        application(qapp), "light"
    )  # Qt says so where it is not understood or a sign is not found, which fails the test
    apply_theme(application(qapp), "dark")
    assert ticked(qtbot) == usual


def test_no_state_of_a_button_has_other_letters(qapp: object) -> None:
    """A button asks for the width of its usual letters: bold ones of the default button were cut off."""
    apply_theme(application(qapp), "dark")
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", application(qapp).styleSheet())
    assert len(rules) > 20
    states = [selector.strip() for selector, said in rules if "QPushButton:" in selector and "font-" in said]
    assert states == []


@pytest.mark.parametrize("appearance", ["dark", "light"])
@pytest.mark.parametrize("kind", [SpinBox, DoubleSpinBox, DateEdit])
def test_a_number_stands_as_far_from_its_frame_as_words_do(
    qtbot: QtBot, qapp: object, appearance: str, kind: type[QAbstractSpinBox]
) -> None:
    apply_theme(application(qapp), appearance)
    words, number = QLineEdit("0"), kind()
    starts = []
    for field, line in ((words, words), (number, number.findChild(QLineEdit))):
        qtbot.addWidget(field)
        field.show()
        assert line is not None
        line.setCursorPosition(0)
        starts.append(line.mapTo(field, line.cursorRect().center()).x())
    assert abs(starts[0] - starts[1]) <= 1


@pytest.mark.parametrize("appearance", ["dark", "light"])
def test_the_keyboard_frames_a_filled_button_and_paints_nothing_into_it(
    qtbot: QtBot, qapp: object, appearance: str
) -> None:
    """Qt's own mark of the keyboard was a second, grey button within ours."""
    apply_theme(application(qapp), appearance)
    button = QPushButton("Export")
    button.setObjectName("fill")
    button.setFixedSize(200, 40)
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    QTest.keyClick(button, Qt.Key.Key_Tab)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    picture = button.grab().toImage()
    inside = {picture.pixelColor(x, y).name() for x in range(6, 60) for y in range(6, 34)}
    assert button.hasFocus()
    assert inside == {QColor(tokens().fill).name()}


def words_painted(qtbot: QtBot, words: str, width: int) -> QImage:
    choice = ComboBox()
    qtbot.addWidget(choice)
    choice.addItem(words)
    choice.setFixedWidth(width)
    choice.show()
    return choice.grab().toImage()


def test_a_choice_that_is_too_narrow_for_its_words_ends_in_an_ellipsis(qtbot: QtBot, qapp: object) -> None:
    """Within a letter is where Qt ends it."""
    apply_theme(application(qapp), "dark")
    words = "HA filler, brand not in the list"
    seen, room = words_painted(qtbot, words, 142), QFontMetrics(application(qapp).font())
    whole = [cut for length in range(len(words)) if room.horizontalAdvance(cut := f"{words[:length]}\u2026") < 110]
    assert len(whole) > 10
    assert any(seen == words_painted(qtbot, cut, 142) for cut in reversed(whole))
