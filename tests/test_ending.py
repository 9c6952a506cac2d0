"""The program ends as it should: by itself, with status 0, and with nothing that Qt or Python has to clear away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from driving import Script, drive, find_window, needs_qt, window
from PySide6.QtWidgets import QApplication
from sources import ROOT
from workspaces import is_free, name_in, saved

from facebalance_desktop.project import recovery

pytestmark = needs_qt

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from facebalance_desktop import __main__

def leave():
    from facebalance_desktop.ui.app.main_window import MainWindow
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and hasattr(one, "session")]
    if not found or (sys.argv[1:] and not found[0].session.project.photos):
        return
    timer.stop()
    if ENDING == "quit":
        QApplication.quit()
    elif ENDING == "exit":
        QApplication.exit()  # which asks no window
    else:
        found[0].close()

application = QApplication(["facebalance"])
timer = QTimer()
timer.timeout.connect(leave)
timer.start(50)
status = __main__.main()
assert not QApplication.topLevelWidgets(), QApplication.topLevelWidgets()
sys.exit(status)
"""


UNSAVED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from facebalance_desktop import __main__

def leave():
    from facebalance_desktop.project.edits_photos import set_patient
    from facebalance_desktop.project.model import Patient
    from facebalance_desktop.ui.app.main_window import MainWindow
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and hasattr(one, "session")]
    if found and found[0].session.path is not None:
        timer.stop()
        found[0].session.do("Name", set_patient(Patient("B")))
        QApplication.exit()

application = QApplication(["facebalance"])
timer = QTimer()
timer.timeout.connect(leave)
timer.start(50)
sys.exit(__main__.main())
"""
"""Ended with an edit that is not saved, without a question to the window."""
STILL_AT_WORK = """
import sys
import threading
from facebalance_desktop.work import run_in_thread  # first: what is done at Python's end goes by the order of imports
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from facebalance_desktop import __main__

def work(context):
    while not has_gone.wait(0.01):
        pass
    for _ in range(50):
        never.wait(0.01)
        seen.add(QApplication.instance() is not None)
    print(seen, flush=True)

def leave():
    from facebalance_desktop.ui.app.main_window import MainWindow
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and hasattr(one, "session")]
    if found:
        timer.stop()
        found[0].destroyed.connect(has_gone.set)
        run_in_thread(work)
        QApplication.quit()

has_gone, never, seen = threading.Event(), threading.Event(), set()
application = QApplication(["facebalance"])
timer = QTimer()
timer.timeout.connect(leave)
timer.start(50)
sys.exit(__main__.main())
"""
"""A thread that works on after the window has gone, and looks whether Qt is there."""
NO_HINTS = "This plugin does not support propagateSizeHints()\n"
"""Qt without a display says so of a dialog that is shown: closing takes long enough for one on a busy machine."""


def ended(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    done.stderr = done.stderr.replace(NO_HINTS, "")
    return done


@pytest.mark.parametrize("ending", ["close", "quit", "exit"])
@pytest.mark.parametrize("words", [[], ["photo"]], ids=["empty", "with a photo"])
def test_the_program_ends_with_status_0(home: Path, hopper_path: Path, words: list[str], ending: str) -> None:
    given = [str(hopper_path) for _ in words]
    done = ended(PROGRAM.replace("ENDING", repr(ending)), *given)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_unsaved_is_saved_whoever_ends_the_program(home: Path, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.facebalance", "A")
    done = ended(UNSAVED, str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert (name_in(path), is_free(path), recovery.list_recoverable()) == ("B", True, ())


def test_qt_is_there_until_the_last_thread_of_a_job_has_ended(home: Path) -> None:
    done = ended(STILL_AT_WORK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{True}\n", "")


def test_everything_goes_with_the_window() -> None:
    kept: list[object] = []

    def look() -> Script:
        yield lambda: window().session.project is not None
        kept.append(window())

    for _ in range(2):
        assert drive(look) == 0
        assert find_window() is None and not QApplication.topLevelWidgets()
