"""No exception leaves an override of a function of Qt; it is told once, and the window goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from canvases_made import pair_with_faces
from driving import Script, drive, window, workspace
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sources import ROOT
from workspaces import begin_to_lay_out

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.settings import recovery_dir
from facebalance_desktop.ui.annotate.tools.tool import Tool
from facebalance_desktop.ui.open_project.job_bridge import UNEXPECTED
from facebalance_desktop.ui.widgets.safe_events import safe_override


@cache
def raised() -> tuple[dict[str, object], ...]:
    """What `overrides_raised.py` found, a row an override; the process has to end by itself."""
    command = [sys.executable, str(ROOT / "tests" / "overrides_raised.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    last = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, f"ended with {done.returncode} after {last}: {done.stderr}"
    return tuple(json.loads(line) for line in done.stdout.splitlines())


def test_every_override_of_every_class_catches_what_is_raised_inside() -> None:
    wrong = {str(row["override"]): row["wrong"] for row in raised() if row["wrong"]}
    assert wrong == {}
    assert len(raised()) > 20, "the classes were not found"


def test_it_is_told_once() -> None:
    for row in raised():
        told = row["told"]
        assert isinstance(told, list) and told.count("ZeroDivisionError") == 1, row


class Careless(QWidget):
    """Raises while a painter of its own is active, and when it is closed."""

    is_ill = True

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, 10, 10, Qt.GlobalColor.red)
        if self.is_ill:
            raise ValueError("in the middle of painting")
        painter.end()

    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        raise ValueError("while closing")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: heard.append(str(error)))
    return heard


def test_an_open_painter_is_let_go_and_the_page_is_flat(qapp: QApplication, told: list[str]) -> None:
    widget = Careless()
    widget.resize(QSize(40, 30))
    picture = widget.grab().toImage()
    assert picture.pixelColor(5, 5) == picture.pixelColor(35, 25)
    widget.grab()
    assert told == ["in the middle of painting"]
    widget.is_ill = False
    assert widget.grab().toImage().pixelColor(5, 5) == Qt.GlobalColor.red
    widget.deleteLater()


def test_a_close_that_failed_is_refused_once(qapp: QApplication, told: list[str]) -> None:
    widget = Careless()
    widget.is_ill = False
    widget.show()
    assert QTest.qWaitForWindowExposed(widget)
    assert not widget.close() and widget.isVisible()
    assert widget.close() and not widget.isVisible()
    assert told == ["while closing"]
    widget.deleteLater()


class Broken:
    """A tool that fails whenever it is asked for anything."""

    def __getattr__(self, name: str) -> object:
        raise ValueError(name)


def test_the_window_goes_on_when_a_tool_fails(home: Path) -> None:
    def go_on() -> Script:
        canvas, usual = window().canvas, window().canvas.tool
        begin_to_lay_out(workspace(), pair_with_faces())
        yield lambda: window().session.pair is not None
        canvas.tool = cast(Tool, Broken())
        canvas.grab()
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
        QTest.keyClick(canvas, Qt.Key.Key_A)
        yield lambda: UNEXPECTED in window().message_bar.words.text()
        canvas.tool = usual
        window().session.do("Patient", set_patient(Patient("after the failure")))
        yield lambda: any(
            "after the failure" in file.read_text("utf-8") for file in recovery_dir().glob("*/project.json")
        )

    assert drive(go_on) == 0
