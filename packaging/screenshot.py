"""Makes resources/screenshot.png for the README: the program's own window on its demonstration, without a screen.

python packaging/screenshot.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from facebalance_desktop.ui.app.application import run
from facebalance_desktop.ui.app.main_window import MainWindow

PICTURE = Path(__file__).resolve().parent.parent / "resources" / "screenshot.png"
SIZE = (1366, 768)
LIMIT = 60_000
"""Milliseconds until it gives up."""


def is_ready(window: MainWindow) -> bool:
    """Whether both photos are shown aligned, drawn from their own pixels."""
    pair = window.session.pair if hasattr(window, "session") else None
    return pair is not None and pair.alignment is not None and not window.stage.work.isVisible()


def main() -> int:
    """Write the picture; 1 where the demonstration did not come up."""
    written: list[bool] = []

    def view_options() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and is_ready(window):
                timer.stop()
                window.setMinimumSize(*SIZE)
                window.resize(*SIZE)
                window.side.show_page("Guides")
                QTimer.singleShot(2500, lambda window=window: take(window))

    def take(window: MainWindow) -> None:
        if window.grab().save(str(PICTURE)):
            few = Image.open(PICTURE).convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT)
            few.save(PICTURE, optimize=True)
            written.append(True)
        window.close()

    with tempfile.TemporaryDirectory() as home:
        os.environ["FACEBALANCE_HOME"] = home
        application = QApplication.instance() or QApplication([])
        timer = QTimer()
        timer.timeout.connect(view_options)
        timer.start(200)
        QTimer.singleShot(LIMIT, application.quit)
        run([], is_demonstration=True)
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
