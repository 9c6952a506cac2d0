"""What the patient sees: the comparison as on the other screen, without names, and nothing that was not chosen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from driving import Script, are_analysed, drive, find_window, key, needs_qt, project, window, workspace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facebalance_desktop import settings
from facebalance_desktop.drawing.mirroring import flipped, in_the_mirror
from facebalance_desktop.drawing.primitives import Picture, Scene, Sheet, Text
from facebalance_desktop.drawing.show import ShowStep, show_of
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.assessment import Assessment
from facebalance_desktop.project.demonstration import demonstration_photos
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.model import Patient, new_id
from facebalance_desktop.ui.presentation.presentation import Presentation

pytestmark = needs_qt


def presentation() -> Presentation:
    (shown,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Presentation))
    return shown


def is_presented() -> bool:
    """Whether the presentation has the keyboard: before, keys go to the window behind it."""
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Presentation)]
    return bool(shown) and shown[0].isActiveWindow() and shown[0].isAncestorOf(focused(shown[0]))


def focused(shown: Presentation) -> QWidget:
    found: QWidget | None = QApplication.focusWidget()
    return shown if found is None else found


def press(*keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(presentation().canvas, one)


def texts(scene: Scene | None) -> list[str]:
    assert scene is not None
    return [
        item.text for sheet in scene.items if isinstance(sheet, Sheet) for item in sheet.items if isinstance(item, Text)
    ]


def notes(scene: Scene | None) -> list[str]:
    """What stands over the whole page."""
    assert scene is not None
    return [item.text for item in scene.items if isinstance(item, Text)]


def texts_of(shown: Presentation) -> list[str]:
    """Names of the drawings that are let through."""
    return [annotation.name for annotation in shown.stage.project.annotations]


def test_the_demonstration_presented(hopper_path: Path) -> None:
    def script() -> Script:
        yield are_analysed(2)
        session = window().session
        session.do("Name", lambda p: replace(p, patient=Patient("Ada Secret", "A 17")))
        first = project().photos[0]
        points = ((240.0, 300.0), (300.0, 300.0), (270.0, 345.0))
        zones = tuple(Annotation(new_id(), first.id, name, points=points) for name in ("One", "Two"))
        session.do("Zones", lambda p: replace(p, annotations=zones))
        session.do("Canon", show_guide("canon-thirds", True))
        before = window().canvas.viewport.wanted
        key(Qt.Key.Key_P)
        yield is_presented
        shown = presentation()
        assert shown.stage.project.patient.name == ""
        assert "Ada" not in shown.windowTitle() + window().windowTitle()
        assert not any(state.id == "canon-thirds" for state in shown.stage.project.guides)
        press(Qt.Key.Key_H)
        assert shown.stage.project.annotations == ()
        press(Qt.Key.Key_Z)
        assert texts_of(shown) == ["One"]
        press(Qt.Key.Key_3)
        assert shown.canvas.view_options.mode == "overlay"
        assert window().canvas.viewport.wanted == before
        press(Qt.Key.Key_1)
        plain = texts(shown.canvas.scene())
        press(Qt.Key.Key_M)
        assert texts(shown.canvas.scene()) == plain
        grab = shown.canvas.grab().toImage()
        assert not grab.isNull()
        press(Qt.Key.Key_B)
        assert shown.tool.is_black
        black = shown.canvas.grab().toImage()
        assert black.pixelColor(black.width() // 3, black.height() // 3).lightness() == 0
        press(Qt.Key.Key_B, Qt.Key.Key_L, Qt.Key.Key_D)
        QTest.mousePress(shown.canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        QTest.mouseMove(shown.canvas, QPoint(200, 160))
        QTest.mouseRelease(shown.canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 160))
        assert len(shown.tool.strokes) == 1
        shown.canvas.grab()
        annotations = project().annotations
        press(Qt.Key.Key_C, Qt.Key.Key_R)
        assert shown.tool.strokes == []
        assert project().annotations == annotations
        press(Qt.Key.Key_Escape)
        yield lambda: not any(isinstance(w, Presentation) and w.isVisible() for w in QApplication.topLevelWidgets())
        assert window().canvas.viewport.wanted == before

    assert drive(script, [str(hopper_path), str(_other(hopper_path))]) == 0


def _other(hopper_path: Path) -> Path:
    """The demonstration's after photo, as a file beside the test's own."""
    folder = Path(os.environ["FACEBALANCE_HOME"]).parent
    path = folder / "after.jpg"
    path.write_bytes(demonstration_photos()[1][0])
    return path


def test_what_stays_off_is_there_when_it_is_switched_on(hopper_path: Path) -> None:
    def script() -> Script:
        yield are_analysed(2)
        window().session.do("Canon", show_guide("canon-thirds", True))
        key(Qt.Key.Key_P)
        yield is_presented
        shown = presentation()
        for switch, word in ((Qt.Key.Key_I, "Photo match"), (Qt.Key.Key_N, "drawing canon")):
            assert not any(word in text for text in notes(shown.canvas.scene()))
            press(switch)
            assert any(word in text for text in notes(shown.canvas.scene()))
            press(switch)
        press(Qt.Key.Key_6)
        assert str(shown.canvas.view_options.mode) == "mirrored"
        press(Qt.Key.Key_1)
        assert not any("2024" in text for text in texts(shown.canvas.scene()))
        press(Qt.Key.Key_Escape)
        yield lambda: not any(isinstance(w, Presentation) and w.isVisible() for w in QApplication.topLevelWidgets())

    assert drive(script, [str(hopper_path), str(_other(hopper_path))]) == 0


def test_the_pen_is_kept_only_when_asked(hopper_path: Path) -> None:
    def script() -> Script:
        yield are_analysed(1)
        window().session.do("Name", lambda p: replace(p, patient=Patient("Ada Secret", "A 17")))
        key(Qt.Key.Key_P)
        yield is_presented
        shown = presentation()
        press(Qt.Key.Key_D)
        middle = shown.canvas.rect().center()
        for is_mirrored in (False, True):
            if is_mirrored:
                press(Qt.Key.Key_M)
            across = -40 if is_mirrored else 40
            QTest.mousePress(shown.canvas, Qt.MouseButton.LeftButton, pos=middle)
            QTest.mouseMove(shown.canvas, middle + QPoint(across, 20))
            QTest.mouseRelease(shown.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(across, 20))
            press(Qt.Key.Key_K)
        assert shown.tool.strokes == []
        first, second = project().annotations
        assert first.kind == second.kind == "stroke" and first.photo == project().photos[0].id
        # drawn towards the same ear, in the mirror towards the other side of the screen
        assert second.points[-1][0] - second.points[0][0] == pytest.approx(
            first.points[-1][0] - first.points[0][0], abs=0.01
        )
        assert texts_of(shown) == ["", ""]
        window().session.undo()
        assert len(project().annotations) == 1
        press(Qt.Key.Key_Escape)
        yield lambda: not any(isinstance(w, Presentation) and w.isVisible() for w in QApplication.topLevelWidgets())

    assert drive(script, [str(hopper_path)]) == 0


def test_names_and_dates_only_where_the_settings_allow_them(hopper_path: Path) -> None:
    settings.save(settings.Settings(allow_names_in_presentation=True))

    def script() -> Script:
        yield are_analysed(1)
        window().session.do("Name", lambda p: replace(p, patient=Patient("Ada Secret", "A 17")))
        key(Qt.Key.Key_P)
        yield is_presented
        shown = presentation()
        assert "Ada Secret" in [item.text for item in shown.tool.overlay() if isinstance(item, Text)]
        assert any("Frontal" in text for text in texts(shown.canvas.scene()))
        assert "Ada" not in shown.windowTitle()
        press(Qt.Key.Key_Escape)
        yield lambda: not any(isinstance(w, Presentation) and w.isVisible() for w in QApplication.topLevelWidgets())

    assert drive(script, [str(hopper_path)]) == 0


def test_a_show_steps_and_leaves_the_comparison_as_it_was(hopper_path: Path) -> None:
    def script() -> Script:
        yield are_analysed(2)
        session = window().session
        goals = "Softer lines, the same smile"
        session.do(
            "Goals",
            lambda p: replace(p, assessment=Assessment(goals=goals)),
        )
        steps = show_of(project())
        assert [step.name for step in steps][:3] == ["Goals", "Whole face", "Whole face, wipe"]
        before = project(), window().canvas.viewport.wanted
        window_view(steps)
        yield is_presented
        shown = presentation()
        assert shown.canvas.words == goals
        page = shown.canvas.scene()
        assert page is not None
        assert [item.text for item in page.items if isinstance(item, Text)] == [goals]
        press(Qt.Key.Key_Right)
        assert (shown.canvas.words, shown.canvas.view_options.mode) == ("", "side-by-side")
        assert shown.stage.project.annotations == ()
        press(Qt.Key.Key_PageDown)
        assert shown.canvas.view_options.mode == "wipe"
        press(Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
        assert shown.canvas.words == goals
        press(Qt.Key.Key_P)
        yield lambda: not any(isinstance(w, Presentation) and w.isVisible() for w in QApplication.topLevelWidgets())
        assert (project(), window().canvas.viewport.wanted) == before

    def window_view(steps: Sequence[ShowStep]) -> None:
        workspace().view.present(window(), steps)

    assert drive(script, [str(hopper_path), str(_other(hopper_path))]) == 0
    assert find_window() is None


def test_a_mirrored_picture_lies_where_the_reflected_one_would() -> None:
    picture = Picture("x", 100, 80, Similarity.of(rotation=7, scale=1.3, shift=(12, -5), about=(50, 40)))
    turned = flipped(picture, 400.0)
    assert isinstance(turned, Picture) and turned.is_flipped
    for x, y in ((0.0, 0.0), (100.0, 0.0), (33.0, 71.0)):
        straight = picture.photo_to_page.point((x, y))
        assert turned.photo_to_page.point((100 - x, y)) == pytest.approx((400 - straight[0], straight[1]))
    back = flipped(turned, 400.0)
    assert isinstance(back, Picture) and not back.is_flipped
    assert back.photo_to_page.matrix[0] == pytest.approx(picture.photo_to_page.matrix[0])


def test_in_the_mirror_r_and_l_change_sides_and_captions_stay() -> None:
    items = (Text("Before", (10, 10), 9), Text("R", (10, 50), 9), Text("L", (290, 50), 9, align="right"))
    frame = Rect(0, 0, 300, 200)
    scene = in_the_mirror(Scene(600, 200, "#000000", (Sheet(frame, frame.corners, items),)))
    (sheet,) = scene.items
    assert isinstance(sheet, Sheet)
    before, right, left = sheet.items
    assert before == items[0]
    assert isinstance(right, Text) and (right.at, right.align) == ((290.0, 50.0), "right")
    assert isinstance(left, Text) and (left.at, left.align) == ((10.0, 50.0), "left")


TWO_SCREENS = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.presentation import Presentation
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.render.layers import FlatLayers
from facebalance_desktop.drawing.view_options import ViewOptions
from PySide6.QtWidgets import QWidget

app = QApplication([])
first, second = QGuiApplication.screens()
session = Session(demonstration(InMemory()))
window = QWidget()
window.setWindowTitle("FaceBalance")
window.setGeometry(first.geometry())
window.show()
shown = Presentation(session, FlatLayers(), ViewOptions(), window)
shown.showFullScreen()
print(shown.geometry() == second.geometry(), shown.screen() is second)
for _ in range(5):
    shown._lose_screen(second)
    app.processEvents()
shown.resize(640, 480)
app.processEvents()
print(shown.isVisible(), "Hopper" not in shown.windowTitle())
shown.close()
app.processEvents()
print(window.isVisible())
window.close()
"""


def test_the_second_screen_is_taken_and_losing_one_does_no_harm(tmp_path: Path) -> None:
    screens = [
        {"name": "one", "x": 0, "y": 0, "width": 1280, "height": 800},
        {"name": "two", "x": 1280, "y": 0, "width": 1920, "height": 1080},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    run = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["True"] * 5, run.stdout + run.stderr
