"""What the chosen packages do to each other and to Python, watched because it went wrong elsewhere."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sources import PACKAGE, ROOT, project_sources

CALLS = 10_000
OPENCV_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def lost_references(call: Callable[[], object], times: int) -> int:
    """How many references to None are gone after so many calls that return nothing; a leak is below zero."""
    before = sys.getrefcount(None)
    for _ in range(times):
        call()
    return before - sys.getrefcount(None)


def test_qt_is_older_than_the_release_that_loses_none() -> None:
    assert PySide6.__version_info__[:2] < (6, 12)


def test_calls_into_qt_lose_no_reference_to_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    for call in (widget.update, widget.unsetCursor, lambda: widget.setObjectName("name"), lambda: widget.resize(3, 4)):
        assert abs(lost_references(call, CALLS)) < CALLS / 10


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_lost_references_would_be_seen() -> None:
    lose, give_back = ctypes.pythonapi.Py_DecRef, ctypes.pythonapi.Py_IncRef
    for function in (lose, give_back):
        function.argtypes, function.restype = [ctypes.py_object], None
    lost = lost_references(lambda: lose(None), 500)
    lost_references(lambda: give_back(None), 500)
    assert lost > 400


RAISES_UNDER_EVENT = """
import sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from facebalance_desktop.ui.widgets.safe_events import safe_override

class Bare(QWidget):
    def event(self, event):
        return super().event(event)

    DECORATOR
    def paintEvent(self, event):
        1 / 0

application, widget = QApplication([]), Bare()
sys.excepthook = lambda *told: None
widget.grab()
"""


def ended_after_raising(decorator: str) -> int:
    """The status of a process whose widget raises while it is painted from another override."""
    code = RAISES_UNDER_EVENT.replace("DECORATOR", decorator)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the fault needs exceptions as Python up to 3.11 keeps them")
def test_an_exception_out_of_an_override_under_another_ends_the_process() -> None:
    assert ended_after_raising("") == (-signal.SIGSEGV if os.name == "posix" else 0xC0000005)


def test_a_safe_override_lives_on() -> None:
    assert ended_after_raising("@safe_override") == 0


def variables_after_importing(modules: list[str], **variables: str) -> dict[str, str]:
    """OpenCV's variables for Qt in a fresh process that has imported the modules."""
    code = (
        "import importlib, os, sys\n"
        "for module in sys.argv[2:]: importlib.import_module(module)\n"
        "assert 'cv2' in sys.modules, 'nothing imported cv2'\n"
        "for name in sys.argv[1].split(): print(name, os.environ.get(name), sep='=')"
    )
    environment = {name: value for name, value in os.environ.items() if name not in OPENCV_VARIABLES} | variables
    command = [sys.executable, "-c", code, " ".join(OPENCV_VARIABLES), *modules]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(line.split("=", 1) for line in done.stdout.split())


def modules_of(*tops: str) -> list[str]:
    sources = [source for source in project_sources() if source.is_ours and source.top in tops]
    return [f"{PACKAGE}.{source.module}" for source in sources]


@pytest.mark.skipif(sys.platform != "linux", reason="OpenCV's wheel brings Qt plugins of its own only on Linux")
def test_opencv_alone_points_qt_to_its_own_plugins() -> None:
    assert "None" not in variables_after_importing(["cv2"]).values()


def test_importing_photos_leaves_qt_its_plugins_and_fonts() -> None:
    assert set(variables_after_importing(modules_of("photos")).values()) == {"None"}


def test_importing_everything_does_so_too() -> None:
    tops = {source.top for source in project_sources() if source.is_ours}
    assert set(variables_after_importing(modules_of(*tops - {"", "__main__"})).values()) == {"None"}


def test_variables_that_somebody_set_are_kept() -> None:
    assert variables_after_importing(modules_of("photos"), QT_QPA_FONTDIR="mine")["QT_QPA_FONTDIR"] == "mine"


def test_there_is_one_opencv() -> None:
    wheels = {(distribution.metadata["Name"] or "").lower() for distribution in importlib.metadata.distributions()}
    assert {name for name in wheels if name.startswith("opencv")} == {"opencv-contrib-python"}
