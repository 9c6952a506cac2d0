"""The presenter's bar and sheet of keys: they come with the pointer or a key, and leave the picture to the patient."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workspaces import lent_workspace, show_project

from facebalance_desktop.ui.presentation.presentation import BUTTONS, Presentation
from facebalance_desktop.ui.presentation.presenter_bar import AWAY_AFTER, TARGET
from facebalance_desktop.ui.widgets import inks


@pytest.fixture
def shown(qapp: object) -> Iterator[Presentation]:
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, pair_with_faces())
        made.view.present(made.window)
        presentation = made.view.presentation
        assert presentation is not None
        yield presentation
        if made.view.presentation is not None:
            presentation.close()


def test_the_bar_comes_with_the_pointer_and_goes_by_itself(shown: Presentation) -> None:
    assert not shown.bar.isVisible()
    at, none = QPointF(200, 200), Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(shown.canvas, moved)
    assert shown.bar.isVisible()
    (away,) = (timer for timer in shown.bar.findChildren(QTimer) if timer.isActive())
    assert away.interval() == AWAY_AFTER == 3000
    away.timeout.emit()
    assert not shown.bar.isVisible()


def test_its_buttons_are_for_fingers_and_do_what_the_keys_do(shown: Presentation) -> None:
    shown.bar.come()
    for name, button in shown.bar.buttons.items():
        assert button.height() == TARGET and button.width() >= TARGET
        assert button.width() == TARGET or name == "close"
        assert button.accessibleName() and button.accessibleName() in button.toolTip()
    QTest.mouseClick(shown.bar.buttons["blink"], Qt.MouseButton.LeftButton)
    assert shown.canvas.viewport.wanted.mode == "blink"
    QTest.mouseClick(shown.bar.buttons["self"], Qt.MouseButton.LeftButton)
    assert shown.canvas.is_mirrored


def test_it_shows_the_mode_in_effect_and_says_how_to_leave(shown: Presentation) -> None:
    buttons = shown.bar.buttons
    assert buttons["close"].text() == "End" == buttons["close"].accessibleName()
    for mode, name in BUTTONS.items():
        shown.set_mode(mode)
        assert [other for other in BUTTONS.values() if buttons[other].isChecked()] == [name]
    shown.set_mode("mirrored")
    assert not any(buttons[other].isChecked() for other in BUTTONS.values())
    QTest.mouseClick(buttons["wipe"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(buttons["wipe"], Qt.MouseButton.LeftButton)
    assert buttons["wipe"].isChecked(), "a second press takes nothing back"


def test_the_sign_of_the_mode_in_effect_is_light_on_the_dark_bar_in_both_themes(shown: Presentation) -> None:
    shade = shown.bar.buttons["side"].icon().pixmap(44, QIcon.Mode.Normal, QIcon.State.On).toImage()
    inked = [shade.pixelColor(x, y) for x in range(shade.width()) for y in range(shade.height())]
    strokes = [colour.name() for colour in inked if colour.alpha() > 250]
    assert strokes and set(strokes) == {inks.ON_BLACK}


def test_a_question_mark_shows_the_keys_and_takes_them_away(shown: Presentation) -> None:
    QTest.keyClick(shown, Qt.Key.Key_Question)
    assert shown.sheet.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Question)
    assert not shown.sheet.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_F1)  # the manual stays away from the patient's screen
    assert shown.sheet.isVisible()


def test_esc_closes_the_keys_before_it_ends_the_presentation(shown: Presentation) -> None:
    left: list[bool] = []
    shown.left.connect(lambda: left.append(True))
    QTest.keyClick(shown, Qt.Key.Key_Question)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.sheet.isVisible()
    assert not left
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert left == [True]
