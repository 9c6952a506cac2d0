"""Alignment where no algorithm helps: two points by hand, the nudge and its lock, in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from driving import Script, at, click, drive, key, needs_qt, project, window
from PIL import Image
from PySide6.QtCore import Qt

from facebalance_desktop.drawing.primitives import Text
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2

pytestmark = needs_qt
CONTROL = Qt.KeyboardModifier.ControlModifier
KNOWN = Similarity.of(rotation=12, scale=0.8, shift=(15, -10), about=(150, 150))
PLACES = ((60.0, 80.0), (240.0, 200.0))


@pytest.fixture
def faceless(tmp_path: Path) -> tuple[Path, Path]:
    """Two photos without a face, the second moved by `KNOWN`."""
    noise = np.random.default_rng(7).integers(0, 255, (30, 30, 3), dtype=np.uint8)
    before = cv2.resize(noise, (300, 300), interpolation=cv2.INTER_CUBIC)
    after = cv2.warpAffine(before, KNOWN.to_cv2(), (300, 300))
    paths = tmp_path / "one.png", tmp_path / "two.png"
    for path, pixels in zip(paths, (before, after), strict=True):
        Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(path)
    return paths


def looked_at() -> bool:
    return len(project().photos) == 2 and all(photo.faces is not None for photo in project().photos)


def words_over() -> str:
    """What the tool says on the picture."""
    tool = window().canvas.tool
    assert tool is not None
    return " ".join(item.text for item in tool.overlay() if isinstance(item, Text))


def test_two_points_align_photos_without_faces(faceless: tuple[Path, Path]) -> None:
    def script() -> Script:
        yield looked_at
        pair = window().session.pair
        assert pair is not None and pair.alignment is None and pair.problem
        key(Qt.Key.Key_W)
        assert window().canvas.view_options.mode == "side-by-side"  # nothing lies over anything yet, and it says why
        assert "cannot" in window().message_bar.words.text() or "could not" in window().message_bar.words.text()
        key(Qt.Key.Key_J)
        assert "first place" in words_over()
        before, after = window().canvas.current_panes()
        for place in PLACES:
            click(at(before, place))
            click(at(after, KNOWN.point(place)))
        assert "place" not in words_over()
        aligned = window().session.pair
        assert aligned is not None and aligned.alignment is not None
        fit = aligned.alignment.photo_to_reference
        for place in (*PLACES, (150.0, 150.0)):
            assert fit.point(KNOWN.point(place)) == pytest.approx(place, abs=2.5)
        assert aligned.match is not None and aligned.match.grade == "eye"
        key(Qt.Key.Key_W)
        assert window().canvas.view_options.mode == "wipe"
        key(Qt.Key.Key_Z, modifiers=CONTROL)
        assert project().comparisons[0].anchors == ()

    assert drive(script, [str(path) for path in faceless]) == 0


def test_a_locked_alignment_takes_no_nudge(faceless: tuple[Path, Path]) -> None:
    def script() -> Script:
        yield looked_at
        panel = window().alignment
        panel.nudge_by(2.0, 0.0, 0.0, 1.0)
        nudge = project().comparisons[0].nudge
        assert nudge is not None and nudge.dx == 2.0
        panel.lock.setChecked(True)
        panel.nudge_by(2.0, 0.0, 0.0, 1.0)
        assert project().comparisons[0].nudge == nudge
        assert not panel.nudge.isEnabled()
        panel.lock.setChecked(False)
        panel.clear.click()
        assert project().comparisons[0].nudge is None

    assert drive(script, [str(path) for path in faceless]) == 0


def test_what_moved_is_measured_on_request_and_goes_with_the_pair() -> None:
    """On the demonstration, whose chin was drawn down and whose eyes were not touched."""

    def script() -> Script:
        window().start_page.demonstration_requested.emit()
        yield lambda: looked_at() and window().session.pair is not None
        panel = window().changes
        assert panel.measured.text() == ""
        panel.button.click()
        yield lambda: bool(panel.measured.text())
        assert "cannot be seen here" in panel.unmoved.text() and "neither projection" in panel.others.text()
        assert "pupil" not in panel.measured.text().lower()
        comparison = project().comparisons[0]
        window().alignment.level.setChecked(not comparison.is_level)
        assert panel.measured.text() == ""

    assert drive(script) == 0
