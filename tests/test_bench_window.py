"""The bench in the whole window: every mode, region, guide and pane by its key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benches_made import pair_with_faces
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.look import MODES
from facebalance_desktop.ui.commands import equipped_desk
from facebalance_desktop.ui.desk import Desk
from facebalance_desktop.ui.window import Window


@pytest.fixture
def desk(qapp: object) -> Iterator[Desk]:
    window = Window()
    made = equipped_desk(window)
    window.show()
    QTest.qWaitForWindowActive(window)
    made.session.open(pair_with_faces(), None)
    made.view.canvas.setFocus()
    yield made
    window.close()


def press(desk: Desk, keys: str) -> None:
    stroke = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs miss it
    QTest.keyClick(desk.view.canvas, stroke.key(), stroke.keyboardModifiers())


def test_no_key_means_two_things(desk: Desk) -> None:
    known: dict[str, list[str]] = {}
    for name, action in desk.actions.items():
        for key in action.shortcuts():
            known.setdefault(key.toString(), []).append(name)
    assert {key: names for key, names in known.items() if len(names) > 1} == {}


def test_every_mode_region_and_guide_has_its_key(desk: Desk) -> None:
    canvas = desk.view.canvas
    for number, mode in enumerate(MODES, start=1):
        press(desk, str(number))
        assert canvas.look.mode == mode or canvas.looking.obstacle or mode == "movement"
        assert desk.actions[canvas.look.mode].isChecked()
    press(desk, "1")
    seen = set()
    for number in range(1, len(REGIONS) + 1):
        press(desk, f"Alt+{number}")
        seen.add(canvas.looking.placed())
    assert len(seen) == len(REGIONS)
    for guide, kind in guide_kinds().items():
        was_shown = desk.session.project.is_guide_shown(guide)
        press(desk, kind.key)
        assert desk.session.project.is_guide_shown(guide) is not was_shown, guide
        assert desk.window.guides.boxes[guide].isChecked() is not was_shown
    press(desk, "U")
    assert canvas.looking.is_apart and desk.actions["unlink"].isChecked()
    press(desk, "F")
    assert canvas.looking.wanted.centre is None


def test_less_and_more_move_the_slider(desk: Desk) -> None:
    press(desk, "2")
    before = desk.modes.slider.value()
    press(desk, ".")
    assert desk.modes.slider.value() > before
    desk.modes.slider.setValue(0)
    assert desk.view.canvas.look.wipe == 0.0
    press(desk, "Shift+W")
    assert desk.view.canvas.look.wipe_angle == 45.0


def test_the_missing_points_are_asked_for_by_key(desk: Desk) -> None:
    press(desk, guide_kinds()["e-line"].key)
    press(desk, "Ctrl+P")
    tools: list[object] = [desk.view.canvas.tool]
    QTest.keyClick(desk.view.canvas, Qt.Key.Key_Escape)
    tools.append(desk.view.canvas.tool)
    assert tools == [desk.view.place, desk.view.select]
