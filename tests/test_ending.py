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
    if "quit" in ENDING:
        QApplication.quit()
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


@pytest.mark.parametrize("ending", ["close", "quit"])
@pytest.mark.parametrize("words", [[], ["photo"]], ids=["empty", "with a photo"])
def test_the_program_ends_with_status_0(home: Path, hopper_path: Path, words: list[str], ending: str) -> None:
    given = [str(hopper_path) for _ in words]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("ENDING", repr(ending)), *given],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_everything_goes_with_the_window() -> None:
    kept: list[object] = []

    def look() -> Script:
        yield lambda: window().session.project is not None
        kept.append(window())

    for _ in range(2):
        assert drive(look) == 0
        assert find_window() is None and not QApplication.topLevelWidgets()
