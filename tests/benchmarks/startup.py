"""How soon the window stands, from the start of the process, beside a bare window that also imports numpy and cv2.

    python tests/benchmarks/startup.py [--runs 7] [--json FILE]

Both are started in turns; each prints the moment its first window was exposed. Medians, and their ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WATCH = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Expose and seen.isWindowType() and seen.isExposed():
            print(time.time(), flush=True)
            import os
            os._exit(0)
        return False
"""
BARE = (
    WATCH
    + """
import numpy, cv2, os
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
os.environ.pop("QT_QPA_FONTDIR", None)
from PySide6.QtWidgets import QMainWindow
application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
window = QMainWindow()
window.resize(1360, 860)
window.show()
application.exec()
"""
)
OURS = (
    WATCH
    + """
from facebalance_desktop.cli.main import main
application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
main([])
"""
)


def seconds(program: str, home: Path) -> float:
    """From before the process is made until its window is exposed."""
    environment = os.environ | {"FACEBALANCE_HOME": str(home)}
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return float(done.stdout.split()[-1]) - start


def measure(runs: int) -> dict[str, float]:
    """Median seconds of both and their ratio."""
    times: dict[str, list[float]] = {"bare_s": [], "window_s": []}
    with tempfile.TemporaryDirectory() as folder:
        for program in (BARE, OURS):
            seconds(program, Path(folder))
        for _ in range(runs):
            times["bare_s"].append(seconds(BARE, Path(folder)))
            times["window_s"].append(seconds(OURS, Path(folder)))
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {**medians, "ratio": medians["window_s"] / medians["bare_s"]}


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon the window stands.")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    figures = measure(told.runs)
    print("bare window {bare_s:.2f} s, FaceBalance {window_s:.2f} s, ratio {ratio:.2f}".format(**figures))
    if told.json is not None:
        told.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
