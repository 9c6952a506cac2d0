"""20,000 random mouse and key events on the real window: crashes, tracebacks, memory.

    xvfb-run -a python tests/benchmarks/monkey.py [--events N] [--seed N] [--json FILE] [--log FILE]

The window stands on the X display of `DISPLAY`; without one it is painted off the screen. The events of a seed are the
same on the same machine as long as the program answers them in the same time. `--log` names the last events.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
BOUND = 300.0
"""MiB that memory may grow from the middle of the run to its end."""
TOLD = 12
"""Events before a crash that are shown."""


def run(events: int, seed: int, log: Path, result: Path) -> None:
    """In a process of its own: open a patient, let the monkey loose, write what it found."""
    from monkeying import Monkey
    from patients_made import patient_file
    from PySide6.QtWidgets import QApplication
    from workspaces import opened

    from facebalance_desktop.ui.app.commands.table import equipped_workspace
    from facebalance_desktop.ui.app.main_window import MainWindow
    from facebalance_desktop.ui.widgets.theme import apply_theme

    faulthandler.enable()
    application = QApplication([])
    apply_theme(application)
    folder = Path(os.environ["FACEBALANCE_HOME"])
    workspace = equipped_workspace(MainWindow())
    workspace.window.resize(1366, 768)
    workspace.window.show()
    opened(application, workspace, patient_file(folder / "Ada.facebalance", "Ada", 40))
    with log.open("w", encoding="utf-8") as file:
        report = Monkey(workspace, folder, seed, file).run(events)
    result.write_text(json.dumps({"events": report.events, "raised": report.raised, "memory": report.memory}))
    workspace.window.close()


def main() -> int:
    """Print and write the figures; 1 where something crashed, raised or grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--log", type=Path, metavar="FILE", help="write every event there")
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.within is not None:
        run(chosen.events, chosen.seed, chosen.log, chosen.within)
        return 0
    with tempfile.TemporaryDirectory() as home:
        result, log = Path(home) / "result.json", chosen.log or Path(home) / "events.txt"
        platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
        place = {**os.environ, "FACEBALANCE_HOME": home, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", platform)}
        words = ["--events", str(chosen.events), "--seed", str(chosen.seed), "--log", str(log), "--within", str(result)]
        started = time.monotonic()
        ended = subprocess.run([sys.executable, __file__, *words], env=place, cwd=home, check=False)
        seconds = time.monotonic() - started
        found: dict[str, Any] = {"events": 0, "raised": [], "memory": []}
        if result.is_file():
            found = json.loads(result.read_text())
        crashed = ended.returncode != 0
        if crashed:
            lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
            found["events"] = len(lines)
            print(f"ended with {ended.returncode} after:", *lines[-TOLD:], sep="\n  ")
    memory = found["memory"] or [0.0]
    growth = memory[-1] - memory[len(memory) // 2]
    figures = {
        "platform": place["QT_QPA_PLATFORM"], "seed": chosen.seed, "events": found["events"], "seconds": round(seconds),
        "crashes": int(crashed), "tracebacks": len(found["raised"]), "memory_first": round(memory[0]),
        "memory_last": round(memory[-1]), "growth_second_half": round(growth),
    }  # fmt: skip
    for trace in dict.fromkeys(found["raised"]):
        print(trace)
    for name, value in figures.items():
        print(f"{name}: {value}")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(crashed or bool(found["raised"]) or growth > BOUND)


if __name__ == "__main__":
    sys.exit(main())
