"""The main job from beginning to end, through the real `main()`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from driving import Script, are_analysed, at, click, drag, drive, drop, find_window, key, needs_qt, project, window
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.widgets import file_dialogs

pytestmark = needs_qt
CONTROL = Qt.KeyboardModifier.ControlModifier
KNOWN = Similarity.of(rotation=-7, scale=0.9, shift=(20, 30), about=(256, 300))


@pytest.fixture
def two_files(tmp_path: Path, hopper_path: Path) -> tuple[Path, Path]:
    """The portrait and a copy of it under a known transform, with names as they come."""
    before = tmp_path / "voor Ö.1.JPG"
    before.write_bytes(hopper_path.read_bytes())
    pixels = np.asarray(Image.open(hopper_path).convert("RGB"))
    moved = cv2.warpAffine(pixels, KNOWN.to_cv2(), (540, 620), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    after = tmp_path / "na.png"
    Image.fromarray(np.asarray(moved, dtype=np.uint8)).save(after)
    return before, after


def compare_and_mark(corners: list[Point]) -> Script:
    """Two photos are shown: they are aligned; a zone is drawn, undone and redone; the patient gets an ID."""
    yield are_analysed(2)
    pair = window().session.pair
    assert pair is not None and pair.after is not None and pair.alignment is not None
    found = pair.alignment.photo_to_reference
    for point in ((200.0, 190.0), (300.0, 190.0), (270.0, 330.0)):
        assert found.point(KNOWN.point(point)) == pytest.approx(point, abs=1.5)
    key(Qt.Key.Key_T)
    key(Qt.Key.Key_Z)
    pane = window().canvas.current_panes()[0]
    for corner in ((240.0, 300.0), (300.0, 300.0), (270.0, 345.0)):
        click(at(pane, corner))
    key(Qt.Key.Key_Return)
    assert len(project().annotations) == 1
    key(Qt.Key.Key_Z, modifiers=CONTROL)
    assert project().annotations == ()
    key(Qt.Key.Key_Z, modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    corners.extend(project().annotations[0].points)
    window().patient_bar.number.setText("A 17")
    QTest.keyClick(window().patient_bar.number, Qt.Key.Key_Return)
    assert project().patient.id == "A 17"


def look_and_export(corners: list[Point], exported: Path) -> Script:
    """The saved project is shown again as it was; it is exported without guides and not levelled."""
    yield are_analysed(2)
    assert project().patient.id == "A 17"
    assert project().annotations[0].points == tuple(corners)
    assert project().is_guide_shown("thirds")
    key(Qt.Key.Key_T)
    key(Qt.Key.Key_L)
    QTimer.singleShot(200, press_choose)
    key(Qt.Key.Key_E, modifiers=CONTROL)
    yield exported.exists


def press_choose() -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    button = next(item for item in dialog.findChildren(QPushButton) if item.text().startswith("Export"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_from_two_photos_to_an_exported_comparison(
    two_files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    before, after = two_files
    originals = [path.read_bytes() for path in two_files]
    corners: list[Point] = []
    exported = tmp_path / "comparison.png"
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_, **__: (str(exported), "PNG picture (*.png)"))
    assert drive(lambda: compare_and_mark(corners), [str(before), str(after)]) == 0
    (saved,) = (home / "clinic").glob("*.facebalance")
    assert [path.read_bytes() for path in two_files] == originals
    assert drive(lambda: look_and_export(corners, exported), [str(saved)]) == 0
    check_zone(exported, before, corners)
    with Image.open(exported) as picture:
        assert "icc_profile" in picture.info
        assert not picture.getexif()


def check_zone(exported: Path, before: Path, corners: list[Point]) -> None:
    """Not levelled and at full resolution, the left half is the before photo pixel by pixel, tinted inside the zone;
    it is cropped to what both photos cover."""
    picture = np.asarray(Image.open(exported).convert("RGB"))
    photo = np.asarray(Image.open(before).convert("RGB"))
    left = np.ascontiguousarray(picture[:, : picture.shape[1] // 2 - 20])
    _, _, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(photo, left, cv2.TM_CCOEFF_NORMED))
    seen = photo[y : y + left.shape[0], x : x + left.shape[1]]
    change = np.abs(left.astype(np.int16) - seen.astype(np.int16)).max(axis=2)
    outline = (np.array(corners) - (x, y)).round().astype(np.int32)
    expected = cv2.fillPoly(np.zeros(change.shape, np.uint8), [outline], (1.0,)) > 0
    below_captions = np.zeros(change.shape, bool)
    below_captions[120:] = True
    inner = cv2.erode(expected.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    outer = (cv2.dilate(expected.astype(np.uint8), np.ones((13, 13), np.uint8)) == 0) & below_captions
    assert np.median(change[inner]) > 12
    assert np.median(change[outer]) <= 1
    assert (change[outer] > 12).mean() < 0.01


def test_a_drop_and_one_key_show_an_aligned_wipe(two_files: tuple[Path, Path]) -> None:
    def script() -> Script:
        drop(two_files, window())
        yield are_analysed(2)
        key(Qt.Key.Key_W)
        assert window().canvas.view_options.mode == "wipe"
        assert QApplication.activeModalWidget() is None
        assert not window().message_bar.isVisible()
        yield lambda: True
        picture = window().canvas.grab().toImage()
        pane_before, pane_after = window().canvas.current_panes()
        points = [points_of(photo) for photo in project().photos]
        for code in ("p_r", "p_l", "en_r", "ex_l"):
            there = at(pane_before, points[0][code].xy) - at(pane_after, points[1][code].xy)
            assert there.manhattanLength() <= 2
        middle = picture.width() // 2  # the divider may lie between two pixels
        seen = [picture.pixelColor(middle + step, round(picture.height() * 0.3)) for step in (-1, 0, 1)]
        assert max(min(colour.red(), colour.green(), colour.blue()) for colour in seen) > 200

    assert drive(script) == 0


def test_dragging_and_confirming_points(two_files: tuple[Path, Path]) -> None:
    def script() -> Script:
        yield are_analysed(2)
        key(Qt.Key.Key_T)
        photo = project().photos[0]
        pane = window().canvas.current_panes()[0]
        hairline = points_of(photo)["tr"]
        assert hairline.source == "estimated"
        target = (hairline.x + 4, hairline.y + 25)
        drag(at(pane, hairline.xy), at(pane, target))
        moved = points_of(project().photos[0])["tr"]
        assert moved.xy == pytest.approx(target, abs=1.5)
        assert moved.source == "edited"
        key(Qt.Key.Key_Z, modifiers=CONTROL)
        assert points_of(project().photos[0])["tr"].xy == hairline.xy
        window().canvas.setFocus()
        key(Qt.Key.Key_Tab)
        key(Qt.Key.Key_Return)
        assert sum(record.kind == "confirmed" for record in project().photos[0].points) == 1

    assert drive(script, [str(path) for path in two_files]) == 0


def test_problems_are_sentences_and_lose_nothing(tmp_path: Path, two_files: tuple[Path, Path]) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(two_files[0].read_bytes()[:3000])
    empty = tmp_path / "grey.png"
    Image.new("RGB", (300, 300), (128, 128, 128)).save(empty)

    def script() -> Script:
        drop([broken, two_files[0], empty], window())
        yield lambda: len(project().photos) >= 2 and all(photo.faces is not None for photo in project().photos)
        words = window().message_bar.words.text()
        assert "broken.jpg" in words
        assert "grey.png" in words
        pair = window().session.pair
        assert pair is not None
        assert pair.problem is not None
        assert window().alignment.problem.text() == pair.problem

    assert drive(script) == 0


def test_presenting_shows_the_pair_without_names(two_files: tuple[Path, Path]) -> None:
    def script() -> Script:
        yield are_analysed(2)
        window().patient_bar.name.setText("Ada Secret")
        QTest.keyClick(window().patient_bar.name, Qt.Key.Key_Return)
        key(Qt.Key.Key_P)
        yield lambda: len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 2
        (shown,) = (w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not find_window())
        assert "Ada" not in shown.windowTitle() + (find_window() or shown).windowTitle()
        assert not shown.findChildren(QPushButton)
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        yield lambda: len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 1

    assert drive(script, [str(path) for path in two_files]) == 0
